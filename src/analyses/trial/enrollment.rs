//! Who comes when and goes where. The numbers that the protocol prescribes are met in every trial; which subject is one of
//! them is a permutation, and so is the order of the arms in each block. Everything belongs to (seed, number of the trial).
//! Left out: withdrawal of consent, and a pace of accrual that changes.

use super::{
    design::{Protocol, Stratum, Trial, with_shares},
    pool::Prescription,
};
use cenersim_model::{
    engine::Seed,
    parameters::Ledger,
    patient::{Disease, Patient, enrolled},
};
use rand::Rng;
use std::collections::BTreeMap;

/// A place in the trial before anybody takes it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// Day since the trial opened.
    pub day: f64,
    /// Whether the subject is refractory, a man, a user of inhibitors.
    pub prescription: Prescription,
}

/// The stream of one trial.
pub(super) fn stream(seed: u64, trial: u64) -> Seed {
    Seed::new(seed).named("trial").number(trial)
}

/// The places of one trial in order of enrollment.
///
/// Days of enrollment are uniform over the accrual and sorted; prescriptions are permutations of the quotas,
/// independent of each other and of the days.
pub(super) fn places(protocol: &Protocol, stream: Seed) -> Vec<Place> {
    let total = protocol.total();
    let mut days: Vec<f64> = (0..u64::from(total))
        .map(|subject| stream.named("accrual").number(subject).uniform() * protocol.accrual_days)
        .collect();
    days.sort_by(f64::total_cmp);
    let has = |with: u32, name: &str| permuted((0..total).map(|subject| subject < with).collect(), stream.named(name));
    let refractory = has(protocol.quotas.refractory, "refractory");
    let men = has(protocol.quotas.men, "men");
    let users = has(protocol.quotas.users, "users");
    let prescription = |i: usize| Prescription { refractory: refractory[i], man: men[i], user: users[i] };
    days.into_iter().enumerate().map(|(i, day)| Place { day, prescription: prescription(i) }).collect()
}

/// The same items in an order that belongs to the stream, every order alike (Fisher and Yates).
pub(super) fn permuted<T>(mut items: Vec<T>, stream: Seed) -> Vec<T> {
    let mut draws = stream.generator();
    for last in (1..items.len()).rev() {
        items.swap(last, below(&mut draws, last + 1));
    }
    items
}

/// A whole number below `n`, all alike but for one part in 2^64 / n.
pub(super) fn below(draws: &mut impl Rng, n: usize) -> usize {
    ((u128::from(draws.next_u64()) * n as u128) >> 64) as usize
}

/// The person of the population with this number and prescription.
///
/// Age, body, burden and all else follow from the number and the population; only the prescribed shares are set.
pub(super) fn person(ledger: &Ledger, seed: u64, number: u64, prescription: Prescription) -> Patient {
    enrolled(&prescribed(ledger, prescription), Seed::new(seed), number)
}

/// The patients of a list who take the places of one trial, in their order: so many, nobody twice, every choice alike.
pub(super) fn listed(trial: &Trial, stream: Seed, places: usize) -> Vec<Patient> {
    let rows = permuted((1..=trial.cohort.len()).collect(), stream.named("list"));
    rows.into_iter().take(places).filter_map(|row| trial.listed(row)).collect()
}

/// The population of those with this prescription.
pub(super) fn prescribed(ledger: &Ledger, prescription: Prescription) -> Ledger {
    with_shares(
        ledger,
        [
            ("population.refractory", prescription.refractory),
            ("population.male", prescription.man),
            ("population.inhibitor_use", prescription.user),
        ],
    )
}

/// Cell of the stratified randomization; `all` without strata.
///
/// Names of the strata, in the order of the protocol.
pub(super) fn stratum(protocol: &Protocol, patient: &Patient) -> String {
    let name = |stratum: &Stratum| match stratum {
        Stratum::Disease if patient.disease == Disease::Refractory => "refractory",
        Stratum::Disease => "relapsed",
        Stratum::Age60 if patient.age_years < 60.0 => "younger than 60",
        Stratum::Age60 => "60 or older",
    };
    let names: Vec<&str> = protocol.strata.iter().map(name).collect();
    if names.is_empty() { "all".into() } else { names.join(", ") }
}

/// Arms of subjects in order of enrollment, given the cells that they fall into.
///
/// Each stratum has a list of its own; a subject gets the next arm of the list of the stratum.
pub(super) fn allocated(protocol: &Protocol, stream: Seed, strata: &[String]) -> Vec<usize> {
    let blocks = protocol.blocks();
    let mut lists: BTreeMap<&str, std::vec::IntoIter<usize>> = BTreeMap::new();
    let mut arms = Vec::with_capacity(strata.len());
    for stratum in strata {
        let list = lists.entry(stratum).or_insert_with(|| blocks.list(stream, stratum).into_iter());
        arms.extend(list.next());
    }
    arms
}
