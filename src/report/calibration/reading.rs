//! Reads `posterior.parquet` back for the commands that use it. Everything is checked before anything is simulated: the file,
//! the hash of its content, its columns, and every value against the ledger. Left out: whether this posterior fits a scenario.
//!
//! # What is refused, and why
//!
//! * a file that is no Parquet, or has no columns that are parameters: another file was meant;
//! * a hash in the metadata that is not that of the content: the file was changed;
//! * a parameter that the ledger does not know, or another unit: it was written by another version;
//! * a value that the ledger refuses: no simulation could run with it.
//!
//! Each is one sentence with the file, and ends with exit code 2 before anything is simulated.

use super::{
    super::ReportError,
    draws::{DRAW, SHA256, UNIT, content_sha256},
};
use cenersim_analyses::calibration::Posterior;
use cenersim_model::parameters::Ledger;
use parquet::{
    column::reader::ColumnReader,
    errors::ParquetError,
    file::reader::{FileReader, SerializedFileReader},
};
use std::{collections::BTreeMap, fs::File, path::Path};

type Reader = SerializedFileReader<File>;

/// Reads equally weighted draws.
///
/// # Errors
/// If the file cannot be read, is no Parquet file, has no parameter or no draw, or if the ledger does not know a parameter
/// or does not allow a unit or a value.
pub fn read_posterior(path: &Path) -> Result<Posterior, ReportError> {
    let file = File::open(path).map_err(ReportError::read(path))?;
    // The reader of Parquet panics at some damaged files.
    let found = std::panic::catch_unwind(|| posterior(file)).unwrap_or_else(|_| Err("it is damaged".into()));
    found.map_err(|fault| ReportError::Posterior { path: path.into(), fault })
}

/// Metadata, hash, columns, then every value against the ledger.
fn posterior(file: File) -> Result<Posterior, String> {
    let reader = Reader::new(file).map_err(|_| "it is no Parquet file".to_owned())?;
    let metadata = metadata(&reader);
    let told = |key: &str| metadata.get(key).cloned().ok_or_else(|| format!("its metadata have no `{key}`"));
    let (paths, columns) = columns(&reader)?;
    check_hash(&metadata, &paths, &columns)?;
    let units = paths.iter().map(|path| told(&format!("{UNIT}{path}"))).collect::<Result<Vec<_>, _>>()?;
    let seed = told("seed")?.parse().map_err(|_| "the seed in its metadata is no whole number".to_owned())?;
    let rows = columns.first().map_or(0, Vec::len);
    let draws = (0..rows).map(|row| columns.iter().map(|column| column[row]).collect()).collect();
    let found = Posterior { paths, units, draws, scenario: told("scenario")?, seed, version: told("version")? };
    let wrote = found.version.clone();
    checked(found).map_err(|fault| fault + &by_another_version(&wrote))
}

/// Numbers of the ledger come and go between versions.
fn by_another_version(wrote: &str) -> String {
    let this = env!("CARGO_PKG_VERSION");
    if wrote == this { String::new() } else { format!(" (cenersim {wrote} wrote it, and this is {this})") }
}

/// A value that is not the one that was written is no posterior, however plausible it is.
fn check_hash(metadata: &BTreeMap<String, String>, paths: &[String], columns: &[Vec<f64>]) -> Result<(), String> {
    let Some(written) = metadata.get(SHA256) else {
        return Err(format!("its metadata have no `{SHA256}` of its content, so damage could not be seen"));
    };
    let about = metadata.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let found = content_sha256(about, paths.iter().map(String::as_str).zip(columns.iter().map(Vec::as_slice)));
    if found == *written { Ok(()) } else { Err(format!("its content is not what was written (sha256 {written})")) }
}

/// By key.
fn metadata(reader: &Reader) -> BTreeMap<String, String> {
    let found = reader.metadata().file_metadata().key_value_metadata();
    found.into_iter().flatten().map(|one| (one.key.clone(), one.value.clone().unwrap_or_default())).collect()
}

/// Names and values of the columns of parameters.
fn columns(reader: &Reader) -> Result<(Vec<String>, Vec<Vec<f64>>), String> {
    let all = reader.metadata().file_metadata().schema_descr().columns();
    let names = all.iter().enumerate().map(|(index, column)| (index, column.name().to_owned()));
    let wanted: Vec<(usize, String)> = names.filter(|(_, name)| name != DRAW).collect();
    if wanted.is_empty() {
        return Err("it has no column of a parameter".into());
    }
    let values = wanted.iter().map(|(index, name)| column(reader, *index, name)).collect::<Result<Vec<_>, _>>()?;
    Ok((wanted.into_iter().map(|(_, name)| name).collect(), values))
}

/// A column of doubles without a missing value.
fn column(reader: &Reader, index: usize, name: &str) -> Result<Vec<f64>, String> {
    let mut values = Vec::new();
    for group in 0..reader.num_row_groups() {
        let damaged = |error: ParquetError| format!("column `{name}` cannot be read: {error}");
        let group = reader.get_row_group(group).map_err(damaged)?;
        let ColumnReader::DoubleColumnReader(mut column) = group.get_column_reader(index).map_err(damaged)? else {
            return Err(format!("column `{name}` does not hold numbers of double precision"));
        };
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let (mut levels, before) = (Vec::new(), values.len());
        column.read_records(rows, Some(&mut levels), None, &mut values).map_err(damaged)?;
        if values.len() - before != rows {
            return Err(format!("column `{name}` lacks values in some rows"));
        }
    }
    Ok(values)
}

/// Every value is one that the ledger allows.
fn checked(found: Posterior) -> Result<Posterior, String> {
    if found.draws.is_empty() {
        return Err("it has no draw".into());
    }
    let defaults = Ledger::defaults();
    for (column, path) in found.paths.iter().enumerate() {
        let mut ledger = defaults.clone();
        for (row, draw) in found.draws.iter().enumerate() {
            let value = found.quantity(column, draw[column]).map_err(|error| error.to_string());
            let set = value.and_then(|value| ledger.set(path, value).map_err(|error| error.to_string()));
            // What the ledger says of an unknown parameter names it.
            let known = ledger.get(path).is_some();
            set.map_err(|error| if known { format!("`{path}` of draw {}: {error}", row + 1) } else { error })?;
        }
    }
    Ok(found)
}
