//! Effects: size of the effects of each number against their spread. A point on the line of equal size and spread has effects
//! that depend on the other numbers as much as they have a direction of their own. Left out: names of small effects.

use super::{SensitivityInput, color, factor, unit};
use crate::{
    Figure, Stroke, Theme,
    axis::Axis,
    labels::{self, Label},
    page::{Frame, MARGIN, Page},
    panel::Panel,
    text::{self, Anchor, Style, Weight},
};
use cenersim_analyses::sensitivity::OutputResult;
use cenersim_model::parameters::Level;
use cenersim_text::three_digits;

/// Numbers that are named.
const NAMED: usize = 10;
const NAMES: [&str; 4] = ["effects_cr", "effects_stem_log_kill", "effects_disease_free", "effects_cenersen_kill"];

/// Share of the page that names may take.
const MOST_OF_THE_PAGE: f64 = 0.42;

/// A point of the figure.
struct Dot {
    name: String,
    /// mu* and sigma, in the unit of the axes.
    at: (f64, f64),
    level: Level,
}

/// A figure for each output that anything drives.
pub fn effects(input: &SensitivityInput, theme: &Theme) -> Vec<Figure> {
    let outputs = input.result.outputs.iter().enumerate().zip(NAMES);
    outputs.filter_map(|((index, one), name)| figure(input, theme, (index, one), name)).collect()
}

fn figure(
    input: &SensitivityInput,
    theme: &Theme,
    (index, one): (usize, &OutputResult),
    name: &'static str,
) -> Option<Figure> {
    let dots = dots(input, one);
    let largest = dots.iter().flat_map(|dot| [dot.at.0, dot.at.1]).filter(|end| end.is_finite()).fold(0.0, f64::max);
    if dots.is_empty() || largest <= 0.0 {
        return None;
    }
    let title = input.headline(&format!("How {} answers", one.output.label().to_lowercase()));
    let mut page = Page::new(theme);
    let top = page.header(&title, &subtitle(one));
    let bottom = page.footer(input.footer);
    let panel = panel(theme, &dots, (top, bottom));
    draw(&mut page, &panel, one, &dots, index);
    Some(Figure { name, svg: page.finish(&title), title })
}

fn subtitle(one: &OutputResult) -> String {
    let (chance, factor) = (one.chance.absolute, factor(one.output));
    format!(
        "Each point is a number of the model. Right: matters. Above the dashed line: its effects depend on the other numbers \
         more than they agree. Dotted line: chance alone, {} {}.",
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
        Dot { name: input.result.inputs[at].path.clone(), at: place, level: found.level }
    });
    inputs.filter(|dot| dot.at.0.is_finite() && dot.at.1.is_finite()).collect()
}

fn panel(theme: &Theme, dots: &[Dot], (top, bottom): (f64, f64)) -> Panel {
    let sizes = theme.sizes;
    let widest =
        dots.iter().take(NAMED).map(|dot| text::width(&dot.name, sizes.label, Weight::SemiBold)).fold(0.0, f64::max);
    let width = f64::from(theme.size.0) - 2.0 * MARGIN;
    let names = (widest + 110.0).min(MOST_OF_THE_PAGE * width);
    let highest = |of: fn(&Dot) -> f64| dots.iter().map(of).fold(0.0, f64::max) * 1.04;
    let (x, y) = (Axis::linear(highest(|dot| dot.at.0), 5), Axis::linear(highest(|dot| dot.at.1), 5));
    let ticks = y.ticks.iter().map(|tick| text::width(&tick.label, sizes.tick, Weight::Regular)).fold(0.0, f64::max);
    let left = MARGIN + sizes.label * 1.7 + ticks + 14.0;
    let frame = Frame {
        x: left,
        y: top,
        width: f64::from(theme.size.0) - MARGIN - names - left,
        height: bottom - top - sizes.tick * 1.5 - sizes.label * 1.7,
    };
    Panel { frame, x, y }
}

fn draw(page: &mut Page, panel: &Panel, one: &OutputResult, dots: &[Dot], index: usize) {
    let (theme, sizes) = (page.theme, page.theme.sizes);
    panel.grid(page);
    panel.x_labels(page, panel.frame.bottom());
    panel.y_labels(page);
    panel.y_title(page, MARGIN + sizes.label * 0.8, &format!("Spread of the effects, sigma ({})", unit(one.output)));
    let x_title = format!("Mean size of the effects, mu* ({})", unit(one.output));
    let under = panel.frame.bottom() + sizes.tick * 1.4 + sizes.label * 1.35;
    let style = Style::new(sizes.label, theme.ink).anchored(Anchor::Middle);
    page.text((panel.frame.x + panel.frame.width / 2.0, under), &x_title, &style);
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

fn label(theme: &Theme, panel: &Panel, dot: &Dot, index: usize) -> Option<Label> {
    let room = f64::from(theme.size.0) - MARGIN - panel.frame.right() - 84.0;
    let style = Style::new(theme.sizes.label, theme.ink).semi_bold();
    let text = text::condensed(&dot.name, &style, room, 1).concat();
    let stroke = Stroke { color: color(theme, index, dot.level), dash: &[], width: 4.0 };
    Some(Label { text, remark: String::new(), end: panel.at(dot.at.0, dot.at.1)?, stroke })
}
