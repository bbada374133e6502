//! Marrow blasts: their share among the nucleated marrow cells of every arm over time, beside the cellularity, because few or
//! many blasts in an empty marrow mean little. Left out: examinations.
//!
//! In percent of the nucleated marrow cells, with the threshold of remission; under it the paired differences to the first
//! arm in points.
//!
//! # How to read it
//!
//! Share of blasts in percent with the threshold of remission as a dashed line. A median that falls below it says
//! that at least half of the courses have so few blasts on that day, not that half are in remission, which needs
//! blood counts, too.

use super::{
    Comparison, ComparisonInput, by_arm,
    curves::{Curves, Quantity, highest},
    messages, share,
};
use crate::{Drawing, FigureOf, Section, Theme, axis::Axis};
use cenersim_analyses::comparison::Rate;
use cenersim_model::curves::Variable;

/// Marrow blasts over time; none without a curve.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "marrow_blasts", section: Section::Cells, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    let what = "Blasts in the marrow over time, median and bands of 50 and 90 %";
    by_arm(what, input, |arm| share(arm, Rate::Remission))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let quantity = |name, title, variable, most: f64, thresholds| Quantity {
        name,
        title,
        difference: "points",
        variable,
        kind: None,
        axis: Axis::linear((100.0 * highest(input, (variable, None))).clamp(20.0, most), 5),
        thresholds,
        factor: 100.0,
    };
    let quantities = vec![
        quantity("Marrow blasts", "Of marrow cells (%)", Variable::MarrowBlasts, 100.0, &[(5.0, "5 %")]),
        quantity("Cellularity", "Of a healthy marrow (%)", Variable::Cellularity, 400.0, &[]),
    ];
    let has = |quantity: &Quantity| input.any(|arm| arm.bands.iter().any(|band| band.variable == quantity.variable));
    let quantities = quantities.into_iter().filter(has).collect();
    Curves { message: messages::marrow(input), quantities }.draw(input, theme)
}
