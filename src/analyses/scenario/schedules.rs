//! One way of giving a drug, as a scenario writes it: what, how long, on which days, and for whom.
//! Left out: the arm that it is part of, and its courses (see `arms`).

use super::{
    ScenarioError,
    compose::{Places, time, time_or},
    days::Days,
    measured::{Largest, Measured, PerHour, PerInfusion, Span},
};
use cenersim_model::{
    quantity::Time,
    treatment::{Amount, Basis, Dose, Infusions, Older, Schedule},
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Most infusions of one schedule; a dose a minute for a week.
const MOST_INFUSIONS: u64 = 10_080;
const DAY: Time = Time::days(1.0);

/// One way of giving a drug: `dose` and `infusion`, or `rate` and `duration`; on `days`, each of them alike.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScheduleTable {
    /// Amount of each infusion; with 0 the schedule gives nothing.
    pub dose: Option<Measured<PerInfusion>>,
    /// Amount per time of a continuous infusion; with 0 the schedule gives nothing.
    pub rate: Option<Measured<PerHour>>,
    /// When day 1 of this schedule, or the continuous infusion, begins within the course; by default 0 d.
    pub start: Option<Measured<Span>>,
    /// Days with infusions, the first being 1, as a list or as text such as "1-3,5"; by default the first only. A `rate` on
    /// `days` is an infusion of `duration` from the beginning of each of them.
    pub days: Option<Days>,
    /// Length of each infusion of a `dose`.
    pub infusion: Option<Measured<Span>>,
    /// Length of the continuous infusion; on `days`, of that on each day, at most 24 h and by default 24 h. With 0 d the
    /// schedule gives nothing.
    pub duration: Option<Measured<Span>>,
    /// Time between the starts of infusions on one day.
    pub every: Option<Measured<Span>>,
    /// Infusions on each day.
    #[schemars(range(min = 1))]
    pub repeat: Option<u32>,
    pub older: Option<OlderTable>,
    /// Most that an infusion of a `dose` gives, such as "24 mg", or the largest `rate`, such as "10 mg/h", whatever the size
    /// of the patient.
    pub maximum: Option<Measured<Largest>>,
}

/// What patients of at least some age get instead.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OlderTable {
    pub from_age: Measured<Span>,
    /// Days with infusions, as above; by default the same.
    pub days: Option<Days>,
    /// Amount of each infusion; by default the same.
    pub dose: Option<Measured<PerInfusion>>,
}

/// Reads one schedule at this path.
pub(super) fn schedule(table: &ScheduleTable, path: &str, places: &Places<'_>) -> Result<Schedule, ScenarioError> {
    let infusions = match (&table.dose, &table.rate) {
        (Some(dose), None) => of_doses(table, &dose.0, path, places)?,
        (None, Some(rate)) => of_rate(table, &rate.0, path, places)?,
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
    let older = older(table, &infusions, path, places)?;
    let given = [&infusions.amount].into_iter().chain(older.iter().map(|older| &older.infusions.amount));
    let maximum = maximum(table, given, path, places)?;
    Ok(Schedule { start: time_or(table.start.as_ref(), Time::ZERO), infusions, older, maximum })
}

/// The most that is given, of the same kind as what is given, and not below what everybody gets.
fn maximum<'a>(
    table: &ScheduleTable,
    mut given: impl Iterator<Item = &'a Amount> + Clone,
    path: &str,
    places: &Places<'_>,
) -> Result<Option<Dose>, ScenarioError> {
    let Some(Measured(maximum)) = &table.maximum else { return Ok(None) };
    let (path, most) = (format!("{path}.maximum"), maximum.dose());
    places.check(most.amount > 0.0, &path, || "nothing could be given: expected a maximum of more than 0 mg".into())?;
    if let Some(other) = given.clone().find(|amount| amount.unit() != maximum.unit()) {
        let (written, unit) = (&other.dose().written, other.unit());
        let message = format!("`{}` limits nothing of `{written}`: expected a maximum in {unit}", most.written);
        return Err(places.fault(&path, message));
    }
    let fixed = given.find(|amount| amount.dose().basis == Basis::Flat && amount.dose().amount > most.amount);
    places.check(fixed.is_none(), &path, || {
        let fixed = fixed.map_or("", |amount| &amount.dose().written);
        let written = &most.written;
        format!(
            "a maximum of {written} is below the fixed `{fixed}`, which nobody would get: \
             expected a larger maximum or a smaller dose"
        )
    })?;
    Ok(Some(most.clone()))
}

