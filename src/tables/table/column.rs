//! One column: what it is called, what it means, and how its value is taken from a row.
//!
//! # From one definition
//!
//! ```text
//! Column::text("arm", "Arm", "Name of the arm.", |row| row.arm.clone())
//!     CSV          a column `arm`, every digit
//!     Parquet      optional binary arm (utf8)
//!     Dataset-JSON {"name": "arm", "label": "Arm", "dataType": "string"}
//!     columns.csv  file, arm, text, unit, "Name of the arm."
//!     report       the heading `Arm`, numbers rounded for readers
//! ```
//!
//! A column with an interval shows `12.5 (3.2 to 31.7)` in a report and is three columns in a file. A column for
//! files only is in no report.

use super::{super::columns::Values, Cell, Date, value::Value};
use cenersim_model::clinic::Policy;
use serde::{Deserialize, Serialize};

/// What a column is called and what it means.
#[derive(Clone, Debug, PartialEq, Default, Serialize, Deserialize)]
pub struct Heading {
    /// The name in files.
    pub name: String,
    /// The name in the report.
    pub label: String,
    /// Unit of all its values; empty where there is none or rows differ in it.
    pub unit: String,
    /// What it means, for the dictionary of columns.
    pub about: String,
    /// What its type is called in the dictionary, which is kept there alone.
    #[serde(skip)]
    pub kind: &'static str,
    /// Whether it holds numbers.
    pub numeric: bool,
    /// Whether it is left out of the report.
    pub detail: bool,
    /// Whether the report shows its numbers with every digit.
    pub exact: bool,
}

/// One column of rows of this type.
/// Constructors with a label (`text`, `number`) are for tables of reports, those without are for data files.
pub struct Column<'a, R> {
    /// What it is called and means.
    pub heading: Heading,
    /// How its value is taken from a row.
    pub(super) value: Value<'a, R>,
}

impl<'a, R> Column<'a, R> {
    /// A column without label, of the kind that its values are of.
    fn new(name: &str, unit: &str, about: &str, value: Value<'a, R>) -> Self {
        let kind = value.kind();
        let heading = Heading { name: name.into(), unit: unit.into(), about: about.into(), kind, ..Heading::default() };
        Self { heading, value }
    }

    /// The name that a report, or a data file with labels, shows.
    pub fn labelled(mut self, label: &str) -> Self {
        self.heading.label = label.into();
        self
    }

    /// A column of words of a report.
    pub fn text<T: Into<String>>(name: &str, label: &str, about: &str, of: impl Fn(&R) -> T + 'a) -> Self {
        Self::new(name, "", about, Value::Text(Box::new(move |row| of(row).into()))).labelled(label)
    }

    /// A column of numbers of a report, of ten digits at most.
    /// Missing where `of` gives none, NaN or infinity; `unit` is empty where rows differ in it.
    pub fn number<T: Into<Cell>>(name: &str, label: &str, unit: &str, about: &str, of: impl Fn(&R) -> T + 'a) -> Self {
        let value = Value::Cell(Box::new(move |row| of(row).into()));
        let mut column = Self::new(name, unit, about, value).labelled(label);
        column.heading.numeric = true;
        column
    }

    /// A column of numbers of a data file, with every bit.
    pub fn double(name: &str, unit: &str, about: &str, of: impl Fn(&R) -> f64 + 'a) -> Self {
        Self::new(name, unit, about, Value::Number(Box::new(of)))
    }

    /// The same of single precision.
    pub fn float(name: &str, unit: &str, about: &str, of: impl Fn(&R) -> f32 + 'a) -> Self {
        Self::new(name, unit, about, Value::Float(Box::new(of)))
    }

    /// A column of numbers of a data file that are missing in some rows.
    pub fn known(name: &str, unit: &str, about: &str, of: impl Fn(&R) -> Option<f64> + 'a) -> Self {
        Self::new(name, unit, about, Value::OptionalNumber(Box::new(of)))
    }

