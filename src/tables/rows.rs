//! Rows of a CSV file that know the file's name and their lines, so that damage can be pointed at.

use super::{ReportError, table::Column};
use std::{io::Read, path::Path};

/// What was expected and what was found.
pub type Wrong = (String, String);

/// A CSV file that knows its name and its lines.
pub struct Table<'a, R> {
    /// Where the file is, for faults.
    path: &'a Path,
    /// Reads row by row, so that memory stays small.
    reader: csv::Reader<R>,
}

impl<'a, R: Read> Table<'a, R> {
    /// Reads the first line, which must name these columns.
    ///
    /// # Errors
    /// If the names are others, or the file cannot be read.
    pub fn new<T>(from: R, path: &'a Path, columns: &[Column<T>]) -> Result<Self, ReportError> {
        let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(from);
        let mut table = Self { path, reader };
        let mut header = csv::StringRecord::new();
        table.next(&mut header)?;
        let names: Vec<&str> = columns.iter().map(|column| column.heading.name.as_str()).collect();
        if header.iter().eq(names.iter().copied()) {
            return Ok(table);
        }
        let found = header.iter().collect::<Vec<_>>().join(",");
        Err(table.at(Some(1), (format!("the columns `{}`", names.join(",")), format!("`{found}`"))))
    }

    /// Reads the next row; false at the end.
    ///
    /// # Errors
    /// If the row has another number of columns, is no UTF-8, or cannot be read.
    pub fn next(&mut self, record: &mut csv::StringRecord) -> Result<bool, ReportError> {
        self.reader.read_record(record).map_err(|error| {
            let line = error.position().map(csv::Position::line);
            match error.into_kind() {
                csv::ErrorKind::Io(source) => ReportError::read(self.path)(source),
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                    self.at(line, (format!("{expected_len} columns"), format!("{len}")))
                }
                _ => self.at(line, ("text in UTF-8".into(), "other bytes".into())),
            }
        })
    }

    /// What is wrong with this row, with its line.
    pub fn damaged(&self, record: &csv::StringRecord, wrong: Wrong) -> ReportError {
        self.at(record.position().map(csv::Position::line), wrong)
    }

    /// A fault at a line of the file, or of the whole file.
    fn at(&self, line: Option<u64>, (expected, found): Wrong) -> ReportError {
        ReportError::Damaged { path: self.path.into(), line, expected, found }
    }
}
