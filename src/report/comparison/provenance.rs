//! `provenance.json` of a comparison, and the same facts for the report.

use super::{ComparisonRecord, units};
use cenersim_text::count;
use std::collections::BTreeMap;

/// Where a comparison comes from.
#[derive(Debug, serde::Serialize)]
pub struct ComparisonProvenance<'a> {
    /// Version of the layout of the folder.
    pub format: u32,
    pub kind: &'static str,
    /// Name of the comparison, which is also the folder's.
    pub scenario: &'a str,
    pub command: &'a str,
    pub seed: u64,
    pub hypothesis: &'a str,
    pub version: &'a str,
    pub commit: &'a str,
    pub arms: Vec<&'a str>,
    pub patients: u32,
    pub replicates: u32,
    pub steps: u64,
    pub agent_steps: u64,
    /// Wall time of the simulation (s).
    pub wall_seconds: f64,
    /// sha256 of what was asked for: scenarios and design.
    pub scenario_sha256: &'a str,
    /// sha256 of the files that hold the result.
    pub sha256: BTreeMap<&'a str, &'a str>,
    /// Fingerprint of the result, and the shell command that recomputes it inside the folder.
    pub result_sha256: String,
    pub result_sha256_is: String,
}

/// Names and values for the report.
pub fn facts(record: &ComparisonRecord) -> Vec<(String, String)> {
    let compared = record.compared;
    let agent_steps: u64 = record.records.iter().map(|course| course.agent_steps).sum();
    let people = if compared.population { compared.patients.to_string() } else { "the reference patient".into() };
    let seconds = format!("{:.1} s, {} agent-steps", record.wall.as_secs_f64(), count(agent_steps));
    [
        ("Program", format!("cenersim {}, commit {}", record.version, record.commit)),
        ("Seed", compared.seed.to_string()),
        ("Hypothesis about p53", record.hypothesis.to_owned()),
        ("Patients", people),
        ("Replicates", format!("{} of each patient in each arm", compared.replicates)),
        ("Counted units", units(compared).into()),
        ("Horizon", format!("{} days", compared.horizon_days)),
        ("Response criteria", compared.criteria.clone()),
        ("Simulated in", seconds),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
