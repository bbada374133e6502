//! What a column takes from a row: the variant decides the type in Parquet and in Dataset-JSON, the word in the dictionary and
//! the digits in CSV. Left out: names and meanings, which the column has.

use super::{super::columns::Values, Cell, Column, Date};
use parquet::data_type::ByteArray;
use serde::{Serialize, Serializer};
use serde_json::{Value as Json, json};

/// How a value is taken from a row.
type Take<'a, R, T> = Box<dyn Fn(&R) -> T + 'a>;

/// What is taken from a row.
pub(super) enum Value<'a, R> {
    /// A whole number, of 32 bits in Parquet.
    Integer(Take<'a, R, i32>),
    /// A whole number that may be missing.
    OptionalInteger(Take<'a, R, Option<i32>>),
    /// A whole number of 64 bits, for counts of cells and seeds.
    Long(Take<'a, R, i64>),
    /// Of half the precision.
    Float(Take<'a, R, f32>),
    /// With every bit.
    Number(Take<'a, R, f64>),
    /// A number that may be missing.
    OptionalNumber(Take<'a, R, Option<f64>>),
    /// True or false.
    Truth(Take<'a, R, bool>),
    /// A text.
    Text(Take<'a, R, String>),
    /// A text that may be missing.
    OptionalText(Take<'a, R, Option<String>>),
    /// A date that may be missing, as days since 1970 in Parquet.
    OptionalDate(Take<'a, R, Option<Date>>),
    /// A date with a time of the day, as ISO 8601 writes it.
    Moment(Take<'a, R, String>),
    /// Of tables that are no Parquet file.
    Cell(Take<'a, R, Cell>),
}

impl<R> Value<'_, R> {
    /// What its type is called in the dictionary.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Integer(_) | Self::Long(_) => "integer",
            Self::OptionalInteger(_) => "integer or missing",
            Self::OptionalDate(_) => "date or missing",
            Self::Moment(_) => "date and time",
            Self::Float(_) | Self::Number(_) | Self::Cell(_) => "number",
            Self::OptionalNumber(_) => "number or missing",
            Self::Truth(_) => "true or false",
            Self::Text(_) => "text",
            Self::OptionalText(_) => "text or missing",
        }
    }

    /// Physical type in Parquet's own notation, with what it stands for.
    pub const fn schema(&self) -> (&'static str, &'static str) {
        match self {
            Self::Integer(_) => ("required int32", ""),
            Self::OptionalInteger(_) => ("optional int32", ""),
            Self::OptionalDate(_) => ("optional int32", " (date)"),
            Self::Long(_) => ("required int64", ""),
            Self::Float(_) => ("required float", ""),
            Self::Number(_) => ("required double", ""),
            Self::OptionalNumber(_) | Self::Cell(_) => ("optional double", ""),
            Self::Truth(_) => ("required boolean", ""),
            Self::Text(_) | Self::Moment(_) => ("required binary", " (utf8)"),
            Self::OptionalText(_) => ("optional binary", " (utf8)"),
        }
    }

    /// Its value in a row.
    pub fn cell(&self, row: &R) -> Cell {
        match self {
            Self::Integer(of) => Cell::Number(f64::from(of(row))),
            Self::OptionalInteger(of) => of(row).map_or(Cell::Nothing, |number| Cell::Number(f64::from(number))),
            Self::Long(of) => Cell::Written(of(row).to_string()),
            Self::Float(of) => Cell::Number(f64::from(of(row))),
            Self::Number(of) => Cell::Number(of(row)),
            Self::OptionalNumber(of) => of(row).map_or(Cell::Nothing, Cell::Number),
            Self::Truth(of) => Cell::Text(of(row).to_string()),
            Self::Text(of) | Self::Moment(of) => Cell::Text(of(row)),
            Self::OptionalText(of) => of(row).map_or(Cell::Nothing, Cell::Text),
            Self::OptionalDate(of) => of(row).map_or(Cell::Nothing, |date| Cell::Text(date.to_string())),
            Self::Cell(of) => of(row),
        }
    }

    /// The same for a file of JSON, where a number has all its digits.
    pub fn json(&self, row: &R) -> Json {
        match self {
            Self::Integer(of) => json!(of(row)),
            Self::OptionalInteger(of) => json!(of(row)),
            Self::Long(of) => json!(of(row)),
            Self::Truth(of) => json!(of(row)),
            _ => match self.cell(row) {
                Cell::Nothing => Json::Null,
                Cell::Number(number) => json!(number),
                Cell::Text(text) | Cell::Written(text) => json!(text),
            },
        }
    }

    /// What Dataset-JSON calls its type, and the type into which a reader turns it where that is another one.
    pub const fn data_type(&self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Integer(_) | Self::OptionalInteger(_) | Self::Long(_) => ("integer", None),
            Self::Float(_) => ("float", None),
            Self::Number(_) | Self::OptionalNumber(_) | Self::Cell(_) => ("double", None),
            Self::Truth(_) => ("boolean", None),
            Self::Text(_) | Self::OptionalText(_) => ("string", None),
            Self::OptionalDate(_) => ("date", Some("integer")),
            Self::Moment(_) => ("datetime", None),
        }
    }

    /// Its values in these rows, for a Parquet file.
    pub fn values(&self, rows: &[R]) -> Values {
        let bytes = |text: String| ByteArray::from(text.into_bytes());
        match self {
            Self::Integer(of) => Values::Integer(rows.iter().map(of).collect()),
            Self::OptionalInteger(of) => Values::OptionalInteger(rows.iter().map(of).collect()),
            Self::OptionalDate(of) => {
                Values::OptionalInteger(rows.iter().map(|row| of(row).map(Date::since_1970)).collect())
            }
            Self::Long(of) => Values::Long(rows.iter().map(of).collect()),
            Self::Float(of) => Values::Float(rows.iter().map(of).collect()),
            Self::Number(of) => Values::Double(rows.iter().map(of).collect()),
            Self::OptionalNumber(of) => Values::OptionalDouble(rows.iter().map(of).collect()),
            Self::Truth(of) => Values::Boolean(rows.iter().map(of).collect()),
            Self::Text(of) | Self::Moment(of) => Values::Text(rows.iter().map(|row| bytes(of(row))).collect()),
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
