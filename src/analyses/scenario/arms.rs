//! One arm: schedules of each drug and the rule for further courses.

use super::{
    ScenarioError,
    compose::{Places, check_name, time, time_or},
    document::{ArmTable, ConsolidationTable, CoursesTable, ScheduleTable, When},
};
use cenersim_model::{
    patient::Patient,
    quantity::Time,
    simulation::Settings,
    treatment::{Consolidation, CourseRule, Dose, Drug, Infusions, NextCourse, Older, Regimen, Schedule, Timing},
};

/// Most infusions of one schedule; a dose a minute for a week.
const MOST_INFUSIONS: u64 = 10_080;

/// Reads one arm and checks it for this patient and horizon.
pub(super) fn regimen(
    table: &ArmTable,
    index: usize,
    patient: &Patient,
    settings: &Settings,
    places: &Places<'_>,
) -> Result<Regimen, ScenarioError> {
    check_name(&table.name, &format!("arm.{index}.name"), places)?;
    let mut regimen = Regimen { name: table.name.clone(), ..Regimen::default() };
    for (drug, schedules) in table.drugs().each() {
        let mut read = Vec::new();
        for (turn, schedule) in schedules.iter().flat_map(|many| &many.0).enumerate() {
            let path = format!("arm.{index}.{}.{turn}", drug.name());
            let schedule = self::schedule(schedule, &path, places)?;
            if gives_nothing(&schedule) {
                continue;
            }
            check_horizon(&regimen.name, drug, &schedule, &path, (patient, settings, places))?;
            read.push(schedule);
        }
        if !read.is_empty() {
            regimen.doses.insert(drug, read);
        }
    }
    let path = format!("arm.{index}.courses");
    regimen.courses = courses(table.courses.as_ref(), &path, places)?;
    check_courses(&regimen, &path, (patient, settings, places))?;
    Ok(regimen)
}

fn schedule(table: &ScheduleTable, path: &str, places: &Places<'_>) -> Result<Schedule, ScenarioError> {
    let start = time_or(table.start.as_ref(), Time::ZERO);
    let timing = match (&table.dose, &table.rate) {
        (Some(dose), None) => {
            check_absent(table.duration.is_some(), path, "duration", "`dose` has `infusion`", places)?;
            Timing::Infusions(infusions(table, &dose.0, path, places)?)
        }
        (None, Some(rate)) => {
            let with = "`rate` has `duration` and `start`";
            check_absent(table.days.is_some(), path, "days", with, places)?;
            check_absent(table.infusion.is_some(), path, "infusion", with, places)?;
            check_absent(table.repeat.is_some(), path, "repeat", with, places)?;
            check_absent(table.every.is_some(), path, "every", with, places)?;
            check_absent(table.older.is_some(), path, "older", with, places)?;
            let duration = given(table.duration.as_ref().map(time), path, "duration", places)?;
            Timing::Continuous { rate: rate.0.clone(), duration }
        }
        (Some(_), Some(_)) => {
            let drug = path.split('.').nth(2).unwrap_or_default();
            let message = format!(
                "`dose` and `rate` exclude each other: expected one of them; \
                 `[[arm.{drug}]]` instead of `[arm.{drug}]` replaces all that an extended file gives"
            );
            return Err(places.fault(path, message));
        }
        (None, None) => {
            return Err(places.fault(path, "missing key `dose` or `rate`: expected one such as dose = \"12 mg/m2\""));
        }
    };
    Ok(Schedule { start, timing })
}

fn check_absent(present: bool, path: &str, key: &str, with: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    places.check(!present, &format!("{path}.{key}"), || {
        format!("`{key}` does not go with this: {with}; expected either dose, days and infusion, or rate and duration")
    })
}

/// Whether no patient gets anything, so that a sweep over a duration or an amount can begin at 0.
fn gives_nothing(schedule: &Schedule) -> bool {
    match &schedule.timing {
        Timing::Continuous { rate, duration } => rate.amount == 0.0 || *duration == Time::ZERO,
        Timing::Infusions(infusions) => {
            let older = infusions.older.as_ref().and_then(|older| older.dose.as_ref());
            infusions.dose.amount == 0.0 && older.is_none_or(|dose| dose.amount == 0.0)
        }
    }
}

