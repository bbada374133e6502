//! Curves of all arms: median, middle 50 % and middle 90 % of the courses over time, a panel for each arm over its
//! regimen. Three figures: leukemia, marrow blasts, blood counts. Left out: single courses.

use super::{
    ComparisonInput,
    grid::{self, Cell, unit},
    hover::{self, Told},
    key::{self, Entry, Sample},
    strips::Strips,
};
use crate::{
    Figure, Stroke, Theme,
    axis::Axis,
    labels::{self, Label},
    page::{Frame, MARGIN, Page},
    panel::Panel,
    text::{self, Anchor, Style, Weight},
};
use cenersim_analyses::comparison::{ArmResult, BandResult};
use cenersim_model::{biology::Kind, curves::Variable};

/// Opacity of the band of 90 %, and of that of 50 % on top of it.
const OPACITY: [f64; 2] = [0.20, 0.28];
/// Parts of a figure that tell values on hover; more would make the file large.
const HOVER_COLUMNS: usize = 240;

/// One curve of each arm.
struct Line {
    name: &'static str,
    variable: Variable,
    kind: Option<Kind>,
    stroke: Stroke,
}

/// One panel of each arm.
struct Row {
    title: &'static str,
    axis: Axis,
    lines: Vec<Line>,
    /// Lines to compare with and their names: the landmarks of the published series (R06, R07) and of remission.
    thresholds: &'static [(f64, &'static str)],
    /// What values are multiplied by (100 for percent).
    factor: f64,
}

/// One figure.
struct Sheet {
    name: &'static str,
    subject: &'static str,
    rows: Vec<Row>,
}

/// The three figures; without those of which no arm has a curve.
pub fn curves(input: &ComparisonInput, theme: &Theme) -> Vec<Figure> {
    let sheets = [leukemia(input, theme), marrow_blasts(input, theme), blood_counts(input, theme)];
    let drawn = sheets.iter().filter(|sheet| input.any(|arm| sheet.lines().any(|line| band(arm, line).is_some())));
    drawn.map(|sheet| figure(input, theme, sheet)).collect()
}

impl Sheet {
    fn lines(&self) -> impl Iterator<Item = &Line> {
        self.rows.iter().flat_map(|row| &row.lines)
    }
}

fn leukemia(input: &ComparisonInput, theme: &Theme) -> Sheet {
    let line = |kind: Kind| Line {
        name: kind.label(),
        variable: Variable::Cells,
        kind: Some(kind),
        stroke: Stroke { width: 4.0, ..theme.kind(kind) },
    };
    let lines = vec![line(Kind::Blast), line(Kind::LeukemicStem)];
    let decades = libm::ceil(libm::log10(highest(input, &lines).max(1.0))).max(13.0) as i32;
    let axis = Axis::decades_and_zero(0, decades, 3);
    let row = Row { title: "Cells in the patient", axis, lines, thresholds: &[], factor: 1.0 };
    Sheet { name: "leukemia", subject: "Leukemic cells", rows: vec![row] }
}

fn marrow_blasts(input: &ComparisonInput, theme: &Theme) -> Sheet {
    let stroke = Stroke { dash: &[], width: 4.0, ..theme.kind(Kind::Blast) };
    let lines = vec![Line { name: "Marrow blasts", variable: Variable::MarrowBlasts, kind: None, stroke }];
    let axis = Axis::linear((100.0 * highest(input, &lines)).clamp(20.0, 100.0), 5);
    let row = Row { title: "Blasts among marrow cells (%)", axis, lines, thresholds: &[(5.0, "5 %")], factor: 100.0 };
    Sheet { name: "marrow_blasts", subject: "Marrow blasts", rows: vec![row] }
}

