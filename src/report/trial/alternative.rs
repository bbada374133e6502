//! What each figure of a trial shows, in words and numbers, for readers who do not see it.

use super::super::headline_table::headline_alternative;
use cenersim_analyses::trial::{Subgroup, SurvivalResult, TrialResult};
use cenersim_plot::Figure;

/// The alternative text of a figure.
pub fn alternative(result: &TrialResult, figure: &Figure) -> String {
    let name = figure.name.to_string();
    let starts = |start: &str| name.starts_with(start);
    match () {
        () if starts("headline") => headline_alternative(result.headline.as_ref()),
        () if starts("consort") => flow(result),
        () if starts("response") => told("Responses by arm", by_arm(result).map(responders)),
        () if starts("subgroups") => told("Responses by subgroup", result.trial.subgroups.iter().map(responders)),
        () if starts("overall_survival") => told(
            "Kaplan-Meier curves of overall survival",
            result.trial.survival.iter().map(|found| median(found, true)),
        ),
        () if starts("disease_free_survival") => told(
            "Kaplan-Meier curves from remission to relapse or death",
            result.trial.survival.iter().map(|found| median(found, false)),
        ),
        () => format!("{}; the tables have the numbers.", figure.title.trim_end_matches('.')),
    }
}

fn told(what: &str, parts: impl Iterator<Item = String>) -> String {
    let parts: Vec<String> = parts.collect();
    if parts.is_empty() { format!("{what}.") } else { format!("{what}. {}.", parts.join("; ")) }
}

fn flow(result: &TrialResult) -> String {
    let consort = &result.trial.consort;
    let arm = |arm: &cenersim_analyses::trial::ConsortArm| {
        format!("{}: {} randomized, {} evaluable", arm.arm, arm.randomized, arm.evaluable)
    };
    let what = format!("Flow of subjects: {} screened, {} randomized", consort.screened, consort.randomized);
    told(&what, consort.arms.iter().map(arm))
}

fn by_arm(result: &TrialResult) -> impl Iterator<Item = &Subgroup> {
    result.trial.subgroups.iter().filter(|group| ["arm", "all"].contains(&group.heading.as_str()))
}

fn responders(group: &Subgroup) -> String {
    format!("{}: CR {}, CR + CRp {} of {}", group.label, group.cr, group.remission, group.n)
}

fn median(found: &SurvivalResult, overall: bool) -> String {
    let curve = if overall { &found.overall } else { &found.disease_free };
    let median = curve.median.map_or_else(|| "median not reached".into(), |day| format!("median {day:.0} days"));
    format!("{}: {median}", found.name)
}
