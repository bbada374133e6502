//! Population figure: cells of all five kinds over time on a logarithmic axis, the regimen under it. Zero has a floor of
//! its own under the first decade, so that extinction is seen. Left out: agents, which `curves.csv` has.

use super::{
    Figure, FigureInput, Theme,
    axis::{Axis, plain},
    band::Band,
    labels::{self, Label},
    panel::Panel,
    timeline::{Timeline, subtitle},
};
use crate::{biology::Kind, curves::Variable};

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
        names.extend(label(&panel, theme, *kind, band));
    }
    labels::draw(&mut timeline.page, &panel.frame, &names);
    let title = input.caption(what);
    Figure { name: "population", svg: timeline.page.finish(&title), title }
}

fn label(panel: &Panel, theme: &Theme, kind: Kind, band: &Band) -> Option<Label> {
    let points = band.days.iter().zip(&band.middle).rev();
    let end = points.into_iter().find_map(|(day, value)| panel.at(*day, *value))?;
    let extinct =
        |day: f64| if day > 0.0 { format!("none left from day {}", plain(day.ceil())) } else { "none".into() };
    let remark = band.zero_since().map(extinct).unwrap_or_default();
    Some(Label { text: kind.label().into(), remark, end, stroke: theme.kind(kind) })
}
