//! Writes the data files of a qualification into a staged folder.

use super::{
    super::{
        ReportError, Staging, files,
        fingerprint::{fingerprint, recipe, sha256},
        provenance::FORMAT,
        table::{dictionary, of_headings},
    },
    QualificationRecord,
    json::qualification_json,
    table::qualification_table,
};
use cenersim_qualification::{REGIMENS, Verdict};
use std::collections::BTreeMap;

/// Where a qualification comes from.
#[derive(serde::Serialize)]
struct QualificationProvenance<'a> {
    /// Version of the layout of the folder.
    format: u32,
    kind: &'static str,
    /// Name of the folder.
    scenario: &'a str,
    command: &'a str,
    seed: u64,
    size: &'static str,
    version: &'a str,
    commit: &'a str,
    checks: usize,
    failed: usize,
    /// Wall time of the simulation (s).
    wall_seconds: f64,
    /// sha256 of what was asked for: regimens and size.
    scenario_sha256: &'a str,
    /// sha256 of the files that hold the result.
    sha256: BTreeMap<&'a str, &'a str>,
    /// Fingerprint of the result, and the shell command that recomputes it inside the folder.
    result_sha256: String,
    result_sha256_is: String,
}

/// Writes table, JSON, dictionary, regimens and provenance. Figures and report are added by [`Staging::add_figure`] and
/// [`Staging::add_report`].
///
/// # Errors
/// If the disk is full or refuses.
pub fn write_qualification(staging: &mut Staging, record: &QualificationRecord) -> Result<(), ReportError> {
    let table = qualification_table(record.found);
    let texts = [(files::QUALIFICATION[0], table.csv()), (files::QUALIFICATION[1], qualification_json(record.found))];
    let mut hashes = Vec::new();
    for (name, text) in &texts {
        staging.add(name, text.as_bytes())?;
        hashes.push(((*name).to_owned(), sha256(text.as_bytes())));
    }
    let columns = dictionary(of_headings(files::QUALIFICATION[0], &table.columns), &[]);
    staging.add(files::COLUMNS, columns.csv().as_bytes())?;
    staging.add_named(files::SCENARIOS, "regimens.toml", REGIMENS.as_bytes())?;
    let provenance = provenance(record, staging, &hashes);
    staging.add(files::PROVENANCE, provenance.as_bytes())
}

fn provenance(record: &QualificationRecord, staging: &Staging, hashes: &[(String, String)]) -> String {
    let names: Vec<&str> = hashes.iter().map(|(name, _)| name.as_str()).collect();
    let provenance = QualificationProvenance {
        format: FORMAT,
        kind: "qualification",
        scenario: staging.name(),
        command: record.command,
        seed: record.found.seed,
        size: record.found.size.name(),
        version: record.version,
        commit: record.commit,
        checks: record.found.checks().count(),
        failed: record.found.number(Verdict::Fail),
        wall_seconds: record.wall.as_secs_f64(),
        scenario_sha256: &staging.input_sha256(),
        sha256: hashes.iter().map(|(name, hash)| (name.as_str(), hash.as_str())).collect(),
        result_sha256: fingerprint(hashes),
        result_sha256_is: recipe(&names),
    };
    serde_json::to_string_pretty(&provenance).expect("plain data is JSON") + "\n"
}
