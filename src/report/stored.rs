//! Reads a run back from its folder, to draw its figures again without simulating.
//! Left out: `summary.json` and the Parquet files, which hold nothing that figures need and the CSV files do not have.
//!
//! # What is checked
//!
//! `provenance.json` first, with its own hash; then the scenario; then row by row the curves and events, so that a
//! damaged line can be named; then the hash of each file. A run that was written with `--no-curves` cannot be drawn
//! again, which is said. What figures of a run show besides is in `figures.cbor`; those of other results need it alone. Its hash
//! stands in the provenance.

use super::{Provenance, ReportError, curve_table, event_table, files, provenance, sha256, sha256_of};
use cenersim_analyses::scenario::know_drugs;
use cenersim_model::{
    curves::{CurveSet, Event, administrations},
    treatment::Administration,
};
use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufReader, Read},
    path::Path,
};

/// What was read back: curves, or what was kept of them, and events of the replicates, in the order of their numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRun<T = CurveSet> {
    /// Their numbers, ascending.
    pub replicates: Vec<u32>,
    /// One for each replicate.
    pub curves: Vec<T>,
    /// One list for each replicate, in the order of time.
    pub events: Vec<Vec<Event>>,
    /// The scenario as it was run.
    pub scenario_text: String,
    /// What figures are drawn from besides; empty where there is nothing.
    pub figure_data: Vec<u8>,
    /// Where the run comes from.
    pub provenance: Provenance,
}

impl<T> StoredRun<T> {
    /// Infusions given in the replicate at `index`, from its events.
    pub fn administrations(&self, index: usize) -> Vec<Administration> {
        administrations(&self.events[index])
    }
}

/// Reads the folder of a run, such as `output/arm_b`.
///
/// # Errors
/// If it is no such folder, or if a file is missing, damaged, cut off or changed since the run.
pub fn read_run(folder: &Path) -> Result<StoredRun, ReportError> {
    read_run_keeping(folder, |_, curves| curves)
}

/// Reads the folder of a run, and keeps of the curves of each replicate what is asked for: memory needs to hold no more.
///
/// # Errors
/// As [`read_run`].
pub fn read_run_keeping<T>(folder: &Path, keep: impl Fn(u32, CurveSet) -> T) -> Result<StoredRun<T>, ReportError> {
    let provenance = provenance::read(folder)?;
    let scenario_text = read_scenario(folder, &provenance.scenario_sha256)?;
    know_drugs(&scenario_text);
    let curves =
        read_table(folder, files::CURVES, &provenance.sha256.curves, |rows, path| curve_table::read(rows, path, keep))?;
    let mut events = read_table(folder, files::EVENTS, &provenance.sha256.events, event_table::read)?;
    check_replicates(folder, &curves, &events)?;
    let (replicates, curves): (Vec<_>, Vec<_>) = curves.into_iter().unzip();
    let events = replicates.iter().map(|replicate| events.remove(replicate).unwrap_or_default()).collect();
    let figure_data = figure_data_of_run(folder, &provenance.figure_data_sha256)?;
    Ok(StoredRun { replicates, curves, events, scenario_text, figure_data, provenance })
}

/// Nothing where the provenance tells of nothing.
fn figure_data_of_run(folder: &Path, sha256_then: &str) -> Result<Vec<u8>, ReportError> {
    if sha256_then.is_empty() {
        return Ok(Vec::new());
    }
    let path = folder.join(files::FIGURE_DATA);
    let bytes = fs::read(&path).map_err(missing_or_unreadable(folder, files::FIGURE_DATA))?;
    check_hash(&path, &sha256(&bytes), sha256_then)?;
    Ok(bytes)
}

/// What the figures of a result are drawn from, and the version and commit of the program that made it.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureData {
    /// Content of `figures.cbor`.
    pub bytes: Vec<u8>,
    /// Version of the program.
    pub version: String,
    /// Its commit.
    pub commit: String,
}

/// Reads what the figures of a comparison, a trial, a calibration, a sensitivity analysis or a qualification are drawn from;
/// none if the folder is no such result.
///
/// # Errors
/// If a file is missing or was changed since the result was written.
pub fn read_figure_data(folder: &Path) -> Result<Option<FigureData>, ReportError> {
    let Some(found) = provenance::result_files(folder)? else { return Ok(None) };
    let read = |name: &str| fs::read(folder.join(name)).map_err(ReportError::read(&folder.join(name)));
    for (name, hash) in &found.sha256 {
        check_hash(&folder.join(name), &sha256(&read(name)?), hash)?;
    }
    let path = folder.join(files::FIGURE_DATA);
    if !path.exists() {
        return Err(ReportError::NoFigureData { path: folder.into(), kind: found.kind });
    }
    let bytes = read(files::FIGURE_DATA)?;
    check_hash(&path, &sha256(&bytes), &found.figure_data_sha256)?;
    Ok(Some(FigureData { bytes, version: found.version, commit: found.commit }))
}

/// It must be the text whose hash the provenance states.
fn read_scenario(folder: &Path, sha256_then: &str) -> Result<String, ReportError> {
    let path = folder.join(files::SCENARIO);
    let bytes = fs::read(&path).map_err(missing_or_unreadable(folder, files::SCENARIO))?;
    check_hash(&path, &sha256(&bytes), sha256_then)?;
    String::from_utf8(bytes).map_err(|_| ReportError::Damaged {
        path,
        line: None,
        expected: "text in UTF-8".into(),
        found: "other bytes".into(),
    })
}

/// Rows are checked before the hash, because a row can be named.
fn read_table<T>(
    folder: &Path,
    name: &'static str,
    sha256_then: &str,
    rows: impl FnOnce(BufReader<File>, &Path) -> Result<T, ReportError>,
) -> Result<T, ReportError> {
    let path = folder.join(name);
    let open = || File::open(&path).map(BufReader::new).map_err(missing_or_unreadable(folder, name));
    let table = rows(open()?, &path)?;
    let sha256_now = sha256_of(open()?.by_ref()).map_err(ReportError::read(&path))?;
    check_hash(&path, &sha256_now, sha256_then)?;
    Ok(table)
}

fn missing_or_unreadable(folder: &Path, name: &'static str) -> impl Fn(std::io::Error) -> ReportError {
    move |error| match error.kind() {
        std::io::ErrorKind::NotFound => ReportError::Foreign { path: folder.into(), missing: name },
        _ => ReportError::read(&folder.join(name))(error),
    }
}

/// A file that was changed is no result of the run.
fn check_hash(path: &Path, now: &str, then: &str) -> Result<(), ReportError> {
    if now == then {
        return Ok(());
    }
    let expected = format!("the file that the run wrote (sha256 {then})");
    Err(ReportError::Damaged { path: path.into(), line: None, expected, found: format!("another one (sha256 {now})") })
}

/// A replicate with events has curves.
fn check_replicates<T>(
    folder: &Path,
    curves: &BTreeMap<u32, T>,
    events: &BTreeMap<u32, Vec<Event>>,
) -> Result<(), ReportError> {
    let Some(number) = events.keys().find(|number| !curves.contains_key(number)) else { return Ok(()) };
    Err(ReportError::Damaged {
        path: folder.join(files::EVENTS),
        line: None,
        expected: format!("replicates that `{}` has", files::CURVES),
        found: format!("replicate {number}"),
    })
}
