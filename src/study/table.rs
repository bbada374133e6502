//! The columns of a chunk: records as Parquet and back, every bit of every number. Readable by R and Python as well.
//! They are the segment and the fields of the course record, found by their names.
//! Left out: curves and failures, which are in the metadata of the file (see `chunk`).

use cenersim_analyses::comparison::{
    Record,
    fields::{Access, fields},
};
use cenersim_model::curves::Response;
use cenersim_report::columns::{ColumnFile, ParquetError, Values};
use parquet::{
    column::reader::{ColumnReader, ColumnReaderImpl, get_typed_column_reader},
    data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type},
    file::reader::{FileReader, RowGroupReader, SerializedFileReader},
};
use serde::{Deserialize, de::value::StrDeserializer};
use std::{fs::File, io::Write};

/// Rows that are written in one piece.
const BATCH: usize = 1 << 16;

/// A record and the position of its segment within the chunk.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Row {
    pub segment: u32,
    pub record: Record,
}

/// How a column is taken from a row and put back.
/// A chunk has one column for each: the segment, then every field of the record.
enum Cell {
    Segment,
    Field(Access),
}

/// In the order of the columns.
fn cells() -> impl Iterator<Item = (&'static str, Cell)> {
    [("segment", Cell::Segment)].into_iter().chain(fields().map(|field| (field.name, Cell::Field(field.access))))
}

/// A response by the name that serde knows.
fn response(name: &str) -> Result<Response, ParquetError> {
    let read = |text| Response::deserialize(StrDeserializer::<serde::de::value::Error>::new(text));
    read(name).map_err(|_| ParquetError::General(format!("`{name}` is no response")))
}

impl Cell {
    /// Physical type in Parquet's own notation, with what it stands for. Whole numbers of any size are int64, and a
    /// response is its name.
    const fn schema(&self) -> (&'static str, &'static str) {
        match self {
            Self::Segment | Self::Field(Access::Count(..) | Access::Long(..)) => ("required int64", ""),
            Self::Field(Access::Number(..)) => ("required double", ""),
            Self::Field(Access::OptionalNumber(..)) => ("optional double", ""),
            Self::Field(Access::Truth(..)) => ("required boolean", ""),
            Self::Field(Access::OptionalText(..) | Access::Response(..)) => ("optional binary", " (utf8)"),
        }
    }

    /// For writing: the column of these rows.
    fn values(&self, rows: &[Row]) -> Values {
        let records = rows.iter().map(|row| &row.record);
        let bytes = |text: &str| ByteArray::from(text);
        match self {
            Self::Segment => Values::Long(rows.iter().map(|row| i64::from(row.segment)).collect()),
            Self::Field(Access::Count(of, _)) => Values::Long(records.map(|record| i64::from(of(record))).collect()),
            Self::Field(Access::Long(of, _)) => Values::Long(records.map(|record| of(record).cast_signed()).collect()),
            Self::Field(Access::Number(of, _)) => Values::Double(records.map(of).collect()),
            Self::Field(Access::OptionalNumber(of, _)) => Values::OptionalDouble(records.map(of).collect()),
            Self::Field(Access::Truth(of, _)) => Values::Boolean(records.map(of).collect()),
            Self::Field(Access::OptionalText(of, _)) => {
                Values::OptionalText(records.map(|record| of(record).map(bytes)).collect())
            }
            Self::Field(Access::Response(of, _)) => {
                Values::OptionalText(records.map(|record| Some(bytes(&format!("{:?}", of(record))))).collect())
            }
        }
    }

    /// For reading: puts the column into rows that exist already.
    ///
    /// # Errors
    /// If the column has another type or number of values, or a response that is none.
    fn fill(&self, rows: &mut [Row], from: ColumnReader) -> Result<(), ParquetError> {
        let text = |bytes: ByteArray| String::from_utf8_lossy(bytes.data()).into_owned();
        match self {
            Self::Segment => each(rows, present::<Int64Type>(from)?, |row, value| row.segment = value as u32),
            Self::Field(Access::Count(_, put)) => {
                each(rows, present::<Int64Type>(from)?, |row, value| put(&mut row.record, value as u32))
            }
            Self::Field(Access::Long(_, put)) => {
                each(rows, present::<Int64Type>(from)?, |row, value| put(&mut row.record, value.cast_unsigned()))
            }
            Self::Field(Access::Number(_, put)) => {
                each(rows, present::<DoubleType>(from)?, |row, value| put(&mut row.record, value))
            }
            Self::Field(Access::Truth(_, put)) => {
                each(rows, present::<BoolType>(from)?, |row, value| put(&mut row.record, value))
            }
            Self::Field(Access::OptionalNumber(_, put)) => {
                each(rows, optional::<DoubleType>(from)?, |row, value| put(&mut row.record, value))
            }
            Self::Field(Access::OptionalText(_, put)) => {
                each(rows, optional::<ByteArrayType>(from)?, |row, value| put(&mut row.record, value.map(text)))
            }
            Self::Field(Access::Response(_, put)) => {
                let names =
                    optional::<ByteArrayType>(from)?.into_iter().map(|name| name.map_or_else(String::new, text));
                let found = names.map(|name| response(&name)).collect::<Result<_, _>>()?;
                each(rows, found, |row, value| put(&mut row.record, value))
            }
        }
    }
}

