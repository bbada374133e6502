//! Swimmer plot: a lane for each subject, grouped by arm and sorted by time on study; bars say in which state they were, marks
//! what happened and when. Many subjects take several pages. Left out: examinations, infections and bleedings.
//!
//! ```text
//! lane     one subject, from the first dose to death or the end of observation (d)
//! bar      thin before and after a remission, thick within it
//! marks    course begins, remission, relapse, death, or alive when observation ends
//! ```
//!
//! # How to read it
//!
//! A long thin lane is a long life with leukemia, a thick part the time in remission, from the triangle to the ring
//! of a relapse. Strokes begin courses. A cross is a death; a mark that points onward is a subject who was alive
//! when observation ended. Lanes are sorted by time on study within each arm, so their envelope is the survival
//! curve turned on its side. Only marks that occur are in the key. Many subjects are thinned to every second, third
//! and so on, which the subtitle says.

use super::{Trial, TrialInput};
use crate::{
    Color, Drawing, FigureOf, Section, Theme,
    axis::Axis,
    in_the_tables,
    key::{Entry, Sample},
    marks::Shape,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    text::{self, Style},
};
use cenersim_analyses::trial::Subject;
use cenersim_model::curves::{EventKind, Response};
use cenersim_text::{plain, plural};

/// Pages at most.
/// Where there are more subjects, every second, third and so on is drawn.
const PAGES: usize = 6;
/// Lanes of a page, at most.
const MOST_LANES: usize = 72;
/// Between arms, in lanes.
const BETWEEN: f64 = 0.9;
/// Height of a bar in remission and of any other, in lanes.
const THICK: f64 = 0.72;
const THIN: f64 = 0.34;
/// Lanes are never higher than this (px).
const HIGHEST: f64 = 34.0;

/// The courses of all subjects; none without any.
pub const FIGURE: FigureOf<Trial> =
    FigureOf { name: "swimmer", section: Section::Survival, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let all = sorted(input);
    let every = all.len().div_ceil(MOST_LANES * PAGES).max(1);
    let shown: Vec<&Subject> = all.iter().step_by(every).copied().collect();
    let mut sheet = input.sheet_of_arms(message(&all), subtitle(input, every), theme);
    sheet.key = [meanings(input, theme), sheet.key].concat();
    let pages = shown.len().div_ceil(MOST_LANES);
    let edge = |page: usize| page * shown.len() / pages.max(1);
    let page = |i: usize| {
        let subjects = &shown[edge(i)..edge(i + 1)];
        sheet.numbered(i + 1, pages).draw(theme, |page, room| lanes(page, input, subjects, room))
    };
    (0..pages).map(page).collect()
}

/// How many reach a remission, and how many of these lose it within the observation.
fn message(all: &[&Subject]) -> String {
    let has = |subject: &&&Subject, is: fn(&EventKind) -> bool| subject.events.iter().any(|event| is(&event.kind));
    let remission =
        |kind: &EventKind| matches!(kind, EventKind::Response(Response::CR | Response::CRp | Response::CRi));
    let in_remission: Vec<&&Subject> = all.iter().filter(|subject| has(subject, remission)).collect();
    let relapsed = in_remission.iter().filter(|subject| has(subject, |kind| *kind == EventKind::Relapse)).count();
    let died = all.iter().filter(|subject| has(subject, |kind| matches!(kind, EventKind::Death { .. }))).count();
    format!(
        "{} of {} reach a remission and {relapsed} of these relapse; {died} die within the observation",
        in_remission.len(),
        all.len()
    )
}

/// By arm, the longest time on study first.
fn sorted<'a>(input: &TrialInput<'a>) -> Vec<&'a Subject> {
    let mut all: Vec<&Subject> = input.result.trial.subjects.iter().collect();
    let order = |a: &&Subject, b: &&Subject| b.last_day().total_cmp(&a.last_day()).then(a.number.cmp(&b.number));
    all.sort_by(|a, b| a.arm.cmp(&b.arm).then_with(|| order(a, b)));
    all
}

