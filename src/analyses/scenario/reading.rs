//! The ways that lead to a scenario: a file or a text, with changes, perhaps at a point of a sweep. Left out: what
//! they say.

use super::{
    Scenario, ScenarioError, files, overrides,
    source::{self, Source},
    tree::Node,
};
use std::path::Path;

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

    /// As [`Scenario::read`], then one point of a [`grid`](super::grid) on top, whose changes are called `sweep` in
    /// faults.
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

    /// As [`Scenario::parse`], at one point of a [`grid`](super::grid).
    ///
    /// # Errors
    /// The first fault found, with its place.
    pub fn parse_point(name: &str, text: &str, point: &[String]) -> Result<Self, ScenarioError> {
        let mut tree = Node::parse(&Source::new(name, text))?;
        overrides::apply_all(&mut tree, "sweep", point)?;
        Self::compose(name.to_owned(), tree)
    }
}

/// Name of a scenario: that of its file, or of where it came from.
fn stem(path: &Path) -> String {
    if path == Path::new(source::STANDARD_INPUT) {
        return "stdin".into();
    }
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}
