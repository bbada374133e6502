//! One mark of a row: a point or a bar, its interval, and its numbers.
//!
//! | marker | drawn as | of |
//! |---|---|---|
//! | disc | a dot with a whisker | what was simulated |
//! | hollow diamond | a diamond with a whisker | what was published |
//! | bar | a bar from zero with a whisker in ink | effects and shares |
//! | span | a pale bar over the interval, an upright line at the point | what repeated trials predict |
//! | disc before | a dot with a whisker before a pale bar | both, one upon the other |
//!
//! A whisker is drawn only where the interval has a length. Sizes follow the letters of the theme, so that marks fit a column of a
//! journal as well as a slide. Numbers stand beside the cell, under the mark on the ground of the page, or at the end of the
//! interval where there is room for them.

use super::{Texts, finite, fitting};
use crate::{
    axis::Axis,
    page::{FINE, Frame, Page},
    text::{Anchor, Style},
    theme::{Color, Stroke},
};
use cenersim_statistics::Interval;
use plotters::{prelude::*, style::Color as _};

/// How a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Marker {
    /// What was simulated.
    Disc,
    /// What was published.
    HollowDiamond,
    /// From zero to the point.
    Bar,
    /// What repeated trials predict: a broad pale interval with an upright line at the point.
    Span,
    /// What was simulated, before a broad pale bar of what was published, from one value to the other; none without.
    DiscBefore(Option<[f64; 2]>),
}

/// An estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The estimate, in the unit of the axis.
    pub point: f64,
    /// Drawn as a whisker, or as a pale bar, as the marker says.
    pub interval: Interval,
    /// The numbers as written beside, under or at the end of it.
    pub text: String,
    /// How it is drawn.
    pub marker: Marker,
    /// Its color and line.
    pub stroke: Stroke,
    /// A second estimate, drawn as a small upright line.
    pub tick: Option<f64>,
    /// The exact numbers, on hover.
    pub hover: String,
}

/// Where the parts of a mark stand (px).
struct Drawn {
    y: f64,
    point: f64,
    low: f64,
    high: f64,
    zero: f64,
    before: Option<[f64; 2]>,
}

impl Mark {
    /// Draws the mark into its cell; numbers beside it may go `room` further. Nothing where the point is no number.
    pub fn draw(&self, page: &mut Page, axis: &Axis, cell: &Frame, texts: Texts, room: f64) {
        let x_of = |value: f64| axis.position(value).map(|position| cell.x + cell.width * axis.share(position));
        if let Some(point) = x_of(self.point) {
            let interval = finite(self.interval).unwrap_or(Interval { low: self.point, high: self.point });
            let (low, high) = (x_of(interval.low).unwrap_or(point), x_of(interval.high).unwrap_or(point));
            let y = if texts == Texts::Under { cell.y + 0.33 * cell.height } else { cell.y + 0.5 * cell.height };
            let before = match self.marker {
                Marker::DiscBefore(Some(ends)) => Some(ends.map(|end| x_of(end).unwrap_or(point))),
                _ => None,
            };
            let drawn = Drawn { y, point, low, high, zero: x_of(0.0).unwrap_or(point), before };
            self.shapes(page, &drawn, cell, x_of(self.tick.unwrap_or(f64::NAN)));
            self.numbers(page, &drawn, cell, texts, room);
        } else {
            let style = Style::new(page.theme.sizes.tick, page.theme.muted);
            page.text((cell.x, cell.y + cell.height / 2.0 + style.size * 0.36), &self.text, &style);
        }
    }

    fn shapes(&self, page: &mut Page, drawn: &Drawn, cell: &Frame, tick: Option<f64>) {
        let unit = page.theme.sizes.label / 28.0;
        let size = 9.0 * unit.min(cell.height / 36.0);
        let stroke = Stroke { dash: &[], width: self.stroke.width * 0.8 * unit, ..self.stroke };
        match self.marker {
            Marker::Bar => self.bar(page, drawn, cell),
            Marker::Disc => self.disc(page, drawn, &stroke, size),
            Marker::DiscBefore(_) => {
                if let Some([from, to]) = drawn.before {
                    let height = 0.62 * cell.height;
                    let bar = Frame { x: from, y: drawn.y - height / 2.0, width: to - from, height };
                    page.area(&bar, page.theme.muted, 0.22);
                }
                self.disc(page, drawn, &stroke, size);
            }
            Marker::HollowDiamond => self.diamond(page, drawn, &stroke, size * 1.25),
            Marker::Span => self.span(page, drawn, size),
        }
        if let Some(x) = tick {
            let ink = Stroke { color: page.theme.ink, dash: &[], width: 3.0 * unit };
            page.line((x, drawn.y - 1.7 * size), (x, drawn.y + 1.7 * size), &ink);
        }
    }

