//! Ranking: the largest effects on one output as bars with their intervals, and what chance does, one sheet for each output.
//! Left out: the small ones, which the tables have.
//!
//! A bar is mu*, with its 95 % bootstrap interval over trajectories; the last row is the noise floor, the effect of
//! other random numbers.
//!
//! # How to read it
//!
//! The length is the mean change of the output, without sign, when the parameter moves over its whole range,
//! averaged over places in the space of all others. Gray bars do not rise above the noise floor in the last row,
//! which is what other random numbers alone do. A long bar with a wide interval needs more trajectories.

use super::{Sensitivity, SensitivityInput, color, factor, unit};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    forest::Forest,
    in_the_tables,
    names::{begun, number},
    rows::{Cell, Column, Mark, Marker, Row, Texts, finite},
};
use cenersim_analyses::sensitivity::OutputResult;
use cenersim_model::parameters::Level;
use cenersim_statistics::{Interval, morris::Effects};
use cenersim_text::{decimals_of_width, fixed};

/// Bars on one sheet.
const SHOWN: usize = 14;

/// A part for each output that anything drives.
pub const FIGURE: FigureOf<Sensitivity> =
    FigureOf { name: "ranking", section: Section::Ranking, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &SensitivityInput, theme: &Theme) -> Vec<Drawing> {
    let part = |(index, one): (usize, &OutputResult)| {
        let name = one.output.name();
        of_output(input, theme, (index, one)).into_iter().map(move |drawing| drawing.part(name))
    };
    input.result.outputs.iter().enumerate().flat_map(part).collect()
}

/// None where no parameter has an effect.
fn of_output(input: &SensitivityInput, theme: &Theme, (index, one): (usize, &OutputResult)) -> Vec<Drawing> {
    let order: Vec<usize> = input.ranked(one).into_iter().take(SHOWN).collect();
    if order.is_empty() {
        return Vec::new();
    }
    let bars = order.iter().map(|&at| {
        let found = &one.screened[at];
        let label = begun(&number(&input.result.inputs[at].path));
        row(&label, &found.effects, one, color(theme, index, found.level))
    });
    let chance = row("Noise floor (re-drawn random numbers)", &one.chance, one, color(theme, index, Level::None));
    let rows: Vec<Row> = bars.chain([chance]).collect();
    let sheet = input.sheet(input.message(one), subtitle(input));
    let columns = [column(one, &rows)];
    Forest { sheet, pages: 2, columns: &columns, texts: Texts::Beside }.draw(&[rows], theme)
}

fn subtitle(input: &SensitivityInput) -> String {
    let protocol = &input.result.protocol;
    format!(
        "Mean absolute effect of varying a parameter over its whole range (Morris, mu*), {} trajectories, {} patients; 95 % \
         bootstrap intervals. Gray: below the noise floor.",
        protocol.trajectories, protocol.patients
    )
}

/// In the unit of the axis: points for rates.
fn scaled(one: &OutputResult, effects: &Effects) -> (f64, Interval) {
    let factor = factor(one.output);
    let Interval { low, high } = effects.interval;
    (factor * effects.absolute, Interval { low: factor * low, high: factor * high })
}

fn row(label: &str, effects: &Effects, one: &OutputResult, color: crate::Color) -> Row {
    let (point, interval) = scaled(one, effects);
    let places = decimals_of_width(finite(interval).map_or(0.0, |interval| interval.width()).max(0.01));
    let ends = finite(interval).map_or_else(
        || "no interval".to_owned(),
        |interval| format!("{}–{}", fixed(interval.low, places), fixed(interval.high, places)),
    );
    let text = format!("{} ({ends})", fixed(point, places));
    let hover = format!(
        "{label}: {text} {}, sigma {}",
        unit(one.output),
        fixed(factor(one.output) * effects.deviation, places)
    );
    let stroke = Stroke { color, dash: &[], width: 5.0 };
    let mark = Mark { point, interval, text, marker: Marker::Bar, stroke, tick: None, hover };
    Row { label: label.into(), remark: String::new(), color: None, heading: false, cells: vec![Cell::Mark(mark)] }
}

fn column(one: &OutputResult, rows: &[Row]) -> Column {
    let ends = rows.iter().flat_map(|row| &row.cells).filter_map(|cell| match cell {
        Cell::Mark(mark) => Some(mark.interval.high.max(mark.point)),
        _ => None,
    });
    let highest = ends.filter(|end| end.is_finite()).fold(0.0, f64::max);
    Column {
        title: String::new(),
        axis: Axis::linear(highest, 5),
        axis_title: format!("Effect on {} ({})", one.output.label().to_lowercase(), unit(one.output)),
        ends: Default::default(),
        zero: Some(0.0),
    }
}
