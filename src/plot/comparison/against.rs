//! A what-if: blasts and neutrophils of a run over those of an earlier one, and their paired difference. Left out: responses
//! and tests, which a comparison of both has.

use super::{
    Comparison, ComparisonInput, blood_counts,
    curves::{Curves, Quantity},
    leukemia,
};
use crate::{Drawing, FigureOf, Section, Theme, in_the_tables};
use cenersim_analyses::comparison::ArmResult;
use cenersim_model::{biology::Kind, curves::Variable};
use cenersim_text::short;

/// Both runs over time; none without a curve.
pub const FIGURE: FigureOf<Comparison> =
    FigureOf { name: "against", section: Section::Cells, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let quantities: Vec<Quantity> = vec![leukemia::quantity(input, Kind::Blast), blood_counts::neutrophils(input)];
    Curves { message: message(input), quantities }.draw(input, theme)
}

/// The fewest blasts of both, as medians over the replicates.
fn message(input: &ComparisonInput) -> String {
    let fewest = |arm: &ArmResult| {
        let band = arm.bands.iter().find(|band| band.variable == Variable::Cells && band.kind == Some(Kind::Blast))?;
        let values = band.quantiles[2].iter().copied().filter(|value| value.is_finite());
        Some(short(values.reduce(f64::min)?))
    };
    let told: Vec<String> = input
        .compared
        .arms
        .iter()
        .rev()
        .filter_map(|arm| Some(format!("{} {}", fewest(arm)?, with(&arm.name))))
        .collect();
    format!("Fewest blasts in this one patient: {}", told.join(", "))
}

/// `with cenersen 0.1 mg/kg/h, days 1–4`, `with no cenersen`, or `now` of runs that give the same.
fn with(name: &str) -> String {
    if ["before", "now"].iter().any(|same| name.starts_with(same)) { name.to_owned() } else { format!("with {name}") }
}
