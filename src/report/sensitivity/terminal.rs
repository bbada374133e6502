//! The analysis as short tables for the terminal. Left out: color, and what only the files have.
//!
//! # What is shown
//!
//! For each output the eight numbers with the largest effects, one line each, and the noise floor at the end:
//!
//! ```text
//! Complete remission (share)
//!                              effect mu* (95 %)  sigma  of largest        alone  with interactions (95 %)
//! path of the number                     ...              0.67       high   0.12   0.33 (0.00 to 1.14)
//! noise floor                            ...
//! ```
//!
//! The last two columns are filled for numbers that the second stage kept.

use cenersim_analyses::sensitivity::{OutputResult, SensitivityResult, VarianceShare};
use cenersim_statistics::Interval;
use cenersim_text::{aligned, ascii, decimals, fixed, range};

/// Numbers shown for each output.
const SHOWN: u32 = 8;

/// The largest effects on each output; a line break after each line.
pub fn sensitivity_text(result: &SensitivityResult) -> String {
    let blocks: Vec<String> = result.outputs.iter().map(|one| block(result, one)).collect();
    let points = format!(
        "{} points; {} trajectories drawn again, {} rows passed over, {} points failed\n",
        result.points, result.redrawn, result.skipped, result.failed
    );
    ascii(&[blocks, vec![points]].concat().join("\n"))
}

fn block(result: &SensitivityResult, one: &OutputResult) -> String {
    let unit = one.output.unit();
    let head = ["", "effect mu* (95 %)", "sigma", "of largest", "", "alone", "with interactions (95 %)"];
    let mut order: Vec<usize> =
        (0..one.screened.len()).filter(|input| one.screened[*input].rank.is_some_and(|rank| rank <= SHOWN)).collect();
    order.sort_by_key(|input| one.screened[*input].rank);
    let places = decimals(one.spread.high.abs().max(one.spread.low.abs())) + 1;
    let rows = order.into_iter().map(|input| row(result, one, input, places));
    let chance = vec![
        "noise floor".into(),
        with_interval(one.chance.absolute, one.chance.interval, places),
        fixed(one.chance.deviation, places),
        fixed(one.chance_relative, 2),
        String::new(),
        String::new(),
        String::new(),
    ];
    let rows: Vec<Vec<String>> = [head.map(String::from).to_vec()].into_iter().chain(rows).chain([chance]).collect();
    let noise = fixed(100.0 * one.noise_share, 0);
    let said = format!("noise is {noise} % of the variance of the second stage, and taken away from both shares");
    format!("{} ({unit})\n{}\n{said}\n", one.output.label(), aligned(&rows))
}

fn row(result: &SensitivityResult, one: &OutputResult, input: usize, places: usize) -> Vec<String> {
    let found = &one.screened[input];
    let share = one.variance.iter().find(|share| share.input == input);
    let alone = share.map(|share| resolved(share.indices.first_resolved(), |first| fixed(first, 2)));
    let interval = |share: &VarianceShare| share.indices.total_interval;
    let total =
        share.map(|share| resolved(share.indices.total_resolved(), |total| with_interval(total, interval(share), 2)));
    vec![
        result.inputs[input].path.clone(),
        with_interval(found.effects.absolute, found.effects.interval, places),
        fixed(found.effects.deviation, places),
        fixed(found.relative, 2),
        found.level.name().into(),
        alone.unwrap_or_default(),
        total.unwrap_or_default(),
    ]
}

/// A share of the variance, where the rows resolve it.
fn resolved(share: Option<f64>, told: impl FnOnce(f64) -> String) -> String {
    share.map_or_else(|| "not resolved".into(), told)
}

fn with_interval(value: f64, interval: Interval, places: usize) -> String {
    format!("{} ({})", fixed(value, places), range(interval, 1.0, places))
}
