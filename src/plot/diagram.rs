//! Diagram: boxes with words, and the arrows between them. Left out: where boxes stand, which each figure says itself.

use crate::{
    Color, Stroke,
    marks::filled,
    page::{Frame, Page},
    rows::fitting,
    text::{Anchor, Style},
};

/// Line height of the words in a box, in letters.
pub(super) const LEADING: f64 = 1.3;

/// A framed box with lines in its middle; letters shrink where a line is too long.
pub(super) fn framed(page: &mut Page, frame: &Frame, border: Color, lines: &[(String, Style)]) {
    let width = 2.5;
    page.area(frame, border, 1.0);
    let inner = Frame {
        x: frame.x + width,
        y: frame.y + width,
        width: frame.width - 2.0 * width,
        height: frame.height - 2.0 * width,
    };
    page.area(&inner, border.mixed(page.theme.background, 0.92), 1.0);
    words(page, &inner, lines);
}

/// Lines in the middle of a frame.
pub(super) fn words(page: &mut Page, frame: &Frame, lines: &[(String, Style)]) {
    let height: f64 = lines.iter().map(|(_, style)| LEADING * style.size).sum();
    let mut y = frame.y + (frame.height - height) / 2.0;
    for (text, style) in lines {
        y += LEADING * style.size;
        let style = fitting(text, *style, frame.width - style.size).anchored(Anchor::Middle);
        page.text((frame.x + frame.width / 2.0, y - 0.36 * style.size), text, &style);
    }
}

/// How an arrow ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A head: leads to, makes, promotes.
    Head,
    /// A bar across: cuts, hinders.
    Bar,
}

/// A line through points that are joined at right angles, with its end at the last.
pub(super) fn arrow(page: &mut Page, name: &str, points: &[(f64, f64)], end: End, stroke: &Stroke) {
    let [.., before, last] = points else { return };
    let length = libm::hypot(last.0 - before.0, last.1 - before.1).max(1e-9);
    let (dx, dy) = ((last.0 - before.0) / length, (last.1 - before.1) / length);
    let head = 4.5 * stroke.width;
    let back = if end == End::Head { 0.8 * head } else { 0.0 };
    let mut path = points.to_vec();
    if let Some(tip) = path.last_mut() {
        *tip = (last.0 - dx * back, last.1 - dy * back);
    }
    path.windows(2).for_each(|pair| page.line(pair[0], pair[1], stroke));
    let side = |along: f64, across: f64| (last.0 - dx * along - dy * across, last.1 - dy * along + dx * across);
    match end {
        End::Head => {
            let half = 0.5 * head;
            filled(page, name, stroke.color, &[vec![*last, side(head, half), side(head, -half)]]);
        }
        End::Bar => {
            let thick = Stroke { width: 1.6 * stroke.width, ..*stroke };
            page.line(side(0.0, head), side(0.0, -head), &thick);
        }
    }
}
