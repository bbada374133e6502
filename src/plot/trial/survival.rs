//! Survival of the arms of a trial: overall, and of the remissions. Left out: the estimate and its drawing, which are those
//! of comparisons.

use super::TrialInput;
use crate::{
    Figure, Theme,
    comparison::{Group, Survival, kaplan_meier, until_transplantation},
};
use cenersim_analyses::trial::SurvivalResult;
use cenersim_statistics::KaplanMeier;
use cenersim_text::{p_value, plural};

/// Survival of all arms from the first dose; none without subjects.
pub fn overall_survival(input: &TrialInput, theme: &Theme) -> Option<Figure> {
    let groups = groups(input, theme, |arm| &arm.overall);
    if groups.iter().all(|group| group.km.n == 0) {
        return None;
    }
    let deaths: u32 = groups.iter().map(|group| group.km.events).sum();
    let test = test(input, input.result.trial.overall_log_rank_p);
    let after = input.result.after_failure.as_ref().map_or_else(String::new, |policy| format!("; {policy}"));
    Some(kaplan_meier(
        &Survival {
            name: "overall_survival",
            title: &input.headline("Overall survival"),
            subtitle: &format!("Kaplan-Meier, {}, {}{after}.{test}", input.units(), plural(deaths, "death")),
            share: "Alive (%)",
            time: "Days since the first dose",
            horizon_days: input.result.protocol.follow_up_days,
            groups: &groups,
            nobody: "nobody",
            footer: input.footer,
        },
        theme,
    ))
}

/// Survival of the remissions without relapse, from the remission on; none without subjects.
pub fn disease_free_survival(input: &TrialInput, theme: &Theme) -> Option<Figure> {
    let groups = groups(input, theme, |arm| &arm.disease_free);
    if input.result.trial.subjects.is_empty() || groups.is_empty() {
        return None;
    }
    let remissions: u32 = groups.iter().map(|group| group.km.n).sum();
    let test = test(input, input.result.trial.disease_free_log_rank_p);
    Some(kaplan_meier(
        &Survival {
            name: "disease_free_survival",
            title: &input.headline("Disease-free survival"),
            subtitle: &format!(
                "Kaplan-Meier, {}, from the remission to relapse or death{}.{test}",
                plural(remissions, "remission"),
                until_transplantation(input.result.after_failure)
            ),
            share: "In remission (%)",
            time: "Days since the remission",
            horizon_days: longest(&groups).unwrap_or(input.result.protocol.follow_up_days),
            groups: &groups,
            nobody: "no remission",
            footer: input.footer,
        },
        theme,
    ))
}

fn test(input: &TrialInput, p: Option<f64>) -> String {
    let several = input.result.arms.len() > 1;
    p.filter(|_| several).map_or(String::new(), |p| format!(" Log-rank test of the arms: {}.", p_value(p)))
}

/// The longest time of a group, with some room; none without observations.
fn longest(groups: &[Group]) -> Option<f64> {
    let last = groups.iter().filter_map(|group| group.km.steps.last()).map(|step| step.time).fold(0.0, f64::max);
    (last > 0.0).then_some(1.03 * last)
}

/// The arms without their total, which the source of survival puts last.
fn groups<'a>(
    input: &TrialInput<'a>,
    theme: &Theme,
    km: impl Fn(&'a SurvivalResult) -> &'a KaplanMeier,
) -> Vec<Group<'a>> {
    let group = |(i, arm): (usize, &'a SurvivalResult)| Group { name: &arm.name, km: km(arm), stroke: theme.arm(i) };
    input.result.trial.survival.iter().take(input.result.arms.len()).enumerate().map(group).collect()
}
