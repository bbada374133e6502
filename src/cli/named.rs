//! `--patients-from`: patients by name, from a list, as a change of every scenario. Left out: what a list says (see
//! `cenersim::scenario`).

use super::Failure;
use cenersim::scenario::patients_from;
use std::path::PathBuf;

/// Whom an analysis of patients is about.
#[derive(Clone, clap::Args)]
pub struct NamedPatients {
    /// Patients by name, one in each row of this CSV (as `cenersim patients` writes it): covariates and entries of the ledger as
    /// columns, units in the header, such as weight [kg]; what is missing is drawn.
    #[arg(long, value_name = "FILE")]
    pub patients_from: Option<PathBuf>,
}

impl NamedPatients {
    /// The changes of a scenario, with the list behind them.
    pub fn added_to(&self, mut changes: Vec<String>) -> Result<Vec<String>, Failure> {
        if let Some(list) = &self.patients_from {
            changes.extend(patients_from(list)?);
        }
        Ok(changes)
    }
}
