//! Operating characteristics by exact enumeration: over the true CR rate, how often the rule stops an arm, how often all
//! subjects together differ significantly from the expected rate, and how often they do so on the wrong side. Left out:
//! by how much significant results exaggerate, which the tables say.
//!
//! | line | what it is (%), over the true CR rate (%) |
//! |---|---|
//! | an arm | probability that the stopping rule stops it |
//! | all subjects | power of an exact two-sided test against the reference rate |
//! | wrong side | share of significant results on the wrong side of that rate (type S) |
//!
//! # How to read it
//!
//! At the expected CR rate, the upright line, the height of a stopping line is the chance of stopping an arm that
//! is as good as hoped, and to its left the chance of stopping one that is worse. Power is low where the curves are
//! flat: a trial of 53 subjects rarely shows a difference of ten points. The line of wrong sides (type S, Gelman
//! and Carlin 2014) says how often a significant result points the wrong way; it matters only where power is low.

use super::{Trial, TrialInput};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    in_the_tables,
    labels::{self, Label},
    page::{Frame, MARGIN, Page},
    panel::Panel,
    text::{self, Style, Weight},
};
use cenersim_analyses::{
    published,
    trial::{ArmCharacteristics, Power},
};
use cenersim_text::{fixed, plural};

/// A line: what it is called, a remark, and its points in percent.
struct Line {
    name: String,
    remark: String,
    stroke: Stroke,
    rates: Vec<f64>,
    shares: Vec<f64>,
}

/// Chances over the true CR rate; none without a rule and without a test.
pub const FIGURE: FigureOf<Trial> =
    FigureOf { name: "operating", section: Section::Stopping, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let mut lines = stops(&input.result.characteristics, theme);
    lines.extend(tests(input, theme));
    if lines.is_empty() {
        return Vec::new();
    }
    let sheet = input.sheet_of_arms(message(input), subtitle(input), theme);
    vec![sheet.draw(theme, |page, room| chances(page, &lines, room))]
}

/// Lines over the true rate of CR, and the expected rate as an upright line.
fn chances(page: &mut Page, lines: &[Line], room: Frame) {
    let sizes = page.theme.sizes;
    let left = 2.4 * sizes.label + 2.4 * sizes.tick;
    let right = self::room(lines, page.theme) - room.x;
    let panel = panel(lines, room.without([left, 0.0, right, 1.35 * sizes.tick + 1.4 * sizes.label]));
    panel.open(page);
    panel.y_title(page, MARGIN + sizes.label, "Probability (%)");
    panel.x_title(page, "True CR rate (%)");
    let named: Vec<Label> = lines.iter().filter_map(|line| drawn(page, &panel, line)).collect();
    expected(page, &panel);
    labels::draw(page, &panel.frame, &named);
}

/// The power of all subjects at the true rate ten points above the one that is tested against, or as near as there is one.
fn message(input: &TrialInput) -> String {
    let power: Vec<&Power> = input.result.total_power().collect();
    let away = |one: &&&Power| (one.truth - one.reference - 0.10).abs();
    let Some(one) = power.iter().min_by(|a, b| away(a).total_cmp(&away(b))) else {
        return "How often the stopping rule stops an arm, by its true CR rate".into();
    };
    format!(
        "{} find a true CR rate of {} % against {} % in {} % of trials",
        plural(one.subjects, "subject"),
        fixed(100.0 * one.truth, 0),
        fixed(100.0 * one.reference, 0),
        fixed(100.0 * one.errors.power, 0)
    )
}

fn subtitle(input: &TrialInput) -> String {
    let reference = fixed(100.0 * published::trial().expected.cr, 0);
    format!(
        "Exact enumeration. Significant: an exact two-sided test of {} at the 10 % level against {reference} %, the rate \
         of complete remission (CR) that was expected.",
        plural(input.result.protocol.total(), "subject")
    )
}

/// One line for all arms that stop alike.
fn stops(arms: &[ArmCharacteristics], theme: &Theme) -> Vec<Line> {
    let mut alike: Vec<Vec<usize>> = Vec::new();
    for i in (0..arms.len()).filter(|i| !arms[*i].exact.is_empty()) {
        match alike.iter_mut().find(|group| arms[group[0]].exact == arms[i].exact) {
            Some(group) => group.push(i),
            None => alike.push(vec![i]),
        }
    }
    let name = |group: &[usize]| together(&group.iter().map(|i| arms[*i].arm.as_str()).collect::<Vec<_>>());
    let remark = |group: &[usize]| if group.len() > 1 { "stop early" } else { "stops early" };
    let line = |group: Vec<usize>| {
        let stop = stop(&arms[group[0]], theme.arm(group[0]));
        Line { name: name(&group), remark: remark(&group).into(), ..stop }
    };
    alike.into_iter().map(line).collect()
}

