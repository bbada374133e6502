//! Key: what lines and shades mean, in one or more lines of text. Left out: names at the ends of curves, which `labels`
//! writes where there is room.

use super::{
    Color, Stroke, Theme,
    forest::SHRINK,
    marks::Shape,
    page::{Frame, MARGIN, Page},
    text::{self, Style},
};

/// A key of more lines shrinks, down to this share of its letters.
const MOST_LINES: usize = 3;
const SMALLEST: f64 = 0.75;

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sample {
    Line(Stroke),
    /// A filled area of this opacity (0 to 1).
    Shade(Color, f64),
    /// A mark of what happened on a day.
    Mark(Shape, Color),
    /// A bar of this share of the height of a lane.
    Bar(Color, f64),
    /// Words alone.
    None,
}

/// A sample and its meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What is shown.
    pub sample: Sample,
    /// What it means.
    pub text: String,
}

impl Entry {
    /// An entry of any sample.
    pub fn new(sample: Sample, text: impl Into<String>) -> Self {
        Self { sample, text: text.into() }
    }

    /// A line of this color and its meaning.
    pub fn line(stroke: Stroke, text: impl Into<String>) -> Self {
        Self::new(Sample::Line(stroke), text)
    }

    /// An area of this color and opacity, and its meaning.
    pub fn shade(color: Color, opacity: f64, text: impl Into<String>) -> Self {
        Self::new(Sample::Shade(color, opacity), text)
    }

    /// Words alone.
    /// Without a sample before them.
    pub fn words(text: impl Into<String>) -> Self {
        Self::new(Sample::None, text)
    }

    fn width(&self, style: &Style) -> f64 {
        sample_width(self.sample, style.size) + text::width(&self.text, style.size, style.weight)
    }
}

/// Names of arms in full, each with its line, where figures call any of them by its number; empty otherwise.
pub fn of_arms(names: &[&str], theme: &Theme) -> Vec<Entry> {
    let any = names.iter().any(|name| text::number_of(name).is_some());
    let entries = names.iter().enumerate().map(|(i, name)| Entry::line(theme.arm(i), *name));
    if any { entries.collect() } else { Vec::new() }
}

/// Room for the sample and the gap after it (px).
fn sample_width(sample: Sample, size: f64) -> f64 {
    match sample {
        Sample::Line(_) | Sample::Bar(..) => size * 1.95,
        Sample::Shade(..) | Sample::Mark(..) => size * 1.05,
        Sample::None => 0.0,
    }
}

/// The entries by lines no wider than `room` (px); at least one entry in each.
pub fn lines(entries: &[Entry], style: &Style, room: f64) -> Vec<Vec<Entry>> {
    let gap = style.size * 0.9;
    let mut out: Vec<Vec<Entry>> = Vec::new();
    let mut used = f64::INFINITY;
    for entry in entries {
        let width = entry.width(style) + gap;
        if used + width - gap > room {
            out.push(Vec::new());
            used = 0.0;
        }
        used += width;
        out.last_mut().expect("the first entry begins a line").push(entry.clone());
    }
    out
}

/// Height of a number of lines (px).
pub fn height(lines: usize, style: &Style) -> f64 {
    lines as f64 * style.size * 1.3
}

/// Writes lines of entries from the top left corner.
pub fn draw(page: &mut Page, (left, top): (f64, f64), lines: &[Vec<Entry>], style: &Style) {
    for (i, line) in lines.iter().enumerate() {
        let (mut x, baseline) = (left, top + height(i, style) + style.size);
        for entry in line {
            sample(page, (x, baseline), entry, style.size);
            page.text((x + sample_width(entry.sample, style.size), baseline), &entry.text, style);
            x += entry.width(style) + style.size * 0.9;
        }
    }
}

/// Draws it on the baseline of its text.
fn sample(page: &mut Page, (x, baseline): (f64, f64), entry: &Entry, size: f64) {
    let middle = baseline - size * 0.35;
    match entry.sample {
        Sample::Line(stroke) => {
            page.line((x, middle), (x + size * 1.6, middle), &stroke);
        }
        Sample::Shade(color, opacity) => {
            let frame = Frame { x, y: baseline - size * 0.72, width: size * 0.75, height: size * 0.75 };
            page.area(&frame, color, opacity);
        }
        Sample::Mark(shape, color) => {
            let left = if shape == Shape::Onward { 0.1 } else { 0.4 };
            shape.draw(page, &entry.text, color, 0.34 * size, &[(x + left * size, middle)]);
        }
        Sample::Bar(color, share) => {
            let height = 0.8 * size * share;
            page.area(&Frame { x, y: middle - height / 2.0, width: 1.6 * size, height }, color, 1.0);
        }
        Sample::None => {}
    }
}

/// Writes entries under the header, over the whole width; returns where the content may begin (px from the top).
pub fn under_header(page: &mut Page, top: f64, entries: &[Entry]) -> f64 {
    let room = f64::from(page.theme.size.0) - 2.0 * MARGIN;
    let mut style = Style::new(page.theme.sizes.tick, page.theme.ink);
    let mut lines = self::lines(entries, &style, room);
    // A key of many long names is written small.
    while lines.len() > MOST_LINES && style.size > SMALLEST * page.theme.sizes.tick {
        style.size *= SHRINK;
        lines = self::lines(entries, &style, room);
    }
    // The header leaves room for a first panel; the key stands in it.
    let top = top - style.size;
    draw(page, (MARGIN, top), &lines, &style);
    top + height(lines.len(), &style) + style.size * 0.7
}
