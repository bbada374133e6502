//! Marks: small shapes that say what happened on a day, told apart by their form. Left out: marks of estimates, which
//! `rows` draws.

use super::{
    Color,
    page::{FINE, Page},
};
use plotters::{prelude::*, style::Color as _};

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A narrow upright bar.
    Stroke,
    /// A triangle that points upward.
    Triangle,
    /// A circle that is not filled.
    Ring,
    /// Two crossing lines.
    Cross,
    /// An arrowhead that points to the right, left end at the place.
    Onward,
}

/// A place on the fine canvas.
fn fine((x, y): (f64, f64)) -> (i32, i32) {
    ((x.max(0.0) * FINE).round() as i32, (y.max(0.0) * FINE).round() as i32)
}

/// A color for plotters.
fn rgb(color: Color) -> RGBColor {
    RGBColor(color.0, color.1, color.2)
}

/// A filled outline, named for browsers.
pub fn filled(page: &mut Page, name: &str, color: Color, outlines: &[Vec<(f64, f64)>]) {
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

/// Lines, which are not filled.
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

/// Circles that are not filled.
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
