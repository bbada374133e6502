//! Several arms in the same patients: the same virtual patient, cell lineage by cell lineage, goes through every arm.
//! Left out: randomization (every patient gets every arm, which no trial can do), files and figures.
//!
//! `design` says who gets what, `cohort` simulates it, `bands` keeps curves of any number of patients in a fixed space,
//! `record` is what is kept of a course, `fields` the list of all that it holds; `endpoint` and `analysis` turn records into
//! `results`, which is what tables, figures and reports show; `two_arm` compares two arms as a controlled trial does, and
//! `estimand` says what each number does with death and further therapy.
//!
//! ```text
//! Design (arms, settings, who) --simulate--> Part (records, bands, failures) --Analysis--> Compared
//!                              --taken_apart, subsets--> Subsets --attribution--^
//! Hypothetical --simulate--> UnderHypothesis --> Headline ---------------------^
//! ```
//!
//! In the shortest form: [`Design::compare`] simulates everything and returns [`Compared`], the plain data that tables,
//! figures and reports show, and the patients that [`Failed`].
//!
//! Another quantity of a course is one entry in [`fields`]; given a place with `asked`, it is an endpoint of every
//! table, figure and option. Another share of patients is a variant of [`Rate`] with its name, label and rule.

#![warn(missing_docs)]

mod analysis;
mod assemble;
mod bands;
mod cohort;
#[cfg(test)]
mod cohort_tests;
mod design;
mod endpoint;
mod estimand;
pub mod fields;
mod headline;
mod measure;
mod mechanism;
mod precision;
mod prescriptions;
mod record;
mod results;
mod subsets;
mod two_arm;

pub use analysis::{Analysis, Units, attribution, disease_free, overall};
pub use bands::Bands;
pub use cohort::{Failed, Part, caught};
pub use design::{Arm, Design, Who, Without};
pub use endpoint::{Endpoint, Rate};
pub use estimand::{Estimand, Strategy};
pub use headline::{CrDifference, Headline, Hypothetical, UnderHypothesis};
pub use measure::Measure;
pub use mechanism::{AtLevel, COMPARED, KindMechanism, Mechanism, More};
pub use precision::Precision;
pub use prescriptions::prescriptions;
pub use record::Record;
pub(crate) use results::policy_from_words;
pub use results::{
    ArmResult, Attribution, BandDifference, BandResult, BestChange, Compared, Contribution, MeasureDifference,
    MeasureResult, PairResult, RateDifference, RateResult, ShownOfArm, SweepAxis, SweepPoint, SweepResult, Variance,
};
pub use subsets::Subsets;
pub use two_arm::{Landmark, PowerAt, RateContrast, TimeContrast, TimeEndpoint, TwoArm, pairs_against};
