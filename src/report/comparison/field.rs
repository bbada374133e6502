//! Fields of Parquet and CSV files: name, unit, meaning and value in one place, so that schema, rows and dictionary agree.

use super::super::columns::{ColumnFile, ParquetError, Values};
use parquet::data_type::ByteArray;
use std::io::Write;

/// How a field is taken from a row.
pub enum Value<R> {
    Integer(fn(&R) -> i32),
    Long(fn(&R) -> i64),
    Number(fn(&R) -> f64),
    OptionalNumber(fn(&R) -> Option<f64>),
    Truth(fn(&R) -> bool),
    Text(fn(&R) -> &str),
    OptionalText(fn(&R) -> Option<&str>),
}

impl<R> Value<R> {
    /// Physical type in Parquet's own notation, with what it stands for.
    const fn schema(&self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Integer(_) => ("required int32", "", "integer"),
            Self::Long(_) => ("required int64", "", "integer"),
            Self::Number(_) => ("required double", "", "number"),
            Self::OptionalNumber(_) => ("optional double", "", "number or missing"),
            Self::Truth(_) => ("required boolean", "", "true or false"),
            Self::Text(_) => ("required binary", " (utf8)", "text"),
            Self::OptionalText(_) => ("optional binary", " (utf8)", "text or missing"),
        }
    }

    /// The value of a row as text that is read back as the same number; empty where it is missing.
    fn text(&self, row: &R) -> String {
        match self {
            Self::Integer(of) => of(row).to_string(),
            Self::Long(of) => of(row).to_string(),
            Self::Number(of) => of(row).to_string(),
            Self::OptionalNumber(of) => of(row).map_or_else(String::new, |number| number.to_string()),
            Self::Truth(of) => of(row).to_string(),
            Self::Text(of) => of(row).to_owned(),
            Self::OptionalText(of) => of(row).unwrap_or_default().to_owned(),
        }
    }

    fn column(&self, rows: &[R]) -> Values {
        match self {
            Self::Integer(of) => Values::Integer(rows.iter().map(of).collect()),
            Self::Long(of) => Values::Long(rows.iter().map(of).collect()),
            Self::Number(of) => Values::Double(rows.iter().map(of).collect()),
            Self::OptionalNumber(of) => Values::OptionalDouble(rows.iter().map(of).collect()),
            Self::Truth(of) => Values::Boolean(rows.iter().map(of).collect()),
            Self::Text(of) => Values::Text(rows.iter().map(|row| ByteArray::from(of(row))).collect()),
            Self::OptionalText(of) => {
                Values::OptionalText(rows.iter().map(|row| of(row).map(ByteArray::from)).collect())
            }
        }
    }
}

/// One field.
pub struct Field<R> {
    pub name: &'static str,
    pub unit: &'static str,
    pub about: &'static str,
    pub value: Value<R>,
}

impl<R> Field<R> {
    pub const fn new(name: &'static str, unit: &'static str, about: &'static str, value: Value<R>) -> Self {
        Self { name, unit, about, value }
    }

    /// What its type is called in the dictionary.
    pub fn type_name(&self) -> &'static str {
        self.value.schema().2
    }
}

/// Rows that are written in one piece: a compromise between memory and compression.
const BATCH: usize = 1 << 16;

/// Writes the rows as a Parquet file of the given fields.
pub fn write<R>(
    fields: &[Field<R>],
    rows: impl Iterator<Item = R>,
    about: &[(&str, String)],
    to: impl Write + Send,
) -> Result<(), ParquetError> {
    let mut file = ColumnFile::new(to, &schema(fields), about)?;
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        let batch: Vec<R> = rows.by_ref().take(BATCH).collect();
        file.append(fields.iter().map(|field| field.value.column(&batch)).collect())?;
    }
    file.finish()
}

/// The rows as a CSV file of the given fields, with a line of names.
pub fn csv<R>(fields: &[Field<R>], rows: &[R]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(fields.iter().map(|field| field.name)).expect("memory takes everything");
    for row in rows {
        writer.write_record(fields.iter().map(|field| field.value.text(row))).expect("memory takes everything");
    }
    String::from_utf8(writer.into_inner().expect("memory takes everything")).expect("cells are text")
}

fn schema<R>(fields: &[Field<R>]) -> String {
    let line = |field: &Field<R>| {
        let (physical, logical, _) = field.value.schema();
        format!("{physical} {}{logical};", field.name)
    };
    format!("message rows {{ {} }}", fields.iter().map(line).collect::<Vec<_>>().join(" "))
}
