//! A scenario that something is asked of: its text, with everything that it extends and every change merged in, which is
//! all that a plan keeps of it. Left out: what is asked.
//!
//! `[extends]` and changes are resolved when the file is read, so [`Input::text`] stands alone: a plan that was copied
//! to another machine needs none of the files that it came from.

use super::StudyError;
use cenersim_analyses::scenario::{Scenario, ScenarioError};
use cenersim_plot::text::missing_letters;
use std::path::{Path, PathBuf};

/// A scenario by name and text.
/// Two inputs are equal if name and text are, wherever they were read.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct Input {
    /// Stem of its file.
    pub name: String,
    /// The document as it is run.
    pub text: String,
    /// What its list of patients is called, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patients: Option<String>,
    /// The file that it was read from, for faults and for commands that repeat a failure.
    #[serde(skip)]
    file: Option<PathBuf>,
    /// What was changed in the file; none if it is not to be read again.
    #[serde(skip)]
    changes: Option<Vec<String>>,
}

/// Where a scenario was read does not matter to what is asked.
impl PartialEq for Input {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.text == other.text
    }
}

impl Input {
    /// A scenario with changes of the form `path.to.key=value`. At the points of a sweep the file is read again, so that
    /// faults point to what its author wrote.
    ///
    /// # Errors
    /// The first fault found, with its place.
    pub fn read(file: &Path, changes: &[String]) -> Result<Self, ScenarioError> {
        let scenario = Scenario::read_point(file, changes, &[])?;
        Ok(Self { changes: Some(changes.to_vec()), ..Self::of(&scenario, file) })
    }

    /// A scenario as it is now, which came from this file.
    pub fn of(scenario: &Scenario, file: &Path) -> Self {
        let patients = Some(scenario.cohort.list.clone()).filter(|list| !list.is_empty());
        let (name, text) = (scenario.name.clone(), scenario.source.clone());
        Self { name, text, patients, file: Some(file.to_owned()), changes: None }
    }

    /// A scenario that came from no file.
    /// Nothing is checked yet; [`Input::at`] does.
    pub fn written(name: &str, text: &str) -> Self {
        Self { name: name.into(), text: text.into(), patients: None, file: None, changes: None }
    }

    /// The scenario at a point of a grid, whose changes are `path=value`; without any the scenario itself.
    ///
    /// # Errors
    /// The first fault found, with its place.
    pub fn at(&self, point: &[String]) -> Result<Scenario, ScenarioError> {
        match (&self.file, &self.changes) {
            (Some(file), Some(changes)) if !point.is_empty() => Scenario::read_point(file, changes, point),
            _ => Scenario::parse_point(&self.name, &self.text, point),
        }
    }

    /// Says where the text lies.
    /// For sentences only.
    pub fn lies_in(&mut self, file: PathBuf) {
        self.file = Some(file);
    }

    /// What a sentence calls it: its file, if it came from one.
    pub fn place(&self) -> String {
        self.file.as_ref().map_or_else(|| format!("{}.toml", self.name), |file| file.display().to_string())
    }

    /// A fault of the scenario as a whole.
    pub(super) fn fault(&self, what: impl std::fmt::Display) -> StudyError {
        StudyError::Work(format!("{}: {what}", self.place()))
    }

    /// Name of a folder of what is asked of its list of patients, after that of the scenario; nothing without a list.
    pub fn of_patients(&self) -> String {
        let stem = self.patients.as_deref().map(|list| list.split('.').next().unwrap_or(list));
        let plain = |letter: char| if letter.is_alphanumeric() || letter == '-' { letter } else { '_' };
        stem.map_or_else(String::new, |stem| format!("_{}", stem.chars().map(plain).collect::<String>()))
    }

    /// What was changed in the file.
    pub(super) fn changes(&self) -> &[String] {
        self.changes.as_deref().unwrap_or_default()
    }
}

/// What of a scenario is hardly meant, in sentences, and which letters of its names figures lack.
/// They come from the scenario and from the typeface of the figures; none of them stops anything.
pub fn notes(scenario: &Scenario) -> Vec<String> {
    let names = scenario.arms.iter().map(|arm| arm.name.as_str()).collect::<String>();
    let unknown = missing_letters(&format!("{}{names}", scenario.title));
    let letters = (!unknown.is_empty()).then(|| {
        let listed: Vec<String> = unknown.iter().map(|letter| format!("`{letter}`")).collect();
        format!("figures cannot show {}, which their font lacks: tables and reports have them", listed.join(", "))
    });
    scenario.notes.iter().cloned().chain(letters).collect()
}
