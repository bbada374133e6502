//! What a qualification has to show, as the writer of all results takes it, and what is said of where it comes from.

use super::{
    super::Product, CHECKS, QualificationRecord, RESULT, json::qualification_json, qualification_document,
    qualification_table, qualification_text,
};
use cenersim_plot::Figure;
use cenersim_qualification::{Qualification, Verdict};
use serde_json::{Value, json};

/// What is written of a qualification, with these figures; `dark` if they are.
pub fn qualification_product(record: &QualificationRecord, figures: Vec<Figure>, dark: bool) -> Product {
    let found = record.found;
    let document = qualification_document(record, figures, dark);
    let mut product = Product::new("qualification", found.seed, Some(own_provenance(found)), document);
    product.add_table(CHECKS, qualification_table(found));
    product.add_json(RESULT, qualification_json(found));
    product.add_scenarios([("regimens", record.regimens)]);
    product.terminal = qualification_text(found);
    product
}

/// What the provenance says of a qualification alone.
fn own_provenance(found: &Qualification) -> Value {
    json!({
        "size": found.size.name(),
        "checks": found.checks().count(),
        "failed": found.number(Verdict::Fail),
    })
}

/// Names and values for the report.
pub fn facts(record: &QualificationRecord) -> Vec<(String, String)> {
    let simulated: u64 = record.found.rows.iter().filter_map(|row| row.estimate).map(|found| found.n).sum();
    [
        ("Program", record.made.stated()),
        ("Size", record.found.size.name().to_owned()),
        ("Seed", record.found.seed.to_string()),
        ("Checks", record.found.checks().count().to_string()),
        ("Published arms", record.found.arms().count().to_string()),
        ("Simulations behind them, counted once for each check", simulated.to_string()),
        ("Simulated in", format!("{:.1} s", record.made.wall.as_secs_f64())),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
