//! Any table of a result, read back by columns with their types, units and meanings: for other languages, and to print a
//! Parquet file as CSV. Left out: what the rows are (readers of one kind of table know that).
//!
//! | column of `columns.csv` | becomes |
//! |---|---|
//! | `integer` | whole numbers of 64 bits |
//! | `number`, with or without `or missing` | numbers of double precision |
//! | `true or false` | truths |
//! | anything else | texts |
//!
//! An empty cell is missing.

mod parquet;

use super::{ReportError, files, rows::Wrong};
use parquet::of_parquet;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Values of a column; where one is missing stands a zero or an empty text.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Numbers with every bit.
    Number(Vec<f64>),
    /// True or false.
    Truth(Vec<bool>),
    /// Texts, one after the other, and where each ends.
    Text(String, Vec<usize>),
}

/// A column with what the dictionary says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The name in files.
    pub name: String,
    /// Empty where there is none.
    pub unit: String,
    /// In a sentence.
    pub meaning: String,
    /// One for each row.
    pub values: Filled,
    /// Which rows have a value.
    pub present: Vec<bool>,
}

/// A table by its columns.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Frame {
    /// In the order of the file.
    pub columns: Vec<Series>,
}

impl Filled {
    /// An empty list for values of a kind that the dictionary names; what it does not name is text.
    fn of_kind(kind: &str) -> Self {
        match kind {
            "integer" => Self::Whole(Vec::new()),
            "true or false" => Self::Truth(Vec::new()),
            kind if kind.starts_with("number") => Self::Number(Vec::new()),
            _ => Self::Text(String::new(), Vec::new()),
        }
    }

    /// Appends a cell of a CSV file.
    fn push(&mut self, cell: &str) -> Result<(), Wrong> {
        let wrong = |expected: &str| (expected.to_owned(), format!("`{cell}`"));
        match self {
            Self::Text(all, ends) => {
                all.push_str(cell);
                ends.push(all.len());
            }
            Self::Whole(all) if cell.is_empty() => all.push(0),
            Self::Number(all) if cell.is_empty() => all.push(0.0),
            Self::Truth(all) if cell.is_empty() => all.push(false),
            Self::Whole(all) => all.push(cell.parse().map_err(|_| wrong("a whole number"))?),
            Self::Number(all) => all.push(cell.parse().map_err(|_| wrong("a number"))?),
            Self::Truth(all) => all.push(cell.parse().map_err(|_| wrong("`true` or `false`"))?),
        }
        Ok(())
    }

    /// A cell as a CSV file has it.
    fn cell(&self, row: usize) -> String {
        match self {
            Self::Whole(all) => all[row].to_string(),
            Self::Number(all) => format!("{:?}", all[row]),
            Self::Truth(all) => all[row].to_string(),
            Self::Text(all, ends) => all[row.checked_sub(1).map_or(0, |before| ends[before])..ends[row]].to_owned(),
        }
    }
}

impl Series {
    /// An empty column of this name, with its kind, unit and meaning.
    fn new(name: &str, (kind, unit, meaning): (&str, &str, &str)) -> Self {
        let values = Filled::of_kind(kind);
        Self { name: name.into(), unit: unit.into(), meaning: meaning.into(), values, present: Vec::new() }
    }
}

/// What a folder says of the columns of its files: by file and column type, unit and meaning.
struct Dictionary(BTreeMap<(String, String), [String; 3]>);

impl Dictionary {
    /// Nothing is known where there is none.
    fn of(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join(files::COLUMNS)).unwrap_or_default();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        let cell = |row: &csv::StringRecord, at: usize| row.get(at).unwrap_or_default().to_owned();
        let entry = |row: csv::StringRecord| ((cell(&row, 0), cell(&row, 1)), [2, 3, 4].map(|at| cell(&row, at)));
        Self(rows.records().flatten().map(entry).collect())
    }

    /// An empty column of a file, as the dictionary describes it; without unit and meaning where it does not.
    fn series(&self, file: &str, column: &str) -> Series {
        let known = self.0.get(&(file.to_owned(), column.to_owned()));
        let known = known.map_or(["", "", ""], |known| known.each_ref().map(String::as_str));
        Series::new(column, known.into())
    }
}

