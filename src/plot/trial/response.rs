//! Response by arm: CR, and CR with CRp, in the virtual trial and as published, each with its exact interval, and what
//! repeated trials predict. The two endpoints are never mixed. Left out: other responses.

use super::TrialInput;
use crate::{
    Figure, Stroke, Theme,
    axis::Axis,
    comparison::sheet::{Sheet, sheets},
    rows::{Cell, Column, Mark, Marker, Row, Texts},
};
use cenersim_analyses::trial::{Predicted, PublishedGroup, Subgroup, TableName};
use cenersim_statistics::Interval;
use cenersim_text::{counted, fixed, plural};

const NAMES: [&str; 6] = ["response", "response_2", "response_3", "response_4", "response_5", "response_6"];

/// An endpoint of the trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    Cr,
    Remission,
}

impl Endpoint {
    pub const ALL: [Self; 2] = [Self::Cr, Self::Remission];

    /// Its name in tables and figures; rates are named after it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cr => "CR",
            Self::Remission => "CR + CRp",
        }
    }

    /// How many of a group had it, with the interval of their share.
    fn found(self, group: &Subgroup) -> (u32, Interval) {
        match self {
            Self::Cr => (group.cr, group.cr_interval),
            Self::Remission => (group.remission, group.remission_interval),
        }
    }

    fn published(self, group: &PublishedGroup) -> Option<(u32, Interval)> {
        match self {
            Self::Cr => group.cr.zip(group.cr_interval),
            Self::Remission => Some((group.remission, group.remission_interval)),
        }
    }
}

/// Response of each arm and of all; none without subjects.
pub fn response(input: &TrialInput, theme: &Theme) -> Vec<Figure> {
    let arms = input.result.arms.len();
    let shown = input.result.trial.subgroups.iter().filter(|group| matches!(&*group.heading, "arm" | "all"));
    let shown: Vec<&Subgroup> = shown.filter(|group| group.n > 0 && (arms > 1 || group.heading == "arm")).collect();
    let group = |(i, group): (usize, &&Subgroup)| {
        let color = theme.arm(i);
        let stroke = if group.heading == "arm" { color } else { Stroke { color: theme.blood, ..color } };
        [vec![Row::heading(&group_name(group), vec![Cell::Empty; 2])], rows(input, group, stroke, theme)].concat()
    };
    let groups: Vec<Vec<Row>> = shown.iter().enumerate().map(group).collect();
    let sheet = Sheet {
        names: &NAMES,
        title: input.headline("Response by arm"),
        subtitle: subtitle(input, shown.iter().any(|group| group.published.is_some())),
        footer: input.footer,
        columns: &columns(&groups, &input.result.criteria),
        texts: Texts::Beside,
    };
    sheets(&sheet, groups, theme)
}

fn group_name(group: &Subgroup) -> String {
    if group.heading == "arm" { group.label.clone() } else { "All arms".into() }
}

fn subtitle(input: &TrialInput, published: bool) -> String {
    let mut text = format!("One virtual trial, {}, with exact 95 % intervals.", input.units());
    if published {
        text += " Hollow diamond: published.";
    }
    if input.trials() > 0 {
        text += &format!(" Band: median and middle 95 % of {}.", plural(input.trials(), "repeated trial"));
    }
    text
}

/// A column for each endpoint, on the same axis: from zero to a round number above everything drawn.
pub(super) fn columns(groups: &[Vec<Row>], criteria: &str) -> Vec<Column> {
    let marks = groups.iter().flatten().flat_map(|row| &row.cells).filter_map(|cell| match cell {
        Cell::Mark(mark) => Some(mark.interval.high.max(mark.point)),
        _ => None,
    });
    let highest = marks.filter(|value| value.is_finite()).fold(5.0, f64::max);
    let column = |endpoint: Endpoint| Column {
        title: endpoint.label().into(),
        axis: Axis::linear(highest.min(100.0), 5),
        axis_title: format!("Subjects with {} (%), {criteria}", endpoint.label()),
        ends: Default::default(),
        zero: None,
    };
    Endpoint::ALL.map(column).to_vec()
}

