//! Tables of a calibration: parameters, published counts, the effect of cenersen, directions, generations, contradictions.
//!
//! | name | a row is |
//! |---|---|
//! | `parameters` | a parameter before and after the data |
//! | `targets` | a published count with what is expected for it |
//! | `effect` | a quantity about cenersen and what it is known from |
//! | `directions` | a parameter's loading in a direction |
//! | `generations` | a generation of draws |
//! | `contradictions`, `ledger`, `failures` | a contradiction; a number of the model; a draw that failed |
//!
//! # Examples
//!
//! ```text
//! table,group,endpoint,patients,observed,fitted,prior_median,prior_low,prior_high,prior_tail,posterior_median,...
//! arm,A,CR,18,2,yes,1,0,7,0.669835537,1,0,7,0.9083817773
//!
//! direction,variance,parameter,loading
//! 1,0.3147647283,dna_damage.idarubicin_lc50,0.9937486008
//!
//! generation,draws,effective
//! 1,20,3.387547308
//! ```
//!
//! Quantiles of parameters are in their units, `posterior_mean_z` and `posterior_sd_z` in prior standard
//! deviations, and `learned` is 100 (1 - posterior variance / prior variance) on the scale of the prior.
//! `effective` is Kish's effective sample size of all draws up to the generation.

use super::{
    super::{
        contradiction_table::contradiction_table,
        failure_table::failure_table,
        ledger_table::ledger_assumed_first,
        table::{Column, Table},
    },
    CalibrationRecord,
};
use cenersim_analyses::calibration::{
    Calibrated, Direction, GenerationResult, ParameterResult, PredictedCount, Quantiles, TargetResult,
};
use cenersim_plot::calibration::{described, short_names, verdict_label};

/// All tables that have a row, as they are written to files.
pub fn calibration_tables(record: &CalibrationRecord) -> Vec<Table> {
    let found = record.calibrated;
    let tables = [
        parameters(found),
        targets(found),
        effect(found),
        directions(found),
        generations(found),
        contradiction_table(&found.contradictions),
        ledger_assumed_first(&[("calibration", record.ledger)]),
        failure_table(record.failures),
    ];
    tables.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

/// Columns of five quantiles; the report shows the median and both ends.
fn quantile_columns<'a, R>(
    prefix: &str,
    label: &str,
    what: &str,
    of: impl Fn(&R) -> Option<&Quantiles> + Copy + 'a,
) -> [Column<'a, R>; 5] {
    let one = |name: &str, label: &str, about: &str, quantile: fn(&Quantiles) -> f64| {
        let (name, about) = (format!("{prefix}{name}"), format!("{what}: {about}."));
        Column::number(&name, label, "", &about, move |row: &R| of(row).map(quantile))
    };
    [
        one("median", label, "median", |found| found.median),
        one("low", "95 % interval from", "2.5th percentile", |found| found.low),
        one("high", "95 % interval to", "97.5th percentile", |found| found.high),
        one("lower", "", "25th percentile", |found| found.lower).in_file_only(),
        one("upper", "", "75th percentile", |found| found.upper).in_file_only(),
    ]
}

/// One row for each parameter: prior and posterior, how much the variance fell, and a verdict.
fn parameters(found: &Calibrated) -> Table {
    let mut columns = what_is_varied();
    columns.extend(quantile_columns("prior_", "Before", "Prior", |one: &&ParameterResult| Some(&one.prior)));
    columns.extend(quantile_columns("posterior_", "After", "Posterior", |one: &&ParameterResult| Some(&one.posterior)));
    columns.extend(what_is_learned());
    Table::of("parameters", "Every parameter before and after the data", columns, &found.parameters)
}

/// Path, unit, grade, source, and family of the prior.
fn what_is_varied<'a>() -> Vec<Column<'a, &'a ParameterResult>> {
    let text = |name: &str, label: &str, about: &str, of: fn(&ParameterResult) -> &str| {
        Column::text(name, label, about, move |one: &&ParameterResult| of(one).to_owned())
    };
    let family = "Family of the prior; 95 % of it lie in the range of the ledger.";
    vec![
        text("parameter", "Parameter", "Path of the number in the ledger.", |one| &one.path),
        text("unit", "Unit", "Unit of all its values; empty for numbers without one.", |one| &one.unit),
        text("grade", "Grade", "Grade of the evidence before the calibration.", |one| one.grade),
        text("source", "Source", "Rows of the evidence table, or `assumed`.", |one| &one.source).in_file_only(),
        text("family", "Prior", family, |one| one.family),
    ]
}

