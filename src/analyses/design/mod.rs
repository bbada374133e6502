//! A next trial: what it would show if the model is right, if it is half right, and if cenersen does nothing, over
//! everything that is not known of the parameters, beside the power that a statistician states for a hoped-for effect.
//! Left out: dropouts, accrual over time, stopping for futility of a controlled trial, files and figures.
//!
//! `protocol` is what is planned, `draws` are the numbers of the model that are possible, `outcomes` what virtual patients
//! do under one draw in both arms, `truths` the true effects behind these, `rule` how the trial decides, `chances` how
//! often it succeeds with how many patients, `repeated` trials one by one without an effect, `split` what the uncertainty
//! is made of, `results` all of it. A *unit* is one draw; what it yields depends on the scenario and its number alone.
//!
//! # From virtual patients to a chance of success
//!
//! 1. [`NextTrial::drawn`] are the parameters of a draw, [`NextTrial::outcomes_at`] takes patients of its own through the
//!    control and the treatment, each the same patient with the same luck.
//! 2. The effect in these few patients is the true effect of the draw and noise. The variance of the noise is known from
//!    the differences between patients and is taken off, so that more or fewer patients move the error of an answer and
//!    not the answer.
//! 3. The chance of success at each true effect, averaged over the draws, is the assurance; without the average, at the
//!    hoped-for effect, it is the power.
//! 4. [`NextTrial::result`] has both for every number of patients, each with its Monte-Carlo error.

#![warn(missing_docs)]

mod chances;
mod draws;
mod outcomes;
mod protocol;
mod repeated;
mod results;
mod rule;
mod split;
mod truths;

pub use chances::{Answer, CurvePoint, Needed, World, Worlds};
pub use outcomes::{Course, Outcomes};
pub use protocol::{Fault, Kind, Protocol, SURVIVAL, endpoint};
pub use repeated::Simulated;
pub use results::{DesignResult, DrawResult, Driver, Interim, Known, Planned, Source};
pub use rule::Stages;
pub use split::{Parts, Split};
pub use truths::hazard_ratio;

pub use cenersim_statistics::Spending;

use crate::{
    comparison::{Arm, Without},
    ranges::{Input, is_varied_by_default},
};
use cenersim_model::{
    patient::Cohort,
    simulation::{Settings, Until},
    treatment::Drug,
};
use std::sync::Arc;

/// A next trial with everything that decides what is found of it.
#[derive(Clone, Debug, PartialEq)]
pub struct NextTrial {
    /// Title of the scenario.
    pub title: String,
    /// Arms, endpoint, test, and how much is simulated.
    pub protocol: Protocol,
    /// The control and the treatment, with the scenario's own numbers.
    pub arms: [Arm; 2],
    /// As in the scenario; a simulation ends when the endpoint is known.
    pub settings: Settings,
    /// What is drawn, in the order of the ledger.
    pub inputs: Vec<Input>,
    /// Patients by name, in whom every draw is simulated; empty for those of the population.
    pub cohort: Arc<Cohort>,
}

impl NextTrial {
    /// Puts a protocol, the arms of the scenario and the settings together.
    ///
    /// # Errors
    /// What does not fit, by the key of the protocol.
    pub fn new(title: &str, protocol: Protocol, arms: &[Arm], settings: &Settings) -> Result<Self, Fault> {
        let arms = compared(&protocol, arms)?;
        protocol.check(&arms[1].ledger, settings)?;
        let inputs = inputs(&protocol, &arms[1])?;
        let until = if protocol.is_survival() { Until::Death } else { Until::Remission };
        let settings = Settings { replicates: 1, until, ..settings.clone() };
        let trial = Self { title: title.to_owned(), protocol, arms, settings, inputs, cohort: Arc::default() };
        trial.rule()?;
        Ok(trial)
    }

    /// The same in the patients of a list, unless it is empty. Draws walk through it from row to row and begin again at its end.
    pub fn of(mut self, cohort: &Arc<Cohort>) -> Self {
        self.cohort = Arc::clone(cohort);
        self
    }
}

/// The control and the treatment.
fn compared(protocol: &Protocol, arms: &[Arm]) -> Result<[Arm; 2], Fault> {
    let named = |key: &str, name: &str| {
        arms.iter().find(|arm| arm.name == name).cloned().ok_or_else(|| {
            let names: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
            let message = format!("no arm is named `{name}`: expected one of `{}`", names.join("`, `"));
            Fault { key: key.into(), message }
        })
    };
    let treatment = named("treatment", &protocol.treatment)?;
    if let Some(control) = &protocol.control {
        return Ok([named("control", control)?, treatment]);
    }
    if !treatment.drugs().contains(&Drug::Cenersen) {
        let message = format!(
            "arm `{}` gives no cenersen that its control could go without: expected the name of another arm",
            treatment.name
        );
        return Err(Fault { key: "control".into(), message });
    }
    Ok([treatment.without(&[Without::Drug(Drug::Cenersen)]), treatment])
}

/// What is drawn: the named numbers, or all that are recalled or assumed and that the scenario does not set.
fn inputs(protocol: &Protocol, arm: &Arm) -> Result<Vec<Input>, Fault> {
    for (index, path) in protocol.parameters.iter().enumerate() {
        let key = || format!("parameters.{index}");
        let Some(entry) = arm.ledger.get(path) else {
            let message = format!("unknown parameter `{path}`: expected one that `cenersim parameters` lists");
            return Err(Fault { key: key(), message });
        };
        if Input::of(path, entry).is_none() {
            let message = format!("`{path}` has no range in the ledger: expected a number that has one");
            return Err(Fault { key: key(), message });
        }
    }
    let varied = |path: &str, entry| match protocol.parameters.is_empty() {
        true => is_varied_by_default(path, entry) && !protocol.known.iter().any(|known| known == path),
        false => protocol.parameters.iter().any(|named| named == path),
    };
    let inputs = arm.ledger.entries().filter(|(path, entry)| varied(path, entry));
    Ok(inputs.filter_map(|(path, entry)| Input::of(path, entry)).collect())
}
