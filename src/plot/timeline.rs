//! Timeline: the sheet that figures over time share. Title and subtitle on top, panels over the regimen strip, one axis
//! of days, labels at the right, provenance at the bottom. Left out: what the panels show.

use super::{
    FigureInput,
    axis::Axis,
    band,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    regimen,
    text::{Anchor, Style},
    theme::{Stroke, Theme},
};
use crate::curves::{CurveSet, Event, EventKind};

/// Left of the panels: axis title, tick labels, drug names [px].
const LEFT: f64 = 214.0;
/// Right of the panels: labels [px].
const RIGHT: f64 = 420.0;
/// Between panels, and between panels and strip [px].
pub const BETWEEN: f64 = 30.0;
/// Days on the axis: tick labels and title [px].
const DAYS: f64 = 84.0;

/// A page with header, footer, strip and days; its panels are still empty.
pub struct Timeline<'t> {
    pub page: Page<'t>,
    pub days: Axis,
    /// One frame for each panel, from the top.
    pub frames: Vec<Frame>,
}

impl<'t> Timeline<'t> {
    /// A page for `panels` panels one above the other.
    pub fn new(input: &FigureInput, theme: &'t Theme, subtitle: &str, panels: usize) -> Self {
        let mut page = Page::new(theme);
        let top = page.header(input.title, subtitle);
        let bottom = page.footer(input.footer) - DAYS;
        let days = Axis::days(input.horizon(), 9);
        let width = f64::from(theme.size.0) - LEFT - RIGHT;
        let strip =
            Frame { x: LEFT, y: bottom - regimen::height(input.doses), width, height: regimen::height(input.doses) };
        regimen::draw(&mut page, strip, &days, input.doses);
        let frames = stacked(Frame { x: LEFT, y: top, width, height: strip.y - BETWEEN - top }, panels);
        let mut timeline = Self { page, days, frames };
        timeline.label_days(bottom);
        timeline
    }

    fn label_days(&mut self, bottom: f64) {
        let panel = Panel { frame: self.frames[0], x: self.days.clone(), y: Axis::counting(1) };
        panel.x_labels(&mut self.page, bottom);
        let style = Style::new(self.page.theme.sizes.label, self.page.theme.ink).anchored(Anchor::Middle);
        let middle = panel.frame.x + panel.frame.width / 2.0;
        self.page.text((middle, bottom + DAYS - 14.0), "Days since the start of treatment", &style);
    }

    /// The panel in a frame, with its grid and the labels of its axis.
    pub fn panel(&mut self, i: usize, y: Axis, title: &str) -> Panel {
        let panel = Panel { frame: self.frames[i], x: self.days.clone(), y };
        panel.grid(&mut self.page);
        panel.y_labels(&mut self.page);
        panel.y_title(&mut self.page, MARGIN + 24.0, title);
        panel
    }

    /// Marks death and relapse, where there is only one replicate to tell about.
    pub fn mark_events(&mut self, panel: &Panel, input: &FigureInput) {
        let [events] = input.events else { return };
        let mut row = 0.0;
        for event in events {
            let text = match &event.kind {
                EventKind::Relapse => "relapse".to_string(),
                EventKind::Death { cause } => format!("death ({cause})"),
                _ => continue,
            };
            self.mark(panel, event.time.in_days(), &text, row);
            row += 1.0;
        }
    }

    fn mark(&mut self, panel: &Panel, day: f64, text: &str, row: f64) {
        let Some((x, y)) = panel.at(day, f64::MAX) else { return };
        let theme = self.page.theme;
        panel.moment(&mut self.page, text, &Stroke { color: theme.ink, dash: &[], width: 2.0 }, day);
        let right_half = x > panel.frame.x + panel.frame.width / 2.0;
        let (anchor, x) = if right_half { (Anchor::End, x - 10.0) } else { (Anchor::Start, x + 10.0) };
        let style = Style::new(theme.sizes.tick, theme.ink).anchored(anchor);
        self.page.text((x, y + style.size * (1.1 + 1.25 * row)), text, &style);
    }
}

fn stacked(frame: Frame, panels: usize) -> Vec<Frame> {
    let height = (frame.height - BETWEEN * (panels as f64 - 1.0)) / panels as f64;
    (0..panels).map(|i| Frame { y: frame.y + i as f64 * (height + BETWEEN), height, ..frame }).collect()
}

fn death_day(events: &[Event]) -> Option<f64> {
    events.iter().find(|event| matches!(event.kind, EventKind::Death { .. })).map(|event| event.time.in_days())
}

/// What is shown, of which arm, what line and band are, and how many died.
pub fn subtitle(input: &FigureInput, what: &str) -> String {
    let deaths: Vec<Option<f64>> = input.events.iter().map(|events| death_day(events)).collect();
    let last = |set: &CurveSet| set.days.last().copied().unwrap_or(0.0);
    let outlives = |(set, death): (&CurveSet, &Option<f64>)| death.is_some_and(|day| last(set) > day + 1.0);
    let after = match input.replicates.iter().zip(&deaths).any(outlives) {
        true => "curves go on as if they had lived",
        false => "later points are of the others",
    };
    let fate = match (deaths.iter().flatten().count(), input.replicates.len()) {
        (0, _) | (_, 0 | 1) => String::new(),
        (n, all) => format!(" {n} of {all} died; {after}."),
    };
    format!("{what}, {}. {}{fate}", input.arm, band::explanation(input.replicates.len()))
}
