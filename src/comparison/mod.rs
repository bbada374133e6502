//! Several arms in the same patients: the same virtual patient, cell lineage by cell lineage, goes through every arm.
//! Left out: randomization (every patient gets every arm, which no trial can do), files and figures.
//!
//! `design` says who gets what, `cohort` simulates it, `bands` keeps curves of any number of patients in a fixed space,
//! `endpoint` and `analysis` turn records into `results`, which is what tables, figures and reports show.

mod analysis;
mod design;
mod endpoint;
mod results;

pub use analysis::{Analysis, Units, attribution};
pub use design::{Arm, Design, Who};
pub use endpoint::Endpoint;
pub use results::{
    ArmResult, Attribution, BandResult, BestChange, Compared, Contribution, Measure, MeasureDifference, MeasureResult,
    PairResult, Rate, RateDifference, RateResult, Record, SweepAxis, SweepPoint, SweepResult, Variance,
};
