//! `trial.json`: everything that the tables, figures and the report of a trial show, with every digit, and the published
//! numbers beside it. Arms are given by their index in `arms`. Left out: events (see the data files).

use super::{super::FailedPatient, contradictions};
use cenersim_analyses::{published::trial as published, trial::TrialResult};
use serde_json::json;

/// The file, with a line break at its end.
pub fn trial_json(result: &TrialResult, failures: &[FailedPatient]) -> String {
    let mut value = json!(result);
    value["published"] = json!(published());
    value["contradictions"] = json!(contradictions(result));
    value["failures"] = json!(failures);
    // What the work was is no result.
    for subject in value["trial"]["subjects"].as_array_mut().into_iter().flatten() {
        if let Some(record) = subject["record"].as_object_mut() {
            ["steps", "agent_steps"].iter().for_each(|key| drop(record.remove(*key)));
        }
    }
    format!("{value:#}\n")
}
