//! Response by arm: CR, and CR with CRp, in the virtual trial and as published, each with its exact interval, and what
//! repeated trials predict. The two rates are never mixed. Left out: other responses.
//!
//! | mark | what it is |
//! |---|---|
//! | filled point | found in this trial, with its exact interval (Clopper and Pearson 1934) |
//! | open mark | the published count, with its exact interval |
//! | pale span | where 95 % of repeated trials lie, with their median |
//!
//! # How to read it
//!
//! Three rows for each arm, one under the other: this virtual trial, the publication, repeated trials. The virtual
//! trial is one draw: it may lie anywhere within the span of the repeated ones and is no better than another seed.
//! Compare the publication with the span.

use super::{Trial, TrialInput, responders};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    forest::Forest,
    listed,
    rows::{Cell, Column, Mark, Marker, Row, Texts},
};
use cenersim_analyses::{
    comparison::Rate,
    trial::{Predicted, PublishedGroup, Subgroup, TableName},
};
use cenersim_statistics::Interval;
use cenersim_text::{counted, fixed, plural};

/// The shares that are shown; never mixed.
pub(super) const RATES: [Rate; 2] = [Rate::Cr, Rate::Remission];

/// How many of a group had it, with the interval of their share; none of rates that groups do not count.
const fn found(rate: Rate, group: &Subgroup) -> Option<(u32, Interval)> {
    match rate {
        Rate::Cr => Some((group.cr, group.cr_interval)),
        Rate::Remission => Some((group.remission, group.remission_interval)),
        Rate::DeathByDay30 | Rate::ResidualFree => None,
    }
}

/// The same as published.
fn printed(rate: Rate, group: &PublishedGroup) -> Option<(u32, Interval)> {
    match rate {
        Rate::Cr => group.cr.zip(group.cr_interval),
        Rate::Remission => Some((group.remission, group.remission_interval)),
        Rate::DeathByDay30 | Rate::ResidualFree => None,
    }
}

/// Response of each arm and of all; none without subjects.
pub const FIGURE: FigureOf<Trial> = FigureOf { name: "response", section: Section::Response, alt, draw };

fn alt(input: &TrialInput, _: &str) -> String {
    listed("Responses by arm", by_arm(input).map(responders))
}

/// The arms, then all of them.
fn by_arm<'a>(input: &TrialInput<'a>) -> impl Iterator<Item = &'a Subgroup> {
    input.result.trial.subgroups.iter().filter(|group| matches!(&*group.heading, "arm" | "all"))
}

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let arms = input.result.arms.len();
    let shown: Vec<&Subgroup> =
        by_arm(input).filter(|group| group.n > 0 && (arms > 1 || group.heading == "arm")).collect();
    let group = |(i, group): (usize, &&Subgroup)| {
        let color = theme.arm(i);
        let stroke = if group.heading == "arm" { color } else { Stroke { color: theme.blood, ..color } };
        [vec![Row::heading(&group_name(group), vec![Cell::Empty; 2])], rows(input, group, stroke, theme)].concat()
    };
    let groups: Vec<Vec<Row>> = shown.iter().enumerate().map(group).collect();
    let published = shown.iter().any(|group| group.published.is_some());
    let sheet = input.sheet_of_arms(message(input, &shown), subtitle(input, published), theme);
    let columns = columns(&groups, &input.result.criteria);
    Forest { sheet, pages: 6, columns: &columns, texts: Texts::Beside }.draw(&groups, theme)
}

/// What was found of the whole trial, and whether the published count is one that the model yields.
fn message(input: &TrialInput, shown: &[&Subgroup]) -> String {
    let Some(all) = shown.last() else { return "No subject".into() };
    let found = format!("CR + CRp in {} of {} subjects of this trial", all.remission, all.n);
    let published = all.published.as_ref().filter(|published| published.n > 0);
    let told = published.zip(predicted(input, all, Rate::Remission)).map(|(published, predicted)| {
        let percent = 100.0 * f64::from(published.remission) / f64::from(published.n);
        let inside = if predicted.interval.contains(percent) { "lie within" } else { "lie outside" };
        format!("; the published {} of {} {inside} 95 % of repeated trials", published.remission, published.n)
    });
    format!("{found}{}", told.unwrap_or_default())
}

fn group_name(group: &Subgroup) -> String {
    if group.heading == "arm" { group.label.clone() } else { "All arms".into() }
}

fn subtitle(input: &TrialInput, published: bool) -> String {
    let mut text = format!(
        "One virtual trial, {}, with exact 95 % intervals. CR: complete remission; CRp: with incomplete platelet recovery.",
        input.units()
    );
    if published {
        text += " Hollow diamond: published.";
    }
    if input.trials() > 0 {
        text += &format!(" Band: median and middle 95 % of {}.", plural(input.trials(), "repeated trial"));
    }
    text
}

