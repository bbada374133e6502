//! Headline figure: what cenersen does to complete remissions under each hypothesis about p53, and beside it what the
//! hypothesis predicts for leukemia without TP53 with what was published. Left out: other endpoints.
//!
//! | column | rows | mark |
//! |---|---|---|
//! | cenersen | each arm that gives it, under each hypothesis | CR with less without it (points, paired interval) |
//! | TP53 | each hypothesis, and what was published | CR with TP53 null less wild type, newly diagnosed, 7+3 |
//!
//! # How to read it
//!
//! Rows are hypotheses about what losing p53 does to a leukemic cell; columns are what cenersen does in the arms,
//! and what the same hypothesis predicts for leukemia that has lost TP53 by mutation, beside the published
//! difference. A hypothesis whose TP53 column lies far from the published diamond is hard to believe, whatever it
//! promises for cenersen: the two columns test one mechanism from two sides. The hypothesis in force is that of all
//! other figures of the same result. Intervals hold for the simulated pairs (Newcombe 1998), not for the
//! uncertainty of the model's numbers.

use super::{
    Drawing, Theme,
    axis::Axis,
    forest::Forest,
    grid::{NARROW, unit},
    key, message,
    rows::{Cell, Column, Mark, Marker, Row, Texts},
    sheet::Sheet,
    text,
    theme::Stroke,
};
use cenersim_analyses::comparison::{CrDifference, Headline, UnderHypothesis};
use cenersim_statistics::Interval;
use cenersim_text::{Claim, count, fixed, points};

/// Name of its files, in comparisons and trials.
pub const NAME: &str = "headline";

/// The figure; none without an arm that gives cenersen. All arms of the result, of which some may not give it, lend their colors.
pub fn headline(found: Option<&Headline>, arms: &[&str], (title, footer): (&str, &str), theme: &Theme) -> Vec<Drawing> {
    let Some(found) = found else { return Vec::new() };
    let groups = found.hypotheses.iter().map(|under| group(under, arms, theme));
    let groups: Vec<Vec<Row>> = groups.chain([published(found, theme)]).collect();
    let sheet =
        Sheet { key: key::of_arms(arms, theme), ..Sheet::about(message(found), title, subtitle(found), footer) };
    // Where letters are large, both columns together leave no room beside the axes.
    let texts = if unit(theme) > NARROW { Texts::Under } else { Texts::Beside };
    Forest { sheet, pages: 3, columns: &columns(found), texts }.draw(&groups, theme)
}

/// In which arms and under which hypotheses the whole interval is on one side of none.
fn message(found: &Headline) -> String {
    let claims = |claim: Claim, word: &str| {
        let under = |under: &UnderHypothesis| {
            let arms = under.arms.iter().filter(|arm| Claim::of(arm.interval.low, arm.interval.high) == claim);
            let names: Vec<&str> = arms.map(|arm| arm.name.as_str()).collect();
            (!names.is_empty())
                .then(|| format!("{word} with {} under {}", message::names(&names), under.hypothesis.name()))
        };
        found.hypotheses.iter().filter_map(under).collect::<Vec<String>>()
    };
    let subject = match found.population {
        true => "Complete remissions with cenersen",
        false => "Complete remissions with cenersen in this one patient",
    };
    let told = [claims(Claim::Higher, "more"), claims(Claim::Lower, "fewer")].concat();
    match (told.is_empty(), &found.hypotheses[..]) {
        (true, [one]) => format!("{subject}: no difference can be told under {}", one.hypothesis.name()),
        (true, _) => format!("{subject}: no difference can be told under any hypothesis"),
        (false, _) => format!("{subject}: {}; otherwise no difference can be told", told.join(", ")),
    }
}

/// What it shows in words; short, because it is printed under the figure.
pub fn alternative(headline: Option<&Headline>) -> String {
    let Some(headline) = headline else { return String::new() };
    let difference = |found: &CrDifference| points(found.difference, found.interval);
    let under = |under: &UnderHypothesis| {
        let arms: Vec<String> = under.arms.iter().map(|arm| format!("{} {}", arm.name, difference(arm))).collect();
        format!("{}: {}; TP53 null {}.", under.hypothesis.name(), arms.join(", "), difference(&under.tp53))
    };
    let hypotheses: Vec<String> = headline.hypotheses.iter().map(under).collect();
    format!(
        "Difference in CR by cenersen and by TP53, points with 95 % intervals. {} Published for TP53: {}.",
        hypotheses.join(" "),
        points(headline.published, headline.published_interval)
    )
}

