//! Stopping rule at work: responses of each arm as its subjects come, over the region where the rule stops it, and how
//! often it stops in repeated trials. Left out: the time until a response is known.
//!
//! Horizontal: subjects of the arm in order of enrollment; upright: CR among them. A shaded bar says at how many CR or
//! fewer the rule stops; a cross where it does; what would have followed is dashed.
//!
//! # How to read it
//!
//! Follow a line from the left: each subject is a step to the right, each CR a step up. The arm stops where the
//! line meets the shaded region at a look. Under the panel stands what became of it in words, and the share of
//! repeated trials in which the rule stops this arm as it is designed.

use super::{Trial, TrialInput};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    grid::{self, Cell},
    in_the_tables,
    marks::Shape,
    message,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    rows::fitting,
    text::{Anchor, Style},
};
use cenersim_analyses::trial::{Explanation, StoppingPath, StoppingRule};
use cenersim_text::{fixed, listed, plural, probability};

/// Lines under each panel.
const LINES: f64 = 2.0;
/// Parts of a path that tell their numbers on hover.
const MOST_HOVERS: usize = 60;

/// The path of each arm; none without a rule.
pub const FIGURE: FigureOf<Trial> =
    FigureOf { name: "stopping", section: Section::Stopping, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let paths = &input.result.trial.stopping;
    let Some(rule) = input.result.protocol.stopping.as_ref().filter(|_| !paths.is_empty()) else { return Vec::new() };
    let sheet = input.sheet_of_arms(message(paths), subtitle(rule), theme);
    vec![sheet.draw(theme, |page, room| {
        let frame = room.without([3.6 * theme.sizes.tick, -0.5 * theme.sizes.tick, 0.0, 0.0]);
        let foot = 2.9 * theme.sizes.tick + LINES * 1.25 * theme.sizes.tick;
        let names: Vec<&str> = paths.iter().map(|path| path.arm.as_str()).collect();
        for cell in grid::cells(page, frame, &names, foot) {
            one(page, input, &cell, foot);
        }
    })]
}

/// The panel of an arm, and what became of it in words under it.
fn one(page: &mut Page, input: &TrialInput, cell: &Cell, foot: f64) {
    let (paths, style) = (&input.result.trial.stopping, Style::new(page.theme.sizes.tick, page.theme.ink));
    let panel = panel(page, (cell.arm, &paths[cell.arm]), cell.frame, highest(paths));
    if cell.leftmost {
        panel.y_labels(page);
        let style = fitting("Subjects with CR", style.anchored(Anchor::Middle), cell.frame.height + foot / 2.0);
        let at = (MARGIN + 0.8 * style.size, cell.frame.y + cell.frame.height / 2.0);
        page.upright_text(at, "Subjects with CR", &style);
    }
    let mut y = cell.frame.bottom() + 2.75 * style.size;
    for text in words(input, cell.arm) {
        y += 1.25 * style.size;
        page.text((cell.frame.x, y), &text, &fitting(&text, style, cell.frame.width));
    }
}

/// Which arms the rule stops in this trial, and when.
fn message(paths: &[StoppingPath]) -> String {
    let stopped = paths.iter().filter_map(|path| Some((path.arm.as_str(), path.stopped_at?)));
    let told: Vec<String> =
        stopped.map(|(arm, n)| format!("{} after {}", message::short(arm), plural(n, "subject"))).collect();
    match told.is_empty() {
        true => "The rule stops no arm of this trial".into(),
        false => format!("The rule stops {}", listed(&told, "and")),
    }
}

/// The rule in words.
fn subtitle(rule: &StoppingRule) -> String {
    let beta = |(a, b): (f64, f64)| 100.0 * a / (a + b);
    format!(
        "Bayesian monitoring (Thall, Simon and Estey 1995), constants assumed: an arm stops when the probability that its CR \
         rate exceeds that of the standard (mean {} %) by {} percentage points is below {}. Shaded: stops.",
        fixed(beta(rule.standard), 0),
        fixed(100.0 * rule.margin, 0),
        probability(rule.lower)
    )
}

/// What became of an arm, and what becomes of it in repeated trials.
fn words(input: &TrialInput, arm: usize) -> Vec<String> {
    let path = &input.result.trial.stopping[arm];
    let at = |n: u32| path.looks.iter().find(|look| look.subjects == n).map_or(0, |look| look.responses);
    let here = match (path.stopped_at, path.looks.last()) {
        (Some(n), _) => format!("Stops after {}: {} CR", plural(n, "subject"), at(n)),
        (None, Some(last)) => format!("Goes on to the end: {} CR in {}", last.responses, last.subjects),
        (None, None) => "No subject".into(),
    };
    let repeated = input.result.repeated.as_ref().and_then(|repeated| {
        let designed = repeated.explanations.iter().find(|one| one.explanation == Explanation::AsDesigned)?;
        designed.stopping.get(arm)
    });
    let again = repeated.map(|stops| {
        let (share, subjects) = (fixed(100.0 * stops.probability.value, 0), fixed(stops.expected_subjects, 1));
        format!("{share} % of trials stop; mean {subjects} subjects")
    });
    [here].into_iter().chain(again).collect()
}

