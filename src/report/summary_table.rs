//! The summary as a short table for the terminal.
//! Left out: color, and what only `summary.json` has (all milestones, each replicate).
//!
//! What is shown follows from the run: without leukemia no kill, without a fall below a threshold no day of return, and
//! so on. A warning is printed if the relative standard error of the nadir exceeds 5 %.
//!
//! # Example
//!
//! ```text
//!                                       mean  standard error
//! Blast nadir, all leukemic cells  1.31e10            36 %
//!   on day                              25.1             3.5
//!   log10 kill                          1.90            0.16
//! Leukemic stem cells, log10 kill       2.43            0.98
//! Neutrophil nadir [10^9/L]           0.0502          0.0051
//!   on day                              14.3            0.31
//!   back to 0.5 on day                  21.8            0.28
//! Response: CR 3, PR 1 (of 4 replicates)
//! Relapses until day 90: 2
//! ```
//!
//! Numbers of cells are geometric means with a relative error, as they span decades; all others are means with the
//! standard error sd / sqrt(n). The warning names how many replicates would lower the error of the nadir to 5 %,
//! since the error falls with the square root of their number.

use super::summary::{Estimate, Summary};
use cenersim_model::curves::{Course, Milestones};
use cenersim_text::{aligned, ascii, digits, short};

/// A label and the name of the milestone.
type Row = (&'static str, &'static str);

/// Rows about leukemic cells.
const LEUKEMIA: [Row; 4] = [
    ("Blast nadir, all leukemic cells", "blast_nadir_cells"),
    ("  on day", "blast_nadir_day"),
    ("  log10 kill", "blast_log_kill"),
    ("Leukemic stem cells, log10 kill", "stem_log_kill"),
];