    /// A column of whole numbers of a data file.
    pub fn integer(name: &str, unit: &str, about: &str, of: impl Fn(&R) -> i32 + 'a) -> Self {
        Self::new(name, unit, about, Value::Integer(Box::new(of)))
    }

    /// A column of whole numbers of a data file that are missing in some rows.
    pub fn known_integer(name: &str, unit: &str, about: &str, of: impl Fn(&R) -> Option<i32> + 'a) -> Self {
        Self::new(name, unit, about, Value::OptionalInteger(Box::new(of)))
    }

    /// A column of dates of a data file that are missing in some rows.
    pub fn date(name: &str, about: &str, of: impl Fn(&R) -> Option<Date> + 'a) -> Self {
        Self::new(name, "", about, Value::OptionalDate(Box::new(of)))
    }

    /// A column of dates with a time of the day of a data file, as ISO 8601 writes them.
    pub fn moment(name: &str, about: &str, of: impl Fn(&R) -> String + 'a) -> Self {
        Self::new(name, "", about, Value::Moment(Box::new(of)))
    }

    /// A column of whole numbers of 64 bits of a data file.
    /// They are text in a table, so that no digit is lost.
    pub fn long(name: &str, unit: &str, about: &str, of: impl Fn(&R) -> i64 + 'a) -> Self {
        Self::new(name, unit, about, Value::Long(Box::new(of)))
    }

    /// A column of a data file that is true or false.
    pub fn truth(name: &str, about: &str, of: impl Fn(&R) -> bool + 'a) -> Self {
        Self::new(name, "", about, Value::Truth(Box::new(of)))
    }

    /// A column of words of a data file.
    pub fn words(name: &str, about: &str, of: fn(&R) -> &str) -> Self
    where
        R: 'a,
    {
        Self::new(name, "", about, Value::Text(Box::new(move |row| of(row).to_owned())))
    }

    /// A column of words of a data file that are missing in some rows.
    pub fn optional_words<T: Into<String>>(name: &str, about: &str, of: impl Fn(&R) -> Option<T> + 'a) -> Self {
        Self::new(name, "", about, Value::OptionalText(Box::new(move |row| of(row).map(Into::into))))
    }

    /// A last column, in files only, with what follows a failure, which every survival rests on.
    pub fn after_failure(policy: Policy) -> Self {
        let follows = policy.follows();
        let about = "What follows a failure of the treatment.";
        Self::text("after_failure", "After failure", about, move |_| follows).in_file_only()
    }

    /// The same column, left out of the report.
    pub fn in_file_only(mut self) -> Self {
        self.heading.detail = true;
        self
    }

    /// The same column, not rounded in the report.
    pub fn as_written(mut self) -> Self {
        self.heading.exact = true;
        self
    }

    /// Its numbers with every bit; none if it does not hold numbers.
    pub fn doubles(&self, rows: &[R]) -> Option<Vec<f64>> {
        match &self.value {
            Value::Number(of) => Some(rows.iter().map(of).collect()),
            _ => None,
        }
    }

    /// Its value in a row for a file of JSON, where a number has all its digits.
    pub(super) fn json(&self, row: &R) -> serde_json::Value {
        self.value.json(row)
    }

    /// What Dataset-JSON calls its type, and the type into which a reader turns it where that is another one.
    pub(super) const fn data_type(&self) -> (&'static str, Option<&'static str>) {
        self.value.data_type()
    }

    /// Its values in these rows, for a Parquet file.
    pub(super) fn values(&self, rows: &[R]) -> Values {
        self.value.values(rows)
    }

    /// Its line in the schema of a Parquet file.
    pub(super) fn schema(&self) -> String {
        let (physical, logical) = self.value.schema();
        format!("{physical} {}{logical};", self.heading.name)
    }

    /// Its value in a row.
    pub fn cell(&self, row: &R) -> Cell {
        self.value.cell(row)
    }
}
