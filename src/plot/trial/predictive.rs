//! Predictive distributions: how many responders repeated trials have, in each arm and in all, with the published number
//! marked and how far in the tail it lies. Left out: smooth densities; responders are counted.
//!
//! A bar is the share of repeated trials with so many responders; those at or beyond the published number have the full
//! color, the others a paler one.
//!
//! # How to read it
//!
//! A panel for each arm and one for all, a row for each rate. The upright line is what was published; `tail` is the
//! share of repeated trials at or beyond it, doubled, at most 1. A small tail says that the model hardly ever
//! yields such a count: then the model, the patients or the published number is wrong, and the figure does not say
//! which. The spread of the bars is what 18 patients in an arm mean.

use super::{Trial, TrialInput, response::RATES};
use crate::{
    Color, Drawing, FigureOf, Section, Theme,
    axis::Axis,
    grid, in_the_tables,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    rows::fitting,
    text::{Anchor, Style},
    theme::Stroke,
};
use cenersim_analyses::{
    comparison::Rate,
    trial::{Cell, Predicted, TableName},
};
use cenersim_text::{count, fixed, plain, plural, probability};

/// Panels of one row; with more, each rate has its own page.
const MOST_IN_ROW: usize = 4;

/// One panel: whose responders, and the cell of the table of responses.
struct Shown<'a> {
    name: &'a str,
    cell: &'a Cell,
    predicted: &'a Predicted,
}

/// Responders over repeated trials; none without repeated trials.
pub const FIGURE: FigureOf<Trial> =
    FigureOf { name: "predictive", section: Section::Response, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let rows = RATES.map(|rate| (rate, shown(input, rate)));
    if rows.iter().any(|(_, row)| row.is_empty()) {
        return Vec::new();
    }
    if rows[0].1.len() <= MOST_IN_ROW {
        return vec![sheet(input, theme, &rows)];
    }
    rows.iter().map(|row| sheet(input, theme, std::slice::from_ref(row))).collect()
}

/// Every arm and all of them; with one arm that arm alone.
fn shown<'a>(input: &TrialInput<'a>, rate: Rate) -> Vec<Shown<'a>> {
    let Some(table) = input.result.table(TableName::Response) else { return Vec::new() };
    let arms = input.result.arms.len();
    let one = |name: &'a String| {
        let cell = table.cell(rate.label(), name)?;
        let predicted = cell.predicted.as_ref().filter(|predicted| !predicted.distribution.is_empty())?;
        let name = if input.result.arms.contains(name) { name } else { "All arms" };
        Some(Shown { name, cell, predicted })
    };
    table.columns.iter().filter(|name| arms > 1 || input.result.arms.contains(name)).filter_map(one).collect()
}

fn sheet(input: &TrialInput, theme: &Theme, rows: &[(Rate, Vec<Shown>)]) -> Drawing {
    let sheet = input.sheet_of_arms(message(rows), subtitle(input, rows), theme);
    sheet.draw(theme, |page, room| {
        let frame = room.without([4.4 * theme.sizes.tick, -0.5 * theme.sizes.tick, 0.0, 0.0]);
        let height = frame.height / rows.len() as f64;
        for (i, (rate, row)) in rows.iter().enumerate() {
            let frame = Frame { y: frame.y + i as f64 * height, height: height - 0.5 * theme.sizes.tick, ..frame };
            row_of(page, frame, *rate, row);
        }
    })
}

/// Whether the published counts of all arms lie where the model has 95 % of its trials.
fn message(rows: &[(Rate, Vec<Shown>)]) -> String {
    let one = |(rate, row): &(Rate, Vec<Shown>)| {
        let all = row.last()?;
        let published = all.cell.published?;
        let inside = if all.predicted.interval.contains(published) { "within" } else { "outside of" };
        Some(format!("{} with {} {inside} 95 % of virtual trials", plain(published), rate.label()))
    };
    let told: Vec<String> = rows.iter().filter_map(one).collect();
    match told.is_empty() {
        true => "Responders in virtual trials; nothing was published".into(),
        false => format!("Published: {}", told.join(", ")),
    }
}

fn subtitle(input: &TrialInput, rows: &[(Rate, Vec<Shown>)]) -> String {
    let trials = plural(input.trials(), "virtual trial");
    let published = rows.iter().flat_map(|(_, row)| row).any(|shown| shown.cell.published.is_some());
    let dark = match published {
        true => " Line: published; strong color: at or beyond it. Tail: twice the share of these trials.",
        false => "",
    };
    format!("Responders in each of {trials}, as designed.{dark}")
}