/// A lane for each subject over the days, and the names of the arms beside them.
fn lanes(page: &mut Page, input: &TrialInput, subjects: &[&Subject], room: Frame) {
    let sizes = page.theme.sizes;
    let left = names_width(input, page.theme);
    let room = room.without([left, 0.0, 0.8 * sizes.tick, 1.35 * sizes.tick + 1.3 * sizes.label]);
    let (frame, lanes) = places(subjects, room);
    let last = input.result.trial.subjects.iter().map(Subject::last_day).fold(1.0, f64::max);
    let panel = Panel { frame, x: Axis::days(last, 9), y: Axis::counting(1) };
    panel.grid(page);
    panel.x_labels(page, frame.bottom());
    panel.x_title(page, "Days since the first dose");
    arm_names(page, input, subjects, &lanes, frame.x);
    for (subject, lane) in subjects.iter().zip(&lanes) {
        bars(page, subject, &panel, lane);
    }
    marks(page, subjects, &panel, &lanes);
    for (subject, lane) in subjects.iter().zip(&lanes) {
        page.hover(lane, &hover_text(input, subject));
    }
}

/// How many subjects there are, and whether only some are drawn.
fn subtitle(input: &TrialInput, every: usize) -> String {
    let shown = if every > 1 { format!(" One subject in {every} is shown.") } else { String::new() };
    let by = if input.result.arms.len() > 1 { "by arm and time on study" } else { "by time on study" };
    format!("One virtual trial, {}, {by}.{shown}", input.units())
}

/// CR, CRp or CRi.
fn remission(response: Response) -> bool {
    matches!(response, Response::CR | Response::CRp | Response::CRi)
}

/// Color of a bar outside of remission.
fn resting(theme: &Theme) -> Color {
    theme.muted.mixed(theme.background, 0.45)
}

/// Color of a bar after a relapse.
fn relapsed(theme: &Theme) -> Color {
    theme.response(Response::Resistant)
}

/// Bars and marks that occur, in the order of a course.
fn meanings(input: &TrialInput, theme: &Theme) -> Vec<Entry> {
    let subjects = &input.result.trial.subjects;
    let any = |has: fn(&Subject) -> bool| subjects.iter().any(has);
    let in_remission = |response: Response| {
        let occurs =
            subjects.iter().any(|s| s.response() == response && s.record.outcome.survival.response_day.is_some());
        occurs.then(|| Entry::new(Sample::Bar(theme.response(response), THICK), format!("in {}", response.name())))
    };
    let mark = |shape, color, text: &str| Entry::new(Sample::Mark(shape, color), text);
    let mut out = vec![Entry::new(Sample::Bar(resting(theme), THIN), "not in remission")];
    out.extend([Response::CR, Response::CRp, Response::CRi].into_iter().filter_map(in_remission));
    if any(|subject| subject.record.outcome.survival.relapse_day.is_some()) {
        out.push(Entry::new(Sample::Bar(relapsed(theme), THIN), "after relapse"));
    }
    if subjects.iter().any(|subject| !courses(subject).is_empty()) {
        out.push(mark(Shape::Stroke, theme.ink, "course begins"));
    }
    if any(|subject| remission_day(subject).is_some()) {
        out.push(mark(Shape::Triangle, theme.ink, "remission"));
    }
    if any(|subject| subject.record.outcome.survival.relapse_day.is_some()) {
        out.push(mark(Shape::Ring, theme.ink, "relapse"));
    }
    if any(Subject::died) {
        out.push(mark(Shape::Cross, theme.ink, "death"));
    }
    if any(|subject| !subject.died()) {
        out.push(mark(Shape::Onward, theme.ink, "alive, observation ends"));
    }
    out
}

