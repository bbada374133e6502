//! Tables: the same rows as a CSV file and in a report. A file has every digit and every column; a report shows rounded
//! numbers and leaves out columns of detail.
use crate::table::{Cell, Heading, Table};

/// What one column holds.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Column {
    /// The name in files.
    pub name: String,
    /// The name in the report.
    pub label: String,
    /// Unit of all its values; empty where there is none or rows differ in it.
    pub unit: String,
    /// Whether it holds numbers.
    pub numeric: bool,
    /// What it means, for the dictionary of columns.
    pub about: String,
    /// Whether it is left out of the report.
    pub detail: bool,
    /// Whether the report shows its numbers with every digit.
    pub exact: bool,
}

impl Column {
    /// A column of words.
    pub fn text(name: &str, label: &str, about: &str) -> Self {
        Self { name: name.into(), label: label.into(), about: about.into(), ..Self::default() }
    }

    /// A column of numbers.
    pub fn number(name: &str, label: &str, unit: &str, about: &str) -> Self {
        Self { numeric: true, unit: unit.into(), ..Self::text(name, label, about) }
    }

    /// The same column, left out of the report.
    pub fn in_file_only(self) -> Self {
        Self { detail: true, ..self }
    }
}

/// Rows of text; numbers are written so that they can be read back, and empty where there is none.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Texts {
    /// Stem of its file.
    pub name: String,
    pub caption: String,
    pub columns: Vec<Column>,
    /// As many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

impl Texts {
    /// With a last column, in files only, that says the same in every row.
    #[must_use]
    pub fn with_remark(mut self, column: Column, remark: &str) -> Self {
        self.columns.push(column.in_file_only());
        self.rows.iter_mut().for_each(|row| row.push(remark.to_owned()));
        self
    }

    /// With what follows a failure, which every survival rests on.
    #[must_use]
    pub fn with_after_failure(self, policy: Option<&str>) -> Self {
        let column = Column::text("after_failure", "After failure", "What follows a failure of the treatment.");
        match policy {
            Some(policy) => self.with_remark(column, policy.trim_start_matches("after failure: ")),
            None => self,
        }
    }
}

impl From<Texts> for Table {
    fn from(texts: Texts) -> Self {
        let numeric: Vec<bool> = texts.columns.iter().map(|column| column.numeric).collect();
        let cell = |(text, numeric): (String, &bool)| match text.parse::<f64>() {
            _ if text.is_empty() => Cell::Nothing,
            Ok(number) if *numeric && number.to_string() == text => Cell::Number(number),
            Ok(_) if *numeric => Cell::Written(text),
            _ => Cell::Text(text),
        };
        let rows = texts.rows.into_iter().map(|row| row.into_iter().zip(&numeric).map(cell).collect());
        let rows = rows.collect();
        let heading = |column: Column| Heading {
            kind: if column.numeric { "number" } else { "text" },
            name: column.name,
            label: column.label,
            unit: column.unit,
            about: column.about,
            numeric: column.numeric,
            detail: column.detail,
            exact: column.exact,
        };
        let columns = texts.columns.into_iter().map(heading).collect();
        Self { name: texts.name, caption: texts.caption, columns, rows }
    }
}
