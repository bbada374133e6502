//! `summary.json`: outcome of every replicate, and what they have in common: means with Monte-Carlo standard errors,
//! counts of responses and deaths; and what is known of the patients before: own numbers, and AUC and Cmax in plasma.
//!
//! Replicates are the same patient with other chances, so a standard error here is the simulation's own noise, which
//! more agents or replicates reduce; it says nothing about differences between patients.
//! Left out: intervals for shares, and milestones that a replicate did not reach (a mean is over the `n` that did).
//!
//! # Layout
//!
//! ```text
//! { "replicates": [ { "replicate": 0,
//!     "outcome": { "response": "CR", "courses": 1,
//!       "survival": { "response_day": 28.0, "relapse_day": 49.0, "death_day": null, "observed_to_day": 90.0, ... },
//!       "milestones": { "blast_nadir_cells": 10170800128.0, "blast_nadir_day": 25.0, ... } } }, ... ],
//!   "milestones": { "blast_log_kill": { "unit": "log10", "n": 4, "mean": 1.896, "standard_error": 0.155, ... }, ... },
//!   "responses": { "CR": 3, "PR": 1 }, "stem_extinct": 1, "relapses": 2, "deaths": { "infection": 1 } }
//! ```
//!
//! Days count from the beginning of the first course, or from day 1 of an arm that begins before it; counts are in 10^9/L, cells in cells; `null` is what did not
//! happen.

use cenersim_analyses::comparison::{
    Record,
    fields::{Access, Field, MILESTONES},
};
use cenersim_model::{
    curves::{Course, Outcome, Response},
    simulation::{Individual, LevelExposure, OwnNumber},
};
use std::collections::BTreeMap;

/// Mean over replicates. What is undefined or infinite is missing (`null`).
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Estimate {
    /// Unit of the milestone.
    pub unit: &'static str,
    /// Replicates that have a finite value.
    pub n: usize,
    /// Arithmetic mean of these values.
    pub mean: Option<f64>,
    /// Standard deviation over the square root of n; missing for fewer than two.
    pub standard_error: Option<f64>,
    /// Of numbers of cells, which spread by factors: exp of the mean logarithm; missing if one of them is zero.
    pub geometric_mean: Option<f64>,
    /// Standard error as a share of the geometric mean if there is one, else of the mean.
    pub relative_standard_error: Option<f64>,
}

/// Everything quoted from a run.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Summary<'a> {
    /// In the order of their numbers.
    pub replicates: Vec<Replicate<'a>>,
    /// By the name of the field; the milestone that is true or false is counted in `stem_extinct`.
    pub milestones: BTreeMap<&'static str, Estimate>,
    /// Replicates by best response.
    pub responses: BTreeMap<Response, usize>,
    /// Replicates without a leukemic stem cell at their lowest point.
    pub stem_extinct: usize,
    /// Replicates with a relapse.
    pub relapses: usize,
    /// Replicates by cause of death.
    pub deaths: BTreeMap<&'a str, usize>,
}

/// Outcome of one replicate.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Replicate<'a> {
    /// Number of the replicate.
    pub replicate: u32,
    /// Response, survival and milestones.
    pub outcome: &'a Outcome,
}

/// A patient as they were before treatment, with the name that a list has for them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownPatient {
    /// None without a list.
    pub name: Option<String>,
    /// Their own numbers, and what they meet in the first course; only plasma is told of here.
    pub individual: Individual,
}

/// Everything quoted from a run, with the patients.
#[derive(serde::Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    summary: Summary<'a>,
    patients: Vec<PatientBefore<'a>>,
}

/// One patient in JSON.
#[derive(serde::Serialize)]
struct PatientBefore<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    /// By drug or metabolite.
    exposure: BTreeMap<&'static str, Exposure>,
    /// By path of the ledger.
    parameters: BTreeMap<&'a str, Number<'a>>,
}

/// In plasma, over the first course until 14 d after its last infusion.
#[derive(serde::Serialize)]
struct Exposure {
    auc: f64,
    auc_unit: String,
    cmax: f64,
    cmax_unit: &'static str,
}

