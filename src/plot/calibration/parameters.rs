//! Prior against posterior of every parameter, each on its own scale, stretched so that all priors are equally wide: what
//! the data said stands out, what they did not say looks like the prior. Left out: correlations, which `pairs` shows.
//!
//! # How to read it
//!
//! All priors are drawn equally wide, so only what the data changed catches the eye: `Learned 68 %` has a third of
//! its prior variance left. The line is the value that ships with the program; where it lies outside the posterior,
//! the counts of this trial would ask for another default. Verdicts: identified if at most half of the prior
//! standard deviation is left, weakly if at most 85 %, otherwise not identified.

use super::{
    Calibration, CalibrationInput,
    lanes::{Lane, Lanes, sheet},
    verdict_label,
};
use crate::{
    Drawing, FigureOf, Section, Theme,
    axis::{Axis, Tick},
    listed,
    names::{begun, number},
};
use cenersim_analyses::calibration::{ParameterResult, Quantiles, Verdict};
use cenersim_text::{fixed, short};

/// One lane for each parameter; none without parameters.
pub const FIGURE: FigureOf<Calibration> = FigureOf { name: "prior_posterior", section: Section::Parameters, alt, draw };

fn alt(input: &CalibrationInput, _: &str) -> String {
    let one = |one: &ParameterResult| {
        format!("{}: {} % learned, {}", number(&one.path), fixed(100.0 * one.shrinkage, 0), verdict_label(one.verdict))
    };
    listed("Parameters before and after the data", input.calibrated.parameters.iter().map(one))
}

fn draw(input: &CalibrationInput, theme: &Theme) -> Vec<Drawing> {
    let lanes = Lanes {
        sheet: sheet(input, message(input), subtitle(input), "shipped value", theme),
        axis: axis(),
        axis_title: "Each on its own scale",
        headings: &["Prior, 95 %", "Posterior, 95 %", "Learned"],
        lanes: input.calibrated.parameters.iter().map(lane).collect(),
    };
    lanes.draw(theme)
}

/// How many parameters the data identify.
fn message(input: &CalibrationInput) -> String {
    let parameters = &input.calibrated.parameters;
    let known = parameters.iter().filter(|one| one.verdict == Verdict::Identified).count();
    format!("The data identify {known} of {} parameters", parameters.len())
}

fn subtitle(input: &CalibrationInput) -> String {
    let parameters = &input.calibrated.parameters;
    let count = |verdict: Verdict| parameters.iter().filter(|one| one.verdict == verdict).count();
    format!(
        "{} identified, {} weakly, {} not, of {}. Learned: 1 − posterior variance / prior variance. {}.",
        count(Verdict::Identified),
        count(Verdict::Weakly),
        count(Verdict::Not),
        parameters.len(),
        input.sample_size()
    )
}

/// 0 and 1 are the ends of the middle 95 % of each prior.
fn axis() -> Axis {
    let mut axis = Axis::spanning(-0.15, 1.15, 10.0);
    let tick = |position: f64, label: &str| Tick { position, label: label.into() };
    axis.ticks = vec![tick(0.0, "2.5 % of prior"), tick(0.5, ""), tick(1.0, "97.5 % of prior")];
    axis
}

/// Where a value stands on the axis.
fn place(parameter: &ParameterResult, value: f64) -> f64 {
    let scale = |value: f64| if parameter.logarithmic { libm::log10(value.max(1e-300)) } else { value };
    let (low, high) = (scale(parameter.prior.low), scale(parameter.prior.high));
    if high > low { (scale(value) - low) / (high - low) } else { 0.5 }
}

/// Prior and posterior on the scale of this parameter, with the shipped value as mark, and numbers in its unit.
fn lane(parameter: &ParameterResult) -> Lane {
    let ParameterResult { path, unit, grade, family, prior, posterior, shrinkage, verdict, shipped, .. } = parameter;
    let placed = |found: &Quantiles| Quantiles {
        low: place(parameter, found.low),
        lower: place(parameter, found.lower),
        median: place(parameter, found.median),
        upper: place(parameter, found.upper),
        high: place(parameter, found.high),
    };
    let learned = format!("{} %, {}", fixed(100.0 * shrinkage, 0), verdict_label(*verdict));
    let [before, after] = [prior, posterior].map(numbers);
    let unit = if unit.is_empty() { "no unit" } else { unit };
    Lane {
        hover: format!("{path} ({unit}): prior {before}, posterior {after}, learned {learned}, shipped {shipped}"),
        label: begun(&number(path)),
        remark: format!("{unit}; grade {grade}, {family}"),
        prior: placed(prior),
        posterior: placed(posterior),
        mark: place(parameter, *shipped),
        texts: vec![before, after, learned],
    }
}

/// `20 (3 to 200)`.
fn numbers(found: &Quantiles) -> String {
    let [median, low, high] = [found.median, found.low, found.high].map(short);
    format!("{median} ({low} to {high})")
}
