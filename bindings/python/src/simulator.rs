//! A run as a function of a vector.

use crate::{errors::raised, watch::watched};
use cenersim::{
    cli::{
        Failure,
        embedded::{Refusal, request},
    },
    study::{Request, Simulator as Function, StudyError},
};
use pyo3::prelude::*;
use std::ffi::OsString;

/// A run as a function.
#[pyclass(frozen, module = "cenersim._cenersim")]
pub struct Simulator(Function);

fn refused(error: StudyError) -> Refusal {
    Failure::from(error).into()
}

#[pymethods]
impl Simulator {
    /// The run that these arguments ask for, as a function of the parameters.
    #[new]
    fn new(py: Python<'_>, arguments: Vec<OsString>, parameters: Vec<String>, outputs: Vec<String>) -> PyResult<Self> {
        let function = request(&arguments).and_then(|request| match request {
            Request::Run(run) => Function::new(&run, &parameters, &outputs).map_err(refused),
            _ => Err(Refusal::Input("this is no run: expected the arguments of `run`".into())),
        });
        function.map(Self).map_err(|refusal| raised(py, refusal))
    }

    /// Units of the outputs.
    #[getter]
    fn units(&self) -> Vec<&'static str> {
        self.0.units()
    }

    /// The outputs at each of many points.
    #[pyo3(signature = (points, seed=None))]
    fn calls(&self, py: Python<'_>, points: Vec<Vec<f64>>, seed: Option<u64>) -> PyResult<Vec<Vec<f64>>> {
        let found = watched(py, None, |watch| self.0.calls(&points, seed, &|hours| watch.report_progress(hours, 0.0)))?;
        found.map_err(|error| raised(py, refused(error)))
    }
}
