//! Mechanism figure: from drug levels through p53 and damage to the rates of death, as small panels over the days around
//! the first course. Drug levels are in percent of their own peak, which is named. Left out: cycle phases.

use super::{
    Figure, FigureInput, Theme,
    axis::{Axis, plain},
    band::{Band, explanation},
    labels::{self, Label},
    page::{Frame, MARGIN, Page},
    panel::Panel,
    text::{self, Anchor, Style, Weight},
    theme::Stroke,
};
use crate::{biology::Kind, curves::Variable, treatment::Drug};

/// Days shown after the last infusion of the first course.
const AFTERWARDS: f64 = 14.0;
/// Left of a panel, for its tick labels [px].
const TICKS: f64 = 86.0;
/// Above a panel, for its title and unit [px].
const HEAD: f64 = 76.0;
/// Under a panel, for its days [px].
const FOOT: f64 = 46.0;
/// Right of the drug panels, for their labels [px].
const DRUG_LABELS: f64 = 350.0;

/// One curve of a drug panel: its name, the variables it sums, its line.
struct Level {
    name: &'static str,
    variables: &'static [Variable],
    stroke: Stroke,
}

/// A panel with a curve for each kind: its title, what one unit means, its variable.
const KINDS: [[(&str, &str, Variable); 3]; 2] = [
    [
        ("p53 mRNA", "untreated wild type = 1", Variable::P53Mrna),
        ("p53 protein", "untreated wild type = 1", Variable::P53Protein),
        ("DNA damage", "mitotic catastrophe = 1", Variable::Damage),
    ],
    [
        ("p53 apoptosis", "per day", Variable::DeathP53),
        ("Other apoptosis", "p53-independent, per day", Variable::DeathDamage),
        ("Mitotic catastrophe", "per day", Variable::Catastrophe),
    ],
];

/// Drug levels, p53, damage and death rates over the first course.
pub fn mechanism(input: &FigureInput, theme: &Theme) -> Figure {
    let days = window(input);
    let mut page = Page::new(theme);
    let line = explanation(input.replicates.len());
    let what = format!("Mechanism over the first {} days, {}. {line}", plain(days), input.arm);
    let top = page.header(input.title, &what) - 8.0;
    let bottom = page.footer(input.footer);
    key(&mut page, top + theme.sizes.label * 0.8);
    let room =
        Frame { x: MARGIN, y: top + 56.0, width: f64::from(theme.size.0) - 2.0 * MARGIN, height: bottom - top - 56.0 };
    let rows = rows(room);
    drug_panel(&mut page, input, rows[0][0], days, "Plasma levels", &plasma(theme));
    drug_panel(&mut page, input, rows[1][0], days, "Levels in cells", &cells(theme));
    for (frames, panels) in rows.iter().zip(KINDS) {
        kind_panels(&mut page, input, &frames[1..], days, panels);
    }
    let title = input.caption("mechanism");
    Figure { name: "mechanism", svg: page.finish(&title), title }
}

/// Days shown: the first course and two weeks, or the whole horizon without treatment.
fn window(input: &FigureInput) -> f64 {
    let first_course = input.doses.iter().filter(|dose| dose.course <= 1).map(|dose| dose.end().in_days());
    let last = first_course.filter(|day| day.is_finite()).max_by(f64::total_cmp);
    last.map_or(input.horizon(), |day| ((day + AFTERWARDS) / 7.0).ceil() * 7.0).min(input.horizon())
}

/// Two rows of a wide cell and three narrow ones.
fn rows(room: Frame) -> [[Frame; 4]; 2] {
    let narrow = (room.width - DRUG_LABELS) / 4.0;
    let wide = narrow + DRUG_LABELS;
    let height = room.height / 2.0;
    let cell = |row: usize, column: usize| {
        let x = if column == 0 { room.x } else { room.x + wide + narrow * (column as f64 - 1.0) };
        Frame { x, y: room.y + height * row as f64, width: if column == 0 { wide } else { narrow }, height }
    };
    [0, 1].map(|row| [0, 1, 2, 3].map(|column| cell(row, column)))
}

fn plasma(theme: &Theme) -> Vec<Level> {
    vec![
        Level { name: "Cenersen", variables: &[Variable::CenersenPlasma], stroke: theme.drug(Drug::Cenersen) },
        Level { name: "Idarubicin", variables: &[Variable::IdarubicinPlasma], stroke: theme.drug(Drug::Idarubicin) },
        Level {
            name: "Idarubicinol",
            variables: &[Variable::IdarubicinolPlasma],
            stroke: theme.metabolite(Drug::Idarubicin),
        },
        Level { name: "Cytarabine", variables: &[Variable::CytarabinePlasma], stroke: theme.drug(Drug::Cytarabine) },
    ]
}

fn cells(theme: &Theme) -> Vec<Level> {
    vec![
        Level { name: "Cenersen", variables: &[Variable::CenersenCell], stroke: theme.drug(Drug::Cenersen) },
        Level {
            name: "Idarubicin + -ol",
            variables: &[Variable::IdarubicinCell, Variable::IdarubicinolCell],
            stroke: theme.drug(Drug::Idarubicin),
        },
        Level { name: "Ara-CTP", variables: &[Variable::AraCtp], stroke: theme.drug(Drug::Cytarabine) },
    ]
}