impl Frame {
    /// Reads a CSV or Parquet file of the result in this folder; `file` is its path within.
    ///
    /// # Errors
    /// If it is not there, or not as the dictionary of the folder says.
    pub fn read(folder: &Path, file: &str) -> Result<Self, ReportError> {
        let (path, dictionary) = (folder.join(file), Dictionary::of(folder));
        if file.ends_with(".parquet") {
            return of_parquet(&path, |column| dictionary.series(file, column));
        }
        let text = fs::read_to_string(&path).map_err(ReportError::read(&path))?;
        of_csv(&text, &path, |column| dictionary.series(file, column))
    }

    /// Files of a result that are tables: path within the folder by the name of the table. Of a CSV and a Parquet file with the
    /// same rows it is the latter.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn files(folder: &Path) -> Result<BTreeMap<String, String>, ReportError> {
        let mut found = BTreeMap::new();
        for within in [files::TABLES, ""] {
            let path = folder.join(within);
            let mut names = match fs::read_dir(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound && !within.is_empty() => continue,
                entries => {
                    entries.and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(ReportError::read(&path))?
                }
            };
            names.sort_by_key(fs::DirEntry::file_name);
            let names = names.iter().map(|entry| PathBuf::from(within).join(entry.file_name()).display().to_string());
            found.extend(names.filter_map(|file| Some((stem(&file)?, file))));
        }
        Ok(found)
    }

    /// A table of texts and numbers whose types nobody has written down.
    ///
    /// # Errors
    /// If rows differ in their number of cells.
    pub fn guessed(csv: &str) -> Result<Self, ReportError> {
        let mut frame = of_csv(csv, Path::new("table"), |column| Series::new(column, ("", "", "")))?;
        frame.columns.iter_mut().for_each(Series::guess);
        Ok(frame)
    }

    /// So many rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.present.len())
    }

    /// As a CSV file, every number with all its digits.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let line = |row: usize| self.columns.iter().map(move |column| column.cell(row));
        writer.write_record(self.columns.iter().map(|column| &column.name)).expect("memory takes everything");
        (0..self.rows()).for_each(|row| writer.write_record(line(row)).expect("memory takes everything"));
        String::from_utf8(writer.into_inner().expect("memory takes everything")).expect("cells are text")
    }
}

/// The name of the table in a file, if it is one.
fn stem(file: &str) -> Option<String> {
    let path = Path::new(file);
    let is_table = path.extension().is_some_and(|end| end == "csv" || end == "parquet");
    is_table.then(|| path.file_stem().map(|stem| stem.to_string_lossy().into_owned())).flatten()
}

impl Series {
    /// The value in a row as text; empty where it is missing.
    fn cell(&self, row: usize) -> String {
        if self.present[row] { self.values.cell(row) } else { String::new() }
    }

    /// Texts that are numbers throughout become numbers, whole ones if they all are.
    fn guess(&mut self) {
        let all = |guess: &mut Filled| (0..self.present.len()).all(|row| guess.push(&self.values.cell(row)).is_ok());
        let guesses = [Filled::Whole(Vec::new()), Filled::Number(Vec::new())];
        let numbers = guesses.into_iter().find_map(|mut guess| all(&mut guess).then_some(guess));
        if let Some(numbers) = numbers.filter(|_| self.present.contains(&true)) {
            self.values = numbers;
        }
    }
}

/// Reads a CSV text with one line of names; `series` begins each column.
///
/// # Errors
/// If rows are of different length, or a cell is not of its column's kind, with the line.
fn of_csv(text: &str, path: &Path, series: impl Fn(&str) -> Series) -> Result<Frame, ReportError> {
    let damaged = |line, (expected, found)| ReportError::Damaged { path: path.into(), line, expected, found };
    let unequal = |error: csv::Error| {
        let line = error.position().map(csv::Position::line);
        damaged(line, ("as many cells in each row as in the first".into(), error.to_string()))
    };
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let mut columns: Vec<Series> = rows.headers().map_err(unequal)?.iter().map(series).collect();
    for row in rows.records() {
        let row = row.map_err(unequal)?;
        let line = row.position().map(csv::Position::line);
        for (column, cell) in columns.iter_mut().zip(&row) {
            column.values.push(cell).map_err(|wrong| damaged(line, wrong))?;
            column.present.push(!cell.is_empty());
        }
    }
    Ok(Frame { columns })
}

#[cfg(test)]
mod tests;
