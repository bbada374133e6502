//! Variability between patients: each number of the ledger that has a spread gets the patient's own value.
//! Left out: changes within a patient over time, and covariates (body size scales doses and volumes elsewhere).
//!
//! The random effect of a number belongs to the stream (seed, patient, path of the number): the same patient is the same
//! person in every arm, and a number added to the ledger leaves all other effects as they were. Patient 0 is typical.

use crate::engine::Seed;
use crate::parameters::{Ledger, Spread};
use rand_distr::{Distribution, StandardNormal};
use std::collections::BTreeMap;

/// Correlations between random effects: a positive definite matrix over named numbers of the ledger.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Correlations {
    paths: Vec<String>,
    /// Lower triangle L of the Cholesky decomposition: correlation = L L'.
    triangle: Vec<Vec<f64>>,
}

/// Why a matrix is not one of correlations.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CorrelationError {
    #[error("correlations need one row and one column per parameter: expected {expected}, found {found} in `{path}`")]
    Shape { path: String, expected: usize, found: usize },
    #[error("correlations name `{0}` twice: expected each parameter once")]
    Twice(String),
    #[error("correlations name `{0}`, which does not differ between patients: expected a parameter with a spread")]
    NoSpread(String),
    #[error("the correlation of `{path}` with itself is `{found}`: expected 1")]
    Diagonal { path: String, found: f64 },
    #[error("the correlation of `{a}` and `{b}` is `{found}`: expected a number from -1 to 1, the same both ways")]
    Pair { a: String, b: String, found: f64 },
    #[error(
        "the correlations are not positive definite from `{0}` on: expected weaker correlations of it with those before"
    )]
    NotPositiveDefinite(String),
}

impl Correlations {
    /// Checks the matrix; row and column `i` belong to `paths[i]`, which must have a spread in the ledger.
    pub fn new(ledger: &Ledger, paths: Vec<String>, matrix: &[Vec<f64>]) -> Result<Self, CorrelationError> {
        check_paths(ledger, &paths)?;
        check_shape(&paths, matrix)?;
        check_entries(&paths, matrix)?;
        let triangle = cholesky(matrix).map_err(|row| CorrelationError::NotPositiveDefinite(paths[row].clone()))?;
        Ok(Self { paths, triangle })
    }

    /// Replaces independent standard normal effects by correlated ones.
    fn apply(&self, effects: &mut BTreeMap<String, f64>) {
        let independent: Vec<f64> = self.paths.iter().map(|path| effects[path]).collect();
        for (path, row) in self.paths.iter().zip(&self.triangle) {
            let effect = row.iter().zip(&independent).map(|(weight, effect)| weight * effect).sum();
            effects.insert(path.clone(), effect);
        }
    }
}

/// The ledger of one patient with independent effects; patient 0 is typical and has the ledger itself.
pub fn individual(ledger: &Ledger, seed: Seed, patient: u64) -> Ledger {
    correlated(ledger, seed, patient, &Correlations::default())
}

/// The ledger of one patient with correlated effects; patient 0 is typical and has the ledger itself.
pub fn correlated(ledger: &Ledger, seed: Seed, patient: u64, correlations: &Correlations) -> Ledger {
    let mut person = ledger.clone();
    if patient > 0 {
        let stream = seed.number(patient);
        let mut effects = effects(ledger, stream);
        correlations.apply(&mut effects);
        vary(&mut person, &effects);
        form_little_ara_ctp(&mut person, stream);
    }
    person
}

/// A standard normal number for each entry with a spread.
fn effects(ledger: &Ledger, stream: Seed) -> BTreeMap<String, f64> {
    let varying = ledger.entries().filter(|(_, entry)| entry.spread.is_some());
    varying.map(|(path, _)| (path.to_owned(), StandardNormal.sample(&mut stream.named(path).generator()))).collect()
}

fn vary(person: &mut Ledger, effects: &BTreeMap<String, f64>) {
    for (path, effect) in effects {
        let Some(entry) = person.get(path) else { continue };
        let Some(spread) = entry.spread else { continue };
        let value = varied(entry.value.canonical(), spread, *effect);
        set(person, path, if entry.probability { value.min(1.0) } else { value });
    }
}

