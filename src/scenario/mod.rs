//! The input document: one TOML file, or several that extend each other, read into the types of the model.
//! Left out: what the numbers mean. Every fault is one sentence with file, line and column.
//!
//! A file becomes a tree that remembers places (`tree`), trees are merged (`files`, `overrides`), serde reads the
//! result into tables (`deserialize`, `document`), and the tables become settings, patient, arms and ledger (`compose`).

mod arms;
mod compose;
mod deserialize;
mod document;
mod error;
mod files;
mod measured;
mod overrides;
mod parameters;
mod schema;
mod source;
#[cfg(test)]
mod tests;
mod tree;

pub use error::ScenarioError;
pub use schema::schema;

use crate::{parameters::Ledger, patient::Patient, quantity::nearest, simulation::Settings, treatment::Regimen};
use compose::Places;
use serde::Deserialize;
use source::Source;
use std::path::Path;
use tree::Node;

/// A commented scenario to start from; `NAME` stands for its name.
pub const STARTER: &str = include_str!("starter.toml");

/// Everything that decides a result, apart from the version of the program.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Stem of the file name.
    pub name: String,
    pub title: String,
    pub description: String,
    pub settings: Settings,
    pub patient: Patient,
    /// At least one, each of its own name.
    pub arms: Vec<Regimen>,
    /// The shipped defaults with the scenario's changes.
    pub ledger: Ledger,
    /// The document as run: everything it extends and every change merged in, as TOML.
    pub source: String,
}

impl Scenario {
    /// Reads a file, what it extends, and changes of the form `path.to.key=value`.
    ///
    /// # Errors
    /// The first fault found, with its place.
    pub fn read(path: &Path, changes: &[String]) -> Result<Self, ScenarioError> {
        let name = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        Self::compose(name, files::read(path)?, changes)
    }

    /// Reads a text that extends nothing.
    ///
    /// # Errors
    /// The first fault found, with its place.
    pub fn parse(name: &str, text: &str) -> Result<Self, ScenarioError> {
        Self::compose(name.to_owned(), Node::parse(&Source::new(name, text))?, &[])
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

    fn compose(name: String, mut tree: Node, changes: &[String]) -> Result<Self, ScenarioError> {
        for change in changes {
            overrides::apply(&mut tree, change)?;
        }
        let document = document::Document::deserialize(&tree)?;
        let ledger = parameters::ledger(&tree)?;
        let places = Places(&tree);
        places.check(document.extends.is_none(), "extends", || {
            "nothing can be extended from here: expected `extends` in a scenario file".into()
        })?;
        compose::check_line(&document.title, "title", &places)?;
        let settings = compose::settings(&document.simulation, &ledger, &places)?;
        let patient = compose::patient(&document.patient, &places)?;
        let arms = compose::arms(&document, &patient, &settings, &places)?;
        compose::check_work(&settings, arms.len(), &places)?;
        let source = as_run(&tree);
        Ok(Self {
            name,
            title: document.title,
            description: document.description,
            settings,
            patient,
            arms,
            ledger,
            source,
        })
    }
}

/// The document as TOML, its tables in the order in which they are explained.
fn as_run(tree: &Node) -> String {
    const ORDER: [&str; 6] = ["title", "description", "simulation", "patient", "arm", "parameters"];
    let toml::Value::Table(mut members) = tree.plain() else { return String::new() };
    let parts = ORDER.iter().filter_map(|key| members.remove(*key).map(|value| (*key, value)));
    let written = parts.map(|(key, value)| {
        let alone = toml::Table::from_iter([(key.to_owned(), value)]);
        toml::to_string(&alone).unwrap_or_else(|error| unreachable!("a document that was read can be written: {error}"))
    });
    written.collect::<Vec<_>>().join("\n")
}
