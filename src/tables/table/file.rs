//! Files of columns over rows: CSV and Parquet, in one piece or while rows come in.

use super::{
    super::columns::{ColumnFile, ParquetError},
    Column,
    value::Exact,
};
use serde::{Serialize, Serializer};
use std::{
    borrow::Borrow,
    io::{self, Write},
};

/// Rows that are written in one piece: a compromise between memory and compression.
const BATCH: usize = 1 << 16;

/// Writes the rows as a Parquet file of these columns; `root` is the name of its schema.
///
/// # Errors
/// If the columns are no schema or the disk is full.
pub fn write_columns<R>(
    root: &str,
    columns: &[Column<R>],
    rows: impl Iterator<Item = R>,
    about: &[(&str, String)],
    to: impl Write + Send,
) -> Result<(), ParquetError> {
    let mut file = begin_columns(root, columns, about, to)?;
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        append_rows(&mut file, columns, &rows.by_ref().take(BATCH).collect::<Vec<R>>())?;
    }
    file.finish()
}

/// Begins a Parquet file of these columns; `root` is the name of its schema.
///
/// # Errors
/// If the file cannot be written.
pub fn begin_columns<R, W: Write + Send>(
    root: &str,
    columns: &[Column<R>],
    about: &[(&str, String)],
    to: W,
) -> Result<ColumnFile<W>, ParquetError> {
    let lines: Vec<String> = columns.iter().map(Column::schema).collect();
    ColumnFile::new(to, &format!("message {root} {{ {} }}", lines.join(" ")), about)
}

/// Appends one batch of rows to a Parquet file of these columns.
/// Each batch is a row group of its own.
///
/// # Errors
/// If the file cannot be written.
pub fn append_rows<R, W: Write + Send>(
    file: &mut ColumnFile<W>,
    columns: &[Column<R>],
    rows: &[R],
) -> Result<(), ParquetError> {
    file.append(columns.iter().map(|column| column.values(rows)).collect())
}

/// Begins a CSV file of these columns with the line of their names.
pub fn write_names<R>(columns: &[Column<R>], to: &mut dyn Write) -> io::Result<()> {
    let mut to = csv::Writer::from_writer(to);
    to.write_record(columns.iter().map(|column| &column.heading.name))?;
    to.flush()
}

/// Appends rows to a CSV file of these columns: every number reads back to the same bits.
///
/// # Errors
/// If the disk is full or refuses.
pub fn write_records<R>(
    columns: &[Column<R>],
    rows: impl Iterator<Item = impl Borrow<R>>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let mut to = csv::WriterBuilder::new().has_headers(false).from_writer(to);
    for row in rows {
        to.serialize(Line(columns, row.borrow()))?;
    }
    to.flush()
}

/// A row of a CSV file, written cell by cell.
struct Line<'c, 'a, R>(&'c [Column<'a, R>], &'c R);

impl<R> Serialize for Line<'_, '_, R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(columns, row) = self;
        to.collect_seq(columns.iter().map(|column| Exact(column, row)))
    }
}

/// The rows as a CSV file of these columns, with a line of names.
/// All of it in memory; for files of a run see [`write_records`].
pub fn csv<R>(columns: &[Column<R>], rows: &[R]) -> String {
    let names = columns.iter().map(|column| column.heading.name.clone());
    csv_of(names, rows.iter().map(|row| columns.iter().map(|column| column.cell(row).text())))
}

/// The same with a decimal point in every number of a column that may have parts, so that a reader who guesses types from
/// the first rows guesses right.
pub fn exact_csv<R>(columns: &[Column<R>], rows: &[R]) -> String {
    let mut text = Vec::new();
    let written = write_names(columns, &mut text).and_then(|()| write_records(columns, rows.iter(), &mut text));
    written.expect("memory takes everything");
    String::from_utf8(text).expect("cells are text")
}

/// A CSV file of a line of names and these lines.
pub(super) fn csv_of(
    names: impl Iterator<Item = String>,
    lines: impl Iterator<Item = impl Iterator<Item = String>>,
) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(names.map(String::into_bytes)).expect("memory takes everything");
    for line in lines {
        writer.write_record(line.map(String::into_bytes)).expect("memory takes everything");
    }
    String::from_utf8(writer.into_inner().expect("memory takes everything")).expect("cells are text")
}
