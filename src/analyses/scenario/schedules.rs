//! One way of giving a drug, as a scenario writes it: which infusions, for whom, and how much at most.
//! Left out: the arm that it is part of, and its courses (see `arms`).

use super::{
    ScenarioError,
    compose::{Places, time, time_or},
    days::Days,
    document::OneOrMany,
    infusions::{Keys, infusions},
    measured::{Largest, Measured, PerHour, PerInfusion, Span, Vial},
};
use cenersim_model::{
    quantity::Time,
    treatment::{Amount, Basis, DayNumbers, Dose, Older, Route, Schedule},
};
use cenersim_text::short;
use schemars::JsonSchema;
use serde::Deserialize;

/// One way of giving a drug: `dose` and `infusion`, or `rate` and `duration`; on `days`, each of them alike.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ScheduleTable {
    /// Amount of each infusion; with 0 the schedule gives nothing.
    pub dose: Option<Measured<PerInfusion>>,
    /// Amount per time of a continuous infusion; with 0 the schedule gives nothing.
    pub rate: Option<Measured<PerHour>>,
    /// When day 1 of this schedule, or the continuous infusion, begins after the beginning of day 1 of the course; by default
    /// 0 d.
    pub start: Option<Measured<Span>>,
    /// Days with infusions, as a list or as text such as "1-3,5"; by default day 1 only. Days before it are those of an arm
    /// with a `first_day`. A `rate` on `days` is an infusion of `duration` from the beginning of each of them.
    pub days: Option<Days>,
    /// Length of each infusion of a `dose`; of a `rate` on `days` it says the same as `duration`.
    pub infusion: Option<Measured<Span>>,
    /// Length of the continuous infusion; on `days`, of that on each day, by default 24 h and at most that, unless there is
    /// one day only. With 0 d the schedule gives nothing.
    pub duration: Option<Measured<Span>>,
    /// Time between the starts of infusions on one day; without `repeat` as many as the day has room for.
    pub every: Option<Measured<Span>>,
    /// Infusions on each day.
    #[schemars(range(min = 1))]
    pub repeat: Option<u32>,
    /// How it enters the body; by default into a vein. An injection or a swallow is an `infusion` of some minutes.
    #[serde(default)]
    pub route: RouteWord,
    /// Bands of ages that get something else, one as a table or any number as a list, such as
    /// [{ from_age = "60 y", rate = "100 mg/m2/d" }, { from_age = "75 y", rate = "50 mg/m2/d" }].
    pub older: Option<OneOrMany<OlderTable>>,
    /// Most that an infusion of a `dose` gives, such as "24 mg", or the largest `rate`, such as "10 mg/h", whatever the size
    /// of the patient.
    pub maximum: Option<Measured<Largest>>,
    /// Rounds the amount of each infusion to the nearest multiple of this, such as the content of a vial; at least to one of
    /// it and not above `maximum`.
    pub round_to: Option<Measured<Vial>>,
}

/// How a dose enters the body.
#[derive(Clone, Copy, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum RouteWord {
    #[default]
    Intravenous,
    /// Under the skin, from where it is absorbed.
    Subcutaneous,
    /// By mouth, from where it is absorbed.
    Oral,
}

impl From<RouteWord> for Route {
    fn from(word: RouteWord) -> Self {
        match word {
            RouteWord::Intravenous => Self::Intravenous,
            RouteWord::Subcutaneous => Self::Subcutaneous,
            RouteWord::Oral => Self::Oral,
        }
    }
}

impl ScheduleTable {
    /// What is written, as what an infusion is made from.
    fn keys(&self, numbers: DayNumbers) -> Keys<'_> {
        Keys {
            numbers,
            dose: self.dose.as_ref().map(|dose| &dose.0),
            rate: self.rate.as_ref().map(|rate| &rate.0),
            days: self.days.as_ref(),
            infusion: self.infusion.as_ref().map(time),
            duration: self.duration.as_ref().map(time),
            every: self.every.as_ref().map(time),
            repeat: self.repeat,
        }
    }
}

/// What patients of at least some age get instead, up to the next older band; what is not written is as for the youngest.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OlderTable {
    pub from_age: Measured<Span>,
    /// Age at which the next band begins, if it is to be said.
    pub below_age: Option<Measured<Span>>,
    /// Days with infusions, as above.
    pub days: Option<Days>,
    /// Amount of each infusion.
    pub dose: Option<Measured<PerInfusion>>,
    /// Amount per time of a continuous infusion.
    pub rate: Option<Measured<PerHour>>,
    /// Length of each infusion, as above.
    pub infusion: Option<Measured<Span>>,
    /// Length of the continuous infusion.
    pub duration: Option<Measured<Span>>,
}

impl OlderTable {
    /// The youngest age, in seconds.
    fn from(&self) -> i64 {
        time(&self.from_age).in_seconds()
    }

    /// The age of those who are too old, in seconds.
    fn below(&self) -> Option<i64> {
        self.below_age.as_ref().map(|age| time(age).in_seconds())
    }

