//! The folder `output/<name>/` of a sensitivity analysis. Left out: drawing (figures arrive drawn), and reading it back.
//!
//! | file | what it holds |
//! |---|---|
//! | `points.csv`, `points.parquet` | every point at which the model was asked, with its answers |
//! | `influence.csv` | one row for each number that was varied, as the ledger shows it |
//! | `tables/*.csv` | effects, ranks, shares of the variance, and what was varied |
//! | `sensitivity.json` | everything that is shown, with every digit |
//! | `columns.csv` | what each column of these files means |
//! | `scenarios/*.toml` | the scenario as it was run |
//! | `provenance.json` | version, seed, hashes, and the command that makes the result again |
//! | `figures/`, `figures.cbor`, `report.html` | figures, what they are drawn from, and the report |

mod document;
mod points;
mod product;
mod summary;
mod tables;
mod terminal;
mod verdict;

pub use document::sensitivity_document;
pub use product::sensitivity_product;
pub use tables::{influence_table, sensitivity_tables};
pub use terminal::sensitivity_text;

use super::Made;
use cenersim_analyses::sensitivity::{Asked, SensitivityResult};
use cenersim_model::parameters::Ledger;

/// Everything that is shown, and one row for each number that was varied.
const RESULT: &str = "sensitivity.json";
const INFLUENCE: &str = "influence.csv";
/// Every point at which the model was asked, with its answers.
const POINTS: [&str; 2] = ["points.csv", "points.parquet"];
/// The files of its own.
pub const FILES: &[&str] = &[RESULT, INFLUENCE, POINTS[0], POINTS[1]];

/// What is known about one analysis.
#[derive(Clone, Copy, Debug)]
pub struct SensitivityRecord<'a> {
    /// The results.
    pub result: &'a SensitivityResult,
    /// Every point at which the model was asked.
    pub points: &'a [Asked],
    /// The scenario's own numbers.
    pub ledger: &'a Ledger,
    /// The scenario as it was run: its name, and its text.
    pub scenario: (&'a str, &'a str),
    /// What the first simulations that failed said.
    pub failures: &'a [String],
    /// Program, command and time.
    pub made: Made<'a>,
}
