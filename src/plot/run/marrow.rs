//! Marrow figure: share of blasts among nucleated marrow cells, the threshold of remission, and the examinations, each a
//! count of some hundred cells with its exact binomial interval; under it the cellularity, because few blasts in an empty
//! marrow are no remission; and how long remissions last. Left out: cellularity as examined.
//!
//! | panel | line and band | besides |
//! |---|---|---|
//! | blasts (%) | share of the nucleated marrow cells | threshold of remission, examinations of replicate 1 |
//! | cellularity (%) | nucleated cells relative to a healthy marrow | |
//!
//! # How to read it
//!
//! Circles with upright bars are the examinations of the first replicate: blasts among the cells that were counted,
//! with the exact binomial interval of so small a count (Clopper and Pearson 1934), and the count itself beside it,
//! such as `12 of 200`. They scatter around the line, which is the true share in the simulated marrow. A remission
//! needs a count below the threshold and a cellularity that is back; the lower panel tells whether few blasts are
//! few among many or among none. What follows a failure of the treatment is not in this figure, as no cells are
//! simulated for it.

use super::{
    Drawing, FigureInput, FigureOf, Run, Section, Theme,
    band::Band,
    timeline::{Timeline, over_time, subtitle},
};
use crate::{
    axis::Axis,
    labels::{self, Label},
    page::Frame,
    panel::Panel,
    text::{self, Style, Weight},
    theme::Stroke,
};
use cenersim_model::{
    biology::Kind,
    curves::{CurveSet, Event, EventKind, Response, Variable},
};
use cenersim_statistics::{Interval, clopper_pearson};
use cenersim_text::{plain, short};

/// One marrow examination.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Examination {
    day: f64,
    blasts: u32,
    counted: u32,
}

/// Marrow blasts over time.
pub const FIGURE: FigureOf<Run> = FigureOf { name: "marrow", section: Section::Cells, alt, draw };

fn alt(input: &FigureInput, _: &str) -> String {
    let blasts = blasts(input).lowest().map(|(day, share)| {
        format!(" Blasts are lowest on day {}, with {} % of the marrow cells.", plain(day.round()), short(share))
    });
    let remission = remissions(input).map(|told| format!(" {told}"));
    let told: String = blasts.into_iter().chain(remission).collect();
    format!("Marrow blasts and cellularity over time, with the examinations.{told}")
}

/// Whether there is a remission, and where blasts are lowest.
fn message(input: &FigureInput, band: &Band) -> String {
    let lowest = band.lowest().map_or_else(String::new, |(day, share)| {
        format!(" Fewest marrow blasts on day {}: {} %", plain(day.round()), short(share))
    });
    let none = if input.replicates.is_empty() { "" } else { "No remission." };
    format!("{}{lowest}", remissions(input).unwrap_or_else(|| none.into())).trim().to_owned()
}

/// In percent of the marrow cells.
fn blasts(input: &FigureInput) -> Band {
    Band::of(input.replicates, Variable::MarrowBlasts, None).scaled(100.0)
}

fn draw(input: &FigureInput, theme: &Theme) -> Vec<Drawing> {
    let (examinations, band) = (examinations(input), blasts(input));
    let words = (message(input, &band), explanation(input, &examinations));
    over_time(input, theme, words, 2, |timeline| {
        let panel = timeline.panel(0, Axis::linear(highest(input, &band, &examinations), 5), "Blasts (%)");
        let threshold = 100.0 * input.thresholds.marrow_blasts;
        panel.threshold(timeline.page, "threshold", threshold);
        timeline.mark_events(&panel, input);
        let stroke = Stroke { dash: &[], ..theme.kind(Kind::Blast) };
        band.draw(timeline.page, &panel, "marrow blasts", &stroke);
        points(timeline, &panel, theme, &examinations);
        labels::draw(timeline.page, &panel.frame, &names(&panel, theme, &band, threshold, stroke));
        cellularity(timeline, input, theme);
    })
}

/// Nucleated cells relative to a healthy marrow, under the blasts.
fn cellularity(timeline: &mut Timeline, input: &FigureInput, theme: &Theme) {
    let band = Band::of(input.replicates, Variable::Cellularity, None).scaled(100.0);
    let panel = timeline.panel(1, Axis::linear(band.highest().max(100.0), 4), "Cellularity (%)");
    timeline.mark_events(&panel, input);
    let stroke = theme.blood_count();
    band.draw(timeline.page, &panel, "cellularity", &stroke);
    let points = band.days.iter().zip(&band.middle).rev();
    let end = points.into_iter().find_map(|(day, value)| panel.at(*day, *value));
    let label = |end| Label { text: "Cellularity".into(), remark: "healthy marrow = 100 %".into(), end, stroke };
    labels::draw(timeline.page, &panel.frame, &end.map(label).into_iter().collect::<Vec<_>>());
}

/// How many replicates reach a remission, and how long it lasts: to relapse or death, or at least to the last day.
fn remissions(input: &FigureInput) -> Option<String> {
    let mut lengths: Vec<(f64, bool)> =
        input.events.iter().zip(input.replicates).filter_map(|(events, set)| remission(events, set)).collect();
    let n = lengths.len();
    if n == 0 {
        return None;
    }
    lengths.sort_by(|a, b| a.0.total_cmp(&b.0));
    let told = |(days, ended): (f64, bool)| format!("{}{}", if ended { "" } else { "over " }, plain(days.round()));
    let middle = told(lengths[n / 2]);
    if input.replicates.len() == 1 {
        return Some(format!("Remission of {middle} days."));
    }
    Some(format!("Remission in {n} of {}, median {middle} days.", input.replicates.len()))
}

