//! Population figure: cells of all five kinds over time on a logarithmic axis, the regimen under it. Zero has a floor of
//! its own under the first decade, so that extinction is seen. A ring marks where a kind is lowest. Left out: agents, which `curves.csv` has.
//!
//! # How to read it
//!
//! The upright axis is logarithmic from one cell to 10^13, so a straight line is exponential growth or decay, and
//! the same distance is the same factor anywhere. Under the first decade lies a strip for zero: a curve that falls
//! into it says that no cell of this kind is left, and the label beside it names the day (`none left from day 10`).
//! With several replicates the line is their median and the band what `band` says of so many.
//!
//! * Curves of leukemic and normal cells differ in color and in dashes; names stand at the right end, moved apart
//!   where curves end close to each other.
//! * A ring marks the lowest point if it lies below half of the first value and above zero.
//! * A reader compares the fall of blasts with that of leukemic stem cells: the first makes a remission, the second
//!   decides whether it lasts.
//! * The strip under the axis has the doses of the replicate that got most courses.

use super::{
    Drawing, FigureInput, FigureOf, Run, Section, Theme,
    band::Band,
    listed,
    timeline::{over_time, subtitle},
};
use crate::{
    axis::Axis,
    labels::{self, Label},
    page::Page,
    panel::Panel,
    theme::Stroke,
};
use cenersim_model::{biology::Kind, curves::Variable};
use cenersim_text::{clauses, plain, raised};

/// The axis goes to 10^13 cells, and further if there are more.
const DECADES: i32 = 13;

/// Cells of each kind over time.
pub const FIGURE: FigureOf<Run> = FigureOf { name: "population", section: Section::Cells, alt, draw };

/// One for each kind, in the order of [`Kind::ALL`].
fn bands(input: &FigureInput) -> [(Kind, Band); 5] {
    Kind::ALL.map(|kind| (kind, Band::of(input.replicates, Variable::Cells, Some(kind))))
}

fn alt(input: &FigureInput, _: &str) -> String {
    let told = |(kind, band): (Kind, Band)| Some(format!("{}: {}", kind.label(), fate(&band)?));
    listed("Cells of each kind over time, on a logarithmic axis", bands(input).into_iter().filter_map(told))
}

fn draw(input: &FigureInput, theme: &Theme) -> Vec<Drawing> {
    let bands = bands(input);
    let most = bands.iter().map(|(_, band)| band.highest()).fold(1.0, f64::max);
    let decades = (libm::ceil(libm::log10(most)) as i32).max(DECADES);
    let words = (message(&bands), subtitle(input, "Cells of each kind"));
    over_time(input, theme, words, 1, |timeline| {
        let panel = timeline.panel(0, Axis::decades_and_zero(0, decades, 3), "Cells in the patient");
        timeline.mark_events(&panel, input);
        for (kind, band) in &bands {
            curve(timeline.page, &panel, *kind, band);
        }
        let names: Vec<Label> = bands.iter().filter_map(|(kind, band)| label(&panel, theme, *kind, band)).collect();
        labels::draw(timeline.page, &panel.frame, &names);
    })
}

/// How far blasts and leukemic stem cells fall, or that they do not.
fn message(bands: &[(Kind, Band)]) -> String {
    let told = |(kind, band): &(Kind, Band)| match (band.middle.first(), fate(band)) {
        (Some(first), Some(fate)) if *first > 0.0 => Some(format!("{}: {fate}", kind.label())),
        (Some(first), None) if *first > 0.0 => Some(format!("{}: no fall by half", kind.label())),
        _ => None,
    };
    let shown = [Kind::Blast, Kind::LeukemicStem];
    let told: Vec<String> = bands.iter().filter(|(kind, _)| shown.contains(kind)).filter_map(told).collect();
    if told.is_empty() { "Cells of each kind: no leukemia".into() } else { clauses(&told) }
}

/// The curve of a kind with a ring where it is lowest.
/// Nothing where it falls by less than half.
fn curve(page: &mut Page, panel: &Panel, kind: Kind, band: &Band) {
    let stroke = page.theme.kind(kind);
    band.draw(page, panel, kind.label(), &stroke);
    if let Some((day, cells)) = nadir(band) {
        let stroke = Stroke { dash: &[], ..stroke };
        panel.point(page, &format!("{}, lowest", kind.label()), &stroke, day, cells, (cells, cells));
    }
}

/// Day and cells of the lowest point of the line; none if it falls by less than half or to zero, which is said beside it.
fn nadir(band: &Band) -> Option<(f64, f64)> {
    let first = *band.middle.first()?;
    band.lowest().filter(|(_, cells)| *cells > 0.0 && *cells < 0.5 * first)
}

/// `lowest 3×10⁹, day 17`.
fn lowest(band: &Band) -> Option<String> {
    let (day, cells) = nadir(band)?;
    let exponent = libm::floor(libm::log10(cells)) as i32;
    let digits = (cells / libm::pow(10.0, f64::from(exponent))).round();
    let (digits, exponent) = if digits >= 10.0 { (1.0, exponent + 1) } else { (digits, exponent) };
    Some(format!("lowest {}×{}, day {}", plain(digits), raised(exponent), plain(day.round())))
}

/// When a kind is gone, or where it is lowest; none where it falls by less than half.
fn fate(band: &Band) -> Option<String> {
    let extinct =
        |day: f64| if day > 0.0 { format!("none left from day {}", plain(day.ceil())) } else { "none".into() };
    band.zero_since().map(extinct).or_else(|| lowest(band))
}

/// Name at the end of the curve, with its fate as remark.
fn label(panel: &Panel, theme: &Theme, kind: Kind, band: &Band) -> Option<Label> {
    let points = band.days.iter().zip(&band.middle).rev();
    let end = points.into_iter().find_map(|(day, value)| panel.at(*day, *value))?;
    let remark = fate(band).unwrap_or_default();
    Some(Label { text: kind.label().into(), remark, end, stroke: theme.kind(kind) })
}
