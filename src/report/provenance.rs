//! `provenance.json`: where a result comes from, and how to make it again.
//!
//! # Example
//!
//! ```text
//! {
//!   "format": 1,
//!   "scenario": "arm_b",
//!   "command": "cenersim run scenarios/arm_b.toml --set simulation.replicates=4",
//!   "seed": 1,
//!   "hypothesis": "source",
//!   "version": "0.1.0",
//!   "commit": "d7fb95b2cd53",
//!   "replicates": 4,
//!   "steps": 5210,
//!   "agent_steps": 830734,
//!   "wall_seconds": 0.47,
//!   "scenario_sha256": "11e041b8...",
//!   "sha256": { "curves.csv": "618c10ea...", "events.csv": "8d1e4872...", "summary.json": "bad48fab..." },
//!   "result_sha256": "dc42c11a...",
//!   "result_sha256_is": "sha256sum curves.csv events.csv summary.json | sha256sum"
//! }
//! ```
//!
//! * `scenario_sha256` decides whether an older result may be replaced: it was made from the same question.
//! * `sha256` has one entry for each file of the result; a file that was edited is found when figures are drawn
//!   again.
//! * `result_sha256` is equal for equal results, whoever computed them, on how many threads and in which chunks.
//! * `wall_seconds` and `commit` are in no hash.
//! * `figure_data_sha256` is there where figures show more than the tables hold, and is of `figures.cbor`.
//! * Results of other kinds have `kind` and facts of their own, such as arms and patients.

use super::{
    ReportError, RunRecord, files,
    fingerprint::{self, FileHashes},
    sha256,
};
use std::{collections::BTreeMap, fs, io, path::Path};

/// Version of the layout of the folder.
pub(super) const FORMAT: u32 = 1;

/// Key of the hash of what figures are drawn from.
pub(super) const FIGURE_DATA_SHA256: &str = "figure_data_sha256";

/// Where a branch left its original.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BranchPoint {
    /// Name of the original.
    pub of: String,
    /// Its `result_sha256`.
    pub of_result_sha256: String,
    /// Doses that started before this day are those of the original.
    pub at_day: f64,
}

/// Where a result comes from.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Provenance {
    /// Version of the layout of the folder.
    pub format: u32,
    /// Name of the scenario, which is also the folder's.
    pub scenario: String,
    /// Command line that makes this result again.
    pub command: String,
    /// What it branched from, if it is a branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch: Option<BranchPoint>,
    /// Seed of every random stream.
    pub seed: u64,
    /// Name of the hypothesis about p53 that was in force.
    #[serde(default)]
    pub hypothesis: String,
    /// Version of the program, and the git commit that it was built from.
    pub version: String,
    /// Git commit of the program; `unknown` if it was not built from a clone.
    pub commit: String,
    /// Courses that were simulated.
    pub replicates: usize,
    /// Steps over all replicates, and the sum of agents over these steps.
    pub steps: u64,
    /// Sum of agents over all steps of all replicates.
    pub agent_steps: u64,
    /// Wall time of the simulation (s).
    pub wall_seconds: f64,
    /// sha256 of scenario.toml.
    pub scenario_sha256: String,
    /// sha256 of the files that hold the result.
    pub sha256: FileHashes,
    /// Fingerprint of the result: equal for equal results, wherever and whenever they were made.
    pub result_sha256: String,
    /// Shell command that recomputes `result_sha256` inside the folder.
    pub result_sha256_is: String,
    /// sha256 of what figures are drawn from besides the tables; empty where there is nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub figure_data_sha256: String,
    /// sha256 of this file with nothing between the quotes of this value; empty until it is written.
    #[serde(default)]
    pub provenance_sha256: String,
}

/// The value that is not part of the hash of the file.
const OWN_HASH: &str = "\"provenance_sha256\": \"";

impl Provenance {
    /// Steps are summed over all replicates.
    pub(super) fn of(record: &RunRecord, scenario: &str, scenario_sha256: &str, sha256: FileHashes) -> Self {
        Self {
            format: FORMAT,
            scenario: scenario.into(),
            command: record.made.command.into(),
            branch: None,
            seed: record.seed,
            hypothesis: record.hypothesis.into(),
            version: record.made.version.into(),
            commit: record.made.commit.into(),
            replicates: record.courses.len(),
            steps: record.courses.iter().map(|course| course.steps).sum(),
            agent_steps: record.courses.iter().map(|course| course.agent_steps).sum(),
            wall_seconds: record.made.wall.as_secs_f64(),
            scenario_sha256: scenario_sha256.into(),
            result_sha256: sha256.together(),
            sha256,
            result_sha256_is: fingerprint::RECIPE.into(),
            figure_data_sha256: String::new(),
            provenance_sha256: String::new(),
        }
    }

