//! Writes the data files of a trial into a staged folder.

use super::{
    super::{
        ReportError, Staging, files,
        fingerprint::{fingerprint, recipe},
        hashed::{Hashes, write_hashed},
        provenance::FORMAT,
        table::{self, Column, Entry, dictionary, of_columns},
    },
    TrialRecord, adverse_event_table, exposure_table,
    json::trial_json,
    person::{persons, study},
    provenance::TrialProvenance,
    response_table, subject_table, time_to_event_table, trial_tables,
};

/// Writes data, tables, scenario and provenance. Figures and report are added by [`Staging::add_figure`] and
/// [`Staging::add_report`].
///
/// # Errors
/// If the name of the scenario is no plain file name, or the disk is full or refuses.
pub fn write_trial(staging: &mut Staging, record: &TrialRecord) -> Result<(), ReportError> {
    let tables = trial_tables(record);
    let mut hashes = Hashes::new();
    write_hashed(staging, None, files::TRIAL, &trial_json(record.result, record.failures), &mut hashes)?;
    let columns = write_data(staging, record, &mut hashes)?;
    for table in &tables {
        write_hashed(staging, Some(files::TABLES), &format!("{}.csv", table.name), &table.csv(), &mut hashes)?;
    }
    staging.add(files::COLUMNS, dictionary(columns, &tables).csv().as_bytes())?;
    let (name, text) = record.scenario;
    staging.add_named(files::SCENARIOS, &format!("{name}.toml"), text.as_bytes())?;
    let provenance = provenance(record, staging, &hashes);
    staging.add(files::PROVENANCE, provenance.as_bytes())
}

/// Writes the five data files, each as CSV and as Parquet; returns what the dictionary says of them.
fn write_data(staging: &mut Staging, record: &TrialRecord, hashes: &mut Hashes) -> Result<Vec<Entry>, ReportError> {
    let study = study(record.scenario.0);
    let found = persons(record, &study);
    let mut data = Data { about: about(staging, record), staging, hashes, dictionary: Vec::new() };
    data.write(files::SUBJECTS, &subject_table::columns(), persons(record, &study))?;
    data.write(files::ADVERSE_EVENTS, &adverse_event_table::columns(), adverse_event_table::rows(record, &found))?;
    data.write(files::RESPONSE, &response_table::columns(), response_table::rows(&found))?;
    data.write(files::EXPOSURE, &exposure_table::columns(), exposure_table::rows(&found))?;
    data.write(files::TIME_TO_EVENT, &time_to_event_table::columns(), time_to_event_table::rows(&found))?;
    Ok(data.dictionary)
}

/// Data files under way.
struct Data<'a> {
    staging: &'a mut Staging,
    about: [(&'static str, String); 3],
    hashes: &'a mut Hashes,
    dictionary: Vec<Entry>,
}

impl Data<'_> {
    fn write<R>(&mut self, [csv, parquet]: [&str; 2], columns: &[Column<R>], rows: Vec<R>) -> Result<(), ReportError> {
        write_hashed(self.staging, None, csv, &table::csv(columns, &rows), self.hashes)?;
        let about = &self.about;
        self.staging.add_columns(parquet, |to| table::write_columns("rows", columns, rows.into_iter(), about, to))?;
        self.dictionary.extend([csv, parquet].into_iter().flat_map(|file| of_columns(file, columns)));
        Ok(())
    }
}

/// What the Parquet files say about themselves.
fn about(staging: &Staging, record: &TrialRecord) -> [(&'static str, String); 3] {
    let seed = record.result.seed.to_string();
    [("trial", staging.name().into()), ("seed", seed), ("version", record.version.into())]
}

fn provenance(record: &TrialRecord, staging: &Staging, hashes: &[(String, String)]) -> String {
    let result = record.result;
    let names: Vec<&str> = hashes.iter().map(|(name, _)| name.as_str()).collect();
    let provenance = TrialProvenance {
        format: FORMAT,
        kind: "trial",
        scenario: staging.name(),
        command: record.command,
        seed: result.seed,
        hypothesis: record.hypothesis,
        version: record.version,
        commit: record.commit,
        arms: &result.arms,
        subjects: result.trial.subjects.len(),
        trials: result.repeated.as_ref().map_or(0, |repeated| repeated.trials),
        pool: result.repeated.as_ref().map_or(0, |repeated| repeated.pool.patients),
        wall_seconds: record.wall.as_secs_f64(),
        scenario_sha256: &staging.input_sha256(),
        sha256: hashes.iter().map(|(name, hash)| (name.as_str(), hash.as_str())).collect(),
        result_sha256: fingerprint(hashes),
        result_sha256_is: recipe(&names),
    };
    serde_json::to_string_pretty(&provenance).expect("plain data is JSON") + "\n"
}
