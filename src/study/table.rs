//! The columns of a chunk: records as Parquet and back, every bit of every number. Readable by R and Python as well.
//! Left out: curves and failures, which are in the metadata of the file (see `chunk`).

use cenersim_analyses::comparison::Record;
use cenersim_model::curves::{Milestones, Outcome, Response, Survival};
use cenersim_report::columns::{Column, ColumnFile, ParquetError};
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
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub segment: u32,
    pub record: Record,
}

/// How a column is taken from a row and put back.
enum Cell {
    Whole(fn(&Row) -> i64, fn(&mut Row, i64)),
    Number(fn(&Row) -> f64, fn(&mut Row, f64)),
    OptionalNumber(fn(&Row) -> Option<f64>, fn(&mut Row, Option<f64>)),
    Truth(fn(&Row) -> bool, fn(&mut Row, bool)),
    OptionalText(fn(&Row) -> Option<String>, fn(&mut Row, Option<String>)),
}

/// Whole numbers of any width; they are never negative.
macro_rules! whole {
    ($name:literal, $($part:ident).+) => {
        ($name, Cell::Whole(|row| row.$($part).+ as i64, |row, value| row.$($part).+ = value as _))
    };
}

macro_rules! field {
    ($cell:ident, $name:literal, $($part:ident).+) => {
        ($name, Cell::$cell(|row| row.$($part).+.clone(), |row, value| row.$($part).+ = value))
    };
}