/// Days of the first remission, and whether its end was seen.
/// In days, to relapse or death, or to the last day of the curves.
fn remission(events: &[Event], set: &CurveSet) -> Option<(f64, bool)> {
    let first = |is: &dyn Fn(&EventKind) -> bool| events.iter().find(|event| is(&event.kind)).map(|e| e.time.in_days());
    let begun = first(&|kind| matches!(kind, EventKind::Response(Response::CR | Response::CRp | Response::CRi)))?;
    let ended = first(&|kind| matches!(kind, EventKind::Relapse | EventKind::Death { .. }));
    let last = set.days.last().copied().unwrap_or(begun);
    let ended = ended.filter(|day| *day <= last);
    Some((ended.unwrap_or(last) - begun, ended.is_some()))
}

/// Examinations of the first replicate.
/// Blasts of the cells counted, with the exact interval of Clopper and Pearson (1934), in percent.
fn examinations(input: &FigureInput) -> Vec<Examination> {
    let events = input.events.first().map_or(&[][..], Vec::as_slice);
    let examination = |event: &Event| match event.kind {
        EventKind::Examination { blasts, counted, .. } if counted > 0 => {
            Some(Examination { day: event.time.in_days(), blasts: blasts.min(counted), counted })
        }
        _ => None,
    };
    let horizon = input.horizon();
    events.iter().filter_map(examination).filter(|e| (0.0..=horizon).contains(&e.day)).collect()
}

/// Line and band, how long remissions last, and what the points are.
fn explanation(input: &FigureInput, examinations: &[Examination]) -> String {
    let line = subtitle(input, "Marrow blasts and cellularity");
    let line = remissions(input).map_or(line.clone(), |told| format!("{line} {told}"));
    let whose = if input.replicates.len() > 1 { " of replicate 1" } else { "" };
    if examinations.is_empty() {
        return line;
    }
    format!("{line} Points: examinations{whose}, exact 95 % interval.")
}

/// The axis reaches the highest of band and intervals, and never less than four thresholds.
fn highest(input: &FigureInput, band: &Band, examinations: &[Examination]) -> f64 {
    let intervals = examinations.iter().map(|e| 100.0 * clopper_pearson(e.blasts, e.counted).high);
    intervals.fold(band.highest().max(400.0 * input.thresholds.marrow_blasts), f64::max).min(100.0)
}

/// Points with their intervals; each says its count, unless that would cover another or say the same again.
fn points(timeline: &mut Timeline, panel: &Panel, theme: &Theme, examinations: &[Examination]) {
    let stroke = Stroke { color: theme.ink, dash: &[], width: 4.0 };
    let (mut taken, mut last): (Vec<Frame>, _) = (Vec::new(), String::new());
    for e in examinations {
        let Interval { low, high } = clopper_pearson(e.blasts, e.counted);
        let share = 100.0 * f64::from(e.blasts) / f64::from(e.counted);
        let name = format!("{} of {}", e.blasts, e.counted);
        panel.point(timeline.page, &name, &stroke, e.day, share, (100.0 * low, 100.0 * high));
        // Beside the curve: a high share is falling, a low one rises again.
        let below = share > 50.0;
        let Some(end) = panel.at(e.day, 100.0 * if below { low } else { high }) else { continue };
        let place = place(panel, theme, &name, end, below);
        if name != last && !taken.iter().any(|other| other.touches(&with_air(&place, theme))) {
            let style = Style::new(theme.sizes.tick, theme.ink);
            timeline.page.text_on_lines((place.x, place.bottom() - 8.0), &name, &style);
            taken.push(place);
            last = name;
        }
    }
}

/// Where the count stands: below or above that end of the interval, within the panel.
fn place(panel: &Panel, theme: &Theme, name: &str, (x, y): (f64, f64), below: bool) -> Frame {
    let height = theme.sizes.tick * 1.2;
    let width = text::width(name, theme.sizes.tick, Weight::Regular);
    let x = (x - width / 2.0).clamp(panel.frame.x + 8.0, panel.frame.right() - width - 8.0);
    let y = if below { y + 8.0 } else { (y - height - 8.0).max(panel.frame.y) };
    Frame { x, y, width, height }
}

/// Two counts need the width of a digit between them.
fn with_air(place: &Frame, theme: &Theme) -> Frame {
    let air = 0.6 * theme.sizes.tick;
    Frame { x: place.x - air, width: place.width + 2.0 * air, ..*place }
}

fn names(panel: &Panel, theme: &Theme, band: &Band, threshold: f64, stroke: Stroke) -> Vec<Label> {
    let points = band.days.iter().zip(&band.middle).rev();
    let curve = points.into_iter().find_map(|(day, value)| panel.at(*day, *value));
    let line = panel.at(panel.x.high, threshold);
    let curve = curve.map(|end| Label { text: "Marrow blasts".into(), remark: String::new(), end, stroke });
    let text = format!("{} % threshold", plain(threshold));
    let line = line.map(|end| Label { text, remark: String::new(), end, stroke: theme.threshold_line() });
    curve.into_iter().chain(line).collect()
}
