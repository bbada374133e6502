//! The document as run: everything merged in, written so that it gives the same scenario again.
//!
//! # Why it is written
//!
//! The text goes into the folder of a result as `scenario.toml`, alone and complete: what it extended may change
//! later, and changes of the command line are in it. `cenersim run output/x/scenario.toml` gives the same result
//! again, and its hash decides whether a result may be replaced.

use super::{Scenario, ScenarioError, Sweep, drugs};

/// Members of a document in the order in which they are explained, before and after the tables of analyses.
const BEFORE: [&str; 8] =
    ["title", "description", "simulation", "patient", "cohort", "hypothesis", "arm", "after_failure"];
/// Members after the tables of analyses.
const AFTER: [&str; 4] = ["sweep", "variability", "drugs", "parameters"];

/// Whether a member is the table of an analysis.
fn is_of_an_analysis(key: &str) -> bool {
    !BEFORE.contains(&key) && !AFTER.contains(&key)
}

/// Where a member stands. Of the analyses the trial is first, as others need it, and the rest come by name, as they
/// were.
fn place(key: &str) -> (usize, usize) {
    let within = |keys: &[&str]| keys.iter().position(|other| *other == key);
    let before = within(&BEFORE).map(|place| (0, place));
    before.or_else(|| within(&AFTER).map(|place| (2, place))).unwrap_or((1, usize::from(key != "trial")))
}

/// The document as TOML, its tables in the order in which they are explained, swept keys in the order of the axes.
pub(super) fn as_run(members: toml::Table, sweep: &[Sweep]) -> String {
    let mut parts: Vec<(String, toml::Value)> = members.into_iter().collect();
    parts.sort_by_key(|(key, _)| place(key));
    let written = parts.into_iter().map(|(key, value)| match value {
        toml::Value::Table(axes) if key == "sweep" => swept(&axes, sweep),
        value => table(&key, value),
    });
    written.collect::<Vec<_>>().join("\n")
}

/// The heading of the table, and its keys.
fn table(key: &str, value: toml::Value) -> String {
    let alone = toml::Table::from_iter([(key.to_owned(), value)]);
    toml::to_string(&alone).unwrap_or_else(|error| unreachable!("a document that was read can be written: {error}"))
}

/// Tables are sorted by key when they are written, but the first axis is the first one written.
fn swept(axes: &toml::Table, sweep: &[Sweep]) -> String {
    let lines = sweep.iter().filter_map(|axis| {
        let (key, values) = axes.iter().find(|(key, _)| axis.is_written(key))?;
        Some(format!("{} = {values}\n", toml::Value::String(key.clone())))
    });
    format!("[sweep]\n{}", lines.collect::<String>())
}

impl Scenario {
    /// Leaves only the arm of this name, in the document as run too, without sweeps of other arms and without
    /// analyses. The scenario is then named for both.
    ///
    /// # Errors
    /// When there is none, with the names there are.
    pub fn keep_arm(&mut self, name: &str) -> Result<(), ScenarioError> {
        let arm = self.arm(name)?.clone();
        let names: Vec<&str> = self.arms.iter().map(|arm| arm.name.as_str()).collect();
        let index = names.iter().position(|other| *other == name).unwrap_or_default();
        let kept: Vec<Option<Sweep>> = self.sweep.iter().map(|axis| axis.kept_with(&names, index)).collect();
        if let Ok(document) = self.source.parse::<toml::Table>() {
            self.source = with_one_arm(document, name, &self.sweep, &kept);
        }
        let plain = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
        self.name = format!("{}_{}", self.name, name.chars().map(plain).collect::<String>());
        self.published = vec![self.published.get(index).cloned().flatten()];
        self.without_analyses();
        self.sweep = kept.into_iter().flatten().collect();
        self.arms = vec![arm];
        Ok(())
    }
}

/// Sweeps of the other arms are left out, those of this arm are renamed to the only one.
fn with_one_arm(mut document: toml::Table, name: &str, before: &[Sweep], kept: &[Option<Sweep>]) -> String {
    if let Some(toml::Value::Array(arms)) = document.get_mut("arm") {
        arms.retain(|arm| arm.get("name").and_then(toml::Value::as_str) == Some(name));
    }
    drugs::keep_given(&mut document);
    // A trial is one of all arms, and an analysis may be of another.
    document.retain(|key, _| !is_of_an_analysis(key));
    if let Some(toml::Value::Table(axes)) = document.remove("sweep") {
        let left = before.iter().zip(kept).filter_map(|(before, kept)| {
            let (_, values) = axes.iter().find(|(key, _)| before.is_written(key))?;
            Some((kept.as_ref()?.path.clone(), values.clone()))
        });
        let left: toml::Table = left.collect();
        if !left.is_empty() {
            document.insert("sweep".into(), left.into());
        }
    }
    as_run(document, &kept.iter().flatten().cloned().collect::<Vec<_>>())
}