/// What was seen in a group, what was published, and what repeated trials predict.
pub(super) fn rows(input: &TrialInput, group: &Subgroup, stroke: Stroke, theme: &Theme) -> Vec<Row> {
    let cells = |mark: &dyn Fn(Endpoint) -> Option<Mark>| {
        Endpoint::ALL.map(|endpoint| mark(endpoint).map_or(Cell::Empty, Cell::Mark)).to_vec()
    };
    let row = |label: &str, cells: Vec<Cell>| Row {
        label: label.into(),
        remark: String::new(),
        color: None,
        heading: false,
        cells,
    };
    let here = row("this trial", cells(&|endpoint| Some(seen(group, endpoint, stroke))));
    let printed = cells(&|endpoint| published(group, endpoint, theme));
    let again = cells(&|endpoint| repeated(input, group, endpoint, stroke));
    let others = [("published", printed), ("repeated trials", again)];
    let others = others.into_iter().filter(|(_, cells)| cells.iter().any(|cell| *cell != Cell::Empty));
    [here].into_iter().chain(others.map(|(label, cells)| row(label, cells))).collect()
}

fn seen(group: &Subgroup, endpoint: Endpoint, stroke: Stroke) -> Mark {
    let (found, interval) = endpoint.found(group);
    let text = counted(found, group.n, interval);
    Mark {
        point: 100.0 * f64::from(found) / f64::from(group.n),
        interval: interval.scaled(100.0),
        hover: format!("{}, this trial, {}: {text}", group_name(group), endpoint.label()),
        text,
        marker: Marker::Disc,
        stroke,
        tick: None,
    }
}

fn published(group: &Subgroup, endpoint: Endpoint, theme: &Theme) -> Option<Mark> {
    let published = group.published.as_ref().filter(|published| published.n > 0)?;
    let (found, interval) = endpoint.published(published)?;
    let text = counted(found, published.n, interval);
    Some(Mark {
        point: 100.0 * f64::from(found) / f64::from(published.n),
        interval: interval.scaled(100.0),
        hover: format!("{}, published, {}: {text}", group_name(group), endpoint.label()),
        text,
        marker: Marker::HollowDiamond,
        stroke: Stroke { color: theme.threshold, dash: &[], width: 4.0 },
        tick: None,
    })
}

fn repeated(input: &TrialInput, group: &Subgroup, endpoint: Endpoint, stroke: Stroke) -> Option<Mark> {
    let Predicted { median, interval, trials, .. } = rate(input, group, endpoint)?;
    let (low, high) = (fixed(interval.low, 0), fixed(interval.high, 0));
    let text = format!("median {} % ({low}–{high})", fixed(*median, 0));
    Some(Mark {
        point: *median,
        interval: *interval,
        hover: format!("{}, {trials} repeated trials, {}: {text}", group_name(group), endpoint.label()),
        text,
        marker: Marker::Span,
        stroke,
        tick: None,
    })
}

/// The rate of a group over repeated trials; none if there are none.
fn rate<'a>(input: &TrialInput<'a>, group: &Subgroup, endpoint: Endpoint) -> Option<&'a Predicted> {
    let (table, row, column) = match (&*group.heading, &*group.label) {
        ("disease", "refractory") => (TableName::Disease, "Refractory", None),
        ("disease", _) => (TableName::Disease, "Relapsed", None),
        ("inhibitors", "users") => (TableName::Inhibitors, "Inhibitor users", None),
        ("inhibitors", _) => (TableName::Inhibitors, "Others", None),
        (_, label) => (TableName::Response, "", Some(label)),
    };
    let rate = format!("{} rate", endpoint.label());
    let table = input.result.table(table)?;
    let cell = column.map_or_else(|| table.cell(row, &rate), |column| table.cell(&rate, column))?;
    let predicted = cell.predicted.as_ref()?;
    (predicted.median.is_finite() && predicted.interval.low.is_finite()).then_some(predicted)
}