/// The value at `effect` standard deviations from the median.
fn varied(median: f64, spread: Spread, effect: f64) -> f64 {
    match spread {
        Spread::Cv(cv) => median * libm::exp(effect * libm::sqrt(libm::log1p(cv * cv))),
        Spread::LnSd(sd) => median * libm::exp(effect * sd),
        Spread::Log10Sd(sd) => median * libm::exp(effect * sd * std::f64::consts::LN_10),
        Spread::LogitSd(sd) => {
            let odds = libm::exp(effect * sd);
            // the odds of the median times these odds, written so that 0 and 1 stay what they are
            median * odds / (1.0 - median + median * odds)
        }
    }
}

/// A share of patients at relapse forms little ara-CTP, whatever the others do (evidence A14).
fn form_little_ara_ctp(person: &mut Ledger, stream: Seed) {
    if ["ara_ctp.vmax", "ara_ctp.poor_formers", "ara_ctp.poor_formation"].iter().any(|p| person.get(p).is_none()) {
        return;
    }
    if stream.named("ara_ctp.poor_formers").uniform() < person.number("ara_ctp.poor_formers") {
        let formation = person.number("ara_ctp.vmax") * person.number("ara_ctp.poor_formation");
        set(person, "ara_ctp.vmax", formation);
    }
}

/// A random effect keeps sign and bounds, so the ledger accepts it.
fn set(person: &mut Ledger, path: &str, canonical: f64) {
    let Some(entry) = person.get(path) else { return };
    let value = entry.value.with_canonical(canonical);
    person.set(path, value).unwrap_or_else(|e| panic!("random effect: {e}"));
}

fn check_paths(ledger: &Ledger, paths: &[String]) -> Result<(), CorrelationError> {
    for (i, path) in paths.iter().enumerate() {
        if paths[..i].contains(path) {
            return Err(CorrelationError::Twice(path.clone()));
        }
        if ledger.get(path).is_none_or(|entry| entry.spread.is_none()) {
            return Err(CorrelationError::NoSpread(path.clone()));
        }
    }
    Ok(())
}

fn check_shape(paths: &[String], matrix: &[Vec<f64>]) -> Result<(), CorrelationError> {
    let expected = paths.len();
    let wrong = |path: &str, found| Err(CorrelationError::Shape { path: path.into(), expected, found });
    if matrix.len() != expected {
        return wrong("matrix", matrix.len());
    }
    let bad = paths.iter().zip(matrix).find(|(_, row)| row.len() != expected);
    bad.map_or(Ok(()), |(path, row)| wrong(path, row.len()))
}

fn check_entries(paths: &[String], matrix: &[Vec<f64>]) -> Result<(), CorrelationError> {
    for (i, row) in matrix.iter().enumerate() {
        if row[i] != 1.0 {
            return Err(CorrelationError::Diagonal { path: paths[i].clone(), found: row[i] });
        }
        for (j, &found) in row[..i].iter().enumerate() {
            if !(-1.0..=1.0).contains(&found) || found != matrix[j][i] {
                return Err(CorrelationError::Pair { a: paths[i].clone(), b: paths[j].clone(), found });
            }
        }
    }
    Ok(())
}

/// Lower triangle, or the first row that is not independent of those before it.
fn cholesky(matrix: &[Vec<f64>]) -> Result<Vec<Vec<f64>>, usize> {
    let mut triangle: Vec<Vec<f64>> = Vec::with_capacity(matrix.len());
    for (i, row) in matrix.iter().enumerate() {
        let mut next = vec![0.0; i + 1];
        for j in 0..i {
            let known: f64 = (0..j).map(|k| next[k] * triangle[j][k]).sum();
            next[j] = (row[j] - known) / triangle[j][j];
        }
        let left = row[i] - next.iter().map(|x| x * x).sum::<f64>();
        // rounding leaves about 1e-16 of a matrix that is singular
        if left <= 1e-12 {
            return Err(i);
        }
        next[i] = libm::sqrt(left);
        triangle.push(next);
    }
    Ok(triangle)
}
