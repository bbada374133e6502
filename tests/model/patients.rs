//! Patients that tests simulate: the shipped scenarios with a few settings changed, and cohorts of patients who differ.

use cenersim::{
    curves::Course,
    quantity::Time,
    scenario::Scenario,
    simulation::{self, Case, replicates},
};
use std::path::Path;

/// A shipped scenario with changes as on the command line.
pub fn scenario(file: &str, changes: &[&str]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let changes: Vec<String> = changes.iter().map(|change| (*change).to_owned()).collect();
    Scenario::read(&path, &changes).unwrap_or_else(|error| panic!("{}", error.render(false)))
}

/// All replicates of the first arm of a scenario.
pub fn courses(scenario: &Scenario) -> Vec<Course> {
    replicates(&case(scenario), |_| {})
}

/// The first arm of a scenario in its own patient.
pub fn case(scenario: &Scenario) -> Case<'_> {
    Case {
        ledger: &scenario.ledger,
        correlations: &scenario.correlations,
        patient: &scenario.patient,
        regimen: &scenario.arms[0],
        settings: &scenario.settings,
        snapshots: &[],
    }
}

/// One course of each of `number` patients drawn from the population, with 64 agents for each class.
pub fn cohort(scenario: &Scenario, number: u64, days: f64) -> Vec<Course> {
    let mut scenario = scenario.clone();
    scenario.settings.agents_per_class = 64;
    scenario.settings.horizon = Time::days(days);
    simulation::cohort(&case(&scenario), 1..number + 1, |course| course)
}
