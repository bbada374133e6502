//! Prescriptions in words: each drug of the first course with its doses as they are written and its days. Left out: amounts for
//! a body, and later courses.

use cenersim_model::{
    patient::Patient,
    quantity::Time,
    treatment::{Administration, DayNumbers, Drug, PlannedDose, Regimen},
};
use cenersim_text::fixed;
use std::collections::BTreeSet;

/// Each drug of the first course as it is prescribed: `12 mg/m2, days 1–3`.
pub fn prescriptions(regimen: &Regimen, patient: &Patient) -> Vec<(Drug, String)> {
    prescribed(&regimen.plan(patient.body, patient.age_years, 1, Time::ZERO), regimen.days)
}

/// Each drug with its doses as they are written and the days on which they run: `12 mg/m2, days 1–3`.
fn prescribed(plan: &[PlannedDose], numbers: DayNumbers) -> Vec<(Drug, String)> {
    let drugs: BTreeSet<Drug> = plan.iter().map(|dose| dose.administration.drug).collect();
    let of = |drug: Drug| {
        let given: Vec<&PlannedDose> = plan.iter().filter(|dose| dose.administration.drug == drug).collect();
        let written: BTreeSet<&str> = given.iter().map(|dose| dose.written.as_str()).collect();
        let days: BTreeSet<i64> = given.iter().flat_map(|dose| days_of(&dose.administration)).collect();
        let starts = given.iter().map(|dose| dose.administration.start.in_days().floor() as u32);
        let daily = given.len() / starts.collect::<BTreeSet<u32>>().len().max(1);
        let times = if daily > 1 { format!(" {daily} times a day") } else { String::new() };
        (drug, format!("{}{times}, {}", written.into_iter().collect::<Vec<_>>().join(" and "), ranges(&days, numbers)))
    };
    drugs.into_iter().map(of).collect()
}

/// Days on which an infusion runs, as whole days before them.
fn days_of(given: &Administration) -> std::ops::RangeInclusive<i64> {
    let first = given.start.in_days().floor() as i64;
    // Rounding must not begin another day.
    let last = (given.end().in_days() - 1e-9).ceil() as i64 - 1;
    first..=last.max(first)
}

/// `day 1`, `days 1–3`, `days 1, 3, 5`, as the protocol numbers them.
fn ranges(days: &BTreeSet<i64>, numbers: DayNumbers) -> String {
    let all: Vec<i64> = days.iter().copied().collect();
    let named = |day: &i64| fixed(numbers.number(*day) as f64, 0);
    let range = |run: &[i64]| match run {
        [first, .., last] => format!("{}–{}", named(first), named(last)),
        [day] => named(day),
        [] => String::new(),
    };
    let runs: Vec<String> = all.chunk_by(|a, b| a + 1 == *b).map(range).collect();
    format!("{} {}", if all.len() == 1 { "day" } else { "days" }, runs.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::treatment::Route;

    fn dose(drug: Drug, day: f64, hours: f64, written: &str) -> PlannedDose {
        let (start, duration) = (Time::days(day), Time::hours(hours));
        let administration =
            Administration { drug, start, duration, amount_mg: 1.0, route: Route::Intravenous, course: 1 };
        PlannedDose { administration, written: written.into(), adjusted: Vec::new() }
    }

    #[test]
    fn a_prescription_has_doses_and_days_as_they_are_written() {
        let idarubicin = (1..4).map(|day| dose(Drug::Idarubicin, f64::from(day), 0.25, "12 mg/m2"));
        let cytarabine = [0.0, 0.5, 2.0, 2.5].map(|day| dose(Drug::Cytarabine, day, 2.0, "1 g/m2"));
        let cenersen = [dose(Drug::Cenersen, 0.0, 168.0, "2.4 mg/kg/d")];
        let found =
            prescribed(&idarubicin.chain(cytarabine).chain(cenersen).collect::<Vec<_>>(), DayNumbers::default());
        let of = |drug| found.iter().find(|(other, _)| *other == drug).map(|(_, told)| told.as_str());
        assert_eq!(of(Drug::Idarubicin), Some("12 mg/m2, days 2–4"));
        assert_eq!(of(Drug::Cytarabine), Some("1 g/m2 2 times a day, days 1, 3"));
        assert_eq!(of(Drug::Cenersen), Some("2.4 mg/kg/d, days 1–7"));
    }
}
