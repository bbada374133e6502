//! The doses of one course as a table for a reader: absolute amounts beside the doses they came from. Hours count from the
//! beginning of day 1.

use super::{Body, DayNumbers, NextCourse, PlannedDose, Regimen, Route};
use crate::quantity::Time;
use std::fmt;

/// Prints one line for each infusion, or a sentence when there is none.
pub struct DoseTable {
    /// In order of time.
    pub doses: Vec<PlannedDose>,
    /// How the days of the table are numbered.
    pub days: DayNumbers,
}

impl DoseTable {
    /// The first course of a regimen for one patient.
    pub fn first_course(regimen: &Regimen, body: Body, age_years: f64) -> Self {
        Self::of(0, regimen, body, age_years)
    }

    /// A course of an entry, as of [`Regimen::expand_of`], from its own start on; its number is the lowest it can have.
    pub fn of(entry: usize, regimen: &Regimen, body: Body, age_years: f64) -> Self {
        let before = regimen.courses.further.iter().take(entry.saturating_sub(1));
        let certain = before.filter(|further| further.when == NextCourse::Always).map(|further| further.most);
        let number = 1 + u32::from(entry > 0) + certain.sum::<u32>();
        Self { doses: regimen.plan_of(entry, body, age_years, number, Time::ZERO), days: regimen.days }
    }

    /// Letters of the column of drugs.
    fn name_width(&self) -> usize {
        let longest = self.doses.iter().map(|dose| dose.administration.drug.name().len()).max();
        longest.unwrap_or(0).max("idarubicin".len())
    }

    /// One row: drug, course, day, start and duration (h), amount (mg), and the dose it came from.
    fn line(&self, dose: &PlannedDose, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let given = dose.administration;
        writeln!(
            f,
            "{:<width$}  {:>6}  {:>3}  {:>10}  {:>12}  {:>11}  {}",
            given.drug.name(),
            given.course,
            self.days.number(libm::floor(given.start.in_days()) as i64),
            decimals(self.days.since_day_one(given.start).in_hours()),
            decimals(given.duration.in_hours()),
            decimals(given.amount_mg),
            written(dose),
            width = self.name_width(),
        )
    }
}

impl fmt::Display for DoseTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.doses.is_empty() {
            return writeln!(f, "no drug is given");
        }
        let width = self.name_width();
        writeln!(f, "{:<width$}  course  day   start [h]  duration [h]  amount [mg]  dose", "drug")?;
        self.doses.iter().try_for_each(|dose| self.line(dose, f))
    }
}

/// The dose as written, and how it is given unless it is infused into a vein.
fn written(dose: &PlannedDose) -> String {
    match dose.administration.route {
        Route::Intravenous => dose.written.clone(),
        route => format!("{} {}", dose.written, route.name()),
    }
}

/// At most two decimals.
pub(super) fn decimals(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
