//! Mechanism figure: from drug levels through p53 and damage to the rates of death, as small panels over the days around
//! the first course. Drug levels are in percent of their own peak, which is named. Left out: cycle phases.
//!
//! Two rows: levels in plasma and in cells at the left, one lane for each drug; at the right a panel for each quantity
//! with a curve for each kind of cell, and a thin one of the same courses without cenersen. Rates in 1/d share one axis.
//!
//! # How to read it
//!
//! From left to right along the causal chain: what is in plasma, what reaches the cells, what it does to p53 mRNA
//! and protein, the damage, and the rates at which cells die of it. Drug lanes are in percent of their own peak,
//! because levels of nM and umol/L do not share an axis; the peak stands beside the lane with its unit.
//!
//! * mRNA and protein are relative to an untreated wild-type cell, so 1 is a cell that nothing has happened to.
//! * Damage is in units of the mean that triggers mitotic catastrophe; lesions of cytarabine are a part of it.
//! * The three rates of death have one scale, so the dominant way of dying is the highest curve.
//! * Thin lines are the same courses without cenersen; what lies between a line and its thin one is what cenersen does.
//! * A curve has a gap while no cell of its kind is left.
//! * Cenersen lowers p53 apoptosis and raises catastrophe: whether that pays is seen in the population, not here.

use super::{
    Drawing, FigureInput, FigureOf, Run, Section, Theme,
    band::{Band, explanation},
    listed,
};
use crate::{
    axis::Axis,
    grid::unit,
    page::{Frame, MARGIN, Page},
    panel::Panel,
    sheet::Sheet,
    text::{self, Style, Weight},
    theme::Stroke,
};
use cenersim_model::{
    biology::Kind,
    curves::{CurveSet, DrugLevel, Site, Variable},
    treatment::Administration,
};
use cenersim_text::{fixed, plain, short};

/// Days shown after the last infusion of the first course.
const AFTERWARDS: f64 = 14.0;
/// Left of a panel, for its tick labels (px).
const TICKS: f64 = 86.0;
/// Above a panel, for its title and unit (px).
const HEAD: f64 = 88.0;
/// Under a panel, for its days (px).
const FOOT: f64 = 46.0;
/// Left of the drug panels, for the word `day` (px).
const DRUG_LEFT: f64 = 66.0;
/// Right of the drug panels, for their labels (px).
const DRUG_LABELS: f64 = 320.0;

/// Lines of the same courses without cenersen (px).
const THIN: f64 = 1.8;
/// Lower lanes have name and peak in one line (px).
const LOW_LANE: f64 = 58.0;

/// One lane of a drug panel: the level and the line of its drug.
type Lane = (DrugLevel, Stroke);

/// Shares of p53 mRNA from here on are printed as 100 %.
const UNCHANGED: f64 = 0.995;

/// A panel with a curve for each kind: its title, what one unit means, its variable.
type KindPanel = (&'static str, &'static str, Variable);

/// The panels of both rows. Damage holds the lesions, which outlive ara-CTP in the cells.
const KINDS: [&[KindPanel]; 2] = [
    &[
        ("p53 mRNA", "wild type = 1", Variable::P53Mrna),
        ("p53 protein", "wild type = 1", Variable::P53Protein),
        ("DNA damage", "catastrophe = 1", Variable::Damage),
        ("Ara-C lesions", "part of damage", Variable::Lesions),
    ],
    &[
        ("p53 apoptosis", "per day, same scale", Variable::DeathP53),
        ("Other apoptosis", "not by p53, per day", Variable::DeathDamage),
        ("Mitotic catastrophe", "per day, same scale", Variable::Catastrophe),
    ],
];

/// What of each kind of cell is drawn, for whoever keeps curves for this figure.
pub fn drawn_of_kinds(variable: Variable) -> bool {
    variable == Variable::Cells || KINDS.iter().copied().flatten().any(|(.., drawn)| *drawn == variable)
}

/// Drug levels, p53, damage and death rates over the first course.
pub const FIGURE: FigureOf<Run> = FigureOf { name: "mechanism", section: Section::Mechanism, alt, draw };

