//! Patients who are in no result because their simulation failed, in files and reports.
//!
//! # When there is one
//!
//! A simulation that panics, for instance because a parameter outside its range makes a level infinite, ends one
//! patient and not the analysis. The row has the patient, the seed and the message with arm and replicate, which is
//! all that is needed to repeat it; the exit code is 1 although all files are written.

use super::table::{Column, Table};

/// A patient who is in no result because their simulation failed.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FailedPatient {
    /// Number of the patient.
    pub patient: u64,
    /// The seed that repeats it.
    pub seed: u64,
    /// What went wrong, in one sentence.
    pub message: String,
}

/// Patients who are in no result.
pub fn failure_table(failures: &[FailedPatient]) -> Table {
    let columns = vec![
        Column::number(
            "patient",
            "Patient",
            "",
            "Number of the patient who is in no result.",
            |failed: &&FailedPatient| failed.patient,
        ),
        Column::text("seed", "Seed", "The seed that repeats the failure.", |failed: &&FailedPatient| {
            failed.seed.to_string()
        }),
        Column::text("message", "What went wrong", "What went wrong.", |failed: &&FailedPatient| {
            failed.message.clone()
        }),
    ];
    Table::of("failures", "Patients whose simulation failed", columns, failures)
}
