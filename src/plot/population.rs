//! Population figure: cells of all five kinds over time on a logarithmic axis, the regimen under it. Zero has a floor of
//! its own under the first decade, so that extinction is seen. A ring marks where a kind is lowest. Left out: agents, which `curves.csv` has.

use super::{
    Figure, FigureInput, Theme,
    axis::Axis,
    band::Band,
    labels::{self, Label},
    panel::Panel,
    theme::Stroke,
    timeline::{Timeline, subtitle},
};
use cenersim_model::{biology::Kind, curves::Variable};
use cenersim_text::{plain, raised};

/// The axis goes to 10^13 cells, and further if there are more.
const DECADES: i32 = 13;

/// Cells of each kind over time.
pub fn population(input: &FigureInput, theme: &Theme) -> Figure {
    let what = "cells of each kind";
    let mut timeline = Timeline::new(input, theme, &subtitle(input, "Cells of each kind"), 1);
    let bands = Kind::ALL.map(|kind| (kind, Band::of(input.replicates, Variable::Cells, Some(kind))));
    let most = bands.iter().map(|(_, band)| band.highest()).fold(1.0, f64::max);
    let decades = (libm::ceil(libm::log10(most)) as i32).max(DECADES);
    let panel = timeline.panel(0, Axis::decades_and_zero(0, decades, 3), "Cells in the patient");
    timeline.mark_events(&panel, input);
    let mut names = Vec::new();
    for (kind, band) in &bands {
        panel.band(&mut timeline.page, kind.label(), &theme.kind(*kind), band);
        if let Some((day, cells)) = nadir(band) {
            let stroke = Stroke { dash: &[], ..theme.kind(*kind) };
            panel.point(&mut timeline.page, &format!("{}, lowest", kind.label()), &stroke, day, cells, (cells, cells));
        }
        names.extend(label(&panel, theme, *kind, band));
    }
    labels::draw(&mut timeline.page, &panel.frame, &names);
    let title = input.caption(what);
    Figure { name: "population", svg: timeline.page.finish(&title), title }
}

/// Day and cells of the lowest point of the line; none if it falls by less than half or to zero, which is said beside it.
fn nadir(band: &Band) -> Option<(f64, f64)> {
    let first = *band.middle.first()?;
    let points = band.days.iter().copied().zip(band.middle.iter().copied()).filter(|(_, cells)| cells.is_finite());
    points.min_by(|a, b| a.1.total_cmp(&b.1)).filter(|(_, cells)| *cells > 0.0 && *cells < 0.5 * first)
}

/// `lowest 3×10⁹, day 17`.
fn lowest(band: &Band) -> Option<String> {
    let (day, cells) = nadir(band)?;
    let exponent = libm::floor(libm::log10(cells)) as i32;
    let digits = (cells / libm::pow(10.0, f64::from(exponent))).round();
    let (digits, exponent) = if digits >= 10.0 { (1.0, exponent + 1) } else { (digits, exponent) };
    Some(format!("lowest {}×{}, day {}", plain(digits), raised(exponent), plain(day.round())))
}

fn label(panel: &Panel, theme: &Theme, kind: Kind, band: &Band) -> Option<Label> {
    let points = band.days.iter().zip(&band.middle).rev();
    let end = points.into_iter().find_map(|(day, value)| panel.at(*day, *value))?;
    let extinct =
        |day: f64| if day > 0.0 { format!("none left from day {}", plain(day.ceil())) } else { "none".into() };
    let remark = band.zero_since().map(extinct).or_else(|| lowest(band)).unwrap_or_default();
    Some(Label { text: kind.label().into(), remark, end, stroke: theme.kind(kind) })
}
