//! `provenance.json` of a calibration, and the same facts for the report.

use super::CalibrationRecord;
use cenersim_text::count;
use std::collections::BTreeMap;

/// Where a calibration comes from.
#[derive(Debug, serde::Serialize)]
pub struct CalibrationProvenance<'a> {
    /// Version of the layout of the folder.
    pub format: u32,
    pub kind: &'static str,
    /// Name of the folder.
    pub scenario: &'a str,
    pub command: &'a str,
    pub seed: u64,
    pub version: &'a str,
    pub commit: &'a str,
    pub parameters: Vec<&'a str>,
    /// Draws that were simulated, their effective sample size, and those of `posterior.parquet`.
    pub draws: usize,
    pub effective_sample_size: f64,
    pub posterior_draws: usize,
    pub courses: u64,
    /// Wall time of the simulation (s).
    pub wall_seconds: f64,
    /// sha256 of what was asked for.
    pub scenario_sha256: &'a str,
    /// sha256 of the files that hold the result.
    pub sha256: BTreeMap<&'a str, &'a str>,
    /// Fingerprint of the result, and the shell command that recomputes it inside the folder.
    pub result_sha256: String,
    pub result_sha256_is: String,
}

/// Names and values for the report.
pub fn facts(record: &CalibrationRecord) -> Vec<(String, String)> {
    let found = record.calibrated;
    let budget = &found.budget;
    let patients = u64::from(budget.trials_per_draw) * u64::from(budget.subjects);
    let draws = found.draws.len();
    [
        ("Program", format!("cenersim {}, commit {}", record.version, record.commit)),
        ("Seed", found.seed.to_string()),
        ("Draws", format!("{draws} in {} generations", budget.generations)),
        ("Patients of each draw", format!("{patients}, the same for every draw, with and without cenersen")),
        ("Courses", format!("{} of {} days", count(budget.courses), budget.horizon_days)),
        ("Simulated cells", format!("at most {} of each class", budget.agents_per_class)),
        ("Posterior draws", format!("{} in posterior.parquet, equally probable", record.posterior.len())),
        ("Simulated in", format!("{:.1} s", record.wall.as_secs_f64())),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
