//! The input document: one TOML file, or several that extend each other, read into the types of the model.
//! Left out: what the numbers mean. Every fault is one sentence with file, line and column.
//!
//! A file becomes a tree that remembers places (`tree`), ways of giving a drug that are written as sentences become tables
//! (`sentences`), trees are merged (`files`, `overrides`), serde reads the result into tables (`deserialize`, `document`,
//! `arm_document`), and the tables become settings, patient, arms and ledger (`compose`, `arms`, `courses`).
//! `sweep` are keys with several values each, from the file or the command line.
//!
//! ```text
//! file, what it extends --files--> Node (tree with places)
//!     --set, a point of a sweep --overrides--> Node
//!     sentences --expand--> tables --serde--> Document --compose, arms, courses--> Scenario
//! ```
//!
//! What is asked is a [`Scenario`]: settings, patient, arms, ledger, and the tables of the analyses that it describes.
//! Three ways lead to one: [`Scenario::read`] (a file), [`Scenario::parse`] (a text), [`STARTER`] (a text to begin
//! with). [`schema`] is the JSON Schema of the files, made from the same tables, whose doc comments are what an editor
//! shows.
//!
//! A new key is a field of a table in `document` (or `arm_document`, `schedules`, `trial`, `calibration`,
//! `sensitivity`) with its doc comment, and what `compose` makes of it; the schema follows. Checks that need one value
//! are in its type (`measured`), those that need several in the function that composes it.

#![warn(missing_docs)]

mod arm_document;
mod arms;
mod as_run;
mod calibration;
mod chemosensitivity;
mod compose;
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
mod overrides;
mod parameters;
mod plausible;
mod schedules;
mod schema;
mod sensitivity;
mod sentences;
mod source;
mod sweep;
#[cfg(test)]
mod tests;
mod tree;
mod trial;
mod words;

pub use drugs::know_drugs;
pub use error::ScenarioError;
pub use schema::schema;
pub use sweep::{Sweep, grid};
pub use words::{is_formula, turning_letter};

use crate::{calibration::Wanted, trial::Protocol};
use cenersim_model::{
    parameters::{Hypothesis, Ledger},
    patient::{Correlations, Patient},
    quantity::nearest,
    simulation::Settings,
    treatment::Regimen,
};
use compose::Places;
use source::Source;
use std::path::Path;
use tree::Node;

/// A commented scenario to start from; `NAME` stands for its name.
pub const STARTER: &str = include_str!("starter.toml");

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
    /// Reads a file (`-`: standard input), what it extends, and changes of the form `path.to.key=value`.
    ///
    /// # Errors
    /// The first fault found, with its place.
    pub fn read(path: &Path, changes: &[String]) -> Result<Self, ScenarioError> {
        let mut tree = files::read(path)?;
        overrides::apply_all(&mut tree, "--set", changes)?;
        Self::compose(stem(path), tree)
    }

    /// As [`Scenario::read`], then one point of a [`grid`] on top, whose changes are called `sweep` in faults.
    ///
    /// # Errors
    /// The first fault found, with its place; also when two axes change the same value by different names.
    pub fn read_point(path: &Path, changes: &[String], point: &[String]) -> Result<Self, ScenarioError> {
        let mut tree = files::read(path)?;
        overrides::apply_all(&mut tree, "--set", changes)?;
        let mut backwards = tree.clone();
        overrides::apply_all(&mut tree, "sweep", point)?;
        overrides::apply_all(&mut backwards, "sweep", point.iter().rev())?;
        if tree.plain() != backwards.plain() {
            let message = format!("two of `{}` change the same value: expected one axis for it", point.join("`, `"));
            return Err(ScenarioError::of(message));
        }
        Self::compose(stem(path), tree)
    }

    /// Reads a text that extends nothing.
    ///
    /// # Errors
    /// The first fault found, with its place.
    pub fn parse(name: &str, text: &str) -> Result<Self, ScenarioError> {
        Self::compose(name.to_owned(), Node::parse(&Source::new(name, text))?)
    }

    /// As [`Scenario::parse`], at one point of a [`grid`].
    ///
    /// # Errors
    /// The first fault found, with its place.
    pub fn parse_point(name: &str, text: &str, point: &[String]) -> Result<Self, ScenarioError> {
        let mut tree = Node::parse(&Source::new(name, text))?;
        overrides::apply_all(&mut tree, "sweep", point)?;
        Self::compose(name.to_owned(), tree)
    }

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

    /// The order of the checks decides which of several faults is told.
    fn compose(name: String, mut tree: Node) -> Result<Self, ScenarioError> {
        sentences::expand(&mut tree)?;
        let document = document::Document::read(&tree)?;
        let mut ledger = parameters::ledger(&tree, document.hypothesis.p53)?;
        let places = Places(&tree);
        trial::apply(document.trial.as_ref(), &mut ledger, &places)?;
        places.check(document.extends.is_none(), "extends", || {
            "nothing can be extended from here: expected `extends` in a scenario file".into()
        })?;
        compose::check_line(&document.title, "title", &places)?;
        let settings = compose::settings(&document.simulation, &ledger, &places)?;
        let settings = compose::after_failure(document.after_failure.as_ref(), settings, &places)?;
        let patient = compose::patient(&document.patient, &places)?;
        compose::check_ledger(&ledger, &patient, &places)?;
        let correlations = compose::correlations(document.variability.as_ref(), &ledger, &places)?;
        let reading = arms::Reading { patient: &patient, settings: &settings, ledger: &ledger, places: &places };
        let arms = compose::arms(&document, reading)?;
        let published = compose::published(&document, &places)?;
        let allowed = document.simulation.allow_implausible.unwrap_or(false);
        let doses = plausible::doses(&arms, (&patient, &ledger), allowed, &places)?;
        let notes = [doses, plausible::notes(&ledger, &settings)].concat();
        compose::check_work(&settings, arms.len(), &places)?;
        let trial = trial::protocol(document.trial.as_ref(), (arms.len(), &ledger, &settings.criteria), &places)?;
        let calibration = calibration::wanted(document.calibration, (&ledger, &arms, trial.as_ref()), &places)?;
        let sensitivity = sensitivity::protocol(document.sensitivity.as_ref(), (&arms, &ledger), &places)?;
        let sweep = sweep::read(&tree)?;
        let toml::Value::Table(members) = tree.plain() else { unreachable!("a document is a table") };
        let source = as_run::as_run(members, &sweep);
        Ok(Self {
            name,
            title: document.title,
            description: document.description,
            settings,
            patient,
            arms,
            published,
            sweep,
            trial,
            calibration,
            sensitivity,
            hypothesis: document.hypothesis.p53.unwrap_or_default(),
            ledger,
            correlations,
            notes,
            source,
        })
    }
}

/// Name of a scenario: that of its file, or of where it came from.
fn stem(path: &Path) -> String {
    if path == Path::new(source::STANDARD_INPUT) {
        return "stdin".into();
    }
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}
