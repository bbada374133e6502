//! Schedule: one way of giving a drug, as one infusion again and again on chosen days, before the body size of a patient is
//! known.
//! Left out: amounts that change from day to day, which are schedules of their own.

use super::{Administration, Body, Drug, PlannedDose, Route, dose_table::decimals};
use crate::quantity::Time;

/// Hours.
const DAY: f64 = 24.0;

/// The size of a patient that doses go by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Size {
    /// Weight and height.
    pub body: Body,
    /// A larger body surface counts as this one (m2).
    pub surface_at_most_m2: Option<f64>,
}

impl Size {
    /// As far as it counts.
    fn surface_m2(self) -> f64 {
        self.surface_at_most_m2.map_or(self.body.surface_m2(), |most| self.body.surface_m2().min(most))
    }

    /// What is said of a surface that counts as a smaller one.
    fn adjusted(self) -> Option<String> {
        let (counted, own) = (self.surface_m2(), self.body.surface_m2());
        (counted < own).then(|| format!("body surface {} instead of {} m2", decimals(counted), decimals(own)))
    }
}

/// What an amount refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The same for everybody (mg).
    Flat,
    /// Per body weight (mg/kg).
    PerWeight,
    /// Per body surface (mg/m2; Mosteller 1987).
    PerSurface,
}

impl Basis {
    /// What an amount per unit is multiplied with: 1, kg or m2.
    fn of(self, size: Size) -> f64 {
        match self {
            Self::Flat => 1.0,
            Self::PerWeight => size.body.weight_kg,
            Self::PerSurface => size.surface_m2(),
        }
    }
}

/// An amount (mg, mg/kg or mg/m2), or the same per hour for a rate, and how it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Dose {
    /// In mg, mg/kg or mg/m2, as the basis says; of a rate, the same per hour.
    pub amount: f64,
    /// What it refers to.
    pub basis: Basis,
    /// For tables, such as `12 mg/m2`.
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

    /// Unit of what an infusion or an hour gives.
    pub const fn unit(&self) -> &'static str {
        match self {
            Self::PerInfusion(_) => "mg",
            Self::PerHour(_) => "mg/h",
        }
    }

    /// What an infusion of this length gives when an infusion or an hour gives so much (mg).
    fn over(&self, mg: f64, length: Time) -> f64 {
        match self {
            Self::PerInfusion(_) => mg,
            Self::PerHour(_) => mg * length.in_hours(),
        }
    }
}

/// Infusions of one amount and one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Infusions {
    /// Dose of an infusion, or of an hour.
    pub amount: Amount,
    /// Days of the schedule, 1 being the first.
    pub days: Vec<u32>,
    /// Length of each infusion.
    pub length: Time,
    /// Infusions on each of the days.
    pub repeat: u32,
    /// Time between their starts.
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

    /// When each infusion starts, the first day beginning at `start` within the course.
    fn starts(&self, start: Time) -> impl Iterator<Item = Time> {
        self.days.iter().flat_map(move |&day| {
            let morning = start.in_hours() + f64::from(day.saturating_sub(1)) * DAY;
            (0..self.repeat).map(move |turn| Time::hours(morning + f64::from(turn) * self.every.in_hours()))
        })
    }
}

/// Other infusions for patients of at least this age, up to the next.
#[derive(Clone, Debug, PartialEq)]
pub struct Older {
    /// Youngest age (y).
    pub from_age_years: f64,
    /// What they get instead.
    pub infusions: Infusions,
}

/// A way of giving a drug, and when its first day begins within the course.
///
/// Amounts are computed in this order: dose times size, at most the maximum, times the length for a rate, the share of a
/// course with reduced doses, rounded.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Time from the start of the course.
    pub start: Time,
    /// How every infusion of it enters the body.
    pub route: Route,
    /// For patients below the ages of `older`.
    pub infusions: Infusions,
    /// Instead of the infusions above, from the youngest of these ages to the oldest.
    pub older: Vec<Older>,
    /// Most that an infusion gives (mg), or an hour where amounts are per hour (mg/h).
    pub maximum: Option<Dose>,
    /// Amounts of an infusion are multiples of this (mg): the nearest one, but at least one time and not above the maximum.
    pub round_to_mg: Option<f64>,
}

