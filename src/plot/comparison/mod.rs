//! Figures of a comparison: arms side by side in the same patients, each figure one sheet of a talk. Left out: what is
//! computed, which `comparison` and `statistics` do.

mod attribution;
mod curves;
mod differences;
mod doses;
mod forest;
pub(super) mod grid;
mod heat;
pub(super) mod hover;
pub(super) mod key;
mod responses;
mod risk;
pub(super) mod sheet;
mod strips;
mod survival;
mod sweep;
mod waterfall;

#[cfg(test)]
mod example;
#[cfg(test)]
mod row_example;
#[cfg(test)]
mod row_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
pub(super) use tests::{faults, texts};

pub use attribution::attribution;
use cenersim_text::plural;
pub use curves::curves;
pub use differences::differences;
pub use doses::doses;
pub use forest::response;
pub(super) use survival::until_transplantation;
pub use survival::{Group, Survival, disease_free_survival, kaplan_meier, overall_survival};
pub use sweep::sweep;
pub use waterfall::waterfall;

use super::{Figure, Theme, headline};
use cenersim_analyses::comparison::{ArmResult, Compared};

/// What the figures of a comparison show.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonInput<'a> {
    pub compared: &'a Compared,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

impl ComparisonInput<'_> {
    fn names(&self) -> Vec<&str> {
        self.compared.arms.iter().map(|arm| arm.name.as_str()).collect()
    }

    /// Headline of a figure.
    fn headline(&self, subject: &str) -> String {
        match self.compared.title.trim() {
            "" => subject.to_string(),
            title => format!("{subject}: {title}"),
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

    /// `; after failure: published survival`, or nothing.
    fn after_failure(&self) -> String {
        self.compared.after_failure.as_ref().map_or_else(String::new, |policy| format!("; {policy}"))
    }

    /// Whether any arm has what a figure shows.
    fn any(&self, has: impl Fn(&ArmResult) -> bool) -> bool {
        self.compared.arms.iter().any(has)
    }
}

/// All figures that apply, in the order of a talk.
pub fn comparison_figures(input: &ComparisonInput, theme: &Theme) -> Vec<Figure> {
    if input.compared.arms.is_empty() {
        return Vec::new();
    }
    let first = headline(input.compared.headline.as_ref(), &input.compared.title, input.footer, theme).into_iter();
    let given = first.chain(doses(input, theme));
    let survival = [overall_survival(input, theme), disease_free_survival(input, theme)];
    let rows = [response(input, theme), differences(input, theme), attribution(input, theme), sweep(input, theme)];
    let courses = given.chain(curves(input, theme)).chain(waterfall(input, theme));
    courses.chain(survival.into_iter().flatten()).chain(rows.into_iter().flatten()).collect()
}
