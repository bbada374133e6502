//! The tables of the source: as wide as in print for readers, and one row for each cell for files.

use super::{
    super::{
        Table,
        html::{TextColumn as Column, Texts},
    },
    cell::{Shown, heading, row},
};
use cenersim_analyses::trial::{Cell, TableName, TrialResult};
use cenersim_text::{exact, exact_or_empty};

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
pub fn wide(table: &cenersim_analyses::trial::Table) -> Table {
    let columns = table.columns.iter().map(|column| Column::text(column, column, ""));
    let cells = |index: usize| row(table, index).into_iter().map(|parts| parts.join(" | "));
    Texts {
        name: name(table.name).into(),
        caption: format!("{}: {}", table.title, Shown::of(table).legend()),
        columns: [Column::text("row", &table.title, "")].into_iter().chain(columns).collect(),
        rows: (0..table.rows.len())
            .map(|index| [heading(table, index)].into_iter().chain(cells(index)).collect())
            .collect(),
    }
    .into()
}

/// All tables with a row for each cell.
pub fn long(result: &TrialResult) -> impl Iterator<Item = Table> {
    result.tables.iter().map(|table| {
        Texts {
            name: name(table.name).into(),
            caption: table.title.clone(),
            columns: columns(),
            rows: table.cells.iter().flatten().map(of_cell).collect(),
        }
        .into()
    })
}

fn columns() -> Vec<Column> {
    let this = "In the trial that is shown; empty where it does not exist.";
    let tail = "Share of repeated trials at or beyond the published value: twice the smaller of both tails, at most 1.";
    vec![
        Column::text("row", "Row", "Row of the table."),
        Column::text("column", "Column", "Column of the table."),
        Column::text("unit", "Unit", "Unit of all values of this row."),
        Column::number("published", "Published", "", "Published value; empty if nothing was published."),
        Column::number("this_trial", "This trial", "", this),
        Column::number("median", "Median", "", "Median of repeated trials; empty without them."),
        Column::number("low", "95 % from", "", "2.5th percentile of repeated trials."),
        Column::number("high", "to", "", "97.5th percentile of repeated trials."),
        Column::number("tail", "Tail", "", tail),
        Column::number("trials", "Trials", "", "Repeated trials in which the value exists."),
    ]
}

fn of_cell(cell: &Cell) -> Vec<String> {
    let found = cell.predicted.as_ref();
    let start = [&cell.row, &cell.column, cell.unit.label()].map(String::from);
    let numbers = [
        cell.published,
        cell.this_trial,
        found.map(|found| found.median),
        found.map(|found| found.interval.low),
        found.map(|found| found.interval.high),
        found.and_then(|found| found.tail),
        found.map(|found| f64::from(found.trials)),
    ];
    start.into_iter().chain(numbers.map(exact_or_empty)).collect()
}

/// How often each count occurred in repeated trials.
pub fn distributions(result: &TrialResult) -> Table {
    let columns = vec![
        Column::text("table", "Table", "Table of the cell."),
        Column::text("row", "Row", "Row of the cell."),
        Column::text("column", "Column", "Column of the cell."),
        Column::number("count", "Count", "", "A count that occurred."),
        Column::number("trials", "Trials", "", "Repeated trials in which it occurred."),
        Column::number("share", "Share", "%", "The same as a share of all repeated trials."),
    ];
    let of_table = |table: &cenersim_analyses::trial::Table| {
        table.cells.iter().flatten().flat_map(|cell| of_distribution(table.name, cell)).collect::<Vec<_>>()
    };
    let rows = result.tables.iter().flat_map(of_table).collect();
    Texts { name: "distributions".into(), caption: "How often each count occurred".into(), columns, rows }.into()
}

fn of_distribution(table: TableName, cell: &Cell) -> Vec<Vec<String>> {
    let Some(found) = &cell.predicted else { return Vec::new() };
    let one = |(count, trials): &(u32, u32)| {
        let share = exact(100.0 * f64::from(*trials) / f64::from(found.trials));
        vec![name(table).into(), cell.row.clone(), cell.column.clone(), count.to_string(), trials.to_string(), share]
    };
    found.distribution.iter().map(one).collect()
}
