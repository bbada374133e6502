//! `cells.parquet`: every agent on the days asked for, one row for each agent, one row group for each snapshot.

use super::columns::{ColumnFile, ParquetError, Values};
use cenersim_model::{
    biology::Kind,
    curves::{Course, Snapshot},
};
use parquet::data_type::ByteArray;
use std::io::Write;

const SCHEMA: &str = "message cells {
    required int32 replicate;
    required double day;
    required binary kind (utf8);
    required int32 stage;
    required binary phase (utf8);
    required double weight;
    required float rnase_h;
    required float p53;
    required float damage;
}";

/// Names of the cycle phases, in the order of their codes.
const PHASES: [&str; 4] = ["G0", "G1", "S", "G2M"];

/// `cells.parquet` while replicates come in.
pub struct CellColumns<W: Write + Send>(ColumnFile<W>);

impl<W: Write + Send> CellColumns<W> {
    pub fn new(to: W, about: &[(&str, String)]) -> Result<Self, ParquetError> {
        ColumnFile::new(to, SCHEMA, about).map(Self)
    }

    /// Appends the snapshots of these replicates, by replicate and day.
    pub fn add(&mut self, courses: &[Course]) -> Result<(), ParquetError> {
        for course in courses {
            for snapshot in &course.snapshots {
                self.0.append(columns(course.replicate, snapshot))?;
            }
        }
        Ok(())
    }

    pub fn finish(self) -> Result<(), ParquetError> {
        self.0.finish()
    }
}

fn columns(replicate: u32, cells: &Snapshot) -> Vec<Values> {
    let agents = cells.kind.len();
    let kinds = Kind::ALL.map(|kind| ByteArray::from(kind.name()));
    let phases = PHASES.map(ByteArray::from);
    vec![
        Values::Integer(vec![replicate.cast_signed(); agents]),
        Values::Double(vec![cells.day; agents]),
        Values::Text(cells.kind.iter().map(|kind| kinds[*kind as usize].clone()).collect()),
        Values::Integer(cells.stage.iter().map(|stage| i32::from(*stage)).collect()),
        Values::Text(cells.phase.iter().map(|phase| phases[usize::from(*phase)].clone()).collect()),
        Values::Double(cells.weight.clone()),
        Values::Float(cells.rnase_h.clone()),
        Values::Float(cells.p53.clone()),
        Values::Float(cells.damage.clone()),
    ]
}
