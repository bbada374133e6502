//! What the design of a next trial has to show, as the writer of all results takes it, and what is said of where it comes
//! from.

use super::{super::Product, DesignRecord, RESULT, design_document, design_tables, design_text};
use cenersim_analyses::design::DesignResult;
use cenersim_plot::Figure;
use serde_json::{Value, json};

/// What is written of a design, with these figures; `dark` if they are.
pub fn design_product(record: &DesignRecord, figures: Vec<Figure>, dark: bool) -> Product {
    let result = record.result;
    let document = design_document(record, figures, dark);
    let mut product = Product::new("design", result.seed, Some(own_provenance(record)), document);
    product.add_json(RESULT, design_json(result, record.failures));
    product.tables = design_tables(record);
    product.add_scenarios([record.scenario]);
    product.terminal = design_text(result);
    product
}

/// Everything that is shown, with every digit, and a line break at its end.
fn design_json(result: &DesignResult, failures: &[String]) -> String {
    let mut value = json!(result);
    value["failures"] = json!(failures);
    format!("{value:#}\n")
}

/// What the provenance says of a design alone.
///
/// Beside what every provenance has (version, seed, hashes, command).
fn own_provenance(record: &DesignRecord) -> Value {
    let result = record.result;
    json!({ "hypothesis": record.hypothesis, "arms": result.arms, "draws": result.draws.len(), "posterior": result.posterior })
}

/// Names and values.
///
/// For the end of the report: what somebody needs who wants to judge how much was simulated.
pub fn facts(record: &DesignRecord) -> Vec<(String, String)> {
    let (result, protocol) = (record.result, &record.result.protocol);
    let (patients, courses) = (protocol.patients_per_draw, protocol.replicates);
    [
        ("Program", record.made.stated()),
        ("Seed", result.seed.to_string()),
        ("p53 hypothesis", record.hypothesis.to_owned()),
        ("Draws", format!("{}, each of {patients} patients with {courses} courses in each arm", result.draws.len())),
        ("Horizon", format!("{} days, {} agents per class", result.horizon_days, result.agents_per_class)),
        ("Simulated in", format!("{:.0} s", record.made.wall.as_secs_f64())),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
