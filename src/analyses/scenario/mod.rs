//! The input document: one TOML file, or several that extend each other, read into the types of the model.
//! Left out: what the numbers mean. Every fault is one sentence with file, line and column.
//!
//! A file becomes a tree that remembers places (`tree`), ways of giving a drug that are written as sentences become tables
//! (`sentences`), trees are merged (`files`, `overrides`), serde reads the result into tables (`deserialize`, `document`,
//! `arm_document`), and the tables become settings, patient, arms and ledger (`compose`, `arms`, `courses`).
//! `cohort` is a list of patients by name, which stands in the document with all its rows. `sweep` are keys with several values each, from the file or the command line.
//!
//! ```text
//! file, what it extends --files--> Node (tree with places)
//!     --set, a point of a sweep --overrides--> Node
//!     sentences --expand--> tables --serde--> Document --compose, arms, courses--> Scenario
//! ```
//!
//! What is asked is a [`Scenario`]: settings, patient, arms, ledger, and the tables of the analyses that it describes.
//! Three ways lead to one: [`Scenario::read`] (a file, or the name of a shipped one), [`Scenario::parse`] (a text), [`STARTER`] (a text to begin
//! with). [`schema`] is the JSON Schema of the files, made from the same tables, whose doc comments are what an editor
//! shows.
//!
//! A new key is a field of a table in `document` (or `arm_document`, `schedules`, `trial`, `calibration`,
//! `sensitivity`, `next_trial`) with its doc comment, and what `compose` makes of it; the schema follows. Checks that need one value
//! are in its type (`measured`), those that need several in the function that composes it.

#![warn(missing_docs)]

mod arm_document;
mod arms;
mod as_run;
mod calibration;
mod chemosensitivity;
mod cohort;
mod compose;
mod course_checks;
mod courses;
mod days;
mod deserialize;
mod design;
mod document;
mod drugs;
mod error;
mod files;
mod infusions;
mod measured;
mod next_trial;
mod overrides;
mod parameters;
mod plausible;
mod reading;
mod schedules;
mod schema;
mod sensitivity;
mod sentences;
mod shipped;
mod source;
mod sweep;
mod tree;
mod trial;
mod words;

pub use cohort::{Own, is_of_patients, patients_from, written as list_of_patients};
pub use drugs::know_drugs;
pub use error::ScenarioError;
pub use schema::schema;
pub use shipped::shipped;
pub use sweep::{Sweep, grid};
pub use words::{is_formula, turning_letter};

use crate::{calibration::Wanted, trial::Protocol};
use cenersim_model::{
    parameters::{Hypothesis, Ledger},
    patient::{Cohort, Correlations, Patient},
    quantity::nearest,
    simulation::Settings,
    treatment::Regimen,
};
use compose::Places;
use document::{
    AfterFailureTable, HypothesisTable, OneOrMany, Parameters, PatientTable, SimulationTable, VariabilityTable,
};
use serde::Deserialize;
use std::sync::Arc;
use tree::Node;

/// A commented scenario to start from; `NAME` stands for its name.
pub const STARTER: &str = include_str!("starter.toml");

/// A scenario of cenersim: one patient, one or more arms, and how to simulate them.
#[derive(Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Document {
    /// One line for figures and reports.
    title: String,
    /// What the scenario is for.
    #[serde(default)]
    description: String,
    /// Another scenario file, relative to this one, that this file changes.
    extends: Option<String>,
    #[serde(default)]
    simulation: SimulationTable,
    patient: PatientTable,
    cohort: Option<cohort::CohortTable>,
    #[serde(default)]
    hypothesis: HypothesisTable,
    /// One arm as `[arm]`, or several as `[(arm)]`.
    arm: OneOrMany<arm_document::ArmTable>,
    /// Keys by their path in quotes, each with values to compare over; `run` does not read it.
    #[serde(rename = "sweep")]
    _sweep: Option<sweep::SweepTable>,
    /// A virtual trial of the arms; `run` and `compare` do not read it.
    trial: Option<trial::TrialTable>,
    /// Parameters from published counts; only `calibrate` reads it.
    calibration: Option<calibration::CalibrationTable>,
    /// An analysis of which numbers drive the answers; only `sensitivity` reads it.
    sensitivity: Option<sensitivity::SensitivityTable>,
    /// A next trial to be designed; only `design` reads it.
    design: Option<next_trial::DesignTable>,
    after_failure: Option<AfterFailureTable>,
    variability: Option<VariabilityTable>,
    /// Drugs that are not shipped, by their pharmacology.
    #[serde(rename = "drugs")]
    _drugs: Option<drugs::DrugTables>,
    #[serde(rename = "parameters")]
    _parameters: Option<Parameters>,
}

impl Document {
    /// Reads a document whose sentences are tables.
    fn read(tree: &Node) -> Result<Self, ScenarioError> {
        Self::deserialize(&drugs::gathered(tree))
    }
}