    /// A filled circle: what was simulated.
    fn disc(&self, page: &mut Page, drawn: &Drawn, stroke: &Stroke, size: f64) {
        whisker(page, drawn, stroke, size * 0.7);
        shape(page, &self.text, |sheet| {
            let color = rgb(self.stroke.color).filled();
            sheet.draw(&Circle::new(fine(drawn.point, drawn.y), (size * FINE) as i32, color))
        });
    }

    fn bar(&self, page: &mut Page, drawn: &Drawn, cell: &Frame) {
        let height = 0.56 * cell.height;
        let (left, right) = (drawn.zero.min(drawn.point), drawn.zero.max(drawn.point));
        let frame = Frame { x: left, y: drawn.y - height / 2.0, width: right - left, height };
        page.cell(&frame, self.stroke.color, &self.hover);
        let ink = Stroke { color: page.theme.ink, dash: &[], width: 2.5 * page.theme.sizes.label / 28.0 };
        whisker(page, drawn, &ink, 0.22 * height);
    }

    /// A pale bar from one end of the interval to the other.
    fn span(&self, page: &mut Page, drawn: &Drawn, size: f64) {
        let width = (drawn.high - drawn.low).max(1.0);
        let frame = Frame { x: drawn.low, y: drawn.y - 0.8 * size, width, height: 1.6 * size };
        page.area(&frame, self.stroke.color, 0.35);
        let line = Stroke { dash: &[], width: 0.5 * size, ..self.stroke };
        page.line((drawn.point, drawn.y - 1.1 * size), (drawn.point, drawn.y + 1.1 * size), &line);
    }

    /// A hollow diamond: what was published.
    fn diamond(&self, page: &mut Page, drawn: &Drawn, stroke: &Stroke, size: f64) {
        whisker(page, drawn, stroke, size * 0.5);
        let (x, y) = (drawn.point, drawn.y);
        let corners = [(x - size, y), (x, y - size), (x + size, y), (x, y + size), (x - size, y)];
        let corners: Vec<(i32, i32)> = corners.into_iter().map(|(x, y)| fine(x, y)).collect();
        let (background, color) = (rgb(page.theme.background).filled(), rgb(stroke.color));
        let outline = color.stroke_width((stroke.width * FINE).round() as u32);
        shape(page, &self.text, |sheet| {
            sheet.draw(&Polygon::new(corners.clone(), background))?;
            sheet.draw(&PathElement::new(corners, outline))
        });
    }

    /// Beside, under or at the end of the mark; left out where `text` is empty.
    fn numbers(&self, page: &mut Page, drawn: &Drawn, cell: &Frame, texts: Texts, room: f64) {
        let style = Style::new(page.theme.sizes.tick, page.theme.ink);
        let gap = 0.4 * style.size;
        let middle = drawn.y + style.size * 0.36;
        match texts {
            Texts::Beside => {
                let style = fitting(&self.text, style, room);
                page.text((cell.right() + 2.0 * gap, middle), &self.text, &style);
            }
            Texts::Under => {
                let style = fitting(&self.text, style, cell.width).anchored(Anchor::Middle);
                let half = super::text::width(&self.text, style.size, style.weight) / 2.0;
                let x = drawn.point.clamp((cell.x + half).min(cell.right() - half), cell.right() - half);
                let baseline = drawn.y + 1.45 * style.size + 0.1 * cell.height;
                let under = Frame {
                    x: x - half - 4.0,
                    y: baseline - style.size,
                    width: 2.0 * half + 8.0,
                    height: 1.3 * style.size,
                };
                page.area(&under, page.theme.background, 1.0);
                page.text((x, baseline), &self.text, &style);
            }
            Texts::AtEnd => {
                let width = super::text::width(&self.text, style.size, style.weight);
                let right = drawn.high.max(drawn.point).max(drawn.zero) + gap;
                let left = drawn.low.min(drawn.point).min(drawn.zero) - gap;
                let rightward = right + width <= cell.right() + gap && (self.point >= 0.0 || left - width < cell.x);
                let (x, anchor) = if rightward { (right, Anchor::Start) } else { (left, Anchor::End) };
                page.text_on_lines((x, middle), &self.text, &style.anchored(anchor));
            }
        }
    }
}

/// The interval, with caps at its ends.
fn whisker(page: &mut Page, drawn: &Drawn, stroke: &Stroke, cap: f64) {
    if drawn.high > drawn.low {
        page.line((drawn.low, drawn.y), (drawn.high, drawn.y), stroke);
        for x in [drawn.low, drawn.high] {
            page.line((x, drawn.y - cap), (x, drawn.y + cap), stroke);
        }
    }
}

type Drawing<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Done = Result<(), DrawingAreaErrorKind<std::io::Error>>;

fn shape(page: &mut Page, name: &str, draw: impl FnOnce(&Drawing) -> Done) {
    page.shapes(name, &[], |sheet| draw(sheet).expect("writing to text does not fail"));
}

fn fine(x: f64, y: f64) -> (i32, i32) {
    ((x * FINE).round() as i32, (y * FINE).round() as i32)
}

fn rgb(color: Color) -> RGBColor {
    RGBColor(color.0, color.1, color.2)
}
