//! Whether a point of the ranges describes patients who can exist. Left out: whether such patients are probable.

use cenersim_model::{
    biology::{self, Blood},
    clinic,
    engine::Seed,
    parameters::Ledger,
    patient::{Patient, enrolled},
};
use std::ops::RangeInclusive;

/// Whether these numbers describe cells, blood and a clinic that can exist in those of these patients who have the smallest
/// and the largest leukemia.
pub fn can_exist(ledger: &Ledger, patients: impl Iterator<Item = Patient>) -> bool {
    if Blood::check(ledger).is_err() || clinic::check(ledger).is_err() {
        return false;
    }
    extremes(patients.collect()).iter().all(|patient| biology::check(ledger, patient).is_ok())
}

/// Patients of the population by number.
pub fn enrolled_between(ledger: &Ledger, seed: u64, numbers: RangeInclusive<u64>) -> impl Iterator<Item = Patient> {
    numbers.map(move |number| enrolled(ledger, Seed::new(seed), number))
}

/// The patients with the smallest and the largest burden.
fn extremes(mut patients: Vec<Patient>) -> Vec<Patient> {
    patients.sort_by(|a, b| a.burden.total_cmp(&b.burden));
    let last = patients.len() - 1;
    patients.into_iter().enumerate().filter(|(index, _)| [0, last].contains(index)).map(|(_, one)| one).collect()
}
