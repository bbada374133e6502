//! The checks as a table, in the order of the subjects.

use super::super::{
    Table,
    html::{TextColumn as Column, Texts},
};
use cenersim_qualification::{Basis, Qualification, Row, deviation};
use cenersim_statistics::Interval;
use cenersim_text::{exact, exact_or_empty};

/// Columns whose numbers may differ in their last digits between platforms.
pub const FLOATS: [&str; 3] = ["model", "error", "deviation"];

/// One row for each check.
pub fn qualification_table(found: &Qualification) -> Table {
    Texts {
        name: "qualification".into(),
        caption: "Every check: what was published, what the model says, and what follows".into(),
        columns: columns(),
        rows: found.rows.iter().map(row).collect(),
    }
    .into()
}

fn columns() -> Vec<Column> {
    vec![
        Column::text("id", "Id", "Name of the check.").in_file_only(),
        Column::text("subject", "Subject", "What the check is about.").in_file_only(),
        Column::text("what", "What", "What is compared."),
        Column::text("unit", "Unit", "Unit of all numbers of the row; empty for a pure number."),
        Column::text("setting", "Simulated", "Who was simulated, and what was given."),
        Column::number("published", "Published", "", "Published value; empty if only an interval was published."),
        Column::number("low", "from", "", "Lower end of the published interval; empty if there is none."),
        Column::number("high", "to", "", "Upper end of the published interval; empty if there is none."),
        Column::text("interval", "Interval is", "What the published interval is."),
        Column::text(
            "basis",
            "Rests on",
            "What the interval rests on: exact (counts, or a definition), published (a range of the source), reasoned (a written reason why a larger difference would matter), assumed.",
        ),
        Column::text("sources", "Source", "Rows of the evidence table."),
        Column::text(
            "grade",
            "Grade",
            "Grade of the evidence: A measured in a source that was read, B well established, C assumed, Source stated only by the document that the project starts from.",
        ),
        Column::number(
            "model",
            "Model",
            "",
            "Value of the model; inf if it was not reached, empty if the model lacks something.",
        ),
        Column::number("error", "SE", "", "Monte-Carlo standard error of the model's value; 0 for what is not random."),
        Column::number("n", "n", "", "Simulations behind the model's value; 0 for what is not random."),
        Column::text(
            "verdict",
            "Verdict",
            "pass: within the published interval, 2 standard errors to either side included; fail: outside with both; borderline: neither; not modelled: the model lacks something.",
        ),
        Column::number(
            "deviation",
            "SD",
            "",
            "Of published arms: the model's rate less the published one, in standard deviations of what as many patients would show at the model's rate.",
        ),
        Column::text("note", "Why", "Why the check was not passed, as far as known, or what the model lacks."),
    ]
}

fn row(row: &Row) -> Vec<String> {
    let check = &row.check;
    let interval = check.published.interval();
    let end = |of: fn(&Interval) -> f64| exact_or_empty(interval.as_ref().map(of));
    let number =
        |of: &dyn Fn(&cenersim_qualification::Estimate) -> String| row.estimate.as_ref().map_or_else(String::new, of);
    vec![
        check.id.into(),
        row.subject.into(),
        check.what.into(),
        check.unit.into(),
        check.setting.into(),
        exact(check.published.value()),
        end(|interval| interval.low),
        end(|interval| interval.high),
        check.published.interval_is(),
        check.published.basis().map_or("", Basis::name).into(),
        check.sources.into(),
        check.grade.name().into(),
        number(&|estimate| value(estimate.value)),
        number(&|estimate| exact(estimate.error)),
        number(&|estimate| estimate.n.to_string()),
        row.verdict.name().into(),
        exact_or_empty(deviation(row).filter(|_| row.is_published_arm())),
        row.note().into(),
    ]
}

fn value(number: f64) -> String {
    if number == f64::INFINITY { "inf".into() } else { exact(number) }
}