/// `arm A, arm B`, or `Arms 1, 2` of numbered names.
fn together(names: &[&str]) -> String {
    let number = |name: &&str| Some(text::number_of(name)?.trim_start_matches("Arm ").to_owned());
    match (names, names.iter().map(number).collect::<Option<Vec<_>>>()) {
        ([name], _) => (*name).to_owned(),
        (_, Some(numbers)) => format!("Arms {}", numbers.join(", ")),
        (names, None) => names.iter().map(|name| text::number_of(name).unwrap_or(name)).collect::<Vec<_>>().join(", "),
    }
}

/// How often the rule stops this arm (%).
fn stop(arm: &ArmCharacteristics, stroke: Stroke) -> Line {
    Line {
        name: arm.arm.clone(),
        remark: String::new(),
        stroke,
        rates: arm.exact.iter().map(|one| 100.0 * one.true_rate).collect(),
        shares: arm.exact.iter().map(|one| 100.0 * one.probability_of_stopping).collect(),
    }
}

/// What all subjects together can tell.
fn tests(input: &TrialInput, theme: &Theme) -> Vec<Line> {
    let power: Vec<&Power> = input.result.total_power().collect();
    let line = |name: &str, remark: &str, stroke: Stroke, share: fn(&Power) -> Option<f64>| Line {
        name: name.into(),
        remark: remark.into(),
        stroke,
        rates: power.iter().map(|one| 100.0 * one.truth).collect(),
        shares: power.iter().map(|one| share(one).map_or(f64::NAN, |share| 100.0 * share)).collect(),
    };
    let all = Stroke { color: theme.ink, dash: &[], width: 5.0 };
    let wrong = Stroke { color: theme.threshold, dash: &[10.0, 7.0], width: 5.0 };
    let lines = [
        line("All subjects", "significant (power)", all, |one| Some(one.errors.power)),
        line("Wrong side", "of significant results", wrong, |one| one.errors.type_s),
    ];
    lines.into_iter().filter(|line| line.shares.iter().any(|share| share.is_finite())).collect()
}

/// The rate from 0 to the highest one, chances from 0 to 100 %.
fn panel(lines: &[Line], frame: Frame) -> Panel {
    let last = lines.iter().flat_map(|line| &line.rates).copied().fold(1.0, f64::max);
    Panel { frame, x: Axis::spanning(0.0, last, 10.0), y: Axis::spanning(0.0, 100.0, 20.0) }
}

/// Room for the names at the right, the edge of the page included (px).
fn room(lines: &[Line], theme: &Theme) -> f64 {
    let width = |line: &Line| {
        let style = Style::new(theme.sizes.label, theme.ink).semi_bold();
        let name = text::room(&line.name, &style, 0.2 * f64::from(theme.size.0));
        name.max(text::width(&line.remark, theme.sizes.tick, Weight::Regular))
    };
    84.0 + lines.iter().map(width).fold(0.0, f64::max) + MARGIN
}

/// Draws a line; returns its label.
fn drawn(page: &mut Page, panel: &Panel, line: &Line) -> Option<Label> {
    panel.curve(page, &line.name, &line.stroke, &line.rates, &line.shares);
    let points: Vec<(f64, f64)> = line.rates.iter().copied().zip(line.shares.iter().copied()).collect();
    for (rate, share) in points.iter().step_by(points.len().div_ceil(60).max(1)) {
        let Some((x, y)) = panel.at(*rate, *share) else { continue };
        let frame = Frame { x: x - 9.0, y: y - 9.0, width: 18.0, height: 18.0 };
        let (rate, share) = (fixed(*rate, 0), fixed(*share, 1));
        page.hover(&frame, &format!("{}, {}: {share} % at a true CR rate of {rate} %", line.name, line.remark));
    }
    let (rate, share) = points.iter().rfind(|(_, share)| share.is_finite())?;
    let style = Style::new(page.theme.sizes.label, page.theme.ink).semi_bold();
    let text = text::condensed(&line.name, &style, 0.2 * f64::from(page.theme.size.0), 1).swap_remove(0);
    Some(Label { text, remark: line.remark.clone(), end: panel.at(*rate, *share)?, stroke: line.stroke })
}

/// The expected rate, named at the top of its line.
fn expected(page: &mut Page, panel: &Panel) {
    let rate = 100.0 * published::trial().expected.cr;
    panel.moment(page, "expected CR rate", &page.theme.threshold_line(), rate);
    let Some((x, y)) = panel.at(rate, panel.y.high) else { return };
    let style = Style::new(page.theme.sizes.tick, page.theme.muted);
    page.text_on_lines((x + 8.0, y + 1.1 * style.size), "expected", &style);
}
