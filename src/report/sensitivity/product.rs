//! What a sensitivity analysis has to show, as the writer of all results takes it, and what is said of where it comes from.
//!
//! # Files in the order of the fingerprint
//!
//! ```text
//! sensitivity.json  influence.csv  tables/outputs.csv  tables/screening.csv  tables/variance.csv  tables/inputs.csv
//! ```
//!
//! `influence.csv` has the layout of the file that ships with the model, so that a new analysis can take its place:
//!
//! ```text
//! parameter,cr,cr_rank,cr_total,stem_log_kill,stem_log_kill_rank,stem_log_kill_total,...
//! apoptosis.competence.blast,0.6667,3,0.3333,0.7151,3,0.0852,...
//! ```
//!
//! For each output: the effect relative to the largest, its rank, and the total Sobol' index where there is one.

use super::{
    super::Product, INFLUENCE, POINTS, RESULT, SensitivityRecord, influence_table, points, sensitivity_document,
    sensitivity_tables, sensitivity_text,
};
use cenersim_analyses::sensitivity::SensitivityResult;
use cenersim_plot::Figure;
use serde_json::{Value, json};

/// What is written of an analysis, with these figures; `dark` if they are.
pub fn sensitivity_product(record: &SensitivityRecord, figures: Vec<Figure>, dark: bool) -> Product {
    let result = record.result;
    let document = sensitivity_document(record, figures, dark);
    let mut product = Product::new("sensitivity", result.seed, Some(own_provenance(result)), document);
    product.add_json(RESULT, sensitivity_json(result, record.failures));
    product.add_table(INFLUENCE, influence_table(result));
    let about = record.made.about("sensitivity", result.seed);
    product.add_data(POINTS, &points::columns(result), record.points.iter().collect(), &about);
    product.tables = sensitivity_tables(result);
    product.add_scenarios([record.scenario]);
    product.terminal = sensitivity_text(result);
    product
}

/// Everything that is shown, with every digit, and a line break at its end.
fn sensitivity_json(result: &SensitivityResult, failures: &[String]) -> String {
    let mut value = json!(result);
    value["failures"] = json!(failures);
    format!("{value:#}\n")
}

/// What the provenance says of an analysis alone.
fn own_provenance(result: &SensitivityResult) -> Value {
    json!({ "arm": result.protocol.arm, "inputs": result.inputs.len(), "points": result.points })
}

/// Names and values.
pub fn facts(record: &SensitivityRecord) -> Vec<(String, String)> {
    let result = record.result;
    [
        ("Program", record.made.stated()),
        ("Seed", result.seed.to_string()),
        ("Points", result.points.to_string()),
        ("Patients at each point", format!("{}, each with and without cenersen", result.protocol.patients)),
        ("Horizon", format!("{} days, {} agents per class", result.horizon_days, result.agents_per_class)),
        ("Simulated in", format!("{:.0} s", record.made.wall.as_secs_f64())),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
