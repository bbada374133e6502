//! A list of patients by name: one row for each, covariates and entries of the ledger as columns, units in the header. The same
//! layout is read (`--patients-from`) and written (`cenersim patients`). Left out: how what a list does not say is drawn (see
//! [`Named`]).
//!
//! ```text
//! name,age [y],weight [kg],disease,first_remission [wk],leukemia.chemoresistance
//! Anna,61,58.5,relapsed,30,1.4
//! Bert,,92,refractory,,
//! ```
//!
//! The list becomes part of the document, so that a plan, a hash or a copied scenario has all of it. Faults are located in the
//! list itself. An empty cell is the same as a missing column: what belongs there is drawn.
//!
//! # What goes wrong, and what is said
//!
//! | fault | where it is shown |
//! |---|---|
//! | no line at all | the beginning of the list |
//! | a header without rows | the header |
//! | no column `name` | the first name in the header |
//! | an unknown column, or one that is there twice | its name in the header, with the nearest known name |
//! | a unit of another dimension | the name in the header |
//! | more or fewer cells than columns | the whole row |
//! | a number out of bounds, an unknown word | the cell |
//! | numbers that together describe no possible patient | the whole row |
//! | a name that another patient has | the second of the two names |
//!
//! Reading stops at the first fault. Line and column are those of the list, as spreadsheets show them, and not those of the
//! scenario that it has become a part of.

mod cells;
mod column;
mod row;
mod written;

pub use written::{Own, written};

use super::{
    ScenarioError,
    compose::{self, Places},
    source::{Expected, Source},
};
use cells::{Cell, lines};
use cenersim_model::{
    parameters::Ledger,
    patient::{Cohort, Named, with_own_numbers},
    quantity::nearest,
};
use column::{Column, Head};
use row::Row;
use schemars::JsonSchema;
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path, sync::Arc};

/// Patients by name, as `--patients-from` puts them here: `run`, `compare` and `trial` take them instead of the patient or the
/// population.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CohortTable {
    /// What the list is called, such as twins.csv.
    pub list: String,
    /// The list itself as CSV: a header with names and units, then one row for each patient.
    pub table: String,
}

/// What a list is, for faults of its file.
const LIST: Expected = Expected {
    what: "patient list",
    instead: "`cenersim patients 20 --output FILE` writes one",
    inside: "twins.csv",
    largest: 10_000_000,
};

/// The changes of a scenario that give it the patients of a list.
///
/// # Errors
/// If the file cannot be read. What it says is read with the scenario.
///
/// The two changes are `cohort.list="..."` and `cohort.table="..."`, as `--set` would have them. The file has at most
/// 10,000,000 bytes.
pub fn patients_from(list: &Path) -> Result<Vec<String>, ScenarioError> {
    let source = Source::read_as(list, &LIST)?;
    let name = list.file_name().map_or_else(|| source.name.clone(), |name| name.to_string_lossy().into_owned());
    let change = |key: &str, text: &str| format!("cohort.{key}={}", toml::Value::String(text.to_owned()));
    Ok(vec![change("list", &name), change("table", &source.text)])
}

/// Whether a change comes from [`patients_from`].
pub fn is_of_patients(change: &str) -> bool {
    change.starts_with("cohort.")
}

/// The list of a document, checked; nobody without one.
///
/// Patients are numbered by their rows from 1 on, unless the list has a column `number`.
///
/// # Errors
/// The first fault of the list, located in it.
pub(super) fn cohort(
    table: Option<&CohortTable>,
    (ledger, seed): (&Ledger, u64),
    places: &Places<'_>,
) -> Result<Cohort, ScenarioError> {
    let Some(table) = table else { return Ok(Cohort::default()) };
    compose::check_name(&table.list, "cohort.list", places)?;
    let source = Source::new(&table.list, table.table.as_str());
    let lines = lines(&source)?;
    let Some((head, rows)) = lines.split_first() else {
        let message =
            "this list is empty: expected a header such as `name,age [y],weight [kg]`, then a row for each patient";
        return Err(ScenarioError::at(message, source.origin(0..0)));
    };
    let heads = heads(head, ledger, &source)?;
    let last = head.last().map_or(0, |cell| cell.span.end);
    if rows.is_empty() {
        let message = "this list has a header and nobody below it: expected a row for each patient";
        return Err(ScenarioError::at(message, source.origin(head[0].span.start..last)));
    }
    let members = rows.iter().enumerate().map(|(index, cells)| member(index, cells, &heads, (ledger, seed), &source));
    let members = members.collect::<Result<Vec<Named>, _>>()?;
    check_names(&members, rows, &heads, &source)?;
    Ok(Cohort { list: table.list.clone(), members })
}

