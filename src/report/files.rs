//! Names of the files of a run and of a comparison.

pub const CURVES: &str = "curves.csv";
pub const CURVES_PARQUET: &str = "curves.parquet";
pub const EVENTS: &str = "events.csv";
pub const CELLS_PARQUET: &str = "cells.parquet";
pub const SUMMARY: &str = "summary.json";
pub const SCENARIO: &str = "scenario.toml";
pub const PROVENANCE: &str = "provenance.json";
pub const FIGURES: &str = "figures";

pub const PATIENTS_PARQUET: &str = "patients.parquet";
pub const COMPARISON: &str = "comparison.json";
pub const TABLES: &str = "tables";
pub const COLUMNS: &str = "columns.csv";
pub const SCENARIOS: &str = "scenarios";
pub const REPORT: &str = "report.html";

/// All that a run or a comparison writes; anything else in its folder is somebody's own.
pub const ALL: [&str; 14] = [
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
];

/// Whether `name` can be the name of a file or folder on every system: no path, not hidden, nothing to quote.
pub fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 200
        && !name.starts_with('.')
        && !name.ends_with(['.', ' '])
        && !name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|'])
        && !name.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::is_plain_name;

    #[test]
    fn a_plain_name_cannot_leave_the_folder() {
        for name in ["arm_b", "Arm B (2010)", "population.svg", "знак"] {
            assert!(is_plain_name(name), "{name}");
        }
        for name in ["", ".", "..", "../arm", "a/b", "a\\b", "C:", ".hidden", "a\n", "dot."] {
            assert!(!is_plain_name(name), "{name}");
        }
    }
}
