//! Whether courses can follow each other: a course begins after the infusions of the one before, and a decision that rests on
//! a marrow has one. Left out: what a course gives and when it follows (see `courses`).

use super::{ScenarioError, arm_document::CourseTable, arms::Reading};
use cenersim_model::{
    quantity::Time,
    treatment::{NextCourse, Regimen},
};

/// Checks of courses that give the same, whose keys are those of one table.
/// Of a rule: ends of the courses, and a marrow to decide by.
///
/// # Errors
/// A course that would begin during the one before it, or that is decided by a marrow that nobody examines.
pub(super) fn check(
    arm: &Regimen,
    entries: &[String],
    when: &str,
    written: bool,
    reading: Reading<'_>,
) -> Result<(), ScenarioError> {
    for (further, path) in arm.courses.further.iter().zip(entries).filter(|(further, _)| further.most > 0) {
        let consolidates = further.when == NextCourse::InRemission;
        let [after, interval] = ["after", "interval"].map(|key| format!("{path}.{key}"));
        if further.when != NextCourse::Never {
            check_ends(arm, 0, further.after, if consolidates { &after } else { path }, reading)?;
        }
        if consolidates {
            check_ends(arm, 0, further.interval, &interval, reading)?;
        }
    }
    let retry = arm.courses.further.first().filter(|retry| written && retry.most > 0);
    retry.map_or(Ok(()), |retry| check_marrow(arm, retry.when, retry.interval, when, reading))
}

/// Where the keys of a further course stand; one of the two times may say both.
pub(super) struct Entry {
    /// Path of the time after the course before it.
    after: String,
    /// Path of the time between courses of this entry.
    interval: String,
    /// Path of the condition.
    when: String,
}

impl Entry {
    /// A time that is not written has the place of the other one.
    pub fn new(index: usize, table: &CourseTable, path: &str) -> Self {
        let [after, interval, when] = ["after", "interval", "when"].map(|key| format!("{path}.{index}.{key}"));
        match (&table.after, &table.interval) {
            (None, Some(_)) => Self { after: interval.clone(), interval, when },
            (Some(_), None) => Self { interval: after.clone(), after, when },
            _ => Self { after, interval, when },
        }
    }
}

/// Checks of courses that each say what they give.
///
/// # Errors
/// The same, at the keys of the course.
pub(super) fn check_each(arm: &Regimen, entries: &[Entry], reading: Reading<'_>) -> Result<(), ScenarioError> {
    for (index, (further, paths)) in arm.courses.further.iter().zip(entries).enumerate() {
        (0..=index).try_for_each(|before| check_ends(arm, before, further.after, &paths.after, reading))?;
        if further.most > 1 {
            check_ends(arm, index + 1, further.interval, &paths.interval, reading)?;
            check_marrow(arm, further.when, further.interval, &paths.when, reading)?;
        }
        // The first course brings a remission that somebody must see.
        let unseen = index == 0 && matches!(further.when, NextCourse::OnResponse | NextCourse::InRemission);
        let when = if unseen { NextCourse::OnNoResponse } else { further.when };
        check_marrow(arm, when, further.after, &paths.when, reading)?;
    }
    Ok(())
}

/// A course must not begin before the last infusion of the one before has ended, which may be one of this entry.
fn check_ends(
    arm: &Regimen,
    before: usize,
    interval: Time,
    path: &str,
    Reading { patient, places, .. }: Reading<'_>,
) -> Result<(), ScenarioError> {
    let given = arm.expand_of(before, patient.body, patient.age_years, 1, Time::ZERO);
    let end = given.iter().map(|given| given.end().in_hours()).fold(0.0, f64::max);
    places.check(interval > Time::ZERO && interval.in_hours() >= end, path, || {
        format!(
            "the next course would begin on day {} while this one runs to hour {end}: expected a longer interval",
            interval.in_days()
        )
    })
}

/// A decision that rests on a marrow needs one that was examined since the course before began.
fn check_marrow(
    arm: &Regimen,
    when: NextCourse,
    interval: Time,
    path: &str,
    Reading { settings, places, .. }: Reading<'_>,
) -> Result<(), ScenarioError> {
    let day_one = Time::days(f64::from(arm.days.before_day_one()));
    let examined = settings.examinations.iter().any(|day| *day > Time::ZERO && day_one.after(*day) <= interval);
    let finds = !when.rests_on_marrow() || arm.is_untreated() || examined || settings.horizon < interval;
    places.check(finds, path, || {
        let what = if when == NextCourse::OnResistant { "resistance" } else { "what the course before brought" };
        format!(
            "no marrow shows {what} by day {}: expected an examination by then, such as examinations = [\"14 d\", \"28 d\"]",
            interval.in_days()
        )
    })
}
