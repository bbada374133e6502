//! Correlations between the random effects of a patient: what is a matrix of them, and how independent effects become
//! correlated ones. Left out: which numbers vary, and how far (see `variability`).

use crate::parameters::Ledger;
use cenersim_statistics::cholesky;
use std::collections::BTreeMap;

/// Correlations between random effects: a positive definite matrix over named numbers of the ledger.
///
/// None by default: effects are independent.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Correlations {
    /// Numbers of the ledger, in the order of the rows.
    paths: Vec<String>,
    /// Lower triangle L of the Cholesky decomposition: correlation = L L'.
    triangle: Vec<Vec<f64>>,
}

/// Why a matrix is not one of correlations.
///
/// Each says what was found and what was expected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CorrelationError {
    /// Rows and columns do not match the parameters.
    #[error("correlations need one row and one column per parameter: expected {expected}, found {found} in `{path}`")]
    Shape {
        /// The parameter whose row is wrong, or `matrix`.
        path: String,
        /// Number of parameters.
        expected: usize,
        /// Number of rows, or of columns in the row.
        found: usize,
    },
    /// The path that is named more than once.
    #[error("correlations name `{0}` twice: expected each parameter once")]
    Twice(String),
    /// The path, which the ledger does not have or whose number is the same in all patients.
    #[error("correlations name `{0}`, which does not differ between patients: expected a parameter with a spread")]
    NoSpread(String),
    /// A parameter does not agree with itself.
    #[error("the correlation of `{path}` with itself is `{found}`: expected 1")]
    Diagonal {
        /// The parameter.
        path: String,
        /// Its entry on the diagonal.
        found: f64,
    },
    /// An entry that is no correlation, or differs from its mirror image.
    #[error("the correlation of `{a}` and `{b}` is `{found}`: expected a number from -1 to 1, the same both ways")]
    Pair {
        /// The parameter of the row.
        a: String,
        /// The parameter of the column.
        b: String,
        /// The entry.
        found: f64,
    },
    /// The first path whose row depends on those before.
    #[error(
        "the correlations are not positive definite from `{0}` on: expected weaker correlations of it with those before"
    )]
    NotPositiveDefinite(String),
}

impl Correlations {
    /// Checks the matrix; row and column `i` belong to `paths[i]`, which must have a spread in the ledger.
    ///
    /// # Errors
    /// The first of the faults of [`CorrelationError`], in their order.
    pub fn new(ledger: &Ledger, paths: Vec<String>, matrix: &[Vec<f64>]) -> Result<Self, CorrelationError> {
        check_paths(ledger, &paths)?;
        check_shape(&paths, matrix)?;
        check_entries(&paths, matrix)?;
        let triangle = cholesky(matrix).map_err(|row| CorrelationError::NotPositiveDefinite(paths[row].clone()))?;
        Ok(Self { paths, triangle })
    }

    /// Replaces independent standard normal effects by correlated ones.
    pub(super) fn apply(&self, effects: &mut BTreeMap<String, f64>) {
        let independent: Vec<f64> = self.paths.iter().map(|path| effects[path]).collect();
        for (path, row) in self.paths.iter().zip(&self.triangle) {
            let effect = row.iter().zip(&independent).map(|(weight, effect)| weight * effect).sum();
            effects.insert(path.clone(), effect);
        }
    }
}

/// Each path occurs once and differs between patients; otherwise a correlation of it means nothing.
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

/// A row and a column for each path.
fn check_shape(paths: &[String], matrix: &[Vec<f64>]) -> Result<(), CorrelationError> {
    let expected = paths.len();
    let wrong = |path: &str, found| Err(CorrelationError::Shape { path: path.into(), expected, found });
    if matrix.len() != expected {
        return wrong("matrix", matrix.len());
    }
    let bad = paths.iter().zip(matrix).find(|(_, row)| row.len() != expected);
    bad.map_or(Ok(()), |(path, row)| wrong(path, row.len()))
}

/// Ones on the diagonal, and the same number from -1 to 1 on both sides of it.
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
