//! Quantiles and means of values. Left out: weights.

use super::Interval;

/// Quantile of sorted values, linear between neighbors (Hyndman and Fan 1996, definition 7); NaN if there are none.
///
/// `probability` is from 0 to 1 and is limited to it; `sorted` ascends.
///
/// ```text
/// x_⌊p (n - 1)⌋ + part (next - that)          the definition of R and NumPy unless told otherwise
/// ```
pub fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = probability.clamp(0.0, 1.0) * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    between(sorted[below], sorted[above], place - below as f64)
}

/// The value at a part of the way; also between equal or infinite values.
pub(super) fn between(low: f64, high: f64, part: f64) -> f64 {
    if part == 0.0 || low == high { low } else { low + part * (high - low) }
}

/// Median; NaN without values.
/// The mean of the two middle values if their number is even. Values may be infinite.
pub fn median(values: &[f64]) -> f64 {
    quantile(&sorted(values), 0.5)
}

/// First and third quartile; NaN without values.
/// `low` is the first quartile, `high` the third, both by [`quantile`].
pub fn quartiles(values: &[f64]) -> Interval {
    let sorted = sorted(values);
    Interval { low: quantile(&sorted, 0.25), high: quantile(&sorted, 0.75) }
}

/// Values in ascending order.
pub(super) fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Arithmetic mean; NaN without values.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard deviation with n - 1; 0 for fewer than two values.
pub(super) fn standard_deviation(values: &[f64]) -> f64 {
    if values.len() < 2 {
        return 0.0;
    }
    let mean = mean(values);
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (squares / (values.len() - 1) as f64).sqrt()
}

/// Standard error of the mean; 0 for fewer than two values.
/// It is the standard deviation over the square root of n, in the unit of the values.
pub fn standard_error(values: &[f64]) -> f64 {
    if values.len() < 2 { 0.0 } else { standard_deviation(values) / (values.len() as f64).sqrt() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUES: [f64; 7] = [3.1, -2.0, 8.5, 8.5, 0.25, 11.0, 4.0];

    // R 4.2.2: quantile(values, c(0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.975, 1)), type 7.
    #[test]
    fn quantiles_are_those_of_r() {
        let expected = [
            (0.0, -2.0),
            (0.05, -1.325),
            (0.1, -0.65),
            (0.25, 1.675),
            (0.5, 4.0),
            (0.75, 8.5),
            (0.975, 10.625),
            (1.0, 11.0),
        ];
        let sorted = sorted(&VALUES);
        assert!(expected.iter().all(|(p, value)| (quantile(&sorted, *p) - value).abs() < 1e-12));
        assert_eq!((median(&VALUES), quartiles(&VALUES)), (4.0, Interval { low: 1.675, high: 8.5 }));
    }

    // R 4.2.2: mean(values), sd(values) / sqrt(7).
    #[test]
    fn mean_and_standard_error_are_those_of_r() {
        assert!((mean(&VALUES) - 4.764_285_714_285_714).abs() < 1e-14);
        assert!((standard_error(&VALUES) - 1.801_345_868_725_801).abs() < 1e-14);
    }

    #[test]
    fn without_values_there_is_nothing_to_report() {
        assert!(quantile(&[], 0.5).is_nan() && median(&[]).is_nan() && mean(&[]).is_nan());
        assert_eq!((standard_error(&[]), standard_error(&[3.0])), (0.0, 0.0));
    }

    #[test]
    fn infinite_values_have_their_place() {
        let values = [1.0, f64::INFINITY, f64::INFINITY];
        assert_eq!(
            (quantile(&values, 0.0), quantile(&values, 0.5), quantile(&values, 0.75)),
            (1.0, f64::INFINITY, f64::INFINITY)
        );
    }
}
