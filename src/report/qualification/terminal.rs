//! The checks for the terminal: counts first, then what fails with its reason, then all as a table. Left out: who was simulated.
//!
//! # Example
//!
//! ```text
//!                                             published     model      SE   n       verdict
//! Published arms
//!   idarubicin alone             0.179 (0.0606 to 0.369)    0.213  0.0479  75          pass
//!   cytarabine and thioguanine   0.408 (0.328 to 0.492)         -       -   -  not modelled
//! ```
//!
//! Before the table stand the rule of the verdicts and the counts, and every reason with the checks that fail for it.

use super::summary::{arms, counted, failure, reasons, rule};
use cenersim_qualification::{Estimate, Qualification, Row, Verdict};
use cenersim_statistics::Interval;
use cenersim_text::{aligned, ascii, three_digits};

/// Letters of a name that fit beside four numbers.
const WIDTH: usize = 66;

/// How many ended how, the reasons, then all checks by subject; a line break after each line.
pub fn qualification_text(found: &Qualification) -> String {
    let head = ["", "published", "model", "SE", "n", "verdict"].map(String::from).to_vec();
    let mut rows = vec![head];
    let mut subject = "";
    for row in &found.rows {
        if row.subject != subject {
            subject = row.subject;
            rows.push([vec![subject.to_owned()], vec![String::new(); 5]].concat());
        }
        rows.push(cells(row));
    }
    let notes: String = explained(found).collect();
    let mut last = vec![rule()];
    last.extend(counted(found));
    last.extend(arms(found));
    let text = format!("{}\n\n{notes}\n{}\n", last.join("\n"), aligned(&rows));
    ascii(&text)
}

/// What failed, by reason.
fn explained(found: &Qualification) -> impl Iterator<Item = String> {
    reasons(found, Verdict::Fail).into_iter().map(|(reason, rows)| format!("{}\n", failure(reason, &rows)))
}

/// Name, published, model, standard error, n, verdict.
fn cells(row: &Row) -> Vec<String> {
    let check = &row.check;
    let name = if check.unit.is_empty() { check.what.into() } else { format!("{} [{}]", check.what, check.unit) };
    let estimate = |of: &dyn Fn(&Estimate) -> String| row.estimate.as_ref().map_or_else(|| "-".into(), of);
    vec![
        format!("  {}", cut(&name)),
        published(row),
        estimate(&|found| value(found.value)),
        estimate(&|found| if found.n == 0 { "-".into() } else { three_digits(found.error) }),
        estimate(&|found| if found.n == 0 { "-".into() } else { found.n.to_string() }),
        row.verdict.name().into(),
    ]
}

/// With three dots where it is too long.
fn cut(name: &str) -> String {
    if name.chars().count() <= WIDTH {
        name.into()
    } else {
        name.chars().take(WIDTH - 3).chain("...".chars()).collect()
    }
}

/// The value, then the interval.
fn published(row: &Row) -> String {
    let value = row.check.published.value();
    let value = if value.is_nan() { None } else { Some(three_digits(value)) };
    let interval = row.check.published.interval().map(|interval| match interval {
        Interval { low, high } if high.is_infinite() => format!("above {}", three_digits(low)),
        Interval { low, high } => format!("{} to {}", three_digits(low), three_digits(high)),
    });
    match (value, interval) {
        (Some(value), Some(interval)) => format!("{value} ({interval})"),
        (value, interval) => value.or(interval).unwrap_or_default(),
    }
}

/// `not reached` if infinite, `nobody` if there was no one to count.
fn value(number: f64) -> String {
    match number {
        n if n.is_infinite() => "not reached".into(),
        n if n.is_nan() => "nobody".into(),
        n => three_digits(n),
    }
}
