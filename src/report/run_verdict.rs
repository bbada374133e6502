//! The verdict of a run in two sentences: response and kill over its courses, then what they cannot tell.
//! Left out: any difference, as a run has one arm.

use super::summary::Summary;
use cenersim_text::{fixed, plural};

/// Two sentences about so many patients of a list, or one patient.
pub fn run_verdict(summary: &Summary, arm: &str, patients: usize) -> Vec<String> {
    vec![outcome(summary, arm, patients), limit(summary, patients)]
}

/// Complete remissions of all courses, and the mean kill with its standard error.
fn outcome(summary: &Summary, arm: &str, patients: usize) -> String {
    let complete: usize = summary.responses.iter().filter(|(found, _)| found.name() == "CR").map(|(_, n)| n).sum();
    let courses = plural(summary.replicates.len() as u64, "course");
    let whose = if patients == 0 { "one patient".into() } else { plural(patients as u64, "patient") };
    format!("In arm {arm}, {complete} of {courses} of {whose} reach complete remission{}.", kill(summary))
}

/// `; leukemic cells fall by 2.50 powers of ten (standard error 0.10)`.
fn kill(summary: &Summary) -> String {
    let found = summary.milestones.get("blast_log_kill");
    let Some((mean, error)) = found.and_then(|found| Some((found.mean?, found.standard_error))) else {
        return String::new();
    };
    let error = error.map_or_else(String::new, |error| format!(" (standard error {})", fixed(error, 2)));
    format!("; leukemic cells fall by {} powers of ten{error}", fixed(mean, 2))
}

/// Deaths, and of whom nothing is said.
fn limit(summary: &Summary, patients: usize) -> String {
    let deaths: usize = summary.deaths.values().sum();
    let died = format!("{deaths} of {} end with death", summary.replicates.len());
    match patients {
        0 => format!(
            "{died}; courses of one patient say nothing of other patients, and one arm says nothing of a difference."
        ),
        _ => format!("{died}; one arm says nothing of a difference."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn courses_are_counted_and_no_difference_is_claimed() {
        let courses = example::courses(3);
        let said = run_verdict(&Summary::of(&courses), "B", 0);
        let first = "In arm B, 3 of 3 courses of one patient reach complete remission; leukemic cells fall by 2.50 powers of ten \
                     (standard error 0.00).";
        assert_eq!(said[0], first);
        assert!(
            said[1].ends_with("say nothing of other patients, and one arm says nothing of a difference."),
            "{said:?}"
        );
        let two = run_verdict(&Summary::of(&courses), "B", 2);
        assert!(two[0].contains("3 of 3 courses of 2 patients") && !two[1].contains("one patient"), "{two:?}");
    }
}