fn blood_counts(input: &ComparisonInput, theme: &Theme) -> Sheet {
    let stroke = Stroke { width: 4.0, ..theme.blood_count() };
    let row = |title, name, variable, (low, high): (i32, i32), thresholds| {
        let lines = vec![Line { name, variable, kind: None, stroke }];
        let most = libm::ceil(libm::log10(highest(input, &lines).max(1e-9))) as i32;
        let axis = Axis::decades(low, high.max(most), 1);
        let below = lowest(input, &lines) < libm::pow(10.0, f64::from(low));
        Row { title, axis: if below { axis.at_most() } else { axis }, lines, thresholds, factor: 1.0 }
    };
    let rows = vec![
        row("Neutrophils (10⁹/L)", "Neutrophils", Variable::Neutrophils, (-2, 1), &[(0.5, "0.5"), (1.0, "1.0")]),
        row("Platelets (10⁹/L)", "Platelets", Variable::Platelets, (0, 3), &[(50.0, "50"), (100.0, "100")]),
    ];
    Sheet { name: "blood_counts", subject: "Blood counts", rows }
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

fn highest(input: &ComparisonInput, lines: &[Line]) -> f64 {
    values(input, lines, 4).fold(0.0, f64::max)
}

fn lowest(input: &ComparisonInput, lines: &[Line]) -> f64 {
    values(input, lines, 0).fold(f64::INFINITY, f64::min)
}

fn figure(input: &ComparisonInput, theme: &Theme, sheet: &Sheet) -> Figure {
    let mut page = Page::new(theme);
    let title = input.headline(sheet.subject);
    let top = page.header(&title, &subtitle(input, sheet));
    let top = key::under_header(&mut page, top, &entries(input, sheet));
    let u = unit(theme);
    let bottom = page.footer(input.footer) - theme.sizes.label * 1.5;
    let thresholds = sheet.rows.iter().flat_map(|row| row.thresholds).map(|(_, name)| *name);
    let right =
        thresholds.map(|name| text::width(name, theme.sizes.label, Weight::SemiBold) + 86.0).fold(0.0, f64::max);
    let frame = grid::content(theme, top, bottom, 168.0 * u, right);
    let strips = Strips::of(input, theme, sheet.rows.len());
    let foot = strips.height() + theme.sizes.tick * 1.35;
    let cells = grid::cells(&mut page, frame, &input.names(), foot);
    for cell in &cells {
        arm(&mut page, input, sheet, cell, &strips, cells.len());
    }
    let style = Style::new(theme.sizes.label, theme.ink).anchored(Anchor::Middle);
    page.text((frame.x + frame.width / 2.0, bottom + style.size * 1.3), "Days since the start of treatment", &style);
    Figure { name: sheet.name, svg: page.finish(&title), title }
}

fn subtitle(input: &ComparisonInput, sheet: &Sheet) -> String {
    let ended = |band: &BandResult| band.courses.last() < band.courses.first();
    let drops = input.any(|arm| sheet.lines().filter_map(|line| band(arm, line)).any(ended));
    let deaths = input.any(|arm| arm.overall_survival.events > 0);
    let rest = match (drops, deaths) {
        (true, _) => " Later points are of the courses that had not ended.",
        (false, true) => " After a death, curves go on as if the patient had lived.",
        (false, false) => "",
    };
    let units = input.units();
    format!("{}{}.{rest}", units[..1].to_uppercase(), &units[1..])
}

fn entries(input: &ComparisonInput, sheet: &Sheet) -> Vec<Entry> {
    let line = |line: &Line| Entry { sample: Sample::Line(line.stroke), text: line.name.into() };
    let color = sheet.rows[0].lines[0].stroke.color;
    let mut entries: Vec<Entry> = match sheet.rows.len() {
        1 => sheet.lines().map(line).collect(),
        _ => vec![Entry { sample: Sample::Line(sheet.rows[0].lines[0].stroke), text: sheet.subject.into() }],
    };
    let spread = |arm: &ArmResult| {
        sheet.lines().filter_map(|line| band(arm, line)).any(|band| band.quantiles[0] != band.quantiles[4])
    };
    if input.any(spread) {
        entries.iter_mut().for_each(|entry| entry.text.push_str(", median"));
        let both = 1.0 - (1.0 - OPACITY[0]) * (1.0 - OPACITY[1]);
        entries.push(Entry { sample: Sample::Shade(color, both), text: "middle 50 % of courses".into() });
        entries.push(Entry { sample: Sample::Shade(color, OPACITY[0]), text: "middle 90 % of courses".into() });
    }
    entries
}

fn arm(page: &mut Page, input: &ComparisonInput, sheet: &Sheet, cell: &Cell, strips: &Strips, cells: usize) {
    let u = unit(page.theme);
    let result = &input.compared.arms[cell.arm];
    let most = (cell.frame.width / (page.theme.sizes.tick * 2.6)).clamp(1.0, 9.0) as usize;
    let days = Axis::days(input.compared.horizon_days, most);
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

fn scaled(values: &[f64], factor: f64) -> Vec<f64> {
    values.iter().map(|value| value * factor).collect()
}

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
