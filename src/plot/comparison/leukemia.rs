//! Leukemia: blasts and leukemic stem cells of every arm over time. Left out: progenitors.
//!
//! One panel for each arm, cells on a logarithmic axis: median, middle 50 % and middle 90 % of the courses.
//!
//! # How to read it
//!
//! A panel for each arm on the same axes. The dark line is the median over courses, the darker band holds the
//! middle half, the paler one nine of ten. Courses that ended by death are not in the later points, so the end of a
//! curve is that of the survivors; the subtitle says so. Bands that overlap between arms do not mean that arms are
//! alike: the same patients are in all of them, and the paired differences are in their own figure.

use super::{
    Comparison, ComparisonInput, by_arm,
    curves::{Curves, Line, Row, highest},
    median, messages,
};
use crate::{Drawing, FigureOf, Section, Stroke, Theme, axis::Axis};
use cenersim_model::{biology::Kind, curves::Variable};

/// Leukemic cells over time; none without a curve.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "leukemia", section: Section::Cells, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    let what = "Leukemic cells over time, median and bands of 50 and 90 %";
    by_arm(what, input, |arm| median(arm, "blast_log_kill"))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let line = |kind: Kind| Line {
        name: kind.label(),
        variable: Variable::Cells,
        kind: Some(kind),
        stroke: Stroke { width: 4.0, ..theme.kind(kind) },
    };
    let lines = vec![line(Kind::Blast), line(Kind::LeukemicStem)];
    let decades = libm::ceil(libm::log10(highest(input, &lines).max(1.0))).max(13.0) as i32;
    let axis = Axis::decades_and_zero(0, decades, 3);
    let row = Row { title: "Cells in the patient", axis, lines, thresholds: &[], factor: 1.0 };
    Curves { subject: "Leukemic cells", message: messages::kill(input), rows: vec![row] }.draw(input, theme)
}
