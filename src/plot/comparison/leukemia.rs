//! Leukemia: blasts and leukemic stem cells of every arm over time. Left out: progenitors.
//!
//! A panel for each kind of cell with all arms, cells on a logarithmic axis, and under it the paired differences to the first
//! arm in decimal logarithms: −1 is a tenth of the cells.
//!
//! # How to read it
//!
//! The line is the median over courses, the band holds their middle half. Courses that ended by death are not in the
//! later points, so the end of a curve is that of the survivors; the subtitle says so. Bands that overlap between arms do not
//! mean that arms are alike: the same patients are in all of them, and the lower panels have how far they are apart.

use super::{
    Comparison, ComparisonInput, by_arm,
    curves::{Curves, Quantity, highest, lowest},
    median, messages,
};
use crate::{Drawing, FigureOf, Section, Theme, axis::Axis};
use cenersim_model::{biology::Kind, curves::Variable};

/// Leukemic cells over time; none without a curve.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "leukemia", section: Section::Cells, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    let what = "Leukemic cells over time, median and bands of 50 and 90 %";
    by_arm(what, input, |arm| median(arm, "blast_log_kill"))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let quantities = [Kind::Blast, Kind::LeukemicStem].map(|kind| quantity(input, kind)).into();
    Curves { message: messages::kill(input), quantities }.draw(input, theme)
}

/// Cells of a kind.
pub(super) fn quantity(input: &ComparisonInput, kind: Kind) -> Quantity {
    Quantity {
        name: kind.label(),
        title: "Cells in the patient",
        difference: "log10",
        variable: Variable::Cells,
        kind: Some(kind),
        axis: decades(input, kind),
        thresholds: &[],
        factor: 1.0,
    }
}

/// As many decades as the courses go through, at least three; from zero on where a kind dies out.
fn decades(input: &ComparisonInput, kind: Kind) -> Axis {
    let of = (Variable::Cells, Some(kind));
    let top = libm::ceil(libm::log10(highest(input, of).max(10.0))) as i32;
    match lowest(input, of) {
        low if low < 1.0 => Axis::decades_and_zero(0, top, (top as usize).div_ceil(5)),
        low => {
            let bottom = (libm::floor(libm::log10(low.min(1e300))) as i32).min(top - 3).max(0);
            Axis::decades(bottom, top, ((top - bottom) as usize).div_ceil(5))
        }
    }
}
