//! Pairs: the parameters of which most was learned, two by two, with the density of each and the correlations between them.
//! Draws are shown as often as their weight says: a larger dot is a heavier draw. Left out: parameters that were not learned.
//!
//! At most six parameters, those of which most was learned first. Diagonal: densities; below it a dot for each draw,
//! with an area by its weight; above it correlations after and before the data, on the scales of the axes.
//!
//! # How to read it
//!
//! A narrow slanted cloud is a combination that is known while its parts are not: along the cloud the two trade
//! off. The correlations above the diagonal are those of posterior and prior; a prior near zero and a posterior
//! near one in size is what the data have tied together. Dots of a posterior that consists of few heavy draws are
//! few and large.

use super::{
    Calibration, CalibrationInput,
    density::{Density, correlation, resampled},
    names_in_words, posterior_color, prior_color, shaded,
};
use crate::{
    Color, Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    in_the_tables,
    key::Entry,
    page::{FINE, Frame, Page},
    panel::Panel,
    rows::fitting,
    sheet::Sheet,
    text::{self, Anchor, Style},
};
use cenersim_analyses::calibration::{DrawResult, ParameterResult};
use cenersim_text::fixed;
use plotters::{prelude::*, style::Color as _};

/// Parameters on the page.
const MOST: usize = 6;
/// Dots on the page, divided among its panels.
const DOTS: usize = 4200;
/// Room between panels (px).
const GAP: f64 = 12.0;

/// One parameter on the page.
struct Shown<'a> {
    index: usize,
    name: String,
    parameter: &'a ParameterResult,
    axis: Axis,
}

impl Shown<'_> {
    /// Of this parameter in a draw.
    fn value(&self, draw: &DrawResult) -> f64 {
        draw.values.get(self.index).copied().unwrap_or(f64::NAN)
    }

    /// On the scale of the axis, without its ends; of a draw.
    fn scaled(&self, draw: &DrawResult) -> f64 {
        if self.is_logarithmic() { libm::log10(self.value(draw)) } else { self.value(draw) }
    }

    fn is_logarithmic(&self) -> bool {
        is_logarithmic(self.parameter)
    }

    /// The value at a position of the axis.
    fn value_at(&self, position: f64) -> f64 {
        if self.is_logarithmic() { libm::pow(10.0, position) } else { position }
    }
}

/// A scale of logarithms needs both intervals above zero.
fn is_logarithmic(parameter: &ParameterResult) -> bool {
    parameter.logarithmic && parameter.prior.low > 0.0 && parameter.posterior.low > 0.0
}

/// The page; none with fewer than two parameters, or without draws.
pub const FIGURE: FigureOf<Calibration> =
    FigureOf { name: "pairs", section: Section::Together, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &CalibrationInput, theme: &Theme) -> Vec<Drawing> {
    let shown = shown(&input.calibrated.parameters);
    let draws = &input.calibrated.draws;
    if shown.len() < 2 || draws.is_empty() {
        return Vec::new();
    }
    let sheet = Sheet {
        key: key(theme),
        ..input.sheet(
            format!("Joint posterior of the {} best-identified parameters", shown.len()),
            subtitle(input, shown.len()),
        )
    };
    vec![sheet.draw(theme, |page, room| panels(page, &shown, draws, &Grid::new(theme, room, shown.len())))]
}

/// Densities on the diagonal, dots below it, correlations above it.
fn panels(page: &mut Page, shown: &[Shown], draws: &[DrawResult], grid: &Grid) {
    let clouds = clouds(draws, shown.len());
    for row in 0..shown.len() {
        for column in 0..shown.len() {
            let frame = grid.cell(row, column);
            match row.cmp(&column) {
                std::cmp::Ordering::Equal => densities(page, &shown[row], draws, frame),
                std::cmp::Ordering::Less => numbers(page, [&shown[row], &shown[column]], draws, frame),
                std::cmp::Ordering::Greater => dots(page, [&shown[column], &shown[row]], (draws, &clouds), frame),
            }
        }
        labels(page, &shown[row], grid, row);
    }
}

/// Those with the largest shrinkage, in its order.
fn shown(parameters: &[ParameterResult]) -> Vec<Shown<'_>> {
    let names = names_in_words(parameters);
    let mut order: Vec<usize> = (0..parameters.len()).collect();
    order.sort_by(|a, b| parameters[*b].shrinkage.total_cmp(&parameters[*a].shrinkage));
    let one = |index: usize| Shown {
        index,
        name: names[index].clone(),
        parameter: &parameters[index],
        axis: axis(&parameters[index]),
    };
    order.into_iter().take(MOST).map(one).collect()
}