/// A column for each rate, on the same axis: from zero to a round number above everything drawn.
pub(super) fn columns(groups: &[Vec<Row>], criteria: &str) -> Vec<Column> {
    let marks = groups.iter().flatten().flat_map(|row| &row.cells).filter_map(|cell| match cell {
        Cell::Mark(mark) => Some(mark.interval.high.max(mark.point)),
        _ => None,
    });
    let highest = marks.filter(|value| value.is_finite()).fold(5.0, f64::max);
    let column = |rate: Rate| Column {
        title: rate.label().into(),
        axis: Axis::linear(highest.min(100.0), 5),
        axis_title: format!("Subjects with {} (%), {}", rate.label(), cenersim_text::criteria(criteria)),
        ends: Default::default(),
        zero: None,
    };
    RATES.map(column).to_vec()
}

/// What was seen in a group, what was published, and what repeated trials predict.
pub(super) fn rows(input: &TrialInput, group: &Subgroup, stroke: Stroke, theme: &Theme) -> Vec<Row> {
    let cells =
        |mark: &dyn Fn(Rate) -> Option<Mark>| RATES.map(|rate| mark(rate).map_or(Cell::Empty, Cell::Mark)).to_vec();
    let row = |label: &str, cells: Vec<Cell>| Row {
        label: label.into(),
        remark: String::new(),
        color: None,
        heading: false,
        cells,
    };
    let here = row("this trial", cells(&|rate| seen(group, rate, stroke)));
    let printed = cells(&|rate| published(group, rate, theme));
    let again = cells(&|rate| repeated(input, group, rate, stroke));
    let others = [("published", printed), ("repeated trials", again)];
    let others = others.into_iter().filter(|(_, cells)| cells.iter().any(|cell| *cell != Cell::Empty));
    [here].into_iter().chain(others.map(|(label, cells)| row(label, cells))).collect()
}

/// In this trial, in percent.
fn seen(group: &Subgroup, rate: Rate, stroke: Stroke) -> Option<Mark> {
    let (found, interval) = found(rate, group)?;
    let text = counted(found, group.n, interval);
    Some(Mark {
        point: 100.0 * f64::from(found) / f64::from(group.n),
        interval: interval.scaled(100.0),
        hover: format!("{}, this trial, {}: {text}", group_name(group), rate.label()),
        text,
        marker: Marker::Disc,
        stroke,
        tick: None,
    })
}

/// None where the group was not published.
fn published(group: &Subgroup, rate: Rate, theme: &Theme) -> Option<Mark> {
    let published = group.published.as_ref().filter(|published| published.n > 0)?;
    let (found, interval) = printed(rate, published)?;
    let text = counted(found, published.n, interval);
    Some(Mark {
        point: 100.0 * f64::from(found) / f64::from(published.n),
        interval: interval.scaled(100.0),
        hover: format!("{}, published, {}: {text}", group_name(group), rate.label()),
        text,
        marker: Marker::HollowDiamond,
        stroke: Stroke { color: theme.threshold, dash: &[], width: 4.0 },
        tick: None,
    })
}

/// None without repeated trials.
fn repeated(input: &TrialInput, group: &Subgroup, rate: Rate, stroke: Stroke) -> Option<Mark> {
    let Predicted { median, interval, trials, .. } = predicted(input, group, rate)?;
    let (low, high) = (fixed(interval.low, 0), fixed(interval.high, 0));
    let text = format!("median {} % ({low}–{high})", fixed(*median, 0));
    Some(Mark {
        point: *median,
        interval: *interval,
        hover: format!("{}, {trials} repeated trials, {}: {text}", group_name(group), rate.label()),
        text,
        marker: Marker::Span,
        stroke,
        tick: None,
    })
}

/// The rate of a group over repeated trials; none if there are none.
fn predicted<'a>(input: &TrialInput<'a>, group: &Subgroup, rate: Rate) -> Option<&'a Predicted> {
    let (table, row, column) = match (&*group.heading, &*group.label) {
        ("disease", "refractory") => (TableName::Disease, "Refractory", None),
        ("disease", _) => (TableName::Disease, "Relapsed", None),
        ("inhibitors", "users") => (TableName::Inhibitors, "Inhibitor users", None),
        ("inhibitors", _) => (TableName::Inhibitors, "Others", None),
        (_, label) => (TableName::Response, "", Some(label)),
    };
    let line = format!("{} rate", rate.label());
    let table = input.result.table(table)?;
    let cell = column.map_or_else(|| table.cell(row, &line), |column| table.cell(&line, column))?;
    let predicted = cell.predicted.as_ref()?;
    (predicted.median.is_finite() && predicted.interval.low.is_finite()).then_some(predicted)
}
