//! Several arms in the same patients: the same virtual patient, cell lineage by cell lineage, goes through every arm.
//! Left out: randomization (every patient gets every arm, which no trial can do), files and figures.
//!
//! `design` says who gets what, `cohort` simulates it, `bands` keeps curves of any number of patients in a fixed space,
//! `results` is what tables, figures and reports show.

mod bands;
mod cohort;
#[cfg(test)]
mod cohort_tests;
mod design;
mod results;
mod subsets;

pub use bands::Bands;
pub(crate) use cohort::caught;
pub use cohort::{Failed, Part};
pub use design::{Arm, Design, Who, Without};
pub use results::{
    ArmResult, Attribution, BandResult, BestChange, Compared, Contribution, Measure, MeasureDifference, MeasureResult,
    PairResult, Rate, RateDifference, RateResult, Record, SweepAxis, SweepPoint, SweepResult, Variance,
};
pub use subsets::Subsets;
