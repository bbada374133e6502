//! The checks as a table, in the order of the subjects.
//!
//! # Example
//!
//! ```text
//! id        arm_V01
//! what      idarubicin alone
//! setting   refractory or relapsed
//! published 0.1785714286   low 0.06064290882   high 0.3689333494   interval  exact 95 % interval of 5 of 28
//! model     0.2133333333   error 0.04789373744   n 75
//! verdict   pass           deviation 0.38
//! ```
//!
//! `deviation` is told of published arms: the distance of the model from the published share in standard deviations
//! of what so many patients would show at the model's rate, with the error of the simulation. `basis` says what the
//! interval rests on: exact for counts, sourced, reasoned or assumed for all others.

use super::super::table::{Cell, Column, Table};
use cenersim_qualification::{Basis, Estimate, Qualification, Row, Subject, deviation};

/// Columns whose numbers may differ in their last digits between platforms.
pub const FLOATS: [&str; 3] = ["model", "error", "deviation"];

/// One row for each check.
pub fn qualification_table(found: &Qualification) -> Table {
    let caption = "Every check: what was published, what the model says, and what follows";
    Table::of("qualification", caption, columns(), &found.rows)
}

/// The checks of one subject.
pub fn subject_table(found: &Qualification, subject: &Subject) -> Table {
    let name = subject.heading.to_lowercase().replace(|letter: char| !letter.is_alphanumeric(), "_");
    let rows = found.rows.iter().filter(|row| row.subject == subject.heading);
    Table::of(&name, subject.heading, columns(), rows)
}

/// What is compared, what was published and where, what the model gives and how it ends.
fn columns<'a>() -> Vec<Column<'a, &'a Row>> {
    checked().into_iter().chain(published()).chain(sources()).chain(modelled()).collect()
}

/// What is compared.
fn checked<'a>() -> [Column<'a, &'a Row>; 5] {
    let unit = "Unit of all numbers of the row; empty for a pure number.";
    [
        Column::text("id", "Id", "Name of the check.", |row: &&Row| row.check.id).in_file_only(),
        Column::text("subject", "Subject", "What the check is about.", |row: &&Row| row.subject).in_file_only(),
        Column::text("what", "What", "What is compared.", |row: &&Row| row.check.what),
        Column::text("unit", "Unit", unit, |row: &&Row| row.check.unit),
        Column::text("setting", "Simulated", "Who was simulated, and what was given.", |row: &&Row| row.check.setting),
    ]
}

/// Value and interval; empty where there is none.
fn published<'a>() -> [Column<'a, &'a Row>; 3] {
    let value = "Published value; empty if only an interval was published.";
    let low = "Lower end of the published interval; empty if there is none.";
    let high = "Upper end of the published interval; empty if there is none.";
    [
        Column::number("published", "Published", "", value, |row: &&Row| row.check.published.value()),
        Column::number("low", "Published from", "", low, |row: &&Row| {
            row.check.published.interval().map(|found| found.low)
        }),
        Column::number("high", "Published to", "", high, |row: &&Row| {
            row.check.published.interval().map(|found| found.high)
        }),
    ]
}

/// What the interval is and rests on, its rows of evidence and their grade.
fn sources<'a>() -> [Column<'a, &'a Row>; 4] {
    let basis = "What the interval rests on: exact (counts, or a definition), published (a range of the source), reasoned (a \
                 written reason why a larger difference would matter), assumed.";
    let grade = "Grade of the evidence: A measured in a source that was read, B well established, C assumed, Source stated \
                 only by the document that the project starts from.";
    [
        Column::text("interval", "Interval is", "What the published interval is.", |row: &&Row| {
            row.check.published.interval_is()
        }),
        Column::text("basis", "Rests on", basis, |row: &&Row| row.check.published.basis().map_or("", Basis::name)),
        Column::text("sources", "Source", "Rows of the evidence table.", |row: &&Row| row.check.sources),
        Column::text("grade", "Grade", grade, |row: &&Row| row.check.grade.name()),
    ]
}

/// Estimate, its Monte-Carlo standard error and number of patients; verdict, and why.
fn modelled<'a>() -> [Column<'a, &'a Row>; 6] {
    let model = "Value of the model; inf if it was not reached, empty if the check cannot be made.";
    let error = "Monte-Carlo standard error of the model's value; 0 for what is not random.";
    let n = "Simulations behind the model's value; 0 for what is not random.";
    let verdict = "pass: within the published interval, 2 standard errors to either side included; fail: outside with both; \
                   borderline: neither; not modelled: cannot be tested, the model has no such process.";
    let distance = "Of published arms: the model's rate less the published one, in standard deviations of what as many \
                    patients would show at the model's rate.";
    let note = "Why the check was not passed, as far as known, or which process the model does not have.";
    [
        Column::number("model", "Model", "", model, |row: &&Row| row.estimate.as_ref().map(value)),
        Column::number("error", "Standard error", "", error, |row: &&Row| {
            row.estimate.as_ref().map(|estimate| estimate.error)
        }),
        Column::number("n", "n", "", n, |row: &&Row| row.estimate.as_ref().map(|estimate| estimate.n)),
        Column::text("verdict", "Verdict", verdict, |row: &&Row| row.verdict.name()),
        Column::number("deviation", "SD", "", distance, |row: &&Row| deviation(row).filter(|_| row.is_published_arm())),
        Column::text("note", "Why", note, |row: &&Row| row.note()),
    ]
}

/// A value that was not reached is infinite, and is written so.
fn value(estimate: &Estimate) -> Cell {
    if estimate.value == f64::INFINITY { Cell::Number(f64::INFINITY) } else { estimate.value.into() }
}
