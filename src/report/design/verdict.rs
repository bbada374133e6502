//! The verdict of the design of a next trial in two sentences: the chances of the trial as planned, and what the draws
//! allow to say of the effect. Left out: whether the trial should be done.

use super::summary::{compared, effect, effects};
use cenersim_analyses::design::DesignResult;
use cenersim_text::{Claim, count, fixed};

/// Two sentences.
pub fn design_verdict(result: &DesignResult) -> Vec<String> {
    vec![chances(result), known(result)]
}

/// Power at the hoped-for effect, and the chance if the model is right.
fn chances(result: &DesignResult) -> String {
    let patients: u32 = result.plan.sizes.iter().sum();
    let [power, right] = [result.plan.power, result.plan.success[0].value].map(|share| fixed(100.0 * share, 0));
    format!(
        "With {} patients the trial of {} succeeds with a chance of {power} % if the hoped-for effect is true, and of {right} % \
         if the model is right.",
        count(patients),
        compared(result)
    )
}

/// Monte-Carlo errors that a range of draws is widened by: of 95 % intervals.
const ERRORS: f64 = 1.96;

/// Nine of ten true effects, and with them the Monte-Carlo 95 % interval of the mean effect, on one side of none, or not;
/// or no effect at all.
fn known(result: &DesignResult) -> String {
    let known = &result.known;
    if result.draws.iter().all(|draw| draw.effect == 0.0 && draw.error == 0.0) {
        return "The treatment changes no response in any draw.".into();
    }
    let noise = ERRORS * known.effect.error;
    let claim =
        Claim::of(known.range.low.min(known.effect.value - noise), known.range.high.max(known.effect.value + noise))
            .wording(
                "The model expects the treatment to be better",
                "The model expects the treatment to be worse",
                "The model does not tell whether the treatment is better or worse",
            );
    format!(
        "{claim}: a mean effect of {}, and nine of ten draws lie from {}.",
        effect(result, known.effect.value),
        effects(result, [known.range.low, known.range.high])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The middle of the range as the mean effect, with this Monte-Carlo error.
    fn with(low: f64, high: f64, error: f64) -> String {
        let text = include_str!("../../plot/fixtures/design.json");
        let mut result: DesignResult = serde_json::from_str(text).expect("the file holds a result");
        (result.known.range.low, result.known.range.high) = (low, high);
        (result.known.effect.value, result.known.effect.error) = (0.5 * (low + high), error);
        design_verdict(&result).swap_remove(1)
    }

    #[test]
    fn a_treatment_without_any_effect_is_said_to_have_none() {
        let text = include_str!("../../plot/fixtures/design.json");
        let mut result: DesignResult = serde_json::from_str(text).expect("the file holds a result");
        result.draws.iter_mut().for_each(|draw| (draw.effect, draw.error) = (0.0, 0.0));
        assert_eq!(known(&result), "The treatment changes no response in any draw.");
    }

    #[test]
    fn the_treatment_is_called_better_only_if_nine_of_ten_effects_are() {
        assert!(with(0.01, 0.2, 0.01).starts_with("The model expects the treatment to be better: "));
        assert!(with(-0.2, -0.01, 0.01).starts_with("The model expects the treatment to be worse: "));
        for (low, high) in [(0.0, 0.2), (-0.2, 0.0), (-0.1, 0.1)] {
            assert!(with(low, high, 0.01).starts_with("The model does not tell whether "), "{low} to {high}");
        }
    }

    #[test]
    fn few_draws_that_agree_by_chance_do_not_make_it_better() {
        assert!(with(0.025, 0.025, 0.0125).starts_with("The model expects the treatment to be better: "));
        assert!(with(0.025, 0.025, 0.0130).starts_with("The model does not tell whether "));
    }
}
