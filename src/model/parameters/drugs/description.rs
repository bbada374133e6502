//! What a drug is: kinetics and action by composition, and where its numbers stand in the ledger.
//! Left out: values (the ledger) and equations (`treatment`, `biology`).
//!
//! | part | numbers, each under the name of the drug |
//! |---|---|
//! | one compartment | `clearance`, `central_volume` or `half_life` |
//! | a second one | `intercompartmental_clearance`, `peripheral_volume` |
//! | clearance that saturates | `vmax`, `km`; what does not saturate beside it is `renal_clearance` |
//! | absorption | `subcutaneous.fraction`, `subcutaneous.half_life`, `oral.fraction`, `oral.half_life` |
//! | pool in cells | `cell_ratio`, `cell_half_life` |
//! | two pools in cells | `cell_ratio`, `slow_share`, `fast_half_life`, `slow_half_life` |
//! | metabolite | `metabolite.area_ratio`, `metabolite.half_life` |
//! | its pool in cells | `metabolite.cell_ratio`, `metabolite.cell_half_life` |
//! | active form | `active.vmax`, `active.km`, `active.half_life` |
//! | breaks | `lc50`, perhaps that of another drug times `lc50_ratio`; `metabolite_potency` where cells hold a metabolite |
//! | lesions | `ec50`, `active.half_incorporation` |
//! | knockdown | `maximal_effect`, `potency` |
//! | inhibition, stabilization, sensitization | `maximal_effect`, `half_effect` |
//!
//! Numbers of the metabolite and of the active form stand under their own names. A table may say that a number is one of
//! another place of the ledger.

use super::{
    Drug,
    level::{Level, Which},
};
use std::collections::BTreeMap;

/// What a drug does to cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Breaks in every phase, by what is in cells and is halved by mitosis (as idarubicin).
    Breaks,
    /// Lesions in S phase, which is slowed, by the active form (as cytarabine).
    Lesions,
    /// Knock-down of p53 mRNA through RNase H (as cenersen).
    Knockdown,
    /// Loss of that knock-down.
    Inhibition,
    /// Stabilization of p53 that MDM2 no longer degrades.
    Stabilization,
    /// A lower threshold of apoptosis.
    Sensitization,
}

impl Action {
    /// In their order.
    pub const ALL: [Self; 6] =
        [Self::Breaks, Self::Lesions, Self::Knockdown, Self::Inhibition, Self::Stabilization, Self::Sensitization];

    /// The word of a table.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Breaks => "breaks",
            Self::Lesions => "lesions",
            Self::Knockdown => "knockdown",
            Self::Inhibition => "inhibition",
            Self::Stabilization => "stabilization",
            Self::Sensitization => "sensitization",
        }
    }

    /// In a few words, for readers.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Breaks => "breaks in DNA in every phase",
            Self::Lesions => "lesions in S phase, which is slowed",
            Self::Knockdown => "knock-down of p53 mRNA through RNase H",
            Self::Inhibition => "loss of the knock-down of p53 mRNA",
            Self::Stabilization => "stabilization of p53",
            Self::Sensitization => "lower threshold of apoptosis",
        }
    }
}

/// A metabolite or an active form: its name in the ledger, and in figures.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Beginning of the paths of its numbers, and name of its curves.
    pub name: String,
    /// In figures.
    pub label: String,
}

/// Which level decides on an effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effector {
    /// The drug in plasma.
    #[default]
    Plasma,
    /// The drug in cells.
    Cells,
}

/// The composition of a drug.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// Which drug.
    pub drug: Drug,
    /// In figures.
    pub label: String,
    /// What it is, and what its table leaves out.
    pub about: String,
    /// Drugs of one class share part of the sensitivity of a patient.
    pub class: Option<String>,
    /// Weight of a mol (g).
    pub molar_mass: Option<f64>,
    /// Unit of its levels in plasma: `mg/L`, `ng/mL` or `umol/L`.
    pub plasma_unit: String,
    /// Unit of its levels in cells.
    pub cell_unit: String,
    /// What it is turned into, if that is followed.
    pub metabolite: Option<Product>,
    /// What cells make of it, if that is followed.
    pub active: Option<Product>,
    /// What it does to cells.
    pub actions: Vec<Action>,
    /// Which level stabilizes, sensitizes or inhibits.
    pub effector: Effector,
    /// Numbers that stand elsewhere: their name here, and their path (or its beginning).
    pub(super) elsewhere: BTreeMap<String, String>,
    /// Names of the numbers that the ledger has of it.
    pub(super) known: Vec<String>,
}

