//! The folder `output/qualification/`: every check as a table, as JSON and as a report, and the comparison with a table that
//! was kept. Left out: drawing (figures arrive drawn).
//!
//! | file | what it holds |
//! |---|---|
//! | `qualification.csv` | one row for each check: published and simulated, with verdict and reason |
//! | `qualification.json` | the same, with every digit |
//! | `columns.csv` | what each column of these files means |
//! | `scenarios/regimens.toml` | the regimens as they were given |
//! | `provenance.json` | version, seed, hashes, and the command that makes the result again |
//! | `figures/`, `figures.cbor`, `report.html` | figures, what they are drawn from, and the report |

mod committed;
mod document;
mod json;
mod product;
mod summary;
mod table;
mod terminal;
mod verdict;

#[cfg(test)]
mod tests;

pub use committed::differences;
pub use document::qualification_document;
pub use product::qualification_product;
pub use table::qualification_table;
pub use terminal::qualification_text;

use super::Made;
use cenersim_model::parameters::Ledger;
use cenersim_qualification::Qualification;

/// The files of its own: the checks as a table and as JSON.
pub const FILES: &[&str] = &[CHECKS, RESULT];
const CHECKS: &str = "qualification.csv";
const RESULT: &str = "qualification.json";

/// What is known about one qualification.
#[derive(Clone, Copy, Debug)]
pub struct QualificationRecord<'a> {
    /// The results.
    pub found: &'a Qualification,
    /// The regimens as they were given, a scenario.
    pub regimens: &'a str,
    /// Values of all parameters.
    pub ledger: &'a Ledger,
    /// Program, command and time.
    pub made: Made<'a>,
}
