//! Names of the files of a run, of a comparison, of a trial, of a calibration, of a sensitivity analysis and of a qualification.

use cenersim_analyses::scenario::{is_formula, turning_letter};

pub const CURVES: &str = "curves.csv";
pub const CURVES_PARQUET: &str = "curves.parquet";
pub const EVENTS: &str = "events.csv";
pub const CELLS_PARQUET: &str = "cells.parquet";
pub const SUMMARY: &str = "summary.json";
pub const SCENARIO: &str = "scenario.toml";
pub const PROVENANCE: &str = "provenance.json";
pub const FIGURES: &str = "figures";
pub const FIGURE_DATA: &str = "figures.cbor";

pub const PATIENTS_PARQUET: &str = "patients.parquet";
pub const COMPARISON: &str = "comparison.json";
pub const TABLES: &str = "tables";
pub const COLUMNS: &str = "columns.csv";
pub const SCENARIOS: &str = "scenarios";
pub const REPORT: &str = "report.html";

pub const TRIAL: &str = "trial.json";
/// As CSV, which is part of the fingerprint, and as Parquet; so are the four that follow.
pub const SUBJECTS: [&str; 2] = ["subjects.csv", "subjects.parquet"];
pub const ADVERSE_EVENTS: [&str; 2] = ["adverse_events.csv", "adverse_events.parquet"];
pub const RESPONSE: [&str; 2] = ["response.csv", "response.parquet"];
pub const EXPOSURE: [&str; 2] = ["exposure.csv", "exposure.parquet"];
pub const TIME_TO_EVENT: [&str; 2] = ["time_to_event.csv", "time_to_event.parquet"];

/// Repeated trials one by one.
pub const TRIALS: [&str; 2] = ["trials.csv", "trials.parquet"];

pub const SENSITIVITY: &str = "sensitivity.json";
pub const INFLUENCE: &str = "influence.csv";
/// Every point at which the model was asked, with its answers.
pub const POINTS: [&str; 2] = ["points.csv", "points.parquet"];

pub const CALIBRATION: &str = "calibration.json";
pub const POSTERIOR_PARQUET: &str = "posterior.parquet";
pub const DRAWS: [&str; 2] = ["draws.csv", "draws.parquet"];
pub const QUALIFICATION: [&str; 2] = ["qualification.csv", "qualification.json"];

/// All that these write; anything else in its folder is somebody's own.
/// A new file belongs here, or a result that has it cannot be replaced by itself.
pub const ALL: [&str; 38] = [
    FIGURE_DATA,
    CURVES,
    CURVES_PARQUET,
    EVENTS,
    CELLS_PARQUET,
    SUMMARY,
    SCENARIO,
    PROVENANCE,
    FIGURES,
    PATIENTS_PARQUET,
    COMPARISON,
    TABLES,
    COLUMNS,
    SCENARIOS,
    REPORT,
    TRIAL,
    SUBJECTS[0],
    SUBJECTS[1],
    ADVERSE_EVENTS[0],
    ADVERSE_EVENTS[1],
    RESPONSE[0],
    RESPONSE[1],
    EXPOSURE[0],
    EXPOSURE[1],
    TIME_TO_EVENT[0],
    TIME_TO_EVENT[1],
    TRIALS[0],
    TRIALS[1],
    POINTS[0],
    POINTS[1],
    SENSITIVITY,
    INFLUENCE,
    CALIBRATION,
    POSTERIOR_PARQUET,
    DRAWS[0],
    DRAWS[1],
    QUALIFICATION[0],
    QUALIFICATION[1],
];

/// Longest name (bytes): file systems take 255, and endings are added.
const LONGEST: usize = 200;

/// Whether `name` can be the name of a file or folder on every system: no path, not hidden, nothing to quote, nothing that
/// a spreadsheet computes or a terminal shows in another order.
///
/// # Errors
/// What was expected.
pub fn check_name(name: &str) -> Result<(), &'static str> {
    let unfit = name.is_empty()
        || name.starts_with('.')
        || name.ends_with(['.', ' '])
        || name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|'])
        || name.contains(char::is_control);
    match name {
        _ if name.len() > LONGEST => Err("a name of at most 200 bytes"),
        _ if unfit => Err("a name without slashes, colons, quotes or a leading dot"),
        _ if is_formula(name) => Err("a name that does not begin with `=`, `+`, `-` or `@`"),
        _ if turning_letter(name).is_some() => Err("a name without invisible letters that turn the order of others"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::check_name;

    #[test]
    fn a_plain_name_cannot_leave_the_folder() {
        for name in ["arm_b", "Arm B (2010)", "population.svg", "знак"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        let long = "a".repeat(201);
        for name in ["", ".", "..", "../arm", "a/b", "a\\b", "C:", ".hidden", "a\n", "dot.", "=1+1", "-x", "@x", &long]
        {
            assert!(check_name(name).is_err(), "{name}");
        }
        assert!(check_name("abc\u{202E}txt").is_err_and(|expected| expected.contains("turn the order")));
        assert!(check_name(&long).is_err_and(|expected| expected.contains("200 bytes")));
    }
}
