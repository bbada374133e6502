//! What stands behind the marks of a column: grid, line of no difference, tick labels, titles, and whom either side favors.

use super::{Column, Place, fitting};
use crate::{
    axis::Axis,
    page::{Frame, Page},
    panel::Panel,
    text::{self, Anchor, Style, Weight},
    theme::{Stroke, Theme},
};

/// Grid, line of no difference, tick labels, titles and ends of a column.
pub fn background(page: &mut Page, column: &Column, place: &Place, notes: f64) {
    let theme = page.theme;
    let (plot, sizes) = (place.plot, theme.sizes);
    let panel = Panel { frame: plot, x: thinned(&column.axis, theme, plot.width), y: Axis::counting(1) };
    panel.grid(page);
    if let Some(zero) = column.zero.filter(|zero| (column.axis.low..=column.axis.high).contains(zero)) {
        panel.moment(page, "no difference", &Stroke { color: theme.ink, dash: &[], width: 2.5 }, zero);
    }
    panel.x_labels(page, plot.bottom());
    let middle = plot.x + plot.width / 2.0;
    titles(page, column, &Frame { width: plot.width + place.room, ..plot });
    let mut y = plot.bottom() + sizes.tick * 1.35;
    if !column.axis_title.is_empty() {
        let style = Style::new(sizes.tick, theme.ink).anchored(Anchor::Middle);
        let style = fitting(&column.axis_title, style, plot.width + 1.2 * sizes.label);
        y += sizes.label * 1.4;
        page.text((middle, y), &column.axis_title, &style);
    }
    ends(page, (&column.ends, notes), &plot, y + sizes.label * 1.4);
}

/// Every tick, or every second or third, so that their labels do not touch; always that of zero.
fn thinned(axis: &Axis, theme: &Theme, length: f64) -> Axis {
    let size = theme.sizes.tick;
    let widest = axis.ticks.iter().map(|tick| text::width(&tick.label, size, Weight::Regular)).fold(0.0, f64::max);
    let room = (length / (widest + 0.7 * size)) as usize + 1;
    let every = axis.ticks.len().div_ceil(room).max(1);
    let zero = axis.ticks.iter().position(|tick| tick.position.abs() < 1e-12).unwrap_or(0);
    let mut axis = axis.clone();
    let mut i = 0;
    axis.ticks.retain(|_| {
        i += 1;
        (i - 1_usize).abs_diff(zero).is_multiple_of(every)
    });
    axis
}

/// Title above, title of the axis below.
fn titles(page: &mut Page, column: &Column, frame: &Frame) {
    let style = Style::new(page.theme.sizes.label, page.theme.ink).semi_bold();
    let lines = text::wrapped(&column.title, &style, frame.width, 2);
    let last = frame.y - style.size * 0.55;
    for (i, line) in lines.iter().rev().enumerate() {
        page.text((frame.x, last - i as f64 * style.size * 1.15), line, &style);
    }
}

/// Whom either side favors, each in its half.
fn ends(page: &mut Page, (ends, size): (&[String; 2], f64), plot: &Frame, baseline: f64) {
    let style = Style::new(size, page.theme.muted);
    for (end, x, anchor) in [(&ends[0], plot.x, Anchor::Start), (&ends[1], plot.right(), Anchor::End)] {
        if !end.is_empty() {
            page.text((x, baseline), end, &style.anchored(anchor));
        }
    }
}
