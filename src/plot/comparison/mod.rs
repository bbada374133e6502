//! Figures of a comparison: arms side by side in the same patients, each figure one sheet of a talk. Left out: what is
//! computed, which `comparison` and `statistics` do.

mod against;
mod attribution;
mod best;
mod blood_counts;
mod curves;
mod differences;
mod disease_free_survival;
mod doses;
mod heat;
mod leukemia;
mod marrow_blasts;
mod messages;
mod overall_survival;
mod response;
mod sweep;
mod waterfall;

#[cfg(test)]
pub(super) mod example;
#[cfg(test)]
mod row_example;
#[cfg(test)]
mod row_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::{assert_names_in_full, faults, texts, with_headline};

use super::{
    Figure, FigureOf, Kind, Section, Theme, drawn, headline, in_the_tables, kaplan_meier::Group, key, listed,
    numbered::numbered, pathway, selectivity, sheet::Sheet,
};
use cenersim_analyses::comparison::{ArmResult, Compared, Measure, Rate};
use cenersim_model::quantity::Time;
use cenersim_statistics::KaplanMeier;
use cenersim_text::{decimals, fixed, plural, range};

/// What the figures of a comparison show.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonInput<'a> {
    /// The results.
    pub compared: &'a Compared,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

impl<'a> ComparisonInput<'a> {
    /// Of the arms, in their order, which is that of their colors.
    fn names(&self) -> Vec<&str> {
        self.compared.arms.iter().map(|arm| arm.name.as_str()).collect()
    }

    /// The first day that is shown: 0, or a day before day 1 where an arm counts so.
    fn first_day(&self) -> f64 {
        let first = |arm: &ArmResult| arm.days.since_day_one(Time::ZERO).in_days();
        self.compared.arms.iter().map(first).fold(0.0, f64::min)
    }

    /// The last day of the arm that is shown longest, counted as the arms do.
    fn last_day(&self) -> f64 {
        let horizon = Time::days(self.compared.horizon_days);
        let last = |arm: &ArmResult| arm.days.since_day_one(horizon).in_days();
        self.compared.arms.iter().map(last).fold(0.0, f64::max)
    }

    /// A sheet with this message, and a key of the arms where their names have numbers.
    fn sheet(&self, message: String, subtitle: String, theme: &Theme) -> Sheet {
        Sheet {
            key: key::of_arms(&self.names(), theme),
            ..Sheet::about(message, &self.compared.title, subtitle, self.footer)
        }
    }

    /// Whose courses these are: `200 patients, each in every arm`.
    fn units(&self) -> String {
        let Compared { population, patients, replicates, .. } = self.compared;
        let every = if self.compared.arms.len() > 1 { ", the same in every arm" } else { "" };
        match (population, replicates) {
            (true, 1) => format!("{}{every}", plural(*patients, "patient")),
            (true, n) => format!("{} with {n} replicates each{every}", plural(*patients, "patient")),
            (false, n) => format!("reference patient, {}{every}", plural(*n, "replicate")),
        }
    }

    /// Whether any arm has what a figure shows.
    fn any(&self, has: impl Fn(&ArmResult) -> bool) -> bool {
        self.compared.arms.iter().any(has)
    }
}

/// A paired comparison of arms.
struct Comparison;

impl Kind for Comparison {
    type Input<'a> = ComparisonInput<'a>;
}

/// What cenersen does to complete remissions.
const HEADLINE: FigureOf<Comparison> = FigureOf {
    name: headline::NAME,
    section: Section::Headline,
    alt: |input, _| headline::alternative(input.compared.headline.as_ref()),
    draw: |input, theme| {
        let about = (input.compared.title.as_str(), input.footer);
        headline::headline(input.compared.headline.as_ref(), &input.names(), about, theme)
    },
};

/// What cenersen does to each kind of cell.
const MECHANISM: FigureOf<Comparison> = FigureOf {
    name: pathway::NAME,
    section: Section::Mechanism,
    alt: |_, title| in_the_tables(title),
    draw: |input, theme| {
        pathway::pathway(input.compared.mechanism.as_ref(), &input.compared.title, input.footer, theme)
    },
};

/// How that depends on RNase H.
const SELECTIVITY: FigureOf<Comparison> = FigureOf {
    name: selectivity::NAME,
    section: Section::Mechanism,
    alt: |input, _| selectivity::alternative(input.compared.mechanism.as_ref()),
    draw: |input, theme| {
        selectivity::selectivity(input.compared.mechanism.as_ref(), &input.compared.title, input.footer, theme)
    },
};

/// In the order of a talk.
const FIGURES: [FigureOf<Comparison>; 14] = [
    HEADLINE,
    doses::FIGURE,
    leukemia::FIGURE,
    marrow_blasts::FIGURE,
    blood_counts::FIGURE,
    waterfall::FIGURE,
    overall_survival::FIGURE,
    disease_free_survival::FIGURE,
    response::FIGURE,
    differences::FIGURE,
    attribution::FIGURE,
    MECHANISM,
    SELECTIVITY,
    sweep::FIGURE,
];

/// All figures that apply, in the order of a talk.
pub fn comparison_figures(input: &ComparisonInput, theme: &Theme) -> Vec<Figure> {
    if input.compared.arms.is_empty() {
        return Vec::new();
    }
    let numbered = numbered(input.compared);
    let compared = numbered.as_ref().unwrap_or(input.compared);
    drawn(&FIGURES, &ComparisonInput { compared, ..*input }, theme)
}

/// A run over an earlier one: both as arms of one patient, in one figure.
pub fn against_figures(input: &ComparisonInput, theme: &Theme) -> Vec<Figure> {
    against::FIGURE.drawn(input, theme)
}

/// Arms whose numbers are told in words; the tables have the others.
const MOST: usize = 7;

/// What a figure shows, and a number of each arm.
fn by_arm(what: &str, input: &ComparisonInput, of: impl Fn(&ArmResult) -> Option<String>) -> String {
    let told = |arm: &ArmResult| Some(format!("{}: {}", arm.name, of(arm)?));
    listed(what, input.compared.arms.iter().take(MOST).filter_map(told))
}

/// `CR 14.5 % (10.1 to 20.2)`.
fn share(arm: &ArmResult, rate: Rate) -> Option<String> {
    let found = arm.rates.iter().find(|found| found.rate == rate)?;
    let percent = fixed(100.0 * found.share, 1);
    Some(format!("{} {percent} % ({})", rate.label(), range(found.exact, 100.0, 1)))
}

/// `Leukemic cells, log-kill, median 1.2 log10`.
fn median(arm: &ArmResult, measure: &'static str) -> Option<String> {
    let measure = Measure::named(measure);
    let found = arm.measures.iter().find(|found| found.measure == measure)?;
    let number = fixed(found.median, decimals(found.median));
    Some(format!("{}, median {number} {}", measure.label(), measure.unit()))
}

/// `median 45 days`.
fn reached(km: &KaplanMeier) -> Option<String> {
    Some(km.median.map_or_else(|| "median not reached".into(), |day| format!("median {} days", fixed(day, 0))))
}

/// A survival curve of each arm.
fn groups<'a>(
    input: &ComparisonInput<'a>,
    theme: &Theme,
    km: impl Fn(&'a ArmResult) -> &'a KaplanMeier,
) -> Vec<Group<'a>> {
    let group = |(i, arm): (usize, &'a ArmResult)| Group { name: &arm.name, km: km(arm), stroke: theme.arm(i) };
    input.compared.arms.iter().enumerate().map(group).collect()
}