fn alt(input: &FigureInput, _: &str) -> String {
    let days = window(input);
    let levels = DrugLevel::of(input.replicates).into_iter();
    let peak = |level: DrugLevel| {
        let peak = Band::of(input.replicates, level.variable, None).until(days).peak();
        (peak > 0.0).then(|| format!("{}: peak {}", level.label, quantity(peak, level.variable.unit())))
    };
    listed("Drug levels, p53, DNA damage and rates of death over the first course", levels.filter_map(peak))
}

fn draw(input: &FigureInput, theme: &Theme) -> Vec<Drawing> {
    let sheet = Sheet::about(message(input), input.title, subtitle(input), input.footer);
    vec![sheet.draw(theme, |page, room| panels(page, room.without([0.0, -20.0, 0.0, 0.0]), input))]
}

/// How far p53 mRNA falls in leukemic and in normal stem cells; where nothing acts on it, how far p53 protein rises.
fn message(input: &FigureInput) -> String {
    let band = |variable, kind| Band::of(input.replicates, variable, Some(kind)).until(window(input));
    let stem = || kinds(input).into_iter().filter(|kind| matches!(kind, Kind::LeukemicStem | Kind::NormalStem));
    let within = |kind: Kind| kind.label().to_lowercase();
    let lowest: Vec<(Kind, f64)> =
        stem().filter_map(|kind| Some((kind, band(Variable::P53Mrna, kind).lowest()?.1))).collect();
    if lowest.is_empty() {
        return "Mechanism: no cell is left to show it".into();
    }
    if lowest.iter().any(|(_, share)| *share < UNCHANGED) {
        let told = |(kind, share): &(Kind, f64)| format!("{} % in {}", fixed(100.0 * share, 0), within(*kind));
        let told: Vec<String> = lowest.iter().map(told).collect();
        return format!("p53 mRNA falls to {} of that of an untreated cell", told.join(" and "));
    }
    let rise = |kind| format!("{} times in {}", fixed(band(Variable::P53Protein, kind).peak(), 1), within(kind));
    let told: Vec<String> = stem().map(rise).collect();
    format!("p53 protein reaches {} that of an untreated cell; nothing lowers its mRNA", told.join(" and "))
}

fn subtitle(input: &FigureInput) -> String {
    let days = window(input);
    let span = if days == 1.0 { "day".into() } else { format!("{} days", plain(days)) };
    let thin = match input.without.len() {
        0 => String::new(),
        n if n == input.replicates.len() => " Thin: the same without cenersen, median.".into(),
        n => format!(" Thin: the first {n} without cenersen, median."),
    };
    format!("Mechanism over the first {span}, {}. {}{thin}", input.arm, explanation(input.replicates.len()))
}

/// The key of the kinds, and two rows of panels under it.
fn panels(page: &mut Page, room: Frame, input: &FigureInput) {
    let (theme, days, u) = (page.theme, window(input), unit(page.theme));
    key(page, &kinds(input), room.y + theme.sizes.label * 0.8);
    let room = room.without([0.0, 56.0 * u, 0.0, 0.0]);
    let [upper, lower] = [0, 1].map(|index| row(room, index, KINDS[index].len(), u));
    drug_panel(page, input, upper[0], days, "Plasma levels", &levels(input, Site::Plasma, theme));
    drug_panel(page, input, lower[0], days, "Levels in cells", &levels(input, Site::Cells, theme));
    for (frames, panels) in [upper, lower].iter().zip(KINDS) {
        kind_panels(page, input, &frames[1..], days, panels);
    }
}

/// Days shown.
pub fn window(input: &FigureInput) -> f64 {
    first_course(input.doses, input.horizon())
}

/// Days around the first course: it and two weeks in whole weeks, or the whole horizon (d) without treatment.
pub fn first_course(doses: &[Administration], horizon: f64) -> f64 {
    let ends = doses.iter().filter(|dose| dose.course <= 1).map(|dose| dose.end().in_days());
    let last = ends.filter(|day| day.is_finite()).max_by(f64::total_cmp);
    last.map_or(horizon, |day| ((day + AFTERWARDS) / 7.0).ceil() * 7.0).min(horizon)
}

