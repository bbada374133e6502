//! `--set path.to.key=value`: a change on top of a file, checked as the file is.
//!
//! Parts of a path are keys, or items of a list by their `name` or by their number from 1: `arm.B.cenersen.duration=0
//! d`. A key that does not exist yet is made; whether a scenario may have it is found when the document is read.
//!
//! # Examples
//!
//! ```text
//! simulation.horizon="180 d"
//! patient.chemosensitivity="90 %"
//! arm.B.idarubicin.dose="10 mg/m2"          one arm of several, by its name
//! arm.courses={ when = "always", maximum = 3 }     a whole table
//! parameters.cenersen.potency="1 pmol/mg"
//! ```
//!
//! A value is TOML; what is none is taken as text, so quotes around quantities may be left out: `patient.age=50 y`.

use super::{
    ScenarioError, sentences,
    source::{Origin, Source},
    tree::{Content, Member, Node, Table},
};
use std::{ops::Range, sync::Arc};

/// What stands before the value when it is read as TOML.
const PREFIX: &str = "v = ";

/// Most parts of a path; no key of a scenario lies deeper than half of it.
const MOST_PARTS: usize = 16;

/// Applies expressions to a document, whose sentences become tables so that their keys can be changed, one after the other; `from` is what faults call them.
///
/// # Errors
/// The first expression without `=`, or with a path through a value, at its place in the expression.
pub(super) fn apply_all<'a>(
    document: &mut Node,
    from: &str,
    expressions: impl IntoIterator<Item = &'a String>,
) -> Result<(), ScenarioError> {
    sentences::expand(document)?;
    expressions.into_iter().try_for_each(|expression| apply(document, from, expression))
}

/// Everything up to the first `=` is the path.
fn apply(document: &mut Node, from: &str, expression: &str) -> Result<(), ScenarioError> {
    let source = Source::new(from, expression);
    let Some((path, value)) = expression.split_once('=') else {
        let message = format!("`{expression}` has no `=`: expected path.to.key=value, such as simulation.seed=7");
        return Err(ScenarioError::at(message, source.origin(0..expression.len())));
    };
    let key = source.origin(0..path.len());
    let value = read(&source, path.len() + 1, value);
    put(document, path, &key, value)
}

/// Puts a value at a path that was written at `key`.
///
/// # Errors
/// A path of too many parts, or one through a value that is no table.
pub(super) fn put(document: &mut Node, path: &str, key: &Origin, value: Node) -> Result<(), ScenarioError> {
    let parts: Vec<&str> = path.split('.').map(str::trim).collect();
    if parts.len() > MOST_PARTS {
        let message = format!("this path has {} parts: expected at most {MOST_PARTS}", parts.len());
        return Err(ScenarioError::at(message, key.clone()));
    }
    insert(document, &parts, key, value)
}

/// What stands after `path=`, read as from the command line but written at `origin`.
pub(super) fn value(text: &str, origin: &Origin) -> Node {
    toml_or_text(text, &|_| origin.clone(), origin.clone())
}

/// Places are those of the value within the expression.
fn read(source: &Arc<Source>, start: usize, value: &str) -> Node {
    let end = source.text.len();
    let clamp = |byte: usize| (byte + start).saturating_sub(PREFIX.len()).clamp(start, end);
    toml_or_text(value, &|span| source.origin(clamp(span.start)..clamp(span.end)), source.origin(start..end))
}

/// A TOML value, or else bare text: `--set patient.sex=male` needs no quotes within quotes.
fn toml_or_text(value: &str, place: &dyn Fn(Range<usize>) -> Origin, whole: Origin) -> Node {
    let document = Node::read(&format!("{PREFIX}{value}"), place).ok();
    let only = document.and_then(|document| match document.content {
        Content::Table(mut table) if table.len() == 1 => table.remove("v").map(|member| member.value),
        _ => None,
    });
    only.unwrap_or_else(|| Node { content: Content::Text(value.trim().to_owned()), origin: whole })
}

/// Tables are made on the way; a value in the way is a fault.
fn insert(node: &mut Node, path: &[&str], key: &Origin, value: Node) -> Result<(), ScenarioError> {
    let Some((first, rest)) = path.split_first() else {
        *node = value;
        return Ok(());
    };
    if first.is_empty() {
        return Err(ScenarioError::at("this path has an empty part: expected path.to.key=value", key.clone()));
    }
    if names_itself(node, first) {
        return insert(node, rest, key, value);
    }
    if let Some(number) = course_with(node, first) {
        let message = format!("`{first}` is given by a course here: expected `course.{number}.{first}` instead");
        return Err(ScenarioError::at(message, key.clone()));
    }
    match &mut node.content {
        Content::Table(table) => insert(member(table, first, key), rest, key, value),
        Content::List(items) => insert(item(items, first, key)?, rest, key, value),
        _ => Err(ScenarioError::at(format!("nothing lies below this key: `{first}` was not expected"), key.clone())),
    }
}

/// A single `[arm]` can be named as one of a list can: `arm.1` or `arm.B`.
fn names_itself(node: &Node, part: &str) -> bool {
    node.as_table().is_some_and(|table| !table.contains_key(part) && (part == "1" || name_of(node) == Some(part)))
}

/// The number from 1 of the first course of an arm that has a key which the arm itself has not.
fn course_with(node: &Node, part: &str) -> Option<usize> {
    let table = node.as_table().filter(|table| !table.contains_key(part))?;
    let Content::List(courses) = &table.get("course")?.value.content else { return None };
    let has = |course: &Node| course.as_table().is_some_and(|course| course.contains_key(part));
    courses.iter().position(has).map(|index| index + 1)
}

/// The value of a key, an empty table if there is none yet.
fn member<'a>(table: &'a mut Table, name: &str, key: &Origin) -> &'a mut Node {
    let empty = || Node { content: Content::Table(Table::new()), origin: key.clone() };
    let member = table.entry(name.to_owned()).or_insert_with(|| Member { key: key.clone(), value: empty() });
    &mut member.value
}

/// An item of a list by its `name`, or by its number from 1.
fn item<'a>(items: &'a mut [Node], wanted: &str, key: &Origin) -> Result<&'a mut Node, ScenarioError> {
    let named = items.iter().position(|item| name_of(item) == Some(wanted));
    let counted = wanted.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    let index = named.or(counted).filter(|&index| index < items.len()).ok_or_else(|| {
        let message =
            format!("this list has no item `{wanted}`: expected its name, or a number from 1 to {}", items.len());
        ScenarioError::at(message, key.clone())
    })?;
    Ok(&mut items[index])
}

/// The `name` of a table, if it has one.
fn name_of(node: &Node) -> Option<&str> {
    match &node.as_table()?.get("name")?.value.content {
        Content::Text(name) => Some(name),
        _ => None,
    }
}
