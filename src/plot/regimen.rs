//! Regimen strip: what was given and when, one lane for each drug, under a panel that shares its time axis. A short
//! infusion is widened so that it can be seen. Left out: the infusion rate within a lane.
//!
//! A bar reaches from the beginning to the end of an infusion; beside the lane stands the prescription, or where it
//! is not known how many there are and how much each gives (mg), and under it the numbers of the courses.

use super::{
    axis::Axis,
    grid::unit,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    rows::fitting,
    text::{self, Anchor, Style, Weight},
    theme::{Stroke, Theme},
};
use cenersim_model::treatment::{Administration, Drug};
use cenersim_text::{plain, short};
use std::collections::BTreeSet;

/// Height of one lane (px).
const LANE: f64 = 40.0;
/// Height of the line that numbers the courses (px).
const COURSES: f64 = 36.0;
/// An infusion is never drawn narrower than this (px).
const NARROWEST: f64 = 5.0;

/// The drugs of a regimen, in the order of the lanes.
pub(super) fn drugs(doses: &[Administration]) -> Vec<Drug> {
    doses.iter().map(|dose| dose.drug).collect::<BTreeSet<_>>().into_iter().collect()
}

/// How many courses there are; zero without treatment.
fn courses(doses: &[Administration]) -> u32 {
    doses.iter().map(|dose| dose.course).max().unwrap_or(0)
}

/// Height that the strip needs (px).
pub fn height(theme: &Theme, doses: &[Administration]) -> f64 {
    let numbers = if courses(doses) > 1 { COURSES } else { 0.0 };
    unit(theme) * (LANE * drugs(doses).len().max(1) as f64 + numbers)
}

/// Draws the strip into a frame that has the panel's left and right edge.
pub fn draw(page: &mut Page, frame: Frame, days: &Axis, (doses, prescribed): (&[Administration], &[(Drug, String)])) {
    let lanes = drugs(doses);
    let u = unit(page.theme);
    let lane_frame = Frame { height: LANE * u * lanes.len().max(1) as f64, ..frame };
    let y = Axis::counting(lanes.len().max(1));
    let panel = Panel { frame: lane_frame, x: days.clone(), y };
    background(page, &panel);
    if lanes.is_empty() {
        let style = Style::new(page.theme.sizes.label, page.theme.muted).anchored(Anchor::Middle);
        page.text((frame.x + frame.width / 2.0, frame.y + LANE * u * 0.72), "no treatment", &style);
    }
    for (i, drug) in lanes.iter().enumerate() {
        let words = prescribed.iter().find(|(other, _)| other == drug).map(|(_, words)| words.as_str());
        lane(page, &panel, i, (*drug, words), doses);
    }
    if courses(doses) > 1 {
        number_courses(page, &panel, doses);
    }
}

/// Bars alone, one lane for each of the drugs, in a frame under a small panel that shares its days.
pub fn compact(page: &mut Page, frame: Frame, days: &Axis, drugs: &[Drug], doses: &[Administration]) {
    let panel = Panel { frame, x: days.clone(), y: Axis::counting(drugs.len().max(1)) };
    background(page, &panel);
    for (i, drug) in drugs.iter().enumerate() {
        let middle = panel.y.high - i as f64 - 0.5;
        let given = doses.iter().filter(|dose| dose.drug == *drug);
        let bars = given.filter_map(|dose| bar(&panel, dose, middle)).collect();
        panel.bars(page, drug.name(), page.theme.drug(*drug).color, bars);
    }
}

/// Lines between the lanes and at the ticks of the days.
fn background(page: &mut Page, panel: &Panel) {
    let stroke = Stroke { color: page.theme.grid, dash: &[], width: 1.5 };
    let lanes = panel.y.high as usize;
    let across = (0..=lanes).map(|i| vec![(panel.x.low, i as f64), (panel.x.high, i as f64)]);
    let upward = panel.x.ticks.iter().map(|tick| vec![(tick.position, 0.0), (tick.position, lanes as f64)]);
    let lines = across.chain(upward).collect();
    panel.polylines(page, "lanes", &stroke, lines);
}

