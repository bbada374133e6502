//! What is given and what reaches the marrow: drugs, doses, body size, exposure.

mod cenersen;
mod compartments;
mod cytarabine;
mod dose;
mod dose_table;
mod drug;
mod exposure;
mod idarubicin;
mod infusion;
mod inhibitor;
mod kinetics;
mod regimen;

/// Whether a changed ledger describes kinetics that can be solved.
///
/// # Errors
/// What was found and what was expected.
pub fn check(ledger: &crate::parameters::Ledger) -> Result<(), String> {
    cytarabine::check(ledger)
}

pub use dose::{Administration, Body};
pub use dose_table::DoseTable;
pub use drug::{Drug, PerDrug};
pub use exposure::Exposure;
pub use kinetics::{Kinetics, KineticsState};
pub use regimen::{
    Assessed, Basis, Consolidation, CourseRule, Dose, Infusions, NextCourse, Older, PlannedDose, Regimen, Schedule,
    Timing,
};