fn given(span: Option<Time>, path: &str, key: &str, places: &Places<'_>) -> Result<Time, ScenarioError> {
    span.ok_or_else(|| {
        let message = format!("missing key `{key}`: expected how long it runs, such as {key} = \"24 h\"");
        places.fault(path, message)
    })
}

/// The length of an infusion, which must be given and take time.
fn length(table: &ScheduleTable, path: &str, places: &Places<'_>) -> Result<Time, ScenarioError> {
    let span = given(table.infusion.as_ref().map(time), path, "infusion", places)?;
    places.check(span.in_seconds() >= 1, &format!("{path}.infusion"), || {
        "an infusion takes time: expected more than 0 min; a bolus is \"5 min\"".into()
    })?;
    Ok(span)
}

fn infusions(table: &ScheduleTable, dose: &Dose, path: &str, places: &Places<'_>) -> Result<Infusions, ScenarioError> {
    let length = length(table, path, places)?;
    let days = table.days.clone().unwrap_or_else(|| vec![1]);
    check_days(&days, &format!("{path}.days"), places)?;
    places.check(table.repeat.is_some() == table.every.is_some(), path, || {
        "`repeat` and `every` belong together: expected both, such as repeat = 2 and every = \"12 h\"".into()
    })?;
    let repeat = table.repeat.unwrap_or(1);
    places.check(
        (1..=MOST_INFUSIONS).contains(&(u64::from(repeat) * days.len() as u64)),
        &format!("{path}.repeat"),
        || format!("{repeat} infusions a day on {} days: expected 1 to {MOST_INFUSIONS} in all", days.len()),
    )?;
    let every = time_or(table.every.as_ref(), Time::ZERO);
    places.check(repeat == 1 || every.in_seconds() >= 1, &format!("{path}.every"), || {
        "repeated infusions need time between them: expected more than 0 h, such as \"12 h\"".into()
    })?;
    let older = older(table, &days, path, places)?;
    Ok(Infusions { dose: dose.clone(), days, length, repeat, every, older })
}

fn check_days(days: &[u32], path: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    places.check(!days.is_empty(), path, || "no day is listed: expected at least one, such as [1, 2, 3]".into())?;
    for (index, day) in days.iter().enumerate() {
        let path = format!("{path}.{index}");
        places.check(*day >= 1, &path, || "day 0 does not exist: expected 1 for the first day".into())?;
        places.check(!days[..index].contains(day), &path, || {
            format!("day {day} is listed twice: expected each day once; use `repeat` for more infusions a day")
        })?;
    }
    Ok(())
}

fn older(table: &ScheduleTable, days: &[u32], path: &str, places: &Places<'_>) -> Result<Option<Older>, ScenarioError> {
    let Some(older) = &table.older else { return Ok(None) };
    let days = older.days.clone().unwrap_or_else(|| days.to_vec());
    check_days(&days, &format!("{path}.older.days"), places)?;
    let dose = older.dose.as_ref().map(|dose| dose.0.clone());
    Ok(Some(Older { from_age_years: time(&older.from_age).in_years(), days, dose }))
}

