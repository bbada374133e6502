//! Grid: a cell for each arm, as small multiples that share their axes; up to four in a row, then in rows of equal
//! length. Left out: what the cells show.
//!
//! Axes are labelled at the left end of each row.

use super::{
    Theme,
    page::{Frame, Page},
    text::{self, Style},
};

/// The place of one arm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Index of the arm.
    pub arm: usize,
    /// Under the name of the arm.
    pub frame: Frame,
    /// Whether it is at the left end of its row, where axes are labelled, or at the right end.
    pub leftmost: bool,
    /// At the right end of its row.
    pub rightmost: bool,
}

/// Letters larger than this are those of half a slide or of a column of a journal, which have less room across.
pub const NARROW: f64 = 1.2;

/// How wide and high pixels of the style grow with its letters.
pub fn unit(theme: &Theme) -> f64 {
    theme.sizes.label / 28.0
}

/// Arms in a row.
pub fn columns(arms: usize) -> usize {
    match arms {
        0..=4 => arms.max(1),
        5..=8 => arms.div_ceil(2),
        9..=15 => arms.div_ceil(3),
        _ => arms.div_ceil(4),
    }
}

/// Rows of arms.
pub fn rows(arms: usize) -> usize {
    arms.max(1).div_ceil(columns(arms))
}

/// Between cells of a row (px).
fn gap(theme: &Theme) -> f64 {
    44.0 * unit(theme)
}

/// Width of each cell of so many arms in a frame of this width (px).
pub fn width(frame: f64, arms: usize, theme: &Theme) -> f64 {
    ((frame + gap(theme)) / columns(arms) as f64 - gap(theme)).max(40.0)
}

/// Names the arms in a frame and returns the cells under the names; `foot` is room under every cell (px).
pub fn cells(page: &mut Page, frame: Frame, names: &[&str], foot: f64) -> Vec<Cell> {
    let u = unit(page.theme);
    let (columns, rows) = (columns(names.len()), rows(names.len()));
    let (across, down) = (gap(page.theme), 14.0 * u);
    let width = width(frame.width, names.len(), page.theme);
    let style = Style::new(page.theme.sizes.label, page.theme.ink).semi_bold();
    let titles: Vec<Vec<String>> = names.iter().map(|name| titled(name, &style, width)).collect();
    let lines = titles.iter().map(Vec::len).max().unwrap_or(1);
    let title = lines as f64 * style.size * 1.2 + 12.0 * u;
    let height = ((frame.height + down) / rows as f64 - down - title - foot).max(30.0);
    let mut cells = Vec::new();
    for (arm, lines) in titles.iter().enumerate() {
        let (row, column) = (arm / columns, arm % columns);
        let (x, y) =
            (frame.x + column as f64 * (width + across), frame.y + row as f64 * (title + height + foot + down));
        name(page, arm, (x, y), lines, &style);
        let (leftmost, rightmost) = (column == 0, column + 1 == columns || arm + 1 == names.len());
        cells.push(Cell { arm, frame: Frame { x, y: y + title, width, height }, leftmost, rightmost });
    }
    cells
}

/// Length of the sample of the arm's line before its name, with the gap after it (px).
fn sample(style: &Style) -> f64 {
    style.size * 1.7
}

/// The name in as many lines as it needs.
fn titled(name: &str, style: &Style, width: f64) -> Vec<String> {
    text::condensed(name, style, width - sample(style), 2)
}

/// Sample of the arm's line, then its name.
fn name(page: &mut Page, arm: usize, (x, y): (f64, f64), lines: &[String], style: &Style) {
    let stroke = page.theme.arm(arm);
    let middle = y + style.size * 0.65;
    page.line((x, middle), (x + style.size * 1.35, middle), &stroke);
    let style = Style { color: page.theme.text_in(stroke.color), ..*style };
    for (i, line) in lines.iter().enumerate() {
        page.text((x + sample(&style), y + style.size * (1.0 + 1.2 * i as f64)), line, &style);
    }
}
