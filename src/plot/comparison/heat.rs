//! Heat maps of a sweep over two keys, one for each arm, in one scale of color for all. The colors are viridis (van der
//! Walt and Smith 2015): ordered by lightness, so that they can be told apart without seeing color. Left out: contours.
//!
//! Columns are the values of the first swept key, rows those of the second from the bottom up, further keys at their
//! first value. All arms share the scale from the lowest to the highest value, logarithmic where the endpoint spans
//! decades and at least 20 standard errors wide; cells that cannot be told from the best of their arm are outlined, unless
//! none can.
//!
//! # How to read it
//!
//! One scale of color serves all arms, with its numbers in the legend at the right, so a cell of one map can be
//! compared with any cell of another. Values are printed in cells that are large enough, in black or white,
//! whichever is legible. Outlined are the best cell of its map for a patient (the highest value where more is better,
//! the lowest where less is) and all that cannot be told from it (see `best`): the optimum may be any of them. A map
//! without outlines has no optimum that these patients could show.

use super::{
    ComparisonInput,
    best::Best,
    sweep::{Swept, Value},
};
use crate::{
    Drawing, Theme,
    names::key,
    page::{Frame, MARGIN, Page},
    rows::fitting,
    text::{self, Anchor, Style, Weight},
    theme::{Color, Stroke},
};
use cenersim_analyses::comparison::Endpoint;
use cenersim_text::{capital, digits, fixed, three_digits};

/// Pages at most.
const PAGES: usize = 8;
/// Arms on one page.
const ABREAST: usize = 4;
/// Right of the maps: the legend (px).
const LEGEND: f64 = 190.0;
/// Left of the maps: the title of the upright axis (px).
const LEFT: f64 = 60.0;
/// Values are printed in cells where they are at least so large (px).
const SMALLEST: f64 = 20.0;

const VIRIDIS: [Color; 9] = [
    Color(0x44, 0x01, 0x54),
    Color(0x47, 0x2D, 0x7B),
    Color(0x3B, 0x52, 0x8B),
    Color(0x2C, 0x72, 0x8E),
    Color(0x21, 0x91, 0x8C),
    Color(0x28, 0xAE, 0x80),
    Color(0x5E, 0xC9, 0x62),
    Color(0xAD, 0xDC, 0x30),
    Color(0xFD, 0xE7, 0x25),
];

/// The color at a share from 0 to 1 of the scale.
fn viridis(share: f64) -> Color {
    let place = share.clamp(0.0, 1.0) * (VIRIDIS.len() - 1) as f64;
    let below = (place as usize).min(VIRIDIS.len() - 2);
    VIRIDIS[below].mixed(VIRIDIS[below + 1], place - below as f64)
}

/// Black or white, whichever is legible on a color.
fn ink_on(color: Color) -> Color {
    let light = 0.299 * f64::from(color.0) + 0.587 * f64::from(color.1) + 0.114 * f64::from(color.2);
    if light > 128.0 { Color(0x10, 0x14, 0x18) } else { Color(255, 255, 255) }
}

/// Values of one arm: a row for each value of the second key, a cell for each of the first.
type Grid = Vec<Vec<Option<Value>>>;

/// All that the maps share.
struct Maps<'a> {
    /// The sweep and the endpoint that is drawn.
    swept: &'a Swept<'a>,
    /// Values of the first key.
    columns: &'a [String],
    /// Values of the second key.
    rows: &'a [String],
    /// Ends of the scale of color.
    low: f64,
    /// The highest value in any arm.
    high: f64,
}

/// Heat maps of all arms, on as many pages as they need.
pub(super) fn heat_maps(input: &ComparisonInput, theme: &Theme, swept: &Swept, held: &str) -> Vec<Drawing> {
    let sweep = swept.sweep;
    let grids: Vec<Grid> = grids(swept);
    let all = || grids.iter().flatten().flatten().flatten();
    let values = || all().map(|value| value.middle);
    let error = digits(all().map(|value| value.error).fold(0.0, f64::max), 1);
    let ends = values().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
    let (low, high) = widened(swept, ends, all().map(|value| value.error).fold(0.0, f64::max));
    let maps = Maps { swept, columns: &sweep.axes[0].values, rows: &sweep.axes[1].values, low, high };
    let subtitle = format!(
        "{}. {} (standard error at most {error}). Outlined: cannot be told from the best of its arm (5 % for all together).{held}",
        capital(&input.units()),
        capital(swept.statistic())
    );
    let arms: Vec<Vec<Option<Value>>> = grids.iter().map(|grid| grid.concat()).collect();
    let sheet = input.sheet(swept.message(&arms), subtitle, theme);
    let pages = sweep.arms.len().div_ceil(ABREAST).min(PAGES);
    let each = sweep.arms.len().div_ceil(pages);
    let page = |(i, grids): (usize, &[Grid])| {
        sheet.numbered(i + 1, pages).draw(theme, |page, room| maps.page(page, room, i * each, grids))
    };
    grids.chunks(each).enumerate().map(page).collect()
}

