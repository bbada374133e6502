//! The tables of a run, written while its replicates come in, so that a run needs no more memory for a thousand
//! replicates than for a hundred.
//! Left out: the summary of all replicates, which is written at the end from what is kept of each.
//!
//! # Order of work
//!
//! Batches of replicates come in order; each is appended to `curves.csv`, `events.csv` and the Parquet files at
//! once, and hashes are taken of what is written, so nothing is read again. Only the outcome of each replicate
//! stays in memory. A full disk ends the run at the batch that does not fit, and the draft is removed.

use super::{
    KnownPatient,
    cell_table::CellColumns,
    columns::{ParquetError, io_error},
    curve_table::CurveColumns,
    files,
    fingerprint::{Canonical, Failed, FileHashes},
};
use cenersim_model::curves::Course;
use std::{
    fmt,
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
    thread,
};

/// Key-value metadata of the Parquet files.
pub(super) type About = [(&'static str, String); 3];

/// The tables of a run under way.
pub(super) struct RunTables {
    canonical: Canonical<Box<dyn Write + Send>>,
    columns: Columns,
    folder: PathBuf,
}

/// Those that are Parquet.
struct Columns {
    curves: Option<CurveColumns>,
    /// None before the first snapshot.
    cells: Option<CellColumns>,
    about: About,
}

impl fmt::Debug for RunTables {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.debug_struct("RunTables").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl RunTables {
    /// Begins the tables in this folder; without `curves` their files are left out, but not their hash.
    pub fn new(folder: &Path, curves: bool, about: About) -> Result<Self, Failed> {
        let open = |name: &str| -> io::Result<Box<dyn Write + Send>> {
            let written = curves || name != files::CURVES;
            Ok(if written { Box::new(File::create(folder.join(name))?) } else { Box::new(io::sink()) })
        };
        let begin = || CurveColumns::new(File::create(folder.join(files::CURVES_PARQUET))?, &about).map_err(io_error);
        let columns = curves.then(begin).transpose().map_err(|error| (files::CURVES_PARQUET, error))?;
        let columns = Columns { curves: columns, cells: None, about };
        Ok(Self { canonical: Canonical::new(open)?, columns, folder: folder.into() })
    }

    /// Appends these replicates, which follow those before.
    pub fn add(&mut self, courses: &[Course]) -> Result<(), Failed> {
        let Self { canonical, columns, folder } = self;
        let (text, binary) = thread::scope(|scope| {
            let binary = scope.spawn(|| columns.add(courses, folder));
            (canonical.add(courses), binary.join().expect("writing Parquet does not panic"))
        });
        text.and(binary)
    }

    /// Ends the tables, writes the summary of all replicates, and tells the hashes and which Parquet files there are.
    /// Curves and snapshots of `courses` may be empty here: only outcomes are read.
    pub fn finish(
        self,
        courses: &[Course],
        patients: &[KnownPatient],
    ) -> Result<(FileHashes, Vec<&'static str>), Failed> {
        let summary = || Ok(Box::new(File::create(self.folder.join(files::SUMMARY))?) as Box<dyn Write + Send>);
        let hashes = self.canonical.finish((courses, patients), summary)?;
        Ok((hashes, self.columns.finish()?))
    }
}

impl Columns {
    /// The file of agents begins with the first snapshot, so a run without any has none.
    fn add(&mut self, courses: &[Course], folder: &Path) -> Result<(), Failed> {
        let to_curves = self.curves.as_mut().map_or(Ok(()), |curves| curves.add(courses));
        to_curves.map_err(named(files::CURVES_PARQUET))?;
        if courses.iter().all(|course| course.snapshots.is_empty()) {
            return Ok(());
        }
        let mut to_cells = || {
            if self.cells.is_none() {
                self.cells = Some(CellColumns::new(File::create(folder.join(files::CELLS_PARQUET))?, &self.about)?);
            }
            self.cells.as_mut().map_or(Ok(()), |cells| cells.add(courses))
        };
        to_cells().map_err(named(files::CELLS_PARQUET))
    }

    fn finish(self) -> Result<Vec<&'static str>, Failed> {
        let mut written = Vec::new();
        if let Some(curves) = self.curves {
            curves.finish().map_err(named(files::CURVES_PARQUET))?;
            written.push(files::CURVES_PARQUET);
        }
        if let Some(cells) = self.cells {
            cells.finish().map_err(named(files::CELLS_PARQUET))?;
            written.push(files::CELLS_PARQUET);
        }
        Ok(written)
    }
}

fn named(file: &'static str) -> impl FnOnce(ParquetError) -> Failed {
    move |error| (file, io_error(error))
}
