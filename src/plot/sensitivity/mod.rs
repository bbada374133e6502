//! Figures of a sensitivity analysis: which parameters drive each output, how much their effects vary, and which share of the
//! variance is theirs. Left out: what is computed, which `sensitivity` does.

mod effects;
mod ranking;
mod variance;

#[cfg(test)]
mod tests;

use super::{Color, Figure, FigureOf, Kind, Theme, drawn, names::number, sheet::Sheet};
use cenersim_analyses::sensitivity::{Output, OutputResult, SensitivityResult};
use cenersim_model::parameters::Level;

/// What the figures show.
#[derive(Clone, Copy, Debug)]
pub struct SensitivityInput<'a> {
    /// The results.
    pub result: &'a SensitivityResult,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

impl<'a> SensitivityInput<'a> {
    /// A sheet with this message.
    fn sheet(&self, message: String, subtitle: String) -> Sheet {
        Sheet::about(message, &self.result.title, subtitle, self.footer)
    }

    /// How many numbers rise above the noise floor for an output, and of which the effect is estimated as the largest.
    fn message(&self, one: &OutputResult) -> String {
        let above = one.screened.iter().filter(|found| found.level != Level::None).count();
        let first = self.ranked(one).first().map_or_else(String::new, |at| number(&self.result.inputs[*at].path));
        format!(
            "{}: {above} of {} numbers rise above the noise{}",
            one.output.label(),
            one.screened.len(),
            if above > 0 { format!("; largest estimate: {first}") } else { String::new() }
        )
    }

    /// The inputs of an output by the size of their effect, those without any left out.
    fn ranked(&self, one: &OutputResult) -> Vec<usize> {
        let mut order: Vec<usize> =
            (0..one.screened.len()).filter(|input| one.screened[*input].effects.absolute > 0.0).collect();
        order.sort_by_key(|input| one.screened[*input].rank);
        order
    }
}

/// Unit of the effects of an output, as an axis says it.
fn unit(output: Output) -> &'static str {
    match output {
        Output::Cr => "points",
        Output::DiseaseFree => "days",
        Output::StemLogKill | Output::CenersenKill => "log10",
    }
}

/// Shares are drawn in percent.
fn factor(output: Output) -> f64 {
    if output == Output::Cr { 100.0 } else { 1.0 }
}

/// What is below the noise floor is gray.
fn color(theme: &Theme, output: usize, level: Level) -> Color {
    if level == Level::None { theme.muted } else { theme.arm(output).color }
}

/// A sensitivity analysis.
struct Sensitivity;

impl Kind for Sensitivity {
    type Input<'a> = SensitivityInput<'a>;
}

/// In the order of a talk.
const FIGURES: [FigureOf<Sensitivity>; 3] = [ranking::FIGURE, effects::FIGURE, variance::FIGURE];

/// All figures that apply, in the order of a talk.
pub fn sensitivity_figures(input: &SensitivityInput, theme: &Theme) -> Vec<Figure> {
    drawn(&FIGURES, input, theme)
}
