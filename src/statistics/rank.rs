//! Rank correlation: whether one number rises with another, however it does so. Left out: confidence intervals.

use super::mean;

/// The correlation of the ranks of two lists of the same length, -1 to 1 (Spearman 1904); alike values share their mean
/// rank. 0 where either does not vary.
///
/// Without any relation its standard deviation is 1 / √(n - 1).
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    let [a, b] = [ranks(a), ranks(b)];
    let (mean_a, mean_b) = (mean(&a), mean(&b));
    let sum = |of: &dyn Fn(f64, f64) -> f64| a.iter().zip(&b).map(|(x, y)| of(x - mean_a, y - mean_b)).sum::<f64>();
    let spread = (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt();
    if spread > 0.0 { sum(&|x, y| x * y) / spread } else { 0.0 }
}

/// The place of each value, from 1 on.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|i, j| values[*i].total_cmp(&values[*j]));
    let mut ranks = vec![0.0; values.len()];
    let mut before = 0;
    for alike in order.chunk_by(|i, j| values[*i] == values[*j]) {
        let rank = before as f64 + 0.5 * (alike.len() as f64 + 1.0);
        alike.iter().for_each(|index| ranks[*index] = rank);
        before += alike.len();
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    // R 4.2.2: cor(a, b, method = "spearman").
    #[test]
    fn correlations_of_ranks_are_those_of_r() {
        let a = [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0];
        let b = [2.0, 7.0, 1.0, 8.0, 2.0, 8.0, 1.0, 8.0];
        assert!((spearman(&a, &b) - 0.198853681209925).abs() < 1e-12, "{}", spearman(&a, &b));
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[5.0, 5.0, 5.0]), 0.0);
        assert_eq!(spearman(&[1.0, 2.0, 3.0], &[0.1, 10.0, 1e9]), 1.0);
    }
}
