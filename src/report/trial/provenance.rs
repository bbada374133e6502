//! `provenance.json` of a trial, and the same facts for the report.

use super::TrialRecord;
use cenersim_text::count;
use std::collections::BTreeMap;

/// Where a trial comes from.
#[derive(Debug, serde::Serialize)]
pub struct TrialProvenance<'a> {
    /// Version of the layout of the folder.
    pub format: u32,
    pub kind: &'static str,
    /// Name of the folder.
    pub scenario: &'a str,
    pub command: &'a str,
    pub seed: u64,
    pub hypothesis: &'a str,
    pub version: &'a str,
    pub commit: &'a str,
    pub arms: &'a [String],
    pub subjects: usize,
    /// Repeated trials, and the patients from whom they were drawn; 0 without.
    pub trials: u32,
    pub pool: u32,
    /// Wall time of the simulation (s).
    pub wall_seconds: f64,
    /// sha256 of what was asked for: scenario and number of trials.
    pub scenario_sha256: &'a str,
    /// sha256 of the files that hold the result.
    pub sha256: BTreeMap<&'a str, &'a str>,
    /// Fingerprint of the result, and the shell command that recomputes it inside the folder.
    pub result_sha256: String,
    pub result_sha256_is: String,
}

/// Names and values for the report.
pub fn facts(record: &TrialRecord) -> Vec<(String, String)> {
    let result = record.result;
    let agent_steps = result.trial.subjects.iter().map(|subject| subject.record.agent_steps).sum::<u64>();
    let repeated = result.repeated.as_ref();
    let again = repeated.map_or_else(
        || "none".into(),
        |found| format!("{}, drawn from {} patients", found.trials, found.pool.patients),
    );
    [
        ("Program", format!("cenersim {}, commit {}", record.version, record.commit)),
        ("Seed", result.seed.to_string()),
        ("Hypothesis about p53", record.hypothesis.to_owned()),
        ("Subjects", result.trial.subjects.len().to_string()),
        ("Repeated trials", again),
        ("Follow-up", format!("{} days", result.protocol.follow_up_days)),
        ("Response criteria", result.criteria.clone()),
        (
            "Simulated in",
            format!("{:.1} s; the subjects took {} agent-steps", record.wall.as_secs_f64(), count(agent_steps)),
        ),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