/// From the lowest to the highest end of both intervals, and a bit more.
fn axis(parameter: &ParameterResult) -> Axis {
    let ParameterResult { prior, posterior, .. } = parameter;
    let (low, high) = (prior.low.min(posterior.low), prior.high.max(posterior.high));
    if !is_logarithmic(parameter) {
        return Axis::around(low, high, 3);
    }
    let (from, to) = (libm::log10(low), libm::log10(high));
    let more = (0.08 * (to - from)).max(0.05);
    Axis::logarithmic(libm::pow(10.0, from - more), libm::pow(10.0, to + more))
}

/// Which parameters, and what the numbers are.
fn subtitle(input: &CalibrationInput, n: usize) -> String {
    let all = input.calibrated.parameters.len();
    let which =
        if all > n { format!("The {n} of {all} parameters of which most was learned. ") } else { String::new() };
    format!(
        "{which}Upper triangle: correlation after and before the data, on the scales of the axes. {}.",
        input.sample_size()
    )
}

/// What dots and lines are, before and after the data.
fn key(theme: &Theme) -> Vec<Entry> {
    let [prior, mut posterior] = shaded(theme);
    posterior.text += "; area of a dot: weight";
    vec![prior, posterior]
}

/// The places of the panels.
struct Grid {
    frame: Frame,
    n: usize,
}

impl Grid {
    fn new(theme: &Theme, room: Frame, n: usize) -> Self {
        let size = theme.sizes.tick;
        Self { frame: room.without([4.6 * size, 0.0, 0.0, 3.7 * size]), n }
    }

    fn cell(&self, row: usize, column: usize) -> Frame {
        let n = self.n as f64;
        let (width, height) = ((self.frame.width + GAP) / n, (self.frame.height + GAP) / n);
        let (x, y) = (self.frame.x + column as f64 * width, self.frame.y + row as f64 * height);
        Frame { x, y, width: width - GAP, height: height - GAP }
    }
}

/// How often each draw is shown in every panel, before and after the data.
fn clouds(draws: &[DrawResult], n: usize) -> [Vec<u32>; 2] {
    let each = (DOTS / (n * (n - 1) / 2)).min(900);
    let of =
        |weight: fn(&DrawResult) -> f64, dots: usize| resampled(&draws.iter().map(weight).collect::<Vec<_>>(), dots);
    [of(|draw| draw.prior_weight, each / 3), of(|draw| draw.weight, 2 * each / 3)]
}

/// In each panel the same draws, before and after the data.
fn dots(page: &mut Page, [x, y]: [&Shown; 2], (draws, clouds): (&[DrawResult], &[Vec<u32>; 2]), frame: Frame) {
    let theme = page.theme;
    let panel = Panel { frame, x: inner(&x.axis, frame.width, 0.0), y: inner(&y.axis, frame.height, 0.0) };
    panel.grid(page);
    let styles = [(prior_color(theme), 0.45, 3.0), (posterior_color(theme), 0.55, 4.0)];
    for (times, (color, opacity, radius)) in clouds.iter().zip(styles) {
        let seen = draws.iter().zip(times).filter(|(_, times)| **times > 0);
        let place = |(draw, times): (&DrawResult, &u32)| {
            let inside = holds(&x.axis, x.scaled(draw)) && holds(&y.axis, y.scaled(draw));
            let at = panel.at(x.value(draw), y.value(draw)).filter(|_| inside)?;
            let most = 0.12 * frame.height;
            Some((at, (radius * f64::from(*times).sqrt()).min(most)))
        };
        circles(
            page,
            &format!("{} and {}", x.name, y.name),
            (color, opacity),
            &seen.filter_map(place).collect::<Vec<_>>(),
        );
    }
}

fn holds(axis: &Axis, position: f64) -> bool {
    (axis.low..=axis.high).contains(&position)
}

/// Circles with their places and radii (px).
fn circles(page: &mut Page, name: &str, (color, opacity): (Color, f64), places: &[((f64, f64), f64)]) {
    let style = RGBColor(color.0, color.1, color.2).mix(opacity).filled();
    let fine = |value: f64| (value * FINE).round() as i32;
    page.shapes(name, &[], |sheet| {
        for ((x, y), radius) in places {
            sheet
                .draw(&Circle::new((fine(*x), fine(*y)), fine(*radius), style))
                .expect("writing to text does not fail");
        }
    });
}

