//! Figures of a virtual trial, each one sheet of a talk: who took part, who responded and for how long, beside what was
//! published, what repeated trials predict, and what the same patients would have done otherwise. Left out: what is
//! computed, which `trial` does.

mod consort;
mod diagram;
mod explanations;
mod marks;
mod mechanism;
mod operating;
mod predictive;
mod response;
mod stopping;
mod subgroups;
mod survival;
mod swimmer;
mod waterfall;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;

use cenersim_text::plural;
pub use consort::consort;
pub use explanations::explanations;
pub use mechanism::{KindMechanism, Mechanism, mechanism};
pub use operating::operating;
pub use predictive::predictive;
pub use response::response;
pub use stopping::stopping;
pub use subgroups::subgroups;
pub use survival::{disease_free_survival, overall_survival};
pub use swimmer::swimmer;
pub use waterfall::waterfall;

use super::{Figure, Theme, headline};
use cenersim_analyses::trial::TrialResult;

/// What the figures of a trial show.
#[derive(Clone, Copy, Debug)]
pub struct TrialInput<'a> {
    pub result: &'a TrialResult,
    /// What cenersen does to each kind of cell, with and without it in the same patient; none leaves that figure out.
    pub mechanism: Option<&'a Mechanism>,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

impl TrialInput<'_> {
    /// Headline of a figure.
    fn headline(&self, subject: &str) -> String {
        match self.result.title.trim() {
            "" => subject.to_string(),
            title => format!("{subject}: {title}"),
        }
    }

    fn names(&self) -> Vec<&str> {
        self.result.arms.iter().map(String::as_str).collect()
    }

    /// Whose courses these are: `53 subjects, each in one of 3 arms`.
    fn units(&self) -> String {
        let subjects = plural(self.result.trial.subjects.len() as u32, "subject");
        match self.result.arms.len() {
            0 | 1 => subjects,
            arms => format!("{subjects}, each in one of {arms} arms"),
        }
    }

    /// Repeated trials; 0 if there are none.
    fn trials(&self) -> u32 {
        self.result.repeated.as_ref().map_or(0, |repeated| repeated.trials)
    }
}

/// All figures that apply, in the order of a talk.
pub fn trial_figures(input: &TrialInput, theme: &Theme) -> Vec<Figure> {
    if input.result.arms.is_empty() {
        return Vec::new();
    }
    let mut figures = headline(input.result.headline.as_ref(), &input.result.title, input.footer, theme);
    figures.extend(consort(input, theme));
    figures.extend(response(input, theme));
    figures.extend(predictive(input, theme));
    figures.extend(subgroups(input, theme));
    figures.extend(explanations(input, theme));
    figures.extend(mechanism(input, theme));
    figures.extend(swimmer(input, theme));
    figures.extend(waterfall(input, theme));
    figures.extend(overall_survival(input, theme));
    figures.extend(disease_free_survival(input, theme));
    figures.extend(stopping(input, theme));
    figures.extend(operating(input, theme));
    figures
}
