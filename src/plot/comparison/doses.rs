//! Dose timeline: what each arm gives and when, one lane for each drug, the amounts beside it. Days of treatment only.
//! Left out: courses of which the course before decides.
//!
//! A bar is an infusion for the reference patient, from its beginning to its end (d, day 1 first);
//! beside each lane stands the prescription of the first course; the amounts for the reference patient are told on hover.
//!
//! # How to read it
//!
//! One block for each arm with a lane for each drug, on the days of all courses of the reference patient that are known beforehand. A
//! bar reaches from the beginning to the end of an infusion; a bolus is widened until it can be seen. At the right
//! stands what is prescribed, such as `12 mg/m2, days 1–3`; results of earlier versions have the amounts of the
//! reference patient instead, such as `3 × 22.3 mg, 15 min each`. An arm without drugs says `no treatment`.

use super::{Comparison, ComparisonInput, by_arm};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    grid::unit,
    message,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    regimen,
    text::{self, Anchor, Style, Weight},
};
use cenersim_analyses::comparison::ArmResult;
use cenersim_model::treatment::{Administration, Drug};
use cenersim_text::{capital, listed, plain, three_digits};
use std::collections::BTreeSet;

/// Lanes are never higher than this, and the gap between arms is this share of a lane (px at usual size).
const HIGHEST_LANE: f64 = 96.0;
const GAP: f64 = 0.55;

/// Days and lanes of all arms.
struct Timeline {
    days: Axis,
    lane: f64,
    /// For the names of drugs (px).
    drugs: f64,
    /// Left and right edge of the lanes (px).
    left: f64,
    right: f64,
}

/// The dose timeline; none if no arm gives anything.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "doses", section: Section::Regimens, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    by_arm("When each drug is given", input, |arm| Some(format!("{} infusions", given(arm).len())))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let doses: Vec<Administration> = input.compared.arms.iter().flat_map(given).collect();
    if doses.is_empty() {
        return Vec::new();
    }
    // An arm may end before its day 1 has.
    let last = doses.iter().map(|dose| dose.end().in_days()).fold(f64::MIN_POSITIVE, f64::max);
    let subtitle = "Courses of the reference patient, as far as known beforehand; doses: of the first. Bars: infusions, short ones widened.";
    let sheet = input.sheet(message(input), subtitle.into(), theme);
    vec![sheet.draw(theme, |page, room| {
        let foot = theme.sizes.tick * 1.3 + theme.sizes.label * 1.5;
        arms(page, input, last, room.without([0.0, 0.0, 0.0, foot]));
    })]
}

/// Which drugs all arms give, and which only some.
fn message(input: &ComparisonInput) -> String {
    let arms: Vec<Vec<Drug>> = input.compared.arms.iter().map(|arm| regimen::drugs(&given(arm))).collect();
    let every: Vec<Drug> = arms[0].iter().copied().filter(|drug| arms.iter().all(|arm| arm.contains(drug))).collect();
    let some = arms.iter().flatten().copied().filter(|drug| !every.contains(drug)).collect::<BTreeSet<Drug>>();
    let by = |drug: &Drug| {
        let giving = input.compared.arms.iter().zip(&arms).filter(|(_, drugs)| drugs.contains(drug));
        let giving: Vec<&str> = giving.map(|(arm, _)| arm.name.as_str()).collect();
        format!("{} in {}", drug.name(), message::names(&giving))
    };
    let names: Vec<String> = every.iter().map(|drug| drug.name().to_owned()).collect();
    let all = if arms.len() > 1 { "All arms give" } else { "Given:" };
    let rest = some.iter().map(by).collect::<Vec<_>>().join(", ");
    match (names.is_empty(), rest.is_empty()) {
        (true, _) => capital(&rest),
        (false, true) if arms.len() > 1 => format!("{all} {}, in other doses or on other days", listed(&names, "and")),
        (false, true) => format!("{all} {}", listed(&names, "and")),
        (false, false) => format!("{all} {}; {rest}", listed(&names, "and")),
    }
}

/// All courses.
fn given(arm: &ArmResult) -> Vec<Administration> {
    arm.doses.iter().chain(&arm.later).copied().collect()
}

/// All arms, with a third of the room that is left above them, and the days under them.
fn arms(page: &mut Page, input: &ComparisonInput, last: f64, room: Frame) {
    let timeline = timeline(input, page.theme, last, room.height);
    let mut y = room.y + (room.height - used(input, timeline.lane)).max(0.0) / 3.0;
    for i in 0..input.compared.arms.len() {
        y += self::arm(page, input, &timeline, i, y) + timeline.lane * GAP;
    }
    days(page, &timeline, y - timeline.lane * GAP, Axis::days_since(input.first_day()));
}

