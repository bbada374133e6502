//! Writes the data files of a calibration into a staged folder.

use super::{
    super::{
        ReportError, Staging, files,
        fingerprint::{fingerprint, recipe},
        hashed::{Hashes, write_hashed},
        provenance::FORMAT,
        table::{self, dictionary},
    },
    CalibrationRecord, calibration_json, calibration_tables, draws,
    provenance::CalibrationProvenance,
};

/// Writes draws, tables, scenario and provenance. Figures and report are added by [`Staging::add_figure`] and
/// [`Staging::add_report`].
///
/// # Errors
/// If the disk is full or refuses.
pub fn write_calibration(staging: &mut Staging, record: &CalibrationRecord) -> Result<(), ReportError> {
    let tables = calibration_tables(record);
    let mut hashes = Hashes::new();
    let json = calibration_json(record.calibrated, record.failures);
    write_hashed(staging, None, files::CALIBRATION, &json, &mut hashes)?;
    write_draws(staging, record, &mut hashes)?;
    for table in &tables {
        write_hashed(staging, Some(files::TABLES), &format!("{}.csv", table.name), &table.csv(), &mut hashes)?;
    }
    staging.add(files::COLUMNS, dictionary(draws::dictionary(record), &tables).csv().as_bytes())?;
    staging.add(files::SCENARIO, record.scenario.1.as_bytes())?;
    let provenance = provenance(record, staging, &hashes);
    staging.add(files::PROVENANCE, provenance.as_bytes())
}

fn write_draws(staging: &mut Staging, record: &CalibrationRecord, hashes: &mut Hashes) -> Result<(), ReportError> {
    let [csv, parquet] = files::DRAWS;
    let (columns, rows) = (draws::draws(record.calibrated), &record.calibrated.draws);
    let rows: Vec<_> = rows.iter().collect();
    write_hashed(staging, None, csv, &table::csv(&columns, &rows), hashes)?;
    staging.add_columns(parquet, |to| draws::write(record, &columns, &rows, to))?;
    let rows: Vec<_> = (1..).zip(record.posterior).collect();
    staging.add_columns(files::POSTERIOR_PARQUET, |to| draws::write(record, &draws::posterior(record), &rows, to))
}

fn provenance(record: &CalibrationRecord, staging: &Staging, hashes: &[(String, String)]) -> String {
    let found = record.calibrated;
    let names: Vec<&str> = hashes.iter().map(|(name, _)| name.as_str()).collect();
    let provenance = CalibrationProvenance {
        format: FORMAT,
        kind: "calibration",
        scenario: staging.name(),
        command: record.command,
        seed: found.seed,
        version: record.version,
        commit: record.commit,
        parameters: found.parameters.iter().map(|parameter| parameter.path.as_str()).collect(),
        draws: found.draws.len(),
        effective_sample_size: found.effective_sample_size,
        posterior_draws: record.posterior.len(),
        courses: found.budget.courses,
        wall_seconds: record.wall.as_secs_f64(),
        scenario_sha256: &staging.input_sha256(),
        sha256: hashes.iter().map(|(name, hash)| (name.as_str(), hash.as_str())).collect(),
        result_sha256: fingerprint(hashes),
        result_sha256_is: recipe(&names),
    };
    serde_json::to_string_pretty(&provenance).expect("plain data is JSON") + "\n"
}
