//! Figures as SVG text, and PNG made from it. One file for each figure; theme, page, panel, axis, band, labels and strip
//! are what they share. Plain data in, text out: no files are read or written here. Left out: interactive figures.

pub mod axis;
pub mod band;
mod blood;
pub mod calibration;
pub mod comparison;
mod headline;
pub mod labels;
mod marrow;
mod mechanism;
pub mod page;
pub mod panel;
mod png;
mod population;
mod qualification;
pub mod regimen;
pub mod rows;
pub mod sensitivity;
pub mod text;
pub mod theme;
pub mod timeline;
pub mod trial;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

pub use blood::blood;
pub use calibration::{CalibrationInput, calibration_figures};
pub use comparison::{ComparisonInput, comparison_figures};
use headline::headline;
pub use marrow::marrow;
pub use mechanism::mechanism;
pub use png::png;
pub use population::population;
pub use qualification::qualification;
pub use sensitivity::{SensitivityInput, sensitivity_figures};
pub use theme::{Color, Sizes, Stroke, Theme};
pub use trial::{TrialInput, trial_figures};

use cenersim_model::{
    curves::{CurveSet, Event},
    treatment::Administration,
};

/// A finished figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name of its files, without ending, such as `population` or `overall_survival`.
    pub name: &'static str,
    /// What it shows, for a caption.
    pub title: String,
    /// An SVG document.
    pub svg: String,
}

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
    /// Title of the scenario; the headline.
    pub title: &'a str,
    /// Name of the arm, such as `arm B`.
    pub arm: &'a str,
    /// Curves of each replicate.
    pub replicates: &'a [CurveSet],
    /// What was given; empty if nothing was. Where replicates differ in their courses, that of the first.
    pub doses: &'a [Administration],
    /// Events of each replicate, in the order of `replicates`.
    pub events: &'a [Vec<Event>],
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

    fn caption(&self, what: &str) -> String {
        format!("{}: {what}, {}", self.title, self.arm)
    }
}

/// All figures of one scenario, in the order of a talk.
pub fn figures(input: &FigureInput, theme: &Theme) -> Vec<Figure> {
    vec![population(input, theme), marrow(input, theme), blood(input, theme), mechanism(input, theme)]
}
