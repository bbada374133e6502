//! Predictive check: the counts that prior and posterior expect in one further trial, with the published count. Left out:
//! whether counts agree with each other; targets that share patients are not independent.
//!
//! # How to read it
//!
//! One further trial of the same size is predicted, with its chance, so even a perfect model has wide bars. The
//! published count should lie within the bar of the posterior in 19 of 20 lanes. Counts that were not fitted,
//! marked in the remark, are the real test; those that were fitted and lie outside show that no parameters within
//! the ranges reproduce them.

use super::{
    Calibration, CalibrationInput,
    lanes::{Lane, Lanes, sheet},
    target_name,
};
use crate::{Drawing, FigureOf, Section, Theme, axis::Axis, listed};
use cenersim_analyses::calibration::{PredictedCount, Quantiles, TargetResult};
use cenersim_text::{fixed, probability};

/// One lane for each published count; none without targets.
pub const FIGURE: FigureOf<Calibration> = FigureOf { name: "predictive_check", section: Section::Adequacy, alt, draw };

fn alt(input: &CalibrationInput, _: &str) -> String {
    let one = |target: &TargetResult| {
        let (n, interval) = (target.patients, target.posterior.interval);
        let [low, high] = [interval.low, interval.high].map(|end| fixed(end, 0));
        format!("{}: published {} of {n}, predicted {low} to {high}", target_name(target), target.observed)
    };
    listed("Published counts and their prediction", input.calibrated.targets.iter().map(one))
}

fn draw(input: &CalibrationInput, theme: &Theme) -> Vec<Drawing> {
    let targets = &input.calibrated.targets;
    let lanes = Lanes {
        sheet: sheet(input, message(targets), subtitle(targets), "published", theme),
        axis: axis(targets),
        axis_title: "Patients with the response in one further trial (%)",
        headings: &["Published", "Prior, 95 %", "Posterior, 95 %", "Tail"],
        lanes: targets.iter().map(lane).collect(),
    };
    lanes.draw(theme)
}

/// How many published counts the posterior predicts.
fn message(targets: &[TargetResult]) -> String {
    let inside = targets.iter().filter(|target| target.posterior.interval.contains(f64::from(target.observed)));
    format!("{} of {} published counts lie within the 95 % that the posterior predicts", inside.count(), targets.len())
}

fn subtitle(targets: &[TargetResult]) -> String {
    let fitted = targets.iter().filter(|target| target.fitted).count();
    let outside = targets.iter().filter(|target| !target.posterior.interval.contains(f64::from(target.observed)));
    format!(
        "{fitted} of {} counts were fitted, the others only predicted; the posterior's 95 % leaves out {} of all. Tail: \
         twice the probability of a count at or beyond the published one.",
        targets.len(),
        outside.count()
    )
}

/// From zero to all that is drawn, in percent of the patients of the group.
fn axis(targets: &[TargetResult]) -> Axis {
    let highest = targets.iter().flat_map(|target| {
        let of = percent(target);
        [target.prior.interval.high, target.posterior.interval.high, f64::from(target.observed)].map(of)
    });
    Axis::linear(highest.filter(|value| value.is_finite()).fold(5.0, f64::max).min(100.0), 5)
}

/// Of the patients of the group.
fn percent(target: &TargetResult) -> impl Fn(f64) -> f64 + use<> {
    let patients = f64::from(target.patients.max(1));
    move |count| 100.0 * count / patients
}

/// Bars are what is expected, the line is what was published.
fn lane(target: &TargetResult) -> Lane {
    let TargetResult { patients, observed, fitted, prior, posterior, .. } = target;
    let of = percent(target);
    let placed = |found: &PredictedCount| Quantiles {
        low: of(found.interval.low),
        lower: of(quantile(found, 0.25)),
        median: of(found.median),
        upper: of(quantile(found, 0.75)),
        high: of(found.interval.high),
    };
    let tail = probability(posterior.tail);
    let [before, after] = [prior, posterior].map(numbers);
    let published = format!("{observed} of {patients}");
    let label = target_name(target);
    Lane {
        hover: format!("{label}: published {published}, prior {before}, posterior {after}, tail {tail}"),
        label,
        remark: if *fitted { String::new() } else { "predicted, not fitted".into() },
        prior: placed(prior),
        posterior: placed(posterior),
        mark: of(f64::from(*observed)),
        texts: vec![published, before, after, tail],
    }
}

/// The smallest count that this share of trials does not exceed; the median where probabilities are not known.
fn quantile(found: &PredictedCount, share: f64) -> f64 {
    let mut below = 0.0;
    let reached = found.probabilities.iter().position(|probability| {
        below += probability;
        below >= share
    });
    reached.map_or(found.median, |count| count as f64)
}

/// Median and interval of the counts.
fn numbers(found: &PredictedCount) -> String {
    let whole = |value: f64| fixed(value, usize::from(value.fract() != 0.0));
    format!("{} ({} to {})", whole(found.median), whole(found.interval.low), whole(found.interval.high))
}
