//! Key: what lines and shades mean, in one or more lines of text. Left out: names at the ends of curves, which `labels`
//! writes where there is room.

use crate::{
    Color, Stroke,
    page::{Frame, MARGIN, Page},
    text::{self, Style},
};

/// What is explained.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Sample {
    Line(Stroke),
    /// A filled area of this opacity (0 to 1).
    Shade(Color, f64),
    /// Words alone.
    None,
}

/// A sample and its meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub sample: Sample,
    pub text: String,
}

impl Entry {
    fn width(&self, style: &Style) -> f64 {
        sample_width(self.sample, style.size) + text::width(&self.text, style.size, style.weight)
    }
}

/// Room for the sample and the gap after it (px).
fn sample_width(sample: Sample, size: f64) -> f64 {
    match sample {
        Sample::Line(_) => size * 1.95,
        Sample::Shade(..) => size * 1.05,
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
            sample(page, (x, baseline), entry.sample, style.size);
            page.text((x + sample_width(entry.sample, style.size), baseline), &entry.text, style);
            x += entry.width(style) + style.size * 0.9;
        }
    }
}

fn sample(page: &mut Page, (x, baseline): (f64, f64), sample: Sample, size: f64) {
    match sample {
        Sample::Line(stroke) => {
            let middle = baseline - size * 0.35;
            page.line((x, middle), (x + size * 1.6, middle), &stroke);
        }
        Sample::Shade(color, opacity) => {
            let frame = Frame { x, y: baseline - size * 0.72, width: size * 0.75, height: size * 0.75 };
            page.area(&frame, color, opacity);
        }
        Sample::None => {}
    }
}

/// Writes entries under the header, over the whole width; returns where the content may begin (px from the top).
pub fn under_header(page: &mut Page, top: f64, entries: &[Entry]) -> f64 {
    let style = Style::new(page.theme.sizes.tick, page.theme.ink);
    let lines = lines(entries, &style, f64::from(page.theme.size.0) - 2.0 * MARGIN);
    // The header leaves room for a first panel; the key stands in it.
    let top = top - style.size;
    draw(page, (MARGIN, top), &lines, &style);
    top + height(lines.len(), &style) + style.size * 0.7
}
