//! Columns of any flat Parquet file. Left out: nested columns, which no result has.

use super::{Filled, Frame, Series};
use crate::{ReportError, columns::ParquetError};
use parquet::{
    basic::Type,
    column::reader::{ColumnReader, ColumnReaderImpl},
    data_type::{ByteArray, DataType},
    file::reader::{FileReader, SerializedFileReader},
};
use std::{fs::File, path::Path};

/// Reads a file; `series` knows its columns by their names.
///
/// # Errors
/// If it is not there, or is no such file.
pub fn of_parquet(path: &Path, series: impl Fn(&str) -> Series) -> Result<Frame, ReportError> {
    let file = File::open(path).map_err(ReportError::read(path))?;
    read_parquet(file, series).map_err(|error| ReportError::Damaged {
        path: path.into(),
        line: None,
        expected: "a Parquet file of numbers and texts".into(),
        found: error.to_string(),
    })
}

/// Reads all row groups of a file; columns of which `series` does not know the kind are of that of the file.
fn read_parquet(file: File, series: impl Fn(&str) -> Series) -> Result<Frame, ParquetError> {
    let reader = SerializedFileReader::new(file)?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let empty = |physical: Type| match physical {
        Type::INT32 | Type::INT64 => Filled::Whole(Vec::new()),
        Type::BOOLEAN => Filled::Truth(Vec::new()),
        Type::FLOAT | Type::DOUBLE => Filled::Number(Vec::new()),
        _ => Filled::Text(String::new(), Vec::new()),
    };
    let begun =
        schema.columns().iter().map(|column| Series { values: empty(column.physical_type()), ..series(column.name()) });
    let mut columns: Vec<Series> = begun.collect();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        for (index, column) in columns.iter_mut().enumerate() {
            append(column, group.get_column_reader(index)?, group.metadata().num_rows() as usize)?;
        }
    }
    Ok(Frame { columns })
}

/// Appends a row group to a column.
fn append(column: &mut Series, reader: ColumnReader, rows: usize) -> Result<(), ParquetError> {
    let Series { values, present, .. } = column;
    match (values, reader) {
        (Filled::Whole(all), ColumnReader::Int32ColumnReader(reader)) => {
            each(reader, rows, present, |found| all.push(found.map_or(0, i64::from)))
        }
        (Filled::Whole(all), ColumnReader::Int64ColumnReader(reader)) => {
            each(reader, rows, present, |found| all.push(found.unwrap_or(0)))
        }
        (Filled::Truth(all), ColumnReader::BoolColumnReader(reader)) => {
            each(reader, rows, present, |found| all.push(found.unwrap_or(false)))
        }
        (Filled::Number(all), ColumnReader::FloatColumnReader(reader)) => {
            each(reader, rows, present, |found| all.push(found.map_or(0.0, f64::from)))
        }
        (Filled::Number(all), ColumnReader::DoubleColumnReader(reader)) => {
            each(reader, rows, present, |found| all.push(found.unwrap_or(0.0)))
        }
        (Filled::Text(all, ends), ColumnReader::ByteArrayColumnReader(reader)) => {
            each(reader, rows, present, |found: Option<ByteArray>| {
                all.push_str(
                    &found.map_or_else(String::new, |found| String::from_utf8_lossy(found.data()).into_owned()),
                );
                ends.push(all.len());
            })
        }
        _ => Err(ParquetError::NYI("a column of another type".into())),
    }
}

/// Hands over the values of a row group, or that one is missing.
fn each<T: DataType>(
    mut reader: ColumnReaderImpl<T>,
    rows: usize,
    present: &mut Vec<bool>,
    mut take: impl FnMut(Option<T::T>),
) -> Result<(), ParquetError> {
    let (mut levels, mut values) = (Vec::new(), Vec::with_capacity(rows));
    while reader.read_records(rows, Some(&mut levels), None, &mut values)?.0 > 0 {}
    let has = |row: usize| levels.get(row).is_none_or(|level| *level > 0);
    let mut values = values.into_iter();
    for row in 0..rows {
        present.push(has(row));
        take(if has(row) { values.next() } else { None });
    }
    Ok(())
}
