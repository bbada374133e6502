//! The verdict of a calibration in two sentences: what the published counts tell of the parameters, and of cenersen.
//! Left out: which combinations of parameters are known (see the summary).

use cenersim_analyses::calibration::{Calibrated, Verdict};
use cenersim_plot::names::number;
use cenersim_text::{Claim, fixed, listed, signed};

/// Two sentences.
pub fn calibration_verdict(found: &Calibrated) -> Vec<String> {
    vec![identified(found), cenersen(found)]
}

/// How many parameters are known better than before, by name.
fn identified(found: &Calibrated) -> String {
    let known = found.parameters.iter().filter(|one| one.verdict == Verdict::Identified);
    let known: Vec<String> = known.map(|one| number(&one.path)).collect();
    let (all, subjects) = (found.parameters.len(), found.budget.subjects);
    match known.len() {
        0 => format!("The published counts of {subjects} patients identify none of {all} parameters."),
        some => format!(
            "The published counts of {subjects} patients identify {some} of {all} parameters: {}.",
            listed(&known, "and")
        ),
    }
}

/// What the posterior of the odds ratio allows to claim.
fn cenersen(found: &Calibrated) -> String {
    let effect = &found.effect;
    let claim = Claim::of(effect.posterior.low, effect.posterior.high).wording(
        "They say that cenersen makes complete remission more frequent",
        "They say that cenersen makes complete remission less frequent",
        "They cannot tell whether cenersen makes complete remission more or less frequent",
    );
    let [median, low, high] = [effect.points.median, effect.points.low, effect.points.high].map(|x| signed(x, 1));
    format!(
        "{claim}: {median} points (95 % {low} to {high}), and more remissions with cenersen have a probability of {}, {} before \
         the counts.",
        fixed(effect.probability_of_benefit, 2),
        fixed(effect.prior_probability_of_benefit, 2)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::calibration;

    fn with(low: f64, high: f64) -> String {
        let mut found = calibration();
        (found.effect.posterior.low, found.effect.posterior.high) = (low, high);
        calibration_verdict(&found).swap_remove(1)
    }

    #[test]
    fn cenersen_is_said_to_do_something_only_if_the_interval_excludes_nothing() {
        assert!(with(0.01, 2.0).starts_with("They say that cenersen makes complete remission more frequent: "));
        assert!(with(-2.0, -0.01).starts_with("They say that cenersen makes complete remission less frequent: "));
        for (low, high) in [(0.0, 2.0), (-0.01, 2.0), (-2.0, 0.0), (f64::NAN, f64::NAN)] {
            assert!(with(low, high).starts_with("They cannot tell whether cenersen "), "{low} to {high}");
        }
    }

    #[test]
    fn parameters_that_are_identified_are_named() {
        let mut found = calibration();
        found.parameters.iter_mut().for_each(|one| one.verdict = Verdict::Not);
        let all = found.parameters.len();
        assert!(calibration_verdict(&found)[0].ends_with(&format!(" identify none of {all} parameters.")));
        found.parameters[0].verdict = Verdict::Identified;
        let named = number(&found.parameters[0].path);
        assert!(calibration_verdict(&found)[0].ends_with(&format!(" identify 1 of {all} parameters: {named}.")));
    }
}