/// Every infusion of the first course must begin within the simulation.
fn check_horizon(
    arm: &str,
    drug: Drug,
    schedule: &Schedule,
    path: &str,
    (patient, settings, places): (&Patient, &Settings, &Places<'_>),
) -> Result<(), ScenarioError> {
    let alone = Regimen { doses: [(drug, vec![schedule.clone()])].into(), ..Regimen::default() };
    let given = alone.expand(patient.body, patient.age_years, 1, Time::ZERO);
    let Some(late) = given.iter().find(|given| given.start >= settings.horizon) else { return Ok(()) };
    let day = late.start.in_days().floor() + 1.0;
    let message = format!(
        "arm `{arm}` gives {} on day {day}, after the last day {} of the simulation: expected an earlier day or a longer `horizon`",
        drug.name(),
        settings.horizon.in_days()
    );
    let key = if schedule.start >= settings.horizon { "start" } else { "days" };
    Err(places.fault(&format!("{path}.{key}"), message))
}

/// Day of the decision on a second course for a resistant leukemia: the first day on which responses are judged.
const RESISTANT_ON: Time = Time::days(28.0);
/// Interval between courses of consolidation: five weeks, about the time in which the blood comes back.
const CONSOLIDATION_EVERY: Time = Time::days(35.0);

fn courses(table: Option<&CoursesTable>, path: &str, places: &Places<'_>) -> Result<CourseRule, ScenarioError> {
    let default = CourseRule::default();
    let Some(table) = table else { return Ok(default) };
    let consolidates = table.consolidation.is_some();
    let when = table.when.map_or(if consolidates { NextCourse::Never } else { default.when }, next_course);
    let fallback = if when == NextCourse::Never { 1 } else { default.maximum };
    let maximum = table.maximum.unwrap_or(fallback);
    places.check(maximum >= 1, &format!("{path}.maximum"), || "no course at all: expected 1 or more".into())?;
    places.check(!(consolidates && when == NextCourse::OnResponse), &format!("{path}.when"), || {
        "consolidation is given to those who respond: expected `never`, `always`, `on_no_response` or `on_resistant`".into()
    })?;
    let every = if when == NextCourse::OnResistant { RESISTANT_ON } else { default.interval };
    let interval = time_or(table.interval.as_ref(), every);
    let consolidation = consolidation(table.consolidation.as_ref(), &format!("{path}.consolidation"), places)?;
    Ok(CourseRule { maximum, when, interval, consolidation })
}

fn consolidation(
    table: Option<&ConsolidationTable>,
    path: &str,
    places: &Places<'_>,
) -> Result<Option<Consolidation>, ScenarioError> {
    let Some(table) = table else { return Ok(None) };
    places.check(table.courses >= 1, &format!("{path}.courses"), || "no course at all: expected 1 or more".into())?;
    let after = time_or(table.after.as_ref(), CourseRule::default().interval);
    let interval = time_or(table.interval.as_ref(), CONSOLIDATION_EVERY);
    Ok(Some(Consolidation { courses: table.courses, after, interval }))
}

const fn next_course(when: When) -> NextCourse {
    match when {
        When::Never => NextCourse::Never,
        When::Always => NextCourse::Always,
        When::OnResponse => NextCourse::OnResponse,
        When::OnNoResponse => NextCourse::OnNoResponse,
        When::OnResistant => NextCourse::OnResistant,
    }
}

/// A further course must not begin before the last infusion of this one has ended, and resistance is found by a marrow.
fn check_courses(
    regimen: &Regimen,
    path: &str,
    (patient, settings, places): (&Patient, &Settings, &Places<'_>),
) -> Result<(), ScenarioError> {
    let rule = regimen.courses;
    let given = regimen.expand(patient.body, patient.age_years, 1, Time::ZERO);
    let end = given.iter().map(|given| given.end().in_hours()).fold(0.0, f64::max);
    let fits = |interval: Time, key: &str| {
        places.check(interval > Time::ZERO && interval.in_hours() >= end, &format!("{path}.{key}"), || {
            format!(
                "the next course would begin on day {} while this one runs to hour {end}: expected a longer interval",
                interval.in_days()
            )
        })
    };
    if rule.maximum > 1 && rule.when != NextCourse::Never {
        fits(rule.interval, "interval")?;
    }
    if let Some(Consolidation { after, interval, .. }) = rule.consolidation {
        fits(after, "consolidation.after")?;
        fits(interval, "consolidation.interval")?;
    }
    let examined = settings.examinations.iter().any(|day| *day > Time::ZERO && *day <= rule.interval);
    let finds = rule.when != NextCourse::OnResistant || examined || settings.horizon < rule.interval;
    places.check(finds, &format!("{path}.when"), || {
        format!(
            "no marrow shows resistance by day {}: expected an examination by then, such as examinations = [\"14 d\", \"28 d\"]",
            rule.interval.in_days()
        )
    })
}
