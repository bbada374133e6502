//! Waterfall of a comparison: best change of the marrow blasts of each patient, a panel for each arm. Left out: its drawing,
//! which trials share.
//!
//! # How to read it
//!
//! Bars are sorted from the largest rise to the largest fall and colored by the best response, so a bar at −100 %
//! in the color of resistant disease is a patient without visible blasts whose blood has not come back. Rises above
//! the axis are cut and counted. Patients without a later marrow are counted as not examined and have no bar.

use super::{Comparison, ComparisonInput, by_arm};
use crate::{
    Drawing, FigureOf, Section, Theme,
    best_changes::{Arm, BestChanges, halved},
};
use cenersim_analyses::comparison::ArmResult;

/// Best changes of all arms; none if nobody was examined.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "waterfall", section: Section::Response, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    by_arm("Best change of the marrow blasts, sorted", input, |arm| {
        let halved = arm.best_changes.iter().filter(|change| change.percent <= -50.0).count();
        Some(format!("at least halved in {halved} of {}", arm.best_changes.len()))
    })
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let arm = |arm: &'_ ArmResult| arm.responses.iter().map(|(_, count)| count).sum();
    let arms = input.compared.arms.iter();
    let arms: Vec<Arm> =
        arms.map(|one| Arm { name: &one.name, changes: one.best_changes.clone(), patients: arm(one) }).collect();
    let message = halved(&arms);
    let unit = if input.compared.population { "patient" } else { "replicate" };
    BestChanges { sheet: input.sheet(message, String::new(), theme), unit, arms }.draw(theme)
}