/// Lanes of an arm; one for an arm that gives nothing.
fn lanes(arm: &ArmResult) -> usize {
    regimen::drugs(&given(arm)).len().max(1)
}

/// Height of all arms with lanes of this height (px).
fn used(input: &ComparisonInput, lane: f64) -> f64 {
    let arms = &input.compared.arms;
    lane * (arms.iter().map(lanes).sum::<usize>() as f64 + GAP * (arms.len() as f64 - 1.0))
}

/// Room for names at the left and amounts at the right, lanes as high as fit.
fn timeline(input: &ComparisonInput, theme: &Theme, last: f64, height: f64) -> Timeline {
    let arms = &input.compared.arms;
    let u = unit(theme);
    let lane = (height / used(input, 1.0)).clamp(8.0, HIGHEST_LANE * u);
    let amounts = (0..arms.len())
        .flat_map(|i| regimen::drugs(&given(&arms[i])).into_iter().map(move |drug| prescription(input, i, drug)));
    let style = Style::new(lane_size(theme, lane), theme.muted);
    let widest = amounts.map(|text| text::width(&text, style.size, style.weight)).fold(100.0, f64::max);
    let width = f64::from(theme.size.0);
    let right = width - MARGIN - widest.min(width * 0.3) - 20.0 * u;
    let drugs = drug_room(input, theme, lane);
    let left = MARGIN + name_room(input, theme, lane).min(width * 0.22) + drugs;
    let count = ((right - left) / (theme.sizes.tick * 2.6)).clamp(1.0, 14.0).min(last.ceil()) as usize;
    Timeline { days: Axis::days(last.ceil(), count).beginning(input.first_day()), lane, drugs, left, right }
}

/// Letters that fit a lane.
fn lane_size(theme: &Theme, lane: f64) -> f64 {
    theme.sizes.tick.min(lane * 0.82)
}

/// Sample and the longest name of an arm (px).
fn name_room(input: &ComparisonInput, theme: &Theme, lane: f64) -> f64 {
    let size = name_size(theme, lane);
    let width = |name: &str| text::width(&message::short(name), size, Weight::SemiBold);
    let widest = input.names().into_iter().map(width).fold(0.0, f64::max);
    widest + size * 2.2
}

fn name_size(theme: &Theme, lane: f64) -> f64 {
    theme.sizes.label.min(lane * 0.9)
}

/// The longest name of a drug of the defaults or of an arm (px).
fn drug_room(input: &ComparisonInput, theme: &Theme, lane: f64) -> f64 {
    let width = |drug: Drug| text::width(drug.name(), lane_size(theme, lane), Weight::SemiBold);
    let given = input.compared.arms.iter().flat_map(|arm| regimen::drugs(&arm.doses));
    given.chain(Drug::DEFAULTS).map(width).fold(0.0, f64::max) + 34.0
}

/// Draws one arm and returns its height (px).
fn arm(page: &mut Page, input: &ComparisonInput, timeline: &Timeline, i: usize, y: f64) -> f64 {
    let arm = &input.compared.arms[i];
    let doses = given(arm);
    let drugs = regimen::drugs(&doses);
    let height = timeline.lane * lanes(arm) as f64;
    let frame = Frame { x: timeline.left, y, width: timeline.right - timeline.left, height };
    regimen::compact(page, frame, &timeline.days, &drugs, &doses);
    name(page, timeline, i, arm, y, height);
    for (lane, drug) in drugs.iter().enumerate() {
        let words = prescription(input, i, *drug);
        self::lane(page, timeline, (arm, &words), *drug, y + timeline.lane * (lane as f64 + 0.5));
    }
    if drugs.is_empty() {
        let style = Style::new(lane_size(page.theme, timeline.lane), page.theme.muted).anchored(Anchor::Middle);
        let at = (frame.x + frame.width / 2.0, y + timeline.lane / 2.0 + style.size * 0.36);
        page.text_on_lines(at, "no treatment", &style);
    }
    height
}

/// Name of the arm beside its lanes, in as many lines as they have room for.
fn name(page: &mut Page, timeline: &Timeline, i: usize, arm: &ArmResult, y: f64, height: f64) {
    let stroke = page.theme.arm(i);
    let size = name_size(page.theme, timeline.lane);
    let style = Style::new(size, page.theme.text_in(stroke.color)).semi_bold();
    let sample = size * 1.7;
    let room = timeline.left - timeline.drugs - MARGIN - sample;
    let most = ((height / (size * 1.2)) as usize).clamp(1, 4);
    let lines = text::condensed(&message::short(&arm.name), &style, room, most);
    let first = y + height / 2.0 - size * 1.2 * (lines.len() as f64 - 1.0) / 2.0;
    page.line((MARGIN, first), (MARGIN + size * 1.35, first), &stroke);
    for (line, text) in lines.iter().enumerate() {
        page.text((MARGIN + sample, first + size * (0.36 + 1.2 * line as f64)), text, &style);
    }
}

