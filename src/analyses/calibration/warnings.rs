//! What a reader of a calibration must be warned of. Left out: what is said of contradictory counts (see `target`).

use super::TargetResult;

/// Effective draws below which quantiles are not to be trusted.
const FEW: f64 = 100.0;
/// Monte-Carlo error of a median (prior standard deviations) above which it is not to be trusted.
const LARGE_ERROR: f64 = 0.2;
/// Weight of a single draw above which the posterior hangs on it.
const HEAVY: f64 = 0.05;

/// Few effective draws, one heavy draw, impossible and failed draws, and fitted counts that the posterior misses.
pub(super) fn warnings(
    (effective, heaviest, worst): (f64, f64, f64),
    (impossible, failed): (u64, u64),
    targets: &[TargetResult],
) -> Vec<String> {
    let mut warnings = Vec::new();
    if effective < FEW {
        warnings.push(format!(
            "only {effective:.0} effective draws: quantiles of the posterior are coarse; more draws or generations help"
        ));
    }
    if worst > LARGE_ERROR {
        warnings.push(format!(
            "the Monte-Carlo error of a median is {worst:.2} prior standard deviations: more draws or more trials for each help"
        ));
    }
    if heaviest > HEAVY {
        warnings.push(format!("one draw has {:.0} % of the weight", 100.0 * heaviest));
    }
    if impossible > 0 {
        warnings.push(format!("{impossible} draws describe cells that cannot exist; the prior is cut there"));
    }
    if failed > 0 {
        warnings.push(format!("the simulation of {failed} draws failed; they have no weight"));
    }
    let missed = |target: &&TargetResult| target.fitted && target.posterior.tail < 0.05;
    for target in targets.iter().filter(missed) {
        warnings.push(format!(
            "{} of {} by {} is not met: {} counted, {} to {} predicted",
            target.endpoint,
            target.group,
            target.table,
            target.observed,
            target.posterior.interval.low,
            target.posterior.interval.high
        ));
    }
    warnings
}
