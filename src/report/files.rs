//! Names of the files that results of several kinds have, and which names are those of results. Left out: the files
//! of one kind, which its own folder of modules names.

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

pub const TABLES: &str = "tables";
pub const COLUMNS: &str = "columns.csv";
pub const SCENARIOS: &str = "scenarios";
pub const REPORT: &str = "report.html";
pub const REPORT_DATA: &str = "report.json";
pub const SLIDES: &str = "slides.pptx";

/// All of these.
const SHARED: [&str; 15] = [
    FIGURE_DATA,
    CURVES,
    CURVES_PARQUET,
    EVENTS,
    CELLS_PARQUET,
    SUMMARY,
    SCENARIO,
    PROVENANCE,
    FIGURES,
    TABLES,
    COLUMNS,
    SCENARIOS,
    REPORT,
    REPORT_DATA,
    SLIDES,
];

/// Whether a result may have a file or folder of this name; anything else in its folder is somebody's own.
pub fn is_of_results(name: &str) -> bool {
    SHARED.contains(&name) || super::OWN_FILES.iter().any(|own| own.contains(&name))
}

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
