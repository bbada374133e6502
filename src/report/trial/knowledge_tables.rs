//! Tables of what a trial of this size can tell: the same patients under every explanation, the stopping rule, the power.
//!
//! # Examples
//!
//! ```text
//! explanation,arm,endpoint,n,share,without_cenersen,difference,low,high,standard_error
//! As designed,B,CR,200,11,7,4,1,7,1.505091908
//!
//! true_rate,power,type_s,type_m
//! 1,0.000001674378342,100,1.494657249
//!
//! arm,true_rate,probability,expected_subjects,expected_responses
//! A,1,0,6,0.06
//! ```
//!
//! Rates, shares and differences are in percent and points. `type_s` is the share of significant results on the
//! wrong side of the expected rate, `type_m` by how much significant results exaggerate (Gelman and Carlin 2014).
//! Errors of simulation are told apart by where they come from: the number of trials, and the size of the pool.

use super::super::table::{Column, Table};
use cenersim_analyses::trial::{
    ArmStopping, Characteristics, Effect, Estimated, Explanation, ExplanationResult, PoolCell, Power, Predicted,
    TrialResult,
};
use cenersim_statistics::Interval;
use cenersim_text::ten_digits;

/// True rates (%) that a report shows of the tables over true rates; the files have all.
const EVERY: u32 = 5;

/// The rate that was expected (%), which a report shows as well.
const EXPECTED: u32 = 14;

/// Whether a report shows this true rate.
pub fn is_shown(true_rate: f64) -> bool {
    let percent = ten_digits(100.0 * true_rate).filter(|percent| percent.fract() == 0.0);
    percent.is_some_and(|percent| percent as u32 == EXPECTED || (percent as u32).is_multiple_of(EVERY))
}

/// What belongs to one explanation.
type Under<'a, T> = (Explanation, &'a T);

/// Its words, as the trial's `Explanation` has them.
fn explanation_column<'a, R>(of: impl Fn(&R) -> Explanation + 'a) -> Column<'a, R> {
    Column::text("explanation", "Explanation", "What makes the responses.", move |row: &R| of(row).label())
}

/// None without repeated trials.
fn explanations(result: &TrialResult) -> impl Iterator<Item = &ExplanationResult> {
    result.repeated.iter().flat_map(|repeated| &repeated.explanations)
}

/// The response that is due to cenersen, in the same patients.
///
/// One row for each explanation, arm and endpoint, in the patients of the pool: shares in percent, differences in
/// points with a bootstrap interval over patients.
pub fn effects(result: &TrialResult) -> Table {
    type Row<'a> = Under<'a, Effect>;
    let percent = |name: &str, label: &str, unit: &str, about: &str, of: fn(&Effect) -> f64| {
        Column::number(name, label, unit, about, move |(_, effect): &Row| 100.0 * of(effect))
    };
    let arm = "Name of the arm, or `total` for all, weighted by their subjects.";
    let without = "Share of the same patients without cenersen.";
    let low = "Lower end of the 95 % confidence interval of this mean (bootstrap over patients or trials).";
    let predictive = "2.5th percentile over trials that have parameters of their own; empty otherwise.";
    let end = |name: &str, label: &str, about: &str, of: fn(Interval) -> f64| {
        Column::number(name, label, "points", about, move |(_, effect): &Row| {
            effect.predictive.map(|all| 100.0 * of(all))
        })
    };
    let columns = vec![
        explanation_column(|(explanation, _): &Row| *explanation),
        Column::text("arm", "Arm", arm, |(_, effect): &Row| effect.arm.clone()),
        Column::text("endpoint", "Endpoint", "CR, or CR + CRp.", |(_, effect): &Row| effect.endpoint.clone()),
        Column::number("n", "n", "", "Patients of the pool.", |(_, effect): &Row| effect.n),
        percent("share", "With it", "%", "Share with it under this explanation.", |effect| effect.share),
        percent("without_cenersen", "Without cenersen", "%", without, |effect| effect.without_cenersen),
        percent("difference", "Due to cenersen", "points", "The former less the latter.", |effect| effect.difference),
        percent("low", "95 % interval from", "points", low, |effect| effect.interval.low),
        percent("high", "95 % interval to", "points", "Upper end of that interval.", |effect| effect.interval.high),
        end("predictive_low", "95 % of trials from", predictive, |all| all.low),
        end("predictive_high", "95 % interval to", "97.5th percentile of the same.", |all| all.high),
        percent("standard_error", "Standard error", "points", "Its Monte-Carlo standard error.", |effect| {
            effect.standard_error
        })
        .in_file_only(),
    ];
    let rows = explanations(result).flat_map(|found| found.effects.iter().map(|effect| (found.explanation, effect)));
    Table::of("effects", "Response that is due to cenersen, in the same patients", columns, rows)
}

