//! Figures of a calibration, each one sheet of a talk: what published counts say about parameters, and what they do not;
//! about cenersen first of all. Left out: what is computed, which `calibration` does.

mod density;
mod directions;
mod effect;
mod generations;
mod lanes;
mod names;
mod pairs;
mod parameters;
mod predictive;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

use names::names_in_words;
pub use names::{described, loadings, short_names, target_name};

use super::{Color, Figure, FigureOf, Kind, Stroke, Theme, drawn, key::Entry, sheet::Sheet};
use cenersim_analyses::calibration::{Calibrated, Verdict};
use cenersim_text::{fixed, plain};

/// What the figures of a calibration show.
#[derive(Clone, Copy, Debug)]
pub struct CalibrationInput<'a> {
    /// The results.
    pub calibrated: &'a Calibrated,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

impl<'a> CalibrationInput<'a> {
    /// A sheet with this message.
    fn sheet(&self, message: String, subtitle: String) -> Sheet {
        Sheet::about(message, &self.calibrated.title, subtitle, self.footer)
    }

    /// How many draws there are, and as how many independent ones they count.
    fn sample_size(&self) -> String {
        let draws = self.calibrated.draws.len();
        let effective = fixed(self.calibrated.effective_sample_size, 0);
        format!("{} weighted draws, effective sample size {effective}", plain(draws as f64))
    }
}

/// A calibration.
struct Calibration;

impl Kind for Calibration {
    type Input<'a> = CalibrationInput<'a>;
}

/// In the order of a talk.
const FIGURES: [FigureOf<Calibration>; 6] =
    [effect::FIGURE, predictive::FIGURE, parameters::FIGURE, pairs::FIGURE, directions::FIGURE, generations::FIGURE];

/// All figures that apply, in the order of a talk.
pub fn calibration_figures(input: &CalibrationInput, theme: &Theme) -> Vec<Figure> {
    drawn(&FIGURES, input, theme)
}

/// What was known before the data.
const fn prior_color(theme: &Theme) -> Color {
    theme.threshold
}

/// What is known after them.
const fn posterior_color(theme: &Theme) -> Color {
    theme.arm(0).color
}

/// Lines of the key.
const PRIOR: &str = "before the data (prior)";
const POSTERIOR: &str = "after the data (posterior)";

/// Shades before and after the data.
fn shaded(theme: &Theme) -> [Entry; 2] {
    [Entry::shade(prior_color(theme), 0.8, PRIOR), Entry::shade(posterior_color(theme), 0.8, POSTERIOR)]
}

/// Lines before and after the data.
fn lines(theme: &Theme) -> [Stroke; 2] {
    let line = |color, dash| Stroke { color, dash, width: 5.0 };
    [line(prior_color(theme), &[10.0, 7.0]), line(posterior_color(theme), &[])]
}

/// A verdict in words.
pub const fn verdict_label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Identified => "identified",
        Verdict::Weakly => "weakly",
        Verdict::Not => "not identified",
    }
}