/// Bars, name and amounts of one drug.
fn lane(page: &mut Page, timeline: &Timeline, (arm, words): (&ArmResult, &str), drug: Drug, middle: f64) {
    let size = lane_size(page.theme, timeline.lane);
    let color = page.theme.text_in(page.theme.drug(drug).color);
    let style = Style::new(size, color).semi_bold().anchored(Anchor::End);
    let baseline = middle + size * 0.36;
    page.text((timeline.left - 14.0, baseline), drug.name(), &style);
    let style = Style::new(size, page.theme.muted);
    let room = f64::from(page.theme.size.0) - 20.0 - timeline.right - 20.0;
    let lines = text::condensed(words, &style, room, 1);
    page.text((timeline.right + 20.0, baseline), &lines[0], &style);
    hovers(page, timeline, arm, drug, middle);
}

/// Every infusion tells its amount, its day and its duration.
fn hovers(page: &mut Page, timeline: &Timeline, arm: &ArmResult, drug: Drug, middle: f64) {
    let Axis { low, high, .. } = timeline.days;
    let share = |day: f64| ((day - low) / (high - low)).clamp(0.0, 1.0);
    let x = |day: f64| timeline.left + (timeline.right - timeline.left) * share(day);
    for dose in given(arm).iter().filter(|dose| dose.drug == drug) {
        let (from, to) = (x(dose.start.in_days()), x(dose.end().in_days()));
        let frame =
            Frame { x: from, y: middle - timeline.lane / 2.0, width: (to - from).max(6.0), height: timeline.lane };
        let (day, amount) = (plain(dose.start.in_days()), three_digits(dose.amount_mg));
        page.hover(&frame, &format!("{}, {amount} mg from day {day} over {}", drug.name(), duration(dose)));
    }
}

/// The prescription of the first course, or the amounts where it is not known.
fn prescription(input: &ComparisonInput, arm: usize, drug: Drug) -> String {
    let shown = input.compared.shown.get(arm).into_iter().flat_map(|shown| &shown.prescribed);
    let prescribed = shown.filter(|(other, _)| *other == drug).map(|(_, words)| words.clone()).next();
    prescribed.unwrap_or_else(|| amounts(&input.compared.arms[arm], drug))
}

/// Of the first course that gives the drug, or of later ones together: `3 × 22.3 mg, 15 min each`.
fn amounts<'a>(arm: &'a ArmResult, drug: Drug) -> String {
    let of = |doses: &'a [Administration]| doses.iter().filter(|dose| dose.drug == drug).collect::<Vec<_>>();
    let first_course = of(&arm.doses);
    let given = if first_course.is_empty() { of(&arm.later) } else { first_course };
    let Some(first) = given.first() else { return String::new() };
    let equal = given.iter().all(|dose| (dose.duration.in_days() - first.duration.in_days()).abs() < 1e-6);
    match (equal, given.len()) {
        (true, 1) => format!("{}, {}", regimen::amounts(&given), duration(first)),
        (true, _) => format!("{}, {} each", regimen::amounts(&given), duration(first)),
        (false, _) => regimen::amounts(&given),
    }
}

/// `15 min`, `3 h`, `4 d`.
fn duration(dose: &Administration) -> String {
    let hours = dose.duration.in_days() * 24.0;
    match hours {
        h if h < 1.0 => format!("{} min", plain((h * 60.0).round())),
        h if h < 48.0 => format!("{} h", plain((h * 10.0).round() / 10.0)),
        h => format!("{} d", plain((h / 2.4).round() / 10.0)),
    }
}

/// Days of treatment under the lowest lane.
fn days(page: &mut Page, timeline: &Timeline, bottom: f64, title: &str) {
    let (theme, width) = (page.theme, timeline.right - timeline.left);
    let frame = Frame { x: timeline.left, y: bottom - 1.0, width, height: 1.0 };
    let panel = Panel { frame, x: timeline.days.clone(), y: Axis::counting(1) };
    let stroke = Stroke { color: theme.muted, dash: &[], width: 1.5 };
    page.line((timeline.left, bottom), (timeline.right, bottom), &stroke);
    panel.x_labels(page, bottom);
    let style = Style::new(theme.sizes.label, theme.ink).anchored(Anchor::Middle);
    let baseline = bottom + theme.sizes.tick * 1.35 + style.size * 1.15;
    page.text((timeline.left + width / 2.0, baseline), title, &style);
}
