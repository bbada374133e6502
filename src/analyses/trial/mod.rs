//! The virtual phase II trial: subjects are enrolled as the source describes them, randomized, treated in one arm each,
//! judged and counted as its tables count; then again and again, and without what the trial could not do without.
//! Left out: figures, files, and reasons to turn a candidate away that the model does not know.
//!
//! `design` is the protocol and `fault` what does not fit in it; `enrollment` and `randomization` say who comes when and
//! goes where; `single` conducts one trial, `pool` holds the patients from whom `repeated` draws many; `tables` counts as
//! the source does, `stopping` watches an arm, `explanations` asks what made the responses; `results` is what tables,
//! figures and reports show.
//!
//! # From a protocol to a result
//!
//! 1. [`Trial::new`] checks a [`Protocol`] with its arms.
//! 2. [`Trial::conduct`] enrolls, randomizes and treats fresh patients: a [`SingleTrial`] with subjects, subgroups,
//!    survival.
//! 3. [`Trial::simulate_pool`] simulates a [`Pool`], each patient in every arm and version, and [`Trial::repeat`] draws
//!    thousands of trials from it: [`Repetitions`]. Where the parameters are uncertain, [`Trial::simulate_under`] gives
//!    every trial its own draw of them, and [`Trial::repeat_under`] counts these trials.
//! 4. [`Trial::result`] puts the trial and its repetitions into the tables of the source: a [`TrialResult`].
//!
//! The stopping rule stands for itself: [`Rule`] with [`Rule::path`], [`Rule::boundaries`] and [`Rule::exact`], and
//! [`errors`] for what a small trial can tell. In a program the trial usually comes from a scenario; `cenersim trial`
//! is the same on the command line.
//!
//! # Explanations
//!
//! The same subjects in the same arms are seen four times ([`Explanation`]): as designed, without cenersen, without
//! inhibitors, and with nothing but confounding, in which users of inhibitors are those with a fever. The first less
//! the second is the response due to cenersen; how often the last shows the published contrast between users and others
//! is how well confounding alone explains it.

#![warn(missing_docs)]

mod courses;
mod design;
mod enrollment;
mod explanations;
mod fault;
mod measures;
mod monitor;
mod pool;
mod predicted;
mod printed;
mod randomization;
mod repeated;
mod results;
mod seen;
mod single;
mod stopping;
mod tables;
#[cfg(test)]
mod tests;
mod uncertain;

pub use design::{Protocol, PublishedCounts, Quotas, StoppingRule, Stratum, Trial};
pub use fault::{Fault, check_trials};
pub use pool::{Member, Members, Pool, VERSIONS};
pub use randomization::Blocks;
pub use repeated::Repetitions;
pub use results::{
    ArmCharacteristics, ArmStopping, Cell, CellName, Consort, ConsortArm, Contrast, Effect, Estimated, Excluded,
    Explanation, ExplanationResult, Look, PoolCell, PoolResult, PosteriorUsed, Power, Predicted, PublishedGroup,
    RemissionPair, Repeated, SingleTrial, StoppingPath, Subgroup, Subject, SurvivalResult, Table, TableName,
    TrialResult, Trials, Unit,
};
pub(crate) use single::Allotted;
pub use single::trial_of;
pub use stopping::{Beta, Boundary, Characteristics, Errors, Path, Rule, Standard, errors, stopped_at};
pub use uncertain::Uncertain;
