//! The calibration as tables for the terminal: cenersen, published counts, parameters, directions, draws, warnings. Left out:
//! color, and what only the files have.
//!
//! # Example
//!
//! ```text
//! Parameters, median (95 %)
//!                               unit               before                after  learned         verdict  shipped
//! dna_damage.idarubicin_lc50      nM      24.5 (3 to 200)  14.2 (3.23 to 60.7)     68 %          weakly       28
//! cenersen.potency           pmol/mg     2.24 (0.5 to 10)   2.17 (0.31 to 7.9)     19 %  not identified        2
//!
//! Published counts, and what is expected in one further trial, median (95 %)
//!                               published       before        after  tail p  fitted
//! arm A, CR                       2 of 18   1 (0 to 7)   1 (0 to 7)   0.908     yes
//! ```

use cenersim_analyses::calibration::{Calibrated, ParameterResult, PredictedCount, Quantiles, TargetResult};
use cenersim_plot::calibration::{described, short_names, target_name, verdict_label};
use cenersim_text::{aligned, ascii, fixed, short, signed};

/// So many of the best known and of the sloppiest directions are shown.
const DIRECTIONS: usize = 3;

/// All tables; a line break after each line.
pub fn calibration_text(found: &Calibrated) -> String {
    let blocks = [
        ("Parameters, median (95 %)", parameters(found)),
        ("Published counts, and what is expected in one further trial, median (95 %)", targets(found)),
        ("Directions in the space of parameters, in prior standard deviations", directions(found)),
        ("Cenersen: log odds ratio of CR, with against without, median (95 %)", effect(found)),
    ];
    let block = |(heading, rows): (&str, Vec<Vec<String>>)| format!("{heading}\n{}\n", aligned(&rows));
    let mut parts: Vec<String> = blocks.into_iter().filter(|(_, rows)| rows.len() > 1).map(block).collect();
    parts.push(worth(found));
    parts.extend(notes(found));
    ascii(&parts.join("\n"))
}

fn texts<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(String::from).into()
}

/// A line for each parameter: prior, posterior, how much was learned.
fn parameters(found: &Calibrated) -> Vec<Vec<String>> {
    let head = texts(["", "unit", "before", "after", "learned", "verdict", "shipped"]);
    let numbers = |found: &Quantiles| {
        let [median, low, high] = [found.median, found.low, found.high].map(short);
        format!("{median} ({low} to {high})")
    };
    let row = |one: &ParameterResult| {
        let learned = format!("{} %", fixed(100.0 * one.shrinkage, 0));
        let (before, after) = (numbers(&one.prior), numbers(&one.posterior));
        vec![
            one.path.clone(),
            one.unit.clone(),
            before,
            after,
            learned,
            verdict_label(one.verdict).into(),
            short(one.shipped),
        ]
    };
    std::iter::once(head).chain(found.parameters.iter().map(row)).collect()
}

/// A line for each published count: what is expected, and the tail.
fn targets(found: &Calibrated) -> Vec<Vec<String>> {
    let head = texts(["", "published", "before", "after", "tail p", "fitted"]);
    let count = |found: &PredictedCount| {
        let [median, low, high] = [found.median, found.interval.low, found.interval.high].map(|count| fixed(count, 0));
        format!("{median} ({low} to {high})")
    };
    let row = |target: &TargetResult| {
        vec![
            target_name(target),
            format!("{} of {}", target.observed, target.patients),
            count(&target.prior),
            count(&target.posterior),
            fixed(target.posterior.tail, 3),
            if target.fitted { "yes" } else { "no" }.into(),
        ]
    };
    std::iter::once(head).chain(found.targets.iter().map(row)).collect()
}

/// A line for each state of knowledge about cenersen.
fn effect(found: &Calibrated) -> Vec<Vec<String>> {
    let effect = &found.effect;
    let numbers = |found: &Quantiles, decimals: usize| {
        let [median, low, high] = [found.median, found.low, found.high].map(|value| signed(value, decimals));
        format!("{median} ({low} to {high})")
    };
    let row = |name: &str, numbers: String, benefit: Option<f64>| {
        vec![name.to_owned(), numbers, benefit.map_or_else(String::new, |benefit| fixed(benefit, 2))]
    };
    vec![
        texts(["", "median (95 %)", "P(more CR)"]),
        row("the mechanism alone", numbers(&effect.mechanism, 2), None),
        row("with the skeptical prior", numbers(&effect.prior, 2), Some(effect.prior_probability_of_benefit)),
        row("after the data", numbers(&effect.posterior, 2), Some(effect.probability_of_benefit)),
        row("the same in percentage points", numbers(&effect.points, 1), None),
        row("Monte-Carlo error of the median after the data", fixed(effect.median_error, 2), None),
        row("standard deviation between draws", fixed(effect.between_draws, 2), None),
        row("noise of one draw, left out of all of these", fixed(effect.noise, 2), None),
        row("patients per arm to tell it from none", patients(found), None),
    ]
}

fn patients(found: &Calibrated) -> String {
    let needed = found.effect.patients_per_arm.filter(|patients| patients.is_finite());
    needed.map_or_else(|| "not told: the interval includes none".into(), |patients| fixed(patients.ceil(), 0))
}

/// A line for each of the best known and of the sloppiest.
fn directions(found: &Calibrated) -> Vec<Vec<String>> {
    let (all, names) = (found.directions.len(), short_names(&found.parameters));
    let shown = |index: &usize| *index < DIRECTIONS || index + DIRECTIONS >= all;
    let row = |index: usize| {
        let direction = &found.directions[index];
        // Words stand left, numbers right.
        vec![format!("{}  {}", index + 1, described(direction, &names)), fixed(direction.variance, 3)]
    };
    std::iter::once(texts(["", "posterior / prior variance"])).chain((0..all).filter(shown).map(row)).collect()
}

fn worth(found: &Calibrated) -> String {
    let generations = found.generations.iter().map(|one| fixed(one.effective_sample_size, 0)).collect::<Vec<_>>();
    let worst = found.parameters.iter().map(|one| one.median_error_z).fold(0.0, f64::max);
    format!(
        "{} draws, effective sample size {} (after each generation: {}); the heaviest has {} % of the weight\n\
         largest Monte-Carlo error of a median of a parameter: {} prior standard deviations\n",
        found.draws.len(),
        fixed(found.effective_sample_size, 0),
        generations.join(", "),
        fixed(100.0 * found.heaviest_share, 1),
        fixed(worst, 2)
    )
}

/// Contradictions with the choice, and warnings.
fn notes(found: &Calibrated) -> Option<String> {
    let contradictions =
        found.contradictions.iter().map(|one| format!("note: the published counts contradict each other: {one}\n"));
    let choice = (!found.contradictions.is_empty()).then(|| format!("note: chosen: {}\n", found.choice));
    let warnings = found.warnings.iter().map(|warning| format!("warning: {warning}\n"));
    let all: String = contradictions.chain(choice).chain(warnings).collect();
    (!all.is_empty()).then_some(all)
}