/// At least so many standard errors from end to end of the scale of color, so that noise has no colors of its own.
const ERRORS: f64 = 20.0;

/// The ends of the scale, as far apart as errors ask for; shares stay within 0 and 100 %.
fn widened(swept: &Swept, (low, high): (f64, f64), error: f64) -> (f64, f64) {
    let missing = (ERRORS * error - (high - low)).max(0.0) / 2.0;
    match swept.endpoint {
        _ if low > high || swept.endpoint.spans_decades() => (low, high),
        Endpoint::Rate(_) => ((low - missing).max(0.0), (high + missing).min(100.0)),
        Endpoint::Measure(_) => (low - missing, high + missing),
    }
}

/// From the points of the sweep; missing where a point has no value.
fn grids(swept: &Swept) -> Vec<Grid> {
    let sweep = swept.sweep;
    let (columns, rows) = (&sweep.axes[0].values, &sweep.axes[1].values);
    let mut grids = vec![vec![vec![None; columns.len()]; rows.len()]; sweep.arms.len()];
    let held = |point: &&cenersim_analyses::comparison::SweepPoint| {
        sweep.axes.iter().zip(&point.values).skip(2).all(|(axis, value)| axis.values.first() == Some(value))
    };
    for point in sweep.points.iter().filter(held) {
        let [first, second, ..] = &point.values[..] else { continue };
        let place = (columns.iter().position(|v| v == first), rows.iter().position(|v| v == second));
        if let ((Some(column), Some(row)), Some(grid)) = (place, grids.get_mut(point.arm)) {
            grid[row][column] = swept.value(point);
        }
    }
    grids
}

