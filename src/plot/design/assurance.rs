//! Assurance: the chance that the next trial succeeds against its number of patients, at the hoped-for effect and averaged
//! over what is not known of the model, if it is right, half right, and if cenersen does nothing. Left out: looks and
//! stages, which the tables have.
//!
//! Bands are 95 % Monte-Carlo intervals; the upright line is the trial as planned, the level line the chance that is wanted.
//!
//! | line | what it is (%), over the patients of all arms |
//! |---|---|
//! | hoped-for effect, dashed | power: the effect is taken for known, so the line has no band |
//! | model right | assurance with the effects of the draws |
//! | model half right | the same with half of each effect |
//! | no effect | the same with none: the error of the design |
//!
//! # How to read it
//!
//! The dashed line is what a protocol usually states. Where the line of the model runs below it, the hoped-for effect is
//! larger than what the model expects; where it flattens below 100 %, more patients do not help, because in the other draws
//! the treatment is not better. As trials grow, a line of assurance tends to the share of the draws with an effect in favor
//! of the treatment, and no further.
//!
//! The line of no effect is level at the error that the test allows in favor of the treatment, `2.5 % of trials` for a
//! two-sided level of 5 %. Under each other name stands how many patients are enough, such as `80 % with 164`, or the chance
//! of the largest trial where none is.
//!
//! Patients are on a logarithmic axis, as errors fall with the root of the number. Bands are of the simulation: more draws
//! make them narrower, and they are not the uncertainty of the model, which is in the line itself.

use super::{DesignInput, NextTrial};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    figure::listed,
    labels::{self, Label},
    page::{Frame, MARGIN, Page},
    panel::Panel,
    sheet::Sheet,
    text::{self, Anchor, Style, Weight},
};
use cenersim_analyses::design::{Answer, CurvePoint, DesignResult, World};
use cenersim_statistics::assurance::Estimated;
use cenersim_text::{count, fixed};

/// Always one page.
pub const FIGURE: FigureOf<NextTrial> = FigureOf {
    name: "assurance",
    section: Section::Assurance,
    alt: |input, title| {
        listed(title.trim_end_matches('.'), lines(input.result, &Theme::light()).iter().map(alternative))
    },
    draw,
};

/// Deviate of the bands.
const DEVIATE: f64 = 1.96;

/// A line: what it is called, a remark, and its points with their Monte-Carlo errors (%).
///
/// `values` has one entry for each point of the curve of the result, in its order, as a share from 0 to 1. The power has
/// errors of 0, as it is computed and not simulated.
struct Line {
    name: &'static str,
    remark: String,
    stroke: Stroke,
    values: Vec<Estimated>,
}

/// What the alternative text says of a line, so that a reader without the picture learns name and answer.
fn alternative(line: &Line) -> String {
    format!("{}: {}", line.name, line.remark)
}

/// One sheet: title, subtitle with the design, the panel, provenance at the bottom.
fn draw(input: &DesignInput, theme: &Theme) -> Vec<Drawing> {
    let DesignInput { result, footer } = *input;
    let lines = lines(result, theme);
    let sheet = Sheet::about(message(result), &result.title, subtitle(result), footer);
    vec![sheet.draw(theme, |page, room| chances(page, result, &lines, room))]
}

/// The chance of the planned trial if the model is right, beside the power that assumes the hoped-for effect.
fn message(result: &DesignResult) -> String {
    let right = result.answers.iter().position(|answer| answer.world == World::Right);
    let success = right.and_then(|index| result.plan.success.get(index)).map_or(f64::NAN, |found| found.value);
    format!("Chance of success of the trial as planned: {} if the model is right", percent(success))
}

/// Design, planned size and what the lines are.
///
/// All that decides the numbers and is not on an axis: arms or rate, endpoint, kind of design, alpha with its sides, draws,
/// and where these come from. A figure that is copied out of a report still says what it is of.
fn subtitle(result: &DesignResult) -> String {
    let protocol = &result.protocol;
    let [control, treatment] = &result.arms;
    let sides = if protocol.sides == 2 { "two-sided" } else { "one-sided" };
    let from = match &result.posterior {
        Some(calibration) => format!("the posterior of {calibration}"),
        None => "their ranges".into(),
    };
    let against = match protocol.kind.is_controlled() {
        true => format!("{treatment} against {control}"),
        false => format!("{treatment}, one arm against a rate of {} %", fixed(100.0 * protocol.control_rate, 0)),
    };
    format!(
        "{against}; {}, {} design, {sides} alpha of {}. Averaged over {} draws of {} parameters from {from}; bands: 95 % \
         Monte-Carlo intervals.",
        protocol.endpoint.label(),
        protocol.kind.label(),
        protocol.alpha,
        result.draws.len(),
        result.parameters
    )
}

