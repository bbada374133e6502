//! The doses of one course as a table for a reader: absolute amounts beside the doses they came from.

use super::{PlannedDose, Regimen};
use std::fmt;

/// Prints one line for each infusion, or a sentence when there is none.
pub struct DoseTable(pub Vec<PlannedDose>);

impl DoseTable {
    /// The first course of a regimen for one patient.
    pub fn first_course(regimen: &Regimen, body: super::Body, age_years: f64) -> Self {
        Self(regimen.plan(body, age_years, 1, crate::quantity::Time::ZERO))
    }
}

impl fmt::Display for DoseTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return writeln!(f, "no drug is given");
        }
        writeln!(f, "drug        course  day   start [h]  duration [h]  amount [mg]  dose")?;
        self.0.iter().try_for_each(|dose| line(dose, f))
    }
}

fn line(dose: &PlannedDose, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let given = dose.administration;
    writeln!(
        f,
        "{:<10}  {:>6}  {:>3}  {:>10}  {:>12}  {:>11}  {}",
        given.drug.name(),
        given.course,
        given.start.in_days().floor() + 1.0,
        decimals(given.start.in_hours()),
        decimals(given.duration.in_hours()),
        decimals(given.amount_mg),
        dose.written
    )
}

/// At most two decimals.
pub(super) fn decimals(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
