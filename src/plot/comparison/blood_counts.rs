//! Blood counts: neutrophils over platelets of every arm over time. Left out: hemoglobin, and transfusions.
//!
//! Two panels for each arm, 10⁹/L on a logarithmic axis: median, middle 50 % and middle 90 % of the courses, with the
//! landmarks of recovery.
//!
//! # How to read it
//!
//! Two panels for each arm: neutrophils with 0.5 and 1.0, platelets with 50 and 100 (10⁹/L), the landmarks of the
//! published series. The width of the valley at 0.5 is the time in danger; arms that kill more leukemia usually
//! have a wider one, and the figure of differences has both with intervals.

use super::{
    Comparison, ComparisonInput, by_arm,
    curves::{Curves, Line, Row, highest, lowest},
    median, messages,
};
use crate::{Drawing, FigureOf, Section, Stroke, Theme, axis::Axis};
use cenersim_model::curves::Variable;

/// Blood counts over time; none without a curve.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "blood_counts", section: Section::Cells, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    let what = "Neutrophils and platelets over time, median and bands of 50 and 90 %";
    by_arm(what, input, |arm| median(arm, "days_neutrophils_below_half"))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let stroke = Stroke { width: 4.0, ..theme.blood_count() };
    let row = |title, name, variable, (low, high): (i32, i32), thresholds| {
        let lines = vec![Line { name, variable, kind: None, stroke }];
        let most = libm::ceil(libm::log10(highest(input, &lines).max(1e-9))) as i32;
        let axis = Axis::decades(low, high.max(most), 1);
        let below = lowest(input, &lines) < libm::pow(10.0, f64::from(low));
        Row { title, axis: if below { axis.at_most() } else { axis }, lines, thresholds, factor: 1.0 }
    };
    let rows = vec![
        row("Neutrophils (10⁹/L)", "Neutrophils", Variable::Neutrophils, (-2, 1), &[(0.5, "0.5"), (1.0, "1.0")]),
        row("Platelets (10⁹/L)", "Platelets", Variable::Platelets, (0, 3), &[(50.0, "50"), (100.0, "100")]),
    ];
    Curves { subject: "Blood counts", message: messages::neutropenia(input), rows }.draw(input, theme)
}
