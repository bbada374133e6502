//! The folder `output/<name>/` of the design of a next trial. Left out: drawing (figures arrive drawn), and reading it
//! back.
//!
//! | file | what it holds |
//! |---|---|
//! | `design.json` | everything that is shown, with every digit |
//! | `tables/*.csv` | chances against patients, answers, looks, draws with their parameters, parts of the variance |
//! | `columns.csv` | what each column of these files means |
//! | `scenarios/*.toml` | the scenario as it was run |
//! | `provenance.json` | version, seed, hashes, and the command that makes the result again |
//! | `figures/`, `figures.cbor`, `report.html` | figures, what they are drawn from, and the report |

mod document;
mod product;
mod summary;
mod tables;
mod terminal;
mod verdict;

pub use document::design_document;
pub use product::design_product;
pub use tables::design_tables;
pub use terminal::design_text;

use super::Made;
use cenersim_analyses::design::{DesignResult, Source};
use cenersim_model::parameters::Ledger;

/// Everything that is shown.
const RESULT: &str = "design.json";
/// The files of its own.
pub const FILES: &[&str] = &[RESULT];

/// What is known about one design.
#[derive(Clone, Copy, Debug)]
pub struct DesignRecord<'a> {
    /// The results.
    pub result: &'a DesignResult,
    /// The parameters of the draws.
    pub source: &'a Source,
    /// The scenario's own numbers.
    pub ledger: &'a Ledger,
    /// Name of the hypothesis about p53.
    pub hypothesis: &'a str,
    /// The scenario as it was run: its name, and its text.
    pub scenario: (&'a str, &'a str),
    /// What each simulation that failed said.
    pub failures: &'a [String],
    /// Program, command and time.
    pub made: Made<'a>,
}
