//! What a calibration has to show, as the writer of all results takes it, and what is said of where it comes from.
//!
//! # Files in the order of the fingerprint
//!
//! ```text
//! calibration.json  draws.csv  tables/parameters.csv  targets.csv  effect.csv  directions.csv  generations.csv
//! tables/contradictions.csv  ledger.csv  failures.csv
//! ```
//!
//! `posterior.parquet` has the equally weighted draws that other commands take with `--parameters`; its metadata
//! holds the calibration's name, its seed and the hash of its content.

use super::{
    super::{FailedPatient, Product, files, table::csv},
    CalibrationRecord, DRAWS, POSTERIOR, RESULT, calibration_document, calibration_tables, calibration_text, draws,
};
use cenersim_analyses::calibration::Calibrated;
use cenersim_plot::Figure;
use cenersim_text::count;
use serde_json::{Value, json};

/// What is written of a calibration, with these figures; `dark` if they are.
pub fn calibration_product(record: &CalibrationRecord, figures: Vec<Figure>, dark: bool) -> Product {
    let found = record.calibrated;
    let document = calibration_document(record, figures, dark);
    let mut product = Product::new("calibration", found.seed, Some(own_provenance(record)), document);
    product.add_json(RESULT, calibration_json(found, record.failures));
    add_draws(&mut product, record);
    product.tables = calibration_tables(record);
    product.scenarios.push((files::SCENARIO.into(), record.scenario.1.to_owned()));
    product.terminal = calibration_text(found);
    product
}

/// The equally weighted draws, and all that were simulated.
/// Posterior draws as Parquet only; all simulated draws as CSV and Parquet.
fn add_draws(product: &mut Product, record: &CalibrationRecord) {
    let [name, parquet] = DRAWS;
    let (columns, rows) = (draws::posterior(record), (1..).zip(record.posterior).collect::<Vec<_>>());
    product.describe(POSTERIOR, &columns);
    product.add_columns(POSTERIOR, |to| draws::write(record, &columns, &rows, to));
    let (columns, rows) = (draws::draws(record.calibrated), record.calibrated.draws.iter().collect::<Vec<_>>());
    product.texts.push((name.to_owned(), csv(&columns, &rows)));
    product.describe(name, &columns);
    product.describe(parquet, &columns);
    product.add_columns(parquet, |to| draws::write(record, &columns, &rows, to));
}

/// `calibration.json`: everything that the tables, figures and the report show, with every digit. Left out: the draws (see
/// `draws.parquet`).
pub fn calibration_json(calibrated: &Calibrated, failures: &[FailedPatient]) -> String {
    let undrawn = Calibrated { draws: Vec::new(), ..calibrated.clone() };
    let mut value = json!(undrawn);
    if let Some(fields) = value.as_object_mut() {
        fields.remove("draws");
    }
    value["failures"] = json!(failures);
    format!("{value:#}\n")
}

/// What the provenance says of a calibration alone.
fn own_provenance(record: &CalibrationRecord) -> Value {
    let found = record.calibrated;
    json!({
        "parameters": found.parameters.iter().map(|parameter| parameter.path.as_str()).collect::<Vec<_>>(),
        // Draws that were simulated, the independent ones that they are worth, and those of `posterior.parquet`.
        "draws": found.draws.len(),
        "effective_sample_size": found.effective_sample_size,
        "posterior_draws": record.posterior.len(),
        "courses": found.budget.courses,
    })
}

/// Names and values for the report.
pub fn facts(record: &CalibrationRecord) -> Vec<(String, String)> {
    let found = record.calibrated;
    let budget = &found.budget;
    let patients = u64::from(budget.trials_per_draw) * u64::from(budget.subjects);
    let draws = found.draws.len();
    [
        ("Program", record.made.stated()),
        ("Seed", found.seed.to_string()),
        ("Draws", format!("{draws} in {} generations", budget.generations)),
        ("Patients of each draw", format!("{patients}, the same for every draw, with and without cenersen")),
        ("Courses", format!("{} of {} days", count(budget.courses), budget.horizon_days)),
        ("Simulated cells", format!("at most {} of each class", budget.agents_per_class)),
        ("Posterior draws", format!("{} in posterior.parquet, equally probable", record.posterior.len())),
        ("Simulated in", format!("{:.1} s", record.made.wall.as_secs_f64())),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