impl Maps<'_> {
    /// The maps of some arms, the first of which has this number, beside the scale of color.
    fn page(&self, page: &mut Page, room: Frame, first: usize, grids: &[Grid]) {
        let area = room.without([LEFT, 0.0, LEGEND, 1.6 * page.theme.sizes.label]);
        let across = if grids.len() > 1 { 2 } else { 1 };
        let down = grids.len().div_ceil(across);
        let (width, height) = (area.width / across as f64, area.height / down as f64);
        for (i, grid) in grids.iter().enumerate() {
            let (x, y) = (area.x + (i % across) as f64 * width, area.y + (i / across) as f64 * height);
            self.map(page, &Frame { x, y, width, height }, first + i, grid);
        }
        self.titles(page, &area);
        let height = (area.height - 120.0).min(560.0);
        self.legend(page, &Frame { x: area.right() + 40.0, y: area.y + 60.0, width: 36.0, height });
    }

    /// Names of the two keys.
    fn titles(&self, page: &mut Page, area: &Frame) {
        let axes = &self.swept.sweep.axes;
        let size = page.theme.sizes.label;
        let style = Style::new(size, page.theme.ink).anchored(Anchor::Middle);
        let [across, up] = [&axes[0], &axes[1]].map(|axis| key(&axis.path));
        let x_style = fitting(&across, style, area.width);
        page.text((area.x + area.width / 2.0, area.bottom() + 1.1 * size), &across, &x_style);
        let y_style = fitting(&up, style, area.height);
        page.upright_text((MARGIN + 24.0, area.y + area.height / 2.0), &up, &y_style);
    }

    /// A value with the decimals that all maps have.
    /// None, one or two by the largest value; three digits each where values span decades.
    fn number(&self, value: f64) -> String {
        match self.high.abs().max(self.low.abs()) {
            _ if self.swept.endpoint.spans_decades() => three_digits(value),
            most if most >= 100.0 => fixed(value, 0),
            most if most >= 10.0 => fixed(value, 1),
            _ => fixed(value, 2),
        }
    }

    /// How far along the scale of color a value is.
    fn share(&self, value: f64) -> f64 {
        let place = |value: f64| if self.swept.endpoint.spans_decades() { libm::log10(value.max(0.1)) } else { value };
        let (low, high) = (place(self.low), place(self.high));
        if high > low { (place(value) - low) / (high - low) } else { 0.5 }
    }

    /// Cells, the best one outlined, numbers and ticks.
    fn map(&self, page: &mut Page, frame: &Frame, arm: usize, grid: &Grid) {
        let sizes = page.theme.sizes;
        let names = self.rows.iter().map(|row| text::width(row, sizes.tick, Weight::Regular)).fold(0.0, f64::max);
        let names = names.min(0.25 * frame.width) + 0.7 * sizes.tick;
        let plot = Frame {
            x: frame.x + names,
            y: frame.y + 1.5 * sizes.label,
            width: frame.width - names - 0.8 * sizes.label,
            height: frame.height - 3.4 * sizes.label,
        };
        let best = self.best(grid);
        self.heading(page, &plot, arm, best.as_ref(), grid);
        for (row, cells) in grid.iter().enumerate() {
            for (column, value) in cells.iter().enumerate() {
                self.cell(page, &self.frame(&plot, row, column), (row, column), *value);
            }
        }
        if let Some(best) = best.as_ref().filter(|best| !self.all_tied(Some(best), grid)) {
            self.border(page, &plot, best);
        }
        self.numbers(page, &plot, grid);
        self.ticks(page, &plot);
    }

    /// A line around the cells that cannot be told from the best.
    fn border(&self, page: &mut Page, plot: &Frame, best: &Best) {
        let (rows, columns) = (self.rows.len() as i64, self.columns.len() as i64);
        let inside = |row: i64, column: i64| {
            (0..rows).contains(&row) && (0..columns).contains(&column) && best.tied[(row * columns + column) as usize]
        };
        let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let sides: Vec<Side> = cells
            .filter(|(row, column)| inside(*row, *column))
            .flat_map(|(row, column)| {
                let Frame { x, y, width, height } = self.frame(plot, row as usize, column as usize);
                let (right, bottom) = (x + width, y + height);
                let all = [
                    (inside(row + 1, column), [(x, y), (right, y)]),
                    (inside(row - 1, column), [(x, bottom), (right, bottom)]),
                    (inside(row, column - 1), [(x, y), (x, bottom)]),
                    (inside(row, column + 1), [(right, y), (right, bottom)]),
                ];
                all.into_iter().filter(|(shared, _)| !shared).map(|(_, side)| side)
            })
            .collect();
        outline(page, &sides);
    }

    /// A cell of the map (px).
    fn frame(&self, plot: &Frame, row: usize, column: usize) -> Frame {
        let (width, height) = (plot.width / self.columns.len() as f64, plot.height / self.rows.len() as f64);
        Frame { x: plot.x + column as f64 * width, y: plot.bottom() - (row + 1) as f64 * height, width, height }
    }

    /// Name of the arm, and what may be said of its best value.
    fn heading(&self, page: &mut Page, plot: &Frame, arm: usize, best: Option<&Best>, grid: &Grid) {
        let (name, theme) = (&self.swept.sweep.arms[arm], page.theme);
        let style = Style::new(theme.sizes.label, theme.text_in(theme.arm(arm).color)).semi_bold();
        let remark = best.map_or(String::new(), |best| match self.all_tied(Some(best), grid) {
            true => "no cell can be told from the best".into(),
            false => self.best_value(best, grid),
        });
        let light =
            fitting(&remark, Style::new(theme.sizes.tick, theme.muted), 0.55 * plot.width).anchored(Anchor::End);
        let taken = text::width(&remark, light.size, light.weight) + theme.sizes.label;
        let baseline = plot.y - 0.5 * theme.sizes.label;
        page.text((plot.x, baseline), &text::condensed(name, &style, plot.width - taken, 1).concat(), &style);
        page.text((plot.right(), baseline), &remark, &light);
    }

    /// The best cell of a map, and which cannot be told from it.
    fn best(&self, grid: &Grid) -> Option<Best> {
        Best::of(&grid.concat(), self.swept.endpoint.more_is_better())
    }

    /// Whether no cell can be told from the best.
    fn all_tied(&self, best: Option<&Best>, grid: &Grid) -> bool {
        best.is_some_and(|best| best.ties() == grid.iter().flatten().flatten().count())
    }

    /// `best: 1.2 log10 at 7 d, 1 d, one of 3 that cannot be told apart from it`.
    fn best_value(&self, best: &Best, grid: &Grid) -> String {
        let (row, column) = (best.place / self.columns.len(), best.place % self.columns.len());
        let value = grid[row][column].map_or(f64::NAN, |value| value.middle);
        let more = if best.ties() > 1 { format!(" (one of {})", best.ties()) } else { String::new() };
        let unit = self.swept.unit();
        format!("best: {} {unit} at {}, {}{more}", self.number(value), self.columns[column], self.rows[row])
    }

    /// Its color; on hover both keys and the value.
    fn cell(&self, page: &mut Page, frame: &Frame, (row, column): (usize, usize), value: Option<Value>) {
        let color = value.map_or(page.theme.grid, |value| viridis(self.share(value.middle)));
        let numbers = value.map_or("no value".into(), |value| self.swept.written(value));
        let text = format!("{}, {}: {numbers}", self.columns[column], self.rows[row]);
        // A little overlap hides the seams that smoothing leaves between cells.
        page.cell(&Frame { width: frame.width + 1.5, height: frame.height + 1.5, ..*frame }, color, &text);
    }

    /// The values, where all of them fit into their cells.
    /// In black or white, whichever is legible on the cell.
    fn numbers(&self, page: &mut Page, plot: &Frame, grid: &Grid) {
        let written = |value: &Value| self.number(value.middle);
        let texts = grid.iter().flatten().flatten().map(written);
        let Some(longest) = texts.max_by_key(|text| text.chars().count()) else { return };
        let cell = self.frame(plot, 0, 0);
        let style = Style::new(page.theme.sizes.tick.min(0.7 * cell.height), page.theme.ink);
        let style = fitting(&longest, style, 0.86 * cell.width).anchored(Anchor::Middle);
        if style.size < SMALLEST {
            return;
        }
        for (row, cells) in grid.iter().enumerate() {
            for (column, value) in
                cells.iter().enumerate().filter_map(|(column, value)| Some((column, value.as_ref()?)))
            {
                let frame = self.frame(plot, row, column);
                let at = (frame.x + frame.width / 2.0, frame.y + frame.height / 2.0 + style.size * 0.36);
                let color = ink_on(viridis(self.share(value.middle)));
                page.text(at, &written(value), &Style { color, ..style });
            }
        }
    }

    /// Values of the two keys along the map, those that have room.
    fn ticks(&self, page: &mut Page, plot: &Frame) {
        let style = Style::new(page.theme.sizes.tick, page.theme.muted);
        let cell = self.frame(plot, 0, 0);
        let widest =
            self.columns.iter().map(|value| text::width(value, style.size, Weight::Regular)).fold(0.0, f64::max);
        let most = widest.min((cell.width - 0.5 * style.size).max(0.22 * plot.width));
        let every = ((most + 0.5 * style.size) / cell.width).ceil().max(1.0) as usize;
        for (i, value) in self.columns.iter().enumerate().step_by(every) {
            let at = (plot.x + (i as f64 + 0.5) * cell.width, plot.bottom() + 1.25 * style.size);
            page.text(at, &text::condensed(value, &style, most, 1).concat(), &style.anchored(Anchor::Middle));
        }
        let every = (1.15 * style.size / cell.height).ceil().max(1.0) as usize;
        let room = widest.max(0.25 * plot.width);
        for (i, value) in self.rows.iter().enumerate().step_by(every) {
            let at = (plot.x - 0.5 * style.size, plot.bottom() - (i as f64 + 0.5) * cell.height + 0.36 * style.size);
            page.text(at, &text::condensed(value, &style, room, 1).concat(), &style.anchored(Anchor::End));
        }
    }

    /// The scale of color with its ends and its middle.
    /// The middle is the geometric mean where the scale is logarithmic.
    fn legend(&self, page: &mut Page, bar: &Frame) {
        if self.low > self.high {
            return;
        }
        const STEPS: usize = 64;
        let height = bar.height / STEPS as f64;
        for i in 0..STEPS {
            let y = bar.bottom() - (i + 1) as f64 * height;
            page.area(&Frame { y, height: height + 1.5, ..*bar }, viridis(i as f64 / (STEPS - 1) as f64), 1.0);
        }
        let theme = page.theme;
        let style = Style::new(theme.sizes.tick, theme.ink);
        let room = LEGEND - 40.0 - bar.width - 14.0 + MARGIN - 12.0;
        let decades = self.swept.endpoint.spans_decades();
        let middle =
            if decades { libm::sqrt(self.low.max(0.1) * self.high.max(0.1)) } else { (self.low + self.high) / 2.0 };
        for (share, value) in [(0.0, self.low), (0.5, middle), (1.0, self.high)] {
            let (text, y) = (self.number(value), bar.bottom() - share * bar.height + 0.36 * style.size);
            page.text((bar.right() + 14.0, y), &text, &fitting(&text, style, room));
        }
        page.text((bar.x, bar.y - 0.8 * style.size), self.swept.unit(), &style.semi_bold());
    }
}

/// Ends of one side of a cell (px).
type Side = [(f64, f64); 2];

/// Double lines, to be seen on any color.
fn outline(page: &mut Page, sides: &[Side]) {
    for (color, width) in [(Color(0x10, 0x14, 0x18), 7.0), (Color(255, 255, 255), 3.0)] {
        for [from, to] in sides {
            page.line(*from, *to, &Stroke { color, dash: &[], width });
        }
    }
}
