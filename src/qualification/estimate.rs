//! What the model says, and how much of it may be noise. Left out: the uncertainty of the model's own numbers, which
//! draws of the parameters would add.
//!
//! # Errors
//!
//! Errors are those of the simulation: of a mean, sd / sqrt(n); of a point of a survival curve, half the width of
//! its interval over the normal deviate; of levels and other numbers without chance, none. They fall with the
//! square root of the patients, so a borderline check can be settled by more of them.

use cenersim_statistics::{KaplanMeier, bootstrap_median, mean, median, standard_error};

/// Seed of the resamples behind the error of a median; any other gives the same within 2 %.
const RESAMPLING: u64 = 1;
/// Half of the width of a 95 % interval, in standard errors; R 4.2.2: `qnorm(0.975)`.
const DEVIATE: f64 = 1.959_963_984_540_054;

/// A value of the model.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Estimate {
    /// Infinite if it was not reached, not a number if nobody was there to be measured.
    pub value: f64,
    /// Monte-Carlo standard error; 0 for what is not random.
    pub error: f64,
    /// Simulations behind it; 0 for what is not random.
    pub n: u64,
}

impl Estimate {
    /// What is computed without chance.
    pub const fn exact(value: f64) -> Self {
        Self { value, error: 0.0, n: 0 }
    }

    /// Mean of independent simulations.
    ///
    /// NaN without any.
    pub fn mean(values: &[f64]) -> Self {
        Self { value: mean(values), error: standard_error(values), n: values.len() as u64 }
    }

    /// Median of independent simulations, of which some may be infinite; its error by the bootstrap.
    ///
    /// An infinite median has no error.
    pub fn median(values: &[f64]) -> Self {
        let value = median(values);
        let error = if value.is_finite() { finite(bootstrap_median(values, RESAMPLING).standard_error) } else { 0.0 };
        Self { value, error, n: values.len() as u64 }
    }

    /// Share of those for whom something is true. The error is that of one more who has it and one more who has not
    /// (Laplace), so that none of a few is not taken for certainty.
    ///
    /// ```text
    /// value = x/n          error = √(p (1 - p)/n),   p = (x + 1)/(n + 2)
    /// ```
    pub fn share(found: impl IntoIterator<Item = bool>) -> Self {
        let (mut has, mut n) = (0_u64, 0_u64);
        for one in found {
            has += u64::from(one);
            n += 1;
        }
        let smoothed = (has as f64 + 1.0) / (n as f64 + 2.0);
        let error = (smoothed * (1.0 - smoothed) / n as f64).sqrt();
        Self { value: has as f64 / n as f64, error, n }
    }

    /// Median of a survival curve; its error from the width of its 95 % interval.
    ///
    /// Infinite where the curve stays above one half; an open interval gives no error.
    pub fn median_of(curve: &KaplanMeier) -> Self {
        let value = curve.median.unwrap_or(f64::INFINITY);
        let error = match curve.median_interval {
            (Some(low), Some(high)) => (high - low) / (2.0 * DEVIATE),
            _ => 0.0,
        };
        Self { value, error, n: u64::from(curve.n) }
    }

    /// Share without the event at a time; its error from the width of its 95 % interval, and at least that of a share.
    ///
    /// NaN without anybody.
    pub fn survival(curve: &KaplanMeier, time: f64) -> Self {
        let (n, value, interval) = (f64::from(curve.n), curve.at(time), curve.interval_at(time));
        let smoothed = (n * value + 1.0) / (n + 2.0);
        let least = (smoothed * (1.0 - smoothed) / n).sqrt();
        let value = if curve.n == 0 { f64::NAN } else { value };
        Self { value, error: least.max(interval.width() / (2.0 * DEVIATE)), n: u64::from(curve.n) }
    }

    /// The share of the others.
    pub fn complement(self) -> Self {
        Self { value: 1.0 - self.value, ..self }
    }

    /// Difference of two independent values.
    pub fn less(self, other: Self) -> Self {
        let error = libm::hypot(self.error, other.error);
        Self { value: self.value - other.value, error, n: self.n + other.n }
    }

    /// The same, in units that are `factor` times as large.
    pub fn over(self, factor: f64) -> Self {
        Self { value: self.value / factor, error: self.error / factor, ..self }
    }
}

/// No error rather than one that is no number.
fn finite(error: f64) -> f64 {
    if error.is_finite() { error } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_statistics::Observed;

    // R 4.2.2: mean(x), sd(x) / sqrt(4).
    #[test]
    fn the_mean_has_the_error_of_independent_values() {
        let found = Estimate::mean(&[1.0, 2.0, 3.0, 6.0]);
        assert_eq!((found.value, found.n), (3.0, 4));
        assert!((found.error - 1.080_123_449_734_644).abs() < 1e-12);
    }

    #[test]
    fn none_of_a_few_is_no_certainty() {
        let found = Estimate::share([false; 10]);
        assert_eq!(found.value, 0.0);
        assert!((found.error - (11.0_f64 / 144.0 / 10.0).sqrt()).abs() < 1e-12);
        assert!(Estimate::share([]).value.is_nan());
    }

    #[test]
    fn a_median_that_is_not_reached_is_infinite() {
        let found = Estimate::median(&[1.0, f64::INFINITY, f64::INFINITY]);
        assert_eq!((found.value, found.error), (f64::INFINITY, 0.0));
        let alive = [1.0, 2.0, 3.0].map(|time| Observed { time, event: time < 2.0 });
        assert_eq!(Estimate::median_of(&KaplanMeier::of(&alive)).value, f64::INFINITY);
    }
}
