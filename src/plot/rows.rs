//! Rows: what forest plots share. Named rows one under the other, one or more columns with an axis each, and in every
//! cell a point or a bar with its interval and its numbers. Left out: what the numbers are, and pooled estimates.
//!
//! ```text
//!             column 1        column 2            each column: title, axis with unit, whom its ends favor
//! row label   mark  numbers   mark  numbers       each cell: a mark, words, or nothing
//! ```

use super::{
    axis::Axis,
    page::{Frame, Page},
    text::{self, Style, Weight},
    theme::{Color, Theme},
};
use cenersim_statistics::Interval;

mod background;
mod mark;

use background::background;
pub use mark::{Mark, Marker};

/// What stands where a row and a column meet.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    /// Words instead of a mark.
    Note(String),
    Mark(Mark),
}

/// One row: its name and a cell for each column.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Name of the row.
    pub label: String,
    /// A second, lighter line; empty if there is none.
    pub remark: String,
    /// Color of the name; none for that of the text.
    pub color: Option<Color>,
    /// Whether the rows that follow belong under this one.
    pub heading: bool,
    /// One for each column.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A name that the following rows belong to.
    pub fn heading(label: &str, cells: Vec<Cell>) -> Self {
        Self { label: label.into(), remark: String::new(), color: None, heading: true, cells }
    }
}

/// One column: what all its cells are measured with.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Above the axis; empty if the page says it.
    pub title: String,
    /// Shared by all rows.
    pub axis: Axis,
    /// Under the axis, with the unit.
    pub axis_title: String,
    /// Whom the left and the right end favor; empty if neither.
    pub ends: [String; 2],
    /// Where there is no difference; drawn as a line.
    pub zero: Option<f64>,
}

/// Where the numbers of a mark stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// In a column of their own, right of the axis.
    Beside,
    /// Under the mark.
    Under,
    /// At the outer end of the bar.
    AtEnd,
}

/// Rows with columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rows<'a> {
    /// From the top down.
    pub rows: &'a [Row],
    /// From left to right.
    pub columns: &'a [Column],
    /// Where numbers stand.
    pub texts: Texts,
}

/// Where one column stands: its plot, and how much further its texts may go (px).
struct Place {
    plot: Frame,
    room: f64,
}

/// Smallest heights in letters of a label: of a heading, of a row, and of a row with numbers under its mark.
const HEADING: f64 = 1.5;
const ROW: f64 = 1.45;
const ROW_AND_TEXT: f64 = 2.9;
/// Rows are stretched at most so much when there is room.
const STRETCH: f64 = 2.2;

/// Groups of rows on as few pages as hold them, filled evenly; a group that is too long for a page is cut into parts of one
/// length, each under its heading. A group goes to the next page if most of it would make this one longer than its even share.
pub fn paged(groups: Vec<Vec<Row>>, texts: Texts, theme: &Theme, room: f64) -> Vec<Vec<Row>> {
    let height = |rows: &[Row]| rows.iter().map(|row| least(row, texts) * theme.sizes.label).sum::<f64>();
    let longest = ((room / (least_of(texts) * theme.sizes.label)) as usize).saturating_sub(1).max(1);
    let pieces: Vec<Vec<Row>> = groups.into_iter().flat_map(|group| cut(&group, longest)).collect();
    let total: f64 = pieces.iter().map(|piece| height(piece)).sum();
    let even = total / (total / room).ceil().max(1.0);
    let mut pages: Vec<Vec<Row>> = Vec::new();
    for piece in pieces {
        match pages.last_mut() {
            Some(page) if height(page) + height(&piece) <= room && height(page) + height(&piece) / 2.0 <= even => {
                page.extend(piece);
            }
            _ => pages.push(piece),
        }
    }
    pages
}

/// Parts of a group that are no longer than this, and about as long as each other.
fn cut(group: &[Row], longest: usize) -> Vec<Vec<Row>> {
    let (heading, rows) = match group {
        [first, rest @ ..] if first.heading && group.len() > longest && longest > 1 => (Some(first), rest),
        rows => (None, rows),
    };
    let most = longest - usize::from(heading.is_some());
    let even = rows.len().div_ceil(rows.len().div_ceil(most).max(1)).max(1);
    rows.chunks(even).map(|rows| heading.into_iter().chain(rows).cloned().collect()).collect()
}

