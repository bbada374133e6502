//! The summary as a short table for the terminal.
//! Left out: color, and what only `summary.json` has (all milestones, each replicate).

use super::summary::{Estimate, Summary};
use crate::curves::Course;

/// A label and the name of the milestone.
const ROWS: [(&str, &str); 12] = [
    ("Blast nadir, all leukemic cells", "blast_nadir_cells"),
    ("  on day", "blast_nadir_day"),
    ("  log10 kill", "blast_log_kill"),
    ("Leukemic stem cells, log10 kill", "stem_log_kill"),
    ("Neutrophil nadir [10^9/L]", "neutrophil_nadir"),
    ("  on day", "neutrophil_nadir_day"),
    ("  back to 0.5 on day", "neutrophils_above_half_day"),
    ("  back to 1.0 on day", "neutrophils_above_one_day"),
    ("Platelet nadir [10^9/L]", "platelet_nadir"),
    ("  on day", "platelet_nadir_day"),
    ("  back to 50 on day", "platelets_above_50_day"),
    ("  back to 100 on day", "platelets_above_100_day"),
];

/// The table, with a line break after each of its lines.
pub fn summary_table(courses: &[Course]) -> String {
    let summary = Summary::of(courses);
    if courses.is_empty() {
        return "No replicate was simulated.\n".into();
    }
    let mut cells = vec![["".into(), "mean".into(), "standard error".into(), "".into()]];
    cells.extend(ROWS.map(|(label, name)| row(label, &summary.milestones[name], courses.len())));
    let mut lines: Vec<String> = aligned(&cells);
    lines.push(responses(&summary));
    lines.extend(events(&summary));
    lines.push(String::new());
    lines.extend(notes(&summary.milestones["blast_nadir_cells"], courses.len()));
    lines.join("\n") + "\n"
}

fn row(label: &str, estimate: &Estimate, replicates: usize) -> [String; 4] {
    let cells = estimate.unit == "cells";
    let mean = estimate.geometric_mean.or(estimate.mean);
    let error = if cells {
        estimate.relative_standard_error.map(|error| format!("{} %", digits(100.0 * error, 2)))
    } else {
        estimate.standard_error.map(|error| digits(error, 2))
    };
    let missing = match estimate.n {
        0 => "not reached".into(),
        n if n < replicates => format!("reached in {n} of {replicates}"),
        _ => String::new(),
    };
    let mean = mean.map_or_else(|| "-".into(), |mean| digits(mean, 3));
    [label.into(), mean, error.unwrap_or_else(|| "-".into()), missing]
}

/// Labels to the left, numbers to the right.
fn aligned(rows: &[[String; 4]]) -> Vec<String> {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (label, mean, error) = (width(0), width(1), width(2));
    let line = |[a, b, c, d]: &[String; 4]| format!("{a:<label$}  {b:>mean$}  {c:>error$}  {d}").trim_end().to_owned();
    rows.iter().map(line).collect()
}

fn responses(summary: &Summary) -> String {
    let n = summary.replicates.len();
    let counts = summary.responses.iter().map(|(response, count)| format!("{} {count}", response.name()));
    let noun = if n == 1 { "replicate" } else { "replicates" };
    format!("Response: {} (of {n} {noun})", counts.collect::<Vec<_>>().join(", "))
}

fn events(summary: &Summary) -> Vec<String> {
    let mut lines = Vec::new();
    if summary.relapses > 0 {
        lines.push(format!("Relapse: {}", summary.relapses));
    }
    if !summary.deaths.is_empty() {
        let counts = summary.deaths.iter().map(|(cause, count)| format!("{cause} {count}"));
        lines.push(format!("Death: {}", counts.collect::<Vec<_>>().join(", ")));
    }
    lines
}

fn notes(nadir: &Estimate, replicates: usize) -> Vec<String> {
    if replicates == 1 {
        return vec!["One replicate: no standard error can be given.".into()];
    }
    let center = if nadir.geometric_mean.is_some() { "geometric mean" } else { "mean (a replicate has no cell left)" };
    let relative = nadir.relative_standard_error.map(|error| digits(100.0 * error, 2));
    let mut notes = vec![
        format!(
            "Standard error: of the mean over {replicates} replicates of the same patient (Monte-Carlo, sd / sqrt(n))."
        ),
        format!("Cells: {center} and relative standard error."),
    ];
    notes.extend(relative.map(|error| format!("The blast nadir has a relative standard error of {error} %.")));
    notes
}

/// A number with so many significant digits; with an exponent if it is very large or very small.
fn digits(value: f64, significant: usize) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let magnitude = libm::floor(libm::log10(value.abs())) as i32;
    if !(-4..6).contains(&magnitude) {
        return format!("{value:.*e}", significant - 1);
    }
    let decimals = (significant as i32 - 1 - magnitude).max(0);
    format!("{value:.*}", decimals as usize)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::example;

    #[test]
    fn numbers_keep_their_significant_digits() {
        let shown = [3.214e9, 17.34, 0.0521, 0.0, 123_456.0, -2.5, 1e-7].map(|value| digits(value, 3));
        assert_eq!(shown, ["3.21e9", "17.3", "0.0521", "0", "123456", "-2.50", "1.00e-7"]);
    }

    #[test]
    fn the_table_says_how_sure_the_nadir_is() {
        let table = summary_table(&example::courses(4));
        assert!(table.contains("of the mean over 4 replicates"), "{table}");
        assert!(table.contains("The blast nadir has a relative standard error of"), "{table}");
        assert!(table.contains("Response: CR 4 (of 4 replicates)"), "{table}");
    }

    #[test]
    fn one_replicate_is_told_to_have_no_standard_error() {
        let table = summary_table(&example::courses(1));
        assert!(table.contains("One replicate: no standard error can be given."), "{table}");
        assert!(!table.contains('%'), "{table}");
    }

    #[test]
    fn a_milestone_is_shown_with_how_many_reached_it() {
        let mut courses = example::courses(3);
        courses[0].outcome.milestones.neutrophils_above_one_day = None;
        courses.iter_mut().for_each(|course| course.outcome.milestones.platelets_above_100_day = None);
        let table = summary_table(&courses);
        assert!(table.contains("reached in 2 of 3") && table.contains("not reached"), "{table}");
    }

    #[test]
    fn an_empty_run_has_a_table_too() {
        assert_eq!(summary_table(&[]), "No replicate was simulated.\n");
    }
}