/// Mean and spread on the scale of the prior, share of the variance that is gone, verdict.
fn what_is_learned<'a>() -> [Column<'a, &'a ParameterResult>; 7] {
    let number = |name: &str, label: &str, unit: &str, about: &str, of: fn(&ParameterResult) -> f64| {
        Column::number(name, label, unit, about, move |one: &&ParameterResult| of(one))
    };
    let mean = "Posterior mean on the scale on which the prior is standard normal.";
    let sd = "Posterior standard deviation on the scale on which the prior is standard normal.";
    let error = "Monte-Carlo standard error of the posterior median on that scale.";
    let learned = "1 - posterior variance / prior variance: 0 nothing, 100 all.";
    let verdict = "identified, weakly or not identified; see the rule in the report.";
    let about = "What it is; for an assumption, why this value.";
    [
        number("posterior_mean_z", "Mean z", "", mean, |one| one.posterior_mean_z).in_file_only(),
        number("posterior_sd_z", "SD z", "", sd, |one| one.posterior_sd_z).in_file_only(),
        number("median_error_z", "Error of the median", "prior SD", error, |one| one.median_error_z),
        number("learned", "Learned", "%", learned, |one| 100.0 * one.shrinkage),
        Column::text("verdict", "Verdict", verdict, |one: &&ParameterResult| verdict_label(one.verdict)),
        number("shipped", "Shipped", "", "The value that the program ships.", |one| one.shipped),
        Column::text("about", "What it is", about, |one: &&ParameterResult| one.about.clone()).in_file_only(),
    ]
}

/// One row for each published count: what prior and posterior predict for it.
fn targets(found: &Calibrated) -> Table {
    let fitted = "yes if the count was fitted, no if it was only predicted.";
    let table = "Published table that the count is from.";
    let mut columns = vec![
        Column::text("table", "Table", table, |one: &&TargetResult| one.table.clone()),
        Column::text("group", "Group", "Row of the table.", |one: &&TargetResult| one.group.clone()),
        Column::text("endpoint", "Endpoint", "CR, or CR + CRp.", |one: &&TargetResult| one.endpoint),
        Column::number("patients", "Patients", "", "Patients of the group.", |one: &&TargetResult| one.patients),
        Column::number("observed", "Published", "", "Published count.", |one: &&TargetResult| one.observed),
        Column::text("fitted", "Fitted", fitted, |one: &&TargetResult| if one.fitted { "yes" } else { "no" }),
    ];
    columns.extend(predicted_columns("prior_", "Before", "Prior", |one| &one.prior));
    columns.extend(predicted_columns("posterior_", "After", "Posterior", |one| &one.posterior));
    Table::of("targets", "Published counts and what is expected in one further trial", columns, &found.targets)
}

fn predicted_columns<'a>(
    prefix: &str,
    label: &str,
    what: &str,
    of: fn(&TargetResult) -> &PredictedCount,
) -> [Column<'a, &'a TargetResult>; 4] {
    let one = |name: &str, label: &str, about: &str, number: fn(&PredictedCount) -> f64| {
        let about = format!("{what} prediction of the count in one further trial: {about}.");
        Column::number(&format!("{prefix}{name}"), label, "", &about, move |one: &&TargetResult| number(of(one)))
    };
    let tail = "twice the smaller probability of a count at or beyond the published one, at most 1";
    [
        one("median", label, "median", |found| found.median),
        one("low", "95 % interval from", "2.5th percentile", |found| found.interval.low),
        one("high", "95 % interval to", "97.5th percentile", |found| found.interval.high),
        one("tail", "Tail", tail, |found| found.tail),
    ]
}

/// What is known of a quantity, and from where.
struct Known {
    quantity: &'static str,
    from: &'static str,
    numbers: Quantiles,
    benefit: Option<f64>,
}

const RATIO: &str = "log odds ratio, with against without";
const ODDS: &str = "odds ratio, with against without";
const POINTS: &str = "difference in CR, percentage points";
const BETWEEN: &str = "standard deviation of the log odds ratio between draws, without noise";
const NOISE: &str = "Monte-Carlo standard error of the log odds ratio of one draw";
const ERROR: &str = "Monte-Carlo standard error of the posterior median of the log odds ratio";
const PATIENTS: &str = "patients in each of two arms to tell the median difference from none";

/// One row for each quantity and what it is known from: mechanism alone, skeptical prior, posterior.
fn effect(found: &Calibrated) -> Table {
    let benefit = "Probability of more CR with cenersen than without; empty where it is not asked.";
    let from = "mechanism alone, skeptical prior, or posterior.";
    let mut columns = vec![
        Column::text("quantity", "Effect of cenersen on CR", "What the numbers are.", |known: &Known| known.quantity),
        Column::text("known_from", "Known from", from, |known: &Known| known.from),
    ];
    columns.extend(quantile_columns("", "Median", "The quantity", |known: &Known| Some(&known.numbers)));
    columns.push(Column::number("probability_of_benefit", "P(more CR)", "", benefit, |known: &Known| known.benefit));
    Table::of("effect", "The effect of cenersen on CR before and after the data", columns, known(found))
}