/// Height without the rows: titles of columns, tick labels, titles and ends of axes (px).
pub fn around(columns: &[Column], theme: &Theme) -> f64 {
    top(columns, theme) + bottom(columns, theme)
}

/// Titles of the columns (px).
fn top(columns: &[Column], theme: &Theme) -> f64 {
    let titled = columns.iter().any(|column| !column.title.is_empty());
    theme.sizes.label * if titled { 2.7 } else { 0.0 }
}

/// Tick labels, titles and ends of the axes (px).
fn bottom(columns: &[Column], theme: &Theme) -> f64 {
    let titled = columns.iter().any(|column| !column.axis_title.is_empty());
    let ended = columns.iter().any(|column| column.ends.iter().any(|end| !end.is_empty()));
    let lines = 1.5 + if titled { 1.4 } else { 0.0 } + if ended { 1.4 } else { 0.0 };
    theme.sizes.label * lines
}

/// In letters of a label.
fn least_of(texts: Texts) -> f64 {
    if texts == Texts::Under { ROW_AND_TEXT } else { ROW }
}

/// The least height of this row, in letters of a label.
fn least(row: &Row, texts: Texts) -> f64 {
    if row.heading { HEADING } else { least_of(texts) }
}

impl Rows<'_> {
    /// The least height that the rows need, with titles and axes (px).
    pub fn least_height(&self, theme: &Theme) -> f64 {
        let rows: f64 = self.rows.iter().map(|row| least(row, self.texts) * theme.sizes.label).sum();
        rows + around(self.columns, theme)
    }

    /// Draws the rows into an area of the page; returns where they end (px from the top).
    pub fn draw(&self, page: &mut Page, area: Frame) -> f64 {
        let theme = page.theme;
        let (top, bottom) = (top(self.columns, theme), bottom(self.columns, theme));
        let lines = self.lines(theme, area.y + top, area.height - top - bottom);
        let end = lines.last().map_or(area.y + top, Frame::bottom);
        let labels = self.label_width(theme, area.width);
        let places = self.places(theme, Frame { y: area.y + top, height: end - area.y - top, ..area }, labels);
        let notes = self.note_size(theme, &places);
        for (column, place) in self.columns.iter().zip(&places) {
            background(page, column, place, notes);
        }
        for (row, line) in self.rows.iter().zip(&lines) {
            self.row(page, row, &Frame { x: area.x, width: area.width, ..*line }, labels, &places);
        }
        end + bottom
    }

    /// Letters in which the notes at both ends of every axis fit, the same for all (px).
    fn note_size(&self, theme: &Theme, places: &[Place]) -> f64 {
        let size = theme.sizes.tick;
        let style = Style::new(size, theme.muted);
        let fitted = |(column, place): (&Column, &Place)| {
            let room = place.plot.width / 2.0 - 0.3 * size;
            column.ends.clone().map(|end| if end.is_empty() { size } else { fitting(&end, style, room).size })
        };
        self.columns.iter().zip(places).flat_map(fitted).fold(size, f64::min)
    }

    /// Height of each row, from the top down.
    /// All rows are stretched alike, to fill the area or to 2.2 times their least height.
    fn lines(&self, theme: &Theme, top: f64, room: f64) -> Vec<Frame> {
        let least: Vec<f64> = self.rows.iter().map(|row| least(row, self.texts) * theme.sizes.label).collect();
        let stretch = (room / least.iter().sum::<f64>()).min(STRETCH);
        let mut y = top;
        let frame = |height: f64| {
            y += height * stretch;
            Frame { x: 0.0, y: y - height * stretch, width: 0.0, height: height * stretch }
        };
        least.into_iter().map(frame).collect()
    }

    /// Width of the names: as wide as the widest, at most a quarter of the area, or nearly half of it beside a single column.
    fn label_width(&self, theme: &Theme, width: f64) -> f64 {
        let style = Style::new(theme.sizes.label, theme.ink).semi_bold();
        let most = width * if self.columns.len() > 1 { 0.24 } else { 0.46 };
        let of = |row: &Row| {
            let remark = text::width(&row.remark, theme.sizes.tick, Weight::Regular);
            text::room(&row.label, &style, most).max(remark) + indent(row, theme)
        };
        // A pixel more than measured: widths are rounded where names are cut to fit.
        (self.rows.iter().map(of).fold(0.0, f64::max) + 1.0).min(most)
    }

    /// Columns are equally wide.
    fn places(&self, theme: &Theme, area: Frame, labels: f64) -> Vec<Place> {
        let gap = theme.sizes.label;
        let texts = if self.texts == Texts::Beside { self.text_width(theme).min(0.4 * area.width) } else { 0.0 };
        let (left, each) = (area.x + labels, (area.width - labels) / self.columns.len().max(1) as f64);
        let aside = if texts > 0.0 { texts + gap } else { 0.0 };
        let plot = |i: usize| Frame {
            x: left + i as f64 * each + 1.4 * gap,
            width: (each - aside - 2.8 * gap).max(gap),
            ..area
        };
        (0..self.columns.len()).map(|i| Place { plot: plot(i), room: texts }).collect()
    }

    /// As wide as the widest numbers of any mark (px).
    fn text_width(&self, theme: &Theme) -> f64 {
        let texts = self.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| match cell {
            Cell::Mark(mark) => Some(text::width(&mark.text, theme.sizes.tick, Weight::Regular)),
            _ => None,
        });
        texts.fold(0.0, f64::max)
    }

    /// Name, then cell by cell; each cell tells its exact numbers on hover.
    fn row(&self, page: &mut Page, row: &Row, line: &Frame, labels: f64, places: &[Place]) {
        name(page, row, line, labels);
        for ((cell, column), place) in row.cells.iter().zip(self.columns).zip(places) {
            let plot = Frame { y: line.y, height: line.height, ..place.plot };
            match cell {
                Cell::Empty => {}
                Cell::Note(note) => note_in(page, note, &plot),
                Cell::Mark(mark) => {
                    mark.draw(page, &column.axis, &plot, self.texts, place.room);
                    page.hover(&Frame { width: plot.width + place.room, ..plot }, &mark.hover);
                }
            }
        }
    }
}

