//! Who the patients of a comparison are before treatment, as the first arm meets them. It is in the report alone: `patients.parquet` has
//! every patient. Left out: what was drawn of their cells.

use super::{
    super::table::{Column, Table},
    ComparisonRecord,
};
use cenersim_model::patient::{Disease, Patient, Sex, Tp53};
use cenersim_statistics::quantile;
use cenersim_text::{plain, short};

/// One characteristic.
struct Row {
    what: &'static str,
    value: String,
}

/// Medians with ranges, and counts; of one patient the values.
pub fn cohort(record: &ComparisonRecord) -> Table {
    let patients = record.patients.first().copied().unwrap_or_default();
    let title = match patients.len() {
        1 => "The patient".to_owned(),
        n => format!("The {n} patients"),
    };
    let value = if patients.len() == 1 { "Value" } else { "Median (range), or number" };
    let columns = vec![
        Column::text("characteristic", "Before treatment", "What is told.", |row: &Row| row.what),
        Column::text("value", value, "Median and range, or a count; of one patient the value.", |row: &Row| {
            row.value.clone()
        }),
    ];
    let rows = rows(patients).into_iter().filter(|row| !row.value.is_empty());
    Table::of("cohort", &title, columns, if patients.is_empty() { Vec::new() } else { rows.collect() })
}

fn rows(patients: &[Patient]) -> Vec<Row> {
    let relapsed = |patient: &Patient| matches!(patient.disease, Disease::Relapsed { .. });
    let numbers = |what, unit, of: &dyn Fn(&Patient) -> Option<f64>| Row { what, value: spread(patients, unit, of) };
    let counted = |what, is: &dyn Fn(&Patient) -> bool| Row { what, value: count(patients, is) };
    vec![
        numbers("Age", "years", &|patient| Some(patient.age_years)),
        counted("Women", &|patient| patient.sex == Sex::Female),
        numbers("Weight", "kg", &|patient| Some(patient.body.weight_kg)),
        numbers("Body surface", "m\u{B2}", &|patient| Some(patient.body.surface_m2())),
        counted("Newly diagnosed", &|patient| patient.disease == Disease::NewlyDiagnosed),
        counted("Refractory", &|patient| patient.disease == Disease::Refractory),
        counted("Relapsed", &relapsed),
        numbers("First remission of those relapsed", "weeks", &first_remission),
        counted("TP53 mutated or lost", &|patient| patient.tp53 != Tp53::WildType),
        numbers("Leukemic cells", "powers of ten", &|patient| {
            Some(libm::log10(patient.burden)).filter(|log| log.is_finite())
        }),
        counted("Take drugs that disturb cenersen", &|patient| {
            patient.inhibitor.for_fever || !patient.inhibitor.periods.is_empty()
        }),
    ]
}

fn first_remission(patient: &Patient) -> Option<f64> {
    match patient.disease {
        Disease::Relapsed { first_remission } => Some(first_remission.in_days() / 7.0),
        _ => None,
    }
}

/// `61 (24 to 84) years`; nothing where nobody has the number.
fn spread(patients: &[Patient], unit: &str, of: &dyn Fn(&Patient) -> Option<f64>) -> String {
    let mut found: Vec<f64> = patients.iter().filter_map(of).collect();
    found.sort_by(f64::total_cmp);
    match found.as_slice() {
        [] => String::new(),
        [one] => format!("{} {unit}", short(*one)),
        [low, .., high] => {
            format!("{} ({} to {}) {unit}", short(quantile(&found, 0.5)), short(*low), short(*high))
        }
    }
}

/// `84 of 200 (42 %)`; of one patient yes or no.
fn count(patients: &[Patient], is: &dyn Fn(&Patient) -> bool) -> String {
    let found = patients.iter().filter(|patient| is(patient)).count();
    match patients.len() {
        1 => if found == 1 { "yes" } else { "no" }.into(),
        n => format!("{found} of {n} ({} %)", plain((100.0 * found as f64 / n as f64).round())),
    }
}