impl Schedule {
    /// The same for every age, as much as body size asks for.
    pub const fn new(start: Time, infusions: Infusions) -> Self {
        Self { start, route: Route::Intravenous, infusions, older: Vec::new(), maximum: None, round_to_mg: None }
    }

    /// Each infusion for a patient of this age and size, in a course that gives this share of every dose.
    pub(super) fn plan(&self, age_years: f64, size: Size, share: f64) -> Vec<Planned<'_>> {
        let of = self.infusions_for(age_years);
        let (amount_mg, adjusted) = self.amount(of, size, share);
        let route = self.route;
        of.starts(self.start).map(|start| Planned { start, amount_mg, route, adjusted: adjusted.clone(), of }).collect()
    }

    /// What each infusion gives (mg), and how that differs from what body size asks for.
    fn amount(&self, of: &Infusions, size: Size, share: f64) -> (f64, Vec<String>) {
        let dose = of.amount.dose();
        let asked = dose.amount * dose.basis.of(size);
        let surface = if dose.basis == Basis::PerSurface { size.adjusted() } else { None };
        let maximum = self.maximum.as_ref().filter(|maximum| maximum.amount < asked);
        let capped = maximum.map(|maximum| {
            let unit = of.amount.unit();
            format!("at most {} instead of {} {unit}", decimals(maximum.amount), decimals(asked))
        });
        let given = of.amount.over(maximum.map_or(asked, |maximum| maximum.amount), of.length) * share;
        let rounded = self.rounded(of, given);
        let changed = (rounded - given).abs() > 1e-9 * given;
        let vials = changed.then(|| format!("rounded to {} instead of {} mg", decimals(rounded), decimals(given)));
        (rounded, surface.into_iter().chain(capped).chain(vials).collect())
    }

    /// The amount of an infusion in whole multiples (mg).
    fn rounded(&self, of: &Infusions, mg: f64) -> f64 {
        let Some(unit) = self.round_to_mg.filter(|_| mg > 0.0) else { return mg };
        let most = self.most(of).map_or(f64::INFINITY, |most| libm::floor(most / unit * (1.0 + 1e-9)));
        libm::round(mg / unit).max(1.0).min(most) * unit
    }

    /// The most that such an infusion may give (mg).
    pub fn most(&self, of: &Infusions) -> Option<f64> {
        self.maximum.as_ref().map(|maximum| of.amount.over(maximum.amount, of.length))
    }

    /// What a patient of this age gets.
    pub fn infusions_for(&self, age_years: f64) -> &Infusions {
        let older = self.older.iter().rfind(|older| age_years >= older.from_age_years);
        older.map_or(&self.infusions, |older| &older.infusions)
    }

    /// Whether no patient of any age gets anything.
    pub fn gives_nothing(&self) -> bool {
        self.infusions.give_nothing() && self.older.iter().all(|older| older.infusions.give_nothing())
    }
}

/// One infusion, in time since the start of the course.
pub(super) struct Planned<'a> {
    /// Since the start of the course.
    start: Time,
    /// What is given (mg), after caps, reductions and rounding to vials.
    amount_mg: f64,
    /// How it enters the body.
    route: Route,
    /// What caps, bands of age and rounding did to the dose, in words; empty if nothing.
    adjusted: Vec<String>,
    /// The schedule it belongs to.
    of: &'a Infusions,
}

impl Planned<'_> {
    /// In a course that starts then.
    pub fn of(self, drug: Drug, course: u32, course_start: Time) -> PlannedDose {
        let start = course_start.after(self.start);
        let duration = Time::seconds(self.of.length.in_seconds().max(1));
        let (amount_mg, route) = (self.amount_mg, self.route);
        let administration = Administration { drug, start, duration, amount_mg, route, course };
        PlannedDose { administration, written: self.of.amount.dose().written.clone(), adjusted: self.adjusted }
    }
}