#[derive(serde::Serialize)]
struct Number<'a> {
    value: f64,
    unit: &'a str,
}

impl<'a> PatientBefore<'a> {
    fn of(KnownPatient { name, individual }: &'a KnownPatient) -> Self {
        let exposure = |found: &LevelExposure| {
            let cmax_unit = found.variable.unit();
            (found.name(), Exposure { auc: found.auc, auc_unit: auc_unit(cmax_unit), cmax: found.peak, cmax_unit })
        };
        let number = |OwnNumber { path, unit, value }: &'a OwnNumber| (path.as_str(), Number { value: *value, unit });
        Self {
            name: name.as_deref(),
            exposure: individual.exposures.iter().filter(|met| met.is_in_plasma()).map(exposure).collect(),
            parameters: individual.numbers.iter().map(number).collect(),
        }
    }
}

/// The unit of an area under levels of this unit.
pub fn auc_unit(level: &str) -> String {
    format!("{level} h")
}

/// The summary of a run as JSON, which ends with a line break.
pub fn summary_json(courses: &[Course], patients: &[KnownPatient]) -> String {
    let patients = patients.iter().map(PatientBefore::of).collect();
    let whole = Whole { summary: Summary::of(courses), patients };
    serde_json::to_string_pretty(&whole).expect("plain data is JSON") + "\n"
}

/// Unit of what spreads by factors.
const CELLS: &str = "cells";

impl<'a> Summary<'a> {
    /// All numbers of the summary from the outcomes of the replicates.
    pub fn of(courses: &'a [Course]) -> Self {
        let outcomes = || courses.iter().map(|course| &course.outcome);
        let records: Vec<Record> = courses.iter().map(|course| Record::of(0, 0, course)).collect();
        let milestone = |field: &Field| {
            let values = records.iter().filter_map(|record| field.number(record)).filter(|value| value.is_finite());
            (field.name, Estimate::of(field.unit, &values.collect::<Vec<_>>()))
        };
        let counted = MILESTONES.iter().filter(|field| !matches!(field.access, Access::Truth(..)));
        Self {
            replicates: courses.iter().map(|c| Replicate { replicate: c.replicate, outcome: &c.outcome }).collect(),
            milestones: counted.map(milestone).collect(),
            responses: counts(outcomes().map(|outcome| outcome.response)),
            stem_extinct: outcomes().filter(|outcome| outcome.milestones.stem_extinct).count(),
            relapses: outcomes().filter(|outcome| outcome.survival.relapse_day.is_some()).count(),
            deaths: counts(outcomes().filter_map(|outcome| outcome.survival.death_cause.as_deref())),
        }
    }
}

fn counts<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    keys.for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

impl Estimate {
    /// ```text
    /// geometric mean = exp(mean ln x)          its relative standard error = standard error of ln x (delta method)
    /// ```
    fn of(unit: &'static str, values: &[f64]) -> Self {
        let (mean, standard_error) = mean_and_error(values);
        let logarithms: Vec<f64> = values.iter().map(|value| libm::log(*value)).collect();
        let by_factors = unit == CELLS && values.iter().all(|value| *value > 0.0);
        let (log_mean, log_error) = if by_factors { mean_and_error(&logarithms) } else { (None, None) };
        let of_mean =
            || standard_error.zip(mean).filter(|(_, mean)| *mean != 0.0).map(|(error, mean)| error / mean.abs());
        Self {
            unit,
            n: values.len(),
            mean,
            standard_error,
            geometric_mean: log_mean.map(libm::exp),
            // The standard error of a logarithm is a relative one (delta method).
            relative_standard_error: log_error.or_else(of_mean),
        }
    }
}