/// The columns; each once, and one of them the name.
///
/// `age [y]` and `age [d]` are the same column, so both in one list are a fault.
fn heads(cells: &[Cell], ledger: &Ledger, source: &Arc<Source>) -> Result<Vec<Head>, ScenarioError> {
    let mut heads: Vec<Head> = Vec::new();
    for cell in cells {
        let at = |message: String| ScenarioError::at(message, source.origin(cell.span.clone()));
        let head = Head::read(&cell.text, ledger).map_err(at)?;
        if heads.iter().any(|other| other.column == head.column) {
            return Err(at(format!(
                "the column `{}` is there twice: expected it once; remove one",
                head.column.name()
            )));
        }
        heads.push(head);
    }
    if heads.iter().any(|head| head.column == Column::Name) {
        return Ok(heads);
    }
    let message = "no column is `name`: expected one that names each patient, such as `name,age [y]`";
    Err(ScenarioError::at(message, source.origin(cells[0].span.clone())))
}

/// One row, whose cells are as many as the columns.
///
/// Own entries of the ledger are tried on the whole patient, as numbers that are possible one by one may not fit each
/// other; a row without any is not, which keeps long lists of covariates quick.
fn member(
    index: usize,
    cells: &[Cell],
    heads: &[Head],
    (ledger, seed): (&Ledger, u64),
    source: &Arc<Source>,
) -> Result<Named, ScenarioError> {
    let whole = cells[0].span.start..cells[cells.len() - 1].span.end;
    let of_row = |message: String| ScenarioError::at(message, source.origin(whole.clone()));
    if cells.len() != heads.len() {
        let (found, expected) = (cells.len(), heads.len());
        return Err(of_row(format!(
            "cells in this row: {found}, columns in the header: {expected}; expected as many of both, and quotes around a cell \
             that has a comma"
        )));
    }
    let mut row = Row::new(index as u64 + 1);
    for (head, cell) in heads.iter().zip(cells) {
        let at = |message: String| ScenarioError::at(message, source.origin(cell.span.clone()));
        head.put(&cell.text, &mut row, ledger).map_err(at)?;
    }
    let named = row.named().map_err(of_row)?;
    if !named.own.is_empty() {
        let patient = named.patient(ledger, seed);
        let own = with_own_numbers(ledger.clone(), &patient);
        compose::sound(&own, &patient)
            .map_err(|message| of_row(format!("`{}` cannot exist: {message}", named.name)))?;
    }
    Ok(named)
}

/// Nobody has the name of another.
///
/// Names are compared letter by letter. The fault points at the second of two, and says the line of the first.
fn check_names(
    members: &[Named],
    rows: &[Vec<Cell>],
    heads: &[Head],
    source: &Arc<Source>,
) -> Result<(), ScenarioError> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let column = heads.iter().position(|head| head.column == Column::Name).unwrap_or_default();
    for (index, member) in members.iter().enumerate() {
        let Some(first) = seen.insert(&member.name, index) else { continue };
        let (line, _) = source.place(rows[first][column].span.start);
        let message = format!(
            "two patients are named `{}`, the first in line {line}: expected a different name for each; twins share a `number`, \
             not a name",
            member.name
        );
        return Err(ScenarioError::at(message, source.origin(rows[index][column].span.clone())));
    }
    Ok(())
}

/// What is meant by a name that no column has.
fn hint(name: &str, ledger: &Ledger) -> String {
    let known = Column::NAMES.into_iter().chain(ledger.entries().map(|(path, _)| path));
    nearest(name, known).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

#[cfg(test)]
mod tests;
