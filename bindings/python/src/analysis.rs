//! An analysis and its result: where its data files lie, its tables, figures and sentences.

use crate::{errors::raised, table::Table, watch::watched};
use cenersim::{
    cli::embedded::{Analyzed, Watch, analyzed},
    plot::{Figure, png},
    report::{Frame, html},
};
use pyo3::{exceptions::PyKeyError, prelude::*, types::PyBytes};
use std::{collections::BTreeMap, ffi::OsString, path::PathBuf};

/// Does what the arguments of an analysis ask; data files go to a folder in `output`.
#[pyfunction]
#[pyo3(signature = (arguments, output, progress=None))]
pub fn analyze(
    py: Python<'_>,
    arguments: Vec<OsString>,
    output: PathBuf,
    progress: Option<Py<PyAny>>,
) -> PyResult<Analysis> {
    let work = |watch: &Watch| analyzed(&arguments, &output, watch);
    watched(py, progress, work)?.map(Analysis).map_err(|refusal| raised(py, refusal))
}

/// A result whose data files lie in a folder.
#[pyclass(frozen, module = "cenersim._cenersim")]
pub struct Analysis(Analyzed);

impl Analysis {
    fn figure(&self, name: &str) -> PyResult<&Figure> {
        let missing = || PyKeyError::new_err(format!("no figure is named `{name}`"));
        self.0.product.document.figures().find(|figure| figure.name == name).ok_or_else(missing)
    }
}

#[pymethods]
impl Analysis {
    #[getter]
    fn folder(&self) -> PathBuf {
        self.0.folder.clone()
    }

    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    #[getter]
    fn kind(&self) -> &str {
        self.0.product.kind
    }

    #[getter]
    fn plan(&self) -> &str {
        &self.0.plan
    }

    #[getter]
    fn notes(&self) -> Vec<String> {
        self.0.notes.clone()
    }

    #[getter]
    fn failed(&self) -> Vec<String> {
        self.0.failed.clone()
    }

    /// What follows, in two sentences that claim no more than the intervals allow.
    #[getter]
    fn verdict(&self) -> String {
        self.0.product.verdict.join(" ")
    }

    /// The results as the command prints them.
    #[getter]
    fn terminal(&self) -> &str {
        &self.0.product.terminal
    }

    /// The results as JSON.
    #[getter]
    fn json(&self) -> &str {
        &self.0.product.json
    }

    /// The report, a page that needs no other file.
    fn report(&self) -> String {
        html(&self.0.product.document)
    }

    /// Names and titles of the figures.
    fn figures(&self) -> Vec<(String, String)> {
        self.0.product.document.figures().map(|figure| (figure.name.clone(), figure.title.clone())).collect()
    }

    fn svg(&self, name: &str) -> PyResult<&str> {
        Ok(&self.figure(name)?.svg)
    }

    /// What it shows in words.
    fn alt(&self, name: &str) -> PyResult<&str> {
        Ok(&self.figure(name)?.alt)
    }

    #[pyo3(signature = (name, width=None, height=None))]
    fn png<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        width: Option<u32>,
        height: Option<u32>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let (figure, look) = (self.figure(name)?, &self.0.look);
        let (width, height) = (width.unwrap_or(look.width), height.unwrap_or(look.height));
        Ok(PyBytes::new(py, &py.detach(|| png(figure, width, height))))
    }

    /// Files of the tables by name.
    fn tables(&self, py: Python<'_>) -> PyResult<BTreeMap<String, String>> {
        Frame::files(&self.0.folder).map_err(|error| raised(py, cenersim::cli::Failure::from(error).into()))
    }

    /// Reads a table by its path in the folder.
    fn table(&self, py: Python<'_>, file: &str) -> PyResult<Table> {
        let frame = py.detach(|| Frame::read(&self.0.folder, file));
        frame.map(Table::of).map_err(|error| raised(py, cenersim::cli::Failure::from(error).into()))
    }
}
