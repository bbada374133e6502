//! `cenersim check`: reads scenarios and shows what they would give, without running anything.
//!
//! # Use
//!
//! ```text
//! cenersim check scenarios/*.toml
//! ```
//!
//! Every file is read as `run` would read it; the first fault of each is told with line and column, and the exit
//! code is 2 if there is any. What is right is shown as the plan of a run with its doses in mg.

use super::{Failure, complain_of, plan::plan_text, screen::say, session};
use cenersim::{scenario::Scenario, study::notes};
use std::path::PathBuf;

/// Check scenario files and show their doses for this patient; nothing is run.
#[derive(clap::Args)]
pub struct Check {
    /// Scenario files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Change a value of every file, such as patient.weight="90 kg"; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    changes: Vec<String>,
    /// Simulate doses more than a hundred times the largest published one, which are refused otherwise.
    #[arg(long)]
    allow_implausible: bool,
}

impl Check {
    /// Goes on after a faulty file, so that all of them are named.
    pub fn execute(&self) -> Result<(), Failure> {
        let mut faults = self.files.iter().filter_map(|file| self.show(file).err()).peekable();
        while let Some(failure) = faults.next() {
            if faults.peek().is_none() || matches!(failure, Failure::Run(_)) {
                return Err(failure);
            }
            complain_of(&failure);
        }
        Ok(())
    }

    fn show(&self, file: &std::path::Path) -> Result<(), Failure> {
        let changes = session::changes(&self.changes, [], self.allow_implausible);
        let scenario = Scenario::read(file, &changes)?;
        session::note(&notes(&scenario));
        scenario.arms.iter().try_for_each(|arm| say(&format!("{}\n", plan_text(&scenario, arm))))
    }
}
