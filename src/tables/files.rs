//! Names of the files that results of several kinds have, and what a name of a file may be. Left out: the files of one kind,
//! which its own folder of modules names.

use cenersim_analyses::scenario::{is_formula, turning_letter};

/// Every curve of every replicate, as text.
pub const CURVES: &str = "curves.csv";
/// The same with types.
pub const CURVES_PARQUET: &str = "curves.parquet";
/// Doses, examinations, responses, relapse, infections, death.
pub const EVENTS: &str = "events.csv";
/// Every agent on the days asked for.
pub const CELLS_PARQUET: &str = "cells.parquet";
/// Outcomes, and means with standard errors.
pub const SUMMARY: &str = "summary.json";
/// What was run.
pub const SCENARIO: &str = "scenario.toml";
/// Version, seed, hashes, command.
pub const PROVENANCE: &str = "provenance.json";
/// The folder of figures.
pub const FIGURES: &str = "figures";
/// What figures are drawn from that no other file has.
pub const FIGURE_DATA: &str = "figures.cbor";

/// The folder of tables.
pub const TABLES: &str = "tables";
/// What each column means.
pub const COLUMNS: &str = "columns.csv";
/// The folder of scenarios, where a result has several.
pub const SCENARIOS: &str = "scenarios";
/// The report for a browser.
pub const REPORT: &str = "report.html";
/// What the report says, as data.
pub const REPORT_DATA: &str = "report.json";
/// Slides.
pub const SLIDES: &str = "slides.pptx";

/// All of these.
pub const SHARED: [&str; 15] = [
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
