//! What is given and what reaches the marrow: drugs, doses, body size, exposure.
//! Left out: what a drug does to cells, which a process says (see `biology`).
//!
//! A drug is a table of the ledger (see [`drugs`](crate::parameters::drugs)): its kinetics are composed here, its action in
//! `biology`.
//!
//! # From a regimen to cells
//!
//! ```text
//! Regimen + Body + age -> plan, expand -> Administrations (mg, start, length)
//! Kinetics: give, advance(step)        -> Exposure: means over the step, in plasma and in cells
//! ```
//!
//! A [`Regimen`] has [`Schedule`]s of [`Infusions`] for each [`Drug`], each [`Dose`] per body, kg or m2. [`Kinetics`]
//! follows one patient; an [`Exposure`] is what the processes of [`biology`](crate::biology) read. [`DoseTable`] prints
//! what a course gives. `examples/own_regimen.rs` builds a regimen in Rust and simulates it.

mod compartments;
mod courses;
mod days;
mod dose;
mod dose_table;
mod exposure;
mod infusion;
mod inhibitor;
mod kinetics;
mod linear;
mod linear_drug;
mod regimen;
mod route;
mod saturable_drug;
mod saturable_flows;
mod schedule;

pub use crate::parameters::Drug;
pub use courses::{Assessed, CourseRule, Further, Hold, NextCourse, Reduction};
pub use days::DayNumbers;
pub use dose::{Administration, Body};
pub use dose_table::DoseTable;
pub use exposure::{Exposure, Others};
pub use kinetics::{Kinetics, KineticsState};
pub use regimen::{Doses, PlannedDose, Regimen};
pub use route::Route;
pub use schedule::{Amount, Basis, Dose, Infusions, Older, Schedule};

use crate::parameters::Ledger;

/// Whether a changed ledger describes kinetics that can be solved.
///
/// # Errors
/// What was found and what was expected.
pub fn check(ledger: &Ledger) -> Result<(), String> {
    ledger.drugs().iter().filter(|drug| drug.saturates()).try_for_each(|drug| saturable_drug::check(drug, ledger))
}

/// What a number that is per m2, per kg or per patient is multiplied with.
fn body_size(ledger: &Ledger, path: &str, body: Body) -> f64 {
    let dimension = ledger.get(path).unwrap_or_else(|| panic!("the ledger has no `{path}`")).value.dimension();
    match (dimension.body_surface, dimension.body_weight) {
        (0, 0) => 1.0,
        (_, 0) => body.surface_m2(),
        _ => body.weight_kg,
    }
}
