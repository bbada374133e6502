//! Asks the model at every point of both stages, with all threads. Left out: what the answers say.

use super::{Failure, session};
use cenersim::{
    comparison::Failed,
    sensitivity::{Output, Point, Sensitivity, SensitivityResult, chosen},
};
use rayon::prelude::*;

/// Failures whose message is kept.
const NAMED: usize = 10;

/// What was computed.
pub struct Computed {
    pub result: SensitivityResult,
    /// What the first simulations that failed said.
    pub failures: Vec<String>,
}

/// Both stages, one after the other.
pub fn compute(sensitivity: &Sensitivity, quiet: bool) -> Result<Computed, Failure> {
    let mut failures = Vec::new();
    let screening = sensitivity.screening().map_err(Failure::input)?;
    let units = sensitivity.screening_units();
    let point = |unit| sensitivity.screening_point(&screening, unit);
    let screened = stage(sensitivity, ("screening", units), &point, quiet, &mut failures);
    let kept = chosen(&sensitivity.screened(&screening, &screened), sensitivity.protocol.kept);
    let sampling = sensitivity.sampling(kept).map_err(Failure::input)?;
    let units = sensitivity.sampling_units();
    let point = |unit| sensitivity.sampling_point(&sampling, unit);
    let sampled = stage(sensitivity, ("variance", units), &point, quiet, &mut failures);
    failures.truncate(NAMED);
    Ok(Computed { result: sensitivity.result((&screening, &screened), (&sampling, &sampled)), failures })
}

/// The outputs of all units of a stage, in order; NaN where a simulation failed.
fn stage(
    sensitivity: &Sensitivity,
    (name, units): (&str, u64),
    point: &(impl Fn(u64) -> Point + Sync),
    quiet: bool,
    failures: &mut Vec<String>,
) -> Vec<Vec<f64>> {
    // A point that fails is named at the end, in one sentence.
    std::panic::set_hook(Box::new(|_| {}));
    let bar = session::bar(name, (units as f64 * sensitivity.hours_of_a_point()) as u64, quiet);
    let progress = |hours: f64| bar.inc(hours.round().max(0.0) as u64);
    let found: Vec<Result<Vec<f64>, Failed>> =
        (0..units).into_par_iter().map(|unit| sensitivity.outputs_at(&point(unit), &progress)).collect();
    bar.finish_and_clear();
    let _ = std::panic::take_hook();
    let value = |(unit, found): (usize, Result<Vec<f64>, Failed>)| {
        found.unwrap_or_else(|failed| {
            let Failed { patient, arm, message, .. } = failed;
            failures
                .push(format!("point {unit} of the stage {name}, patient {patient}, arm `{arm}` failed: {message}"));
            vec![f64::NAN; Output::ALL.len()]
        })
    };
    found.into_iter().enumerate().map(value).collect()
}
