//! Trials of a few real patients, and of patients of whom only the response is made up.

use super::*;
use crate::{comparison::Arm, scenario::Scenario, simulation::Settings};
use std::path::Path;

/// The shipped trial with fewer agents.
fn shipped(file: &str, agents_per_class: u32) -> Trial {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file);
    let scenario = Scenario::read(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
    let arm = |(index, regimen): (usize, &crate::treatment::Regimen)| Arm {
        name: regimen.name.clone(),
        regimen: regimen.clone(),
        ledger: scenario.ledger.clone(),
        correlations: scenario.correlations.clone(),
        patient: scenario.patient.clone(),
        without_inhibitors: false,
        published: scenario.published[index].clone(),
    };
    let arms = scenario.arms.iter().enumerate().map(arm).collect();
    let settings = Settings { agents_per_class, ..scenario.settings };
    Trial::new(&scenario.title, scenario.trial.expect("a trial"), arms, &settings).unwrap()
}

#[test]
fn timing() {
    let trial = shipped("phase2.toml", 512);
    let start = std::time::Instant::now();
    let single = trial.conduct(1, &|_| {}).unwrap();
    eprintln!("single {:?}", start.elapsed());
    let mut small = trial.clone();
    small.protocol.pool = 24;
    let start = std::time::Instant::now();
    let pool = small.simulate_pool(&|_| {});
    eprintln!("pool of 24 {:?}", start.elapsed());
    let start = std::time::Instant::now();
    let result = trial.result(single, None);
    eprintln!("result {:?}", start.elapsed());
    for table in &result.tables {
        eprintln!("{}", table.title);
        for cell in table.cells.iter().flatten() {
            eprintln!("  {:40} {:12} published {:?} this {:?}", cell.row, cell.column, cell.published, cell.this_trial);
        }
    }
    eprintln!("{:?}", result.trial.consort);
    eprintln!("{} members", pool.members.len());
}
