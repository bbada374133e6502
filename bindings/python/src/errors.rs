//! Refusals as exceptions of Python, whose classes are written there.

use cenersim::cli::embedded::Refusal;
use pyo3::{exceptions::PyKeyboardInterrupt, prelude::*, types::PyType};

/// The exception of a refusal, with its sentence.
pub fn raised(py: Python<'_>, refusal: Refusal) -> PyErr {
    let (class, sentence) = match refusal {
        Refusal::Input(sentence) => ("ScenarioError", sentence),
        Refusal::Run(sentence) => ("SimulationError", sentence),
        Refusal::Interrupted => return PyKeyboardInterrupt::new_err(()),
    };
    let found = py.import("cenersim._errors").and_then(|module| module.getattr(class));
    found
        .and_then(|class| Ok(class.cast_into::<PyType>()?))
        .map_or_else(|error| error, |class| PyErr::from_type(class, sentence))
}