/// Day of CR, CRp or CRi.
fn remission_day(subject: &Subject) -> Option<f64> {
    subject.record.outcome.survival.response_day.filter(|_| remission(subject.response()))
}

/// First days of the courses, in order.
/// A course begins with its first dose.
fn courses(subject: &Subject) -> Vec<f64> {
    let mut seen = Vec::new();
    let mut days = Vec::new();
    for event in &subject.events {
        if let EventKind::Dose { course, .. } = event.kind
            && !seen.contains(&course)
        {
            seen.push(course);
            days.push(event.time.in_days());
        }
    }
    days
}

/// The frame that the lanes need, and the lane of each subject.
/// Arms are set apart by part of a lane.
fn places(subjects: &[&Subject], frame: Frame) -> (Frame, Vec<Frame>) {
    let breaks = subjects.windows(2).filter(|pair| pair[0].arm != pair[1].arm).count() as f64;
    let count = subjects.len() as f64 + BETWEEN * (breaks + 1.0);
    let height = (frame.height / count).min(HIGHEST);
    let mut y = frame.y + 0.5 * BETWEEN * height;
    let mut out = Vec::new();
    for (i, subject) in subjects.iter().enumerate() {
        if i > 0 && subjects[i - 1].arm != subject.arm {
            y += BETWEEN * height;
        }
        out.push(Frame { y, height, ..frame });
        y += height;
    }
    (Frame { height: height * count, ..frame }, out)
}

fn name_style(theme: &Theme) -> Style {
    Style::new(theme.sizes.label, theme.ink).semi_bold()
}

/// Room for the names of arms, with a gap (px).
fn names_width(input: &TrialInput, theme: &Theme) -> f64 {
    let style = name_style(theme);
    let most = 0.17 * f64::from(theme.size.0);
    let widest = input.names().into_iter().map(|name| text::room(name, &style, most)).fold(0.0, f64::max);
    widest.max(text::width("53 subjects", theme.sizes.tick, text::Weight::Regular)).min(most) + theme.sizes.label
}

/// Names of the arms beside their lanes, with the number of lanes.
fn arm_names(page: &mut Page, input: &TrialInput, subjects: &[&Subject], lanes: &[Frame], left: f64) {
    let theme = page.theme;
    let mut first = 0;
    for group in subjects.chunk_by(|a, b| a.arm == b.arm) {
        let (top, bottom) = (lanes[first].y, lanes[first + group.len() - 1].bottom());
        first += group.len();
        let Some(name) = group.first().and_then(|subject| input.result.arms.get(subject.arm as usize)) else {
            continue;
        };
        let color = theme.arm(group[0].arm as usize).color;
        let bar = Frame { x: left - 0.55 * theme.sizes.label, y: top, width: 6.0, height: bottom - top };
        page.area(&bar, color, 1.0);
        let height = bottom - top;
        let style = Style { color: theme.text_in(color), ..name_style(theme) };
        let style = Style { size: style.size.min(height / 1.2), ..style };
        let fit = (height / (1.2 * style.size) + 1e-9) as usize;
        let room = left - MARGIN - theme.sizes.label;
        let mut lines: Vec<(String, Style)> = text::condensed(name, &style, room, fit.saturating_sub(1).clamp(1, 3))
            .into_iter()
            .map(|line| (line, style))
            .collect();
        if fit > lines.len() {
            let light = Style::new(theme.sizes.tick.min(style.size), theme.muted);
            lines.push((plural(group.len() as u32, "subject"), light));
        }
        let mut y = (top + bottom) / 2.0 - 0.6 * style.size * lines.len() as f64 + 0.96 * style.size;
        for (line, style) in lines {
            page.text((MARGIN, y), &line, &style);
            y += 1.2 * name_style(theme).size.min(height / 1.2);
        }
    }
}