/// One of two rows: a wide cell, as wide in both, and so many narrow ones.
/// The first is the wide one.
fn row(room: Frame, index: usize, narrow_cells: usize, u: f64) -> Vec<Frame> {
    let wide = (room.width - DRUG_LABELS * u) / 5.0 + DRUG_LABELS * u;
    let narrow = (room.width - wide) / narrow_cells as f64;
    let height = room.height / 2.0;
    let y = room.y + height * index as f64;
    let cells =
        (0..narrow_cells).map(|cell| Frame { x: room.x + wide + narrow * cell as f64, y, width: narrow, height });
    std::iter::once(Frame { x: room.x, y, width: wide, height }).chain(cells).collect()
}

/// Levels at a site, drug by drug, of those that are there.
fn levels(input: &FigureInput, site: Site, theme: &Theme) -> Vec<Lane> {
    let days = window(input);
    let here = DrugLevel::of(input.replicates).into_iter().filter(|level| level.site == site);
    let is_there = |level: &DrugLevel| Band::of(input.replicates, level.variable, None).until(days).peak() > 0.0;
    here.filter(is_there).map(|level| (level, theme.drug(level.drug))).collect()
}

/// Kinds that the patient has cells of; all where there are no cells at all.
fn kinds(input: &FigureInput) -> Vec<Kind> {
    let alive = |kind: &Kind| {
        let cells = |set: &CurveSet| set.of(Variable::Cells, Some(*kind)).iter().any(|cells| *cells > 0.0);
        input.replicates.iter().any(cells)
    };
    let present: Vec<Kind> = Kind::ALL.into_iter().filter(alive).collect();
    if present.is_empty() { Kind::ALL.to_vec() } else { present }
}

/// Names the lines of the kinds once for all panels.
fn key(page: &mut Page, kinds: &[Kind], baseline: f64) {
    let theme = page.theme;
    let size = theme.sizes.label;
    let u = unit(theme);
    let width = |kind: &Kind| 66.0 * u + text::width(kind.label(), size, Weight::SemiBold);
    let widths: Vec<f64> = kinds.iter().map(width).collect();
    let room = f64::from(theme.size.0) - 2.0 * MARGIN - widths.iter().sum::<f64>();
    let mut x = MARGIN;
    for (&kind, width) in kinds.iter().zip(widths) {
        let (stroke, color) = (theme.kind(kind), theme.text_in(theme.kind(kind).color));
        page.line((x, baseline - size * 0.34), (x + 54.0 * u, baseline - size * 0.34), &stroke);
        page.text((x + 66.0 * u, baseline), kind.label(), &Style::new(size, color).semi_bold());
        x += width + (room / 4.0).min(56.0);
    }
}

/// Title and unit at the top of a cell.
fn head(page: &mut Page, cell: &Frame, title: &str, unit: &str) {
    let sizes = page.theme.sizes;
    page.text((cell.x, cell.y + sizes.label), title, &Style::new(sizes.label, page.theme.ink).semi_bold());
    page.text((cell.x, cell.y + 2.18 * sizes.label), unit, &Style::new(sizes.tick, page.theme.muted));
}

/// Drug levels, one lane above the other, each from zero to its own peak.
fn drug_panel(page: &mut Page, input: &FigureInput, cell: Frame, days: f64, title: &str, levels: &[Lane]) {
    let u = unit(page.theme);
    head(page, &cell, title, if levels.is_empty() { "no drug" } else { "each lane from 0 to its peak" });
    let height = (cell.height - HEAD * u - FOOT * u) / levels.len().max(1) as f64;
    let x = cell.x + DRUG_LEFT * u;
    let width = cell.width - DRUG_LEFT * u - DRUG_LABELS * u;
    let lane = |i: usize| Frame { x, y: cell.y + HEAD * u + height * i as f64, width, height };
    let bottom = Frame { y: lane(0).y, height: height * levels.len().max(1) as f64, ..lane(0) };
    let panel = Panel { frame: bottom, x: input.days(days, 4), y: Axis::lanes(levels.len().max(1)) };
    panel.grid(page);
    panel.x_labels(page, bottom.bottom());
    let style = Style::new(page.theme.sizes.tick, page.theme.muted);
    page.text((cell.x, bottom.bottom() + style.size * 1.25), "day", &style);
    for (i, level) in levels.iter().enumerate() {
        let band = Band::of(input.replicates, level.0.variable, None).until(days);
        drug_lane(page, Panel { frame: lane(i), y: Axis::counting(1), ..panel.clone() }, level, band);
    }
}

