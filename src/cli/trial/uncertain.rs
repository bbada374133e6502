//! Repeated trials over the posterior draws of a calibration.

use super::{
    super::{Failure, complain, figures::failure, session},
    Simulated, TrialCommand,
};
use cenersim::{
    biology,
    calibration::Posterior,
    comparison::{Arm, Failed},
    engine::Seed,
    report::read_posterior,
    trial::{PosteriorUsed, Trial},
};
use std::path::Path;

/// Trials unless said otherwise.
pub const TRIALS: u64 = 200;

/// Trial 1 with the values of the scenario, for the tables of single subjects; then trials under the draws.
pub fn simulate(command: &TrialCommand, trial: &Trial, file: &Path, trials: u32) -> Result<Simulated, Failure> {
    let posterior = read_posterior(file).map_err(failure)?;
    check(trial, &posterior, file)?;
    let hours = trial.trial_hours() + f64::from(trials) * trial.hours_under();
    let bar = session::progress_bar(hours, command.quiet);
    let progress = |hours: f64| bar.inc(hours.round().max(0.0) as u64);
    let order = order(&posterior, trial.settings.seed);
    let arms = |number: u64| under(trial, &posterior, order[(number as usize - 1) % order.len()]).unwrap_or_default();
    let found = trial.conduct(1, &progress).map(|single| (single, trial.repeat_under(trials, &arms, &progress)));
    bar.finish_and_clear();
    let (single, repeated) = found.map_err(|failed| command.failed(&failed))?;
    let (mut repetitions, failures) = repeated.map_err(|failures| none_left(&failures))?;
    repetitions.repeated.posterior = Some(used(&posterior, trials));
    Ok(Simulated { result: trial.result(single, Some(repetitions)), failures })
}

fn used(posterior: &Posterior, trials: u32) -> PosteriorUsed {
    PosteriorUsed {
        calibration: posterior.scenario.clone(),
        seed: posterior.seed,
        draws: trials.min(posterior.draws.len() as u32),
        parameters: posterior.paths.clone(),
    }
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

/// Every draw must be possible in this scenario before anything is simulated.
fn check(trial: &Trial, posterior: &Posterior, file: &Path) -> Result<(), Failure> {
    if let Some(note) = of_another_version(&posterior.version, file) {
        complain(&note);
    }
    let file_name = file.display();
    let impossible = (0..posterior.draws.len()).find(|&draw| under(trial, posterior, draw).is_none());
    match impossible {
        None => Ok(()),
        Some(draw) => Err(Failure::input(format!(
            "draw {} of `{}` describes cells that cannot exist in this scenario: expected draws of a calibration with the same fixed \
             parameters",
            draw + 1,
            file_name
        ))),
    }
}

/// What to say of draws that another version of the program wrote.
fn of_another_version(wrote: &str, file: &Path) -> Option<String> {
    let (file, this) = (file.display(), env!("CARGO_PKG_VERSION"));
    (wrote != this).then(|| format!("note: `{file}` was written by cenersim {wrote} and is used by {this}"))
}

/// Draws in an order of chance, so that the first trials are not all from one corner.
fn order(posterior: &Posterior, seed: u64) -> Vec<usize> {
    let stream = Seed::new(seed).named("posterior");
    let mut order: Vec<usize> = (0..posterior.draws.len()).collect();
    order.sort_by_key(|&draw| stream.number(draw as u64).bits());
    order
}

fn none_left(failures: &[Failed]) -> Failure {
    failures.iter().take(3).for_each(|failed| complain(&TrialCommand::failed_member(failed)));
    Failure::Run(anyhow::anyhow!(
        "the simulation of a subject failed in each of {} trials: none is left",
        failures.len()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_of_another_version_are_named_with_both_versions() {
        let (file, this) = (Path::new("p.parquet"), env!("CARGO_PKG_VERSION"));
        assert_eq!(of_another_version(this, file), None);
        let expected = format!("note: `p.parquet` was written by cenersim 0.0.9 and is used by {this}");
        assert_eq!(of_another_version("0.0.9", file), Some(expected));
    }
}
