//! A list of patients as CSV, in the layout that is read. Numbers have every digit, so that a list that is read back gives the
//! same patients. Left out: periods of inhibitors in days, where digits would be lost.

use super::column::Column;
use cenersim_model::{
    parameters::Ledger,
    patient::{Disease, Patient, Sex, Tp53},
    quantity::Time,
};

/// The patients' own numbers of an entry of the ledger, one for each patient (canonical unit), which a list has as a column.
pub struct Own<'a> {
    /// Path in the ledger.
    pub path: &'a str,
    /// In the order of the patients.
    pub numbers: Vec<f64>,
}

/// The list of these patients, who are called by their numbers. `ledger` has the units of own numbers.
pub fn written(patients: &[Patient], own: &[Own], ledger: &Ledger) -> String {
    /// Units in the header, by column; the others have none. Spans are in hours, as days would lose digits.
    const UNITS: [(&str, &str); 6] = [
        ("age", " [y]"),
        ("weight", " [kg]"),
        ("height", " [cm]"),
        ("first_remission", " [h]"),
        ("burden", " [cells]"),
        ("inhibitor_periods", " [h]"),
    ];
    let head = |name: &str| {
        let unit = UNITS.iter().find(|(other, _)| *other == name).map_or("", |(_, unit)| unit);
        format!("{name}{unit}")
    };
    let covariates = Column::NAMES.into_iter().filter(|name| *name != "chemosensitivity").map(head);
    let heads: Vec<String> = covariates.chain(own.iter().map(|own| head_of(own.path, ledger))).collect();
    let line = |(index, patient): (usize, &Patient)| {
        let numbers = own.iter().map(|own| in_unit(own.path, own.numbers[index], ledger));
        cells(patient).into_iter().chain(numbers).collect::<Vec<_>>().join(",") + "\n"
    };
    heads.join(",") + "\n" + &patients.iter().enumerate().map(line).collect::<String>()
}

/// The column of an entry, with its unit if it has one.
fn head_of(path: &str, ledger: &Ledger) -> String {
    match ledger.get(path).map_or("", |entry| entry.value.unit()) {
        "" => path.to_owned(),
        unit => format!("{path} [{unit}]"),
    }
}

/// A number in the unit of its entry.
fn in_unit(path: &str, canonical: f64, ledger: &Ledger) -> String {
    ledger.get(path).map_or(canonical, |entry| entry.value.with_canonical(canonical).magnitude()).to_string()
}

/// The cells of the covariates of one patient.
fn cells(patient: &Patient) -> Vec<String> {
    let sex = if patient.sex == Sex::Male { "male" } else { "female" };
    let remission = match patient.disease {
        Disease::Relapsed { first_remission } => first_remission.in_hours().to_string(),
        _ => String::new(),
    };
    let tp53 = match patient.tp53 {
        Tp53::WildType => "wild_type",
        Tp53::Mutant => "mutant",
        Tp53::Null => "null",
    };
    let period = |(from, until): &(Time, Time)| format!("{} to {}", from.in_hours(), until.in_hours());
    let periods: Vec<String> = patient.inhibitor.periods.iter().map(period).collect();
    vec![
        patient.number.to_string(),
        patient.number.to_string(),
        patient.age_years.to_string(),
        sex.into(),
        patient.body.weight_kg.to_string(),
        patient.body.height_cm.to_string(),
        patient.disease.name().into(),
        remission,
        tp53.into(),
        patient.burden.to_string(),
        if periods.is_empty() { "none".into() } else { periods.join(" and ") },
        patient.inhibitor.for_fever.to_string(),
    ]
}
