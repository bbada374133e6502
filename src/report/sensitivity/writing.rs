//! Writes the files of a sensitivity analysis into a staged folder.

use super::{
    super::{
        ReportError, Staging, files,
        fingerprint::{fingerprint, recipe},
        hashed::{Hashes, write_hashed},
        provenance::FORMAT,
        table::{dictionary, of_headings},
    },
    SensitivityRecord,
    tables::{influence_table, sensitivity_tables},
};
use cenersim_analyses::sensitivity::SensitivityResult;
use serde_json::json;

/// Everything that is shown, with every digit, and a line break at its end.
pub fn sensitivity_json(result: &SensitivityResult, failures: &[String]) -> String {
    let mut value = json!(result);
    value["failures"] = json!(failures);
    format!("{value:#}\n")
}

/// Writes data, tables, scenario and provenance. Figures and report are added by [`Staging::add_figure`] and
/// [`Staging::add_report`].
///
/// # Errors
/// If the name of the scenario is no plain file name, or the disk is full or refuses.
pub fn write_sensitivity(staging: &mut Staging, record: &SensitivityRecord) -> Result<(), ReportError> {
    let (tables, influence) = (sensitivity_tables(record.result), influence_table(record.result));
    let mut hashes = Hashes::new();
    write_hashed(staging, None, files::SENSITIVITY, &sensitivity_json(record.result, record.failures), &mut hashes)?;
    write_hashed(staging, None, files::INFLUENCE, &influence.csv(), &mut hashes)?;
    for table in &tables {
        write_hashed(staging, Some(files::TABLES), &format!("{}.csv", table.name), &table.csv(), &mut hashes)?;
    }
    staging
        .add(files::COLUMNS, dictionary(of_headings(files::INFLUENCE, &influence.columns), &tables).csv().as_bytes())?;
    let (name, text) = record.scenario;
    staging.add_named(files::SCENARIOS, &format!("{name}.toml"), text.as_bytes())?;
    staging.add(files::PROVENANCE, provenance(record, staging, &hashes).as_bytes())
}

fn provenance(record: &SensitivityRecord, staging: &Staging, hashes: &Hashes) -> String {
    let result = record.result;
    let names: Vec<&str> = hashes.iter().map(|(name, _)| name.as_str()).collect();
    let sha256: std::collections::BTreeMap<&str, &str> =
        hashes.iter().map(|(name, hash)| (name.as_str(), hash.as_str())).collect();
    let provenance = json!({
        "format": FORMAT,
        "kind": "sensitivity",
        "scenario": staging.name(),
        "command": record.command,
        "seed": result.seed,
        "version": record.version,
        "commit": record.commit,
        "arm": result.protocol.arm,
        "inputs": result.inputs.len(),
        "points": result.points,
        "wall_seconds": record.wall.as_secs_f64(),
        "scenario_sha256": staging.input_sha256(),
        "sha256": sha256,
        "result_sha256": fingerprint(hashes),
        "result_sha256_is": recipe(&names),
    });
    format!("{provenance:#}\n")
}