/// How often a trial would show the published contrast of users and others.
///
/// One row for each explanation: responders among users of inhibitors and among others, three probabilities, and the
/// difference over trials.
pub fn contrasts(result: &TrialResult) -> Table {
    let columns = responders_of_users().into_iter().chain(probabilities()).chain(difference_of_users()).collect();
    let caption = "Users of inhibitors against others, in repeated trials";
    Table::of("contrasts", caption, columns, explanations(result))
}

/// Means over repeated trials.
fn responders_of_users<'a>() -> [Column<'a, &'a ExplanationResult>; 5] {
    let number = |name: &str, label: &str, about: &str, of: fn(&ExplanationResult) -> f64| {
        Column::number(name, label, "", about, move |found: &&ExplanationResult| of(found))
    };
    let among = "Responders (CR + CRp) among them, mean.";
    [
        explanation_column(|found: &&ExplanationResult| found.explanation),
        number("users", "Users", "Users of inhibitors in a trial, mean.", |found| found.contrast.users),
        number("responders_among_users", "responding", among, |found| found.contrast.responders_among_users),
        number("others", "Others", "Subjects who used none, mean.", |found| found.contrast.others),
        number("responders_among_others", "responding", among, |found| found.contrast.responders_among_others),
    ]
}

/// Percent of the repeated trials, with errors of a finite number of trials and of a finite pool.
fn probabilities<'a>() -> impl Iterator<Item = Column<'a, &'a ExplanationResult>> {
    let none = "Trials in which no user responds, whatever the others do";
    let published = "Trials in which no user and as many others as published respond";
    let extreme = "Trials in which users respond less and Fisher's p is at most the published one";
    type Row<'a> = &'a ExplanationResult;
    [
        estimated_columns("none_of_users", "No user responds", none, |found: &Row| found.contrast.none_of_users),
        estimated_columns("as_published", "And others as published", published, |found: &Row| {
            found.contrast.as_published
        }),
        estimated_columns("as_extreme", "As extreme", extreme, |found: &Row| found.contrast.as_extreme),
    ]
    .into_iter()
    .flatten()
}

/// Median and 95 % of the trials, in points.
fn difference_of_users<'a>() -> [Column<'a, &'a ExplanationResult>; 3] {
    let end = |name: &str, label: &str, about: &str, of: fn(&Predicted) -> f64| {
        let about = format!("Response of users less that of others over trials: {about}.");
        Column::number(name, label, "points", &about, move |found: &&ExplanationResult| {
            found.contrast.difference.as_ref().map(of)
        })
    };
    [
        end("difference", "Users less others", "median", |found| found.median),
        end("low", "95 % interval from", "2.5th percentile", |found| found.interval.low),
        end("high", "95 % interval to", "97.5th percentile", |found| found.interval.high),
    ]
}

/// The value in the report; its two standard errors in the file only.
fn estimated_columns<'a, R>(
    name: &str,
    label: &str,
    about: &str,
    of: impl Fn(&R) -> Estimated + Copy + 'a,
) -> [Column<'a, R>; 3] {
    let error = |kind: &str, from: &str, error: fn(Estimated) -> f64| {
        let (name, about) = (format!("{name}_{kind}_error"), format!("{about}: standard error of {from}."));
        Column::number(&name, "error", "points", &about, move |row: &R| 100.0 * error(of(row))).in_file_only()
    };
    [
        Column::number(name, label, "%", &format!("{about}."), move |row: &R| 100.0 * of(row).value),
        error("trials", "a finite number of trials", |found| found.trials_error),
        error("pool", "a finite pool (jackknife)", |found| found.pool_error),
    ]
}

/// Responders of whole trials.
/// One row for each explanation and endpoint: subjects of a whole trial, median and 95 % of the repeated trials.
pub fn responders(result: &TrialResult) -> Table {
    type Row<'a> = (Explanation, &'static str, &'a Predicted);
    let median = "Subjects with it in a whole trial: median of repeated trials.";
    let columns = vec![
        explanation_column(|row: &Row| row.0),
        Column::text("endpoint", "Endpoint", "CR, or CR + CRp.", |row: &Row| row.1),
        Column::number("median", "Median", "", median, |row: &Row| row.2.median),
        Column::number("low", "95 % interval from", "", "2.5th percentile of repeated trials.", |row: &Row| {
            row.2.interval.low
        }),
        Column::number("high", "95 % interval to", "", "97.5th percentile of repeated trials.", |row: &Row| {
            row.2.interval.high
        }),
    ];
    let rows = explanations(result).flat_map(|found| {
        [("CR", &found.cr), ("CR + CRp", &found.responders)].map(|(endpoint, n)| (found.explanation, endpoint, n))
    });
    Table::of("responders", "Responders of a whole trial", columns, rows)
}

