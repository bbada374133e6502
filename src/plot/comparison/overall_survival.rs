//! Overall survival of all arms from the start of treatment. Left out: the estimate, which `statistics` makes.
//!
//! Kaplan-Meier curves of first replicates to the end of follow-up, with numbers at risk and medians; with two arms the
//! p value of the log-rank test with the error of patients.
//!
//! # How to read it
//!
//! Everybody is at risk from the first day of treatment; who is alive at the end of the follow-up is censored there
//! with a tick. The table under the axis counts those at risk at each tick of the axis. Where a scenario says what
//! follows a failure, survival after it is drawn from published curves and not simulated, and the subtitle names
//! the policy.

use super::{Comparison, ComparisonInput, by_arm, groups, messages, reached};
use crate::{
    Drawing, FigureOf, Section, Theme,
    kaplan_meier::{Survival, kaplan_meier},
};
use cenersim_analyses::comparison::ArmResult;
use cenersim_text::{p_value, plural};

/// Survival of all arms; none without patients.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "overall_survival", section: Section::Survival, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    by_arm("Kaplan-Meier curves of overall survival", input, |arm| reached(&arm.overall_survival))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let groups = groups(input, theme, |arm| &arm.overall_survival);
    if groups.iter().all(|group| group.km.n == 0) {
        return Vec::new();
    }
    let survival = Survival {
        sheet: input.sheet(
            messages::survival(input),
            format!(
                "Kaplan-Meier, {}; {}.{}{}",
                input.units(),
                input.compared.after_failure,
                test(input),
                at_once(input)
            ),
            theme,
        ),
        share: "Alive (%)",
        time: "Days since the start of treatment",
        horizon_days: input.compared.follow_up_days,
        groups: &groups,
        nobody: "nobody",
    };
    kaplan_meier(&survival, theme)
}

/// How many die before day 1, whom no treatment could help; nothing where nobody does.
fn at_once(input: &ComparisonInput) -> String {
    let early = |arm: &ArmResult| {
        let steps = arm.overall_survival.steps.iter().filter(|step| step.time < 1.0);
        steps.map(|step| step.events).sum::<u32>()
    };
    let most = input.compared.arms.iter().map(early).max().unwrap_or(0);
    if most == 0 { String::new() } else { format!(" Up to {} in an arm before day 1.", plural(most, "death")) }
}

/// The test of two arms; nothing with more.
fn test(input: &ComparisonInput) -> String {
    let p = match &input.compared.pairs[..] {
        [pair] if input.compared.arms.len() == 2 => pair.survival_p,
        _ => None,
    };
    p.map_or_else(String::new, |p| format!(" Log-rank test, clustered by patient: {}.", p_value(p)))
}
