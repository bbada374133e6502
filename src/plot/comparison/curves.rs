//! Curves of all arms: median, middle 50 % and middle 90 % of the courses over time, a panel for each arm over its
//! regimen. Left out: single courses, and which curves a figure has.
//!
//! # Size
//!
//! A figure has one polyline and two bands for each curve and arm, thinned to a point for each pixel or so, and at
//! most 240 invisible columns that tell values on hover. So a comparison of seven arms in ten thousand patients
//! stays far below a megabyte of SVG, and a report opens at once.

use super::{ComparisonInput, strips::Strips};
use crate::{
    Drawing, Stroke, Theme,
    axis::Axis,
    grid::{self, Cell, unit},
    hover::{self, Told},
    key::Entry,
    labels::{self, Label},
    page::{Frame, MARGIN, Page},
    panel::Panel,
    sheet::Sheet,
    text::{self, Anchor, Style, Weight},
};
use cenersim_analyses::comparison::{ArmResult, BandResult};
use cenersim_model::{biology::Kind, curves::Variable};

/// Opacity of the band of 90 %, and of that of 50 % on top of it.
const OPACITY: [f64; 2] = [0.20, 0.28];
/// Parts of a figure that tell values on hover; more would make the file large.
const HOVER_COLUMNS: usize = 240;

/// One curve of each arm.
pub struct Line {
    /// In the key and on hover.
    pub name: &'static str,
    /// Which curve of the results.
    pub variable: Variable,
    /// Of which kind of cells, where it is a number of cells.
    pub kind: Option<Kind>,
    /// Its line; bands have its color.
    pub stroke: Stroke,
}

/// One panel of each arm.
pub struct Row {
    /// Title of the upright axis, with the unit.
    pub title: &'static str,
    /// Shared by all arms.
    pub axis: Axis,
    /// One or more in a panel.
    pub lines: Vec<Line>,
    /// Lines to compare with and their names: the landmarks of the published series (R06, R07) and of remission.
    pub thresholds: &'static [(f64, &'static str)],
    /// What values are multiplied by (100 for percent).
    pub factor: f64,
}

/// One figure.
pub struct Curves {
    /// What the figure is about.
    pub subject: &'static str,
    /// What is seen.
    pub message: String,
    /// From the top down; each arm has all of them.
    pub rows: Vec<Row>,
}

/// The band of a curve in an arm, if it has a finite value.
fn band<'a>(arm: &'a ArmResult, line: &Line) -> Option<&'a BandResult> {
    let found = arm.bands.iter().find(|band| band.variable == line.variable && band.kind == line.kind)?;
    found.quantiles[2].iter().any(|value| value.is_finite()).then_some(found)
}

/// All finite values of a quantile of some curves in all arms.
fn values<'a>(input: &'a ComparisonInput, lines: &'a [Line], quantile: usize) -> impl Iterator<Item = f64> + 'a {
    let bands = input.compared.arms.iter().flat_map(|arm| lines.iter().filter_map(|line| band(arm, line)));
    bands.flat_map(move |band| band.quantiles[quantile].iter().copied()).filter(|value| value.is_finite())
}

/// Ends of what is drawn of some curves in all arms.
/// The 95th percentile of the courses; 0 without a value above it.
pub fn highest(input: &ComparisonInput, lines: &[Line]) -> f64 {
    values(input, lines, 4).fold(0.0, f64::max)
}

/// The 5th percentile; infinite without a value.
pub fn lowest(input: &ComparisonInput, lines: &[Line]) -> f64 {
    values(input, lines, 0).fold(f64::INFINITY, f64::min)
}

impl Curves {
    /// Of all rows.
    fn lines(&self) -> impl Iterator<Item = &Line> {
        self.rows.iter().flat_map(|row| &row.lines)
    }

    /// One page; none where no arm has a curve.
    pub fn draw(&self, input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
        if !input.any(|arm| self.lines().any(|line| band(arm, line).is_some())) {
            return Vec::new();
        }
        let sheet = Sheet { key: entries(input, self), ..input.sheet(self.message.clone(), subtitle(input, self)) };
        vec![sheet.draw(theme, |page, room| arms(page, input, self, room))]
    }
}