/// The panels of one rate, side by side.
fn row_of(page: &mut Page, frame: Frame, rate: Rate, row: &[Shown]) {
    let theme = page.theme;
    let names: Vec<&str> = row.iter().map(|shown| shown.name).collect();
    let highest = row.iter().map(|shown| highest(shown.predicted)).fold(0.0, f64::max);
    let foot = 1.35 * theme.sizes.tick + 1.1 * theme.sizes.tick;
    for cell in grid::cells(page, frame, &names, foot) {
        let shown = &row[cell.arm];
        let texts = 2.9 * theme.sizes.tick / cell.frame.height;
        let mut y = Axis::linear(highest, 3);
        y.high = y.high.max(highest / (1.0 - texts.min(0.7)));
        let y = y.spaced(cell.frame.height, 1.15 * theme.sizes.tick);
        let panel = Panel { frame: cell.frame, x: responders(shown, cell.frame.width, theme), y };
        panel.grid(page);
        if cell.leftmost {
            panel.y_labels(page);
            let style = Style::new(theme.sizes.tick, theme.ink).anchored(Anchor::Middle);
            let style = fitting("Trials (%)", style, cell.frame.height + foot);
            page.upright_text((MARGIN + 0.8 * style.size, middle(&cell.frame)), "Trials (%)", &style);
        }
        panel.x_labels(page, cell.frame.bottom());
        let style = Style::new(theme.sizes.tick, theme.ink).anchored(Anchor::Middle);
        let baseline = cell.frame.bottom() + 2.35 * theme.sizes.tick;
        let text = format!("Subjects with {}", rate.label());
        let style = fitting(&text, style, cell.frame.width);
        page.text((cell.frame.x + cell.frame.width / 2.0, baseline), &text, &style);
        bars(page, &panel, shown, theme.arm(cell.arm).color);
        published(page, &panel, shown, highest);
        numbers(page, &panel, shown);
    }
}

/// Half of the height (px).
fn middle(frame: &Frame) -> f64 {
    frame.y + frame.height / 2.0
}

/// Of the repeated trials (%).
fn share(predicted: &Predicted, trials: u32) -> f64 {
    100.0 * f64::from(trials) / f64::from(predicted.trials.max(1))
}

/// The largest share of trials with one number (%).
fn highest(predicted: &Predicted) -> f64 {
    predicted.distribution.iter().map(|(_, trials)| share(predicted, *trials)).fold(0.0, f64::max)
}

/// From zero to all values that occur and the published one, with whole numbers labelled.
fn responders(shown: &Shown, width: f64, theme: &Theme) -> Axis {
    let published = shown.cell.published.unwrap_or(0.0) as u32;
    let last = shown.predicted.distribution.last().map_or(0, |(value, _)| *value).max(published).max(3);
    let most = (width / (1.9 * theme.sizes.tick)).max(1.0);
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
    let step = step.into_iter().find(|step| f64::from(last) / step <= most).unwrap_or(1000.0);
    Axis::spanning(-0.6, f64::from(last) + 0.6, step)
}

/// Whether a value is at or beyond the published one, on the side where fewer trials are.
fn in_tail(shown: &Shown, value: u32) -> bool {
    let Some(published) = shown.cell.published else { return false };
    let trials = |beyond: &dyn Fn(f64) -> bool| -> u32 {
        shown.predicted.distribution.iter().filter(|(value, _)| beyond(f64::from(*value))).map(|one| one.1).sum()
    };
    let (below, above) = (trials(&|value| value <= published), trials(&|value| value >= published));
    let value = f64::from(value);
    if below <= above { value <= published } else { value >= published }
}

/// On hover: the number, in how many of the trials it occurred, and their share.
fn bars(page: &mut Page, panel: &Panel, shown: &Shown, color: Color) {
    let pale = color.mixed(page.theme.background, 0.55);
    for (value, trials) in &shown.predicted.distribution {
        let (x, percent) = (f64::from(*value), share(shown.predicted, *trials));
        let (Some((left, top)), Some((right, bottom))) = (panel.at(x - 0.4, percent), panel.at(x + 0.4, 0.0)) else {
            continue;
        };
        let frame = Frame { x: left, y: top, width: right - left, height: bottom - top };
        let text = format!(
            "{}: {value} in {} of {} trials ({} %)",
            shown.name,
            count(*trials),
            count(shown.predicted.trials),
            fixed(percent, 1)
        );
        page.cell(&frame, if in_tail(shown, *value) { color } else { pale }, &text);
    }
}

/// A line at the published number, as high as the highest bar of the row, so that it does not cross the words above.
fn published(page: &mut Page, panel: &Panel, shown: &Shown, highest: f64) {
    let Some(number) = shown.cell.published else { return };
    let stroke = Stroke { color: page.theme.ink, dash: &[10.0, 7.0], width: 3.0 };
    panel.polylines(page, "published", &stroke, vec![vec![(number, 0.0), (number, highest)]]);
}

/// The published number with its tail, and the middle of the trials, over the bars.
fn numbers(page: &mut Page, panel: &Panel, shown: &Shown) {
    let theme = page.theme;
    let style = Style::new(theme.sizes.tick, theme.ink).anchored(Anchor::End);
    let published = shown.cell.published.map(|published| {
        let tail = shown.predicted.tail.map_or(String::new(), |tail| format!(", tail {}", probability(tail)));
        (format!("published {}{tail}", plain(published)), style.semi_bold())
    });
    let Predicted { median, interval, .. } = shown.predicted;
    let (low, high) = (fixed(interval.low, 0), fixed(interval.high, 0));
    let middle = (format!("median {} ({low} to {high})", plain(*median)), style);
    let mut y = panel.frame.y + 0.2 * style.size;
    for (text, style) in published.into_iter().chain([middle]) {
        y += 1.2 * style.size;
        let style = fitting(&text, style, panel.frame.width - 12.0);
        page.text_on_lines((panel.frame.right() - 6.0, y), &text, &style);
    }
}
