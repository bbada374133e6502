//! What a comparison has to show, as the writer of all results takes it, and what is said of where it comes from.
//!
//! # Files in the order of the fingerprint
//!
//! ```text
//! comparison.json, then tables/*.csv: headline, responses, rates, measures, survival_medians, deaths, survival,
//! differences_rates, differences_measures, attribution, sweep, doses, ledger, failures
//! ```
//!
//! A table without a row is no file. `patients.parquet` and `curves.parquet` hold the same courses and are in no
//! hash of their own, since Parquet files of two versions of the library may differ in their bytes.

use super::{
    super::{Product, Table, failure_table::failure_table, files, ledger_table::ledger_table},
    ComparisonRecord, PATIENTS, RESULT, band_table, comparison_document, comparison_tables, comparison_text,
    course_table,
    json::comparison_json,
    units,
};
use cenersim_plot::Figure;
use cenersim_text::{count, criteria};
use serde_json::{Value, json};

/// What was asked for, as one text: scenarios, and how they are compared (patients, replicates, switches). An older
/// result of the same text is replaced without asking.
pub fn comparison_input(scenarios: &[(String, String)], design: &str) -> String {
    let named = scenarios.iter().map(|(name, text)| format!("# {name}\n{}\n", text.trim_end()));
    named.chain([format!("# {}\n", design.replace('\n', " "))]).collect()
}

/// What is written of a comparison, with these figures; `dark` if they are.
/// Single patients and curves are in Parquet files, everything else in `comparison.json` and `tables/`.
pub fn comparison_product(record: &ComparisonRecord, figures: Vec<Figure>, dark: bool) -> Product {
    let compared = record.compared;
    let document = comparison_document(record, figures, dark);
    let mut product = Product::new("comparison", compared.seed, Some(own_provenance(record)), document);
    product.add_json(RESULT, comparison_json(compared, record.failures));
    let about = record.made.about("comparison", compared.seed);
    let columns = course_table::columns(record);
    product.add_parquet(PATIENTS, &columns, course_table::rows(record), &about);
    product.add_parquet(files::CURVES_PARQUET, &band_table::columns(), band_table::rows(compared), &about);
    product.tables = comparison_tables(compared);
    product.tables.extend([ledger(record), failures(record)].into_iter().filter(|table| !table.rows.is_empty()));
    product.add_scenarios(record.scenarios.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    product.terminal = comparison_text(compared);
    product
}

/// What the provenance says of a comparison alone.
/// Hypothesis, arms, patients, replicates, and the work of the simulation.
fn own_provenance(record: &ComparisonRecord) -> Value {
    let compared = record.compared;
    json!({
        "hypothesis": record.hypothesis,
        "arms": compared.arms.iter().map(|arm| arm.name.as_str()).collect::<Vec<_>>(),
        "patients": compared.patients,
        "replicates": compared.replicates,
        "steps": record.records.iter().map(|course| course.steps).sum::<u64>(),
        "agent_steps": agent_steps(record),
    })
}

fn agent_steps(record: &ComparisonRecord) -> u64 {
    record.records.iter().map(|course| course.agent_steps).sum()
}

/// All parameters, with a column for the values of each arm.
pub(super) fn ledger(record: &ComparisonRecord) -> Table {
    let names = record.compared.arms.iter().map(|arm| arm.name.as_str());
    ledger_table(&names.zip(record.ledgers.iter().copied()).collect::<Vec<_>>())
}

pub(super) fn failures(record: &ComparisonRecord) -> Table {
    failure_table(record.failures)
}

/// Names and values for the report.
pub fn facts(record: &ComparisonRecord) -> Vec<(String, String)> {
    let compared = record.compared;
    let people = if compared.population { compared.patients.to_string() } else { "the reference patient".into() };
    let seconds = format!("{:.1} s, {} agent-steps", record.made.wall.as_secs_f64(), count(agent_steps(record)));
    [
        ("Program", record.made.stated()),
        ("Seed", compared.seed.to_string()),
        ("Hypothesis about p53", record.hypothesis.to_owned()),
        ("Patients", people),
        ("Replicates", format!("{} of each patient in each arm", compared.replicates)),
        ("Counted units", units(compared).into()),
        ("Horizon", format!("{} days", compared.horizon_days)),
        ("Response criteria", criteria(&compared.criteria)),
        ("Simulated in", seconds),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
