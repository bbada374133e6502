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

#[doc(hidden)]
pub mod example;
#[cfg(test)]
mod tests;

use cenersim_text::{fixed, plain};
pub use directions::directions;
pub use effect::cenersen_effect;
pub use generations::generations;
pub use names::{described, short_names, target_name};
pub use pairs::pairs;
pub use parameters::prior_posterior;
pub use predictive::predictive_check;

use super::{Color, Figure, Theme};
use cenersim_analyses::calibration::{Calibrated, Verdict};

/// What the figures of a calibration show.
#[derive(Clone, Copy, Debug)]
pub struct CalibrationInput<'a> {
    pub calibrated: &'a Calibrated,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

impl CalibrationInput<'_> {
    /// Headline of a figure.
    fn headline(&self, subject: &str) -> String {
        match self.calibrated.title.trim() {
            "" => subject.to_string(),
            title => format!("{subject}: {title}"),
        }
    }

    /// How many independent draws the posterior is worth.
    fn worth(&self) -> String {
        let draws = self.calibrated.draws.len();
        let worth = fixed(self.calibrated.effective_sample_size, 0);
        format!("{} weighted draws, worth {worth} independent ones", plain(draws as f64))
    }
}

/// All figures that apply, in the order of a talk.
pub fn calibration_figures(input: &CalibrationInput, theme: &Theme) -> Vec<Figure> {
    let mut figures = vec![cenersen_effect(input, theme)];
    figures.extend(predictive_check(input, theme));
    figures.extend(prior_posterior(input, theme));
    figures.extend(pairs(input, theme));
    figures.extend(directions(input, theme));
    figures.extend(generations(input, theme));
    figures
}

/// What was known before the data.
const fn prior_color(theme: &Theme) -> Color {
    theme.threshold
}

/// What is known after them.
const fn posterior_color(theme: &Theme) -> Color {
    theme.arm(0).color
}

/// A verdict in words.
pub const fn verdict_label(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Identified => "identified",
        Verdict::Weakly => "weakly",
        Verdict::Not => "not identified",
    }
}
