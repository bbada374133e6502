//! The verdict of a qualification in two sentences: how many checks pass, and in which subjects some fail; of published arms
//! alone, how many counts of remissions lie inside their intervals.
//! Left out: the reasons (see the summary). No number of passes is called enough.

use super::summary::arms;
use cenersim_qualification::{Qualification, Row, Scope, Verdict};

/// Two sentences; of published arms alone, one.
pub fn qualification_verdict(found: &Qualification) -> Vec<String> {
    match found.scope {
        Scope::All => vec![passed(found), failed(found)],
        Scope::Arms => arms(found).into_iter().collect(),
    }
}

/// Passes by what they rest on.
fn passed(found: &Qualification) -> String {
    let total = found.total();
    let [sourced, reasoned, assumed] = total.passed;
    format!(
        "{} of {} checks against published results pass: {sourced} by an interval of a source, {reasoned} by one with a \
         written reason, {assumed} by an assumed one.",
        total.all_passed(),
        total.made()
    )
}

/// Subjects in which checks fail, with their numbers.
fn failed(found: &Qualification) -> String {
    let failing: Vec<&Row> = found.checks().filter(|row| row.verdict == Verdict::Fail).collect();
    let subject = |rows: &[&Row]| format!("{} ({})", rows[0].subject, rows.len());
    let subjects: Vec<String> = failing.chunk_by(|a, b| a.subject == b.subject).map(subject).collect();
    let borderline = found.number(Verdict::Borderline);
    match failing.len() {
        0 => format!("None fails, {borderline} are borderline."),
        some => format!("{some} fail, {borderline} are borderline. They fail in: {}.", subjects.join("; ")),
    }
}
