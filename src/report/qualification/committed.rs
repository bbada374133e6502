//! A qualification against a table that was kept: words, counts and verdicts must be the same, values nearly so.
//! Left out: whether either is right.
//!
//! # Rule
//!
//! Rows are matched by their `id`. Texts, counts and verdicts must be equal; numbers of the columns of the model
//! may differ by one part in a million, because the last digits of `exp` and `log` differ between machines. Each
//! difference is one line with the id, the column, what was kept and what is found; rows on one side only are named
//! too. `--renew` writes the table anew instead.

use super::{
    super::table::{Cell, Table},
    table::FLOATS,
};

/// Values may differ by this share between platforms: the model's own mathematics is portable, but compilers may order sums
/// of records differently.
pub const TOLERANCE: f64 = 1e-6;

/// A line for each difference between the kept table, as CSV, and this one; empty if there is none.
///
/// # Errors
/// If the text is no CSV file with a column `id`.
pub fn differences(kept: &str, found: &Table) -> Result<Vec<String>, String> {
    let mut reader = csv::Reader::from_reader(kept.as_bytes());
    let names: Vec<String> = reader.headers().map_err(text)?.iter().map(str::to_owned).collect();
    if names.first().is_none_or(|name| name != "id") {
        return Err(format!("expected a table of checks whose first column is `id`, found `{}`", names.join(",")));
    }
    let kept: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(text)?;
    let columns: Vec<&str> = found.columns.iter().map(|column| column.name.as_str()).collect();
    if names != columns {
        return Ok(vec![format!("columns: kept {}, now {}", names.join(","), columns.join(","))]);
    }
    let now = |id: &str| found.rows.iter().find(|row| row[0].text() == id);
    let mut lines = Vec::new();
    for record in &kept {
        match now(&record[0]) {
            Some(row) => lines.extend(of_row(&columns, record, row)),
            None => lines.push(format!("{}: kept, but is no check now", &record[0])),
        }
    }
    let new = found.rows.iter().filter(|row| kept.iter().all(|record| record[0] != row[0].text()));
    lines.extend(new.map(|row| format!("{}: a check now, but not kept", row[0].text())));
    Ok(lines)
}

fn text(error: csv::Error) -> String {
    format!("expected a table of checks as CSV: {error}")
}

/// One line for each cell that differs.
fn of_row<'a>(columns: &'a [&str], kept: &'a csv::StringRecord, now: &'a [Cell]) -> impl Iterator<Item = String> + 'a {
    let cells = columns.iter().zip(kept).zip(now);
    let differing = cells.filter(|((column, kept), now)| !same(column, kept, now));
    differing.map(|((column, before), after)| format!("{}: {column} was `{before}`, is `{}`", &kept[0], after.text()))
}

/// Words must be equal, values nearly so.
fn same(column: &str, kept: &str, now: &Cell) -> bool {
    if kept == now.text() {
        return true;
    }
    match (FLOATS.contains(&column), kept.parse::<f64>(), now.number()) {
        (true, Ok(kept), Some(now)) => (kept - now).abs() <= TOLERANCE * kept.abs().max(now.abs()),
        _ => false,
    }
}
