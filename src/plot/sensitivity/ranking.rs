//! Ranking: the largest effects on one output as bars with their intervals, and what chance does, one sheet for each output.
//! Left out: the small ones, which the tables have.

use super::{SensitivityInput, color, factor, unit};
use crate::{
    Figure, Stroke, Theme,
    axis::Axis,
    comparison::sheet::{Sheet, sheets},
    rows::{Cell, Column, Mark, Marker, Row, Texts, finite},
};
use cenersim_analyses::sensitivity::OutputResult;
use cenersim_model::parameters::Level;
use cenersim_statistics::{Interval, morris::Effects};
use cenersim_text::{decimals_of_width, fixed};

/// Bars on one sheet.
const SHOWN: usize = 14;
const NAMES: [[&str; 2]; 4] = [
    ["ranking_cr", "ranking_cr_2"],
    ["ranking_stem_log_kill", "ranking_stem_log_kill_2"],
    ["ranking_disease_free", "ranking_disease_free_2"],
    ["ranking_cenersen_kill", "ranking_cenersen_kill_2"],
];

/// A sheet for each output that anything drives.
pub fn ranking(input: &SensitivityInput, theme: &Theme) -> Vec<Figure> {
    let outputs = input.result.outputs.iter().enumerate().zip(&NAMES);
    outputs.flat_map(|((index, one), names)| sheet(input, theme, (index, one), names)).collect()
}

fn sheet(
    input: &SensitivityInput,
    theme: &Theme,
    (index, one): (usize, &OutputResult),
    names: &[&'static str],
) -> Vec<Figure> {
    let order: Vec<usize> = input.ranked(one).into_iter().take(SHOWN).collect();
    if order.is_empty() {
        return Vec::new();
    }
    let bars = order.iter().map(|&at| {
        let found = &one.screened[at];
        let label = &input.result.inputs[at].path;
        row(label, &found.effects, one, color(theme, index, found.level))
    });
    let chance = row("chance (other draws)", &one.chance, one, color(theme, index, Level::None));
    let rows: Vec<Row> = bars.chain([chance]).collect();
    let sheet = Sheet {
        names,
        title: input.headline(&format!("What drives {}", one.output.label().to_lowercase())),
        subtitle: subtitle(input),
        footer: input.footer,
        columns: &[column(one, &rows)],
        texts: Texts::Beside,
    };
    sheets(&sheet, vec![rows], theme)
}

fn subtitle(input: &SensitivityInput) -> String {
    let protocol = &input.result.protocol;
    format!(
        "Mean size of the effect of going through a number's whole range (Morris, mu*), {} trajectories, {} patients; 95 % \
         bootstrap intervals. Gray: no more than chance.",
        protocol.trajectories, protocol.patients
    )
}

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
