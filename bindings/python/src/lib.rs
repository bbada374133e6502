//! cenersim for Python, the compiled part: the command, analyses whose results lie in a folder, tables as Arrow, figures.
//! Left out: how arguments of Python become options of the command, which is written in Python.
//!
//! Other threads of Python go on while an analysis is computed; ten times a second the caller is asked for signals, and
//! told the progress.

mod analysis;
mod errors;
mod simulator;
mod table;
mod watch;

#[pyo3::pymodule]
mod _cenersim {
    use crate::errors::raised;
    use pyo3::prelude::*;
    use std::ffi::OsString;

    #[pymodule_export]
    use crate::{
        analysis::{Analysis, analyze},
        simulator::Simulator,
        table::Table,
    };

    /// Version of the program.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");

    /// Runs the command with these arguments, the first of which is the program, and returns its exit code.
    #[pyfunction]
    fn command(py: Python<'_>, arguments: Vec<OsString>) -> u8 {
        py.detach(|| cenersim::cli::execute(arguments))
    }

    /// What a command that reads and prints, such as `check`, prints.
    #[pyfunction]
    fn printed(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<String> {
        py.detach(|| cenersim::cli::embedded::printed(&arguments)).map_err(|refusal| raised(py, refusal))
    }

    /// Names of the shipped scenarios in this folder of theirs, such as `protocols/`; all with an empty one.
    #[pyfunction]
    fn shipped(folder: &str) -> Vec<&'static str> {
        cenersim::scenario::shipped(folder).map(|(name, _)| name).collect()
    }
}
