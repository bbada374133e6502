//! The design of a next trial as short tables for the terminal. Left out: color, and what only the files have.
//!
//! Three blocks, separated by an empty line: how many patients are enough, in a row for each world; the looks of a
//! group-sequential trial, or one sentence about two stages; what is known of the effect, as a list of names and texts.
//!
//! A fixed trial has no second block. Everything is ASCII, as some terminals of clusters have nothing else, so that `±` is
//! printed as `+-`.

use super::summary::{compared, effect, effects, percent};
use cenersim_analyses::design::{Answer, DesignResult, Interim, World};
use cenersim_statistics::assurance::Estimated;
use cenersim_text::{Entries, aligned, ascii, count, fixed, probability};

/// The answers, the trial as planned, and what both rest on; a line break after each line.
pub fn design_text(result: &DesignResult) -> String {
    let parts = [answers(result), looks(result), basis(result)];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    ascii(&format!("{}\n", parts.join("\n\n")))
}

/// How many patients are enough, and how often the trial as planned succeeds.
///
/// The row of the hoped-for effect has no interval and no expected patients: nothing in it is averaged over draws.
fn answers(result: &DesignResult) -> String {
    let planned: u32 = result.plan.sizes.iter().sum();
    let wanted = fixed(100.0 * result.protocol.power, 0);
    let head = [
        compared(result),
        format!("patients for {wanted} %"),
        "Monte-Carlo 95 %".into(),
        format!("success of {}, %", count(planned)),
        "expected patients".into(),
    ];
    let hoped_for = [
        "hoped-for effect".to_owned(),
        result.plan.for_power.map_or_else(|| more(result), count),
        String::new(),
        fixed(100.0 * result.plan.power, 1),
        String::new(),
    ];
    let row = |(index, answer): (usize, &Answer)| {
        [
            answer.world.label().to_owned(),
            needed(result, answer),
            interval(result, answer),
            with_error(result.plan.success[index], 100.0),
            fixed(result.plan.expected[index].value, 0),
        ]
    };
    let rows = [head, hoped_for].into_iter().chain(result.answers.iter().enumerate().map(row));
    aligned(&rows.map(Vec::from).collect::<Vec<_>>())
}

/// `> 2,000`.
fn more(result: &DesignResult) -> String {
    format!("> {}", count(result.protocol.largest))
}

/// Beyond the largest trial: `> 2,000` and the chance of that trial, in parentheses.
fn needed(result: &DesignResult, answer: &Answer) -> String {
    match (answer.world, answer.patients) {
        (World::Nothing, _) => "none is enough".into(),
        (_, Some(patients)) => count(patients),
        (_, None) => format!("{} ({} %)", more(result), fixed(100.0 * answer.largest.value, 1)),
    }
}

/// Empty where no number of patients has the chance even if all chances are larger by their errors.
fn interval(result: &DesignResult, answer: &Answer) -> String {
    let end = |patients: Option<u32>| patients.map_or_else(|| more(result), count);
    match (answer.world, answer.from) {
        (World::Nothing, _) | (_, None) => String::new(),
        _ => format!("{} to {}", end(answer.from), end(answer.to)),
    }
}

/// `12.3 +- 0.4`.
fn with_error(estimate: Estimated, factor: f64) -> String {
    format!("{} ± {}", fixed(factor * estimate.value, 1), fixed(factor * estimate.error, 1))
}

/// Boundaries of several looks, or the stages of one arm.
///
/// The deviate and its one-sided p are the same boundary, for readers of protocols and for readers of data.
fn looks(result: &DesignResult) -> String {
    if let Some(stages) = result.plan.stages {
        let [low, high] = [result.protocol.control_rate, result.protocol.treatment_rate];
        let [alpha, power] = [low, high].map(|rate| fixed(100.0 * stages.recommended(rate), 1));
        return format!(
            "given up at {} responses or fewer of {}, or at {} or fewer of {}; recommended with {alpha} % at a rate of {low}, \
             {power} % at {high}; patients for other chances are those of one stage",
            stages.stop, stages.first, stages.reject, stages.all
        );
    }
    if result.plan.looks.len() < 2 {
        return String::new();
    }
    let head = ["look at", "boundary z", "one-sided p", "ends with success, %"].map(String::from).to_vec();
    let row = |look: &Interim| {
        vec![
            format!("{} patients", count(look.patients)),
            fixed(look.boundary, 3),
            probability(look.p),
            fixed(100.0 * look.ends, 1),
        ]
    };
    aligned(&[head].into_iter().chain(result.plan.looks.iter().map(row)).collect::<Vec<_>>())
}

/// What is known of the effect, what must be true, what the uncertainty is made of, and the error without an effect.
///
/// Names at the left, as `Entries` aligns them. Rows of numbers that do not exist are left out.
fn basis(result: &DesignResult) -> String {
    let known = &result.known;
    let level = if result.protocol.is_survival() { "deaths, both arms" } else { "responses, control" };
    let mean = effect(result, known.effect.value);
    let mut rows = vec![
        [level.to_owned(), percent(known.level)],
        ["mean effect".into(), format!("{mean} (Monte-Carlo error {} points)", fixed(100.0 * known.effect.error, 1))],
        ["nine of ten effects".into(), effects(result, [known.range.low, known.range.high])],
        ["treatment better".into(), percent(known.better)],
        ["what must be true".into(), must_be_true(result)],
    ];
    if let Some(parts) = result.split.success {
        let percent = |share: f64| fixed(100.0 * share, 0);
        let [chance, patients, parameters] = [parts.chance, parts.patients, parts.parameters].map(percent);
        let error = fixed(100.0 * result.split.parameters.error, 0);
        rows.push([
            "success is left to".into(),
            format!("luck {chance} %, patients {patients} %, parameters {parameters} % (Monte-Carlo error {error})"),
        ]);
    }
    if let Some(found) = result.simulated {
        let percent = |share: f64| fixed(100.0 * share, 1);
        let share = f64::from(found.significant) / f64::from(found.trials);
        let (low, high) = (percent(found.interval.low), percent(found.interval.high));
        let trials = count(found.trials);
        rows.push([
            "error without effect".into(),
            format!("{} % (Monte-Carlo 95 % {low} to {high}) of {trials} simulated trials", percent(share)),
        ]);
    }
    if result.failed > 0 {
        rows.push(["failed".into(), format!("{} draws", result.failed)]);
    }
    aligned_left(&rows)
}

/// Names, and what they stand for, at the left.
fn aligned_left(rows: &[[String; 2]]) -> String {
    let mut entries = Entries::new(22);
    rows.iter().for_each(|[name, text]| entries.add(name, text));
    entries.text().trim_end().to_owned()
}

/// Short form of the sentence of the report.
fn must_be_true(result: &DesignResult) -> String {
    let wanted = fixed(100.0 * result.protocol.power, 0);
    match result.needed.effect {
        Some(needed) => format!(
            "{} or better for {wanted} %: {} of the draws",
            effect(result, needed),
            percent(result.needed.share)
        ),
        None => format!("no effect gives {wanted} %"),
    }
}
