//! Repeated trials over the posterior draws of a calibration. Left out: which draws are probable (they come equally weighted).
//!
//! # Order of the draws
//!
//! Trial n uses draw (n - 1) mod the number of draws in an order that depends on the seed alone. So the first
//! trials of 200 and of 10,000 are the same, and a number of trials below the number of draws is a random part of
//! them. Units of the stage are trials, and a chunk knows the draws of its own from the plan.

use super::super::{StudyError, compute::Progress, row::digits};
use cenersim_analyses::{
    calibration::Posterior,
    comparison::{Arm, Failed},
    trial::{Members, PosteriorUsed, Trial, Uncertain},
};
use cenersim_model::{biology, engine::Seed, parameters::Ledger};
use std::ops::Range;

/// Trials under draws unless said otherwise.
pub const TRIALS_UNDER_DRAWS: u32 = 200;

/// Failures that are named when no trial is left.
const NAMED: usize = 3;

/// Draws of parameters, every bit of which a plan keeps.
/// It is filled from `posterior.parquet` of a calibration and kept in the request, so a plan needs no other file.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PosteriorDraws {
    /// Entries of the ledger and their units.
    paths: Vec<String>,
    units: Vec<String>,
    draws: Vec<Draw>,
    /// The calibration that drew them.
    scenario: String,
    seed: u64,
    version: String,
    /// What sentences call it.
    #[serde(skip)]
    place: String,
}

/// Values of one draw.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Draw(#[serde(with = "digits")] Vec<f64>);

impl PosteriorDraws {
    /// The draws of a posterior; `place` is what sentences call it.
    pub fn of(posterior: &Posterior, place: &str) -> Self {
        let Posterior { paths, units, draws, scenario, seed, version } = posterior.clone();
        Self {
            paths,
            units,
            draws: draws.into_iter().map(Draw).collect(),
            scenario,
            seed,
            version,
            place: place.into(),
        }
    }

    fn posterior(&self) -> Posterior {
        let Self { paths, units, draws, scenario, seed, version, .. } = self.clone();
        Posterior {
            paths,
            units,
            draws: draws.into_iter().map(|Draw(values)| values).collect(),
            scenario,
            seed,
            version,
        }
    }

    /// The calibration that drew them.
    pub(crate) fn calibration(&self) -> &str {
        &self.scenario
    }

    /// The ledger under the draw that comes at this place (from 0) in the order of chance, from the first one again after the
    /// last; none if the ledger does not take it.
    pub(crate) fn ledger(&self, base: &Ledger, seed: u64, place: u64) -> Option<Ledger> {
        let posterior = self.posterior();
        let order = order(&posterior, seed);
        posterior.ledger(base, order[place as usize % order.len()]).ok()
    }

    /// Paths of the parameters, and their values in the first draws in the order of chance.
    pub(crate) fn used(&self, seed: u64, draws: u64) -> (Vec<String>, Vec<Vec<f64>>) {
        let order = order(&self.posterior(), seed);
        let values = (0..draws as usize).map(|place| self.draws[order[place % order.len()]].0.clone());
        (self.paths.clone(), values.collect())
    }

    /// That the draw at this place in the order of chance cannot be simulated.
    pub(crate) fn impossible(&self, seed: u64, place: u64) -> StudyError {
        let order = order(&self.posterior(), seed);
        self.refused(order[place as usize % order.len()])
    }

    fn refused(&self, draw: usize) -> StudyError {
        StudyError::Work(format!(
            "draw {} of `{}` describes cells that cannot exist in this scenario: expected draws of a calibration with the same \
             fixed parameters",
            draw + 1,
            self.place
        ))
    }

    /// Every draw must be possible in this scenario before anything is simulated.
    pub(super) fn check(&self, trial: &Trial) -> Result<(), StudyError> {
        let posterior = self.posterior();
        let impossible = (0..self.draws.len()).find(|&draw| under(trial, &posterior, draw).is_none());
        impossible.map_or(Ok(()), |draw| Err(self.refused(draw)))
    }

    /// Simulates trials under the draws, each with subjects of its own; the first of them is trial 0.
    pub(super) fn simulate(&self, trial: &Trial, trials: Range<u64>, progress: &Progress) -> Members {
        let posterior = self.posterior();
        trial.simulate_under(trials, &arms(trial, &posterior), &|hours| progress(hours))
    }

    /// All trials that were simulated.
    pub(super) fn repeat(&self, trial: &Trial, trials: u32, subjects: Members) -> Result<Uncertain, StudyError> {
        let posterior = self.posterior();
        let repeated = trial.repeat_under(subjects, &arms(trial, &posterior));
        let (mut repetitions, failures) = repeated.map_err(|failures| none_left(&failures))?;
        repetitions.repeated.posterior = Some(PosteriorUsed {
            calibration: self.scenario.clone(),
            seed: self.seed,
            draws: trials.min(self.draws.len() as u32),
            parameters: self.paths.clone(),
        });
        Ok((repetitions, failures))
    }
}

/// The arms of each trial, by its number from 1 on. Trial n uses draw (n - 1) mod the number of draws, in an order of
/// chance that depends on the seed alone.
fn arms<'a>(trial: &'a Trial, posterior: &'a Posterior) -> impl Fn(u64) -> Vec<Arm> + Sync + 'a {
    let order = order(posterior, trial.settings.seed);
    move |number| under(trial, posterior, order[(number as usize - 1) % order.len()]).unwrap_or_default()
}

/// The arms under one draw; none if it does not fit the ledger of an arm or describes cells that cannot exist.
fn under(trial: &Trial, posterior: &Posterior, draw: usize) -> Option<Vec<Arm>> {
    let arm = |arm: &Arm| {
        let ledger = posterior.ledger(&arm.ledger, draw).ok()?;
        biology::check(&ledger, &arm.patient).ok()?;
        Some(Arm { ledger, ..arm.clone() })
    };
    trial.arms.iter().map(arm).collect()
}

/// Draws in an order of chance, so that the first trials are not all from one corner.
fn order(posterior: &Posterior, seed: u64) -> Vec<usize> {
    let stream = Seed::new(seed).named("posterior");
    let mut order: Vec<usize> = (0..posterior.draws.len()).collect();
    order.sort_by_key(|&draw| stream.number(draw as u64).bits());
    order
}

fn none_left(failures: &[Failed]) -> StudyError {
    let one =
        |Failed { patient, arm, message, .. }: &Failed| format!("subject number {patient} in arm `{arm}`: {message}");
    let named: Vec<String> = failures.iter().take(NAMED).map(one).collect();
    let n = failures.len();
    StudyError::Failed(format!(
        "the simulation of a subject failed in each of {n} trials: none is left; {}",
        named.join("; ")
    ))
}