fn check_absent(present: bool, path: &str, key: &str, with: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    places.check(!present, &format!("{path}.{key}"), || {
        format!("`{key}` does not go with this: {with}; expected either dose, days and infusion, or rate and duration")
    })
}

fn given(span: Option<Time>, path: &str, key: &str, places: &Places<'_>) -> Result<Time, ScenarioError> {
    span.ok_or_else(|| {
        let message = format!("missing key `{key}`: expected how long it runs, such as {key} = \"24 h\"");
        places.fault(path, message)
    })
}

/// The length of an infusion of a dose, which must be given and take time.
fn length(table: &ScheduleTable, path: &str, places: &Places<'_>) -> Result<Time, ScenarioError> {
    let span = given(table.infusion.as_ref().map(time), path, "infusion", places)?;
    places.check(span.in_seconds() >= 1, &format!("{path}.infusion"), || {
        "an infusion takes time: expected more than 0 min; a bolus is \"5 min\"".into()
    })?;
    Ok(span)
}

fn of_doses(table: &ScheduleTable, dose: &Dose, path: &str, places: &Places<'_>) -> Result<Infusions, ScenarioError> {
    check_absent(table.duration.is_some(), path, "duration", "`dose` has `infusion`", places)?;
    let length = length(table, path, places)?;
    let days = table.days.as_ref().map_or_else(|| vec![1], |days| days.0.clone());
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
    Ok(Infusions { repeat, every, ..Infusions::daily(dose.clone(), days, length) })
}

fn of_rate(table: &ScheduleTable, rate: &Dose, path: &str, places: &Places<'_>) -> Result<Infusions, ScenarioError> {
    let with = "`rate` has `duration`, `start` and `days`";
    check_absent(table.infusion.is_some(), path, "infusion", with, places)?;
    check_absent(table.repeat.is_some(), path, "repeat", with, places)?;
    check_absent(table.every.is_some(), path, "every", with, places)?;
    check_absent(table.older.is_some(), path, "older", with, places)?;
    let duration = table.duration.as_ref().map(time);
    let Some(Days(days)) = &table.days else {
        return Ok(Infusions::continuous(rate.clone(), given(duration, path, "duration", places)?));
    };
    check_days(days, &format!("{path}.days"), places)?;
    let duration = duration.unwrap_or(DAY);
    places.check(duration <= DAY, &format!("{path}.duration"), || {
        let hours = duration.in_hours();
        format!("a rate on chosen days runs for {hours} h on each: expected at most 24 h; without `days` it runs on")
    })?;
    Ok(Infusions { days: days.clone(), ..Infusions::continuous(rate.clone(), duration) })
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

fn older(
    table: &ScheduleTable,
    younger: &Infusions,
    path: &str,
    places: &Places<'_>,
) -> Result<Option<Older>, ScenarioError> {
    let Some(older) = &table.older else { return Ok(None) };
    let days = older.days.as_ref().map_or_else(|| younger.days.clone(), |days| days.0.clone());
    check_days(&days, &format!("{path}.older.days"), places)?;
    let dose = older.dose.as_ref().map(|dose| Amount::PerInfusion(dose.0.clone()));
    let amount = dose.unwrap_or_else(|| younger.amount.clone());
    let infusions = Infusions { amount, days, ..younger.clone() };
    Ok(Some(Older { from_age_years: time(&older.from_age).in_years(), infusions }))
}