/// The most responses that any panel shows.
fn highest(paths: &[StoppingPath]) -> u32 {
    let of = |path: &StoppingPath| {
        let seen = path.looks.iter().map(|look| look.responses).max().unwrap_or(0);
        path.boundary.iter().filter_map(|(_, most)| *most).max().unwrap_or(0).max(seen)
    };
    paths.iter().map(of).max().unwrap_or(0).max(2) + 1
}

/// All arms have the same height of responses.
fn panel(page: &mut Page, (arm, path): (usize, &StoppingPath), frame: Frame, highest: u32) -> Panel {
    let theme = page.theme;
    let last = path.looks.last().map_or(1, |look| look.subjects).max(1);
    let last = path.boundary.last().map_or(last, |(n, _)| last.max(*n));
    let step = |most: f64, count: f64| {
        let steps = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0];
        steps.into_iter().find(|step| most / step <= count).unwrap_or(1000.0)
    };
    let across = step(f64::from(last), (frame.width / (2.2 * theme.sizes.tick)).clamp(1.0, 10.0));
    let up = step(f64::from(highest), (frame.height / (1.6 * theme.sizes.tick)).clamp(1.0, 8.0));
    let x = Axis::spanning(-0.5, f64::from(last) + 0.8, across);
    let panel = Panel { frame, x, y: Axis::spanning(-0.5, f64::from(highest) + 0.3, up) };
    region(page, &panel, path);
    panel.grid(page);
    panel.x_labels(page, frame.bottom());
    let style = Style::new(theme.sizes.tick, theme.ink).anchored(Anchor::Middle);
    page.text((frame.x + frame.width / 2.0, frame.bottom() + 2.4 * style.size), "Subjects of the arm", &style);
    course(page, &panel, (arm, path));
    panel
}

/// Where the rule stops the arm: a bar for each look, joined where a look follows every subject.
fn region(page: &mut Page, panel: &Panel, path: &StoppingPath) {
    let shade = page.theme.muted.mixed(page.theme.background, 0.62);
    for looks in path.boundary.chunk_by(|a, b| a.1 == b.1 && b.0 == a.0 + 1) {
        let (Some((first, Some(most))), Some((last, _))) = (looks.first(), looks.last()) else { continue };
        let (left, right) = (f64::from(*first) - 0.5, f64::from(*last) + 0.5);
        let (Some((left, y)), Some((right, bottom))) = (panel.at(left, f64::from(*most) + 0.5), panel.at(right, -0.5))
        else {
            continue;
        };
        let frame = Frame { x: left, y, width: right - left, height: bottom - y };
        let at = if first == last { first.to_string() } else { format!("{first} to {last}") };
        page.cell(&frame, shade, &format!("{}: stops after {at} subjects with {most} CR or fewer", path.arm));
    }
}

/// Responses subject by subject, where the arm stops, and dashed what would have followed.
fn course(page: &mut Page, panel: &Panel, (arm, path): (usize, &StoppingPath)) {
    let stroke = Stroke { dash: &[], ..page.theme.arm(arm) };
    let end = path.stopped_at.unwrap_or(u32::MAX);
    let steps = |from: u32, to: u32| -> (Vec<f64>, Vec<f64>) {
        let all = [(0, 0)].into_iter().chain(path.looks.iter().map(|look| (look.subjects, look.responses)));
        let within = all.filter(|(subjects, _)| (from..=to).contains(subjects));
        within.map(|(subjects, responses)| (f64::from(subjects), f64::from(responses))).unzip()
    };
    let ((before, found), (after, later)) = (steps(0, end), steps(end, u32::MAX));
    panel.step_line(page, &path.arm, &stroke, &before, &found);
    let pale = Stroke { dash: &[8.0, 8.0], width: 3.0, ..stroke };
    panel.step_line(page, &format!("{}, if it had gone on", path.arm), &pale, &after, &later);
    let stopped = path.looks.iter().find(|look| Some(look.subjects) == path.stopped_at);
    if let Some(at) = stopped.and_then(|look| panel.at(look.subjects.into(), look.responses.into())) {
        let size = 0.5 * page.theme.sizes.tick;
        Shape::Cross.draw(page, &format!("{} stops", path.arm), page.theme.ink, size, &[at]);
    }
    let every = path.looks.len().div_ceil(MOST_HOVERS).max(1);
    for look in path.looks.iter().filter(|look| look.due).step_by(every) {
        let Some((x, y)) = panel.at(look.subjects.into(), look.responses.into()) else { continue };
        let frame = Frame { x: x - 8.0, y: y - 8.0, width: 16.0, height: 16.0 };
        let (n, found, p) = (look.subjects, look.responses, probability(look.probability));
        page.hover(&frame, &format!("{}: {found} CR in {n}, probability of the improvement {p}", path.arm));
    }
}
