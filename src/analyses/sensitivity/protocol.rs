//! The protocol of an analysis: which numbers are varied, in how many patients, at how many points. Left out: faults of one
//! value alone, such as a wrong unit, which the reader of the scenario finds itself.

use crate::ranges::{Input, is_varied_by_default};
use cenersim_model::{parameters::Ledger, quantity::nearest};
use std::fmt;

/// One thing that does not fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Path below `sensitivity`, such as `trajectories` or `parameters.2`.
    pub key: String,
    /// One sentence: what was found, what was expected.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`sensitivity.{}`: {}", self.key, self.message)
    }
}

impl std::error::Error for Fault {}

/// An analysis before anything is simulated.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Protocol {
    /// Name of the arm.
    pub arm: String,
    /// Virtual patients, the same at every point.
    pub patients: u32,
    /// Trajectories of the screening.
    pub trajectories: u32,
    /// Levels of the grid of the screening, an even number.
    pub levels: u32,
    /// Rows of the matrices of the second stage.
    pub rows: u32,
    /// Inputs that go into the second stage.
    pub kept: u32,
    /// Paths of the numbers that are varied; empty for all that are by default.
    pub parameters: Vec<String>,
}

/// Sizes within which an analysis says something, and ends.
const TRAJECTORIES: std::ops::RangeInclusive<u32> = 4..=1000;
/// Rows of each matrix of the second stage.
const ROWS: std::ops::RangeInclusive<u32> = 16..=100_000;
/// Patients at each point.
const PATIENTS: std::ops::RangeInclusive<u32> = 1..=100_000;
/// Levels of each parameter in the screening; at least two, between which it moves.
const LEVELS: std::ops::RangeInclusive<u32> = 2..=100;

/// A fault of this key.
fn fault(key: impl Into<String>, message: impl Into<String>) -> Fault {
    Fault { key: key.into(), message: message.into() }
}

/// A number must lie in the range; `why` says what is wrong with another one.
fn within(key: &str, found: u32, range: &std::ops::RangeInclusive<u32>, why: &str) -> Result<(), Fault> {
    if range.contains(&found) {
        return Ok(());
    }
    Err(fault(key, format!("{found} {why}: expected {} to {}", range.start(), range.end())))
}

impl Protocol {
    /// Whether the numbers fit each other, with so many inputs.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self, inputs: usize) -> Result<(), Fault> {
        within("patients", self.patients, &PATIENTS, "patients have no mean that could be computed")?;
        within("trajectories", self.trajectories, &TRAJECTORIES, "trajectories have no interval that means anything")?;
        within("levels", self.levels, &LEVELS, "levels make no grid")?;
        if self.levels % 2 == 1 {
            let message = format!("{} levels are an odd number: expected an even one, such as 4", self.levels);
            return Err(fault("levels", message));
        }
        within("rows", self.rows, &ROWS, "rows have no variance that could be divided")?;
        if self.kept == 0 || self.kept as usize > inputs {
            let message = format!("{} of {inputs} inputs cannot be kept: expected 1 to {inputs}", self.kept);
            return Err(fault("kept", message));
        }
        Ok(())
    }

    /// What is varied, in the order of the ledger.
    ///
    /// # Errors
    /// If a path is no number of the ledger, has no range, or is there twice.
    pub fn inputs(&self, ledger: &Ledger) -> Result<Vec<Input>, Fault> {
        for (index, path) in self.parameters.iter().enumerate() {
            self.check_path(ledger, index, path)?;
        }
        let varied = |path: &str, entry| match self.parameters.is_empty() {
            true => is_varied_by_default(path, entry),
            false => self.parameters.iter().any(|named| named == path),
        };
        let inputs = ledger.entries().filter(|(path, entry)| varied(path, entry));
        Ok(inputs.filter_map(|(path, entry)| Input::of(path, entry)).collect())
    }

    /// A number of the ledger with a range, named once.
    fn check_path(&self, ledger: &Ledger, index: usize, path: &str) -> Result<(), Fault> {
        let key = || format!("parameters.{index}");
        let Some(entry) = ledger.get(path) else {
            let near = nearest(path, ledger.entries().map(|(known, _)| known));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let message = format!("unknown parameter `{path}`: expected one that `cenersim parameters` lists{hint}");
            return Err(fault(key(), message));
        };
        if Input::of(path, entry).is_none() {
            return Err(fault(key(), format!("`{path}` has no range in the ledger: expected a number that has one")));
        }
        if self.parameters[..index].iter().any(|other| other == path) {
            return Err(fault(key(), format!("`{path}` is there twice: expected each parameter once")));
        }
        Ok(())
    }
}
