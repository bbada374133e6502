//! Parquet files from columns: one row group for each batch of rows, compressed with Snappy.
//! Left out: nested columns, and reading (see `frame`).
//!
//! # Schema
//!
//! One message with flat columns: `required int64`, `required double`, `optional double`, `required boolean`,
//! `optional int32 (date)`, `optional binary (utf8)`. Missing is missing, never NaN or an empty text. Each file says in its key-value
//! metadata what it is of, the seed and the version. `pandas.read_parquet`, `arrow::read_parquet` and `duckdb` read
//! them as they are.

pub use parquet::errors::ParquetError;

use parquet::{
    basic::Compression,
    data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, FloatType, Int32Type, Int64Type},
    file::{
        metadata::KeyValue,
        properties::WriterProperties,
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::parser::parse_message_type,
};
use std::{
    io::{self, Write},
    sync::Arc,
};

/// Values of one column in one batch of rows.
pub enum Values {
    /// Whole numbers of 32 bits.
    Integer(Vec<i32>),
    /// Whole numbers or dates that are missing in some rows.
    OptionalInteger(Vec<Option<i32>>),
    /// Whole numbers of 64 bits.
    Long(Vec<i64>),
    /// True or false.
    Boolean(Vec<bool>),
    /// Single precision, for curves where nobody needs more.
    Float(Vec<f32>),
    /// Every bit.
    Double(Vec<f64>),
    /// Numbers that are missing in some rows.
    OptionalDouble(Vec<Option<f64>>),
    /// UTF-8.
    Text(Vec<ByteArray>),
    /// Text that is missing in some rows.
    OptionalText(Vec<Option<ByteArray>>),
}

/// A Parquet file that is being written.
pub struct ColumnFile<W: Write + Send> {
    /// Writes a group of rows for each batch.
    writer: SerializedFileWriter<W>,
}

impl<W: Write + Send> ColumnFile<W> {
    /// Begins a file; `schema` is a message type in Parquet's own notation, `about` its key-value metadata.
    ///
    /// # Errors
    /// If the schema cannot be parsed or the disk refuses.
    pub fn new(to: W, schema: &str, about: &[(&str, String)]) -> Result<Self, ParquetError> {
        let metadata = about.iter().map(|(key, value)| KeyValue::new((*key).into(), value.clone())).collect();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_key_value_metadata(Some(metadata))
            .build();
        let schema = Arc::new(parse_message_type(schema)?);
        Ok(Self { writer: SerializedFileWriter::new(to, schema, Arc::new(properties))? })
    }

    /// Appends one batch of rows: one column for each of the schema's, of equal length.
    ///
    /// # Errors
    /// If a column has another type than the schema says, or the disk is full.
    ///
    /// # Panics
    /// If there are more columns than the schema has.
    pub fn append(&mut self, columns: Vec<Values>) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in columns {
            let mut writer = group.next_column()?.expect("as many columns as the schema has");
            write_column(&mut writer, column)?;
            writer.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Writes the footer, without which the file cannot be read.
    ///
    /// # Errors
    /// If the disk is full or refuses.
    pub fn finish(self) -> Result<(), ParquetError> {
        self.writer.close().map(drop)
    }
}

/// The cause as the system told it, so that a full disk is recognized as one.
pub fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => source.downcast::<io::Error>().map_or_else(io::Error::other, |error| *error),
        other => io::Error::other(other),
    }
}

/// The values of one column of a batch. Where values may be missing, a list of levels tells Parquet which are there.
fn write_column(writer: &mut SerializedColumnWriter, column: Values) -> Result<(), ParquetError> {
    match column {
        Values::Integer(values) => writer.typed::<Int32Type>().write_batch(&values, None, None),
        Values::Long(values) => writer.typed::<Int64Type>().write_batch(&values, None, None),
        Values::Boolean(values) => writer.typed::<BoolType>().write_batch(&values, None, None),
        Values::Float(values) => writer.typed::<FloatType>().write_batch(&values, None, None),
        Values::Double(values) => writer.typed::<DoubleType>().write_batch(&values, None, None),
        Values::Text(values) => writer.typed::<ByteArrayType>().write_batch(&values, None, None),
        Values::OptionalInteger(values) => {
            let (present, values) = present(values);
            writer.typed::<Int32Type>().write_batch(&values, Some(&present), None)
        }
        Values::OptionalDouble(values) => {
            let (present, values) = present(values);
            writer.typed::<DoubleType>().write_batch(&values, Some(&present), None)
        }
        Values::OptionalText(values) => {
            let (present, values) = present(values);
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&present), None)
        }
    }
    .map(drop)
}

/// Which rows have a value, and these values.
fn present<T>(values: Vec<Option<T>>) -> (Vec<i16>, Vec<T>) {
    (values.iter().map(|value| i16::from(value.is_some())).collect(), values.into_iter().flatten().collect())
}
