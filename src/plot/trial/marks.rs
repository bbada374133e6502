//! Marks: small shapes that say what happened on a day, told apart by their form, and the key that explains them.
//! Left out: marks of estimates, which `rows` draws.

use crate::{
    Color, Theme,
    page::{FINE, Frame, MARGIN, Page},
    text::{self, Style},
};
use plotters::{prelude::*, style::Color as _};

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A narrow upright bar.
    Stroke,
    /// A triangle that points upward.
    Triangle,
    Ring,
    /// Two crossing lines.
    Cross,
    /// An arrowhead that points to the right, left end at the place.
    Onward,
}

fn fine((x, y): (f64, f64)) -> (i32, i32) {
    ((x.max(0.0) * FINE).round() as i32, (y.max(0.0) * FINE).round() as i32)
}

fn rgb(color: Color) -> RGBColor {
    RGBColor(color.0, color.1, color.2)
}

/// A filled outline, named for browsers.
pub(super) fn filled(page: &mut Page, name: &str, color: Color, outlines: &[Vec<(f64, f64)>]) {
    page.shapes(name, &[], |sheet| {
        for outline in outlines {
            let corners: Vec<(i32, i32)> = outline.iter().copied().map(fine).collect();
            sheet.draw(&Polygon::new(corners, rgb(color).filled())).expect("writing to text does not fail");
        }
    });
}

impl Shape {
    /// Corners of the forms that are filled, around a place.
    fn outline(self, (x, y): (f64, f64), size: f64) -> Vec<(f64, f64)> {
        match self {
            Self::Stroke => {
                let half = 0.22 * size;
                vec![(x - half, y - size), (x + half, y - size), (x + half, y + size), (x - half, y + size)]
            }
            Self::Onward => vec![(x, y - 0.8 * size), (x + 1.5 * size, y), (x, y + 0.8 * size)],
            _ => vec![(x - size, y + 0.8 * size), (x, y - size), (x + size, y + 0.8 * size)],
        }
    }

    /// Draws one mark at each place, all in one group; `size` is half its height (px).
    pub fn draw(self, page: &mut Page, name: &str, color: Color, size: f64, places: &[(f64, f64)]) {
        if places.is_empty() {
            return;
        }
        match self {
            Self::Cross => crosses(page, name, color, size, places),
            Self::Ring => rings(page, name, color, size, places),
            _ => {
                let outlines = |size: f64| places.iter().map(|place| self.outline(*place, size)).collect::<Vec<_>>();
                if self == Self::Triangle {
                    filled(page, name, page.theme.background, &outlines(1.5 * size));
                }
                filled(page, name, color, &outlines(size));
            }
        }
    }
}

fn crosses(page: &mut Page, name: &str, color: Color, size: f64, places: &[(f64, f64)]) {
    let lines = |(x, y): &(f64, f64)| {
        [[(x - size, y - size), (x + size, y + size)], [(x - size, y + size), (x + size, y - size)]]
    };
    let background = page.theme.background;
    page.shapes(name, &[], |sheet| {
        for (color, width) in [(background, 0.95), (color, 0.45)] {
            for line in places.iter().flat_map(lines) {
                let style = rgb(color).stroke_width((width * size * FINE).round() as u32);
                sheet.draw(&PathElement::new(line.map(fine).to_vec(), style)).expect("writing to text does not fail");
            }
        }
    });
}

fn rings(page: &mut Page, name: &str, color: Color, size: f64, places: &[(f64, f64)]) {
    let background = page.theme.background;
    page.shapes(name, &[], |sheet| {
        for (color, size) in [(color, size), (background, 0.55 * size)] {
            for place in places {
                let circle = Circle::new(fine(*place), (size * FINE).round() as i32, rgb(color).filled());
                sheet.draw(&circle).expect("writing to text does not fail");
            }
        }
    });
}

/// What the key explains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sample {
    Mark(Shape, Color),
    /// A bar of this share of the height of a lane.
    Bar(Color, f64),
}

/// Writes samples with their meanings under the header; returns where the content may begin (px from the top).
pub(super) fn key(page: &mut Page, top: f64, entries: &[(Sample, String)]) -> f64 {
    let theme = page.theme;
    let style = Style::new(theme.sizes.tick, theme.ink);
    let (right, gap) = (f64::from(theme.size.0) - MARGIN, 1.1 * style.size);
    // The header leaves room for a first panel; the key stands in it.
    let (mut x, mut baseline) = (MARGIN, top - 0.2 * style.size);
    for (sample, meaning) in entries {
        let width = text::width(meaning, style.size, style.weight) + sample_width(*sample, theme);
        if x > MARGIN && x + width > right {
            (x, baseline) = (MARGIN, baseline + 1.35 * style.size);
        }
        draw_sample(page, *sample, meaning, (x, baseline - 0.36 * style.size));
        page.text((x + sample_width(*sample, theme), baseline), meaning, &style);
        x += width + gap;
    }
    baseline + 0.9 * style.size
}

fn sample_width(sample: Sample, theme: &Theme) -> f64 {
    theme.sizes.tick * if matches!(sample, Sample::Mark(..)) { 1.05 } else { 1.95 }
}

fn draw_sample(page: &mut Page, sample: Sample, name: &str, (x, y): (f64, f64)) {
    let size = page.theme.sizes.tick;
    match sample {
        Sample::Mark(shape, color) => {
            let left = if shape == Shape::Onward { x + 0.1 * size } else { x + 0.4 * size };
            shape.draw(page, name, color, 0.34 * size, &[(left, y)]);
        }
        Sample::Bar(color, share) => {
            let height = 0.8 * size * share;
            page.area(&Frame { x, y: y - height / 2.0, width: 1.6 * size, height }, color, 1.0);
        }
    }
}
