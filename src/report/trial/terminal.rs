//! The trial as tables for the terminal: those of the source first, responses before all others, then the stopping rule, the explanations, what so many
//! subjects can tell, and what is wrong with the published numbers. Left out: color, and what only the files have.
//!
//! # What is shown
//!
//! The tables of the source have their own layout, with up to three things in each cell: this trial, the published
//! value, and where 95 % of repeated trials lie. A single trial has neither explanations nor a predictive interval.

use super::{
    super::{headline_table::headline_text, two_arm::two_arm_text},
    cell::{Shown, heading, row},
    contradictions,
    summary::with_error,
};
use cenersim_analyses::trial::{ExplanationResult, Power, StoppingPath, Table, TableName, TrialResult};
use cenersim_text::{aligned, ascii, fixed, probability, range, signed};

/// True CR rates (%) that the terminal shows.
const RATES: [u32; 7] = [5, 10, 14, 20, 30, 40, 50];

/// All tables; a line break after each line.
pub fn trial_text(result: &TrialResult) -> String {
    let (responses, others): (Vec<&Table>, Vec<&Table>) =
        result.tables.iter().partition(|table| table.name == TableName::Response);
    let mut blocks: Vec<String> = responses.into_iter().chain(others).map(table).collect();
    blocks.push(tests(result));
    blocks.extend(two_arm_text(&result.two_arm, &result.arms));
    let others = [
        ("The stopping rule: each arm followed, and by exact enumeration", stopping(result)),
        ("What makes the responses: repeated trials of the same patients", explanations(result)),
        (
            "Probability that a trial shows the published contrast of users and others (standard error)",
            contrasts(result),
        ),
        (&power_heading(result), power(result)),
    ];
    blocks.extend(others.into_iter().filter(|(_, rows)| rows.len() > 1).map(|(heading, rows)| block(heading, &rows)));
    blocks.extend(headline_text(result.headline.as_ref()));
    blocks.extend(note(result));
    blocks.push(format!("Survival: {}\n", result.after_failure));
    ascii(&blocks.join("\n"))
}

/// A heading over aligned rows.
fn block(heading: &str, rows: &[Vec<String>]) -> String {
    format!("{heading}\n{}\n", aligned(rows))
}

/// Each cell in its parts, which are aligned below each other.
fn table(table: &Table) -> String {
    let found: Vec<Vec<Vec<String>>> = (0..table.rows.len()).map(|index| row(table, index)).collect();
    let widths: Vec<Vec<usize>> = (0..table.columns.len()).map(|column| widths(&found, column)).collect();
    let head = [String::new()].into_iter().chain(table.columns.iter().cloned()).collect();
    let line = |(index, cells): (usize, &Vec<Vec<String>>)| {
        let cells = cells.iter().zip(&widths).map(|(parts, widths)| side_by_side(parts, widths));
        [heading(table, index)].into_iter().chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = [head].into_iter().chain(found.iter().enumerate().map(line)).collect();
    block(&format!("{}: {}", table.title, Shown::of(table).legend()), &rows)
}

/// Width of each part of the cells of a column.
fn widths(found: &[Vec<Vec<String>>], column: usize) -> Vec<usize> {
    let parts = found.first().map_or(0, |row| row[column].len());
    let width = |part: usize| found.iter().map(|row| row[column][part].chars().count()).max().unwrap_or(0);
    (0..parts).map(width).collect()
}

fn side_by_side(parts: &[String], widths: &[usize]) -> String {
    let cell = |(part, width): (&String, &usize)| format!("{part:>width$}");
    parts.iter().zip(widths).map(cell).collect::<Vec<_>>().join(" | ")
}

/// P values of the trial that is shown.
fn tests(result: &TrialResult) -> String {
    let trial = &result.trial;
    let p = |p: Option<f64>| p.map_or_else(|| "none".into(), probability);
    format!(
        "Fisher's p of CR + CRp: refractory against relapsed {}, users against others {}\n\
         Log-rank p of the arms: overall survival {}, disease-free survival {}\n",
        probability(trial.disease_p),
        probability(trial.inhibitor_p),
        p(trial.overall_log_rank_p),
        p(trial.disease_free_log_rank_p)
    )
}

fn texts<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(String::from).into()
}

/// A line for each arm: CR, when it would stop, how often it does in repeated trials, and by enumeration at true rates.
fn stopping(result: &TrialResult) -> Vec<Vec<String>> {
    let rates = RATES.map(|rate| format!("at {rate} %"));
    let head = texts(["arm", "CR", "would stop after", "in trials", "mean n"]).into_iter().chain(rates).collect();
    let rows = result.trial.stopping.iter().enumerate().map(|(index, path)| stopping_row(result, index, path));
    std::iter::once(head).chain(rows).collect()
}