/// One blood count: its lowest value, and the return to two thresholds.
struct Count {
    nadir: Row,
    day: Row,
    value: fn(&Milestones) -> f64,
    /// Threshold as printed and as compared (10^9/L), and the day of the return.
    returns: [(&'static str, f64, Row); 2],
}

/// Rows about blood, with returns to 0.5 and 1.0 (neutrophils), 50 and 100 (platelets) x 10^9/L.
const COUNTS: [Count; 2] = [
    Count {
        nadir: ("Neutrophil nadir [10^9/L]", "neutrophil_nadir"),
        day: ("  on day", "neutrophil_nadir_day"),
        value: |milestones| milestones.neutrophil_nadir,
        returns: [
            ("0.5", 0.5, ("  back to 0.5 on day", "neutrophils_above_half_day")),
            ("1.0", 1.0, ("  back to 1.0 on day", "neutrophils_above_one_day")),
        ],
    },
    Count {
        nadir: ("Platelet nadir [10^9/L]", "platelet_nadir"),
        day: ("  on day", "platelet_nadir_day"),
        value: |milestones| milestones.platelet_nadir,
        returns: [
            ("50", 50.0, ("  back to 50 on day", "platelets_above_50_day")),
            ("100", 100.0, ("  back to 100 on day", "platelets_above_100_day")),
        ],
    },
];

/// The relative standard error of the nadir that a run should stay under.
const WANTED: f64 = 0.05;

/// The table, with a line break after each of its lines; the courses are of one patient, or of so many of a list.
pub fn summary_table(courses: &[Course], listed: u64) -> String {
    let summary = Summary::of(courses);
    if courses.is_empty() {
        return "No replicate was simulated.\n".into();
    }
    let healthy = each(&summary, Milestones::is_without_leukemia);
    let mut cells = vec![["", "mean", "standard error", ""].map(String::from).to_vec()];
    if !healthy {
        cells.extend(leukemia(&summary));
    }
    cells.extend(COUNTS.iter().flat_map(|count| blood(&summary, count)));
    let mut lines = with_remarks(cells);
    lines.push(if healthy { "No leukemic cells, no response to judge.".into() } else { responses(&summary) });
    lines.extend(events(&summary));
    lines.push(String::new());
    lines.extend(notes(&summary, healthy, listed));
    ascii(&(lines.join("\n") + "\n"))
}

/// Whether it holds in every replicate.
fn each(summary: &Summary, holds: impl Fn(&Milestones) -> bool) -> bool {
    summary.replicates.iter().all(|replicate| holds(&replicate.outcome.milestones))
}

/// Whether no replicate had fewer leukemic cells than on the first day.
fn only_grew(summary: &Summary) -> bool {
    each(summary, |milestones| milestones.blast_log_kill == 0.0)
}

/// Nadir, its day, and log-kills.
fn leukemia(summary: &Summary) -> Vec<Vec<String>> {
    let grew = if only_grew(summary) { "never fewer than on the first day" } else { "" };
    let remarks = [grew, "", "", ""];
    LEUKEMIA.into_iter().zip(remarks).map(|(which, remark)| row(summary, which, remark.into())).collect()
}

/// The lowest value and its day, and the returns to the thresholds that were crossed.
fn blood(summary: &Summary, count: &Count) -> Vec<Vec<String>> {
    let all = summary.replicates.len();
    let below = |threshold: f64| {
        summary.replicates.iter().filter(|replicate| (count.value)(&replicate.outcome.milestones) < threshold).count()
    };
    let crossed: Vec<_> = count.returns.iter().filter(|(_, threshold, _)| below(*threshold) > 0).collect();
    let highest = count.returns.iter().rev().find(|(_, threshold, _)| below(*threshold) == 0);
    let never = highest.map_or_else(String::new, |(threshold, ..)| format!("never below {threshold}"));
    let mut rows = vec![row(summary, count.nadir, never)];
    if !crossed.is_empty() {
        rows.push(row(summary, count.day, String::new()));
    }
    rows.extend(crossed.into_iter().map(|(_, threshold, which)| {
        let reached = summary.milestones[which.1].n;
        row(summary, *which, returned(reached, below(*threshold), all))
    }));
    rows
}

/// How many replicates came back, where not all of them fell and returned.
fn returned(reached: usize, below: usize, all: usize) -> String {
    let back = match reached {
        0 => "not reached".into(),
        n if n < below => format!("reached in {n} of {below}"),
        _ => String::new(),
    };
    let never = if below < all { format!("never below in {} of {all}", all - below) } else { String::new() };
    [back, never].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Means with three digits, errors with two; `-` where there is none.
fn row(summary: &Summary, (label, name): Row, remark: String) -> Vec<String> {
    let estimate = &summary.milestones[name];
    let mean = estimate.geometric_mean.or(estimate.mean);
    let error = if estimate.unit == "cells" {
        estimate.relative_standard_error.map(|error| format!("{} %", digits(100.0 * error, 2)))
    } else {
        estimate.standard_error.map(|error| digits(error, 2))
    };
    let mean = mean.map_or_else(|| "-".into(), |mean| digits(mean, 3));
    vec![label.into(), mean, error.unwrap_or_else(|| "-".into()), remark]
}

/// Labels to the left, numbers to the right, and the remark of each row behind them.
fn with_remarks(rows: Vec<Vec<String>>) -> Vec<String> {
    let (numbers, remarks): (Vec<_>, Vec<_>) = rows.iter().map(|row| (row[..3].to_vec(), &row[3])).unzip();
    let lines = aligned(&numbers);
    lines.lines().zip(remarks).map(|(line, remark)| format!("{line}  {remark}").trim_end().to_owned()).collect()
}

/// How many replicates had each, best first.
fn responses(summary: &Summary) -> String {
    let n = summary.replicates.len();
    let counts = summary.responses.iter().map(|(response, count)| format!("{} {count}", response.name()));
    let noun = if n == 1 { "replicate" } else { "replicates" };
    format!("Response: {} (of {n} {noun})", counts.collect::<Vec<_>>().join(", "))
}

/// Relapses and deaths, where there are any.
fn events(summary: &Summary) -> Vec<String> {
    let ends = summary.replicates.iter().map(|replicate| replicate.outcome.survival.observed_to_day);
    let last = short(ends.fold(0.0, f64::max));
    let mut lines = Vec::new();
    if summary.relapses > 0 {
        lines.push(format!("Relapses until day {last}: {}", summary.relapses));
    }
    if !summary.deaths.is_empty() {
        let counts = summary.deaths.iter().map(|(cause, count)| format!("{cause} {count}"));
        lines.push(format!("Deaths until day {last}: {}", counts.collect::<Vec<_>>().join(", ")));
    }
    lines
}

/// What the errors are, and whether there are enough replicates.
fn notes(summary: &Summary, healthy: bool, listed: u64) -> Vec<String> {
    let mut notes = Vec::new();
    if summary.replicates.iter().any(|replicate| replicate.outcome.courses > 1) {
        notes.push("Nadirs, returns and kills are those of the first course.".to_owned());
    }
    let replicates = summary.replicates.len();
    if replicates == 1 {
        let more = "--set simulation.replicates=8 gives one.";
        notes.push(format!("One replicate: no standard error can be given. {more}"));
        return notes;
    }
    notes.push(match listed {
        0 => {
            format!("Standard error: of the mean over {replicates} replicates of the same patient (Monte-Carlo, sd / sqrt(n)).")
        }
        _ => format!("Standard error: of the mean over {replicates} replicates of {listed} patients (sd / sqrt(n))."),
    });
    if !healthy {
        let nadir = &summary.milestones["blast_nadir_cells"];
        let center =
            if nadir.geometric_mean.is_some() { "geometric mean" } else { "mean (a replicate has no cell left)" };
        notes.push(format!("Cells: {center} and relative standard error."));
        if !only_grew(summary) && listed == 0 {
            notes.extend(precision(nadir, replicates));
        }
    }
    notes
}

/// How sure the nadir is, and how to make it surer if it is not: the standard error falls with the root of the number.
fn precision(nadir: &Estimate, replicates: usize) -> Option<String> {
    let error = nadir.relative_standard_error?;
    let said = format!("The blast nadir has a relative standard error of {} %", digits(100.0 * error, 2));
    if error <= WANTED {
        return Some(format!("{said}."));
    }
    let enough = libm::ceil(replicates as f64 * libm::pow(error / WANTED, 2.0));
    Some(format!(
        "{said}, more than {} %: --set simulation.replicates={enough} would lower it to that.\n\
         More agents (simulation.agents_per_class) lower it too, and the bias: the lowest point of a noisy curve is too low.",
        100.0 * WANTED
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn the_table_says_how_sure_the_nadir_is() {
        let table = summary_table(&example::courses(4), 0);
        assert!(table.contains("of the mean over 4 replicates"), "{table}");
        assert!(table.contains("The blast nadir has a relative standard error of"), "{table}");
        assert!(table.contains("Response: CR 4 (of 4 replicates)"), "{table}");
    }

    #[test]
    fn one_replicate_is_told_to_have_no_standard_error() {
        let table = summary_table(&example::courses(1), 0);
        assert!(table.contains("One replicate: no standard error can be given."), "{table}");
        assert!(!table.contains('%'), "{table}");
    }

    #[test]
    fn a_milestone_is_shown_with_how_many_reached_it() {
        let mut courses = example::courses(3);
        courses[0].outcome.milestones.neutrophils_above_one_day = None;
        courses.iter_mut().for_each(|course| course.outcome.milestones.platelets_above_100_day = None);
        let table = summary_table(&courses, 0);
        assert!(table.contains("reached in 2 of 3") && table.contains("not reached"), "{table}");
    }

    #[test]
    fn an_unsure_nadir_comes_with_the_number_of_replicates_it_takes() {
        let mut courses = example::courses(4);
        let nadirs = [1e9, 1e9, 2e9, 2e9];
        courses.iter_mut().zip(nadirs).for_each(|(course, n)| course.outcome.milestones.blast_nadir_cells = n);
        // ln 2 / sqrt(3) / 2 = 20.01 %, which 4 x (20.01 / 5)^2 = 64.06 replicates make 5 %.
        let table = summary_table(&courses, 0);
        assert!(table.contains("of 20 %, more than 5 %: --set simulation.replicates=65 would"), "{table}");
        assert!(table.contains("\nMore agents (simulation.agents_per_class) lower it too, and the bias"), "{table}");
    }

    #[test]
    fn a_count_that_never_fell_has_no_return() {
        let mut courses = example::courses(2);
        for course in &mut courses {
            let milestones = &mut course.outcome.milestones;
            (milestones.neutrophil_nadir, milestones.platelet_nadir) = (4.5, 70.0);
            (milestones.neutrophils_above_half_day, milestones.neutrophils_above_one_day) = (None, None);
            milestones.platelets_above_50_day = None;
        }
        let table = summary_table(&courses, 0);
        assert!(table.contains("never below 1.0") && !table.contains("back to 0.5"), "{table}");
        assert!(table.contains("never below 50") && table.contains("back to 100 on day"), "{table}");
        assert!(!table.contains("not reached"), "{table}");
    }

    #[test]
    fn returns_are_counted_among_those_who_fell() {
        assert_eq!(returned(8, 8, 8), "");
        assert_eq!(returned(0, 8, 8), "not reached");
        assert_eq!(returned(3, 8, 8), "reached in 3 of 8");
        assert_eq!(returned(5, 5, 8), "never below in 3 of 8");
        assert_eq!(returned(2, 5, 8), "reached in 2 of 5, never below in 3 of 8");
    }

    #[test]
    fn a_healthy_person_has_no_rows_of_leukemia() {
        let mut courses = example::courses(2);
        for course in &mut courses {
            let milestones = &mut course.outcome.milestones;
            (milestones.blast_nadir_cells, milestones.blast_log_kill, milestones.stem_log_kill) = (0.0, 0.0, 0.0);
        }
        let table = summary_table(&courses, 0);
        assert!(table.contains("No leukemic cells, no response to judge."), "{table}");
        assert!(!table.contains("Blast") && !table.contains("blast") && !table.contains("Response"), "{table}");
    }

    #[test]
    fn a_leukemia_that_only_grew_says_so() {
        let mut courses = example::courses(2);
        for course in &mut courses {
            let milestones = &mut course.outcome.milestones;
            (milestones.blast_nadir_day, milestones.blast_log_kill) = (0.0, 0.0);
        }
        let table = summary_table(&courses, 0);
        assert!(table.contains("never fewer than on the first day"), "{table}");
        assert!(!table.contains("The blast nadir has"), "{table}");
    }

    #[test]
    fn deaths_have_the_day_up_to_which_they_are_counted() {
        let mut courses = example::courses(2);
        courses[1].outcome.survival.death_cause = Some("infection".into());
        assert!(summary_table(&courses, 0).contains("Deaths until day 42: infection 1"));
    }

    #[test]
    fn an_empty_run_has_a_table_too() {
        assert_eq!(summary_table(&[], 0), "No replicate was simulated.\n");
    }
}