/// Pairs, and what intervals are.
fn subtitle(found: &Headline) -> String {
    let whose = match found.population {
        true => format!("the same {} patients, 95 % intervals", count(found.pairs())),
        false => format!(
            "the same {} replicates of one patient (95 % intervals hold for this patient alone)",
            count(found.pairs())
        ),
    };
    format!(
        "Difference in complete remissions (CR) in {whose}. Losing p53 protects and sensitizes alike (neutral), protects \
         (clinical) or sensitizes (source). TP53 null: new patients on 7+3; diamond: published, confounded."
    )
}

/// Both centered around no difference, each with its own reach.
fn columns(found: &Headline) -> [Column; 2] {
    let arms = found.hypotheses.iter().flat_map(|under| &under.arms).map(|arm| (arm.difference, arm.interval));
    let tp53 = found.hypotheses.iter().map(|under| (under.tp53.difference, under.tp53.interval));
    let published = std::iter::once((found.published, found.published_interval));
    [
        column("With cenersen less without", ["cenersen harms", "cenersen helps"], &arms.collect::<Vec<_>>()),
        column("TP53 null less wild type", ["fewer without p53", "more"], &tp53.chain(published).collect::<Vec<_>>()),
    ]
}

/// As far to either side as the longest interval.
fn column(title: &str, ends: [&str; 2], drawn: &[(f64, Interval)]) -> Column {
    let reach = |(point, interval): &(f64, Interval)| [*point, interval.low, interval.high];
    let numbers = drawn.iter().flat_map(reach).map(|share| (100.0 * share).abs());
    Column {
        title: title.into(),
        axis: axis(numbers.fold(5.0, f64::max)),
        axis_title: "Difference in CR (points)".into(),
        ends: ends.map(String::from),
        zero: Some(0.0),
    }
}

/// As far to the left as to the right.
fn axis(reach: f64) -> Axis {
    Axis::around(-reach.min(100.0), reach.min(100.0), 5)
}

/// A hypothesis: its name, a row for each arm, and its prediction beside the first of them.
fn group(under: &UnderHypothesis, arms: &[&str], theme: &Theme) -> Vec<Row> {
    let in_force = if under.in_force { " (in force)" } else { "" };
    let heading = format!("{}{in_force}", under.hypothesis.name());
    let arm = |(index, arm): (usize, &CrDifference)| {
        let stroke = theme.arm(arms.iter().position(|name| *name == arm.name).unwrap_or(index));
        let predicted = Cell::Mark(mark(&under.tp53, Stroke { color: theme.ink, dash: &[], width: 5.0 }));
        Row {
            label: format!("{}: {}", called(&arm.name), shares(arm)),
            remark: String::new(),
            color: Some(stroke.color),
            heading: false,
            cells: vec![Cell::Mark(mark(arm, stroke)), if index == 0 { predicted } else { Cell::Empty }],
        }
    };
    let rows = under.arms.iter().enumerate().map(arm);
    std::iter::once(Row::heading(&heading, vec![Cell::Empty, Cell::Empty])).chain(rows).collect()
}

/// `Arm A`, or the number of a numbered name; another longer name says by itself what it is.
fn called(name: &str) -> String {
    if let Some(number) = text::number_of(name) {
        return number.to_owned();
    }
    if name.chars().count() > 8 { name.to_owned() } else { format!("Arm {name}") }
}

/// A point with its interval, in points.
fn mark(found: &CrDifference, stroke: Stroke) -> Mark {
    let text = points(found.difference, found.interval);
    Mark {
        point: 100.0 * found.difference,
        interval: found.interval.scaled(100.0),
        hover: format!("{}: CR {}, {text}, {} pairs", found.name, shares(found), found.n),
        text,
        marker: Marker::Disc,
        stroke,
        tick: None,
    }
}

/// `14.5 → 16.5 %`.
fn shares(found: &CrDifference) -> String {
    let [first, second] = [found.first, found.second].map(|share| fixed(100.0 * share, 1));
    format!("{first} → {second} %")
}

/// The published difference under all predictions.
fn published(found: &Headline, theme: &Theme) -> Vec<Row> {
    let text = points(found.published, found.published_interval);
    let mark = Mark {
        point: 100.0 * found.published,
        interval: found.published_interval.scaled(100.0),
        hover: format!("published ({}): {text}", found.published_source),
        text,
        marker: Marker::HollowDiamond,
        stroke: Stroke { color: theme.threshold, dash: &[], width: 4.0 },
        tick: None,
    };
    vec![Row {
        label: "Published".into(),
        remark: String::new(),
        color: Some(theme.muted),
        heading: false,
        cells: vec![Cell::Empty, Cell::Mark(mark)],
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::headline;

    #[test]
    fn the_alternative_text_names_each_arm_and_fits_under_a_printed_figure() {
        let text = alternative(Some(&headline(&["A", "B", "C"])));
        assert!(
            text.contains("source: A ") && text.contains(", C ") && text.contains("Published for TP53: "),
            "{text}"
        );
        assert!(text.len() < 700, "{} bytes", text.len());
    }
}
