//! The infusions of a schedule or of one band of ages: a dose or a rate, how long, and on which days.
//! Left out: who gets them and how much at most (see `schedules`).
//!
//! | written | means |
//! |---|---|
//! | `dose`, `infusion`, `days` | on each of the days one infusion of this length |
//! | the same with `every` and `repeat` | on each day so many, so far apart; without `repeat` as many as fit the day |
//! | `rate`, `duration` | one continuous infusion |
//! | `rate`, `days` | on each of the days one of `duration` or `infusion`, by default the whole day |

use super::{
    ScenarioError,
    compose::Places,
    days::{self, Days},
};
use cenersim_model::{
    quantity::Time,
    treatment::{DayNumbers, Dose, Infusions},
};

/// Most infusions of one schedule; a dose a minute for a week.
pub(super) const MOST_INFUSIONS: u64 = 10_080;
/// Schedules go by days of 24 h.
const DAY: Time = Time::days(1.0);

/// The keys that say what each infusion is.
#[derive(Clone, Copy)]
pub(super) struct Keys<'a> {
    /// Amount of each infusion.
    pub dose: Option<&'a Dose>,
    /// Amount per hour of a continuous infusion; excludes a dose.
    pub rate: Option<&'a Dose>,
    /// Days with infusions; day 1 where none are written.
    pub days: Option<&'a Days>,
    /// Length of each infusion of a dose, or of a rate on days.
    pub infusion: Option<Time>,
    /// Length of the continuous infusion.
    pub duration: Option<Time>,
    /// Between the starts of infusions of a day.
    pub every: Option<Time>,
    /// Infusions of a day.
    pub repeat: Option<u32>,
    /// How the arm numbers its days.
    pub numbers: DayNumbers,
}

impl Keys<'_> {
    /// Infusions on each day; without a number of them as many as the time between them leaves room for.
    fn repeat(&self) -> u32 {
        let fills = |every: Time| libm::floor(DAY.in_hours() / every.in_hours().max(1.0 / 60.0)).max(1.0) as u32;
        self.repeat.unwrap_or_else(|| self.every.map_or(1, fills))
    }

    /// Day 1, where nothing else is said.
    fn day_one(&self) -> Vec<u32> {
        vec![self.numbers.before_day_one() + 1]
    }
}

/// Reads the keys at this path.
///
/// # Errors
/// Neither dose nor rate, both, or keys that do not go with the one that is there.
pub(super) fn infusions(keys: &Keys<'_>, path: &str, places: &Places<'_>) -> Result<Infusions, ScenarioError> {
    match (keys.dose, keys.rate) {
        (Some(dose), None) => of_doses(keys, dose, path, places),
        (None, Some(rate)) => of_rate(keys, rate, path, places),
        (Some(_), Some(_)) => {
            let drug = path.split('.').nth(2).unwrap_or_default();
            let message = format!(
                "`dose` and `rate` exclude each other: expected one of them; \
                 `[[arm.{drug}]]` instead of `[arm.{drug}]` replaces all that an extended file gives"
            );
            Err(places.fault(path, message))
        }
        (None, None) => {
            Err(places.fault(path, "missing key `dose` or `rate`: expected one such as dose = \"12 mg/m2\""))
        }
    }
}

/// Keys of doses and of rates do not mix.
fn check_absent(present: bool, path: &str, key: &str, with: &str, places: &Places<'_>) -> Result<(), ScenarioError> {
    places.check(!present, &format!("{path}.{key}"), || {
        format!("`{key}` does not go with this: {with}; expected either dose, days and infusion, or rate and duration")
    })
}

/// A length that must be written.
fn given(span: Option<Time>, path: &str, key: &str, places: &Places<'_>) -> Result<Time, ScenarioError> {
    span.ok_or_else(|| {
        let message = format!("missing key `{key}`: expected how long it runs, such as {key} = \"24 h\"");
        places.fault(path, message)
    })
}

/// The length of an infusion of a dose, which must be given and take time.
fn length(keys: &Keys<'_>, path: &str, places: &Places<'_>) -> Result<Time, ScenarioError> {
    let span = given(keys.infusion, path, "infusion", places)?;
    places.check(span.in_seconds() >= 1, &format!("{path}.infusion"), || {
        "an infusion takes time: expected more than 0 min; a bolus is \"5 min\"".into()
    })?;
    Ok(span)
}