/// The states of a subject, one after the other: from, to, color, share of the lane.
fn states(subject: &Subject, theme: &Theme) -> Vec<(f64, f64, Color, f64)> {
    let end = subject.last_day();
    let relapse = subject.record.outcome.survival.relapse_day.map(|day| day.min(end));
    let Some(begin) = remission_day(subject).map(|day| day.min(end)) else {
        return vec![(0.0, end, resting(theme), THIN)];
    };
    let over = relapse.unwrap_or(end).max(begin);
    let states = [
        (0.0, begin, resting(theme), THIN),
        (begin, over, theme.response(subject.response()), THICK),
        (over, end, relapsed(theme), THIN),
    ];
    states.into_iter().filter(|(from, to, ..)| to > from).collect()
}

/// The states of a subject, one after the other.
fn bars(page: &mut Page, subject: &Subject, panel: &Panel, lane: &Frame) {
    for (from, to, color, share) in states(subject, page.theme) {
        let (Some((x, _)), Some((end, _))) = (panel.at(from, 0.0), panel.at(to, 0.0)) else { continue };
        let height = share * lane.height;
        let y = lane.y + (lane.height - height) / 2.0;
        page.area(&Frame { x, y, width: end - x, height }, color, 1.0);
    }
}

/// Marks of one form are one group; deaths come last, so that nothing hides them.
fn marks(page: &mut Page, subjects: &[&Subject], panel: &Panel, lanes: &[Frame]) {
    let ink = page.theme.ink;
    let size = lanes.first().map_or(0.0, |lane| (0.5 * lane.height).min(0.32 * page.theme.sizes.tick));
    let places = |days: &dyn Fn(&Subject) -> Vec<f64>| -> Vec<(f64, f64)> {
        let of = |(subject, lane): (&&Subject, &Frame)| {
            let place = |day: f64| panel.at(day, 0.0).map(|(x, _)| (x, lane.y + lane.height / 2.0));
            days(subject).into_iter().filter_map(place).collect::<Vec<_>>()
        };
        subjects.iter().zip(lanes).flat_map(of).collect()
    };
    let survival = |subject: &Subject| subject.record.outcome.survival.clone();
    Shape::Stroke.draw(page, "course begins", ink, size, &places(&courses));
    Shape::Triangle.draw(page, "remission", ink, size, &places(&|s| remission_day(s).into_iter().collect()));
    Shape::Ring.draw(page, "relapse", ink, size, &places(&|s| survival(s).relapse_day.into_iter().collect()));
    let alive = |subject: &Subject| if subject.died() { Vec::new() } else { vec![subject.last_day()] };
    Shape::Onward.draw(page, "alive, observation ends", ink, size, &places(&alive));
    Shape::Cross.draw(page, "death", ink, size, &places(&|s| survival(s).death_day.into_iter().collect()));
}

/// The course of a subject in words.
fn hover_text(input: &TrialInput, subject: &Subject) -> String {
    let arm = input.result.arms.get(subject.arm as usize).map_or("", String::as_str);
    let day = |day: f64| plain(day.round());
    let state = if subject.refractory { "refractory" } else { "relapsed" };
    let user = if subject.inhibitor_user { ", inhibitor user" } else { "" };
    let mut text = format!("subject {}, {arm}, {} y, {state}{user}", subject.number, day(subject.age_years));
    let survival = &subject.record.outcome.survival;
    text += &format!("; {}", subject.response().name());
    for (what, when) in [("", remission_day(subject)), ("relapse", survival.relapse_day)] {
        text += &when.map_or(String::new(), |when| match what {
            "" => format!(" on day {}", day(when)),
            _ => format!("; {what} on day {}", day(when)),
        });
    }
    match survival.death_day {
        Some(when) => {
            let cause = survival.death_cause.as_deref().map_or(String::new(), |cause| format!(" ({cause})"));
            text + &format!("; death on day {}{cause}", day(when))
        }
        None => text + &format!("; alive on day {}", day(subject.last_day())),
    }
}
