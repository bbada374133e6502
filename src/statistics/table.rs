//! Contingency tables of two rows and two columns. Left out: larger ones.

use super::discrete;

/// Tables that are this much more probable than the one found still count as no more probable; as R's `fisher.test`.
const TOLERANCE: f64 = 1e-7;

/// Two-sided p value of Fisher's exact test: all tables of these margins that are no more probable than this one.
///
/// `table` has the groups as rows and found or not found as columns (or the other way: the value is the same). The
/// chance of each table of the same margins is hypergeometric. 1 where a margin is empty.
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

#[cfg(test)]
mod tests {
    use super::*;

    // R 4.2.2: fisher.test(matrix(c(a, b, c, d), 2, byrow = TRUE))$p.value.
    #[test]
    fn p_values_of_fishers_test_are_those_of_r() {
        let expected = [
            ([[3, 1], [1, 3]], 4.857_142_857_142_858e-1),
            ([[10, 43], [21, 32]], 3.184_454_402_988_861e-2),
            ([[0, 5], [5, 0]], 7.936_507_936_507_94e-3),
            ([[0, 0], [3, 4]], 1.0),
            ([[8, 2], [1, 5]], 3.496_503_496_503_497e-2),
            ([[120, 80], [90, 110]], 3.635_185_555_881_439e-3),
            ([[5000, 5000], [4900, 5100]], 1.614_692_915_084_581e-1),
            ([[7, 12], [0, 5]], 2.720_685_111_989_459e-1),
        ];
        for (table, p) in expected {
            assert!((fisher(table) / p - 1.0).abs() < 1e-10, "{table:?}: {}", fisher(table));
        }
    }

    #[test]
    fn turning_the_table_changes_nothing() {
        let found = [fisher([[7, 12], [1, 5]]), fisher([[1, 5], [7, 12]]), fisher([[7, 1], [12, 5]])];
        assert!(found.iter().all(|p| (p - found[0]).abs() < 1e-14), "{found:?}");
    }

    #[test]
    fn an_empty_table_shows_nothing() {
        assert_eq!(fisher([[0, 0], [0, 0]]), 1.0);
    }
}