/// Bars of a drug, its name at the left and at the right its prescription, or else its amounts.
fn lane(page: &mut Page, panel: &Panel, i: usize, (drug, words): (Drug, Option<&str>), doses: &[Administration]) {
    let (stroke, sizes) = (page.theme.drug(drug), page.theme.sizes);
    let given: Vec<&Administration> = doses.iter().filter(|dose| dose.drug == drug).collect();
    let middle = panel.y.high - i as f64 - 0.5;
    let bars = given.iter().filter_map(|dose| bar(panel, dose, middle)).collect();
    panel.bars(page, drug.name(), stroke.color, bars);
    let baseline = panel.frame.y + LANE * unit(page.theme) * (i as f64 + 0.5) + sizes.label * 0.36;
    let style = Style::new(sizes.label, page.theme.text_in(stroke.color)).semi_bold();
    page.text((panel.frame.x - 14.0, baseline), drug.name(), &style.anchored(Anchor::End));
    let words = words.map_or_else(|| amounts(&given), str::to_owned);
    let (x, style) = (panel.frame.right() + 30.0, Style::new(sizes.tick, page.theme.muted));
    let room = f64::from(page.theme.size.0) - MARGIN / 2.0 - x;
    page.text(
        (x, baseline),
        &text::condensed(&words, &fitting(&words, style, room), room, 1)[0],
        &fitting(&words, style, room),
    );
    hovers(page, panel, baseline, &given);
}

/// Every infusion tells its amount and its day.
fn hovers(page: &mut Page, panel: &Panel, baseline: f64, given: &[&Administration]) {
    let height = LANE * unit(page.theme);
    for dose in given {
        let Some((x, _)) = panel.at(dose.start.in_days(), 0.0) else { continue };
        let end = panel.at(dose.end().in_days(), 0.0).map_or(x, |(end, _)| end);
        let frame = Frame { x, y: baseline - 0.75 * height, width: (end - x).max(NARROWEST), height };
        let (day, amount) = (plain((10.0 * dose.start.in_days()).round() / 10.0), short(dose.amount_mg));
        page.hover(&frame, &format!("{}, {amount} mg from day {day} on", dose.drug.name()));
    }
}

/// From beginning to end of an infusion, at least as wide as can be seen; none outside of the days that are shown.
pub(super) fn bar(panel: &Panel, dose: &Administration, middle: f64) -> Option<[(f64, f64); 2]> {
    let (start, end) = (dose.start.in_days(), dose.end().in_days());
    if !(start.is_finite() && end.is_finite()) || start > panel.x.high || end < panel.x.low {
        return None;
    }
    let narrowest = NARROWEST * (panel.x.high - panel.x.low) / panel.frame.width;
    let end = end.max(start + narrowest).min(panel.x.high);
    let start = start.min(end - narrowest).max(panel.x.low);
    Some([(start, middle + 0.32), (end, middle - 0.32)])
}

/// `3 × 23 mg`, or the total where infusions differ.
pub(super) fn amounts(given: &[&Administration]) -> String {
    let first = given.first().map_or(0.0, |dose| dose.amount_mg);
    let total: f64 = given.iter().map(|dose| dose.amount_mg).sum();
    let equal = given.iter().all(|dose| (dose.amount_mg - first).abs() <= 1e-6 * first.abs());
    match given.len() {
        1 => format!("{} mg", short(first)),
        n if equal => format!("{n} × {} mg", short(first)),
        n => format!("{n} infusions, {} mg", short(total)),
    }
}

/// Numbers under the first day of each course, left out where they would touch.
fn number_courses(page: &mut Page, panel: &Panel, doses: &[Administration]) {
    let style = Style::new(page.theme.sizes.tick, page.theme.muted);
    let baseline = panel.frame.bottom() + COURSES * unit(page.theme) * 0.82;
    page.text((panel.frame.x - 14.0, baseline), "course", &style.anchored(Anchor::End));
    let mut free_from = f64::NEG_INFINITY;
    for course in 1..=courses(doses) {
        let starts = doses.iter().filter(|dose| dose.course == course).map(|dose| dose.start.in_days());
        let first = starts.min_by(f64::total_cmp).filter(|day| *day <= panel.x.high);
        let Some((x, _)) = first.and_then(|day| panel.at(day, 0.0)) else { continue };
        if x > free_from {
            let number = course.to_string();
            page.text((x, baseline), &number, &style);
            free_from = x + text::width(&number, style.size, Weight::Regular) + 12.0;
        }
    }
}
