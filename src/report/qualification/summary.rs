//! What a qualification says in sentences: how many checks ended how, and what fails. Left out: any excuse.
//!
//! # Order of the sentences
//!
//! How many checks there are and how they ended, by what their intervals rest on; the remission counts of published
//! arms; and one sentence for every check that fails, with the published value, the model's value and the reason
//! that is written down for it, or that nobody has said why yet. The number of passes alone is never called a
//! success: most intervals are wide.

use super::QualificationRecord;
use cenersim_model::parameters::Grade;
use cenersim_plot::qualification_counts as counts;
use cenersim_qualification::{Basis, DEVIATES, Qualification, Row, Scope, Verdict};
use cenersim_text::three_digits;

/// All sentences.
pub fn sentences(record: &QualificationRecord) -> Vec<String> {
    let found = record.found;
    let mut out = counted(found);
    out.extend(arms(found));
    out.push(rule());
    out.extend(reasons(found, Verdict::Fail).iter().map(|(reason, rows)| failure(reason, rows)));
    out.push(caveat(record));
    out
}

/// How many checks ended how and what their intervals rest on; nothing where only published arms were simulated.
pub fn counted(found: &Qualification) -> Vec<String> {
    match found.scope {
        Scope::All => vec![counts(found), bases(found)],
        Scope::Arms => Vec::new(),
    }
}

/// What the intervals rest on that were passed.
fn bases(found: &Qualification) -> String {
    let [sourced, reasoned, assumed] = found.total().passed;
    let [exact, published, reasons, assumptions] = Basis::ALL.map(|basis| found.resting_on(basis));
    format!(
        "{sourced} pass an interval of a source ({} have one), {reasoned} one with a written reason ({reasons}), {assumed} an \
         assumed one ({assumptions}).",
        exact + published
    )
}

/// How many remission counts of published arms lie inside, and how far the others are away; none if no arm was simulated.
pub fn arms(found: &Qualification) -> Option<String> {
    let counting = found.counting();
    if counting.rows == 0 {
        return None;
    }
    let outside = counting.outside.iter().map(|(row, far)| format!("{} {} SD", row.check.sources, three_digits(*far)));
    let outside: Vec<String> = outside.collect();
    let others = if outside.is_empty() { String::new() } else { format!("; the others: {}", outside.join(", ")) };
    Some(format!(
        "Published arms: of {} counts of remissions meant for calibration {} lie inside their exact 95 % interval{others}.",
        counting.rows, counting.inside
    ))
}

/// How a verdict comes about.
pub fn rule() -> String {
    format!(
        "A check passes or fails if the model's value lies within or outside the published interval by more than \
         {DEVIATES:.0} of its standard errors; otherwise it is borderline."
    )
}

/// Checks that ended so, by what is known of the reason, in their order.
pub fn reasons(found: &Qualification, verdict: Verdict) -> Vec<(&'static str, Vec<&Row>)> {
    let mut reasons: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in found.checks().filter(|row| row.verdict == verdict) {
        match reasons.iter_mut().find(|(reason, _)| *reason == row.note()) {
            Some((_, rows)) => rows.push(row),
            None => reasons.push((row.note(), vec![row])),
        }
    }
    reasons
}

/// What fails for one reason, and the reason.
pub fn failure(reason: &str, rows: &[&Row]) -> String {
    let told: Vec<String> = rows.iter().map(|row| beside_published(row)).collect();
    let reason = if reason.is_empty() { "Nobody has said why yet." } else { reason };
    format!("Fails: {}. {reason}", told.join("; "))
}

/// `doubling time 40.1 d (published 11.0 to 36.0)`.
fn beside_published(row: &Row) -> String {
    let value = row.estimate.map_or(f64::NAN, |estimate| estimate.value);
    let value = if value.is_infinite() { "not reached".into() } else { three_digits(value) };
    let unit = if row.check.unit.is_empty() { String::new() } else { format!(" {}", row.check.unit) };
    let published = row.check.published.interval().map_or_else(String::new, |interval| match interval.high {
        high if high.is_infinite() => format!("above {}", three_digits(interval.low)),
        high => format!("{} to {}", three_digits(interval.low), three_digits(high)),
    });
    format!("{} {value}{unit} (published {published})", row.check.what)
}

fn caveat(record: &QualificationRecord) -> String {
    let weak = record.ledger.entries().filter(|(_, entry)| entry.grade == Grade::C).count();
    format!(
        "Many numbers of the model were taken from the publications they are compared with here, above all those of drugs, \
         cells and blood; that they come out again shows that the program does what it says, not that it is right. What was \
         put together from them (growth, recovery, remission, survival) was not fitted. Errors are those of the \
         simulation; the uncertainty of the model's own numbers, of which {weak} of {} are assumed (grade C), is left out.",
        record.ledger.entries().count()
    )
}
