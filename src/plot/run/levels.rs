//! Levels figure: what plasma and cells hold over the first course, on logarithmic axes, a panel for each place, each line in the
//! unit beside its name. Left out: levels of later courses, and levels below a hundred-thousandth of the highest.
//!
//! | panel | lines |
//! |---|---|
//! | Plasma | drugs and metabolites in plasma; there even if nothing is given |
//! | Leukemia | what is in leukemic cells; left out if nothing is |
//! | Normal cells | what is in normal cells; left out if nothing is |
//!
//! # How to read it
//!
//! On a logarithmic axis a constant half-life is a straight line, and its slope the half-life: infusions rise as steps, and
//! a bend is a second phase. Compare the length of lines between panels: what has left plasma within hours may stay in
//! cells for days, and cells are what it acts on.
//!
//! Heights of two lines can be compared only where their units are the same; the unit stands behind each name. Each panel
//! has five decades under its own highest level, and levels below it are drawn at the lower end, not left out. Lines of one
//! drug share a color; the second of them (a metabolite) is dashed. With several replicates a line is the middle and the
//! band what `band` says of so many.

use super::{
    Drawing, FigureInput, FigureOf, Run, Section, Theme,
    band::{Band, explanation},
    listed,
    mechanism::{printed, quantity, window},
    timeline::{Timeline, over_time},
};
use crate::{
    axis::Axis,
    labels::{self, Label},
    theme::Stroke,
};
use cenersim_model::{
    curves::{CurveSet, DrugLevel, Site},
    treatment::Administration,
};
use cenersim_text::plain;

/// Decades under the highest level that are shown.
const DECADES: i32 = 5;

/// Levels in plasma and cells over the first course.
pub const FIGURE: FigureOf<Run> = FigureOf { name: "levels", section: Section::Mechanism, alt, draw };

const PLASMA: &str = "Plasma";

/// One line: its level and its band.
type Line = (DrugLevel, Band);

/// A place with the lines that are above zero there.
type Place = (&'static str, Vec<Line>);

/// Places in which anything is met; plasma alone where nothing is.
///
/// Plasma first, then leukemic and normal cells. A level that is zero in all replicates has no line: zero has no place on
/// a logarithmic axis.
fn places(replicates: &[CurveSet]) -> Vec<Place> {
    let lines = |site: Site| {
        let here = DrugLevel::of(replicates).into_iter().filter(move |level| level.site == site);
        let bands = here.map(|level| (level, Band::of(replicates, level.variable, None)));
        bands.filter(|(_, band)| band.highest() > 0.0).collect::<Vec<Line>>()
    };
    let sites = [(PLASMA, Site::Plasma), ("Leukemia", Site::Cells), ("Normal cells", Site::NormalCells)];
    sites
        .map(|(name, site)| (name, lines(site)))
        .into_iter()
        .filter(|(name, lines)| *name == PLASMA || !lines.is_empty())
        .collect()
}

/// The alternative text has the peak of each line with its unit, of the days that are shown.
fn alt(input: &FigureInput, _: &str) -> String {
    let days = window(input);
    let sets: Vec<CurveSet> = input.replicates.iter().map(|set| set.until(days)).collect();
    let peak = |(level, band): &Line| format!("{}: peak {}", level.label, quantity(band.peak(), level.variable.unit()));
    let peaks: Vec<String> = places(&sets).iter().flat_map(|(_, lines)| lines).map(peak).collect();
    listed("Drug levels in plasma and cells over the first course, on logarithmic axes", peaks.into_iter())
}

/// Later courses and events are cut off before drawing, so that the axis of time is as long as the first course.
fn draw(input: &FigureInput, theme: &Theme) -> Vec<Drawing> {
    let days = window(input);
    let sets: Vec<CurveSet> = input.replicates.iter().map(|set| set.until(days)).collect();
    let doses: Vec<Administration> = input.doses.iter().filter(|dose| dose.start.in_days() < days).copied().collect();
    let shown = FigureInput { replicates: &sets, doses: &doses, events: &[], ..*input };
    let places = places(&sets);
    let span = if days == 1.0 { "day".into() } else { format!("{} days", plain(days)) };
    let what = format!(
        "Drug levels (units at names) over the first {span}, {}. {}",
        input.arm,
        explanation(input.replicates.len())
    );
    over_time(&shown, theme, (message(&places), what), places.len(), |timeline| {
        places.iter().enumerate().for_each(|(i, place)| one(timeline, i, place, theme));
    })
}

/// The highest level of each drug in plasma, of its first line: metabolites come after it.
fn message(places: &[Place]) -> String {
    let lines = places.iter().flat_map(|(_, lines)| lines).filter(|(level, _)| level.site == Site::Plasma);
    let mut first: Vec<&Line> = Vec::new();
    for line in lines {
        if first.iter().all(|(level, _)| level.drug != line.0.drug) {
            first.push(line);
        }
    }
    let peak = |(level, band): &&Line| format!("{} {}", level.label, quantity(band.peak(), level.variable.unit()));
    let peaks: Vec<String> = first.iter().map(peak).take(4).collect();
    if peaks.is_empty() { "No drug in plasma".into() } else { format!("Peaks in plasma: {}", peaks.join(", ")) }
}

/// The panel of one place.
///
/// The axis ends at the power of ten above the highest level. Names stand at the last point within the panel.
fn one(timeline: &mut Timeline, i: usize, (name, lines): &Place, theme: &Theme) {
    let highest = lines.iter().map(|(.., band)| band.highest()).fold(0.0, f64::max);
    let top = if highest > 0.0 { libm::ceil(libm::log10(highest)) as i32 } else { 0 };
    let axis = Axis::decades(top - DECADES, top, 1).at_most();
    let panel = timeline.panel(i, axis, name);
    let mut names = Vec::new();
    for (index, (level, band)) in lines.iter().enumerate() {
        // Lines of one drug differ by their dashes.
        let twin = lines[..index].iter().any(|(other, _)| other.drug == level.drug);
        let dash: &[f64] = if twin { &[10.0, 8.0] } else { &[] };
        let stroke = Stroke { dash, width: 4.0, ..theme.drug(level.drug) };
        band.draw(timeline.page, &panel, level.label, &stroke);
        let points = band.days.iter().zip(&band.middle).rev();
        let end = points.into_iter().find_map(|(day, value)| panel.at(*day, *value));
        let text = format!("{}, {}", level.label, printed(level.variable.unit()));
        names.extend(end.map(|end| Label { text, remark: String::new(), end, stroke }));
    }
    labels::draw(timeline.page, &panel.frame, &names);
}
