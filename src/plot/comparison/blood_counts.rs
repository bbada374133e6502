//! Blood counts: neutrophils over platelets of every arm over time. Left out: hemoglobin, and transfusions.
//!
//! All arms in 10⁹/L on a logarithmic axis, with the landmarks of recovery; under it the paired differences to the first arm.
//!
//! # How to read it
//!
//! Neutrophils with 0.5 and 1.0, platelets with 50 and 100 (10⁹/L), the landmarks of the published series; a triangle marks
//! where a median has come back. The width of the valley at 0.5 is the time in danger; arms that kill more leukemia usually
//! have a wider one, and the figure of differences has both with intervals.

use super::{
    Comparison, ComparisonInput, by_arm,
    curves::{Curves, Quantity, highest, lowest},
    median, messages,
};
use crate::{Drawing, FigureOf, Section, Theme, axis::Axis};
use cenersim_model::curves::Variable;

/// Blood counts over time; none without a curve.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "blood_counts", section: Section::Cells, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    let what = "Neutrophils and platelets over time, median and bands of 50 and 90 %";
    by_arm(what, input, |arm| median(arm, "days_neutrophils_below_half"))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let platelets = ("Platelets", "Platelets (10⁹/L)", Variable::Platelets);
    let platelets = quantity(input, platelets, (0, 3), &[(50.0, "50"), (100.0, "100")]);
    Curves { message: messages::neutropenia(input), quantities: vec![neutrophils(input), platelets] }.draw(input, theme)
}

/// Neutrophils with their landmarks.
pub(super) fn neutrophils(input: &ComparisonInput) -> Quantity {
    let named = ("Neutrophils", "Neutrophils (10⁹/L)", Variable::Neutrophils);
    quantity(input, named, (-2, 1), &[(0.5, "0.5"), (1.0, "1.0")])
}

/// A count on at least these decades; lower ones are drawn at the lower end.
fn quantity(
    input: &ComparisonInput,
    (name, title, variable): (&'static str, &'static str, Variable),
    (low, high): (i32, i32),
    thresholds: &'static [(f64, &'static str)],
) -> Quantity {
    let most = libm::ceil(libm::log10(highest(input, (variable, None)).max(1e-9))) as i32;
    let axis = Axis::decades(low, high.max(most), 1);
    let below = lowest(input, (variable, None)) < libm::pow(10.0, f64::from(low));
    let axis = if below { axis.at_most() } else { axis };
    Quantity { name, title, difference: "10⁹/L", variable, kind: None, axis, thresholds, factor: 1.0 }
}