/// The stopping rule over repeated trials.
/// One row for each explanation and arm.
pub fn stopping(result: &TrialResult) -> Table {
    type Row<'a> = Under<'a, ArmStopping>;
    let subjects = "Subjects that the arm enrolls, mean.";
    let mut columns = vec![
        explanation_column(|(explanation, _): &Row| *explanation),
        Column::text("arm", "Arm", "Name of the arm.", |(_, arm): &Row| arm.arm.clone()),
    ];
    let about = "Trials in which the arm stops";
    columns.extend(estimated_columns("probability", "Stops", about, |(_, arm): &Row| arm.probability));
    columns.push(Column::number("expected_subjects", "Subjects", "", subjects, |(_, arm): &Row| arm.expected_subjects));
    let rows = explanations(result).flat_map(|found| found.stopping.iter().map(|arm| (found.explanation, arm)));
    Table::of("stopping", "The stopping rule in repeated trials", columns, rows)
}

/// The stopping rule at true rates, by enumeration, of those rates that are wanted.
///
/// One row for each arm and true rate. Exact: every sequence of responses is counted with its probability, subjects
/// responding independently at this rate.
pub fn characteristics(result: &TrialResult, wanted: fn(f64) -> bool) -> Table {
    type Row<'a> = (&'a str, &'a Characteristics);
    let stops = "Probability that the arm stops, by exact enumeration.";
    let subjects = "Mean number of subjects that the arm enrolls.";
    let rate = "True CR rate; subjects respond independently.";
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm.", |(arm, _): &Row<'_>| (*arm).to_owned()),
        Column::number("true_rate", "True CR rate", "%", rate, |(_, found): &Row| 100.0 * found.true_rate),
        Column::number("probability", "Stops", "%", stops, |(_, found): &Row| 100.0 * found.probability_of_stopping),
        Column::number("expected_subjects", "Subjects", "", subjects, |(_, found): &Row| found.expected_subjects),
        Column::number("expected_responses", "CR", "", "Mean number of CR among them.", |(_, found): &Row| {
            found.expected_responses
        }),
    ];
    let of_arms = result.characteristics.iter();
    let rows = of_arms.flat_map(|arm| arm.exact.iter().map(|found| (arm.arm.as_str(), found)));
    let rows = rows.filter(|(_, found)| wanted(found.true_rate));
    Table::of("characteristics", "The stopping rule at true CR rates", columns, rows)
}

/// What each arm and all subjects can tell about the reference rate, of those true rates that are wanted.
///
/// One row for each arm and true rate: power, errors of sign (type S) and of size (type M) of an exact test against the
/// reference rate.
pub fn power(result: &TrialResult, wanted: fn(f64) -> bool) -> Table {
    let power = "Probability of a significant result, exact test, half of the level in each direction.";
    let wrong = "Share of the significant results on the wrong side of the reference (type S); empty at that rate.";
    let exaggeration = "Mean distance of significant results from the reference over the true one (type M); empty at \
                        that rate.";
    let reference = "CR rate that is tested against: the mean of the stopping rule's standard, or what was published.";
    let level = "Two-sided level of the test.";
    let columns = vec![
        Column::text("arm", "Arm", "Name of the arm, or `total`.", |found: &&Power| found.arm.clone()),
        Column::number("subjects", "Subjects", "", "Subjects planned.", |found: &&Power| found.subjects),
        Column::number("reference", "Reference", "%", reference, |found: &&Power| 100.0 * found.reference),
        Column::number("level", "Level", "%", level, |found: &&Power| 100.0 * found.level),
        Column::number("true_rate", "True CR rate", "%", "True CR rate of these subjects.", |found: &&Power| {
            100.0 * found.truth
        }),
        Column::number("power", "Power", "%", power, |found: &&Power| 100.0 * found.errors.power),
        Column::number("type_s", "Wrong sign", "%", wrong, |found: &&Power| {
            found.errors.type_s.map(|share| 100.0 * share)
        }),
        Column::number("type_m", "Exaggeration", "times", exaggeration, |found: &&Power| found.errors.type_m),
    ];
    let rows = result.power.iter().filter(|found| wanted(found.truth));
    Table::of("power", "What each arm and all subjects can tell about the reference CR rate", columns, rows)
}

/// Patients from whom repeated trials were drawn.
/// One row for each cell of disease, sex and use of inhibitors.
pub fn pool(result: &TrialResult) -> Table {
    let columns = vec![
        Column::text("disease", "Disease", "refractory or relapsed.", |cell: &&PoolCell| {
            if cell.refractory { "refractory" } else { "relapsed" }
        }),
        Column::text("sex", "Sex", "male or female.", |cell: &&PoolCell| if cell.man { "male" } else { "female" }),
        Column::text(
            "inhibitors",
            "Inhibitors",
            "user or none.",
            |cell: &&PoolCell| {
                if cell.user { "user" } else { "none" }
            },
        ),
        Column::number("patients", "Patients", "", "Patients of the pool.", |cell: &&PoolCell| cell.patients),
    ];
    let cells = result.repeated.iter().flat_map(|repeated| &repeated.pool.cells);
    Table::of("pool", "Patients from whom repeated trials were drawn", columns, cells)
}
