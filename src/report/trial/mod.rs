//! The folder `output/<name>/` of a virtual trial: data as clinical programmers know them, the tables of the source, a report
//! for everybody. Left out: drawing (figures arrive drawn), reading a trial back, and what a submission needs beyond the
//! data (controlled terminology, metadata, reviewer's guides). `docs/trial_files.md` tells how the data files are read.
//!
//! | file | what it holds |
//! |---|---|
//! | `subjects.csv`, `.parquet`, `.json` | one row for each subject, like ADSL; `.json` is Dataset-JSON 1.1 |
//! | `adverse_events` | severe infections and bleedings, like ADAE |
//! | `response` | examinations, responses, relapses, best response, like ADRS |
//! | `exposure` | one row for each infusion, like EX |
//! | `laboratory` | blood counts of each day with their grades, like ADLB |
//! | `pharmacokinetics` | AUC and Cmax of each drug in the first course, and own numbers, like PP |
//! | `time_to_event` | survival, event-free survival, time to and duration of response, like ADTTE |
//! | `trials.csv`, `.parquet` | one row for each repeated trial |
//! | `trial.json` | everything that is shown, with every digit |
//! | `tables/*.csv` | the tables of the report, one row for each cell |
//! | `columns.csv` | what each column of these files means |
//! | `scenarios/*.toml` | the scenario as it was run |
//! | `provenance.json` | version, seed, hashes, and the command that makes the result again |
//! | `figures/`, `figures.cbor`, `report.html` | figures, what they are drawn from, and the report |

mod adverse_event_table;
mod calendar;
mod cell;
mod count_tables;
mod document;
mod exposure_table;
mod knowledge_tables;
mod laboratory_table;
mod person;
mod pharmacokinetics_table;
mod product;
mod response_table;
mod subject_table;
mod subject_tables;
mod summary;
mod terminal;
mod time_to_event_table;
mod trials_table;
mod verdict;

pub use document::trial_document;
pub use product::trial_product;
pub use terminal::trial_text;

use super::{
    FailedPatient, Made, Table,
    contradiction_table::contradiction_table,
    headline_table::headline_table,
    ledger_table::ledger_assumed_first,
    table::Layout,
    two_arm::{two_arm_power_table, two_arm_table},
};
use cenersim_analyses::{
    published::{check, trial as published},
    trial::{Trial, TrialResult, Trials},
};

/// Everything that is shown.
const RESULT: &str = "trial.json";
/// Repeated trials one by one: as CSV, which is part of the fingerprint, and as Parquet.
const TRIALS: [&str; 2] = ["trials.csv", "trials.parquet"];
/// The data files of the trial that is shown, in the order of the recipe of the fingerprint but for the repeated trials,
/// which come before the last.
const LAYOUTS: [&Layout; 7] = [
    &subject_table::LAYOUT,
    &adverse_event_table::LAYOUT,
    &response_table::LAYOUT,
    &exposure_table::LAYOUT,
    &laboratory_table::LAYOUT,
    &pharmacokinetics_table::LAYOUT,
    &time_to_event_table::LAYOUT,
];
/// The files of its own.
pub const FILES: &[&str] = &{
    let mut files = [RESULT; 3 + 3 * LAYOUTS.len()];
    [files[1], files[2]] = TRIALS;
    let mut at = 0;
    while at < 3 * LAYOUTS.len() {
        files[3 + at] = LAYOUTS[at / 3].files[at % 3];
        at += 1;
    }
    files
};

/// What is known about one trial.
#[derive(Clone, Copy, Debug)]
pub struct TrialRecord<'a> {
    /// Protocol and arms.
    pub trial: &'a Trial,
    /// Trial 1, and what repeated trials give.
    pub result: &'a TrialResult,
    /// Repeated trials one by one; none without them.
    pub trials: Option<&'a Trials>,
    /// The scenario as it was run: its name, and its text.
    pub scenario: (&'a str, &'a str),
    /// Patients of the pool whose simulation failed.
    pub failures: &'a [FailedPatient],
    /// Name of the hypothesis about p53 that was in force.
    pub hypothesis: &'a str,
    /// Program, command and time.
    pub made: Made<'a>,
}

/// All tables that have a row, as they are written to files.
/// The tables of the source first, one row for each cell.
pub fn trial_tables(record: &TrialRecord) -> Vec<Table> {
    count_tables::long(record.result)
        .chain(other_tables(record, |_| true))
        .filter(|table| !table.rows.is_empty())
        .collect()
}

/// Those that have no counterpart in the source, over true rates that are wanted.
fn other_tables(record: &TrialRecord, rates: fn(f64) -> bool) -> impl Iterator<Item = Table> {
    let result = record.result;
    let others = [
        headline_table(result.headline.as_ref()),
        subject_tables::flow(result),
        subject_tables::excluded(result),
        subject_tables::subgroups(result),
        subject_tables::curves(result),
        subject_tables::medians(result),
        subject_tables::remissions(result),
        subject_tables::stopping_path(result),
        two_arm_table(&result.two_arm, &result.arms),
        two_arm_power_table(&result.two_arm, &result.arms),
        knowledge_tables::effects(result),
        knowledge_tables::contrasts(result),
        knowledge_tables::responders(result),
        knowledge_tables::stopping(result),
        knowledge_tables::characteristics(result, rates),
        knowledge_tables::power(result, rates),
        knowledge_tables::pool(result),
        contradiction_table(&contradictions(result)),
        count_tables::distributions(result),
        ledger(record),
    ];
    others.into_iter()
}

/// The numbers of the model as the trial used them, the assumed ones first.
fn ledger(record: &TrialRecord) -> Table {
    let Some(arm) = record.trial.arms.first() else { return Table::default() };
    ledger_assumed_first(&[("all arms", &arm.ledger)])
}

/// Why the published tables cannot all be true; nothing if another trial stands beside this one.
fn contradictions(result: &TrialResult) -> Vec<String> {
    let found = if result.protocol.published.is_empty() { check(published()) } else { Vec::new() };
    found.iter().map(ToString::to_string).collect()
}
