//! The tables of the source: as wide as in print for readers, and one row for each cell for files.
//!
//! A file has one row for each cell: its row and column in print, unit, published value, this trial, and median, 95 %
//! and tail of repeated trials. A report has the table as wide as in print, with all of that in each cell.
//!
//! # Example
//!
//! ```text
//! row,column,unit,published,this_trial,median,low,high,tail,trials
//! CR,A,subjects,2,1,0,0,1.025,0.05,40
//! Patients,A,subjects,18,6,6,6,6,0,40
//! ```
//!
//! `this_trial` is the trial that is shown, `median`, `low` and `high` are those of the repeated trials with 95 %
//! of them in between, `tail` twice the share of trials at or beyond the published value. `distributions` has every
//! count that occurred: the predictive figure is drawn from it.

use super::{
    super::table::{Column, Table},
    cell::{Shown, heading, row},
};
use cenersim_analyses::trial::{Cell, Predicted, Table as Printed, TableName, TrialResult};

/// The name of a table in files.
pub const fn name(table: TableName) -> &'static str {
    match table {
        TableName::Demographics => "demographics",
        TableName::Response => "response",
        TableName::Disease => "disease",
        TableName::Inhibitors => "inhibitors",
        TableName::Safety => "safety",
        TableName::Survival => "survival",
        TableName::Remission => "remission",
    }
}

/// As printed: a row and a column for each of theirs, with all that a cell has in it.
pub fn wide(table: &Printed) -> Table {
    let column = |(index, name): (usize, &String)| {
        Column::text(name, name, "", move |row: &(String, Vec<Vec<String>>)| row.1[index].join(" | "))
    };
    let headings = Column::text("row", &table.title, "", |row: &(String, Vec<Vec<String>>)| row.0.clone());
    let columns = [headings].into_iter().chain(table.columns.iter().enumerate().map(column)).collect();
    let caption = format!("{}: {}", table.title, Shown::of(table).legend());
    let rows = (0..table.rows.len()).map(|index| (heading(table, index), row(table, index)));
    Table::of(name(table.name), &caption, columns, rows)
}

/// All tables with a row for each cell.
pub fn long(result: &TrialResult) -> impl Iterator<Item = Table> {
    let long = |table: &Printed| Table::of(name(table.name), &table.title, columns(), table.cells.iter().flatten());
    result.tables.iter().map(long)
}

/// Of the files.
fn columns<'a>() -> Vec<Column<'a, &'a Cell>> {
    let this = "In the trial that is shown; empty where it does not exist.";
    let tail = "Share of repeated trials at or beyond the published value: twice the smaller of both tails, at most 1.";
    let published = "Published value; empty if nothing was published.";
    let median = "Median of repeated trials; empty without them.";
    let trials = "Repeated trials in which the value exists.";
    let predicted = |name: &str, label: &str, about: &str, of: fn(&Predicted) -> Option<f64>| {
        Column::number(name, label, "", about, move |cell: &&Cell| cell.predicted.as_ref().and_then(of))
    };
    vec![
        Column::text("row", "Row", "Row of the table.", |cell: &&Cell| cell.row.clone()),
        Column::text("column", "Column", "Column of the table.", |cell: &&Cell| cell.column.clone()),
        Column::text("unit", "Unit", "Unit of all values of this row.", |cell: &&Cell| cell.unit.label()),
        Column::number("published", "Published", "", published, |cell: &&Cell| cell.published),
        Column::number("this_trial", "This trial", "", this, |cell: &&Cell| cell.this_trial),
        predicted("median", "Median", median, |found| Some(found.median)),
        predicted("low", "95 % interval from", "2.5th percentile of repeated trials.", |found| {
            Some(found.interval.low)
        }),
        predicted("high", "95 % interval to", "97.5th percentile of repeated trials.", |found| {
            Some(found.interval.high)
        }),
        predicted("tail", "Tail", tail, |found| found.tail),
        predicted("trials", "Trials", trials, |found| Some(f64::from(found.trials))),
    ]
}

/// A count of one cell, and in how many repeated trials it occurred.
struct Occurred<'a> {
    table: TableName,
    cell: &'a Cell,
    count: u32,
    trials: u32,
    /// Repeated trials in which the cell exists.
    of: u32,
}

/// How often each count occurred in repeated trials.
pub fn distributions(result: &TrialResult) -> Table {
    let share = "The same as a share of all repeated trials.";
    let columns = vec![
        Column::text("table", "Table", "Table of the cell.", |found: &Occurred| name(found.table)),
        Column::text("row", "Row", "Row of the cell.", |found: &Occurred| found.cell.row.clone()),
        Column::text("column", "Column", "Column of the cell.", |found: &Occurred| found.cell.column.clone()),
        Column::number("count", "Count", "", "A count that occurred.", |found: &Occurred| found.count),
        Column::number("trials", "Trials", "", "Repeated trials in which it occurred.", |found: &Occurred| {
            found.trials
        }),
        Column::number("share", "Share", "%", share, |found: &Occurred| {
            100.0 * f64::from(found.trials) / f64::from(found.of)
        }),
    ];
    let cells = result.tables.iter().flat_map(|table| table.cells.iter().flatten().map(|cell| (table.name, cell)));
    Table::of("distributions", "How often each count occurred", columns, cells.flat_map(occurred))
}

/// Of a cell that is a count.
fn occurred((table, cell): (TableName, &Cell)) -> impl Iterator<Item = Occurred<'_>> {
    cell.predicted.iter().flat_map(move |found| {
        let of = found.trials;
        found.distribution.iter().map(move |(count, trials)| Occurred {
            table,
            cell,
            count: *count,
            trials: *trials,
            of,
        })
    })
}
