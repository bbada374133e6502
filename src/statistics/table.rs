//! Contingency tables of two rows and two columns. Left out: larger ones.

use super::discrete;

/// Tables that are this much more probable than the one found still count as no more probable; as R's `fisher.test`.
const TOLERANCE: f64 = 1e-7;

/// Two-sided p value of Fisher's exact test: all tables of these margins that are no more probable than this one.
pub fn fisher(table: [[u32; 2]; 2]) -> f64 {
    let [[a, b], [c, d]] = table;
    let (row, column, n) = (a + b, a + c, a + b + c + d);
    let (least, most) = ((row + column).saturating_sub(n), row.min(column));
    let ratio = |k: u32| {
        let k = k + least;
        let up = f64::from(row - k) * f64::from(column - k);
        up / (f64::from(k + 1) * f64::from(n + k + 1 - row - column))
    };
    let masses = discrete::masses(most - least, ratio);
    let found = masses[(a - least) as usize] * (1.0 + TOLERANCE);
    let tail: f64 = masses.iter().filter(|mass| **mass <= found).sum();
    tail.min(1.0)
}
