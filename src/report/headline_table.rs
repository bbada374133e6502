//! The headline about cenersen in words and as a table, for comparisons and trials: complete remissions with less without it
//! under each hypothesis about p53, and TP53 null less wild type beside what was published.
//!
//! # Example
//!
//! ```text
//! hypothesis,in_force,what,arm,n,first,second,difference,low,high,published
//! neutral,no,with less without cenersen,A,12,0,0,0,-24.24940067,24.24940067,
//! ```
//!
//! `first` and `second` are the CR rates (%) of the two members of each pair, without and with cenersen, or TP53
//! wild type and null; `difference` is second less first in points with Newcombe's interval for pairs. `published`
//! is filled where there is a counterpart, which is the case for TP53 alone.

use super::table::{Column, Table};
use cenersim_analyses::comparison::{CrDifference, Headline, UnderHypothesis};
use cenersim_text::{aligned, fixed, points};

/// What the section of a report says about it.
pub const TEXT: &str = "What losing p53 does to a leukemic cell has not been measured; each hypothesis is a named set of numbers that \
    gives chemotherapy alone the published remission rates. Under each, every patient is treated with and without cenersen; beside it \
    stands what the same numbers predict for leukemia without TP53 (newly diagnosed, 7+3), where the published difference of mutated and \
    wild-type TP53 is confounded by karyotype. Intervals are those of paired differences (Newcombe 1998) and hold for these values.";

/// Heading of that section.
pub const HEADING: &str = "What cenersen does under three hypotheses about p53";

const WITH: &str = "with less without cenersen";
const NULL: &str = "TP53 null less wild type";

/// One prediction under one hypothesis.
struct Row<'a> {
    under: &'a UnderHypothesis,
    what: &'static str,
    found: &'a CrDifference,
    published: String,
}

/// One row for each arm and each prediction; none without a headline.
pub fn headline_table(headline: Option<&Headline>) -> Table {
    let caption = "Complete remissions due to cenersen under each hypothesis about p53";
    Table::of("headline", caption, columns(), headline.into_iter().flat_map(rows))
}

/// Shares in %, differences in points.
fn columns<'a>() -> Vec<Column<'a, Row<'a>>> {
    let in_force = "Whether everything else was simulated under it: yes or no.";
    let first = "Share with CR without cenersen, or with TP53 wild type.";
    let second = "Share with CR with cenersen, or with TP53 null.";
    let low = "Lower end of its 95 % interval (Newcombe 1998, paired).";
    let high = "Upper end of its 95 % interval.";
    let published = "Published difference with its 95 % interval and source.";
    let points = |name: &str, label: &str, about: &str, of: fn(&CrDifference) -> f64| {
        Column::number(name, label, "points", about, move |row: &Row| 100.0 * of(row.found))
    };
    vec![
        Column::text("hypothesis", "Hypothesis", "Name of the hypothesis about p53.", |row: &Row| {
            row.under.hypothesis.name()
        }),
        Column::text("in_force", "In force", in_force, |row: &Row| if row.under.in_force { "yes" } else { "no" }),
        Column::text("what", "Difference in CR", "What is compared, in the same patients.", |row: &Row| row.what),
        Column::text("arm", "Arm", "Name of the arm, or of the regimen.", |row: &Row| row.found.name.clone()),
        Column::number("n", "n", "", "Pairs.", |row: &Row| row.found.n),
        Column::number("first", "CR without", "%", first, |row: &Row| 100.0 * row.found.first),
        Column::number("second", "CR with", "%", second, |row: &Row| 100.0 * row.found.second),
        points("difference", "Difference", "The latter less the former.", |found| found.difference),
        points("low", "95 % interval from", low, |found| found.interval.low),
        points("high", "95 % interval to", high, |found| found.interval.high),
        Column::text("published", "Published", published, |row: &Row| row.published.clone()),
    ]
}

/// For each hypothesis: its arms, then the prediction for TP53.
fn rows(headline: &Headline) -> impl Iterator<Item = Row<'_>> {
    headline.hypotheses.iter().flat_map(|under| {
        let arm = move |found| Row { under, what: WITH, found, published: String::new() };
        let tp53 = Row { under, what: NULL, found: &under.tp53, published: published(headline) };
        under.arms.iter().map(arm).chain([tp53])
    })
}

/// `+4.5 (+1.2 to +7.9)`, in points.
fn difference(found: &CrDifference) -> String {
    points(found.difference, found.interval)
}

/// The same with the name of the arm.
fn named(found: &CrDifference) -> String {
    format!("{} {}", found.name, difference(found))
}

/// `−15.6 (−29.2 to −0.6), D10 D12`.
fn published(headline: &Headline) -> String {
    let Headline { published, published_interval, published_source, .. } = headline;
    format!("{}, {published_source}", points(*published, *published_interval))
}

