//! The folder `output/<name>/` of a calibration: draws that other commands use, tables, and a report for everybody.
//! Left out: drawing (figures arrive drawn), and the simulated courses, of which only counts are kept.
//!
//! | file | what it holds |
//! |---|---|
//! | `posterior.parquet` | equally weighted draws, one column for each parameter; see [`read_posterior`] |
//! | `draws.csv`, `.parquet` | every draw that was simulated, with its weights |
//! | `calibration.json` | everything that is shown, with every digit, without the draws |
//! | `tables/*.csv` | the tables of the report |
//! | `columns.csv` | what each column of these files means |
//! | `scenario.toml` | the scenario as it was run |
//! | `provenance.json` | version, seed, hashes, and the command that makes the result again |
//! | `figures/`, `figures.cbor`, `report.html` | figures, what they are drawn from, and the report |

mod document;
mod draws;
mod method;
mod product;
mod reading;
mod summary;
mod tables;
mod terminal;
mod verdict;

#[cfg(test)]
mod example;
#[cfg(test)]
mod reading_tests;
#[cfg(test)]
mod tests;

pub use document::calibration_document;
pub use product::calibration_product;
pub use reading::read_posterior;
pub use tables::calibration_tables;
pub use terminal::calibration_text;

use super::{FailedPatient, Made};
use cenersim_analyses::calibration::Calibrated;
use cenersim_model::parameters::Ledger;

/// Everything that is shown but the draws.
const RESULT: &str = "calibration.json";
/// Equally weighted draws, and all that were simulated.
const POSTERIOR: &str = "posterior.parquet";
const DRAWS: [&str; 2] = ["draws.csv", "draws.parquet"];
/// The files of its own.
pub const FILES: &[&str] = &[RESULT, POSTERIOR, DRAWS[0], DRAWS[1]];

/// What is known about one calibration.
#[derive(Clone, Copy, Debug)]
pub struct CalibrationRecord<'a> {
    /// The results.
    pub calibrated: &'a Calibrated,
    /// Equally weighted draws: a row for each, a value for each parameter, in its unit.
    pub posterior: &'a [Vec<f64>],
    /// The scenario as it was run: its name, and its text.
    pub scenario: (&'a str, &'a str),
    /// The numbers of the model before the calibration.
    pub ledger: &'a Ledger,
    /// Patients whose simulation failed.
    pub failures: &'a [FailedPatient],
    /// Program, command and time.
    pub made: Made<'a>,
}