fn each<T>(rows: &mut [Row], values: Vec<T>, put: impl Fn(&mut Row, T)) -> Result<(), ParquetError> {
    if values.len() != rows.len() {
        return Err(ParquetError::General(format!("a column has {} of {} values", values.len(), rows.len())));
    }
    rows.iter_mut().zip(values).for_each(|(row, value)| put(row, value));
    Ok(())
}

/// A column without gaps.
fn present<T: DataType>(from: ColumnReader) -> Result<Vec<T::T>, ParquetError> {
    let mut reader: ColumnReaderImpl<T> = get_typed_column_reader(from);
    let mut values = Vec::new();
    reader.read_records(usize::MAX, None, None, &mut values)?;
    Ok(values)
}

/// A column with gaps.
fn optional<T: DataType>(from: ColumnReader) -> Result<Vec<Option<T::T>>, ParquetError> {
    let mut reader: ColumnReaderImpl<T> = get_typed_column_reader(from);
    let (mut values, mut defined) = (Vec::new(), Vec::new());
    reader.read_records(usize::MAX, Some(&mut defined), None, &mut values)?;
    let mut values = values.into_iter();
    Ok(defined.into_iter().map(|level| if level == 1 { values.next() } else { None }).collect())
}

/// Writes rows, with `about` as metadata of the file.
pub fn write(rows: &[Row], about: &[(&str, String)], to: impl Write + Send) -> Result<(), ParquetError> {
    let cells: Vec<(&str, Cell)> = cells().collect();
    let line = |(name, cell): &(&str, Cell)| {
        let (physical, logical) = cell.schema();
        format!("{physical} {name}{logical};")
    };
    let schema = format!("message courses {{ {} }}", cells.iter().map(line).collect::<Vec<_>>().join(" "));
    let mut file = ColumnFile::new(to, &schema, about)?;
    for batch in rows.chunks(BATCH) {
        file.append(cells.iter().map(|(_, cell)| cell.values(batch)).collect())?;
    }
    file.finish()
}

/// Names and texts.
pub type Metadata = Vec<(String, String)>;

/// Rows and metadata of a file that [`write`] has written.
pub fn read(from: File) -> Result<(Vec<Row>, Metadata), ParquetError> {
    let reader = SerializedFileReader::new(from)?;
    let about = reader.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    let about = about.into_iter().map(|entry| (entry.key, entry.value.unwrap_or_default())).collect();
    let mut rows = Vec::new();
    for group in 0..reader.num_row_groups() {
        rows.extend(group_rows(&*reader.get_row_group(group)?)?);
    }
    Ok((rows, about))
}

/// All columns of one row group, found by their names.
fn group_rows(group: &dyn RowGroupReader) -> Result<Vec<Row>, ParquetError> {
    let mut rows = vec![Row::default(); group.metadata().num_rows() as usize];
    for (name, cell) in cells() {
        let columns = group.metadata().columns().iter();
        let index = columns.map(|column| column.column_descr().name()).position(|column| column == name);
        let index = index.ok_or_else(|| ParquetError::General(format!("it has no column `{name}`")))?;
        cell.fill(&mut rows, group.get_column_reader(index)?)?;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row in which every field has a value, with numbers that decimals would lose.
    fn full() -> Row {
        let mut row = Row { segment: 7, ..Row::default() };
        for (index, field) in fields().enumerate() {
            let record = &mut row.record;
            match field.access {
                Access::Count(_, put) => put(record, index as u32 + 1),
                Access::Long(_, put) => put(record, i64::MAX as u64 - index as u64),
                Access::Number(_, put) => put(record, 0.1 + index as f64 / 3.0),
                Access::OptionalNumber(_, put) => put(record, Some(f64::MIN_POSITIVE * index as f64)),
                Access::Truth(_, put) => put(record, true),
                Access::OptionalText(_, put) => put(record, Some("bleeding".into())),
                Access::Response(_, put) => put(record, Response::CRp),
            }
        }
        row
    }

    fn written(rows: &[Row]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        write(rows, &[("plan", "abc".into())], &mut file).unwrap();
        file
    }

    #[test]
    fn records_come_back_bit_for_bit() {
        let rows = [full(), Row::default(), full()];
        let (read, about) = read(written(&rows)).unwrap();
        assert_eq!(read, rows);
        assert_eq!(about, [("plan".to_owned(), "abc".to_owned())]);
    }

    #[test]
    fn a_number_that_is_none_stays_none() {
        let mut row = Row::default();
        row.record.outcome.milestones.blast_log_kill = f64::NAN;
        assert!(read(written(&[row])).unwrap().0[0].record.outcome.milestones.blast_log_kill.is_nan());
    }

    #[test]
    fn a_file_without_a_field_is_refused() {
        let mut file = tempfile::tempfile().unwrap();
        let mut columns = ColumnFile::new(&mut file, "message courses { required int64 segment; }", &[]).unwrap();
        columns.append(vec![Values::Long(vec![0])]).unwrap();
        columns.finish().unwrap();
        assert!(read(file).unwrap_err().to_string().ends_with("it has no column `patient`"));
    }

    #[test]
    fn every_response_comes_back_and_no_other_word_is_one() {
        for one in [Response::CR, Response::CRp, Response::CRi, Response::MLFS, Response::PR, Response::EarlyDeath] {
            assert_eq!(response(&format!("{one:?}")).unwrap(), one);
        }
        assert!(response("cured").is_err());
    }
}