/// What is not known has a dash.
fn stopping_row(result: &TrialResult, index: usize, path: &StoppingPath) -> Vec<String> {
    let last = path.looks.last();
    let found = last.map_or_else(|| "-".into(), |look| format!("{} of {}", look.responses, look.subjects));
    let stops = path.stopped_at.map_or_else(|| "never".into(), |subjects| format!("{subjects} subjects"));
    let designed = result.repeated.as_ref().and_then(|repeated| repeated.explanations.first()?.stopping.get(index));
    let over = designed.map_or_else(
        || texts(["-", "-"]),
        |arm| vec![fixed(arm.probability.value, 3), fixed(arm.expected_subjects, 1)],
    );
    let exact = result.characteristics.get(index).map_or(&[][..], |arm| &arm.exact);
    let at = |rate: &u32| {
        let truth = f64::from(*rate) / 100.0;
        let near = exact.iter().find(|found| (found.true_rate - truth).abs() < 1e-9);
        near.map_or_else(|| "-".into(), |found| fixed(found.probability_of_stopping, 3))
    };
    [path.arm.clone(), found, stops].into_iter().chain(over).chain(RATES.iter().map(at)).collect()
}

/// A line for each explanation: responders of a whole trial, and what is due to cenersen.
fn explanations(result: &TrialResult) -> Vec<Vec<String>> {
    let head = texts([
        "",
        "CR (95 % of trials)",
        "CR + CRp (95 % of trials)",
        "CR due to cenersen, points (95 % CI of the mean)",
        "CR + CRp due to it",
    ]);
    let rows = result.repeated.iter().flat_map(|repeated| repeated.explanations.iter().map(explanation));
    std::iter::once(head).chain(rows).collect()
}

fn explanation(found: &ExplanationResult) -> Vec<String> {
    let count = |found: &cenersim_analyses::trial::Predicted| {
        format!("{} ({})", fixed(found.median, 0), range(found.interval, 1.0, 0))
    };
    let effect = |endpoint: &str| {
        let effect = found.effects.iter().find(|effect| effect.arm == "total" && effect.endpoint == endpoint);
        effect.map_or_else(
            || "-".into(),
            |effect| {
                let difference = signed(100.0 * effect.difference, 1);
                let predictive = effect.predictive.map(|all| format!(", 95 % of trials {}", range(all, 100.0, 1)));
                format!("{difference} ({}){}", range(effect.interval, 100.0, 1), predictive.unwrap_or_default())
            },
        )
    };
    let name = found.explanation.label().to_owned();
    vec![name, count(&found.cr), count(&found.responders), effect("CR"), effect("CR + CRp")]
}

/// A line for each explanation: three probabilities with their standard errors.
fn contrasts(result: &TrialResult) -> Vec<Vec<String>> {
    let head = texts(["", "no user responds", "and others as published", "as extreme by Fisher's p"]);
    let row = |found: &ExplanationResult| {
        let contrast = &found.contrast;
        let shares = [contrast.none_of_users, contrast.as_published, contrast.as_extreme].map(with_error);
        [found.explanation.label().to_owned()].into_iter().chain(shares).collect()
    };
    let rows = result.repeated.iter().flat_map(|repeated| repeated.explanations.iter().map(row));
    std::iter::once(head).chain(rows).collect()
}

/// Reference rate and level of the tests.
fn power_heading(result: &TrialResult) -> String {
    let told = result.power.first().map_or_else(String::new, |power| {
        let (reference, level) = (fixed(100.0 * power.reference, 0), fixed(100.0 * power.level, 0));
        format!(" a CR rate of {reference} % (exact test, two-sided level {level} %)")
    });
    format!("What the planned subjects can tell about{told}")
}

/// Columns are true rates of CR; lines are the power of each arm, and all numbers of all subjects.
fn power(result: &TrialResult) -> Vec<Vec<String>> {
    let at = |name: &str, rate: &u32| {
        let truth = f64::from(*rate) / 100.0;
        result.power.iter().find(|power| power.arm == name && (power.truth - truth).abs() < 1e-9)
    };
    let shown: Vec<&Power> = RATES.iter().filter_map(|rate| at("total", rate)).collect();
    let of_arm = |name: &String| {
        let found: Vec<&Power> = RATES.iter().filter_map(|rate| at(name, rate)).collect();
        let subjects = found.first().map_or(0, |power| power.subjects);
        let powers = found.iter().map(|power| probability(power.errors.power));
        [format!("{name}, {subjects} subjects, found significant")].into_iter().chain(powers).collect::<Vec<_>>()
    };
    let row = |name: &str, of: &dyn Fn(&Power) -> String| {
        [name.to_owned()].into_iter().chain(shown.iter().map(|power| of(power))).collect()
    };
    let or_none = |value: Option<f64>, text: &dyn Fn(f64) -> String| value.map_or_else(|| "-".into(), text);
    let arms = result.arms.iter().map(of_arm).filter(|row| row.len() > 1);
    let subjects = result.protocol.total();
    let head = vec![row("true CR rate", &|power| format!("{} %", fixed(100.0 * power.truth, 0)))];
    let all = vec![
        row(&format!("all {subjects} subjects, found significant"), &|power| probability(power.errors.power)),
        row("of these with the wrong sign", &|power| or_none(power.errors.type_s, &probability)),
        row("exaggerated, times", &|power| or_none(power.errors.type_m, &|times| fixed(times, 1))),
    ];
    head.into_iter().chain(arms).chain(all).collect()
}

/// What the published tables cannot all say.
fn note(result: &TrialResult) -> Option<String> {
    let found: String = contradictions(result).iter().map(|found| format!("  {found}\n")).collect();
    (!found.is_empty()).then(|| format!("note: the published tables contradict themselves\n{found}"))
}