/// Names the lines of the kinds once for all panels.
fn key(page: &mut Page, baseline: f64) {
    let theme = page.theme;
    let size = theme.sizes.label;
    let widths = Kind::ALL.map(|kind| 66.0 + text::width(kind.label(), size, Weight::SemiBold));
    let room = f64::from(theme.size.0) - 2.0 * MARGIN - widths.iter().sum::<f64>();
    let mut x = MARGIN;
    for (kind, width) in Kind::ALL.into_iter().zip(widths) {
        let (stroke, color) = (theme.kind(kind), theme.text_in(theme.kind(kind).color));
        page.line((x, baseline - size * 0.34), (x + 54.0, baseline - size * 0.34), &stroke);
        page.text((x + 66.0, baseline), kind.label(), &Style::new(size, color).semi_bold());
        x += width + (room / 4.0).min(56.0);
    }
}

/// The panel inside a cell, with its title and axes.
fn small_panel(page: &mut Page, cell: Frame, right: f64, axes: (Axis, Axis), title: &str, unit: &str) -> Panel {
    let frame = Frame {
        x: cell.x + TICKS,
        y: cell.y + HEAD,
        width: cell.width - TICKS - right,
        height: cell.height - HEAD - FOOT,
    };
    let panel = Panel { frame, x: axes.0, y: axes.1 };
    let sizes = page.theme.sizes;
    page.text((cell.x + 8.0, cell.y + 28.0), title, &Style::new(sizes.label, page.theme.ink).semi_bold());
    page.text((cell.x + 8.0, cell.y + 60.0), unit, &Style::new(sizes.tick, page.theme.muted));
    panel.grid(page);
    panel.y_labels(page);
    panel.x_labels(page, frame.bottom());
    panel
}

fn drug_panel(page: &mut Page, input: &FigureInput, cell: Frame, days: f64, title: &str, levels: &[Level]) {
    let axes = (Axis::days(days, 3), Axis::linear(100.0, 2));
    let panel = small_panel(page, cell, DRUG_LABELS, axes, title, "% of own peak");
    let mut names = Vec::new();
    for level in levels {
        let band = Band::sum_of(input.replicates, level.variables, None).until(days);
        if band.peak() > 0.0 {
            names.extend(drug_curve(page, &panel, level, band));
        }
    }
    if names.is_empty() {
        let style = Style::new(page.theme.sizes.label, page.theme.muted).anchored(Anchor::Middle);
        let Frame { x, y, width, height } = panel.frame;
        page.text((x + width / 2.0, y + height / 2.0), "no drug", &style);
    }
    labels::draw(page, &panel.frame, &names);
}

/// Draws a drug's level in percent of its peak, and names the peak.
fn drug_curve(page: &mut Page, panel: &Panel, level: &Level, band: Band) -> Option<Label> {
    let peak = band.peak();
    let percent = band.scaled(100.0 / peak);
    panel.curve(page, level.name, &Stroke { width: 4.0, ..level.stroke }, &percent.days, &percent.middle);
    let points = percent.days.iter().zip(&percent.middle).rev();
    let end = points.into_iter().find_map(|(day, value)| panel.at(*day, *value))?;
    let remark = format!("peak {}", quantity(peak, level.variables[0].unit()));
    Some(Label { text: level.name.into(), remark, end, stroke: level.stroke })
}

/// A value with three significant digits and its unit as print has it.
fn quantity(value: f64, unit: &str) -> String {
    let magnitude = libm::floor(libm::log10(value)) as i32;
    let unit = match unit {
        "umol/L" => "µmol/L",
        "pmol/1e6" => "pmol/10⁶ cells",
        other => other,
    };
    if !(-3..6).contains(&magnitude) {
        return format!("{value:.1e} {unit}");
    }
    let step = libm::pow(10.0, f64::from(magnitude - 2));
    format!("{} {unit}", plain((value / step).round() * step))
}

/// Panels with a curve for each kind; rates of death share one axis, so that they can be compared.
fn kind_panels(page: &mut Page, input: &FigureInput, cells: &[Frame], days: f64, panels: [(&str, &str, Variable); 3]) {
    let bands = panels.map(|(.., variable)| {
        Kind::ALL.map(|kind| (kind, Band::of(input.replicates, variable, Some(kind)).until(days)))
    });
    let highest = bands.each_ref().map(|bands| bands.iter().map(|(_, band)| band.highest()).fold(0.0, f64::max));
    let common = highest.into_iter().fold(0.0, f64::max);
    for (i, (title, unit, variable)) in panels.into_iter().enumerate() {
        let rate = variable.unit() == "1/d";
        let axes = (Axis::days(days, 3), Axis::linear(if rate { common } else { highest[i] }, 3));
        let panel = small_panel(page, cells[i], 24.0, axes, title, unit);
        for (kind, band) in &bands[i] {
            let stroke = Stroke { width: 4.0, ..page.theme.kind(*kind) };
            panel.band(page, kind.label(), &stroke, band);
        }
    }
}
