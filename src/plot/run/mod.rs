//! Figures of a run: one arm of one scenario in one patient, over time. Left out: several arms side by side, which
//! `comparison` has.

mod band;
mod blood;
mod levels;
mod marrow;
mod mechanism;
mod population;
mod timeline;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

pub use mechanism::{drawn_of_kinds, first_course};

use super::{Drawing, Figure, FigureOf, Kind, Section, Theme, axis::Axis, drawn, listed};
use cenersim_model::{
    curves::{CurveSet, Event},
    treatment::{Administration, Drug},
};

/// Lines that a reader compares curves with: those of the response criteria in force.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Thresholds {
    /// Share of blasts in the marrow below which a remission is possible, 0 to 1 (0.05).
    pub marrow_blasts: f64,
    /// Neutrophils (G/L), from low to high (0.5, 1.0).
    pub neutrophils: [f64; 2],
    /// Platelets (G/L), from low to high (50, 100).
    pub platelets: [f64; 2],
}

/// What the figures of one arm of one scenario show.
#[derive(Clone, Copy, Debug)]
pub struct FigureInput<'a> {
    /// Title of the scenario, at the foot.
    pub title: &'a str,
    /// Name of the arm, such as `arm B`.
    pub arm: &'a str,
    /// Curves of each replicate.
    pub replicates: &'a [CurveSet],
    /// Curves of the first replicates without cenersen over the first course; empty where it was not given.
    pub without: &'a [CurveSet],
    /// What was given; empty if nothing was. Where replicates differ in their courses, that of the first.
    pub doses: &'a [Administration],
    /// Each drug of the first course as it is prescribed, such as `12 mg/m2, days 1–3`.
    pub prescribed: &'a [(Drug, String)],
    /// Events of each replicate, in the order of `replicates`.
    pub events: &'a [Vec<Event>],
    /// Lines to compare with.
    pub thresholds: Thresholds,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

impl FigureInput<'_> {
    /// The last day of the longest replicate; at least one.
    fn horizon(&self) -> f64 {
        let last = |set: &CurveSet| set.days.iter().copied().filter(|day| day.is_finite()).fold(0.0, f64::max);
        let horizon = self.replicates.iter().map(last).fold(0.0, f64::max);
        if horizon > 0.0 { horizon } else { 1.0 }
    }

    /// The first day of any replicate: 0, or a day before day 1 where the arm counts so.
    fn first_day(&self) -> f64 {
        let first = |set: &CurveSet| set.days.iter().copied().filter(|day| day.is_finite()).fold(0.0, f64::min);
        self.replicates.iter().map(first).fold(0.0, f64::min)
    }

    /// The axis of days to this last one, at most `count` + 1 ticks from day 0 on.
    fn days(&self, last: f64, count: usize) -> Axis {
        Axis::days(last, count).beginning(self.first_day())
    }
}

/// What a run shows over time.
struct Run;

impl Kind for Run {
    type Input<'a> = FigureInput<'a>;
}

/// In the order of a talk.
const FIGURES: [FigureOf<Run>; 5] =
    [population::FIGURE, marrow::FIGURE, blood::FIGURE, mechanism::FIGURE, levels::FIGURE];

/// All figures of one arm of one scenario, in the order of a talk.
pub fn figures(input: &FigureInput, theme: &Theme) -> Vec<Figure> {
    drawn(&FIGURES, input, theme)
}
