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
pub fn can_exist(ledger: &Ledger, seed: u64, patients: RangeInclusive<u64>) -> bool {
    if Blood::check(ledger).is_err() || clinic::check(ledger).is_err() {
        return false;
    }
    extremes(ledger, Seed::new(seed), patients).iter().all(|patient| biology::check(ledger, patient).is_ok())
}

/// The patients with the smallest and the largest burden.
fn extremes(ledger: &Ledger, seed: Seed, numbers: RangeInclusive<u64>) -> Vec<Patient> {
    let mut patients: Vec<Patient> = numbers.map(|number| enrolled(ledger, seed, number)).collect();
    patients.sort_by(|a, b| a.burden.total_cmp(&b.burden));
    let last = patients.len() - 1;
    patients.into_iter().enumerate().filter(|(index, _)| [0, last].contains(index)).map(|(_, one)| one).collect()
}