/// The block of the terminal: a line for each hypothesis, a column for each arm; none without a headline.
/// The arm's difference in points with its interval; the last line is what was published.
pub fn headline_text(headline: Option<&Headline>) -> Option<String> {
    let headline = headline?;
    let arms = headline.hypotheses.first()?.arms.iter().map(|arm| format!("arm {}", arm.name));
    let head = [String::new()].into_iter().chain(arms).chain([NULL.to_owned()]).collect();
    let line = |under: &UnderHypothesis| {
        let in_force = if under.in_force { " (in force)" } else { "" };
        let name = format!("{}{in_force}", under.hypothesis.name());
        [name].into_iter().chain(under.arms.iter().map(difference)).chain([difference(&under.tp53)]).collect()
    };
    let empty = headline.hypotheses[0].arms.iter().map(|_| String::new());
    let last = ["published".to_owned()].into_iter().chain(empty).chain([published(headline)]).collect();
    let rows: Vec<Vec<String>> = [head].into_iter().chain(headline.hypotheses.iter().map(line)).chain([last]).collect();
    let whose = match headline.population {
        true => "patients",
        false => "replicates of this one patient, which say nothing of others",
    };
    Some(format!(
        "Cenersen: CR with less without it in the same {} {whose}, points (95 % interval), under hypotheses about p53;\n\
         beside it TP53 null less wild type in as many newly diagnosed patients of the population, 7+3 without cenersen\n{}\n",
        headline.pairs(),
        aligned(&rows)
    ))
}

/// A sentence for each hypothesis.
pub fn headline_sentences(headline: Option<&Headline>) -> Vec<String> {
    let Some(headline) = headline else { return Vec::new() };
    let published = points(headline.published, headline.published_interval);
    let sentence = |under: &UnderHypothesis| {
        let arm = |arm: &CrDifference| {
            let [without, with] = [arm.first, arm.second].map(|share| fixed(100.0 * share, 1));
            format!("{} points, from {without} to {with} %", named(arm))
        };
        let arms: Vec<String> = under.arms.iter().map(arm).collect();
        let tp53 = difference(&under.tp53);
        format!(
            "If {} (hypothesis `{}`), cenersen changes CR by: {}; the same numbers predict {tp53} points for TP53-null against \
             wild-type leukemia on 7+3, published {published}: {}.",
            under.hypothesis.meaning(),
            under.hypothesis.name(),
            arms.join("; "),
            reading(under, headline)
        )
    };
    headline.hypotheses.iter().map(sentence).collect()
}

/// Whether prediction and publication can both be true.
///
/// Within: the predicted difference lies in the published interval. Overlapping: the intervals meet. Contradicted: they
/// do not.
fn reading(under: &UnderHypothesis, headline: &Headline) -> &'static str {
    let (predicted, published) = (under.tp53.interval, headline.published_interval);
    match published.contains(under.tp53.difference) {
        true => "the prediction lies within the published interval",
        false if predicted.low <= published.high && published.low <= predicted.high => {
            "the prediction lies outside of the published interval, and the intervals overlap"
        }
        false => "contradicted by what was published",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::headline;
    use cenersim_statistics::Interval;

    #[test]
    fn the_terminal_shows_each_hypothesis_beside_what_it_predicts_and_what_was_published() {
        let text = headline_text(Some(&headline(&["A", "B"]))).expect("a headline");
        for part in ["same 12 patients", "source (in force)", "arm B", "published", "D10 D12", "\u{2212}15.6"] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
        assert_eq!(headline_text(None), None);
    }

    #[test]
    fn the_table_has_a_row_for_each_arm_and_prediction() {
        let table = headline_table(Some(&headline(&["A", "B"])));
        assert_eq!(table.rows.len(), 3 * 3);
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
        assert!(headline_table(None).rows.is_empty());
    }

    #[test]
    fn a_prediction_that_publication_excludes_is_called_contradicted() {
        let mut headline = headline(&["A"]);
        let [neutral, _, source] = &mut headline.hypotheses[..] else { panic!("three hypotheses") };
        neutral.tp53.difference = -0.1;
        (source.tp53.difference, source.tp53.interval) = (0.33, Interval { low: 0.2, high: 0.5 });
        source.arms[0].difference = 0.045;
        let found = headline_sentences(Some(&headline));
        assert!(found[0].ends_with("the prediction lies within the published interval."), "{}", found[0]);
        assert!(found[2].ends_with("contradicted by what was published."), "{}", found[2]);
        assert!(found[2].contains("`source`") && found[2].contains("A +4.5"), "{}", found[2]);
    }
}
