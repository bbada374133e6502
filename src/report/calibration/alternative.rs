//! What each figure of a calibration shows, in words and numbers, for readers who do not see it.

use cenersim_analyses::calibration::{Calibrated, Quantiles};
use cenersim_plot::{
    Figure,
    calibration::{target_name, verdict_label},
};
use cenersim_text::fixed;

/// The alternative text of a figure.
pub fn alternative(found: &Calibrated, figure: &Figure) -> String {
    let name = figure.name.to_string();
    let starts = |start: &str| name.starts_with(start);
    match () {
        () if starts("cenersen_effect") => effect(found),
        () if starts("predictive_check") => told(
            "Published counts and their prediction",
            found.targets.iter().map(|target| {
                let (n, interval) = (target.patients, target.posterior.interval);
                let [low, high] = [interval.low, interval.high].map(|end| fixed(end, 0));
                format!("{}: published {} of {n}, predicted {low} to {high}", target_name(target), target.observed)
            }),
        ),
        () if starts("prior_posterior") => told(
            "Parameters before and after the data",
            found.parameters.iter().map(|one| {
                format!("{}: {} % learned, {}", one.path, fixed(100.0 * one.shrinkage, 0), verdict_label(one.verdict))
            }),
        ),
        () => format!("{}; the tables have the numbers.", figure.title.trim_end_matches('.')),
    }
}

fn told(what: &str, parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { format!("{what}.") } else { format!("{what}. {}.", parts.join("; ")) }
}

fn effect(found: &Calibrated) -> String {
    let effect = &found.effect;
    let one = |(name, found): (&str, &Quantiles)| {
        let [median, low, high] = [found.median, found.low, found.high].map(|value| fixed(value, 2));
        format!("{name} {median} ({low} to {high})")
    };
    let all =
        [("mechanism alone", &effect.mechanism), ("skeptical prior", &effect.prior), ("posterior", &effect.posterior)];
    told("Log odds ratio of CR with against without cenersen, median and 95 %", all.into_iter().map(one))
}