impl Description {
    /// Path in the ledger of one of its numbers.
    pub fn path(&self, number: &str) -> String {
        if let Some(path) = self.elsewhere.get(number) {
            return path.clone();
        }
        if let Some((group, rest)) = number.split_once('.')
            && let Some(path) = self.elsewhere.get(group)
        {
            return format!("{path}.{rest}");
        }
        let of = |product: &Option<Product>| product.as_ref().map_or("", |product| product.name.as_str()).to_owned();
        match number.split_once('.') {
            Some(("metabolite", rest)) => format!("{}.{rest}", of(&self.metabolite)),
            Some(("active", rest)) => format!("{}.{rest}", of(&self.active)),
            _ => format!("{}.{number}", self.drug.name()),
        }
    }

    /// Whether the ledger has this number of it.
    pub fn has(&self, number: &str) -> bool {
        self.known.iter().any(|known| known == number)
    }

    /// Whether it does this.
    pub fn does(&self, action: Action) -> bool {
        self.actions.contains(&action)
    }

    /// Whether its clearance or its activation saturates.
    pub fn saturates(&self) -> bool {
        self.has("vmax") || self.active.is_some()
    }

    /// Whether cells hold it.
    pub fn enters_cells(&self) -> bool {
        self.has("cell_ratio") || self.has("uptake")
    }

    /// Whether cells hold it in a fast and a slow pool.
    pub fn has_two_pools(&self) -> bool {
        self.has("slow_share")
    }

    /// Milligrams in a micromol.
    ///
    /// # Panics
    /// Without a molar mass, which the reader asks for where it is needed.
    pub fn mg_per_umol(&self) -> f64 {
        let mass = self.molar_mass.unwrap_or_else(|| panic!("{} has no molar mass", self.drug.name()));
        // The decimal point is moved in the text: a quotient would be another number in its last digit.
        format!("{mass}e-3").parse().unwrap_or_else(|e| panic!("molar mass `{mass}`: {e}"))
    }

    /// Whether a path of the ledger is one of its numbers, here or elsewhere.
    pub fn uses(&self, path: &str) -> bool {
        let there = |place: &String| path == place || path.starts_with(&format!("{place}."));
        self.numbers().iter().any(|start| path.starts_with(start)) || self.elsewhere.values().any(there)
    }

    /// Beginnings of the paths of all its own numbers.
    pub fn numbers(&self) -> Vec<String> {
        let products = [&self.metabolite, &self.active].into_iter().flatten().map(|product| product.name.as_str());
        [self.drug.name()].into_iter().chain(products).map(|name| format!("{name}.")).collect()
    }

    /// Its levels, those that become curves first.
    pub fn levels(&self) -> Vec<Which> {
        let holds_metabolite = self.metabolite.is_some() && self.has("metabolite.cell_ratio");
        let exists = |which: &Which| match which {
            Which::Plasma => true,
            Which::MetabolitePlasma => self.metabolite.is_some(),
            Which::Cell => self.enters_cells(),
            Which::MetaboliteCell => holds_metabolite,
            Which::Active | Which::ActiveNormal => self.active.is_some(),
            Which::Bound | Which::Renewal => self.does(Action::Breaks),
        };
        Which::ALL.into_iter().filter(exists).collect()
    }

    /// Those of its levels that are recorded.
    pub fn curves(&self) -> Vec<Level> {
        self.levels().into_iter().filter(|which| which.is_curve()).map(|which| self.level(which)).collect()
    }

    /// One of its levels as a curve.
    fn level(&self, which: Which) -> Level {
        let own = |end: &str| format!("{}_{end}", self.drug.name());
        let of = |product: &Option<Product>, end: &str| {
            let (name, label) = product.as_ref().map_or(("", ""), |product| (&product.name, &product.label));
            (format!("{name}{end}"), label.to_owned())
        };
        let (plasma, cell) = (self.plasma_unit.as_str(), self.cell_unit.as_str());
        let ((name, label), unit) = match which {
            Which::Plasma => ((own("plasma"), self.label.clone()), plasma),
            Which::MetabolitePlasma => (of(&self.metabolite, "_plasma"), plasma),
            Which::Cell => ((own("cell"), self.label.clone()), cell),
            Which::MetaboliteCell => (of(&self.metabolite, "_cell"), cell),
            Which::Active => (of(&self.active, ""), "pmol/1e6"),
            Which::ActiveNormal => (of(&self.active, "_normal"), "pmol/1e6"),
            Which::Bound => ((own("bound"), self.label.clone()), cell),
            Which::Renewal => ((own("renewal"), self.label.clone()), "1/h"),
        };
        Level::described((self.drug, which), &name, unit, &label)
    }
}
