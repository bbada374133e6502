//! Schedule: one way of giving a drug, as one infusion again and again on chosen days, before the body size of a patient is
//! known. Left out: routes other than a vein, and amounts that change from day to day, which are schedules of their own.

use super::{Administration, Body, Drug, PlannedDose};
use crate::quantity::Time;

const DAY: f64 = 24.0;

/// What an amount refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    Flat,
    PerWeight,
    PerSurface,
}

impl Basis {
    /// What an amount per unit is multiplied with for this body: 1, kg or m2.
    pub fn size(self, body: Body) -> f64 {
        match self {
            Self::Flat => 1.0,
            Self::PerWeight => body.weight_kg,
            Self::PerSurface => body.surface_m2(),
        }
    }
}

/// An amount (mg, mg/kg or mg/m2), or the same per hour for a rate, and how it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    pub amount: f64,
    pub basis: Basis,
    pub written: String,
}

/// What each infusion gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// This dose, however long it takes.
    PerInfusion(Dose),
    /// This dose in each hour.
    PerHour(Dose),
}

impl Amount {
    /// The dose of an infusion or of an hour.
    pub const fn dose(&self) -> &Dose {
        match self {
            Self::PerInfusion(dose) | Self::PerHour(dose) => dose,
        }
    }

    /// What an infusion of this length gives this body (mg).
    fn in_mg(&self, body: Body, length: Time) -> f64 {
        let dose = self.dose();
        let amount = dose.amount * dose.basis.size(body);
        match self {
            Self::PerInfusion(_) => amount,
            Self::PerHour(_) => amount * length.in_hours(),
        }
    }
}

/// Infusions of one amount and one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Infusions {
    pub amount: Amount,
    /// Days of the schedule, 1 being the first.
    pub days: Vec<u32>,
    /// Length of each infusion.
    pub length: Time,
    /// Infusions on each of the days, and the time between their starts.
    pub repeat: u32,
    pub every: Time,
}

impl Infusions {
    /// This dose once on each of the days.
    pub const fn daily(dose: Dose, days: Vec<u32>, length: Time) -> Self {
        Self { amount: Amount::PerInfusion(dose), days, length, repeat: 1, every: Time::ZERO }
    }

    /// A constant rate, the dose being per hour, from the start of the first day.
    pub fn continuous(rate: Dose, duration: Time) -> Self {
        Self { amount: Amount::PerHour(rate), days: vec![1], length: duration, repeat: 1, every: Time::ZERO }
    }

    /// Whether nobody gets anything.
    pub fn give_nothing(&self) -> bool {
        self.amount.dose().amount == 0.0 || self.length == Time::ZERO
    }

    /// Each infusion, the first day beginning at `start` within the course.
    pub(super) fn plan(&self, start: Time, body: Body) -> Vec<Planned<'_>> {
        let amount_mg = self.amount.in_mg(body, self.length);
        let starts = self.days.iter().flat_map(|&day| {
            let morning = start.in_hours() + f64::from(day.saturating_sub(1)) * DAY;
            (0..self.repeat).map(move |turn| Time::hours(morning + f64::from(turn) * self.every.in_hours()))
        });
        starts.map(|start| Planned { start, amount_mg, of: self }).collect()
    }
}

/// Other infusions for patients of at least this age.
#[derive(Clone, Debug, PartialEq)]
pub struct Older {
    pub from_age_years: f64,
    pub infusions: Infusions,
}

/// A way of giving a drug, and when its first day begins within the course.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    pub start: Time,
    pub infusions: Infusions,
    pub older: Option<Older>,
}

impl Schedule {
    /// The same for every age.
    pub const fn new(start: Time, infusions: Infusions) -> Self {
        Self { start, infusions, older: None }
    }

    /// What a patient of this age gets.
    pub fn infusions_for(&self, age_years: f64) -> &Infusions {
        let older = self.older.as_ref().filter(|older| age_years >= older.from_age_years);
        older.map_or(&self.infusions, |older| &older.infusions)
    }

    /// Whether no patient of any age gets anything.
    pub fn gives_nothing(&self) -> bool {
        self.infusions.give_nothing() && self.older.as_ref().is_none_or(|older| older.infusions.give_nothing())
    }
}

/// One infusion, in time since the start of the course.
pub(super) struct Planned<'a> {
    start: Time,
    amount_mg: f64,
    of: &'a Infusions,
}

impl Planned<'_> {
    /// In a course that starts then.
    pub fn of(self, drug: Drug, course: u32, course_start: Time) -> PlannedDose {
        let start = course_start.after(self.start);
        let duration = Time::seconds(self.of.length.in_seconds().max(1));
        let administration = Administration { drug, start, duration, amount_mg: self.amount_mg, course };
        PlannedDose { administration, written: self.of.amount.dose().written.clone() }
    }
}
