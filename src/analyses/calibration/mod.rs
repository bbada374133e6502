//! Parameters from published counts: draws from priors that the ledger gives, weighted by how probable they make what was
//! counted. What the counts do not tell stays as wide as it was.
//! Left out: fitting to percentages, to curves, or to anything but the counts that a scenario names; how patients differ
//! from each other, which the ledger gives and no draw changes.
//!
//! `prior` is what is believed beforehand, `target` what was counted (and whether it can be true), `likelihood` joins a
//! simulation to the counts, `experiment` simulates one draw, `proposal` and `sampler` choose and weigh draws, `analysis`
//! says what was learned. The sampler and the likelihood know nothing of the model and are tested without it.
//!
//! # From a scenario to a posterior
//!
//! 1. [`Problem::new`] checks what is [`Wanted`]: a [`Prior`] for each free parameter, [`Targets`] that can all be
//!    true, a budget.
//! 2. [`Experiment::new`] draws the subjects once; they are the same for every draw of the parameters.
//! 3. For each generation [`Problem::generation`] gives the places of its draws, and [`Experiment::evaluate`] simulates
//!    each with and without cenersen: an [`Evaluation`].
//! 4. [`calibrated`] weighs all draws and says what was learned: [`Calibrated`]. [`equally_weighted`] resamples the
//!    draws that a [`Posterior`] hands on.
//!
//! ```text
//! weight of a draw z   ∝   N(z; 0, 1) L(counts | z) E exp(-(log odds ratio / sd)²/2) / ((1/G) Σ_g q_g(z))
//! ```
//!
//! with the standard normal prior of z, the likelihood of the published counts ([`log_likelihood`]), the skeptical
//! prior of the effect of cenersen on CR, and the distributions q_g from which the G generations were drawn
//! ([`Proposal`]).
//!
//! A draw is simulated in few patients: while generations are drawn, their counts are taken as they are; the final weights
//! take what all draws together say of each (`smooth`, `seen`), so that no answer is the noise of these patients.

#![warn(missing_docs)]

mod analysis;
mod error;
mod evaluation;
mod experiment;
mod likelihood;
mod posterior;
mod predictive;
mod prior;
mod problem;
mod proposal;
mod results;
mod sampler;
mod seen;
mod smooth;
mod target;
#[cfg(test)]
mod tests;
mod warnings;

pub use analysis::{About, calibrated, equally_weighted};
pub use error::CalibrationError;
pub use evaluation::Evaluation;
pub use experiment::Experiment;
pub use likelihood::{Tally, log_likelihood};
pub use posterior::Posterior;
pub use prior::Prior;
pub use problem::{Problem, Wanted};
pub use proposal::Proposal;
use proposal::log_prior;
pub use results::{
    Budget, Calibrated, Direction, DrawResult, EffectResult, GenerationResult, ParameterResult, PredictedCount,
    Quantiles, TargetResult, Verdict,
};
pub use sampler::{Plan, Weighed, effective_size, log_weights, normalized, resampled};
pub use target::{By, Choice, Count, TargetRow, TargetTable, Targets, WrittenRow, WrittenTable};