/// Mean and sd / sqrt(n), in two passes so that large close numbers do not cancel; equal values have exactly no error.
fn mean_and_error(values: &[f64]) -> (Option<f64>, Option<f64>) {
    let n = values.len() as f64;
    if values.is_empty() {
        return (None, None);
    }
    if values.iter().all(|value| *value == values[0]) {
        return (Some(values[0]), (values.len() > 1).then_some(0.0));
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    let error = (values.len() > 1).then(|| libm::sqrt(squares / (n - 1.0) / n));
    (Some(mean), error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    /// To rounding of sums of ten numbers.
    fn close(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!((found / expected - 1.0).abs() < 1e-14, "{found} is not {expected}");
    }

    #[test]
    fn the_standard_error_is_that_of_the_mean() {
        // R 4.4: x <- c(2, 4, 4, 4, 5, 5, 7, 9); mean(x); sd(x) / sqrt(8)
        let estimate = Estimate::of("d", &[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        close(estimate.mean, 5.0);
        close(estimate.standard_error, 0.755_928_946_018_454_4);
        close(estimate.relative_standard_error, 0.151_185_789_203_690_9);
        assert_eq!((estimate.n, estimate.geometric_mean), (8, None));
    }

    #[test]
    fn cells_have_a_geometric_mean_and_a_relative_error() {
        // ln 1e8, ln 1e10: mean ln 1e9, standard deviation ln(100) / sqrt(2), standard error ln(100) / 2.
        let estimate = Estimate::of(CELLS, &[1e8, 1e10]);
        close(estimate.geometric_mean, 1e9);
        close(estimate.relative_standard_error, libm::log(100.0) / 2.0);
    }

    #[test]
    fn with_an_extinct_replicate_the_arithmetic_mean_is_left() {
        let estimate = Estimate::of(CELLS, &[0.0, 2.0]);
        assert_eq!((estimate.mean, estimate.geometric_mean), (Some(1.0), None));
        close(estimate.relative_standard_error, 1.0);
        assert_eq!(Estimate::of(CELLS, &[0.0, 0.0]).relative_standard_error, None);
    }

    #[test]
    fn equal_values_have_no_error_whatever_their_rounding() {
        let estimate = Estimate::of("G/L", &[0.1; 10]);
        assert_eq!((estimate.mean, estimate.standard_error), (Some(0.1), Some(0.0)));
    }

    #[test]
    fn one_replicate_has_no_standard_error() {
        let estimate = Estimate::of(CELLS, &[7.0]);
        assert_eq!((estimate.standard_error, estimate.relative_standard_error), (None, None));
    }

    #[test]
    fn a_milestone_that_was_not_reached_is_not_in_the_mean() {
        let mut courses = example::courses(3);
        courses[0].outcome.milestones.platelets_above_100_day = None;
        courses[1].outcome.milestones.platelets_above_100_day = Some(30.0);
        courses[2].outcome.milestones.platelets_above_100_day = Some(32.0);
        let estimate = &Summary::of(&courses).milestones["platelets_above_100_day"];
        assert_eq!((estimate.n, estimate.mean, estimate.standard_error), (2, Some(31.0), Some(1.0)));
    }

    #[test]
    fn an_infinite_log_kill_is_null_and_not_counted() {
        let mut courses = example::courses(2);
        courses[0].outcome.milestones.stem_log_kill = f64::INFINITY;
        let json: serde_json::Value = serde_json::from_str(&summary_json(&courses, &[])).unwrap();
        assert!(json["replicates"][0]["outcome"]["milestones"]["stem_log_kill"].is_null());
        assert_eq!(json["milestones"]["stem_log_kill"]["n"], 1);
    }

    #[test]
    fn responses_and_deaths_are_counted_under_the_names_of_the_outcomes() {
        let mut courses = example::courses(3);
        courses[2].outcome.response = Response::EarlyDeath;
        courses[2].outcome.survival.death_cause = Some("infection".into());
        let json: serde_json::Value = serde_json::from_str(&summary_json(&courses, &[])).unwrap();
        assert_eq!(json["responses"], serde_json::json!({ "CR": 2, "EarlyDeath": 1 }));
        assert_eq!(json["deaths"], serde_json::json!({ "infection": 1 }));
        assert_eq!(json["replicates"][2]["outcome"]["response"], "EarlyDeath");
    }
}
