//! `tables/ledger.csv`: every number of the model as these arms used it, with grade and source.

use super::super::{Column, Table};
use cenersim_model::{
    parameters::{Entry, Ledger},
    quantity::Quantity,
};
use cenersim_text::exact;

/// The ledger of the first arm, and where another arm or the shipped defaults differ from it.
pub fn ledger_table(arms: &[(&str, &Ledger)]) -> Table {
    let defaults = Ledger::defaults();
    let rows: Vec<_> = arms.first().map_or_else(Vec::new, |(_, ledger)| {
        ledger.entries().map(|(path, entry)| row(path, entry, &changed(path, entry, arms, &defaults))).collect()
    });
    let columns = columns(rows.iter().any(|row| !row[CHANGED].is_empty()));
    let caption = "Every number of the model, with range, grade and source".into();
    Table { name: "ledger".into(), caption, columns, rows }
}

/// Where the column of changes is.
const CHANGED: usize = 3;

fn columns(any_changed: bool) -> Vec<Column> {
    let changed =
        "What the shipped default is and what other arms use, where they differ; empty if nothing was changed.";
    let changed = Column::text("changed", "Changed", changed);
    let grade = "Grade of the evidence: A measured in a source that was read, B well established, C assumed, Source \
                 stated only by the document that the project starts from.";
    let low = "Lower end of the plausible range; empty if none is known.";
    let high = "Upper end of the plausible range; empty if none is known.";
    vec![
        Column::text("parameter", "Parameter", "Path of the number in the ledger."),
        Column::number("value", "Value", "", "Value in the first arm.").as_written(),
        Column::text("unit", "Unit", "Unit of value and range."),
        if any_changed { changed } else { changed.in_file_only() },
        Column::number("low", "Range from", "", low).as_written(),
        Column::number("high", "to", "", high).as_written(),
        Column::text("spread", "Spread", "How it differs between patients; empty if it does not.").in_file_only(),
        Column::text("grade", "Grade", grade),
        Column::text("source", "Source", "Rows of the evidence table, or `assumed`."),
        Column::text("about", "What it is", "What it is; for an assumption, why this value."),
    ]
}

fn row(path: &str, entry: &Entry, changed: &str) -> Vec<String> {
    let end = |end: &Option<Quantity>| end.as_ref().map_or_else(String::new, |end| in_unit_of(&entry.value, end));
    let spread = entry.spread.map_or_else(String::new, |spread| spread.to_string());
    let value = magnitude(&entry.value);
    let start = [path.to_owned(), value.to_owned(), entry.value.unit().to_owned(), changed.to_owned()];
    let text = [entry.grade.name(), &entry.source, &entry.about].map(String::from);
    [start.to_vec(), vec![end(&entry.low), end(&entry.high), spread], text.to_vec()].concat()
}

/// The number as it was written, without its unit.
fn magnitude(value: &Quantity) -> &str {
    value.written().split(' ').next().unwrap_or_default()
}

/// The end of a range in the unit of the value.
fn in_unit_of(value: &Quantity, end: &Quantity) -> String {
    if end.unit() == value.unit() || value.magnitude() == 0.0 {
        return magnitude(end).to_owned();
    }
    exact(end.canonical() * value.magnitude() / value.canonical())
}

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
        let changed = |arms: &[(&str, &Ledger)]| ledger_table(arms).rows.swap_remove(0)[3].clone();
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
