//! `[parameters]`: changes to the ledger by path.
//!
//! Changes come last: first the shipped values, then those of the hypothesis, then these. A value needs the dimension
//! of its entry, and must be 0 or within a hundred times the range; what is outside the range but not so far is noted
//! (see `plausible`).
//!
//! # Example
//!
//! ```toml
//! [parameters]
//! "cenersen.potency" = "1 pmol/mg"
//! "apoptosis.competence.blast" = 0.3
//! ```
//!
//! or `--set parameters.cenersen.potency="1 pmol/mg"`. `cenersim parameters` lists all paths; a path that does not
//! exist is a fault that names the nearest.

use super::{
    ScenarioError, drugs,
    tree::{Content, Node},
};
use cenersim_model::{
    parameters::{Entry, Hypothesis, Ledger, LedgerError},
    quantity::{Quantity, QuantityError, nearest},
};

/// The shipped defaults, under the hypothesis if the document names one, with its drugs and its changes.
///
/// # Errors
/// A drug that cannot be read, an unknown path with the nearest one, or a number of a wrong dimension or out of bounds.
pub(super) fn ledger(document: &Node, hypothesis: Option<Hypothesis>) -> Result<Ledger, ScenarioError> {
    let mut ledger = hypothesis.map_or_else(Ledger::defaults, Ledger::under);
    drugs::join(document, &mut ledger)?;
    if let Some(member) = document.as_table().and_then(|table| table.get("parameters")) {
        change(&mut ledger, "", &member.value)?;
    }
    Ok(ledger)
}

/// Tables within tables are paths with dots.
fn change(ledger: &mut Ledger, prefix: &str, node: &Node) -> Result<(), ScenarioError> {
    let Some(table) = node.as_table() else {
        return Err(ScenarioError::at("found no table: expected parameters by name", node.origin.clone()));
    };
    for (key, member) in table {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        if matches!(member.value.content, Content::Table(_)) && ledger.get(&path).is_none() {
            known_section(ledger, &path).map_err(|error| error.or_at(&member.key))?;
            change(ledger, &path, &member.value)?;
        } else {
            let was = ledger.get(&path).cloned();
            set(ledger, &path, &member.value).map_err(|error| match error {
                LedgerError::Unknown { path, nearest } => unknown(&path, nearest).or_at(&member.key),
                _ => ScenarioError::at(format!("parameter `{path}`: {error}"), member.value.origin.clone()),
            })?;
            let extent = was.zip(ledger.get(&path)).map_or(Ok(()), |(was, now)| extent(&was, &now.value));
            extent.map_err(|error| {
                ScenarioError::at(format!("parameter `{path}`: {error}"), member.value.origin.clone())
            })?;
        }
    }
    Ok(())
}

/// A patient's own number of this entry (canonical unit), with a unit unless the entry has none.
///
/// # Errors
/// What does not fit, as for a change of the ledger.
pub(super) fn own_number(ledger: &Ledger, path: &str, text: &str) -> Result<f64, String> {
    let Some(entry) = ledger.get(path) else { return Err(unknown(path, None).message().to_owned()) };
    let quantity = Quantity::read(text, &|found| found == entry.value.dimension());
    let quantity = quantity.and_then(|quantity| entry.check(&quantity).map(|()| quantity));
    let quantity = quantity.map_err(|error| error.to_string())?;
    extent(entry, &quantity).map(|()| quantity.canonical())
}

/// Times that a number may lie outside its range: the model is not solved for any number that can be written.
const FARTHEST: f64 = 100.0;

/// Whether a number is one that the model can be solved with: 0, or not a hundred times outside its range.
fn extent(entry: &Entry, value: &Quantity) -> Result<(), String> {
    let ends = [Some(&entry.value), entry.low.as_ref(), entry.high.as_ref()];
    let ends = ends.into_iter().flatten().map(Quantity::canonical).filter(|end| *end > 0.0);
    let (low, high) = ends.fold((f64::INFINITY, 0.0), |(low, high), end| (f64::min(low, end), f64::max(high, end)));
    let number = value.canonical();
    if high == 0.0 || number == 0.0 || (low / FARTHEST..=high * FARTHEST).contains(&number) {
        return Ok(());
    }
    let side = if number > high { "above the largest" } else { "below the smallest" };
    let range = match (&entry.low, &entry.high) {
        (Some(low), Some(high)) => format!("its range is {low} to {high}"),
        _ => format!("its value is {}", entry.value),
    };
    Err(format!("`{value}` is more than {FARTHEST} times {side} number that makes sense: {range}"))
}

/// A text with a unit, or a plain number for entries without one.
fn set(ledger: &mut Ledger, path: &str, node: &Node) -> Result<(), LedgerError> {
    let quantity = match &node.content {
        Content::Text(text) => {
            let expected = ledger.get(path).map(|entry| entry.value.dimension());
            Quantity::read(text, &|found| expected.is_none_or(|expected| found == expected))?
        }
        Content::Integer(number) => Quantity::number(*number as f64)?,
        Content::Float(number) => Quantity::number(*number)?,
        _ => return Err(not_a_value(ledger, path, node).into()),
    };
    ledger.set(path, quantity)
}

/// With the entry's own value as example.
fn not_a_value(ledger: &Ledger, path: &str, node: &Node) -> QuantityError {
    let example = ledger.get(path).map_or_else(|| "7 d".to_owned(), |entry| entry.value.written().to_owned());
    let found = if node.as_table().is_some() { "a table".to_owned() } else { node.plain().to_string() };
    QuantityError::OutOfRange { found, expected: format!("a value such as {path} = \"{example}\"") }
}

/// Whether any entry lies below this path.
fn known_section(ledger: &Ledger, path: &str) -> Result<(), ScenarioError> {
    let start = format!("{path}.");
    if ledger.entries().any(|(known, _)| known.starts_with(&start)) {
        return Ok(());
    }
    let near =
        nearest(path, ledger.entries().filter_map(|(known, _)| known.rsplit_once('.').map(|(section, _)| section)));
    Err(unknown(path, near))
}

/// With the nearest path, if one is near.
fn unknown(path: &str, near: Option<String>) -> ScenarioError {
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    ScenarioError::of(format!("unknown parameter `{path}`: expected one that `cenersim parameters` lists{hint}"))
}
