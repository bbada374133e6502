//! Figures of a virtual trial, each one sheet of a talk: who took part, who responded and for how long, beside what was
//! published, what repeated trials predict, and what the same patients would have done otherwise. Left out: what is
//! computed, which `trial` does.

mod consort;
mod disease_free_survival;
mod explanations;
mod operating;
mod overall_survival;
mod predictive;
mod response;
mod stopping;
mod subgroups;
mod swimmer;
mod waterfall;

#[cfg(test)]
mod example;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use example::{Fate, with_names};

use super::{
    Figure, FigureOf, Kind, Section, Theme, drawn, headline, in_the_tables, kaplan_meier::Group, key, listed,
    numbered::numbered, pathway, selectivity, sheet::Sheet,
};
use cenersim_analyses::comparison::Mechanism;
use cenersim_analyses::trial::{Subgroup, SurvivalResult, TrialResult};
use cenersim_statistics::KaplanMeier;
use cenersim_text::{p_value, plural};

/// What the figures of a trial show.
#[derive(Clone, Copy, Debug)]
pub struct TrialInput<'a> {
    /// The results.
    pub result: &'a TrialResult,
    /// What cenersen does to each kind of cell, with and without it in the same patient; none leaves that figure out.
    pub mechanism: Option<&'a Mechanism>,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

impl<'a> TrialInput<'a> {
    /// A sheet with this message.
    fn sheet(&self, message: String, subtitle: String) -> Sheet {
        Sheet::about(message, &self.result.title, subtitle, self.footer)
    }

    /// The same with a key of the arms where their names have numbers, for figures that show arms.
    fn sheet_of_arms(&self, message: String, subtitle: String, theme: &Theme) -> Sheet {
        Sheet { key: key::of_arms(&self.names(), theme), ..self.sheet(message, subtitle) }
    }

    /// Of the arms, in their order, which is that of their colors.
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

/// A virtual trial.
struct Trial;

impl Kind for Trial {
    type Input<'a> = TrialInput<'a>;
}

/// What cenersen does to complete remissions.
const HEADLINE: FigureOf<Trial> = FigureOf {
    name: headline::NAME,
    section: Section::Headline,
    alt: |input, _| headline::alternative(input.result.headline.as_ref()),
    draw: |input, theme| {
        let about = (input.result.title.as_str(), input.footer);
        headline::headline(input.result.headline.as_ref(), &input.names(), about, theme)
    },
};

/// What cenersen does to each kind of cell.
const MECHANISM: FigureOf<Trial> = FigureOf {
    name: pathway::NAME,
    section: Section::Mechanism,
    alt: |_, title| in_the_tables(title),
    draw: |input, theme| pathway::pathway(input.mechanism, &input.result.title, input.footer, theme),
};

/// How that depends on RNase H.
const SELECTIVITY: FigureOf<Trial> = FigureOf {
    name: selectivity::NAME,
    section: Section::Mechanism,
    alt: |input, _| selectivity::alternative(input.mechanism),
    draw: |input, theme| selectivity::selectivity(input.mechanism, &input.result.title, input.footer, theme),
};

/// In the order of a talk.
const FIGURES: [FigureOf<Trial>; 14] = [
    HEADLINE,
    consort::FIGURE,
    response::FIGURE,
    predictive::FIGURE,
    subgroups::FIGURE,
    explanations::FIGURE,
    MECHANISM,
    SELECTIVITY,
    swimmer::FIGURE,
    waterfall::FIGURE,
    overall_survival::FIGURE,
    disease_free_survival::FIGURE,
    stopping::FIGURE,
    operating::FIGURE,
];

/// All figures that apply, in the order of a talk.
pub fn trial_figures(input: &TrialInput, theme: &Theme) -> Vec<Figure> {
    if input.result.arms.is_empty() {
        return Vec::new();
    }
    let numbered = numbered(input.result);
    let result = numbered.as_ref().unwrap_or(input.result);
    drawn(&FIGURES, &TrialInput { result, ..*input }, theme)
}

/// `A: CR 2, CR + CRp 3 of 18`.
fn responders(group: &Subgroup) -> String {
    format!("{}: CR {}, CR + CRp {} of {}", group.label, group.cr, group.remission, group.n)
}

/// What survival curves show, and the median of each.
fn medians(what: &str, input: &TrialInput, km: fn(&SurvivalResult) -> &KaplanMeier) -> String {
    let one = |found: &SurvivalResult| {
        let median = km(found).median;
        let median = median.map_or_else(|| "median not reached".into(), |day| format!("median {day:.0} days"));
        format!("{}: {median}", found.name)
    };
    listed(what, input.result.trial.survival.iter().map(one))
}

/// The test of several arms.
fn log_rank(input: &TrialInput, p: Option<f64>) -> String {
    let several = input.result.arms.len() > 1;
    p.filter(|_| several).map_or(String::new(), |p| format!(" Log-rank test of the arms: {}.", p_value(p)))
}

/// The arms without their total, which the source of survival puts last.
fn groups<'a>(
    input: &TrialInput<'a>,
    theme: &Theme,
    km: impl Fn(&'a SurvivalResult) -> &'a KaplanMeier,
) -> Vec<Group<'a>> {
    let group = |(i, arm): (usize, &'a SurvivalResult)| Group { name: &arm.name, km: km(arm), stroke: theme.arm(i) };
    input.result.trial.survival.iter().take(input.result.arms.len()).enumerate().map(group).collect()
}
