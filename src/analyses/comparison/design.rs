//! Who gets what: arms that share their patients and settings, and differ in what is given or in the model.

use cenersim_model::{
    parameters::Ledger,
    patient::{Cohort, Correlations, Patient},
    simulation::Settings,
    treatment::{Drug, Regimen, Schedule},
};
use std::sync::Arc;

/// One arm of a comparison.
///
/// Whatever else two arms differ in, a patient brings the same random streams into both, so that a difference between
/// their courses is due to the treatment or the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// Name in figures and files, different for every arm.
    pub name: String,
    /// What is given, and the rule by which further courses follow.
    pub regimen: Regimen,
    /// Values of all parameters of the model in this arm.
    pub ledger: Ledger,
    /// How the characteristics of drawn patients go together.
    pub correlations: Correlations,
    /// The reference patient as this arm treats them (their use of inhibitors may differ between arms).
    pub patient: Patient,
    /// Whether the patients of this arm are kept from inhibitors that they would take.
    pub without_inhibitors: bool,
    /// Name of the published arm that this one stands for.
    pub published: Option<String>,
}

/// Whose courses are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The patient of the scenario; replicates differ in their draws.
    #[default]
    Reference,
    /// Patients 1 to this number, drawn from the population.
    Population(u64),
    /// This patient of the population alone, or of a list; replicates differ in their draws.
    Only(u64),
    /// Everybody of a list of patients by name, who are so many.
    Named(u64),
}

impl Who {
    /// Courses of each patient in each arm, unless it is said: one for a population.
    pub const fn replicates(self, settings: &Settings) -> u32 {
        match self {
            Self::Reference | Self::Only(_) => settings.replicates,
            Self::Population(_) | Self::Named(_) => 1,
        }
    }
}

/// A comparison before it is simulated.
///
/// Its results depend on these fields alone: the seed is in the settings, and neither threads nor the order of patients
/// change a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    /// At least one; results refer to arms by their index in this list.
    pub arms: Vec<Arm>,
    /// Shared by all arms.
    pub settings: Settings,
    /// Reference patient, population, everybody of the list, or one patient of either.
    pub who: Who,
    /// Patients by name, who take the place of the population; empty without a list.
    pub cohort: Arc<Cohort>,
    /// Courses of each patient in each arm.
    pub replicates: u32,
}

/// Which arms have the same treatment and the same model, whatever they are called.
pub(super) struct Models(Vec<usize>);

impl Models {
    /// For each arm the index of the first arm that is alike, which may be itself.
    pub fn of(arms: &[Arm]) -> Self {
        let first = |arm: &Arm| arms.iter().position(|other| alike(arm, other)).unwrap_or(0);
        Self(arms.iter().map(first).collect())
    }

    /// Whether one simulation serves for both arms.
    pub fn same(&self, a: usize, b: usize) -> bool {
        self.0[a] == self.0[b]
    }
}

/// Days and courses of an arm that gives nothing do not matter, so two untreated arms are alike whatever their rules
/// are; names and published arms never matter.
fn alike(a: &Arm, b: &Arm) -> bool {
    let (one, other) = (&a.regimen, &b.regimen);
    let surfaces = one.body_surface_at_most_m2 == other.body_surface_at_most_m2;
    let rules = surfaces && one.courses == other.courses && one.days == other.days;
    (rules || one.is_untreated() && other.is_untreated())
        && doses(&a.regimen) == doses(&b.regimen)
        && a.ledger == b.ledger
        && a.correlations == b.correlations
}

/// What is given of each drug, of which something is.
fn doses(regimen: &Regimen) -> Vec<(Drug, &Vec<Schedule>)> {
    regimen.doses.iter().filter(|(_, schedules)| !schedules.is_empty()).map(|(drug, given)| (*drug, given)).collect()
}

/// Something that an arm can be compared without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Without {
    /// Every dose of this drug is withdrawn.
    Drug(Drug),
    /// No patient takes what takes away cenersen's activity (acetaminophen, high-dose antioxidants).
    Inhibitors,
}

impl Without {
    /// What this word means: inhibitors, or a drug of this name.
    pub fn named(name: &str) -> Self {
        if name == Self::Inhibitors.name() { Self::Inhibitors } else { Self::Drug(Drug::named(name)) }
    }

    /// `cenersen`, `idarubicin` and so on, or `inhibitors`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Drug(drug) => drug.name(),
            Self::Inhibitors => "inhibitors",
        }
    }
}

impl Arm {
    /// Drugs that this arm gives.
    /// In the order of drugs; empty for an untreated arm.
    pub fn drugs(&self) -> Vec<Drug> {
        self.regimen.drugs()
    }

    /// The same patients without these, everything else at its hour. It stands for no published arm.
    pub fn without(&self, these: &[Without]) -> Self {
        let mut arm = Self { published: None, ..self.clone() };
        for one in these {
            match one {
                Without::Drug(drug) => arm.regimen.withdraw(*drug),
                Without::Inhibitors => arm.without_inhibitors = true,
            }
        }
        let names: Vec<&str> = these.iter().map(|one| one.name()).collect();
        arm.name = format!("{} without {}", self.name, names.join(" and "));
        arm.regimen.name.clone_from(&arm.name);
        arm
    }
}
