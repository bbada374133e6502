//! A file and the files it extends, merged into one document.
//!
//! `extends` is a path relative to the file, or the name of a shipped scenario; what it names may extend another in turn, and a circle is a fault. Tables
//! are merged key by key, anything else is replaced (see `Node::merged_with`).
//!
//! # Example
//!
//! ```toml
//! extends = "phase2_arms.toml"
//! title = "The same with a longer infusion"
//!
//! [simulation]
//! seed = 53
//! ```
//!
//! A list replaces the list of the file that is extended; to change one arm of several, name it in a change
//! (`--set`).

use super::{
    ScenarioError, sentences, shipped,
    source::{Source, is_stream},
    tree::{Content, Member, Node, Table},
};
use std::path::{Path, PathBuf};

/// Reads a file together with everything it extends.
///
/// # Errors
/// A file that cannot be read or is no TOML, one that extends itself, or an empty table that would take a drug away.
pub(super) fn read(path: &Path) -> Result<Node, ScenarioError> {
    let source = Source::read(path)?;
    with_base(Node::parse(&source)?, path, &mut vec![identity(path)])
}

/// Merges a document over the one it extends; `seen` are the files on the way here.
fn with_base(mut document: Node, path: &Path, seen: &mut Vec<PathBuf>) -> Result<Node, ScenarioError> {
    let Some(extends) = document.as_table_mut().and_then(|table| table.remove("extends")) else {
        return Ok(document);
    };
    let here = extends.value.origin;
    let Content::Text(name) = extends.value.content else {
        let message = "found something else than text: expected the path of a scenario file, such as \"arm_a.toml\"";
        return Err(ScenarioError::at(message, here));
    };
    let base = base_of(path, &name);
    if seen.contains(&identity(&base)) {
        let message =
            format!("this file extends itself through `{name}`: expected a file that does not lead back here");
        return Err(ScenarioError::at(message, here));
    }
    seen.push(identity(&base));
    let source = Source::read(&base).map_err(|error| match is_stream(path) {
        true => {
            ScenarioError::at(format!("{}; standard input and pipes lie in the current folder", error.message()), here)
        }
        false => error.or_at(&here),
    })?;
    let mut base = with_base(Node::parse(&source)?, &base, seen)?;
    sentences::expand(&mut base)?;
    takes_nothing_away(&base, &document)?;
    Ok(base.merged_with(document))
}

/// An empty table changes nothing of the drug that the extended file gives, which whoever writes it hardly means.
fn takes_nothing_away(base: &Node, document: &Node) -> Result<(), ScenarioError> {
    let (Some(base), Some(arm)) = (arm(base), arm(document)) else { return Ok(()) };
    let is_empty = |member: &Member| member.value.as_table().is_some_and(Table::is_empty);
    match arm.iter().find(|(key, member)| is_empty(member) && base.get(*key).is_some_and(|below| !is_empty(below))) {
        None => Ok(()),
        Some((key, member)) => Err(ScenarioError::at(
            format!(
                "`{key}` is an empty table, which changes nothing of the extended file: expected `{key} = []`, which takes it away, or the keys to change"
            ),
            member.value.origin.clone(),
        )),
    }
}

/// What stands under `[arm]`.
fn arm(document: &Node) -> Option<&Table> {
    document.as_table()?.get("arm")?.value.as_table()
}

/// The path of what a file extends; of what a shipped scenario extends, the name. What comes through a pipe has no folder of its own: what
/// the current one lacks is the shipped scenario of that file.
fn base_of(path: &Path, name: &str) -> PathBuf {
    let stem = Path::new(name).file_stem().unwrap_or_default();
    if shipped::named(path).is_some() {
        return stem.into();
    }
    let beside = folder(path).join(name);
    let is_shipped = |name: &Path| !beside.exists() && shipped::named(name).is_some();
    if is_shipped(Path::new(name)) {
        name.into()
    } else if is_stream(path) && is_shipped(Path::new(stem)) {
        stem.into()
    } else {
        beside
    }
}

/// Where a file lies: a link leads to the folder of what it links to, a pipe lies in the current folder.
fn folder(path: &Path) -> PathBuf {
    if is_stream(path) {
        return PathBuf::new();
    }
    let real = if path.is_symlink() { identity(path) } else { path.to_owned() };
    real.parent().unwrap_or(Path::new("")).to_owned()
}

/// The same for every way of naming a file.
fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// The scenario and its base lie in one folder, a link to the scenario in another.
    #[test]
    fn a_linked_scenario_extends_what_lies_beside_the_scenario_itself() {
        let folder = tempfile::tempdir().unwrap();
        let [here, there] = ["here", "there"].map(|name| folder.path().join(name));
        [&here, &there].into_iter().for_each(|path| fs::create_dir(path).unwrap());
        fs::write(there.join("base.toml"), "title = \"base\"\n").unwrap();
        fs::write(there.join("mine.toml"), "extends = \"base.toml\"\n").unwrap();
        std::os::unix::fs::symlink(there.join("mine.toml"), here.join("link.toml")).unwrap();
        let mut read = read(&here.join("link.toml")).unwrap();
        let title = read.as_table_mut().unwrap().remove("title").unwrap();
        assert!(matches!(title.value.content, Content::Text(text) if text == "base"));
    }

    #[test]
    fn an_empty_table_of_a_drug_that_the_base_gives_is_refused_with_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let mine = folder.path().join("mine.toml");
        fs::write(folder.path().join("base.toml"), "[arm]\ncenersen = { rate = \"0.1 mg/kg/h\" }\n").unwrap();
        let read_with = |arm: &str| {
            fs::write(&mine, format!("extends = \"base.toml\"\n{arm}\n")).unwrap();
            read(&mine).map_err(|error| error.message().to_owned())
        };
        for empty in ["[arm]\ncenersen = {}", "[arm.cenersen]"] {
            let message = read_with(empty).expect_err("it would change nothing");
            assert!(message.contains("expected `cenersen = []`, which takes it away"), "{message}");
        }
        for fine in ["[arm]\ncenersen = []", "[arm]\nidarubicin = {}", "[arm]"] {
            assert!(read_with(fine).is_ok(), "{fine}");
        }
    }
}