/// Everything that decides a result, apart from the version of the program.
/// Two equal scenarios give the same result with the same version, for any number of threads.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Stem of the file name.
    pub name: String,
    /// One line for figures and reports.
    pub title: String,
    /// What the scenario is for; may be empty.
    pub description: String,
    /// Horizon, step, agents, replicates, seed, examinations, criteria, and what follows a failure.
    pub settings: Settings,
    /// The reference patient.
    pub patient: Patient,
    /// Patients by name, who take the place of the reference patient and of the population; empty without a list.
    pub cohort: Arc<Cohort>,
    /// At least one, each of its own name.
    pub arms: Vec<Regimen>,
    /// Name of the published arm that each of the arms stands for, if any.
    pub published: Vec<Option<String>>,
    /// Keys to sweep over, in the order in which they are written; a run does not read them.
    pub sweep: Vec<Sweep>,
    /// A virtual trial of the arms, if the scenario describes one.
    pub trial: Option<Protocol>,
    /// Parameters to be found from published counts, if the scenario asks for it.
    pub calibration: Option<Wanted>,
    /// An analysis of what drives the answers, if the scenario describes one.
    pub sensitivity: Option<crate::sensitivity::Protocol>,
    /// A next trial, if the scenario asks for its design.
    pub next_trial: Option<crate::design::Protocol>,
    /// What losing p53 is supposed to do.
    pub hypothesis: Hypothesis,
    /// The shipped defaults, under the hypothesis, with the scenario's changes.
    pub ledger: Ledger,
    /// Correlations between the random effects of a patient.
    pub correlations: Correlations,
    /// What can be simulated and is hardly meant, in sentences: doses, numbers outside their ranges, too few agents.
    pub notes: Vec<String>,
    /// The document as run: everything it extends and every change merged in, as TOML.
    pub source: String,
}

impl Scenario {
    /// The arm of this name.
    ///
    /// # Errors
    /// When there is none, with the names there are.
    pub fn arm(&self, name: &str) -> Result<&Regimen, ScenarioError> {
        self.arms.iter().find(|arm| arm.name == name).ok_or_else(|| {
            let names: Vec<&str> = self.arms.iter().map(|arm| arm.name.as_str()).collect();
            let near = nearest(name, names.iter().copied());
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            ScenarioError::of(format!("no arm is named `{name}`: expected one of `{}`{hint}", names.join("`, `")))
        })
    }

    /// Leaves out what the document says about analyses: each is of all arms, or may be of another than the one that
    /// is left.
    fn without_analyses(&mut self) {
        (self.trial, self.calibration, self.sensitivity, self.next_trial) = (None, None, None, None);
    }

    /// The order of the checks decides which of several faults is told.
    fn compose(name: String, mut tree: Node) -> Result<Self, ScenarioError> {
        sentences::expand(&mut tree)?;
        let document = Document::read(&tree)?;
        let mut scenario = Self::without_analyses_of(name, &document, &tree)?;
        scenario.add_analyses(document, &tree)?;
        Ok(scenario)
    }

    /// Settings, patients, arms and ledger.
    fn without_analyses_of(name: String, document: &Document, tree: &Node) -> Result<Self, ScenarioError> {
        let places = Places(tree);
        let mut ledger = parameters::ledger(tree, document.hypothesis.p53)?;
        trial::apply(document.trial.as_ref(), &mut ledger, &places)?;
        places.check(document.extends.is_none(), "extends", || {
            "nothing can be extended from here: expected `extends` in a scenario file".into()
        })?;
        compose::check_line(&document.title, "title", &places)?;
        let settings = compose::settings(&document.simulation, &ledger, &places)?;
        let settings = compose::after_failure(document.after_failure.as_ref(), settings, &places)?;
        let patient = compose::patient(&document.patient, &ledger, &places)?;
        compose::check_ledger(&ledger, &patient, &places)?;
        let cohort = cohort::cohort(document.cohort.as_ref(), (&ledger, settings.seed), &places)?;
        let correlations = compose::correlations(document.variability.as_ref(), &ledger, &places)?;
        let reading = arms::Reading { patient: &patient, settings: &settings, ledger: &ledger, places: &places };
        let arms = compose::arms(document, reading)?;
        let published = compose::published(document, &places)?;
        let allowed = document.simulation.allow_implausible.unwrap_or(false);
        let notes = plausible::notes((&arms, &patient), allowed, (&ledger, &settings), &places)?;
        compose::check_work(&settings, arms.len(), &places)?;
        Ok(Self {
            name,
            title: document.title.clone(),
            description: document.description.clone(),
            cohort: Arc::new(cohort),
            hypothesis: document.hypothesis.p53.unwrap_or_default(),
            settings,
            patient,
            arms,
            published,
            ledger,
            correlations,
            notes,
            sweep: Vec::new(),
            trial: None,
            calibration: None,
            sensitivity: None,
            next_trial: None,
            source: String::new(),
        })
    }

    /// The analyses that the document describes, and its text as run.
    fn add_analyses(&mut self, document: Document, tree: &Node) -> Result<(), ScenarioError> {
        let places = Places(tree);
        let (ledger, arms) = (&self.ledger, &self.arms);
        self.trial = trial::protocol(document.trial.as_ref(), (arms.len(), ledger, &self.settings.criteria), &places)?;
        self.calibration = calibration::wanted(document.calibration, (ledger, arms, self.trial.as_ref()), &places)?;
        self.sensitivity = sensitivity::protocol(document.sensitivity.as_ref(), (arms, ledger), &places)?;
        self.sweep = sweep::read(tree)?;
        let toml::Value::Table(members) = tree.plain() else { unreachable!("a document is a table") };
        self.source = as_run::as_run(members, &self.sweep);
        self.next_trial = next_trial::protocol(document.design.as_ref(), self, &places)?;
        Ok(())
    }
}

#[cfg(test)]
mod next_trial_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod written_tests;
