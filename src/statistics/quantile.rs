//! Quantiles and means of values. Left out: weights.

use super::Interval;

/// Quantile of sorted values, linear between neighbors (Hyndman and Fan 1996, definition 7); NaN if there are none.
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
pub fn median(values: &[f64]) -> f64 {
    quantile(&sorted(values), 0.5)
}

/// First and third quartile; NaN without values.
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
pub fn standard_error(values: &[f64]) -> f64 {
    if values.len() < 2 { 0.0 } else { standard_deviation(values) / (values.len() as f64).sqrt() }
}
