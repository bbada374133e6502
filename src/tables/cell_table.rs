//! `cells.parquet`: every agent on the days asked for, one row for each agent, one row group for each snapshot.
//!
//! | column | unit | what it holds |
//! |---|---|---|
//! | `replicate`, `day` | d | which snapshot |
//! | `kind`, `stage`, `phase` | | kind of cells, stage of differentiation, G0, G1, S or G2M |
//! | `weight` | cells | how many cells the agent stands for; sums of it are numbers of cells |
//! | `rnase_h` | 1 | RNase H activity relative to a normal stem cell |
//! | `p53` | 1 | p53 protein relative to an untreated wild-type cell |
//! | `damage` | 1 | DNA damage, fast and slow together |
//!
//! Levels have single precision. Left out: lineages, and what is not seen in a cell.

use super::{
    columns::{ColumnFile, ParquetError},
    table::{Column, append_rows, begin_columns},
};
use cenersim_model::curves::{Course, Snapshot};
use std::fs::File;

/// Names of the cycle phases, in the order of their codes.
const PHASES: [&str; 4] = ["G0", "G1", "S", "G2M"];

/// One row: one agent of a snapshot.
pub struct Agent<'a> {
    /// Replicate of the snapshot, from 0.
    replicate: u32,
    /// All agents of the snapshot.
    cells: &'a Snapshot,
    /// Place of the agent in it.
    index: usize,
}

/// In the order of the snapshot.
fn agents(replicate: u32, cells: &Snapshot) -> Vec<Agent<'_>> {
    (0..cells.kind.len()).map(|index| Agent { replicate, cells, index }).collect()
}

/// Of which the file and the dictionary are made.
pub fn columns<'a>() -> Vec<Column<'a, Agent<'a>>> {
    let phase = |row: &Agent| PHASES[usize::from(row.cells.phase[row.index])];
    let level = |name: &str, about: &str, of: fn(&Snapshot) -> &Vec<f32>| {
        Column::float(name, "1", about, move |row: &Agent| of(row.cells)[row.index])
    };
    vec![
        Column::integer("replicate", "", "Number of the replicate.", |row: &Agent| row.replicate.cast_signed()),
        Column::double(
            "day",
            "d",
            "Days since the start of treatment, or since day 1 of an arm that begins before it.",
            |row: &Agent| row.cells.day,
        ),
        Column::text("kind", "", "Kind of cell.", |row: &Agent| row.cells.kind[row.index].name()),
        Column::integer("stage", "", "Stage of differentiation.", |row: &Agent| row.cells.stage[row.index].into()),
        Column::text("phase", "", "Phase of the cell cycle.", phase),
        Column::double("weight", "cells", "Cells that the agent stands for.", |row: &Agent| {
            row.cells.weight[row.index]
        }),
        level("rnase_h", "RNase H activity relative to a normal stem cell.", |cells| &cells.rnase_h),
        level("p53", "p53 protein relative to an untreated wild-type cell.", |cells| &cells.p53),
        level("damage", "DNA damage, fast and slow together.", |cells| &cells.damage),
    ]
}

/// `cells.parquet` while replicates come in.
pub struct CellColumns(ColumnFile<File>);

impl CellColumns {
    /// Begun with the first snapshot only.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn new(to: File, about: &[(&str, String)]) -> Result<Self, ParquetError> {
        begin_columns("cells", &columns(), about, to).map(Self)
    }

    /// Appends the snapshots of these replicates, by replicate and day.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn add(&mut self, courses: &[Course]) -> Result<(), ParquetError> {
        for course in courses {
            for snapshot in &course.snapshots {
                append_rows(&mut self.0, &columns(), &agents(course.replicate, snapshot))?;
            }
        }
        Ok(())
    }

    /// Writes the footer.
    pub fn finish(self) -> Result<(), ParquetError> {
        self.0.finish()
    }
}