/// A cell for each arm over the title of the days.
fn arms(page: &mut Page, input: &ComparisonInput, sheet: &Curves, room: Frame) {
    let theme = page.theme;
    let thresholds = sheet.rows.iter().flat_map(|row| row.thresholds).map(|(_, name)| *name);
    let right =
        thresholds.map(|name| text::width(name, theme.sizes.label, Weight::SemiBold) + 86.0).fold(0.0, f64::max);
    let frame = room.without([168.0 * unit(theme), 0.0, right, theme.sizes.label * 1.5]);
    let strips = Strips::of(input, theme, sheet.rows.len());
    let foot = strips.height() + theme.sizes.tick * 1.35;
    let cells = grid::cells(page, frame, &input.names(), foot);
    for cell in &cells {
        arm(page, input, sheet, cell, &strips, cells.len());
    }
    let style = Style::new(theme.sizes.label, theme.ink).anchored(Anchor::Middle);
    let at = (frame.x + frame.width / 2.0, frame.bottom() + style.size * 1.3);
    page.text(at, Axis::days_since(input.first_day()), &style);
}

fn subtitle(input: &ComparisonInput, sheet: &Curves) -> String {
    let ended = |band: &BandResult| band.courses.last() < band.courses.first();
    let drops = input.any(|arm| sheet.lines().filter_map(|line| band(arm, line)).any(ended));
    let deaths = input.any(|arm| arm.overall_survival.events > 0);
    let rest = match (drops, deaths) {
        (true, _) => " Later points are of the courses that had not ended.",
        (false, true) => " After a death, curves are hypothetical: as if the patient had lived.",
        (false, false) => "",
    };
    let units = input.units();
    format!("{}{}.{rest}", units[..1].to_uppercase(), &units[1..])
}

/// Lines, bands and thresholds of the key.
fn entries(input: &ComparisonInput, sheet: &Curves) -> Vec<Entry> {
    let line = |line: &Line| Entry::line(line.stroke, line.name);
    let color = sheet.rows[0].lines[0].stroke.color;
    let mut entries: Vec<Entry> = match sheet.rows.len() {
        1 => sheet.lines().map(line).collect(),
        _ => vec![Entry::line(sheet.rows[0].lines[0].stroke, sheet.subject)],
    };
    let spread = |arm: &ArmResult| {
        sheet.lines().filter_map(|line| band(arm, line)).any(|band| band.quantiles[0] != band.quantiles[4])
    };
    if input.any(spread) {
        entries.iter_mut().for_each(|entry| entry.text.push_str(", median"));
        let both = 1.0 - (1.0 - OPACITY[0]) * (1.0 - OPACITY[1]);
        entries.push(Entry::shade(color, both, "middle 50 % of courses"));
        entries.push(Entry::shade(color, OPACITY[0], "middle 90 % of courses"));
    }
    entries
}

/// Panels of one arm, and its regimen under them.
fn arm(page: &mut Page, input: &ComparisonInput, sheet: &Curves, cell: &Cell, strips: &Strips, cells: usize) {
    let u = unit(page.theme);
    let result = &input.compared.arms[cell.arm];
    let most = (cell.frame.width / (page.theme.sizes.tick * 2.6)).clamp(1.0, 9.0) as usize;
    let days = Axis::days(input.last_day(), most).beginning(input.first_day());
    let between = 34.0 * u;
    let n = sheet.rows.len() as f64;
    let height = ((cell.frame.height + between) / n - between).max(20.0);
    for (i, row) in sheet.rows.iter().enumerate() {
        let frame = Frame { y: cell.frame.y + i as f64 * (height + between), height, ..cell.frame };
        let y = row.axis.clone().spaced(height, page.theme.sizes.tick * 1.15);
        let panel = Panel { frame, x: days.clone(), y };
        one(page, row, &panel, result, cell);
        told(page, row, &panel, result, (HOVER_COLUMNS / (cells * sheet.rows.len())).clamp(8, 60));
    }
    strips.draw(page, cell, &days, result);
    let panel = Panel { frame: cell.frame, x: days, y: Axis::counting(1) };
    panel.x_labels(page, cell.frame.bottom() + strips.height());
}

