//! One column: what it is called, what it means, and how its value is taken from a row.
//!
//! # From one definition
//!
//! ```text
//! Column::text("arm", "Arm", "Name of the arm.", |row| row.arm.clone())
//!     CSV          a column `arm`, every digit
//!     Parquet      optional binary arm (utf8)
//!     columns.csv  file, arm, text, unit, "Name of the arm."
//!     report       the heading `Arm`, numbers rounded for readers
//! ```
//!
//! A column with an interval shows `12.5 (3.2 to 31.7)` in a report and is three columns in a file. A column for
//! files only is in no report.

use super::{super::columns::Values, Cell};
use cenersim_model::clinic::Policy;
use parquet::data_type::ByteArray;
use serde::{Serialize, Serializer};

/// What a column is called and what it means.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Heading {
    /// The name in files.
    pub name: String,
    /// The name in the report.
    pub label: String,
    /// Unit of all its values; empty where there is none or rows differ in it.
    pub unit: String,
    /// What it means, for the dictionary of columns.
    pub about: String,
    /// What its type is called in the dictionary.
    pub kind: &'static str,
    /// Whether it holds numbers.
    pub numeric: bool,
    /// Whether it is left out of the report.
    pub detail: bool,
    /// Whether the report shows its numbers with every digit.
    pub exact: bool,
}

/// How a value is taken from a row.
type Take<'a, R, T> = Box<dyn Fn(&R) -> T + 'a>;

/// What is taken from a row.
/// The variant decides the type in Parquet, the word in the dictionary and the digits in CSV.
enum Value<'a, R> {
    Integer(Take<'a, R, i32>),
    Long(Take<'a, R, i64>),
    /// Of half the precision.
    Float(Take<'a, R, f32>),
    /// With every bit.
    Number(Take<'a, R, f64>),
    OptionalNumber(Take<'a, R, Option<f64>>),
    Truth(Take<'a, R, bool>),
    Text(Take<'a, R, String>),
    OptionalText(Take<'a, R, Option<String>>),
    /// Of tables that are no Parquet file.
    Cell(Take<'a, R, Cell>),
}

/// One column of rows of this type.
/// Constructors with a label (`text`, `number`) are for tables of reports, those without are for data files.
pub struct Column<'a, R> {
    /// What it is called and means.
    pub heading: Heading,
    value: Value<'a, R>,
}

impl<'a, R> Column<'a, R> {
    fn new(name: &str, unit: &str, about: &str, value: Value<'a, R>) -> Self {
        let kind = value.kind();
        let heading = Heading { name: name.into(), unit: unit.into(), about: about.into(), kind, ..Heading::default() };
        Self { heading, value }
    }

    /// For tables that a report shows.
    fn labelled(mut self, label: &str) -> Self {
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
        match &self.value {
            Value::Integer(of) => Cell::Number(f64::from(of(row))),
            Value::Long(of) => Cell::Written(of(row).to_string()),
            Value::Float(of) => Cell::Number(f64::from(of(row))),
            Value::Number(of) => Cell::Number(of(row)),
            Value::OptionalNumber(of) => of(row).map_or(Cell::Nothing, Cell::Number),
            Value::Truth(of) => Cell::Text(of(row).to_string()),
            Value::Text(of) => Cell::Text(of(row)),
            Value::OptionalText(of) => of(row).map_or(Cell::Nothing, Cell::Text),
            Value::Cell(of) => of(row),
        }
    }
}

impl<R> Value<'_, R> {
    /// What its type is called in the dictionary.
    const fn kind(&self) -> &'static str {
        match self {
            Self::Integer(_) | Self::Long(_) => "integer",
            Self::Float(_) | Self::Number(_) | Self::Cell(_) => "number",
            Self::OptionalNumber(_) => "number or missing",
            Self::Truth(_) => "true or false",
            Self::Text(_) => "text",
            Self::OptionalText(_) => "text or missing",
        }
    }

    /// Physical type in Parquet's own notation, with what it stands for.
    const fn schema(&self) -> (&'static str, &'static str) {
        match self {
            Self::Integer(_) => ("required int32", ""),
            Self::Long(_) => ("required int64", ""),
            Self::Float(_) => ("required float", ""),
            Self::Number(_) => ("required double", ""),
            Self::OptionalNumber(_) | Self::Cell(_) => ("optional double", ""),
            Self::Truth(_) => ("required boolean", ""),
            Self::Text(_) => ("required binary", " (utf8)"),
            Self::OptionalText(_) => ("optional binary", " (utf8)"),
        }
    }

    fn values(&self, rows: &[R]) -> Values {
        let bytes = |text: String| ByteArray::from(text.into_bytes());
        match self {
            Self::Integer(of) => Values::Integer(rows.iter().map(of).collect()),
            Self::Long(of) => Values::Long(rows.iter().map(of).collect()),
            Self::Float(of) => Values::Float(rows.iter().map(of).collect()),
            Self::Number(of) => Values::Double(rows.iter().map(of).collect()),
            Self::OptionalNumber(of) => Values::OptionalDouble(rows.iter().map(of).collect()),
            Self::Truth(of) => Values::Boolean(rows.iter().map(of).collect()),
            Self::Text(of) => Values::Text(rows.iter().map(|row| bytes(of(row))).collect()),
            Self::OptionalText(of) => Values::OptionalText(rows.iter().map(|row| of(row).map(bytes)).collect()),
            Self::Cell(of) => Values::OptionalDouble(rows.iter().map(|row| of(row).number()).collect()),
        }
    }
}

/// The value of a column in a row, as text that reads back to the same bits.
pub(super) struct Exact<'c, 'a, R>(pub &'c Column<'a, R>, pub &'c R);

impl<R> Serialize for Exact<'_, '_, R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(column, row) = self;
        match &column.value {
            // Small numbers have an exponent here and none where they may be missing; hashes of results rest on both.
            Value::Number(of) => to.collect_str(&format_args!("{:?}", of(row))),
            Value::OptionalNumber(of) => of(row).serialize(to),
            Value::Integer(of) => to.serialize_i32(of(row)),
            Value::Text(of) => to.serialize_str(&of(row)),
            Value::OptionalText(of) => of(row).serialize(to),
            _ => to.serialize_str(&column.cell(row).text()),
        }
    }
}