/// Density before the data as a shade, after them as a line; both as high as the panel.
fn densities(page: &mut Page, shown: &Shown, draws: &[DrawResult], frame: Frame) {
    let theme = page.theme;
    let of = |weight: fn(&DrawResult) -> f64| {
        let draws: Vec<(f64, f64)> = draws.iter().map(|draw| (shown.scaled(draw), weight(draw))).collect();
        Density::of(&draws, shown.axis.low, shown.axis.high, 120)
    };
    let style = Style::new(0.85 * theme.sizes.tick, theme.ink).semi_bold();
    let name = text::wrapped(&shown.name, &style, frame.width, 2);
    let above = 1.2 * style.size * name.len() as f64 + 0.1 * style.size;
    let found = [of(|draw| draw.prior_weight), of(|draw| draw.weight)];
    let below = Frame { y: frame.y + above, height: frame.height - above, ..frame };
    for (density, is_prior) in found.iter().zip([true, false]) {
        let Some(density) = density else { continue };
        let y = Axis::spanning(0.0, 1.05 * density.highest(), 1e300);
        let panel = Panel { frame: below, x: inner(&shown.axis, frame.width, 0.0), y };
        let at: Vec<f64> = density.at.iter().map(|position| shown.value_at(*position)).collect();
        if is_prior {
            panel.grid(page);
            let floor = vec![0.0; at.len()];
            panel.shade(page, &shown.name, (prior_color(theme), 0.4), &at, &floor, &density.height);
        } else {
            let stroke = Stroke { color: posterior_color(theme), dash: &[], width: 4.0 };
            panel.curve(page, &shown.name, &stroke, &at, &density.height);
        }
    }
    lines(page, &name, (frame.x + frame.width / 2.0, frame.y + style.size), &style);
}

/// Correlation of the two parameters among the draws.
fn numbers(page: &mut Page, [x, y]: [&Shown; 2], draws: &[DrawResult], frame: Frame) {
    let pairs: Vec<(f64, f64)> = draws.iter().map(|draw| (x.scaled(draw), y.scaled(draw))).collect();
    let of = |weight: fn(&DrawResult) -> f64| {
        let found = correlation(&pairs, &draws.iter().map(weight).collect::<Vec<_>>());
        found.filter(|found| found.is_finite())
    };
    let (after, before) = (of(|draw| draw.weight), of(|draw| draw.prior_weight));
    let written = |found: Option<f64>| found.map_or_else(|| "none".into(), |found| fixed(found, 2));
    let theme = page.theme;
    let large = Style::new(theme.sizes.label, theme.text_in(posterior_color(theme))).semi_bold();
    let small = Style::new(0.85 * theme.sizes.tick, theme.muted);
    let (middle, center) = (frame.y + frame.height / 2.0, frame.x + frame.width / 2.0);
    let lines = [(written(after), large, 0.0), (format!("before {}", written(before)), small, 1.25)];
    for (text, style, down) in lines {
        let style = fitting(&text, style.anchored(Anchor::Middle), frame.width);
        page.text((center, middle + down * theme.sizes.tick), &text, &style);
    }
}

/// Ticks that do not touch each other nor those of the next panel.
fn inner(axis: &Axis, length: f64, edge: f64) -> Axis {
    let mut axis = axis.clone();
    let (low, high) = (axis.low, axis.high);
    axis.ticks.retain(|tick| {
        let share = (tick.position - low) / (high - low);
        share * length >= edge && (1.0 - share) * length >= edge
    });
    axis
}

/// Tick labels at the left end of a row and under its column, where the name and the unit stand, too.
fn labels(page: &mut Page, shown: &Shown, grid: &Grid, index: usize) {
    let size = page.theme.sizes.tick;
    if index > 0 {
        let frame = grid.cell(index, 0);
        let y = inner(&shown.axis, frame.height, 0.6 * size).spaced(frame.height, 1.2 * size);
        Panel { frame, x: Axis::counting(1), y }.y_labels(page);
    }
    let frame = grid.cell(grid.n - 1, index);
    let x = inner(&shown.axis, frame.width, 1.4 * size).spaced(frame.width, 3.2 * size);
    Panel { frame, x, y: Axis::counting(1) }.x_labels(page, frame.bottom());
    let unit = &shown.parameter.unit;
    let text = if unit.is_empty() { shown.name.clone() } else { format!("{} ({unit})", shown.name) };
    let style = Style::new(0.85 * size, page.theme.ink);
    let text = text::wrapped(&text, &style, frame.width, 2);
    lines(page, &text, (frame.x + frame.width / 2.0, frame.bottom() + 2.3 * size), &style);
}

/// Lines around a middle, from the first baseline down.
fn lines(page: &mut Page, text: &[String], (middle, first): (f64, f64), style: &Style) {
    for (i, line) in text.iter().enumerate() {
        page.text((middle, first + 1.2 * style.size * i as f64), line, &style.anchored(Anchor::Middle));
    }
}
