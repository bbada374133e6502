//! What a ledger knows of a drug, for readers: composition, action, curves and numbers.
//! Left out: how it is printed.

use super::{super::Listing, Action, Description, Effector, Ledger};

/// A drug of a ledger.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Sheet {
    /// In files, scenarios and the ledger.
    pub name: String,
    /// In figures.
    pub label: String,
    /// Drugs of one class share part of the sensitivity of a patient.
    pub class: Option<String>,
    /// What it is, and what its table leaves out.
    pub about: String,
    /// Weight of a mol (g).
    pub molar_mass: Option<f64>,
    /// The parts of its kinetics.
    pub kinetics: Vec<String>,
    /// Routes that are known.
    pub routes: Vec<&'static str>,
    /// What it does to cells.
    pub action: Vec<&'static str>,
    /// Largest published dose of a day, with its source.
    pub largest_dose: Option<String>,
    /// Curves that a simulation records, with their units.
    pub curves: Vec<String>,
    /// Its numbers, here and elsewhere in the ledger.
    pub numbers: Listing,
}

impl Sheet {
    /// Of all drugs of the ledger, in their order.
    pub fn all(ledger: &Ledger) -> Vec<Self> {
        ledger.drugs().iter().map(|drug| Self::of(drug, ledger)).collect()
    }

    /// What the sheet says of a drug, with the numbers of this ledger.
    fn of(drug: &Description, ledger: &Ledger) -> Self {
        let largest = ledger.get(&drug.path("largest_dose"));
        let routes = [
            ("intravenous", true),
            ("subcutaneous", drug.has("subcutaneous.fraction")),
            ("oral", drug.has("oral.fraction")),
        ];
        Self {
            name: drug.drug.name().to_owned(),
            label: drug.label.clone(),
            class: drug.class.clone(),
            about: drug.about.clone(),
            molar_mass: drug.molar_mass,
            kinetics: kinetics(drug),
            routes: routes.into_iter().filter(|(_, known)| *known).map(|(route, _)| route).collect(),
            action: drug.actions.iter().copied().map(Action::meaning).collect(),
            largest_dose: largest.map(|entry| format!("{} ({})", entry.value, entry.source)),
            curves: drug.curves().iter().map(|curve| format!("{} [{}]", curve.name(), curve.unit())).collect(),
            numbers: Listing::of(ledger, |path, _| drug.uses(path)),
        }
    }
}

/// The parts of which kinetics are composed.
fn kinetics(drug: &Description) -> Vec<String> {
    let two = drug.has("peripheral_volume");
    let clearance = if drug.has("vmax") { "saturable clearance" } else { "linear clearance" };
    let pools = if drug.has_two_pools() { "a fast and a slow pool in cells" } else { "a pool in cells" };
    let effector = match drug.effector {
        Effector::Plasma => "plasma",
        Effector::Cells => "cells",
    };
    let acts = drug.actions.iter().any(|action| *action >= Action::Inhibition);
    [
        (true, if two { "two compartments" } else { "one compartment" }.to_owned()),
        (true, clearance.to_owned()),
        (drug.metabolite.is_some(), format!("metabolite {}", drug.metabolite.as_ref().map_or("", |of| &of.label))),
        (drug.enters_cells(), pools.to_owned()),
        (drug.active.is_some(), format!("active form {}", drug.active.as_ref().map_or("", |of| &of.label))),
        (acts, format!("effect of its level in {effector}")),
    ]
    .into_iter()
    .filter(|(is_there, _)| *is_there)
    .map(|(_, part)| part)
    .collect()
}
