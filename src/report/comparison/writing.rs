//! Writes the data files of a comparison into a staged folder.

use super::{
    super::{
        ReportError, Staging,
        failure_table::failure_table,
        files,
        fingerprint::{fingerprint, recipe, sha256},
        ledger_table::ledger_table,
        provenance::FORMAT,
        table::{Entry, Table, dictionary, of_columns, write_columns},
    },
    ComparisonRecord, band_table, comparison_tables, course_table,
    json::comparison_json,
    provenance::ComparisonProvenance,
};

/// What was asked for, as one text: scenarios, and how they are compared (patients, replicates, switches). An older
/// result of the same text is replaced without asking.
pub fn comparison_input(scenarios: &[(String, String)], design: &str) -> String {
    let named = scenarios.iter().map(|(name, text)| format!("# {name}\n{}\n", text.trim_end()));
    named.chain([format!("# {}\n", design.replace('\n', " "))]).collect()
}

/// Writes tables, curves, scenarios and provenance. Figures and report are added by
/// [`Staging::add_figure`] and [`Staging::add_report`].
///
/// # Errors
/// If the name of a scenario is no plain file name, or the disk is full or refuses.
pub fn write_comparison(staging: &mut Staging, record: &ComparisonRecord) -> Result<(), ReportError> {
    let about = about(staging, record);
    let tables = all_tables(record);
    staging.add_columns(files::PATIENTS_PARQUET, |to| {
        write_columns("rows", &course_table::columns(), course_table::rows(record), &about, to)
    })?;
    staging.add_columns(files::CURVES_PARQUET, |to| {
        write_columns("rows", &band_table::columns(), band_table::rows(record.compared), &about, to)
    })?;
    let hashes = write_canonical(staging, record, &tables)?;
    staging.add(files::COLUMNS, dictionary(data_columns(), &tables).csv().as_bytes())?;
    for (name, text) in record.scenarios {
        staging.add_named(files::SCENARIOS, &format!("{name}.toml"), text.as_bytes())?;
    }
    let provenance = provenance(record, staging, &hashes);
    staging.add(files::PROVENANCE, provenance.as_bytes())
}

/// What the dictionary says of the Parquet files.
fn data_columns() -> Vec<Entry> {
    let patients = of_columns(files::PATIENTS_PARQUET, &course_table::columns());
    [patients, of_columns(files::CURVES_PARQUET, &band_table::columns())].concat()
}

/// What the Parquet files say about themselves.
fn about(staging: &Staging, record: &ComparisonRecord) -> [(&'static str, String); 3] {
    let seed = record.compared.seed.to_string();
    [("comparison", staging.name().into()), ("seed", seed), ("version", record.version.into())]
}

/// The tables of the results, of the ledger and of the failures.
pub(super) fn all_tables(record: &ComparisonRecord) -> Vec<Table> {
    let mut tables = comparison_tables(record.compared);
    tables.extend([ledger(record), failures(record)].into_iter().filter(|table| !table.rows.is_empty()));
    tables
}

pub(super) fn ledger(record: &ComparisonRecord) -> Table {
    let names = record.compared.arms.iter().map(|arm| arm.name.as_str());
    ledger_table(&names.zip(record.ledgers.iter().copied()).collect::<Vec<_>>())
}

pub(super) fn failures(record: &ComparisonRecord) -> Table {
    failure_table(record.failures)
}

/// Name and hash of each file that makes the fingerprint, in the order of the recipe.
fn write_canonical(
    staging: &mut Staging,
    record: &ComparisonRecord,
    tables: &[Table],
) -> Result<Vec<(String, String)>, ReportError> {
    let json = comparison_json(record.compared, record.failures);
    staging.add(files::COMPARISON, json.as_bytes())?;
    let mut hashes = vec![(files::COMPARISON.to_owned(), sha256(json.as_bytes()))];
    for table in tables {
        let (file, csv) = (format!("{}.csv", table.name), table.csv());
        staging.add_named(files::TABLES, &file, csv.as_bytes())?;
        hashes.push((format!("{}/{file}", files::TABLES), sha256(csv.as_bytes())));
    }
    Ok(hashes)
}

fn provenance(record: &ComparisonRecord, staging: &Staging, hashes: &[(String, String)]) -> String {
    let compared = record.compared;
    let names: Vec<&str> = hashes.iter().map(|(name, _)| name.as_str()).collect();
    let provenance = ComparisonProvenance {
        format: FORMAT,
        kind: "comparison",
        scenario: staging.name(),
        command: record.command,
        seed: compared.seed,
        hypothesis: record.hypothesis,
        version: record.version,
        commit: record.commit,
        arms: compared.arms.iter().map(|arm| arm.name.as_str()).collect(),
        patients: compared.patients,
        replicates: compared.replicates,
        steps: record.records.iter().map(|course| course.steps).sum(),
        agent_steps: record.records.iter().map(|course| course.agent_steps).sum(),
        wall_seconds: record.wall.as_secs_f64(),
        scenario_sha256: &staging.input_sha256(),
        sha256: hashes.iter().map(|(name, hash)| (name.as_str(), hash.as_str())).collect(),
        result_sha256: fingerprint(hashes),
        result_sha256_is: recipe(&names),
    };
    serde_json::to_string_pretty(&provenance).expect("plain data is JSON") + "\n"
}