/// Shades, then the median on top of them.
fn one(page: &mut Page, row: &Row, panel: &Panel, result: &ArmResult, cell: &Cell) {
    panel.grid(page);
    for (value, name) in row.thresholds {
        panel.threshold(page, &format!("threshold {name}"), *value);
    }
    let bands: Vec<(&Line, &BandResult)> =
        row.lines.iter().filter_map(|line| band(result, line).map(|band| (line, band))).collect();
    for (line, band) in &bands {
        shades(page, panel, line, band, row.factor);
    }
    for (line, band) in &bands {
        panel.curve(page, line.name, &line.stroke, &band.days, &scaled(&band.quantiles[2], row.factor));
    }
    if bands.is_empty() {
        let style = Style::new(page.theme.sizes.tick, page.theme.muted).anchored(Anchor::Middle);
        let Frame { x, y, width, height } = panel.frame;
        page.text_on_lines((x + width / 2.0, y + height / 2.0 + style.size * 0.36), "no course", &style);
    }
    if cell.leftmost {
        panel.y_labels(page);
        y_title(page, panel, row.title);
    }
    if cell.rightmost {
        name_thresholds(page, panel, row);
    }
}

/// In the unit of the axis.
fn scaled(values: &[f64], factor: f64) -> Vec<f64> {
    values.iter().map(|value| value * factor).collect()
}

/// The 5th to the 95th percentile, and the quartiles on top.
fn shades(page: &mut Page, panel: &Panel, line: &Line, band: &BandResult, factor: f64) {
    if band.quantiles[0] == band.quantiles[4] {
        return;
    }
    for ((low, high), (opacity, share)) in [(0, 4), (1, 3)].into_iter().zip(OPACITY.into_iter().zip(["90 %", "50 %"])) {
        let (low, high) = (scaled(&band.quantiles[low], factor), scaled(&band.quantiles[high], factor));
        panel.shade(page, &format!("{}, {share}", line.name), (line.stroke.color, opacity), &band.days, &low, &high);
    }
}

/// The title of the upright axis, in as many lines and as small as the panel asks for.
fn y_title(page: &mut Page, panel: &Panel, title: &str) {
    let theme = page.theme;
    let room = panel.frame.height + 16.0 * unit(theme);
    let style = |shrunk: f64| Style::new(theme.sizes.label * shrunk, theme.ink).anchored(Anchor::Middle);
    let fits = |shrunk: &f64| text::wrapped(title, &style(*shrunk), room, 2).join(" ") == title;
    let style = style([1.0, 0.9, 0.8, 0.7, 0.6, 0.5].into_iter().find(fits).unwrap_or(0.45));
    for (i, line) in text::wrapped(title, &style, room, 2).iter().enumerate() {
        let x = MARGIN + style.size * (0.8 + 1.15 * i as f64);
        page.upright_text((x, panel.frame.y + panel.frame.height / 2.0), line, &style);
    }
}

/// Names at the right end of the panel; drawn at the right end of each row of arms only.
fn name_thresholds(page: &mut Page, panel: &Panel, row: &Row) {
    let stroke = page.theme.threshold_line();
    let label = |(value, name): &(f64, &str)| {
        let end = panel.at(panel.x.high, *value)?;
        Some(Label { text: name.to_string(), remark: String::new(), end, stroke })
    };
    let names: Vec<Label> = row.thresholds.iter().filter_map(label).collect();
    labels::draw(page, &panel.frame, &names);
}

fn told(page: &mut Page, row: &Row, panel: &Panel, result: &ArmResult, most: usize) {
    let one = |line| band(result, line).map(|band| Told { name: line.name, band, factor: row.factor });
    let told: Vec<Told> = row.lines.iter().filter_map(one).collect();
    hover::columns(page, panel, &told, most);
}
