//! Who gets what: arms that share their patients and settings, and differ in what is given or in the model.

use crate::{
    parameters::Ledger,
    patient::{Correlations, Patient},
    simulation::Settings,
    treatment::Regimen,
};

/// One arm of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// Name in figures and files, different for every arm.
    pub name: String,
    pub regimen: Regimen,
    pub ledger: Ledger,
    pub correlations: Correlations,
    /// The reference patient as this arm treats him (his use of inhibitors may differ between arms).
    pub patient: Patient,
    /// Whether the patients of this arm are kept from inhibitors that they would take.
    pub without_inhibitors: bool,
    /// Name of the published arm that this one stands for.
    pub published: Option<String>,
}

/// Whose courses are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The patient of the scenario; replicates differ in their draws.
    Reference,
    /// Patients 1 to this number, drawn from the population.
    Population(u64),
}

/// A comparison before it is simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct Design {
    pub arms: Vec<Arm>,
    /// Shared by all arms.
    pub settings: Settings,
    pub who: Who,
    /// Courses of each patient in each arm.
    pub replicates: u32,
}
