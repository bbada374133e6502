//! `cenersim odd`: the description of the model by the ODD protocol.
//!
//! # What it prints
//!
//! The description by the protocol of Grimm and others (2020), made from the headers of the source files, the list
//! of processes, the columns of a cell and the ledger, so it cannot lag behind the program. `cenersim odd >
//! docs/ODD.md` is how the page in the repository is made.

use super::{Failure, print};
use cenersim::{odd::odd, parameters::Ledger, report::replace, scenario::Scenario};
use std::path::PathBuf;

/// Describe the model by the ODD protocol (Grimm et al. 2020), as Markdown.
#[derive(clap::Args)]
pub struct Odd {
    /// Write it to this file, such as docs/ODD.md, instead of printing it.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// With the numbers and the drugs of this scenario, instead of those that are shipped.
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
}

impl Odd {
    pub fn execute(&self) -> Result<(), Failure> {
        let ledger = match &self.scenario {
            Some(file) => Scenario::read(file, &[])?.ledger,
            None => Ledger::with_all_drugs(),
        };
        match &self.output {
            Some(path) => Ok(replace(path, &odd(&ledger))?),
            None => print(&odd(&ledger)),
        }
    }
}
