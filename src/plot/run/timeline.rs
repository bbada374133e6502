//! Timeline: the sheet that figures over time share. Title and subtitle on top, panels over the regimen strip, one axis
//! of days, labels at the right, provenance at the bottom. Left out: what the panels show.
//!
//! # Layout of a page
//!
//! ```text
//! title and subtitle
//! panel 0      upright axis at the left, names of curves at the right
//! panel 1      the same days under it, where a figure has two
//! days         one axis for all panels
//! strip        the regimen: a lane for each drug, numbers of the courses
//! footer       scenario, hypothesis, seed, version
//! ```
//!
//! Events of a single replicate (best response, relapse, death) are upright lines with their names; of several replicates the
//! header counts them, since upright lines of many would hide the curves.

use super::{Drawing, FigureInput, band};
use crate::{
    axis::Axis,
    grid::unit,
    labels::apart,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    regimen,
    sheet::Sheet,
    text::{self, Anchor, Style},
    theme::{Stroke, Theme},
};
use cenersim_model::curves::{CurveSet, Event, EventKind, Response};
use cenersim_text::plain;

/// Left of the panels: axis title, tick labels, drug names (px).
const LEFT: f64 = 214.0;
/// Right of the panels: labels (px).
const RIGHT: f64 = 420.0;
/// Between panels (px).
const BETWEEN: f64 = 52.0;
/// Between panels and strip (px).
const ABOVE_STRIP: f64 = 34.0;
/// Days on the axis: tick labels and title (px).
const DAYS: f64 = 84.0;

/// A page with strip and days; its panels are still empty.
pub struct Timeline<'p, 't> {
    /// The page that is filled.
    pub page: &'p mut Page<'t>,
    /// From day 0 to the last day.
    pub days: Axis,
    /// One frame for each panel, from the top.
    pub frames: Vec<Frame>,
}

/// A sheet with so many panels one above the other; the message is its title.
pub fn over_time(
    input: &FigureInput,
    theme: &Theme,
    (message, subtitle): (String, String),
    panels: usize,
    content: impl FnOnce(&mut Timeline),
) -> Vec<Drawing> {
    let sheet = Sheet::about(message, input.title, subtitle, input.footer);
    vec![sheet.draw(theme, |page, room| content(&mut Timeline::new(page, room, input, panels)))]
}

impl<'p, 't> Timeline<'p, 't> {
    fn new(page: &'p mut Page<'t>, room: Frame, input: &FigureInput, panels: usize) -> Self {
        let u = unit(page.theme);
        let (top, bottom) = (room.y, room.bottom() - DAYS * u);
        let days = input.days(input.horizon(), 9);
        let width = f64::from(page.theme.size.0) - (LEFT + RIGHT) * u;
        let height = regimen::height(page.theme, input.doses);
        let strip = Frame { x: LEFT * u, y: bottom - height, width, height };
        regimen::draw(page, strip, &days, (input.doses, input.prescribed));
        let frames =
            stacked(Frame { x: LEFT * u, y: top, width, height: strip.y - ABOVE_STRIP * u - top }, panels, BETWEEN * u);
        let mut timeline = Self { page, days, frames };
        let since = if input.doses.is_empty() { "Days" } else { Axis::days_since(input.first_day()) };
        timeline.label_days(bottom, since);
        timeline
    }

    /// Tick labels of the days, and their title.
    fn label_days(&mut self, bottom: f64, title: &str) {
        let panel = Panel { frame: self.frames[0], x: self.days.clone(), y: Axis::counting(1) };
        panel.x_labels(self.page, bottom);
        let style = Style::new(self.page.theme.sizes.label, self.page.theme.ink).anchored(Anchor::Middle);
        let middle = panel.frame.x + panel.frame.width / 2.0;
        self.page.text((middle, bottom + (DAYS - 14.0) * unit(self.page.theme)), title, &style);
    }

    /// The panel in a frame, with its grid and the labels of its axis.
    pub fn panel(&mut self, i: usize, y: Axis, title: &str) -> Panel {
        let panel = Panel { frame: self.frames[i], x: self.days.clone(), y };
        panel.grid(self.page);
        panel.y_labels(self.page);
        panel.y_title(self.page, MARGIN + 24.0, title);
        panel
    }

