//! What every report says first: its key assumptions, which are influential and uncertain, from the shipped sensitivity
//! analysis. Left out: the other assumptions, which the ledger at the end of a report has.
//!
//! # How the assumptions are chosen
//!
//! From the shipped sensitivity analysis come, for each number and each of four answers, its effect relative to the
//! largest effect on that answer. A number is named if it is of grade B or C and has, over its range, at least a
//! quarter of the largest effect on some answer, and more than chance does. The section stands before all results,
//! because a reader should know what a result hangs on before believing it; values are those of this result, so a
//! changed assumption is seen.

use super::{Column, Section, Table};
use cenersim_model::{
    parameters::{DRIVEN, Entry, IMPORTANT, Ledger, Level, Weak, weak_and_important},
    quantity::Quantity,
};

/// Assumptions that are named.
const NAMED: usize = 6;

/// The section; empty if no shipped analysis says anything.
pub fn rests(ledger: &Ledger) -> Section {
    let weak = weak_and_important(ledger);
    Section {
        heading: "Key assumptions: influential and uncertain".into(),
        text: vec![text(weak.len())],
        tables: table(&weak).into_iter().collect(),
        ..Section::default()
    }
}

/// How many there are in all, and that intervals leave them out.
fn text(all: usize) -> String {
    format!(
        "Varied over its plausible range, each of these parameters changes an answer more than nearly all others do. Shown are \
         the first {} of {all} with at least {} % of the largest effect on one of four answers; `cenersim parameters` lists \
         all. The intervals of this report hold for the values below and leave out their uncertainty.",
        all.min(NAMED),
        100.0 * IMPORTANT
    )
}

/// The first six, with range, grade, and which answers they drive.
fn table(weak: &[Weak]) -> Option<Table> {
    let drives = "Answers that it influences, with its effect relative to the largest on that answer.";
    let columns = vec![
        Column::text("parameter", "Parameter", "Path of the number in the ledger.", |weak: &&Weak| {
            weak.path.to_owned()
        }),
        Column::text("what", "What it is", "What it is.", |weak: &&Weak| first_sentence(weak).0.to_owned()),
        Column::text("value", "Value here", "Value in this report.", |weak: &&Weak| weak.entry.value.to_string()),
        Column::text("range", "Plausible range", "Range of the ledger.", |weak: &&Weak| range(weak.entry)),
        Column::text("grade", "Grade", "B well established, C assumed.", |weak: &&Weak| weak.entry.grade.name()),
        Column::text("drives", "Drives", drives, |weak: &&Weak| self::drives(weak)),
        Column::text(
            "why",
            "Why this value",
            "Where it comes from; for an assumption, why this value.",
            |weak: &&Weak| first_sentence(weak).1.to_owned(),
        ),
    ];
    let caption = "Key assumptions";
    (!weak.is_empty()).then(|| Table::of("rests_on", caption, columns, weak.iter().take(NAMED)))
}

/// The first sentence of what the ledger says, without its end, and the others.
fn first_sentence<'a>(weak: &Weak<'a>) -> (&'a str, &'a str) {
    let about = weak.entry.about.as_str();
    about.split_once(". ").unwrap_or((about.trim_end_matches('.'), ""))
}

/// `2 d to 5 d`.
fn range(entry: &Entry) -> String {
    let end = |end: &Option<Quantity>| end.as_ref().map_or_else(String::new, ToString::to_string);
    format!("{} to {}", end(&entry.low), end(&entry.high))
}

/// `CR: high (1.00), cenersen: some (0.31)`.
fn drives(weak: &Weak) -> String {
    let mut driven: Vec<_> = DRIVEN.iter().zip(weak.influence.drives).collect();
    driven.retain(|(_, driven)| driven.level != Level::None && driven.relative >= IMPORTANT);
    driven.sort_by(|a, b| b.1.relative.total_cmp(&a.1.relative));
    let said = driven
        .into_iter()
        .map(|((_, label), driven)| format!("{label}: {} ({:.2})", driven.level.name(), driven.relative));
    said.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_names_a_few_assumptions_with_their_own_values() {
        let mut ledger = Ledger::defaults();
        let path = weak_and_important(&ledger).first().expect("the shipped analysis").path.to_owned();
        let low = ledger.get(&path).and_then(|entry| entry.low.clone()).expect("a range");
        ledger.set(&path, low.clone()).expect("within the range");
        let section = rests(&ledger);
        let rows = &section.tables[0].rows;
        assert!(rows.len() <= NAMED && rows[0][0].text() == path && rows[0][2].text() == low.to_string(), "{rows:?}");
        assert!(rows.iter().all(|row| !row[5].text().is_empty() && row.len() == section.tables[0].columns.len()));
    }
}