/// Rows under a heading begin further to the right.
fn indent(row: &Row, theme: &Theme) -> f64 {
    if row.heading { 0.0 } else { theme.sizes.label }
}

/// The name of a row, in two lines where it is long and the row is high, and smaller before it is cut.
fn name(page: &mut Page, row: &Row, line: &Frame, labels: f64) {
    let theme = page.theme;
    let sizes = theme.sizes;
    let color = row.color.map_or(theme.ink, |color| theme.text_in(color));
    let style = Style::new(sizes.label, color);
    let style = if row.heading || !row.remark.is_empty() { style.semi_bold() } else { style };
    let room = labels - indent(row, theme);
    let remark_lines = usize::from(!row.remark.is_empty());
    let lines = ((line.height / (1.2 * sizes.label)) as usize).saturating_sub(remark_lines).clamp(1, 2);
    let light = Style::new(sizes.tick, theme.muted);
    let fits = |style: &Style| text::condensed(&row.label, style, room, lines).iter().all(|line| !line.contains('…'));
    let smaller = |shrunk: f64| Style { size: shrunk * style.size, ..style };
    let style = [1.0, 0.9, 0.8, 0.7].into_iter().map(smaller).find(fits).unwrap_or(style);
    let named = text::condensed(&row.label, &style, room, lines).into_iter().map(|text| (text, style));
    let remarked = text::condensed(&row.remark, &light, room, 1).into_iter().map(|text| (text, light));
    let texts: Vec<(String, Style)> = named.chain(remarked).filter(|(text, _)| !text.is_empty()).collect();
    let leading = sizes.label * 1.2;
    let first = line.y + line.height / 2.0 - leading * (texts.len() as f64 - 1.0) / 2.0 + sizes.label * 0.36;
    for (i, (text, style)) in texts.iter().enumerate() {
        page.text((line.x + indent(row, theme), first + i as f64 * leading), text, style);
    }
}

fn note_in(page: &mut Page, note: &str, plot: &Frame) {
    let style = fitting(note, Style::new(page.theme.sizes.tick, page.theme.muted), plot.width);
    page.text_on_lines((plot.x, plot.y + plot.height / 2.0 + style.size * 0.36), note, &style);
}

/// The style with letters small enough for a text to fit.
pub fn fitting(text: &str, style: Style, room: f64) -> Style {
    let width = text::width(text, style.size, style.weight);
    Style { size: style.size * (room / width).min(1.0), ..style }
}

/// Both ends as finite numbers, the lower first; none otherwise.
pub fn finite(interval: Interval) -> Option<Interval> {
    (interval.low.is_finite() && interval.high.is_finite() && interval.low <= interval.high).then_some(interval)
}
