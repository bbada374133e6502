//! `tables/ledger.csv`: every number of the model as these arms used it, with grade and source.
//!
//! Written values are kept in the digits and units in which the ledger states them, so that they can be compared with
//! their sources by eye.
//!
//! # Example
//!
//! ```text
//! parameter,value,unit,changed,low,high,spread,grade,source,about
//! after_failure.age_half,1.07,,,1,1.2,,C,C13,Factor by which each ten years of age above ...
//! after_failure.age_limit,60,y,,55,65,,C,C15,Age from which fewer are transplanted.
//! ```
//!
//! With several arms there is a column of values for each where they differ. `changed` tells that a scenario or an
//! option has set another value than the one that ships; `low` and `high` are the plausible range that a
//! sensitivity analysis moves the number through, `spread` how much it differs between patients.

use super::table::{Cell, Column, Table};
use cenersim_model::{
    parameters::{Entry, Grade, Ledger},
    quantity::Quantity,
};

/// One number, and where another arm or the shipped defaults differ from it.
struct Row<'a> {
    path: &'a str,
    entry: &'a Entry,
    changed: String,
}

/// The ledger of the first arm, and where another arm or the shipped defaults differ from it.
pub fn ledger_table(arms: &[(&str, &Ledger)]) -> Table {
    of_rows(rows(arms))
}

/// The same with the assumed numbers first.
pub fn ledger_assumed_first(arms: &[(&str, &Ledger)]) -> Table {
    let mut rows = rows(arms);
    rows.sort_by_key(|row| row.entry.grade != Grade::C);
    of_rows(rows)
}

/// The column of changes is in the report only if there is any.
fn of_rows(rows: Vec<Row>) -> Table {
    let columns = columns(rows.iter().any(|row| !row.changed.is_empty()));
    Table::of("ledger", "Every number of the model, with range, grade and source", columns, rows)
}

/// In the order of the ledger.
fn rows<'a>(arms: &[(&str, &'a Ledger)]) -> Vec<Row<'a>> {
    let defaults = Ledger::defaults();
    let row = |(path, entry)| Row { path, entry, changed: changed(path, entry, arms, &defaults) };
    arms.first().map_or_else(Vec::new, |(_, ledger)| ledger.entries().map(row).collect())
}

fn columns<'a>(any_changed: bool) -> Vec<Column<'a, Row<'a>>> {
    let changed =
        "What the shipped default is and what other arms use, where they differ; empty if nothing was changed.";
    let changed = Column::text("changed", "Changed", changed, |row: &Row| row.changed.clone());
    let grade = "Grade of the evidence: A measured in a source that was read, B well established, C assumed, Source \
                 stated only by the document that the project starts from.";
    let low = "Lower end of the plausible range; empty if none is known.";
    let high = "Upper end of the plausible range; empty if none is known.";
    let spread = "How it differs between patients; empty if it does not.";
    let about = "What it is; for an assumption, why this value.";
    vec![
        Column::text("parameter", "Parameter", "Path of the number in the ledger.", |row: &Row| row.path.to_owned()),
        Column::number("value", "Value", "", "Value in the first arm.", |row: &Row| {
            Cell::Written(magnitude(&row.entry.value).to_owned())
        })
        .as_written(),
        Column::text("unit", "Unit", "Unit of value and range.", |row: &Row| row.entry.value.unit().to_owned()),
        if any_changed { changed } else { changed.in_file_only() },
        Column::number("low", "Range from", "", low, |row: &Row| end(row.entry, row.entry.low.as_ref())).as_written(),
        Column::number("high", "Range to", "", high, |row: &Row| end(row.entry, row.entry.high.as_ref())).as_written(),
        Column::text("spread", "Spread", spread, |row: &Row| {
            row.entry.spread.map_or_else(String::new, |spread| spread.to_string())
        })
        .in_file_only(),
        Column::text("grade", "Grade", grade, |row: &Row| row.entry.grade.name()),
        Column::text("source", "Source", "Rows of the evidence table, or `assumed`.", |row: &Row| {
            row.entry.source.clone()
        }),
        Column::text("about", "What it is", about, |row: &Row| row.entry.about.clone()),
    ]
}

/// The number as it was written, without its unit.
fn magnitude(value: &Quantity) -> &str {
    value.written().split(' ').next().unwrap_or_default()
}

/// The end of a range in the unit of the value; nothing if there is none.
fn end(entry: &Entry, end: Option<&Quantity>) -> Cell {
    let (value, Some(end)) = (&entry.value, end) else { return Cell::Nothing };
    if end.unit() == value.unit() || value.magnitude() == 0.0 {
        return Cell::Written(magnitude(end).to_owned());
    }
    (end.canonical() * value.magnitude() / value.canonical()).into()
}

/// `default: 0.5; B: 0.7`: the shipped value and other arms, where they differ from the first arm.
fn changed(path: &str, entry: &Entry, arms: &[(&str, &Ledger)], defaults: &Ledger) -> String {
    let differs = |other: &Quantity| other.canonical() != entry.value.canonical();
    let default = defaults.get(path).map(|shipped| ("default", &shipped.value));
    let others = arms.iter().skip(1).filter_map(|(name, ledger)| Some((*name, &ledger.get(path)?.value)));
    let listed = default.into_iter().chain(others).filter(|(_, value)| differs(value));
    listed.map(|(name, value)| format!("{name}: {}", value.written())).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_number_names_its_default_and_the_arms_that_differ() {
        let (shipped, mut other) = (Ledger::defaults(), Ledger::defaults());
        let path = shipped.entries().map(|(path, _)| path.to_owned()).next().expect("the ledger has entries");
        let value = shipped.get(&path).expect("an entry").value.clone();
        other.set(&path, value.with_canonical(value.canonical() * 0.5)).unwrap();
        let changed = |arms: &[(&str, &Ledger)]| rows(arms).swap_remove(0).changed;
        assert_eq!(changed(&[("A", &shipped), ("B", &shipped)]), "");
        assert!(changed(&[("A", &shipped), ("B", &other)]).starts_with("B: "));
        assert!(changed(&[("A", &other), ("B", &other)]).starts_with("default: "));
    }

    #[test]
    fn every_entry_has_a_row() {
        let ledger = Ledger::defaults();
        assert_eq!(ledger_table(&[("A", &ledger)]).rows.len(), ledger.entries().count());
        assert!(ledger_table(&[]).rows.is_empty());
    }
}
