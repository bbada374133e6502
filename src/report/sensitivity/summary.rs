//! The findings of a sensitivity analysis in sentences. Left out: any judgment beyond what the effects say.
//!
//! # Order of the sentences
//!
//! How many numbers were moved and at how many points; for each output the numbers with the largest effects above
//! the noise floor; how much of the variance is due to interactions; points that were drawn again or failed; and
//! what the analysis cannot say. A number below the noise floor is never called unimportant, only not
//! distinguishable from chance with so many patients. A share of the variance that its rows do not resolve has no number.

use super::SensitivityRecord;
use cenersim_analyses::sensitivity::{Output, OutputResult, SensitivityResult};
use cenersim_model::parameters::Level;
use cenersim_plot::names::number;
use cenersim_text::{count, fixed, listed, range};

/// Numbers that are named for each output.
const NAMED: usize = 3;

/// All sentences.
pub fn sentences(record: &SensitivityRecord) -> Vec<String> {
    let result = record.result;
    let mut out = vec![what_was_done(result)];
    out.extend(result.outputs.iter().map(|one| drivers(result, one)));
    out.extend(interactions(result));
    out.push(points(result));
    out.push(caveat(result));
    out
}

/// Points, patients at each, and numbers varied.
fn what_was_done(result: &SensitivityResult) -> String {
    let protocol = &result.protocol;
    format!(
        "{} parameters of the model (grade B and C, with a range) were varied over their ranges: one by one along {} random \
         trajectories, then the {} most influential together, at {} points in all. At each point the same {} virtual \
         patients went through arm {} with and without cenersen, for {} days.",
        result.inputs.len(),
        protocol.trajectories,
        result.kept.len(),
        result.points,
        protocol.patients,
        protocol.arm,
        result.horizon_days
    )
}

/// The numbers with the largest effects on an output.
fn drivers(result: &SensitivityResult, one: &OutputResult) -> String {
    let mut order: Vec<usize> = (0..one.screened.len()).collect();
    order.sort_by_key(|input| one.screened[*input].rank);
    let told = order.into_iter().filter(|input| one.screened[*input].level != Level::None).take(NAMED);
    let named: Vec<String> = told.map(|input| named(result, one, input)).collect();
    let (label, spread) = (one.output.label(), one.spread);
    let (factor, unit, places) = match one.output {
        Output::Cr => (100.0, " %", 0),
        Output::DiseaseFree => (1.0, " days", 0),
        Output::StemLogKill | Output::CenersenKill => (1.0, " log10", 2),
    };
    let range = format!(
        "{} to {}{unit} at nine of ten points",
        fixed(factor * spread.low, places),
        fixed(factor * spread.high, places)
    );
    match named.is_empty() {
        true => format!("{label} ({range}): no parameter has an effect above the noise floor."),
        false => format!("{label} ({range}) is influenced most by {}.", listed(&named, "and")),
    }
}

/// `idarubicin LC50 (83 % of the variance, 95 % 55 to 116)`.
fn named(result: &SensitivityResult, one: &OutputResult, input: usize) -> String {
    let total = one.variance.iter().find(|share| share.input == input);
    let total = total.map_or_else(String::new, |share| match share.indices.total_resolved() {
        Some(found) => {
            let interval = range(share.indices.total_interval, 100.0, 0);
            format!(" ({} % of the variance, 95 % {interval})", fixed(100.0 * found, 0))
        }
        None => format!(" (share of the variance not resolved with {} rows)", result.protocol.rows),
    });
    format!("{}{total}", number(&result.inputs[input].path))
}

/// What the first-order indices leave over, of the outputs whose indices are resolved.
fn interactions(result: &SensitivityResult) -> Option<String> {
    let kept = || result.outputs.iter().filter(|one| !one.variance.is_empty());
    let told = |one: &OutputResult| Some(format!("{} {} %", lower(one), fixed(100.0 * left(one)?, 0)));
    let parts: Vec<String> = kept().filter_map(told).collect();
    let unknown: Vec<String> = kept().filter(|one| left(one).is_none()).map(lower).collect();
    let unknown =
        if unknown.is_empty() { String::new() } else { format!("not resolved for {}", listed(&unknown, "and")) };
    let parts: Vec<String> = parts.into_iter().chain([unknown]).filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| {
        format!(
            "Of the variance due to the kept parameters, what no parameter explains alone (interaction and noise): {}.",
            parts.join(", ")
        )
    })
}

/// The label of an output within a sentence.
fn lower(one: &OutputResult) -> String {
    one.output.label().to_lowercase()
}

/// None where an index is not resolved, or where nothing between all and none would be left over.
fn left(one: &OutputResult) -> Option<f64> {
    let resolved = one.variance.iter().all(|share| share.indices.first_resolved().is_some());
    let left = 1.0 - one.variance.iter().map(|share| share.indices.first).sum::<f64>();
    (resolved && (0.0..=1.0).contains(&left)).then_some(left)
}

/// What was drawn again because cells could not exist, and at how many points a simulation failed.
fn points(result: &SensitivityResult) -> String {
    let failed = match result.failed {
        0 => "no simulation failed".into(),
        failed => format!("simulations failed at {failed} points, which are left out"),
    };
    let unknown = match result.unknown()[..] {
        [] => String::new(),
        ref inputs => {
            format!(" Nothing is known of {}, because every simulation that varies it failed.", inputs.join(", "))
        }
    };
    format!(
        "Points at which cells could not exist were not simulated (trajectories drawn again: {}; rows passed over: {}); \
         {failed}.{unknown}",
        count(result.redrawn),
        count(result.skipped)
    )
}

/// What the effects hold for.
fn caveat(result: &SensitivityResult) -> String {
    let chance: Vec<String> = result
        .outputs
        .iter()
        .map(|one| format!("{} {} %", lower(one), fixed(100.0 * one.chance_relative, 0)))
        .collect();
    format!(
        "An effect depends on the range that was assumed for a parameter, and ranges were taken as independent. Means of {} \
         patients are noisy: relative to the largest effect, the noise floor (re-drawn cells and complications) is: {}.",
        result.protocol.patients,
        chance.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::sensitivity;
    use cenersim_statistics::Interval;

    #[test]
    fn a_share_that_its_rows_do_not_resolve_has_no_number() {
        let mut result = sensitivity();
        let one = &mut result.outputs[0];
        let first = one.screened.iter().position(|found| found.rank == Some(1)).expect("a largest effect");
        one.screened[first].level = Level::High;
        let share = &mut one.variance[0];
        share.input = first;
        (share.indices.total, share.indices.total_interval) = (0.83, Interval { low: 0.55, high: 1.16 });
        let told = drivers(&result, &result.outputs[0]);
        assert!(told.contains("(83 % of the variance, 95 % 55 to 116)"), "{told}");
        let share = &mut result.outputs[0].variance[0];
        (share.indices.total, share.indices.total_interval) = (3.4, Interval { low: 0.0, high: 13.7 });
        let (told, rows) = (drivers(&result, &result.outputs[0]), result.protocol.rows);
        assert!(told.contains(&format!("(share of the variance not resolved with {rows} rows)")), "{told}");
        assert!(!told.contains("340"), "{told}");
    }
}
