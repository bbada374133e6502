//! A table as Arrow. Its values are handed over as they lie in memory (Arrow PyCapsule interface), so pandas, polars, duckdb
//! and pyarrow read it without a copy.

use crate::errors::raised;
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray, RecordBatch, RecordBatchIterator,
    RecordBatchOptions, ffi_stream::FFI_ArrowArrayStream,
};
use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use arrow_schema::{Field, Schema};
use cenersim::{
    cli::Failure,
    report::{Filled, Frame, Series},
};
use pyo3::{exceptions::PyKeyError, prelude::*, types::PyCapsule};
use std::{collections::HashMap, sync::Arc};

/// A table with units and meanings of its columns.
#[pyclass(frozen, module = "cenersim._cenersim")]
pub struct Table(RecordBatch);

impl Table {
    pub fn of(frame: Frame) -> Self {
        let rows = frame.rows();
        let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = frame.columns.into_iter().map(column).unzip();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), arrays, &options);
        Self(batch.expect("columns of a table have as many rows"))
    }

    fn about(&self, key: &str) -> Vec<(String, String)> {
        let said = |field: &Arc<Field>| Some((field.name().clone(), field.metadata().get(key)?.clone()));
        self.0.schema().fields().iter().filter_map(said).collect()
    }
}

/// The values become those of the array as they are.
fn column(Series { name, unit, meaning, values, present }: Series) -> (Field, ArrayRef) {
    let missing = present.contains(&false);
    let nulls = missing.then(|| NullBuffer::new(BooleanBuffer::from(present)));
    let array: ArrayRef = match values {
        Filled::Whole(all) => Arc::new(Int64Array::new(all.into(), nulls)),
        Filled::Number(all) => Arc::new(Float64Array::new(all.into(), nulls)),
        Filled::Truth(all) => Arc::new(BooleanArray::new(all.into(), nulls)),
        Filled::Text(all, ends) => {
            let offsets: ScalarBuffer<i64> = std::iter::once(0).chain(ends.into_iter().map(|end| end as i64)).collect();
            Arc::new(LargeStringArray::new(OffsetBuffer::new(offsets), Buffer::from(all.into_bytes()), nulls))
        }
    };
    let about = [("unit", unit), ("meaning", meaning)].map(|(key, said)| (key.to_owned(), said));
    let about: HashMap<String, String> = about.into_iter().filter(|(_, said)| !said.is_empty()).collect();
    (Field::new(name, array.data_type().clone(), true).with_metadata(about), array)
}

#[pymethods]
impl Table {
    /// A table of texts and numbers from CSV.
    #[staticmethod]
    fn of_csv(py: Python<'_>, csv: &str) -> PyResult<Self> {
        Frame::guessed(csv).map(Self::of).map_err(|error| raised(py, Failure::from(error).into()))
    }

    /// The Arrow PyCapsule interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A consumer casts what it wants otherwise.
        drop(requested_schema);
        let batches = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(batches)), c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    #[getter]
    fn columns(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Names and units of the columns that have one.
    fn units(&self) -> Vec<(String, String)> {
        self.about("unit")
    }

    /// Names of the columns and what they mean.
    fn meanings(&self) -> Vec<(String, String)> {
        self.about("meaning")
    }

    /// The values of a column, `None` where one is missing.
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let missing =
            || PyKeyError::new_err(format!("no column is named `{name}`: expected one of {:?}", self.columns()));
        let array = self.0.column_by_name(name).ok_or_else(missing)?.as_any();
        if let Some(all) = array.downcast_ref::<Int64Array>() {
            return all.iter().collect::<Vec<_>>().into_pyobject(py);
        }
        if let Some(all) = array.downcast_ref::<Float64Array>() {
            return all.iter().collect::<Vec<_>>().into_pyobject(py);
        }
        if let Some(all) = array.downcast_ref::<BooleanArray>() {
            return all.iter().collect::<Vec<_>>().into_pyobject(py);
        }
        let texts = array.downcast_ref::<LargeStringArray>().expect("columns are numbers, truths or texts");
        texts.iter().collect::<Vec<_>>().into_pyobject(py)
    }
}