    /// Marks best response, relapse and death, where there is only one replicate to tell about; names them above the first panel.
    pub fn mark_events(&mut self, panel: &Panel, input: &FigureInput) {
        let stroke = Stroke { color: self.page.theme.ink, dash: &[], width: 2.0 };
        let marks: Vec<(f64, String)> = marks(input).into_iter().filter(|(day, _)| *day <= panel.x.high).collect();
        for (day, name) in &marks {
            panel.moment(self.page, name, &stroke, *day);
        }
        if panel.frame == self.frames[0] {
            self.name_marks(panel, &marks);
        }
    }

    /// Above the first panel.
    fn name_marks(&mut self, panel: &Panel, marks: &[(f64, String)]) {
        let style = Style::new(self.page.theme.sizes.tick, self.page.theme.ink).anchored(Anchor::Middle);
        let width = |(_, name): &(f64, String)| text::width(name, style.size, style.weight) + 24.0;
        let wished: Vec<f64> = marks.iter().filter_map(|(day, _)| panel.at(*day, 0.0)).map(|(x, _)| x).collect();
        let widths: Vec<f64> = marks.iter().map(width).collect();
        let bounds = (panel.frame.x, f64::from(self.page.theme.size.0) - MARGIN);
        for (x, (_, name)) in apart(&wished, &widths, bounds).into_iter().zip(marks) {
            self.page.text((x, panel.frame.y - 10.0), name, &style);
        }
    }
}

/// Days and names of best response, relapse and death of the only replicate.
fn marks(input: &FigureInput) -> Vec<(f64, String)> {
    let [events] = input.events else { return Vec::new() };
    let best = best_response(events);
    let mark = |event: &Event| {
        let day = event.time.in_days();
        let name = match &event.kind {
            EventKind::Response(response) if Some(*response) == best => response.name().to_string(),
            EventKind::Relapse => "relapse".to_string(),
            EventKind::Death { cause } => format!("death ({cause})"),
            _ => return None,
        };
        Some((day, format!("{name}, day {}", plain(day.floor()))))
    };
    events.iter().filter_map(mark).collect()
}

/// Frames of equal height.
fn stacked(frame: Frame, panels: usize, between: f64) -> Vec<Frame> {
    let height = (frame.height - between * (panels as f64 - 1.0)) / panels as f64;
    (0..panels).map(|i| Frame { y: frame.y + i as f64 * (height + between), height, ..frame }).collect()
}

/// None if the patient is alive at the end.
fn death_day(events: &[Event]) -> Option<f64> {
    events.iter().find(|event| matches!(event.kind, EventKind::Death { .. })).map(|event| event.time.in_days())
}

/// The best response that an examination found; none before the first that counts.
fn best_response(events: &[Event]) -> Option<Response> {
    let responses = events.iter().filter_map(|event| match event.kind {
        EventKind::Response(response) => Some(response),
        _ => None,
    });
    responses.min()
}

/// How many replicates had each best response, where there are several: ` Best response: CR 6, PR 2 of 8.`
fn responses(input: &FigureInput) -> String {
    let mut best: Vec<Response> = input.events.iter().filter_map(|events| best_response(events)).collect();
    best.sort_unstable();
    let told = best.chunk_by(PartialEq::eq).map(|same| format!("{} {}", same[0].name(), same.len()));
    let told: Vec<String> = told.collect();
    match (input.events.len(), told.is_empty()) {
        (0 | 1, _) | (_, true) => String::new(),
        (all, false) => format!(" Best response: {} of {all}.", told.join(", ")),
    }
}

/// What is shown, of which arm, what line and band are, who responded, and how many died.
pub fn subtitle(input: &FigureInput, what: &str) -> String {
    let deaths: Vec<Option<f64>> = input.events.iter().map(|events| death_day(events)).collect();
    let last = |set: &CurveSet| set.days.last().copied().unwrap_or(0.0);
    let outlives = |(set, death): (&CurveSet, &Option<f64>)| death.is_some_and(|day| last(set) > day + 1.0);
    let after = match input.replicates.iter().zip(&deaths).any(outlives) {
        true => "curves go on as if alive (hypothetical)",
        false => "later points are of the others",
    };
    let fate = match (deaths.iter().flatten().count(), input.replicates.len()) {
        (0, _) | (_, 0 | 1) => String::new(),
        (n, all) => format!(" {n} of {all} died; {after}."),
    };
    let (band, responses) = (band::explanation(input.replicates.len()), responses(input));
    format!("{what}, {}. {band}{responses}{fate}", input.arm)
}
