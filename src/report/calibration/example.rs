//! A made-up calibration for the tests of this module.

use super::{
    super::{FailedPatient, Made},
    CalibrationRecord,
};
use cenersim_analyses::calibration::Calibrated;
use cenersim_model::parameters::Ledger;
use made_up::example;
use std::time::Duration;

pub use made_up::Fate;

#[path = "../../plot/calibration/example.rs"]
mod made_up;

/// Owned data that a [`CalibrationRecord`] borrows.
pub struct Example {
    pub calibrated: Calibrated,
    pub posterior: Vec<Vec<f64>>,
    pub ledger: Ledger,
    pub failures: Vec<FailedPatient>,
}

impl Example {
    pub fn new(parameters: usize, fate: Fate) -> Self {
        let calibrated = example(parameters, 90, fate);
        let posterior = calibrated.draws.iter().step_by(3).map(|draw| draw.values.clone()).collect();
        Self { calibrated, posterior, ledger: Ledger::defaults(), failures: Vec::new() }
    }

    /// Hands out what is borrowed.
    pub fn with<T>(&self, use_it: impl FnOnce(&CalibrationRecord) -> T) -> T {
        use_it(&CalibrationRecord {
            calibrated: &self.calibrated,
            posterior: &self.posterior,
            scenario: ("calibration", "title = \"x\"\n"),
            ledger: &self.ledger,
            failures: &self.failures,
            made: Made {
                name: "calibration",
                command: "cenersim calibrate scenarios/calibration.toml",
                version: "0.1.0",
                commit: "abc",
                wall: Duration::from_secs(3),
            },
        })
    }
}
