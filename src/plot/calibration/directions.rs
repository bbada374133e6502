//! Directions in the space of parameters, from the best known to those of which the data say nothing (sloppy; Gutenkunst
//! and others 2007). Left out: curvature; directions are those of the posterior covariance.
//!
//! A bar is the posterior variance along a direction over the prior variance: near 1 the data say nothing. Each is
//! named by its largest loadings.
//!
//! # How to read it
//!
//! Bars are sorted from the best known combination of parameters to the least. A short bar is learned: of a bar at
//! 0.06, 6 % of the prior variance is left. Its name tells which parameters make it up, such as `+0.75
//! idarubicin LC50 −0.65 maximal by damage`: here their ratio is known although neither of them is. Bars at 1 say
//! that the counts have nothing to do with these combinations; more patients of the same kind would not change
//! that.

use super::{Calibration, CalibrationInput, described, names_in_words, posterior_color};
use crate::{
    Drawing, FigureOf, Section, Stroke, Theme,
    axis::Axis,
    forest::Forest,
    in_the_tables,
    rows::{Cell, Column, Mark, Marker, Row, Texts},
};
use cenersim_analyses::calibration::Direction;
use cenersim_statistics::Interval;
use cenersim_text::fixed;

/// So many of the best known and of the sloppiest directions are described.
const DESCRIBED: usize = 3;
/// Longer descriptions lose their smallest loadings (letters); the pointer tells all.
const LONGEST: usize = 72;

/// A bar for each direction; none without directions.
pub const FIGURE: FigureOf<Calibration> =
    FigureOf { name: "directions", section: Section::Together, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &CalibrationInput, theme: &Theme) -> Vec<Drawing> {
    let directions = &input.calibrated.directions;
    let names = names_in_words(&input.calibrated.parameters);
    let row = |(i, one): (usize, &Direction)| row((i, directions.len()), one, &names, theme);
    let rows: Vec<Row> = directions.iter().enumerate().map(row).collect();
    let sheet = input.sheet(message(directions), subtitle(directions));
    let groups = if rows.is_empty() { Vec::new() } else { vec![rows] };
    Forest { sheet, pages: 2, columns: &[column(directions)], texts: Texts::Beside }.draw(&groups, theme)
}

/// How many combinations the data tell.
fn message(directions: &[Direction]) -> String {
    let known = directions.iter().filter(|direction| direction.variance <= 0.25).count();
    format!("The data tell {known} of {} combinations of parameters", directions.len())
}

fn subtitle(directions: &[Direction]) -> String {
    let known = directions.iter().filter(|direction| direction.variance <= 0.25).count();
    format!(
        "{known} of {} directions have at most a quarter of their prior variance left. Loadings count in prior standard \
         deviations; two of equal sign in a known direction: their sum (of logarithms: their product) is known.",
        directions.len()
    )
}

/// The line at 1 is the prior variance: nothing was learned.
fn column(directions: &[Direction]) -> Column {
    let highest = directions.iter().map(|one| one.variance).filter(|v| v.is_finite()).fold(1.0, f64::max);
    Column {
        title: String::new(),
        axis: Axis::spanning(0.0, (1.02 * highest).max(1.05), if highest < 2.0 { 0.25 } else { highest.ceil() / 4.0 }),
        axis_title: "Posterior variance / prior variance".into(),
        ends: ["← known from the data".into(), "as before the data →".into()],
        zero: Some(1.0),
    }
}

/// The largest loadings that fit a line, one at least.
fn beginning(words: &str) -> String {
    let mut parts: Vec<&str> = words.split("  ").collect();
    while parts.len() > 1 && parts.join("  ").chars().count() > LONGEST {
        parts.pop();
    }
    parts.join("  ")
}

/// Named are the best known and the sloppiest; the others have their number alone.
fn row((index, all): (usize, usize), direction: &Direction, names: &[String], theme: &Theme) -> Row {
    let variance = direction.variance;
    let number = fixed(variance, if variance < 0.1 { 3 } else { 2 });
    let words = described(direction, names);
    let told = index < DESCRIBED || index + DESCRIBED >= all;
    let text = if told { format!("{number}:  {}", beginning(&words)) } else { number.clone() };
    let mark = Mark {
        point: variance,
        interval: Interval { low: variance, high: variance },
        hover: format!("direction {}: {number}, {words}", index + 1),
        text,
        marker: Marker::Bar,
        stroke: Stroke { color: posterior_color(theme), dash: &[], width: 5.0 },
        tick: None,
    };
    let label = match index {
        0 => "best known".into(),
        last if last + 1 == all => "sloppiest".into(),
        other => format!("{}", other + 1),
    };
    Row { label, remark: String::new(), color: None, heading: false, cells: vec![Cell::Mark(mark)] }
}
