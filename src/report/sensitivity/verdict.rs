//! The verdict of a sensitivity analysis in two sentences: what complete remission depends on most, and whether cenersen
//! kills more cells over the ranges of all parameters. Left out: shares of the variance (see the summary).

use cenersim_analyses::sensitivity::{Output, OutputResult, SensitivityResult};
use cenersim_model::parameters::Level;
use cenersim_plot::names::number;
use cenersim_text::{Claim, fixed, listed};

/// Parameters that are named.
const NAMED: usize = 3;

/// Two sentences.
pub fn sensitivity_verdict(result: &SensitivityResult) -> Vec<String> {
    let of = |output: Output| result.outputs.iter().find(|one| one.output == output);
    let remission = of(Output::Cr).map(|one| remission(result, one));
    let cenersen = of(Output::CenersenKill).map(cenersen);
    remission.into_iter().chain(cenersen).collect()
}

/// The parameters with the largest effects above the noise floor.
fn remission(result: &SensitivityResult, one: &OutputResult) -> String {
    let above = |input: &usize| one.screened[*input].level != Level::None;
    let mut order: Vec<usize> = (0..one.screened.len()).filter(above).collect();
    order.sort_by_key(|input| one.screened[*input].rank);
    let (some, all) = (order.len(), result.inputs.len());
    let named: Vec<String> = order.iter().take(NAMED).map(|input| number(&result.inputs[*input].path)).collect();
    match some {
        0 => format!("None of {all} parameters changes complete remission by more than chance does."),
        _ => format!(
            "{some} of {all} parameters change complete remission by more than chance does, most of all {}.",
            listed(&named, "and")
        ),
    }
}

/// Nine of ten points lie between the ends of its spread.
fn cenersen(one: &OutputResult) -> String {
    let [low, high] = [one.spread.low, one.spread.high];
    let claim = Claim::of(low, high).wording(
        "Cenersen adds to the kill of leukemic cells at nineteen of twenty points of these ranges",
        "Cenersen takes from the kill of leukemic cells at nineteen of twenty points of these ranges",
        "Whether cenersen adds to the kill of leukemic cells depends on the values within these ranges and on chance",
    );
    format!("{claim}: {} to {} log10 at nine of ten points.", fixed(low, 2), fixed(high, 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::sensitivity;

    fn with(low: f64, high: f64) -> String {
        let mut result = sensitivity();
        let kill = result.outputs.iter_mut().find(|one| one.output == Output::CenersenKill);
        let spread = &mut kill.expect("an output").spread;
        (spread.low, spread.high) = (low, high);
        sensitivity_verdict(&result).swap_remove(1)
    }

    #[test]
    fn cenersen_adds_only_if_the_lower_end_is_above_none() {
        assert!(with(0.01, 0.4).starts_with("Cenersen adds to the kill"), "{}", with(0.01, 0.4));
        assert!(with(-0.4, -0.01).starts_with("Cenersen takes from the kill"));
        assert!(with(0.0, 0.4).starts_with("Whether cenersen adds to the kill"));
        assert!(with(-0.4, 0.0).starts_with("Whether cenersen adds to the kill"));
    }

    #[test]
    fn parameters_below_the_noise_floor_are_not_named() {
        let mut result = sensitivity();
        let all = result.inputs.len();
        let remission = result.outputs.iter_mut().find(|one| one.output == Output::Cr).expect("an output");
        remission.screened.iter_mut().for_each(|one| one.level = Level::None);
        let none = format!("None of {all} parameters changes complete remission by more than chance does.");
        assert_eq!(sensitivity_verdict(&result)[0], none);
        let remission = result.outputs.iter_mut().find(|one| one.output == Output::Cr).expect("an output");
        remission.screened[0].level = Level::High;
        let one = format!(
            "1 of {all} parameters change complete remission by more than chance does, most of all {}.",
            number(&result.inputs[0].path)
        );
        assert_eq!(sensitivity_verdict(&result)[0], one);
    }
}