/// Log odds ratio, odds ratio, points, and how many patients it takes.
fn known(found: &Calibrated) -> Vec<Known> {
    let effect = &found.effect;
    let known = |quantity, from, numbers: &Quantiles, benefit| Known { quantity, from, numbers: *numbers, benefit };
    let (before, after) = (Some(effect.prior_probability_of_benefit), Some(effect.probability_of_benefit));
    let mut all = vec![
        known(RATIO, "mechanism alone", &effect.mechanism, None),
        known(RATIO, "skeptical prior", &effect.prior, before),
        known(RATIO, "posterior", &effect.posterior, after),
        known(ODDS, "skeptical prior", &odds(&effect.prior), before),
        known(ODDS, "posterior", &odds(&effect.posterior), after),
        known(POINTS, "posterior", &effect.points, after),
        known(BETWEEN, "all draws", &only_median(effect.between_draws), None),
        known(NOISE, "all draws", &only_median(effect.noise), None),
        known(ERROR, "posterior", &only_median(effect.median_error), None),
    ];
    let patients = effect.patients_per_arm.filter(|patients| patients.is_finite());
    all.extend(
        patients
            .map(|patients| known(PATIENTS, "power 0.8, two-sided level 0.05", &only_median(patients.ceil()), None)),
    );
    all
}

/// Quantiles of the logarithm as those of the ratio.
fn odds(found: &Quantiles) -> Quantiles {
    Quantiles {
        low: libm::exp(found.low),
        lower: libm::exp(found.lower),
        median: libm::exp(found.median),
        upper: libm::exp(found.upper),
        high: libm::exp(found.high),
    }
}

/// A number that is known without any spread told.
const fn only_median(median: f64) -> Quantiles {
    Quantiles { low: f64::NAN, lower: f64::NAN, median, upper: f64::NAN, high: f64::NAN }
}

/// One row for each parameter of each direction, best known direction first.
fn directions(found: &Calibrated) -> Table {
    type Row<'a> = (usize, &'a Direction, &'a ParameterResult, f64);
    let number = "Number of the direction; the first is the best known.";
    let variance = "Posterior variance along it relative to the prior.";
    let loading = "Its weight, in prior standard deviations; their squares sum to 1.";
    let columns = vec![
        Column::number("direction", "Direction", "", number, |row: &Row| row.0 + 1),
        Column::number("variance", "Variance", "", variance, |row: &Row| row.1.variance),
        Column::text("parameter", "Parameter", "Path of a parameter.", |row: &Row| row.2.path.clone()),
        Column::number("loading", "Loading", "", loading, |row: &Row| row.3),
    ];
    let rows = found.directions.iter().enumerate().flat_map(|(index, direction)| {
        let loadings = found.parameters.iter().zip(&direction.loadings);
        loadings.map(move |(parameter, loading)| (index, direction, parameter, *loading))
    });
    Table::of("directions", "Directions in the space of parameters, the best known first", columns, rows)
}

/// Directions as readers like them: one row for each, with its largest loadings.
pub fn short_directions(found: &Calibrated) -> Table {
    type Row<'a> = (usize, &'a Direction);
    let names = short_names(&found.parameters);
    let columns = vec![
        Column::number("direction", "Direction", "", "", |(index, _): &Row| index + 1),
        Column::number("variance", "Posterior / prior variance", "", "", |(_, one): &Row| one.variance),
        Column::text("loadings", "Largest loadings", "", |(_, one): &Row| described(one, &names)),
    ];
    let caption = "Directions in the space of parameters, the best known first";
    Table::of("directions", caption, columns, found.directions.iter().enumerate())
}

/// One row for each generation of draws.
fn generations(found: &Calibrated) -> Table {
    let number = "Number of the generation; the first is drawn from the prior.";
    let effective = "Effective sample size of all draws so far (Kish 1965).";
    let columns = vec![
        Column::number("generation", "Generation", "", number, |one: &&GenerationResult| one.number),
        Column::number("draws", "Draws", "", "Draws of this generation.", |one: &&GenerationResult| one.draws),
        Column::number("effective", "Effective sample size", "", effective, |one: &&GenerationResult| {
            one.effective_sample_size
        }),
    ];
    Table::of("generations", "Generations of draws", columns, &found.generations)
}
