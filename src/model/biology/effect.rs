//! Effects of drugs that saturate with one level of the drug: E = Emax L/(EC50 + L).
//! Left out: what the effect is on, which a process says; and synergy: of several drugs each acts on what the others leave.

use crate::{
    parameters::{Action, Description, Ledger, Place, Which, drugs::Effector},
    treatment::Exposure,
};

/// Drugs with one action.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Effects(Vec<Effect>);

/// Of one drug.
#[derive(Clone, Debug, PartialEq)]
struct Effect {
    /// Effect at a level far above `half`; without unit.
    maximal: f64,
    /// Level with half of it, in the unit of the level.
    half: f64,
    /// Where the exposure has the level that acts, in plasma or in cells.
    place: Place,
}

impl Effect {
    /// The effect of a drug by its entries `maximal_effect` and `half_effect`; none if its level is not followed.
    fn of(drug: &Description, ledger: &Ledger) -> Option<Self> {
        let which = match drug.effector {
            Effector::Plasma => Which::Plasma,
            Effector::Cells => Which::Cell,
        };
        Some(Self {
            maximal: ledger.number(&drug.path("maximal_effect")),
            half: half(drug, ledger),
            place: ledger.places().get(drug.drug, which)?,
        })
    }

    /// Effect at the mean level of a step: the law of saturation E = E_max c / (c + c_half).
    fn at(&self, exposure: &Exposure) -> f64 {
        let level = exposure.at(self.place);
        self.maximal * level / (self.half + level)
    }
}

/// The level with half of the effect in the unit of levels; the ledger has umol/L or mg/L.
fn half(drug: &Description, ledger: &Ledger) -> f64 {
    let path = drug.path("half_effect");
    let molar = ledger.get(&path).is_some_and(|entry| entry.value.dimension().substance != 0);
    let written = ledger.number(&path);
    match (drug.plasma_unit.as_str(), molar) {
        ("umol/L", true) => written,
        ("umol/L", false) => written / drug.mg_per_umol(),
        (unit, molar) => {
            let mg_per_l = if molar { written * drug.mg_per_umol() } else { written };
            if unit == "ng/mL" { 1000.0 * mg_per_l } else { mg_per_l }
        }
    }
}

impl Effects {
    /// Of all drugs of the ledger with this action, in their order.
    pub fn of(action: Action, ledger: &Ledger) -> Self {
        Self(
            ledger
                .drugs()
                .iter()
                .filter(|drug| drug.does(action))
                .filter_map(|drug| Effect::of(drug, ledger))
                .collect(),
        )
    }

    /// Whether no drug has this action.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What effects that are shares leave of 1.
    pub fn left(&self, exposure: &Exposure) -> f64 {
        self.0.iter().map(|effect| (1.0 - effect.at(exposure)).max(0.0)).product()
    }

    /// The factor of effects that are relative increases: 1 without drug.
    pub fn factor(&self, exposure: &Exposure) -> f64 {
        self.0.iter().map(|effect| 1.0 + effect.at(exposure)).product()
    }
}
