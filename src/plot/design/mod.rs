//! Figures of the design of a next trial: its chance of success against the number of patients. Left out: what is
//! computed, which `design` does.
//!
//! The input is the result as `design.json` has it, so the figure can be drawn again without simulating.

mod assurance;

#[cfg(test)]
mod tests;

use super::{Figure, FigureOf, Kind, Theme, drawn};
use cenersim_analyses::design::DesignResult;

/// What the figures show.
#[derive(Clone, Copy, Debug)]
pub struct DesignInput<'a> {
    /// The results.
    pub result: &'a DesignResult,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

/// The design of a next trial.
struct NextTrial;

impl Kind for NextTrial {
    type Input<'a> = DesignInput<'a>;
}

/// In the order of a talk.
const FIGURES: [FigureOf<NextTrial>; 1] = [assurance::FIGURE];

/// All figures that apply, in the order of a talk.
pub fn design_figures(input: &DesignInput, theme: &Theme) -> Vec<Figure> {
    drawn(&FIGURES, input, theme)
}
