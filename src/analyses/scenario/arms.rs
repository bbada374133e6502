//! One arm: schedules of each drug and the rule for further courses.

use super::{
    ScenarioError,
    compose::{Places, check_name, time_or, within},
    document::{ArmTable, ConsolidationTable, CoursesTable, When},
    schedules,
};
use cenersim_model::{
    patient::Patient,
    quantity::Time,
    simulation::Settings,
    treatment::{Administration, Consolidation, CourseRule, Drug, NextCourse, Regimen, Schedule},
};
use cenersim_text::short;

/// Reads one arm and checks it for this patient and horizon.
pub(super) fn regimen(
    table: &ArmTable,
    index: usize,
    patient: &Patient,
    settings: &Settings,
    places: &Places<'_>,
) -> Result<Regimen, ScenarioError> {
    check_name(&table.name, &format!("arm.{index}.name"), places)?;
    let body_surface_at_most_m2 = surface(table, index, places)?;
    let mut regimen = Regimen { name: table.name.clone(), body_surface_at_most_m2, ..Regimen::default() };
    for (drug, tables) in table.drugs().each() {
        let mut read = Vec::new();
        for (turn, table) in tables.iter().flat_map(|many| &many.0).enumerate() {
            let path = format!("arm.{index}.{}.{turn}", drug.name());
            let schedule = schedules::schedule(table, &path, places)?;
            if schedule.gives_nothing() {
                continue;
            }
            check_rounding(&regimen, drug, &schedule, &path, (patient, places))?;
            check_horizon(&regimen, drug, &schedule, &path, (patient, settings, places))?;
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

/// The largest surface that doses go by, within the sizes of adults so that a slip is found (m2).
fn surface(table: &ArmTable, index: usize, places: &Places<'_>) -> Result<Option<f64>, ScenarioError> {
    let Some(most) = table.body_surface_at_most.as_ref().map(|surface| surface.0) else { return Ok(None) };
    within(places, &format!("arm.{index}.body_surface_at_most"), most, 1.0, 4.0, "m2")?;
    Ok(Some(most))
}

/// What this patient gets in the first course of an arm by this schedule alone.
fn alone(arm: &Regimen, drug: Drug, schedule: Schedule, patient: &Patient) -> Vec<Administration> {
    let alone = Regimen { doses: [(drug, vec![schedule])].into(), ..arm.clone() };
    alone.expand(patient.body, patient.age_years, 1, Time::ZERO)
}

/// What this patient needs is not rounded to nothing, as when grams are written for milligrams.
fn check_rounding(
    arm: &Regimen,
    drug: Drug,
    schedule: &Schedule,
    path: &str,
    (patient, places): (&Patient, &Places<'_>),
) -> Result<(), ScenarioError> {
    let Some(unit) = schedule.round_to_mg else { return Ok(()) };
    let given = alone(arm, drug, Schedule { round_to_mg: None, ..schedule.clone() }, patient);
    let little = given.iter().map(|given| given.amount_mg).find(|mg| *mg > 0.0 && *mg < 0.5 * unit);
    places.check(little.is_none(), &format!("{path}.round_to"), || {
        let (little, unit) = (short(little.unwrap_or_default()), short(unit));
        format!("an infusion of {little} mg is less than half of {unit} mg: expected less to round to")
    })
}

/// Every infusion of the first course must begin within the simulation.
fn check_horizon(
    arm: &Regimen,
    drug: Drug,
    schedule: &Schedule,
    path: &str,
    (patient, settings, places): (&Patient, &Settings, &Places<'_>),
) -> Result<(), ScenarioError> {
    let given = alone(arm, drug, schedule.clone(), patient);
    let Some(late) = given.iter().find(|given| given.start >= settings.horizon) else { return Ok(()) };
    let day = late.start.in_days().floor() + 1.0;
    let message = format!(
        "arm `{}` gives {} on day {day}, after the last day {} of the simulation: expected an earlier day or a longer `horizon`",
        arm.name,
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
