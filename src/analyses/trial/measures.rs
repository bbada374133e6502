//! What the cells of the tables count in a group of subjects. None where the number does not exist, such as the median age
//! of nobody or a median survival that was not reached. Left out: which table has which (see `tables`).

use super::{
    results::{RemissionPair, Unit},
    seen::Seen,
};
use crate::comparison::{disease_free, overall};
use cenersim_model::curves::Cause;
use cenersim_statistics::{KaplanMeier, Observed, median};

/// A number of a group.
pub(super) type Measure = fn(&[Seen]) -> Option<f64>;

/// Name, unit and rule.
pub(super) type Row = (&'static str, Unit, Measure);

/// Subjects of the group who have it.
fn count(group: &[Seen], has: impl Fn(&Seen) -> bool) -> Option<f64> {
    Some(group.iter().filter(|seen| has(seen)).count() as f64)
}

/// None of an empty group.
fn percent(group: &[Seen], has: impl Fn(&Seen) -> bool) -> Option<f64> {
    let found = count(group, has)?;
    (!group.is_empty()).then(|| 100.0 * found / group.len() as f64)
}

/// None of an empty group.
fn median_of(group: &[Seen], value: impl Fn(&Seen) -> f64) -> Option<f64> {
    (!group.is_empty()).then(|| median(&group.iter().map(value).collect::<Vec<_>>()))
}

/// Rows of the first table of the source.
pub(super) const DEMOGRAPHICS: [Row; 7] = [
    ("Patients", Unit::Subjects, |group| count(group, |_| true)),
    ("Median age", Unit::Years, |group| median_of(group, |seen| seen.age_years)),
    ("Men", Unit::Subjects, |group| count(group, |seen| seen.man)),
    ("Women", Unit::Subjects, |group| count(group, |seen| !seen.man)),
    ("Refractory", Unit::Subjects, |group| count(group, |seen| seen.refractory)),
    ("Relapsed", Unit::Subjects, |group| count(group, |seen| !seen.refractory)),
    ("Inhibitor users", Unit::Subjects, |group| count(group, |seen| seen.user)),
];

/// Rows of responses by arm.
pub(super) const RESPONSE: [Row; 5] = [
    ("CR", Unit::Subjects, |group| count(group, |seen| seen.cr())),
    ("CRp", Unit::Subjects, |group| count(group, |seen| seen.remission() && !seen.cr())),
    ("CR + CRp", Unit::Subjects, |group| count(group, |seen| seen.remission())),
    ("CR rate", Unit::Percent, |group| percent(group, |seen| seen.cr())),
    ("CR + CRp rate", Unit::Percent, |group| percent(group, |seen| seen.remission())),
];

/// Columns of the tables of subgroups.
pub(super) const SUBGROUP: [Row; 5] = [
    ("Patients", Unit::Subjects, |group| count(group, |_| true)),
    ("CR", Unit::Subjects, |group| count(group, |seen| seen.cr())),
    ("CR + CRp", Unit::Subjects, |group| count(group, |seen| seen.remission())),
    ("CR rate", Unit::Percent, |group| percent(group, |seen| seen.cr())),
    ("CR + CRp rate", Unit::Percent, |group| percent(group, |seen| seen.remission())),
];

/// On this day since the first dose, or before.
fn dead_by(seen: &Seen, day: f64) -> bool {
    seen.record.outcome.survival.death_day.is_some_and(|death| death <= day)
}

/// Subjects whose cause of death this is.
fn died_of(group: &[Seen], cause: Cause) -> Option<f64> {
    count(group, |seen| seen.record.outcome.survival.death_cause.as_deref() == Some(cause))
}

/// Rows of blood counts, complications and deaths by arm.
pub(super) const SAFETY: [Row; 13] = [
    ("Neutrophils < 0.5 G/L, median", Unit::Days, |group| {
        median_of(group, |seen| seen.record.outcome.milestones.days_neutrophils_below_half)
    }),
    ("Platelets < 50 G/L, median", Unit::Days, |group| {
        median_of(group, |seen| seen.record.outcome.milestones.days_platelets_below_50)
    }),
    ("With severe infection", Unit::Subjects, |group| count(group, |seen| seen.record.infections > 0)),
    ("Severe infections", Unit::Events, |group| Some(group.iter().map(|seen| f64::from(seen.record.infections)).sum())),
    ("With severe bleeding", Unit::Subjects, |group| count(group, |seen| seen.record.bleedings > 0)),
    ("Dead by day 30", Unit::Subjects, |group| count(group, |seen| dead_by(seen, 30.0))),
    ("Dead by day 60", Unit::Subjects, |group| count(group, |seen| dead_by(seen, 60.0))),
    ("Died of infection", Unit::Subjects, |group| died_of(group, "infection")),
    ("Died of bleeding", Unit::Subjects, |group| died_of(group, "bleeding")),
    ("Died of leukemia", Unit::Subjects, |group| died_of(group, "leukemia")),
    ("Died of leukemia after failure", Unit::Subjects, |group| died_of(group, "leukemia after failure")),
    ("Died after transplantation", Unit::Subjects, |group| died_of(group, "after transplantation")),
    ("With a second course", Unit::Subjects, |group| count(group, |seen| seen.record.outcome.courses > 1)),
];

/// Days from the first dose to death.
pub(super) fn overall_survival(group: &[Seen]) -> KaplanMeier {
    KaplanMeier::of(&deaths(group))
}

/// Death, or the last day under observation.
pub(super) fn deaths(group: &[Seen]) -> Vec<Observed> {
    group.iter().map(|seen| overall(&seen.record.outcome.survival)).collect()
}

/// Days from remission to relapse or death, of those in remission.
pub(super) fn disease_free_survival(group: &[Seen]) -> KaplanMeier {
    KaplanMeier::of(&ends_of_remission(group))
}

/// Of those in remission: relapse or death, or the last day under observation.
pub(super) fn ends_of_remission(group: &[Seen]) -> Vec<Observed> {
    group.iter().filter_map(|seen| disease_free(&seen.record.outcome.survival)).collect()
}

/// Percent alive on a day; none if nobody was followed so long and somebody lived.
fn alive_at(group: &[Seen], day: f64) -> Option<f64> {
    let survival = overall_survival(group);
    let last = survival.steps.last()?;
    (last.time >= day || last.survival <= 0.0).then(|| 100.0 * survival.at(day))
}

/// Infinite where it is not reached, none of nobody.
fn median_time(survival: &KaplanMeier) -> Option<f64> {
    (survival.n > 0).then(|| survival.median.unwrap_or(f64::INFINITY))
}

/// Rows of landmarks and medians by arm.
pub(super) const SURVIVAL: [Row; 5] = [
    ("Overall survival, median", Unit::Days, |group| median_time(&overall_survival(group))),
    ("Alive after 6 months", Unit::Percent, |group| alive_at(group, 182.625)),
    ("Alive after 1 year", Unit::Percent, |group| alive_at(group, 365.25)),
    ("Alive after 2 years", Unit::Percent, |group| alive_at(group, 730.0)),
    ("Disease-free survival, median", Unit::Days, |group| median_time(&disease_free_survival(group))),
];

/// The remission of a subject who had one before.
pub(super) fn remission_pair(number: u32, seen: &Seen) -> Option<RemissionPair> {
    let (previous_days, second) = (seen.first_remission_days?, disease_free(&seen.record.outcome.survival)?);
    Some(RemissionPair {
        subject: number,
        arm: seen.arm as u32,
        previous_days,
        days: second.time,
        ongoing: !second.event,
    })
}

/// Subjects with two remissions for whom this counts.
fn pairs(group: &[Seen], counts: impl Fn(&RemissionPair) -> bool) -> Option<f64> {
    Some(group.iter().filter_map(|seen| remission_pair(0, seen)).filter(|pair| counts(pair)).count() as f64)
}

/// Rows of second against first remissions.
pub(super) const REMISSION: [Row; 3] = [
    ("Responders with a previous remission", Unit::Subjects, |group| pairs(group, |_| true)),
    ("Longer than the previous one", Unit::Subjects, |group| pairs(group, |pair| pair.longer() == Some(true))),
    ("Not known yet", Unit::Subjects, |group| pairs(group, |pair| pair.longer().is_none())),
];
