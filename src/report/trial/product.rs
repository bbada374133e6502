//! What a trial has to show, as the writer of all results takes it, and what is said of where it comes from.

use super::{
    super::{FailedPatient, Product, table::Origin},
    RESULT, TRIALS, TrialRecord, adverse_event_table,
    calendar::{OPENS, moment},
    contradictions, exposure_table, laboratory_table,
    person::{persons, study},
    pharmacokinetics_table, response_table, subject_table, time_to_event_table, trial_document, trial_tables,
    trial_text, trials_table,
};
use cenersim_analyses::{published::trial as published, trial::TrialResult};
use cenersim_plot::Figure;
use cenersim_text::count;
use serde_json::{Value, json};

/// What is written of a trial, with these figures; `dark` if they are.
pub fn trial_product(record: &TrialRecord, figures: Vec<Figure>, dark: bool) -> Product {
    let result = record.result;
    let document = trial_document(record, figures, dark);
    let mut product = Product::new("trial", result.seed, Some(own_provenance(record)), document);
    product.add_json(RESULT, trial_json(result, record.failures));
    add_data(&mut product, record);
    product.tables = trial_tables(record);
    product.add_scenarios([record.scenario]);
    product.terminal = trial_text(result);
    product
}

/// The data files.
fn add_data(product: &mut Product, record: &TrialRecord) {
    let study = study(record.scenario.0);
    let (found, about) = (persons(record, &study), record.made.about("trial", record.result.seed));
    // The files of one result are the same whenever they are made: they are dated when the trial opens.
    let created = moment(OPENS, 0.0);
    let origin = Origin { study: study.clone(), version: record.made.version.to_owned(), created };
    let from = (&about[..], &origin);
    product.add_dataset(&subject_table::LAYOUT, &subject_table::columns(), persons(record, &study), from);
    let events = adverse_event_table::rows(record, &found);
    product.add_dataset(&adverse_event_table::LAYOUT, &adverse_event_table::columns(), events, from);
    let responses = response_table::rows(&found);
    product.add_dataset(&response_table::LAYOUT, &response_table::columns(), responses, from);
    product.add_dataset(&exposure_table::LAYOUT, &exposure_table::columns(), exposure_table::rows(&found), from);
    let counts = laboratory_table::rows(record, &found);
    product.add_dataset(&laboratory_table::LAYOUT, &laboratory_table::columns(), counts, from);
    let known = pharmacokinetics_table::rows(&found);
    product.add_dataset(&pharmacokinetics_table::LAYOUT, &pharmacokinetics_table::columns(), known, from);
    if let Some(trials) = record.trials {
        product.add_exact_data(TRIALS, &trials_table::columns(trials), trials_table::rows(trials), &about);
    }
    let times = time_to_event_table::rows(&found);
    product.add_dataset(&time_to_event_table::LAYOUT, &time_to_event_table::columns(), times, from);
}

/// `trial.json`: everything that the tables, figures and the report show, with every digit, and the published numbers
/// beside it. Arms are given by their index in `arms`. Left out: events (see the data files).
pub fn trial_json(result: &TrialResult, failures: &[FailedPatient]) -> String {
    let mut value = json!(result);
    value["published"] = json!(published());
    value["contradictions"] = json!(contradictions(result));
    value["failures"] = json!(failures);
    // What the work was is no result.
    for subject in value["trial"]["subjects"].as_array_mut().into_iter().flatten() {
        if let Some(record) = subject["record"].as_object_mut() {
            ["steps", "agent_steps"].iter().for_each(|key| drop(record.remove(*key)));
        }
    }
    format!("{value:#}\n")
}

/// What the provenance says of a trial alone.
fn own_provenance(record: &TrialRecord) -> Value {
    let result = record.result;
    json!({
        "hypothesis": record.hypothesis,
        "arms": result.arms,
        "subjects": result.trial.subjects.len(),
        // Repeated trials, and the patients from whom they were drawn; 0 without.
        "trials": result.repeated.as_ref().map_or(0, |repeated| repeated.trials),
        "pool": result.repeated.as_ref().map_or(0, |repeated| repeated.pool.patients),
    })
}

/// Names and values for the report.
pub fn facts(record: &TrialRecord) -> Vec<(String, String)> {
    let result = record.result;
    let agent_steps = result.trial.subjects.iter().map(|subject| subject.record.agent_steps).sum::<u64>();
    let repeated = result.repeated.as_ref();
    let again = repeated.map_or_else(
        || "none".into(),
        |found| format!("{}, drawn from {} patients", found.trials, found.pool.patients),
    );
    [
        ("Program", record.made.stated()),
        ("Seed", result.seed.to_string()),
        ("Hypothesis about p53", record.hypothesis.to_owned()),
        ("Subjects", result.trial.subjects.len().to_string()),
        ("Repeated trials", again),
        ("Follow-up", format!("{} days", result.protocol.follow_up_days)),
        ("Response criteria", cenersim_text::criteria(&result.criteria)),
        (
            "Simulated in",
            format!("{:.1} s; the subjects took {} agent-steps", record.made.wall.as_secs_f64(), count(agent_steps)),
        ),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}