/// The hoped-for effect, then the worlds.
fn lines(result: &DesignResult, theme: &Theme) -> Vec<Line> {
    let power = Line {
        name: "hoped-for effect",
        remark: with(result, result.plan.for_power, result.curve.last().map_or(f64::NAN, |point| point.power)),
        stroke: Stroke { color: theme.ink, dash: &[10.0, 7.0], width: 4.0 },
        values: result.curve.iter().map(|point| Estimated { value: point.power, error: 0.0 }).collect(),
    };
    let world = |(index, answer): (usize, &Answer)| Line {
        name: answer.world.label(),
        remark: match answer.world {
            World::Nothing => format!("{} of trials", percent(result.plan.success[index].value)),
            _ => with(result, answer.patients, answer.largest.value),
        },
        stroke: theme.arm(index),
        values: result.curve.iter().map(|point| point.assurance[index]).collect(),
    };
    [power].into_iter().chain(result.answers.iter().enumerate().map(world)).collect()
}

/// `80 % with 164`, or how far the largest trial comes.
fn with(result: &DesignResult, patients: Option<u32>, largest: f64) -> String {
    let chance = if patients.is_some() { result.protocol.power } else { largest };
    format!("{} with {}", percent(chance), count(patients.unwrap_or(result.protocol.largest)))
}

/// Below one percent with a decimal.
fn percent(share: f64) -> String {
    let decimals = usize::from(share < 0.1);
    format!("{} %", fixed(100.0 * share, decimals))
}

/// Draws in the order of layers: axes, the wanted chance, the planned trial, lines with bands, names last.
///
/// The room at the right is as wide as the longest name, as lines are named at their ends and not in a key.
fn chances(page: &mut Page, result: &DesignResult, lines: &[Line], room: Frame) {
    let sizes = page.theme.sizes;
    let left = 2.4 * sizes.label + 2.4 * sizes.tick;
    let right = names(lines, page.theme) - room.x;
    let panel = panel(&result.curve, room.without([left, sizes.tick, right, 1.35 * sizes.tick + 1.4 * sizes.label]));
    panel.open(page);
    panel.y_title(page, MARGIN + sizes.label, "Chance of success (%)");
    panel.x_title(page, "Patients, all arms");
    panel.threshold(page, "wanted", 100.0 * result.protocol.power);
    planned(page, &panel, result);
    let patients: Vec<f64> = result.curve.iter().map(|point| f64::from(point.patients)).collect();
    let named: Vec<Label> = lines.iter().filter_map(|line| drawn(page, &panel, line, &patients)).collect();
    labels::draw(page, &panel.frame, &named);
}

/// Patients on a logarithmic scale, chances from 0 to 100 %.
///
/// Of a curve with one point the axis is widened by a hundredth, as a logarithmic axis needs two ends.
fn panel(curve: &[CurvePoint], frame: Frame) -> Panel {
    let [first, last] = [curve.first(), curve.last()].map(|point| point.map_or(1.0, |point| f64::from(point.patients)));
    Panel { frame, x: Axis::logarithmic(first, last.max(1.01 * first)), y: Axis::spanning(0.0, 100.0, 20.0) }
}

/// Room for the names at the right, the edge of the page included (px).
fn names(lines: &[Line], theme: &Theme) -> f64 {
    let width = |line: &Line| {
        let name = text::width(line.name, theme.sizes.label, Weight::SemiBold);
        name.max(text::width(&line.remark, theme.sizes.tick, Weight::Regular))
    };
    84.0 + lines.iter().map(width).fold(0.0, f64::max) + MARGIN
}

/// The number of patients as planned, named at the top of its line.
fn planned(page: &mut Page, panel: &Panel, result: &DesignResult) {
    let patients: u32 = result.plan.sizes.iter().sum();
    panel.moment(page, "planned", &page.theme.threshold_line(), f64::from(patients));
    let Some((x, y)) = panel.at(f64::from(patients), panel.y.high) else { return };
    // No curve is there: they rise, and reach the wanted chance at this line at most.
    let style = Style::new(page.theme.sizes.tick, page.theme.muted).anchored(Anchor::End);
    page.text_on_lines((x - 8.0, y + 1.1 * style.size), &format!("planned: {}", count(patients)), &style);
}

/// Draws a line with its band; returns its label.
///
/// Bands are cut at 0 and 100 %, which 1.96 errors may exceed near the ends. An error that is not known (fewer than two
/// groups of draws) has no band. None if the line has no point within the panel.
fn drawn(page: &mut Page, panel: &Panel, line: &Line, patients: &[f64]) -> Option<Label> {
    let values: Vec<f64> = line.values.iter().map(|one| 100.0 * one.value).collect();
    let reach = |one: &Estimated| if one.error.is_finite() { DEVIATE * one.error } else { 0.0 };
    let end = |sign: f64| {
        let end = |one: &Estimated| 100.0 * (one.value + sign * reach(one)).clamp(0.0, 1.0);
        line.values.iter().map(end).collect::<Vec<f64>>()
    };
    panel.ribbon(page, line.name, line.stroke.color, patients, &end(-1.0), &end(1.0));
    panel.curve(page, line.name, &line.stroke, patients, &values);
    for (patients, value) in patients.iter().zip(&values) {
        let Some((x, y)) = panel.at(*patients, *value) else { continue };
        let frame = Frame { x: x - 9.0, y: y - 9.0, width: 18.0, height: 18.0 };
        page.hover(&frame, &format!("{}: {} % with {} patients", line.name, fixed(*value, 1), count(*patients as u64)));
    }
    let end = panel.at(*patients.last()?, *values.last()?)?;
    Some(Label { text: line.name.into(), remark: line.remark.clone(), end, stroke: line.stroke })
}
