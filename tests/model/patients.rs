//! Patients that tests simulate: the shipped scenarios with a few settings changed, and cohorts of patients who differ.

use cenersim::{
    curves::Course,
    quantity::Time,
    scenario::Scenario,
    simulation::{Case, replicates},
};
use rayon::prelude::*;
use std::path::Path;

/// A shipped scenario with changes as on the command line.
pub fn scenario(file: &str, changes: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    Scenario::read(&path, &changes).unwrap_or_else(|error| panic!("{}", error.render(false)))
}

/// All replicates of the first arm of a scenario.
pub fn courses(scenario: &Scenario) -> Vec<Course> {
    let case = Case {
        ledger: &scenario.ledger,
        correlations: &scenario.correlations,
        patient: &scenario.patient,
        regimen: &scenario.arms[0],
        settings: &scenario.settings,
        snapshots: &[],
    };
    replicates(&case, |_| {})
}

/// One course of each of `number` patients drawn from the population, with 64 agents for each class.
pub fn cohort(scenario: &Scenario, number: u64, days: f64) -> Vec<Course> {
    let one = |patient: u64| {
        let mut scenario = scenario.clone();
        scenario.patient.number = patient;
        scenario.settings.replicates = 1;
        scenario.settings.agents_per_class = 64;
        scenario.settings.horizon = Time::days(days);
        courses(&scenario).remove(0)
    };
    (1..=number).into_par_iter().map(one).collect()
}
