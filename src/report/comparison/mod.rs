//! The folder `output/<name>/` of a comparison: results for statisticians as Parquet and CSV, a report for everybody.
//! Left out: drawing (figures arrive drawn), and reading a comparison back.
//!
//! | file | what it holds |
//! |---|---|
//! | `patients.parquet` | one row for each patient, arm and replicate |
//! | `curves.parquet` | quantiles over all courses of an arm, one row for each variable and day |
//! | `comparison.json` | arms, rates, measures, pairs, attribution, sweep, failures: all but curves and single patients |
//! | `tables/*.csv` | the tables of the report with every digit, and the steps of the survival curves |
//! | `columns.csv` | what each column of these files means |
//! | `scenarios/*.toml` | the scenarios as they were run |
//! | `provenance.json` | version, seed, hashes, and the command that makes the result again |
//! | `figures/`, `figures.cbor`, `report.html` | figures, what they are drawn from, and the report |

mod arm_tables;
mod band_table;
mod cohort_table;
mod course_table;
pub(super) mod document;
mod json;
mod pair_tables;
mod product;
mod summary;
pub(super) mod terminal;
mod verdict;

#[cfg(test)]
mod example;
#[cfg(test)]
mod saying_tests;
#[cfg(test)]
mod tests;

pub use document::comparison_document;
pub use product::{comparison_input, comparison_product};
pub use terminal::comparison_text;
pub(super) use verdict::{due_to_cenersen, survivals};

use super::{
    FailedPatient, Made, Table,
    headline_table::headline_table,
    two_arm::{two_arm_power_table, two_arm_table},
};
use cenersim_analyses::comparison::{Compared, Record};
use cenersim_model::{
    parameters::Ledger,
    patient::{Cohort, Patient},
    simulation::Individual,
    treatment::Regimen,
};

/// All but curves and single patients, and a row for each course.
const RESULT: &str = "comparison.json";
const PATIENTS: &str = "patients.parquet";
/// The files of its own.
pub const FILES: &[&str] = &[RESULT, PATIENTS];

/// What is known about one comparison.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonRecord<'a> {
    /// The results.
    pub compared: &'a Compared,
    /// Every course of the arms of `compared`, in the order of the rows of `patients.parquet`.
    pub records: &'a [Record],
    /// Patients by name, to whose rows the numbers of `patients` refer; empty without a list.
    pub cohort: &'a Cohort,
    /// The patients as each arm meets them, one list for each arm, in ascending order of their numbers.
    pub patients: &'a [&'a [Patient]],
    /// What is known of them before treatment, in the same order: own numbers, and what plasma meets in the first course.
    pub individuals: &'a [&'a [Individual]],
    /// What each arm gives; those of the arms of `compared`, in their order.
    pub regimens: &'a [&'a Regimen],
    /// The numbers of the model, one ledger for each arm.
    pub ledgers: &'a [&'a Ledger],
    /// Scenarios as they were run: stem of the file, and its text.
    pub scenarios: &'a [(String, String)],
    /// Patients who are in no result.
    pub failures: &'a [FailedPatient],
    /// Name of the hypothesis about p53 that was in force; several, with commas, where arms differ in it.
    pub hypothesis: &'a str,
    /// Program, command and time.
    pub made: Made<'a>,
}

/// All tables of a comparison that have a row, in the order of a report.
///
/// Each is a file of its name in `tables/`:
///
/// | name | a row is |
/// |---|---|
/// | `headline` | a prediction for an arm, or for TP53, under a hypothesis |
/// | `responses`, `rates`, `measures`, `deaths` | a response, rate, measure or cause of death in an arm |
/// | `survival_medians`, `survival` | a survival of an arm; a step of its curve |
/// | `differences_rates`, `differences_measures` | a rate or measure in a pair of arms, second less first |
/// | `two_arm`, `two_arm_power` | a contrast of a pair of arms; the power of a randomized trial of them |
/// | `attribution` | a drug's share in an endpoint of an arm |
/// | `sweep` | an endpoint of an arm at a point of the grid |
/// | `doses` | an infusion of the first course for the reference patient |
pub fn comparison_tables(compared: &Compared) -> Vec<Table> {
    let names: Vec<String> = compared.arms.iter().map(|arm| arm.name.clone()).collect();
    let tables = [
        headline_table(compared.headline.as_ref()),
        arm_tables::responses(compared),
        arm_tables::rates(compared),
        arm_tables::measures(compared),
        arm_tables::survival_medians(compared),
        arm_tables::deaths(compared),
        arm_tables::survival(compared),
        pair_tables::rate_differences(compared),
        pair_tables::measure_differences(compared),
        two_arm_table(&compared.two_arm, &names),
        two_arm_power_table(&compared.two_arm, &names),
        pair_tables::attribution(compared),
        pair_tables::sweep(compared),
        arm_tables::doses(compared),
    ];
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// Whom one row of a result stands for.
fn units(compared: &Compared) -> &'static str {
    if compared.population { "patients" } else { "replicates" }
}