/// A drug's level in its lane, its name and its peak beside it.
fn drug_lane(page: &mut Page, panel: Panel, (level, stroke): &Lane, band: Band) {
    let (theme, peak, frame, name) = (page.theme, band.peak(), panel.frame, level.label);
    let stroke = Stroke { dash: &[], width: 3.5, ..*stroke };
    let remark = quantity(peak, level.variable.unit());
    // A little air under the next lane.
    let share = band.scaled(0.9 / peak);
    panel.ribbon(page, name, stroke.color, &share.days, &vec![0.0; share.days.len()], &share.middle);
    panel.curve(page, name, &stroke, &share.days, &share.middle);
    let (x, middle) = (frame.right() + 18.0, frame.y + frame.height / 2.0);
    let u = unit(theme);
    if frame.height < LOW_LANE * u {
        let style = Style::new(theme.sizes.tick, theme.text_in(stroke.color)).semi_bold();
        page.text((x, middle + style.size * 0.36), name, &style);
        let after = x + text::width(name, style.size, style.weight) + 12.0;
        page.text((after, middle + style.size * 0.36), &remark, &Style::new(theme.sizes.tick, theme.muted));
        return;
    }
    page.text((x, middle - 5.0 * u), name, &Style::new(theme.sizes.label, theme.text_in(stroke.color)).semi_bold());
    page.text((x, middle + 25.0 * u), &format!("peak {remark}"), &Style::new(theme.sizes.tick, theme.muted));
}

/// A value with three significant digits and its unit as print has it.
pub fn quantity(value: f64, unit: &str) -> String {
    format!("{} {}", short(value), printed(unit))
}

/// A unit as print has it.
pub fn printed(unit: &str) -> &str {
    match unit {
        "umol/L" => "µmol/L",
        "pmol/1e6" => "pmol/10⁶ cells",
        other => other,
    }
}

/// The panel inside a cell, with its title and axes.
fn small_panel(page: &mut Page, cell: &Frame, axes: (Axis, Axis), title: &str, unit: &str) -> Panel {
    let u = crate::grid::unit(page.theme);
    let width = cell.width - TICKS * u - 24.0;
    let frame = Frame { x: cell.x + TICKS * u, y: cell.y + HEAD * u, width, height: cell.height - HEAD * u - FOOT * u };
    let panel = Panel { frame, x: axes.0, y: axes.1 };
    head(page, cell, title, unit);
    panel.grid(page);
    panel.y_labels(page);
    panel.x_labels(page, frame.bottom());
    panel
}

/// Panels with a curve for each kind; rates of death share one axis, so that they can be compared.
fn kind_panels(page: &mut Page, input: &FigureInput, cells: &[Frame], days: f64, panels: &[KindPanel]) {
    let kinds = kinds(input);
    let of = |(.., variable): &KindPanel| {
        let band = |sets: &[CurveSet], kind: Kind| Band::of(sets, *variable, Some(kind)).until(days);
        let both = |&kind: &Kind| (kind, band(input.replicates, kind), band(input.without, kind));
        kinds.iter().map(both).collect::<Vec<_>>()
    };
    let bands: Vec<Vec<(Kind, Band, Band)>> = panels.iter().map(of).collect();
    let highest = |(_, with, without): &(Kind, Band, Band)| with.highest().max(without.peak());
    let most = |bands: &Vec<(Kind, Band, Band)>| bands.iter().map(highest).fold(0.0, f64::max);
    let highest: Vec<f64> = bands.iter().map(most).collect();
    let common = highest.iter().copied().fold(0.0, f64::max);
    for (i, (title, unit, variable)) in panels.iter().enumerate() {
        let rate = variable.unit() == "1/d";
        let axes = (input.days(days, 4), Axis::linear(if rate { common } else { highest[i] }, 3));
        let panel = small_panel(page, &cells[i], axes, title, unit);
        for (kind, _, without) in &bands[i] {
            let stroke = Stroke { width: THIN, dash: &[], ..page.theme.kind(*kind) };
            let name = format!("{}, without cenersen", kind.label());
            panel.curve(page, &name, &stroke, &without.days, &without.middle);
        }
        for (kind, band, _) in &bands[i] {
            let stroke = Stroke { width: 4.0, ..page.theme.kind(*kind) };
            band.draw(page, &panel, kind.label(), &stroke);
        }
    }
}
