//! Which of the model's own numbers drive its answers: all assumed and recalled numbers are varied over their plausible
//! ranges, first one by one along random trajectories (Morris 1991), then those that matter together (Sobol' 1993).
//! Left out: correlations between the ranges (none are known), the form of the model itself,
//! files and figures.
//!
//! `ranges` turn a number from 0 to 1 into a value of the ledger, `design` says at which points the model is asked,
//! `output` asks it, `results` is what the answers say. A *unit* is one point; what it yields depends on nothing but the
//! scenario and its number, so units can be computed anywhere and in any order.
//!
//! # From ranges to shares of the variance
//!
//! 1. [`Sensitivity::new`] makes an [`Input`] of every number that is varied.
//! 2. [`Sensitivity::screening`] draws the trajectories; [`Sensitivity::outputs_at`] asks the model at each
//!    [`Sensitivity::screening_point`]; [`Sensitivity::screened`] gives the elementary effects.
//! 3. [`chosen`] keeps the inputs with the largest effects above the noise, [`Sensitivity::sampling`] draws the rows
//!    over these, and [`Sensitivity::outputs_at`] asks again at each [`Sensitivity::sampling_point`].
//! 4. [`Sensitivity::result`] adds the shares of the variance: [`SensitivityResult`].
//!
//! The shipped result is what [`influence()`](cenersim_model::parameters::influence()) reads.

#![warn(missing_docs)]

mod asked;
mod design;
mod output;
mod protocol;
mod results;

pub use asked::Asked;
pub use design::{Point, Sampling, Screening};
pub use output::Output;
pub use protocol::{Fault, Protocol};
pub use results::{InputResult, OutputResult, Screened, SensitivityResult, Spread, VarianceShare, chosen};

use crate::{comparison::Arm, ranges::Input};
use cenersim_model::simulation::Settings;

/// An analysis with everything that decides its result.
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// Title of the scenario.
    pub title: String,
    /// How many patients, points and inputs.
    pub protocol: Protocol,
    /// The arm that the patients go through, with the scenario's own numbers; it gives cenersen.
    pub arm: Arm,
    /// One replicate; all else as in the scenario.
    pub settings: Settings,
    /// What is varied, in the order of the ledger.
    pub inputs: Vec<Input>,
}

impl Sensitivity {
    /// Puts a protocol, its arm and the settings together.
    ///
    /// # Errors
    /// What does not fit, by the key of the protocol.
    pub fn new(title: &str, protocol: Protocol, arm: Arm, settings: &Settings) -> Result<Self, Fault> {
        let inputs = protocol.inputs(&arm.ledger)?;
        protocol.check(inputs.len())?;
        let settings = Settings { replicates: 1, ..settings.clone() };
        Ok(Self { title: title.to_owned(), protocol, arm, settings, inputs })
    }
}
