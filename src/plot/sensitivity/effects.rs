//! Effects: size of the effects of each number against their spread. A point on the line of equal size and spread has effects
//! that depend on the other numbers as much as they have a direction of their own. Left out: names of small effects.
//!
//! Horizontal: mu*, the mean of the absolute elementary effects; upright: sigma, their standard deviation; both in the
//! unit of the output, over the whole range of a parameter. The upright line is what chance alone does.
//!
//! # How to read it
//!
//! Points far to the right drive the output. Points near the horizontal axis act alike wherever the others stand;
//! points above the dashed line act in one way here and in another there, or in both directions. What lies left of
//! the dotted line is not distinguishable from other random numbers and is gray. Named are the ten largest.

use super::{Sensitivity, SensitivityInput, color, factor, unit};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    in_the_tables,
    labels::{self, Label},
    names::{begun, number},
    page::{Frame, MARGIN, Page},
    panel::Panel,
    text::{self, Weight},
};
use cenersim_analyses::sensitivity::OutputResult;
use cenersim_model::parameters::Level;
use cenersim_text::three_digits;

/// Numbers that are named.
const NAMED: usize = 10;

/// Share of the page that names may take.
const MOST_OF_THE_PAGE: f64 = 0.42;

/// A point of the figure.
struct Dot {
    name: String,
    /// mu* and sigma, in the unit of the axes.
    at: (f64, f64),
    level: Level,
}

/// A part for each output that anything drives.
pub const FIGURE: FigureOf<Sensitivity> =
    FigureOf { name: "effects", section: Section::Ranking, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &SensitivityInput, theme: &Theme) -> Vec<Drawing> {
    input.result.outputs.iter().enumerate().filter_map(|output| of_output(input, theme, output)).collect()
}

/// None where no parameter has an effect.
fn of_output(input: &SensitivityInput, theme: &Theme, (index, one): (usize, &OutputResult)) -> Option<Drawing> {
    let dots = dots(input, one);
    let largest = dots.iter().flat_map(|dot| [dot.at.0, dot.at.1]).filter(|end| end.is_finite()).fold(0.0, f64::max);
    if dots.is_empty() || largest <= 0.0 {
        return None;
    }
    let sheet = input.sheet(input.message(one), subtitle(one));
    let drawing = sheet.draw(theme, |page, room| plot(page, &panel(theme, &dots, room), one, &dots, index));
    Some(drawing.part(one.output.name()))
}

fn subtitle(one: &OutputResult) -> String {
    let (chance, factor) = (one.chance.absolute, factor(one.output));
    format!(
        "Each point is a parameter. Right: influential. Above the dashed line: its effects depend on the other parameters \
         (interaction or nonlinearity). Dotted line: noise floor from re-drawing the random numbers, {} {}.",
        three_digits(factor * chance),
        unit(one.output)
    )
}

/// The inputs, the largest effect first.
fn dots(input: &SensitivityInput, one: &OutputResult) -> Vec<Dot> {
    let factor = factor(one.output);
    let inputs = input.ranked(one).into_iter().map(|at| {
        let found = &one.screened[at];
        let place = (factor * found.effects.absolute, factor * found.effects.deviation);
        Dot { name: begun(&number(&input.result.inputs[at].path)), at: place, level: found.level }
    });
    inputs.filter(|dot| dot.at.0.is_finite() && dot.at.1.is_finite()).collect()
}

/// Both axes begin at zero.
fn panel(theme: &Theme, dots: &[Dot], room: Frame) -> Panel {
    let sizes = theme.sizes;
    let widest =
        dots.iter().take(NAMED).map(|dot| text::width(&dot.name, sizes.label, Weight::SemiBold)).fold(0.0, f64::max);
    let names = (widest + 110.0).min(MOST_OF_THE_PAGE * room.width);
    let highest = |of: fn(&Dot) -> f64| dots.iter().map(of).fold(0.0, f64::max) * 1.04;
    let (x, y) = (Axis::linear(highest(|dot| dot.at.0), 5), Axis::linear(highest(|dot| dot.at.1), 5));
    let ticks = y.ticks.iter().map(|tick| text::width(&tick.label, sizes.tick, Weight::Regular)).fold(0.0, f64::max);
    let left = sizes.label * 1.7 + ticks + 14.0;
    let frame = room.without([left, 0.0, names, sizes.tick * 1.5 + sizes.label * 1.7]);
    Panel { frame, x, y }
}

/// The line of equal size and spread, the points, and the names of the largest.
fn plot(page: &mut Page, panel: &Panel, one: &OutputResult, dots: &[Dot], index: usize) {
    let (theme, sizes) = (page.theme, page.theme.sizes);
    panel.open(page);
    panel.y_title(page, MARGIN + sizes.label * 0.8, &format!("Spread of the effects, sigma ({})", unit(one.output)));
    panel.x_title(page, &format!("Mean size of the effects, mu* ({})", unit(one.output)));
    let end = panel.x.high.min(panel.y.high);
    panel.polylines(page, "size and spread are equal", &theme.threshold_line(), vec![vec![(0.0, 0.0), (end, end)]]);
    chance(page, panel, one);
    for dot in dots.iter().rev() {
        let stroke = Stroke { color: color(theme, index, dot.level), dash: &[], width: 4.0 };
        let said = format!(
            "{}: mu* {}, sigma {} {}",
            dot.name,
            three_digits(dot.at.0),
            three_digits(dot.at.1),
            unit(one.output)
        );
        panel.point(page, &said, &stroke, dot.at.0, dot.at.1, (dot.at.1, dot.at.1));
    }
    let named = dots.iter().filter(|dot| dot.level != Level::None).take(NAMED);
    labels::draw(page, &panel.frame, &named.filter_map(|dot| label(theme, panel, dot, index)).collect::<Vec<_>>());
}

/// What chance alone does: an upright line at its size.
fn chance(page: &mut Page, panel: &Panel, one: &OutputResult) {
    let at = factor(one.output) * one.chance.absolute;
    let stroke = Stroke { color: page.theme.muted, dash: &[4.0, 6.0], width: 3.0 };
    if at.is_finite() && at <= panel.x.high {
        panel.moment(page, "chance", &stroke, at);
    }
}

/// None where the effect or its spread is no number.
fn label(theme: &Theme, panel: &Panel, dot: &Dot, index: usize) -> Option<Label> {
    let stroke = Stroke { color: color(theme, index, dot.level), dash: &[], width: 4.0 };
    Some(Label { text: dot.name.clone(), remark: String::new(), end: panel.at(dot.at.0, dot.at.1)?, stroke })
}