    /// With the hash of itself.
    pub(super) fn to_json(&self) -> String {
        signed(serde_json::to_string_pretty(self).expect("plain data is JSON") + "\n", OWN_HASH)
    }
}

/// A file with the hash of itself after this text, which is its key up to the opening quote, instead of an empty one.
pub(super) fn signed(text: String, before: &str) -> String {
    let hash = sha256(text.as_bytes());
    text.replacen(before, &format!("{before}{hash}"), 1)
}

/// The hash that such a file should have of itself.
/// The file without it, between its quotes; so a change of any other letter shows.
pub(super) fn own_hash(text: &str, before: &str, stated: &str) -> String {
    sha256(text.replacen(&format!("{before}{stated}"), before, 1).as_bytes())
}

/// What tells whose result a folder holds, be it of a run or of a comparison.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct Origin {
    format: u32,
    version: String,
    /// Name of the scenario or of the comparison, which is also the folder's.
    pub scenario: String,
    /// Seed of the result.
    pub seed: u64,
    /// sha256 of what was asked for.
    pub scenario_sha256: String,
}

/// Reads the provenance of the run in `folder`.
pub fn read(folder: &Path) -> Result<Provenance, ReportError> {
    let (found, bytes) = parsed(folder, |found: &Provenance| (found.format, found.version.clone()))?;
    let expected = own_hash(&String::from_utf8_lossy(&bytes), OWN_HASH, &found.provenance_sha256);
    if found.provenance_sha256 == expected {
        return Ok(found);
    }
    Err(ReportError::Damaged {
        path: folder.join(files::PROVENANCE),
        line: None,
        expected: "the file that the run wrote".into(),
        found: "another one, by its `provenance_sha256`".into(),
    })
}

/// Reads whose result `folder` holds.
pub fn origin(folder: &Path) -> Result<Origin, ReportError> {
    parsed(folder, |found: &Origin| (found.format, found.version.clone())).map(|(found, _)| found)
}

/// What the result is, if not that of a run.
fn kind(bytes: &[u8]) -> Option<String> {
    let provenance: serde_json::Value = serde_json::from_slice(bytes).ok()?;
    Some(provenance.get("kind")?.as_str()?.to_owned())
}

/// Reads the provenance as far as `T` goes, and its bytes; `layout` gives its format and version.
fn parsed<T: serde::de::DeserializeOwned>(
    folder: &Path,
    layout: impl Fn(&T) -> (u32, String),
) -> Result<(T, Vec<u8>), ReportError> {
    let path = folder.join(files::PROVENANCE);
    let bytes = fs::read(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => {
            ReportError::Foreign { path: folder.into(), missing: files::PROVENANCE }
        }
        _ => ReportError::read(&path)(error),
    })?;
    let damaged = |line, expected: &str, found| ReportError::Damaged {
        path: path.clone(),
        line,
        expected: expected.into(),
        found,
    };
    let found: T = serde_json::from_slice(&bytes).map_err(|error| match kind(&bytes) {
        Some(kind) => ReportError::OtherKind { path: folder.into(), kind },
        None => damaged(Some(error.line() as u64), "the provenance of a run", format!("{error}")),
    })?;
    let (format, version) = layout(&found);
    if format != FORMAT {
        return Err(damaged(None, &format!("format {FORMAT}"), format!("format {format} of version {version}")));
    }
    Ok((found, bytes))
}

/// What the provenance of any result but a run says of its files.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct ResultFiles {
    format: u32,
    /// Such as `comparison`.
    pub kind: String,
    /// Version of the program that made it.
    pub version: String,
    /// Its commit.
    pub commit: String,
    /// sha256 of the files that hold the result, by their paths.
    pub sha256: BTreeMap<String, String>,
    /// sha256 of what figures are drawn from.
    #[serde(default)]
    pub figure_data_sha256: String,
}

/// Reads what the result in `folder` consists of, if it is not that of a run.
pub fn result_files(folder: &Path) -> Result<Option<ResultFiles>, ReportError> {
    let bytes = fs::read(folder.join(files::PROVENANCE)).unwrap_or_default();
    if kind(&bytes).is_none() {
        return Ok(None);
    }
    parsed(folder, |found: &ResultFiles| (found.format, found.version.clone())).map(|(found, _)| Some(found))
}
