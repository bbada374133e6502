//! The shipped defaults are what `cenersim calibrate scenarios/calibration.toml` found: every calibrated number is the median
//! of the shipped posterior, to three figures, says so, and nothing else does.
//! Left out: computing the posterior again, which takes half an hour (`.ci/run` calibrates with a small budget).

use cenersim::{calibration::Posterior, parameters::Ledger, report::read_posterior, scenario::Scenario};
use std::path::{Path, PathBuf};

/// What a calibrated number says of itself.
const SAYS: &str = "posterior median of scenarios/calibration.toml";

fn shipped(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios").join(file)
}

fn posterior() -> Posterior {
    read_posterior(&shipped("posterior.parquet")).unwrap()
}

/// As it is written in the ledger.
fn three_figures(value: f64) -> f64 {
    format!("{value:.2e}").parse().unwrap()
}

#[test]
fn defaults_are_the_medians_of_the_shipped_posterior() {
    let ledger = Ledger::defaults();
    for ((path, median), unit) in posterior().medians().into_iter().zip(posterior().units) {
        let entry = ledger.get(&path).unwrap();
        assert_eq!(entry.value.magnitude(), three_figures(median), "{path}");
        assert_eq!(entry.value.unit(), unit, "{path}");
    }
}

#[test]
fn the_posterior_is_that_of_the_shipped_scenario() {
    let (posterior, scenario) = (posterior(), Scenario::read(&shipped("calibration.toml"), &[]).unwrap());
    let wanted = scenario.calibration.unwrap();
    assert_eq!(posterior.paths, wanted.parameters);
    assert_eq!(posterior.draws.len(), wanted.posterior_draws as usize);
    assert_eq!((posterior.scenario.as_str(), posterior.seed), ("calibration", scenario.settings.seed));
}

#[test]
fn calibrated_numbers_say_so_and_no_others() {
    let (ledger, posterior) = (Ledger::defaults(), posterior());
    let say: Vec<&str> =
        ledger.entries().filter(|(_, entry)| entry.about.contains(SAYS)).map(|(path, _)| path).collect();
    let mut calibrated: Vec<&str> = posterior.paths.iter().map(String::as_str).collect();
    calibrated.sort_unstable();
    assert_eq!(say, calibrated);
}
