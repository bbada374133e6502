//! Variance: which share of each output's variance is due to each of the numbers that matter, alone and with interactions.
//! Left out: pairs of numbers.
//!
//! One column for each output; for each parameter that was kept two rows: alone (first order) and with interactions
//! (total), in percent of the variance of the output, with bootstrap intervals.
//!
//! # How to read it
//!
//! Two bars for each parameter: alone, the share of the variance that would go if it were known (first order), and
//! with interactions, the share that would stay if all others were known (total). Where the second is much longer,
//! the parameter acts through others. Shares alone sum to at most 1, shares with interactions to at least 1. A bar
//! may leave 0 to 100 % by chance; its number does not. A share whose interval is as wide as all that can be is
//! `n.r.`, not resolved, and no title names it.

use super::{Sensitivity, SensitivityInput};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    forest::Forest,
    in_the_tables,
    names::{begun, number},
    rows::{Cell, Column, Mark, Marker, Row, Texts},
};
use cenersim_analyses::sensitivity::{OutputResult, VarianceShare};
use cenersim_text::fixed;

/// Room on the axis beyond 0 and 100 % for estimates and intervals outside, at most.
const BEYOND: f64 = 60.0;

/// Bars of all outputs side by side; none without a second stage.
pub const FIGURE: FigureOf<Sensitivity> =
    FigureOf { name: "variance", section: Section::Variance, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &SensitivityInput, theme: &Theme) -> Vec<Drawing> {
    let result = input.result;
    let outputs: Vec<(usize, &OutputResult)> =
        result.outputs.iter().enumerate().filter(|(_, one)| !one.variance.is_empty()).collect();
    if outputs.is_empty() {
        return Vec::new();
    }
    let groups: Vec<Vec<Row>> = result.kept.iter().map(|kept| group(input, theme, &outputs, *kept)).collect();
    let ends = ends(&outputs);
    let columns: Vec<Column> = outputs.iter().map(|(_, one)| column(one, ends)).collect();
    let sheet = input.sheet(message(input, &outputs), subtitle(input));
    Forest { sheet, pages: 4, columns: &columns, texts: Texts::AtEnd }.draw(&groups, theme)
}

/// Which number has the largest share of the variance of each output.
fn message(input: &SensitivityInput, outputs: &[(usize, &OutputResult)]) -> String {
    let one = |(_, one): &(usize, &OutputResult)| {
        let resolved = one.variance.iter().filter_map(|share| Some((share.input, share.indices.total_resolved()?)));
        let (largest, share) = resolved.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let (name, share) = (number(&input.result.inputs[largest].path), fixed(100.0 * share, 0));
        Some(format!("{name} {share} % of {}", one.output.label().to_lowercase()))
    };
    let told: Vec<String> = outputs.iter().filter_map(one).take(2).collect();
    match told.is_empty() {
        true => format!("{} rows do not resolve the shares of the variance", input.result.protocol.rows),
        false => format!("Largest estimated shares of the variance: {}", told.join(", ")),
    }
}

fn subtitle(input: &SensitivityInput) -> String {
    format!(
        "Sobol' indices of the {} parameters with the largest effects, {} rows, {} patients at each point: alone (first order) \
         and with all interactions (total). 95 % bootstrap intervals; n.r.: not resolved, an interval of 100 points or more or beyond 0 to 100 %.",
        input.result.kept.len(),
        input.result.protocol.rows,
        input.result.protocol.patients
    )
}

/// The name of a number, then its two rows.
fn group(input: &SensitivityInput, theme: &Theme, outputs: &[(usize, &OutputResult)], kept: usize) -> Vec<Row> {
    let path = &input.result.inputs[kept].path;
    let cell = |(index, one): &(usize, &OutputResult), total: bool| {
        let share = one.variance.iter().find(|share| share.input == kept);
        share.map_or(Cell::Empty, |share| Cell::Mark(mark(theme, *index, one, (path, share), total)))
    };
    let row = |label: &str, total: bool| Row {
        label: label.into(),
        remark: String::new(),
        color: None,
        heading: false,
        cells: outputs.iter().map(|output| cell(output, total)).collect(),
    };
    vec![
        Row::heading(&begun(&number(path)), vec![Cell::Empty; outputs.len()]),
        row("alone", false),
        row("with interactions", true),
    ]
}

/// A bar from zero, with its interval.
fn mark(theme: &Theme, index: usize, one: &OutputResult, (path, share): (&str, &VarianceShare), total: bool) -> Mark {
    let indices = share.indices;
    let (point, interval, resolved) = match total {
        true => (indices.total, indices.total_interval, indices.total_resolved()),
        false => (indices.first, indices.first_interval, indices.first_resolved()),
    };
    let color = theme.arm(index).color;
    // The lighter bar is the share alone.
    let color = if total { color } else { color.mixed(theme.background, 0.45) };
    let text = resolved.map_or_else(|| "n.r.".into(), |share| format!("{} %", fixed(100.0 * share, 0)));
    let (low, high) = (fixed(100.0 * interval.low, 0), fixed(100.0 * interval.high, 0));
    let what = if total { "with interactions" } else { "alone" };
    let hover = format!("{path}, {}, {what}: {text} ({low} to {high})", one.output.label());
    let interval = interval.scaled(100.0);
    let stroke = Stroke { color, dash: &[], width: 5.0 };
    Mark { point: 100.0 * point, interval, text, marker: Marker::Bar, stroke, tick: None, hover }
}

/// The same ends for all outputs, with room for the numbers.
fn ends(outputs: &[(usize, &OutputResult)]) -> (f64, f64) {
    let shares = outputs.iter().flat_map(|(_, one)| &one.variance);
    let all = shares.flat_map(|share| {
        let indices = share.indices;
        [
            indices.first_interval.low,
            indices.first_interval.high,
            indices.total_interval.low,
            indices.total_interval.high,
        ]
    });
    let all = all.filter(|end| end.is_finite()).map(|end| (100.0 * end).clamp(-BEYOND, 100.0 + BEYOND));
    let (low, high) = all.fold((0.0, 50.0), |(low, high): (f64, f64), end| (low.min(end), high.max(end)));
    (low, high + 0.3 * (high - low))
}

fn column(one: &OutputResult, (low, high): (f64, f64)) -> Column {
    Column {
        title: one.output.label().into(),
        axis: Axis::around(low, high, 3),
        axis_title: "Share of the variance (%)".into(),
        ends: Default::default(),
        zero: Some(0.0),
    }
}
