//! Patients and arms that the benches simulate: those of `benches/scenario.toml`.

#![allow(dead_code, reason = "every bench uses a part")]

use cenersim::{
    curves::Course,
    patient::Patient,
    scenario::Scenario,
    simulation::{Case, Settings, simulate},
};

/// The shipped scenario of the benches.
pub fn scenario() -> Scenario {
    Scenario::parse("benches", include_str!("../scenario.toml")).unwrap_or_else(|error| panic!("{error}"))
}

/// Patient `number` of a cohort that differs in everything the ledger gives a spread, in arm `arm`.
pub fn course(scenario: &Scenario, settings: &Settings, number: u64, arm: usize, replicate: u32) -> Course {
    let patient = Patient { number, ..scenario.patient.clone() };
    let case = Case {
        ledger: &scenario.ledger,
        correlations: &scenario.correlations,
        patient: &patient,
        regimen: &scenario.arms[arm],
        settings,
        snapshots: &[],
    };
    simulate(&case, replicate, &|_| {})
}
