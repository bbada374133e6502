//! Measures: the fields of the course record that are endpoints, and the days of survival up to the horizon.
//! Left out: shares of patients, which are rates (see `endpoint`).
//!
//! A measure is told apart by its name alone: names are what files hold, and what equality and serialization go by.
//! Order is that of the places given in [`fields`](super::fields), which is the order of rows in tables.

use super::{
    Record,
    estimand::{self, Estimand},
    fields::{Asked, Field, MILESTONES},
};
use cenersim_model::curves::Survival;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{cmp::Ordering, fmt};

/// Days of survival. Nothing of them is censored, because they are counted up to the horizon only.
struct Days {
    /// The name in files and options.
    name: &'static str,
    /// How it is asked for, shown and compared.
    endpoint: Asked,
    /// Both end with the horizon, so that nothing is censored.
    estimand: Estimand,
    /// Days from the survival of one course and the horizon (d).
    of: fn(&Survival, f64) -> f64,
}

static DAYS: [Days; 2] = [
    Days {
        name: "overall_survival",
        endpoint: Asked::more(8, "Alive within the horizon"),
        estimand: Estimand { end: "horizon", ..estimand::SURVIVAL },
        of: alive,
    },
    Days {
        name: "disease_free_survival",
        endpoint: Asked::more(9, "Alive in remission within the horizon"),
        // Without a remission there are no such days.
        estimand: Estimand { end: "horizon", ..estimand::EVENT_FREE },
        of: disease_free,
    },
];

/// Where a measure comes from.
#[derive(Clone, Copy)]
enum Source {
    /// Of the record of the course.
    Field(&'static Field),
    /// Of survival, counted up to the horizon.
    Days(&'static Days),
}

/// A number of each patient: a field of the record, or days of survival.
/// In the unit of [`Measure::unit`]; means and medians over units are formed of it.
#[derive(Clone, Copy)]
pub struct Measure(Source);

impl Measure {
    /// Both days of survival and every milestone that is an endpoint.
    const COUNT: usize = DAYS.len() + asked(&MILESTONES);

    /// All measures by their places.
    pub const ALL: [Self; Self::COUNT] = {
        let mut all = [Self(Source::Days(&DAYS[0])); Self::COUNT];
        let mut index = 0;
        while index < DAYS.len() {
            all[DAYS[index].endpoint.place] = Self(Source::Days(&DAYS[index]));
            index += 1;
        }
        set_in(&MILESTONES, &mut all);
        all
    };

    /// The measure of this name, for names that are known when the program is built.
    ///
    /// # Panics
    /// If there is none; where a constant is made of it, the program does not compile.
    pub const fn named(name: &str) -> Self {
        let mut place = 0;
        while place < Self::COUNT {
            if same(Self::ALL[place].name(), name) {
                return Self::ALL[place];
            }
            place += 1;
        }
        panic!("there is no measure of this name")
    }

    /// How it is asked for, shown and compared.
    const fn asked(self) -> Asked {
        match self.0 {
            Source::Field(field) => field.endpoint.expect("only fields that are endpoints are measures"),
            Source::Days(days) => days.endpoint,
        }
    }

    /// The name in files.
    /// Unique, in snake case, and the same in options, columns and JSON.
    pub const fn name(self) -> &'static str {
        match self.0 {
            Source::Field(field) => field.name,
            Source::Days(days) => days.name,
        }
    }

    /// The name in figures and tables.
    pub const fn label(self) -> &'static str {
        self.asked().label
    }

    /// What it does with what comes between.
    pub fn estimand(self) -> Option<Estimand> {
        match self.0 {
            Source::Field(field) => field.estimand(),
            Source::Days(days) => Some(days.estimand),
        }
    }

    /// The unit in figures and tables.
    /// `cells`, `log10`, `G/L` or `d`.
    pub const fn unit(self) -> &'static str {
        match self.0 {
            Source::Field(field) => field.unit,
            Source::Days(_) => "d",
        }
    }

    /// Another name that options understand.
    pub const fn alias(self) -> Option<&'static str> {
        self.asked().alias
    }

    /// Whether a patient is better off with more of it.
    pub const fn more_is_better(self) -> bool {
        self.asked().more_is_better
    }

    /// Whether it spans decades, so that only its logarithm can be drawn.
    pub const fn spans_decades(self) -> bool {
        self.asked().spans_decades
    }

    /// The number of one course. Days of survival are counted up to the horizon, so nothing is censored.
    /// NaN where the course has no such number.
    pub fn of(self, record: &Record, horizon_days: f64) -> f64 {
        match self.0 {
            Source::Field(field) => field.number(record).unwrap_or(f64::NAN),
            Source::Days(days) => (days.of)(&record.outcome.survival, horizon_days),
        }
    }
}

/// How many of these fields are endpoints.
const fn asked(fields: &[Field]) -> usize {
    let (mut index, mut count) = (0, 0);
    while index < fields.len() {
        count += fields[index].endpoint.is_some() as usize;
        index += 1;
    }
    count
}

/// Sets each endpoint at its place.
const fn set_in(fields: &'static [Field], all: &mut [Measure]) {
    let mut index = 0;
    while index < fields.len() {
        if let Some(asked) = fields[index].endpoint {
            all[asked.place] = Measure(Source::Field(&fields[index]));
        }
        index += 1;
    }
}

/// Whether two texts are the same, in a constant.
const fn same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut index = 0;
    while index < one.len() && index < other.len() && one[index] == other[index] {
        index += 1;
    }
    index == one.len() && index == other.len()
}

impl fmt::Debug for Measure {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str(self.name())
    }
}

impl PartialEq for Measure {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Measure {}

impl PartialOrd for Measure {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Measure {
    fn cmp(&self, other: &Self) -> Ordering {
        self.asked().place.cmp(&other.asked().place)
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'a> Deserialize<'a> for Measure {
    fn deserialize<D: Deserializer<'a>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        let found = Self::ALL.into_iter().find(|measure| measure.name() == name);
        found.ok_or_else(|| D::Error::custom(format!("`{name}` is no measure")))
    }
}

/// Days to death or the horizon.
fn alive(survival: &Survival, horizon_days: f64) -> f64 {
    survival.death_day.map_or(horizon_days, |day| day.min(horizon_days))
}

/// Days from the first remission to relapse, death or the horizon, whichever is first.
/// Zero without a remission, so that the mean over all patients is of all patients and not only of those in remission.
fn disease_free(survival: &Survival, horizon_days: f64) -> f64 {
    let end = survival.relapse_day.unwrap_or(f64::INFINITY).min(alive(survival, horizon_days));
    survival.response_day.map_or(0.0, |response| (end - response).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::fields::fields;
    use std::collections::BTreeSet;

    #[test]
    fn every_field_that_is_an_endpoint_is_a_measure_at_its_own_place() {
        let fields = fields().filter(|field| field.endpoint.is_some()).map(|field| field.name);
        let asked: BTreeSet<&str> = fields.chain(DAYS.iter().map(|days| days.name)).collect();
        assert_eq!(Measure::ALL.iter().map(|measure| measure.name()).collect::<BTreeSet<_>>(), asked);
        assert!(Measure::ALL.iter().enumerate().all(|(place, measure)| measure.asked().place == place));
    }

    #[test]
    fn a_measure_comes_back_from_its_name() {
        for measure in Measure::ALL {
            assert_eq!(Measure::named(measure.name()), measure);
            assert_eq!(serde_json::from_value::<Measure>(serde_json::json!(measure)).unwrap(), measure);
        }
        assert!(serde_json::from_str::<Measure>("\"cure\"").is_err());
    }
}