fn cells() -> [(&'static str, Cell); 35] {
    let response = Cell::OptionalText(
        |row| Some(format!("{:?}", row.record.outcome.response)),
        |row, name| row.record.outcome.response = response(&name.unwrap_or_default()),
    );
    [
        whole!("segment", segment),
        whole!("patient", record.patient),
        whole!("arm", record.arm),
        whole!("replicate", record.replicate),
        ("response", response),
        whole!("courses", record.outcome.courses),
        field!(OptionalNumber, "response_day", record.outcome.survival.response_day),
        field!(OptionalNumber, "relapse_day", record.outcome.survival.relapse_day),
        field!(OptionalNumber, "failure_day", record.outcome.survival.failure_day),
        field!(OptionalNumber, "transplantation_day", record.outcome.survival.transplantation_day),
        field!(OptionalNumber, "death_day", record.outcome.survival.death_day),
        field!(OptionalText, "death_cause", record.outcome.survival.death_cause),
        field!(Number, "observed_to_day", record.outcome.survival.observed_to_day),
        field!(Number, "blast_nadir_cells", record.outcome.milestones.blast_nadir_cells),
        field!(Number, "blast_nadir_day", record.outcome.milestones.blast_nadir_day),
        field!(Number, "blast_log_kill", record.outcome.milestones.blast_log_kill),
        field!(Number, "stem_nadir_cells", record.outcome.milestones.stem_nadir_cells),
        field!(Number, "stem_nadir_day", record.outcome.milestones.stem_nadir_day),
        field!(Number, "stem_log_kill", record.outcome.milestones.stem_log_kill),
        field!(Truth, "stem_extinct", record.outcome.milestones.stem_extinct),
        field!(Number, "neutrophil_nadir", record.outcome.milestones.neutrophil_nadir),
        field!(Number, "neutrophil_nadir_day", record.outcome.milestones.neutrophil_nadir_day),
        field!(OptionalNumber, "neutrophils_above_half_day", record.outcome.milestones.neutrophils_above_half_day),
        field!(OptionalNumber, "neutrophils_above_one_day", record.outcome.milestones.neutrophils_above_one_day),
        field!(Number, "days_neutrophils_below_half", record.outcome.milestones.days_neutrophils_below_half),
        field!(Number, "platelet_nadir", record.outcome.milestones.platelet_nadir),
        field!(Number, "platelet_nadir_day", record.outcome.milestones.platelet_nadir_day),
        field!(OptionalNumber, "platelets_above_50_day", record.outcome.milestones.platelets_above_50_day),
        field!(OptionalNumber, "platelets_above_100_day", record.outcome.milestones.platelets_above_100_day),
        field!(Number, "days_platelets_below_50", record.outcome.milestones.days_platelets_below_50),
        field!(OptionalNumber, "best_blast_change", record.best_blast_change),
        whole!("infections", record.infections),
        whole!("bleedings", record.bleedings),
        whole!("steps", record.steps),
        whole!("agent_steps", record.agent_steps),
    ]
}

/// A response by the name that serde knows; one of another version is none that could be judged.
fn response(name: &str) -> Response {
    let read = |text| Response::deserialize(StrDeserializer::<serde::de::value::Error>::new(text));
    read(name).unwrap_or(Response::NotEvaluable)
}

fn blank() -> Row {
    let (survival, milestones) = (Survival::default(), Milestones::default());
    let outcome = Outcome { response: Response::NotEvaluable, courses: 0, survival, milestones };
    let record = Record {
        patient: 0,
        arm: 0,
        replicate: 0,
        outcome,
        best_blast_change: None,
        infections: 0,
        bleedings: 0,
        steps: 0,
        agent_steps: 0,
    };
    Row { segment: 0, record }
}

impl Cell {
    const fn schema(&self) -> (&'static str, &'static str) {
        match self {
            Self::Whole(..) => ("required int64", ""),
            Self::Number(..) => ("required double", ""),
            Self::OptionalNumber(..) => ("optional double", ""),
            Self::Truth(..) => ("required boolean", ""),
            Self::OptionalText(..) => ("optional binary", " (utf8)"),
        }
    }

    fn column(&self, rows: &[Row]) -> Column {
        match self {
            Self::Whole(of, _) => Column::Long(rows.iter().map(of).collect()),
            Self::Number(of, _) => Column::Double(rows.iter().map(of).collect()),
            Self::OptionalNumber(of, _) => Column::OptionalDouble(rows.iter().map(of).collect()),
            Self::Truth(of, _) => Column::Boolean(rows.iter().map(of).collect()),
            Self::OptionalText(of, _) => {
                let text = |row| of(row).map(|text| ByteArray::from(text.as_str()));
                Column::OptionalText(rows.iter().map(text).collect())
            }
        }
    }

    fn fill(&self, rows: &mut [Row], from: ColumnReader) -> Result<(), ParquetError> {
        match self {
            Self::Whole(_, put) => each(rows, present::<Int64Type>(from)?, put),
            Self::Number(_, put) => each(rows, present::<DoubleType>(from)?, put),
            Self::Truth(_, put) => each(rows, present::<BoolType>(from)?, put),
            Self::OptionalNumber(_, put) => each(rows, optional::<DoubleType>(from)?, put),
            Self::OptionalText(_, put) => {
                let text = |bytes: ByteArray| String::from_utf8_lossy(bytes.data()).into_owned();
                each(rows, optional::<ByteArrayType>(from)?.into_iter().map(|bytes| bytes.map(text)).collect(), put)
            }
        }
    }
}

fn each<T>(rows: &mut [Row], values: Vec<T>, put: &fn(&mut Row, T)) -> Result<(), ParquetError> {
    if values.len() != rows.len() {
        return Err(ParquetError::General(format!("a column has {} of {} values", values.len(), rows.len())));
    }
    rows.iter_mut().zip(values).for_each(|(row, value)| put(row, value));
    Ok(())
}

fn present<T: DataType>(from: ColumnReader) -> Result<Vec<T::T>, ParquetError> {
    let mut reader: ColumnReaderImpl<T> = get_typed_column_reader(from);
    let mut values = Vec::new();
    reader.read_records(usize::MAX, None, None, &mut values)?;
    Ok(values)
}

fn optional<T: DataType>(from: ColumnReader) -> Result<Vec<Option<T::T>>, ParquetError> {
    let mut reader: ColumnReaderImpl<T> = get_typed_column_reader(from);
    let (mut values, mut defined) = (Vec::new(), Vec::new());
    reader.read_records(usize::MAX, Some(&mut defined), None, &mut values)?;
    let mut values = values.into_iter();
    Ok(defined.into_iter().map(|level| if level == 1 { values.next() } else { None }).collect())
}

/// Writes rows, with `about` as metadata of the file.
pub fn write(rows: &[Row], about: &[(&str, String)], to: impl Write + Send) -> Result<(), ParquetError> {
    let cells = cells();
    let line = |(name, cell): &(&str, Cell)| {
        let (physical, logical) = cell.schema();
        format!("{physical} {name}{logical};")
    };
    let schema = format!("message courses {{ {} }}", cells.iter().map(line).collect::<Vec<_>>().join(" "));
    let mut file = ColumnFile::new(to, &schema, about)?;
    for batch in rows.chunks(BATCH) {
        file.append(cells.iter().map(|(_, cell)| cell.column(batch)).collect())?;
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

fn group_rows(group: &dyn RowGroupReader) -> Result<Vec<Row>, ParquetError> {
    let cells = cells();
    if group.num_columns() != cells.len() {
        return Err(ParquetError::General(format!("it has {} columns", group.num_columns())));
    }
    let mut rows = vec![blank(); group.metadata().num_rows() as usize];
    for (index, (_, cell)) in cells.iter().enumerate() {
        cell.fill(&mut rows, group.get_column_reader(index)?)?;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows in which every optional field is once there and once not, and numbers that decimals would lose.
    fn rows() -> Vec<Row> {
        let mut full = blank();
        for (index, (_, cell)) in cells().iter().enumerate() {
            match cell {
                Cell::Whole(_, put) => put(&mut full, index as i64 + 1),
                Cell::Number(_, put) => put(&mut full, 0.1 + index as f64 / 3.0),
                Cell::OptionalNumber(_, put) => put(&mut full, Some(f64::MIN_POSITIVE * index as f64)),
                Cell::Truth(_, put) => put(&mut full, true),
                Cell::OptionalText(_, put) => put(&mut full, Some("CRp".into())),
            }
        }
        full.record.agent_steps = i64::MAX as u64;
        vec![full.clone(), blank(), full]
    }

    #[test]
    fn records_come_back_bit_for_bit() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.parquet");
        write(&rows(), &[("plan", "abc".into())], File::create(&path).unwrap()).unwrap();
        let (read, about) = read(File::open(&path).unwrap()).unwrap();
        assert_eq!(read, rows());
        assert_eq!(about, [("plan".to_owned(), "abc".to_owned())]);
    }

    #[test]
    fn a_number_that_is_none_stays_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.parquet");
        let mut row = blank();
        row.record.outcome.milestones.blast_log_kill = f64::NAN;
        write(&[row], &[], File::create(&path).unwrap()).unwrap();
        assert!(read(File::open(&path).unwrap()).unwrap().0[0].record.outcome.milestones.blast_log_kill.is_nan());
    }

    #[test]
    fn every_field_of_a_record_has_a_column() {
        // Serde's view of a record: its numbers, texts and truths, wherever they are nested.
        fn leaves(value: &serde_json::Value) -> usize {
            match value {
                serde_json::Value::Object(members) => members.values().map(leaves).sum(),
                _ => 1,
            }
        }
        let record = serde_json::to_value(blank().record).unwrap();
        assert_eq!(cells().len(), leaves(&record) + 1, "and one for the segment");
    }

    #[test]
    fn every_response_comes_back() {
        for one in [Response::CR, Response::CRp, Response::CRi, Response::MLFS, Response::PR, Response::Resistant] {
            assert_eq!(response(&format!("{one:?}")), one);
        }
        assert_eq!(response("EarlyDeath"), Response::EarlyDeath);
    }
}