    /// What is not written of a band is as for the youngest; a length that is written replaces theirs by either key.
    fn keys<'a>(&'a self, younger: Keys<'a>) -> Keys<'a> {
        let (infusion, duration) = match (self.infusion.as_ref().map(time), self.duration.as_ref().map(time)) {
            (None, None) => (younger.infusion, younger.duration),
            written => written,
        };
        Keys {
            dose: self.dose.as_ref().map(|dose| &dose.0).or(younger.dose),
            rate: self.rate.as_ref().map(|rate| &rate.0).or(younger.rate),
            days: self.days.as_ref().or(younger.days),
            infusion,
            duration,
            ..younger
        }
    }
}

/// Reads one schedule at this path.
/// Checks everything that does not need the patient; what this one gets is checked with the arm.
///
/// # Errors
/// A key that is missing, does not go with the others, or is out of its range.
pub(super) fn schedule(
    table: &ScheduleTable,
    numbers: DayNumbers,
    path: &str,
    places: &Places<'_>,
) -> Result<Schedule, ScenarioError> {
    let keys = table.keys(numbers);
    let infusions = infusions(&keys, path, places)?;
    let older = older(table, keys, path, places)?;
    let given = [&infusions.amount].into_iter().chain(older.iter().map(|older| &older.infusions.amount));
    let maximum = maximum(table, given, path, places)?;
    let (start, round_to_mg) = (time_or(table.start.as_ref(), Time::ZERO), table.round_to.as_ref().map(|unit| unit.0));
    let schedule = Schedule { start, route: table.route.into(), infusions, older, maximum, round_to_mg };
    check_vials(&schedule, &format!("{path}.round_to"), places)?;
    Ok(schedule)
}

/// What amounts are rounded to is something, and the maximum holds it.
fn check_vials(schedule: &Schedule, path: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    let Some(unit) = schedule.round_to_mg else { return Ok(()) };
    places.check(unit > 0.0, path, || "amounts have no multiples of nothing: expected more than 0 mg".into())?;
    let given = [&schedule.infusions].into_iter().chain(schedule.older.iter().map(|older| &older.infusions));
    let most = given.filter_map(|infusions| schedule.most(infusions)).fold(f64::INFINITY, f64::min);
    places.check(unit <= most, path, || {
        let (unit, most) = (short(unit), short(most));
        format!("no multiple of {unit} mg is within the maximum of {most} mg: expected at most that")
    })
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

/// What older patients get, from the youngest band to the oldest.
fn older(
    table: &ScheduleTable,
    younger: Keys<'_>,
    path: &str,
    places: &Places<'_>,
) -> Result<Vec<Older>, ScenarioError> {
    let mut bands: Vec<(usize, &OlderTable)> = table.older.iter().flat_map(|many| &many.0).enumerate().collect();
    bands.sort_by_key(|(_, band)| band.from());
    let next = bands.iter().skip(1).map(|(_, band)| Some(band.from())).chain([None]);
    bands
        .iter()
        .zip(next)
        .map(|((index, band), next)| {
            let path = format!("{path}.older.{index}");
            check_ages(band, next, &path, places)?;
            check_kind(band, &younger, &path, places)?;
            let infusions = infusions(&band.keys(younger), &path, places)?;
            Ok(Older { from_age_years: time(&band.from_age).in_years(), infusions })
        })
        .collect()
}

/// A band ends where the next one begins, and the last does not end.
fn check_ages(band: &OlderTable, next: Option<i64>, path: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    let years = |seconds| short(Time::seconds(seconds).in_years());
    let from = years(band.from());
    places.check(next != Some(band.from()), &format!("{path}.from_age"), || {
        format!("two bands begin at {from} y: expected each age in one of them")
    })?;
    let Some(below) = band.below() else { return Ok(()) };
    let message = match next {
        _ if below <= band.from() => format!("the band from {from} y ends before it begins: expected a higher age"),
        None => format!("ages from {} y on are in no band: expected a last band without `below_age`", years(below)),
        Some(next) if next < below => {
            let (next, below) = (years(next), years(below));
            format!("ages from {next} to {below} y are in two bands: expected this one to end below {next} y")
        }
        Some(next) if next > below => {
            let (next, below) = (years(next), years(below));
            format!("ages from {below} to {next} y are in no band: expected this one to end below {next} y")
        }
        Some(_) => return Ok(()),
    };
    Err(places.fault(&format!("{path}.below_age"), message))
}

/// Older patients get a dose where younger ones get a dose, and a rate where they get a rate.
fn check_kind(band: &OlderTable, younger: &Keys<'_>, path: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    let (key, other, example) = match (younger.rate, &band.dose, &band.rate) {
        (Some(_), Some(Measured(dose)), _) => ("dose", "rate", format!("{}/d", dose.written)),
        (None, _, Some(_)) => ("rate", "dose", "100 mg/m2".into()),
        _ => return Ok(()),
    };
    let message =
        format!("younger patients get a `{other}`: expected one of it for older ones, such as {other} = \"{example}\"");
    Err(places.fault(&format!("{path}.{key}"), message))
}
