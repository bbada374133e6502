//! Page: one 16:9 sheet of SVG with a title, a subtitle, shapes, texts and a footer. Text stays text. Shapes come from
//! plotters, which knows whole pixels only (plotters #128): they are drawn on a canvas eight times larger and scaled
//! back, so that slanted lines are smooth.
//!
//! Lengths are pixels of the page, from its upper left corner. A shape may tell something on hover: that is the
//! `<title>` of an SVG element, which browsers show and which a report keeps.

use super::{
    text::{self, FAMILY, Style},
    theme::{Color, Dash, Stroke, Theme},
};
use plotters::{coord::Shift, prelude::*};
use std::fmt::Write as _;

/// Plotters' pixels per pixel of the page.
pub(super) const FINE: f64 = 8.0;

/// Distance of the content from the edge of the page (px).
pub const MARGIN: f64 = 48.0;

/// Lines of a title and of a subtitle.
const MOST_LINES: usize = 3;
/// A long footer is written smaller, but never with smaller letters than those of a slide (px).
const SMALLEST_FOOTER: f64 = 22.0;

/// A rectangle on the page (px).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub x: f64,
    /// Upper edge; pixels count from the top.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Frame {
    /// Right edge (px).
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Lower edge (px).
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// What is left without so much at each side (px).
    pub fn without(&self, [left, top, right, bottom]: [f64; 4]) -> Self {
        let (width, height) = (self.width - left - right, self.height - top - bottom);
        Self { x: self.x + left, y: self.y + top, width, height }
    }

    /// Whether two frames have a point in common.
    pub fn touches(&self, other: &Self) -> bool {
        let across = self.x <= other.right() && other.x <= self.right();
        across && self.y <= other.bottom() && other.y <= self.bottom()
    }
}

/// What plotters draws on.
pub(super) type Sheet<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A sheet that is being filled.
pub struct Page<'t> {
    /// Colors and sizes.
    pub theme: &'t Theme,
    body: String,
}

impl<'t> Page<'t> {
    pub(super) fn new(theme: &'t Theme) -> Self {
        Self { theme, body: String::new() }
    }

    /// Shapes drawn by plotters on the fine canvas, as one group; `name` is the tooltip in browsers.
    pub(super) fn shapes(&mut self, name: &str, dash: Dash, draw: impl FnOnce(&Sheet)) {
        let dashes: Vec<String> = dash.iter().map(|length| format!("{}", length * FINE)).collect();
        let dash = if dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", dashes.join(" ")) };
        let scale = 1.0 / FINE;
        let _ = writeln!(self.body, "<g transform=\"scale({scale})\" stroke-linejoin=\"round\"{dash}>");
        let _ = writeln!(self.body, "<title>{}</title>", text::escaped(name));
        self.body.push_str(&self.fragment(draw));
        self.body.push_str("</g>\n");
    }

    /// What plotters draws, without the document around it.
    fn fragment(&self, draw: impl FnOnce(&Sheet)) -> String {
        let mut svg = String::new();
        let (width, height) = self.theme.size;
        let sheet = SVGBackend::with_string(&mut svg, (width * FINE as u32, height * FINE as u32)).into_drawing_area();
        draw(&sheet);
        sheet.present().expect("writing to text does not fail");
        drop(sheet);
        let start = svg.find('\n').map_or(0, |end_of_header| end_of_header + 1);
        let end = svg.rfind("</svg>").unwrap_or(svg.len());
        svg[start..end].to_string()
    }

    /// One line of text; `at` is the anchor on the baseline (px).
    pub fn text(&mut self, at: (f64, f64), text: &str, style: &Style) {
        self.text_with(at, text, style, "");
    }

