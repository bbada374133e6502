//! Marrow blasts: their share among the nucleated marrow cells of every arm over time. Left out: cellularity.
//!
//! One panel for each arm, in percent of the nucleated marrow cells, with the threshold of remission.
//!
//! # How to read it
//!
//! Share of blasts in percent with the threshold of remission as a dashed line. A median that falls below it says
//! that at least half of the courses have so few blasts on that day, not that half are in remission, which needs
//! blood counts, too.

use super::{
    Comparison, ComparisonInput, by_arm,
    curves::{Curves, Line, Row, highest},
    messages, share,
};
use crate::{Drawing, FigureOf, Section, Stroke, Theme, axis::Axis};
use cenersim_analyses::comparison::Rate;
use cenersim_model::{biology::Kind, curves::Variable};

/// Marrow blasts over time; none without a curve.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "marrow_blasts", section: Section::Cells, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    let what = "Blasts in the marrow over time, median and bands of 50 and 90 %";
    by_arm(what, input, |arm| share(arm, Rate::Remission))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let stroke = Stroke { dash: &[], width: 4.0, ..theme.kind(Kind::Blast) };
    let lines = vec![Line { name: "Marrow blasts", variable: Variable::MarrowBlasts, kind: None, stroke }];
    let axis = Axis::linear((100.0 * highest(input, &lines)).clamp(20.0, 100.0), 5);
    let row = Row { title: "Blasts among marrow cells (%)", axis, lines, thresholds: &[(5.0, "5 %")], factor: 100.0 };
    Curves { subject: "Marrow blasts", message: messages::marrow(input), rows: vec![row] }.draw(input, theme)
}
