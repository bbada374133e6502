//! Response figure: share of patients with a complete remission, and with any remission, in each arm, with exact
//! intervals, and what was published beside it. The two are never mixed. Left out: rates of single responses.
//!
//! For each rate, a row for each arm: found of n with the exact interval (Clopper and Pearson 1934), and under it an
//! open mark for the published arm that it stands for.
//!
//! # How to read it
//!
//! A filled mark with its bar is the model, an open diamond the published arm that it stands for, each with an
//! exact 95 % interval of its own count: `10 of 53: 19 % (9–32)`. Overlap is no agreement where both intervals are
//! wide; with 18 patients a rate of 15 % has an interval from 4 to 41 %. Both rates use first replicates, because
//! replicates of one patient are not independent; the upright line is the share over all of them.

use super::{Comparison, ComparisonInput, by_arm, messages, share};
use crate::{
    Drawing, FigureOf, Section, Theme,
    axis::Axis,
    forest::Forest,
    message,
    rows::{Cell, Column, Mark, Marker, Row, Texts},
    theme::Stroke,
};
use cenersim_analyses::{
    comparison::{ArmResult, Rate, RateResult},
    published::PublishedArm,
};
use cenersim_statistics::clopper_pearson;
use cenersim_text::{counted, criteria, fixed, range};

/// CR, and any remission.
const RATES: [Rate; 2] = [Rate::Cr, Rate::Remission];

/// Remission rates of all arms; none without patients.
pub const FIGURE: FigureOf<Comparison> = FigureOf { name: "response", section: Section::Response, alt, draw };

fn alt(input: &ComparisonInput, _: &str) -> String {
    by_arm("Shares with 95 % intervals", input, |arm| share(arm, Rate::Cr))
}

fn draw(input: &ComparisonInput, theme: &Theme) -> Vec<Drawing> {
    let compared = input.compared;
    let groups: Vec<Vec<Row>> = RATES.into_iter().filter_map(|rate| group(input, rate, theme)).collect();
    let column = Column {
        title: String::new(),
        axis: axis(&groups),
        axis_title: format!("{} in remission (%) by {}", whose(input), criteria(&compared.criteria)),
        ends: Default::default(),
        zero: None,
    };
    let sheet = input.sheet(messages::remissions(input), subtitle(input), theme);
    Forest { sheet, pages: 6, columns: &[column], texts: Texts::Beside }.draw(&groups, theme)
}

fn subtitle(input: &ComparisonInput) -> String {
    let compared = input.compared;
    let several = compared.replicates > 1 && compared.population;
    let all = if several { " over all replicates" } else { "" };
    let mut text = format!(
        "{}. Share{all}, with exact 95 % confidence intervals. CR: complete remission; CRp: with incomplete platelet recovery.",
        input.units()
    );
    if compared.population && compared.arms.iter().any(|arm| arm.published.is_some()) {
        text += " Hollow diamond: published.";
    }
    text
}

/// What is counted: courses of one patient are not called patients.
const fn whose(input: &ComparisonInput) -> &'static str {
    if input.compared.population { "Patients" } else { "Replicates of one patient" }
}

/// From zero to a round number above everything drawn, at most 100 %.
fn axis(groups: &[Vec<Row>]) -> Axis {
    let marks = groups.iter().flatten().flat_map(|row| &row.cells).filter_map(|cell| match cell {
        Cell::Mark(mark) => Some(mark.interval.high.max(mark.point)),
        _ => None,
    });
    let highest = marks.fold(0.0, f64::max);
    Axis::linear(highest.clamp(5.0, 100.0), 5)
}

/// Rows of all arms for one rate; none without patients.
fn group(input: &ComparisonInput, rate: Rate, theme: &Theme) -> Option<Vec<Row>> {
    let arms = input.compared.arms.iter().enumerate();
    let rows: Vec<Row> = arms.flat_map(|(i, arm)| rows_of(input, i, arm, rate, theme)).collect();
    (!rows.is_empty()).then(|| [vec![Row::heading(rate.label(), vec![Cell::Empty])], rows].concat())
}

/// The row of an arm, and that of the published arm under it.
fn rows_of(input: &ComparisonInput, i: usize, arm: &ArmResult, rate: Rate, theme: &Theme) -> Vec<Row> {
    let Some(result) = arm.rates.iter().find(|result| result.rate == rate && result.n > 0) else { return Vec::new() };
    let stroke = theme.arm(i);
    let row = |label: &str, color, mark| Row {
        label: label.into(),
        remark: String::new(),
        color,
        heading: false,
        cells: vec![Cell::Mark(mark)],
    };
    let simulated = row(&message::short(&arm.name), Some(stroke.color), simulated(arm, result, stroke));
    // Courses of one patient are no sample of a published arm.
    let known = arm.published.as_ref().filter(|_| input.compared.population);
    let reported = known.and_then(|arm| published(arm, rate, theme));
    let reported = reported.map(|(label, mark)| row(&label, Some(theme.muted), mark));
    [simulated].into_iter().chain(reported).collect()
}

/// A point with its exact interval, in percent.
fn simulated(arm: &ArmResult, result: &RateResult, stroke: Stroke) -> Mark {
    let differs = (result.share * f64::from(result.n) - f64::from(result.found)).abs() > 1e-6;
    let over_all =
        format!("over all replicates {:.1} % (SE {:.1})", 100.0 * result.share, 100.0 * result.standard_error);
    let numbers = match differs {
        true => format!("{} % ({})", fixed(100.0 * result.share, 1), range(result.exact, 100.0, 1)),
        false => counted(result.found, result.n, result.exact),
    };
    Mark {
        point: 100.0 * result.share,
        interval: result.exact.scaled(100.0),
        hover: format!("{}, {}: {numbers}; {over_all}", arm.name, result.rate.label()),
        text: numbers,
        marker: Marker::Disc,
        stroke,
        tick: None,
    }
}

/// What was published; none for a rate that was not.
fn published(arm: &PublishedArm, rate: Rate, theme: &Theme) -> Option<(String, Mark)> {
    let found = match rate {
        Rate::Cr => arm.cr,
        Rate::Remission => arm.cr + arm.crp,
        Rate::DeathByDay30 | Rate::ResidualFree => return None,
    };
    let interval = clopper_pearson(found, arm.patients);
    let numbers = counted(found, arm.patients, interval);
    let mark = Mark {
        point: 100.0 * f64::from(found) / f64::from(arm.patients),
        interval: interval.scaled(100.0),
        hover: format!("published, {} ({}), {}: {numbers}", arm.name, arm.source, rate.label()),
        text: numbers,
        marker: Marker::HollowDiamond,
        stroke: Stroke { color: theme.threshold, dash: &[], width: 4.0 },
        tick: None,
    };
    (arm.patients > 0).then(|| (format!("published {found} of {}", arm.patients), mark))
}