    /// One line of text with a halo, legible where it crosses lines.
    pub fn text_on_lines(&mut self, at: (f64, f64), text: &str, style: &Style) {
        let halo = self.theme.background.hex();
        let halo = format!(" stroke=\"{halo}\" stroke-width=\"8\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
        self.text_with(at, text, style, &halo);
    }

    /// One line of text that reads upwards.
    pub fn upright_text(&mut self, at: (f64, f64), text: &str, style: &Style) {
        let turn = format!(" transform=\"rotate(-90 {:.1} {:.1})\"", at.0, at.1);
        self.text_with(at, text, style, &turn);
    }

    /// Markup in the text is escaped.
    fn text_with(&mut self, at: (f64, f64), text: &str, style: &Style, attributes: &str) {
        let Style { size, weight, color, anchor } = style;
        let (weight, color, anchor, text) = (weight.number(), color.hex(), anchor.name(), text::escaped(text));
        let _ = writeln!(
            self.body,
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{color}\" \
             text-anchor=\"{anchor}\"{attributes}>{text}</text>",
            at.0, at.1
        );
    }

    /// A thin straight line, for leaders, keys and axes; coordinates in pixels of the page.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), stroke: &Stroke) {
        let dashes: Vec<String> = stroke.dash.iter().map(f64::to_string).collect();
        let dash =
            if dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", dashes.join(" ")) };
        let _ = writeln!(
            self.body,
            "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{}\" stroke-width=\"{}\"{dash}/>",
            from.0,
            from.1,
            to.0,
            to.1,
            stroke.color.hex(),
            stroke.width
        );
    }

    /// A filled rectangle; `opacity` from 0 to 1.
    pub fn area(&mut self, frame: &Frame, color: Color, opacity: f64) {
        let (place, color) = (place(frame), color.hex());
        let _ = writeln!(self.body, "<rect {place} fill=\"{color}\" fill-opacity=\"{opacity}\"/>");
    }

    /// What a browser tells about a part of the page when the pointer rests on it; not seen otherwise.
    pub fn hover(&mut self, frame: &Frame, text: &str) {
        let (place, text) = (place(frame), text::escaped(text));
        let _ = writeln!(self.body, "<rect {place} fill-opacity=\"0\"><title>{text}</title></rect>");
    }

    /// Title and subtitle, at the left; returns where the content may begin (px from the top).
    pub(super) fn header(&mut self, title: &str, subtitle: &str) -> f64 {
        let sizes = self.theme.sizes;
        let room = f64::from(self.theme.size.0) - 2.0 * MARGIN;
        let large = Style::new(sizes.title, self.theme.ink).semi_bold();
        let small = Style { size: sizes.title * 0.8, ..large };
        let style = if text::width(title, large.size, large.weight) <= room { large } else { small };
        let mut y = 36.0;
        for line in text::wrapped(title, &style, room, MOST_LINES) {
            y += style.size * 1.15;
            self.text((MARGIN, y), &line, &style);
        }
        y += 8.0;
        let style = Style::new(sizes.subtitle, self.theme.muted);
        for line in text::wrapped(subtitle, &style, room, MOST_LINES) {
            y += style.size * 1.3;
            self.text((MARGIN, y), &line, &style);
        }
        y + 46.0
    }

    /// A filled rectangle that tells its value when the pointer rests on it.
    pub fn cell(&mut self, frame: &Frame, color: Color, text: &str) {
        let (place, color, text) = (place(frame), color.hex(), text::escaped(text));
        let _ = writeln!(self.body, "<rect {place} fill=\"{color}\"><title>{text}</title></rect>");
    }

    /// Provenance at the bottom; returns where the content must end (px from the top).
    pub(super) fn footer(&mut self, footer: &str) -> f64 {
        let style = Style::new(self.theme.sizes.footer, self.theme.muted);
        let (width, height) = self.theme.size;
        let room = f64::from(width) - 2.0 * MARGIN;
        let y = f64::from(height) - 24.0;
        let fitting = style.size * room / text::width(footer, style.size, style.weight).max(1.0);
        let smaller = Style { size: style.size.min(fitting.max(SMALLEST_FOOTER)), ..style };
        if let Some(line) = text::wrapped(footer, &smaller, room, 1).first() {
            self.text((MARGIN, y), line, &smaller);
        }
        y - style.size - 18.0
    }

    /// Markup of another part of this crate, such as the dots of a movement.
    pub(super) fn markup(&mut self, svg: &str) {
        self.body.push_str(svg);
    }

    /// The finished SVG document; `title` is what a screen reader says.
    pub(super) fn finish(self, title: &str) -> String {
        let (width, height) = self.theme.size;
        let (background, title) = (self.theme.background.hex(), text::escaped(title));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FAMILY}\">\n<title>{title}</title>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{background}\"/>\n{}</svg>\n",
            self.body
        )
    }
}

/// Attributes of a rectangle; never of a negative size.
fn place(frame: &Frame) -> String {
    let (width, height) = (frame.width.max(0.0), frame.height.max(0.0));
    format!("x=\"{:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"", frame.x, frame.y)
}