/// At least 1 s between infusions of a day, at most 24 h without `repeat`, and 10,080 infusions in all.
fn of_doses(keys: &Keys<'_>, dose: &Dose, path: &str, places: &Places<'_>) -> Result<Infusions, ScenarioError> {
    check_absent(keys.duration.is_some(), path, "duration", "`dose` has `infusion`", places)?;
    let length = length(keys, path, places)?;
    let days = keys.days.map_or_else(|| Ok(keys.day_one()), |days| ordinals(days, keys.numbers, path, places))?;
    places.check(keys.repeat.is_none() || keys.every.is_some(), path, || {
        "`repeat` needs the time between infusions: expected it as well, such as repeat = 2 and every = \"12 h\"".into()
    })?;
    let every = keys.every.unwrap_or(Time::ZERO);
    places.check(keys.every.is_none_or(|every| every.in_seconds() >= 1), &format!("{path}.every"), || {
        "repeated infusions need time between them: expected more than 0 h, such as \"12 h\"".into()
    })?;
    places.check(keys.repeat.is_some() || every <= DAY, &format!("{path}.every"), || {
        format!("infusions {} h apart do not come every day: expected at most 24 h, and `days`", every.in_hours())
    })?;
    let repeat = keys.repeat();
    places.check(
        (1..=MOST_INFUSIONS).contains(&(u64::from(repeat) * days.len() as u64)),
        &format!("{path}.repeat"),
        || format!("{repeat} infusions a day on {} days: expected 1 to {MOST_INFUSIONS} in all", days.len()),
    )?;
    Ok(Infusions { repeat, every, ..Infusions::daily(dose.clone(), days, length) })
}

/// On several days each infusion lasts 24 h at most, so that they do not overlap.
fn of_rate(keys: &Keys<'_>, rate: &Dose, path: &str, places: &Places<'_>) -> Result<Infusions, ScenarioError> {
    let with = "`rate` has `duration`, `start` and `days`";
    check_absent(keys.infusion.is_some() && keys.days.is_none(), path, "infusion", with, places)?;
    places.check(keys.infusion.is_none() || keys.duration.is_none(), &format!("{path}.infusion"), || {
        "`infusion` and `duration` both say how long a rate runs on each day: expected one of them".into()
    })?;
    check_absent(keys.repeat.is_some(), path, "repeat", with, places)?;
    check_absent(keys.every.is_some(), path, "every", with, places)?;
    let duration = keys.duration.or(keys.infusion);
    let Some(days) = keys.days else {
        let continuous = Infusions::continuous(rate.clone(), given(duration, path, "duration", places)?);
        return Ok(Infusions { days: keys.day_one(), ..continuous });
    };
    let days = ordinals(days, keys.numbers, path, places)?;
    let duration = duration.unwrap_or(DAY);
    places.check(duration <= DAY || days.len() == 1, &format!("{path}.duration"), || {
        let hours = duration.in_hours();
        format!("a rate on chosen days runs for {hours} h on each: expected at most 24 h; without `days` it runs on")
    })?;
    Ok(Infusions { days, ..Infusions::continuous(rate.clone(), duration) })
}

/// Days as those of a course, from 1; each exists and is there once.
fn ordinals(days: &Days, numbers: DayNumbers, path: &str, places: &Places<'_>) -> Result<Vec<u32>, ScenarioError> {
    let (path, written) = (format!("{path}.days"), days.numbers(numbers));
    places.check(!written.is_empty(), &path, || "no day is listed: expected at least one, such as [1, 2, 3]".into())?;
    let one = |(index, day): (usize, &i64)| {
        let path = format!("{path}.{index}");
        places.check(!written[..index].contains(day), &path, || {
            format!("day {day} is listed twice: expected each day once; use `repeat` for more infusions a day")
        })?;
        days::ordinal(*day, numbers).map_err(|fault| places.fault(&path, fault))
    };
    written.iter().enumerate().map(one).collect()
}
