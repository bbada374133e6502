//! The bootstrap (Efron 1979): units drawn with replacement, percentile intervals. Left out: bias correction.
//!
//! ```text
//! interval = quantiles 0.025 and 0.975 of the statistic in all resamples     standard error = its standard deviation
//! ```
//!
//! Units are what is independent: patients, not their visits; trajectories, not their points.

use rand::{Rng, RngExt, SeedableRng};
use rand_distr::{Beta, Distribution};
use rand_pcg::Pcg64;

use super::{
    Interval, clopper_pearson,
    quantile::{between, quantile, sorted, standard_deviation},
};

/// Resamples of every bootstrap.
pub const RESAMPLES: usize = 2000;

/// What the resamples of a statistic say about it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Bootstrap {
    /// From the 2.5th to the 97.5th percentile of the resamples.
    pub interval: Interval,
    /// Standard deviation of the resamples.
    pub standard_error: f64,
}

impl Bootstrap {
    /// From the statistic in each resample, in any order. Where 95 % of the resamples agree there is no interval: that units so
    /// far agree does not say that all others would. Where all agree the standard error is exactly zero.
    fn of(resampled: &[f64]) -> Self {
        let sorted = sorted(resampled);
        if sorted.first() == sorted.last() {
            return Self { standard_error: 0.0, ..Self::UNKNOWN };
        }
        let interval = Interval { low: quantile(&sorted, 0.025), high: quantile(&sorted, 0.975) };
        let interval = if interval.width() > 0.0 { interval } else { Self::UNKNOWN.interval };
        Self { interval, standard_error: standard_deviation(&sorted) }
    }

    /// Of the mean of differences of shares, from -1 to 1 in each of `n` units: where all units agree, what the exact interval of
    /// none of them (Clopper and Pearson 1934) leaves open. A unit that is not like these moves the mean by at most 1.
    #[must_use]
    pub fn of_shares(self, mean: f64, n: u32) -> Self {
        let reach = clopper_pearson(0, n).high;
        let exact = Interval { low: (mean - reach).max(-1.0), high: (mean + reach).min(1.0) };
        Self { interval: if self.standard_error == 0.0 { exact } else { self.interval }, ..self }
    }

    /// Of one unit: it says nothing of what others would be like.
    const UNKNOWN: Self = Self { interval: Interval { low: f64::NAN, high: f64::NAN }, standard_error: f64::NAN };
}

/// Bootstrap of a statistic of `n` units, given the indices of those drawn. The same `n` and seed give the same resamples.
/// Fewer than two units have neither interval nor error.
///
/// `statistic` is called [`RESAMPLES`] times with `n` indices from 0 to `n - 1`, with repetitions.
pub fn bootstrap(n: usize, seed: u64, statistic: impl Fn(&[usize]) -> f64) -> Bootstrap {
    if n < 2 {
        return Bootstrap::UNKNOWN;
    }
    let mut drawn: Vec<usize> = (0..n).collect();
    let mut random = Pcg64::seed_from_u64(seed);
    let resample = |_| {
        drawn.iter_mut().for_each(|index| *index = below(&mut random, n));
        statistic(&drawn)
    };
    Bootstrap::of(&(0..RESAMPLES).map(resample).collect::<Vec<_>>())
}

/// A whole number below `n`, all alike but for one part in 2^64 / n.
fn below(random: &mut Pcg64, n: usize) -> usize {
    ((u128::from(random.next_u64()) * n as u128) >> 64) as usize
}

/// Bootstrap of the mean.
/// NaN at both ends for fewer than two values, here and below.
pub fn bootstrap_mean(values: &[f64], seed: u64) -> Bootstrap {
    let [mean] = bootstrap_means(&values.iter().map(|value| [*value]).collect::<Vec<_>>(), seed);
    mean
}

/// Bootstrap of the means of several values of each unit, all in the same resamples. Each is what [`bootstrap_mean`] makes of
/// it alone with this seed.
pub fn bootstrap_means<const VALUES: usize>(units: &[[f64; VALUES]], seed: u64) -> [Bootstrap; VALUES] {
    let n = units.len();
    if n < 2 {
        return [Bootstrap::UNKNOWN; VALUES];
    }
    let means = resampled_means(units.as_flattened(), VALUES, seed);
    let column = |value: usize| means.iter().skip(value).step_by(VALUES).copied().collect::<Vec<f64>>();
    std::array::from_fn(|value| Bootstrap::of(&column(value)))
}

/// Means of each value in each resample, resample by resample; `values` are those of each unit, unit by unit. For any
/// `width`, so that it is compiled once.
fn resampled_means(values: &[f64], width: usize, seed: u64) -> Vec<f64> {
    let n = values.len() / width;
    let mut random = Pcg64::seed_from_u64(seed);
    let mut means = vec![0.0; RESAMPLES * width];
    for sums in means.chunks_exact_mut(width) {
        for _ in 0..n {
            let first = width * below(&mut random, n);
            sums.iter_mut().zip(&values[first..first + width]).for_each(|(sum, value)| *sum += value);
        }
        sums.iter_mut().for_each(|sum| *sum /= n as f64);
    }
    means
}

/// Bootstrap of the median. Only the middle of each resample is drawn: the ranks of its middle values are order statistics of
/// uniform numbers, which are beta variables (David and Nagaraja 2003, 2.2); so it takes no longer for 10,000 values.
pub fn bootstrap_median(values: &[f64], seed: u64) -> Bootstrap {
    let (sorted, n) = (sorted(values), values.len());
    let lower = n.div_ceil(2);
    let Some(middle) = Beta::new(lower as f64, (n + 1 - lower) as f64).ok().filter(|_| n > 1) else {
        return Bootstrap::UNKNOWN;
    };
    let mut random = Pcg64::seed_from_u64(seed);
    let at = |place: f64| sorted[((place * n as f64) as usize).min(n - 1)];
    let resample = |_| {
        let place = middle.sample(&mut random);
        let next = 1.0 - (1.0 - place) * libm::pow(random.random::<f64>(), 1.0 / (n - lower) as f64);
        if n % 2 == 1 { at(place) } else { between(at(place), at(next), 0.5) }
    };
    Bootstrap::of(&(0..RESAMPLES).map(resample).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{median, standard_error};

    /// Values drawn from the exponential distribution with mean 1.
    fn drawn(n: usize, seed: u64) -> Vec<f64> {
        let mut random = Pcg64::seed_from_u64(seed);
        (0..n).map(|_| -libm::log(1.0 - random.random::<f64>())).collect()
    }

    fn is_near(found: f64, expected: f64, tolerance: f64) -> bool {
        (found / expected - 1.0).abs() < tolerance
    }

    // The standard error of 2,000 resamples has itself a relative one of 1 / sqrt(4,000) = 1.6 %; 4.4 of these are 7 %.
    #[test]
    fn the_error_of_a_mean_is_the_analytic_one() {
        for (n, seed) in [(2, 1), (10, 2), (200, 3)] {
            let values = drawn(n, seed);
            let analytic = standard_deviation(&values) * ((n - 1) as f64).sqrt() / n as f64;
            let found = bootstrap_mean(&values, seed);
            assert!(is_near(found.standard_error, analytic, 0.07), "{n}: {found:?} {analytic}");
        }
    }

    // Normal theory: mean -+ 1.96 standard errors; an end of 2,000 resamples is off by less than 0.25 standard errors (4.4 times
    // its own error of 0.057).
    #[test]
    fn the_interval_of_a_mean_of_many_is_that_of_normal_theory() {
        let values: Vec<f64> = (0..1000).map(f64::from).collect();
        let (found, error) = (bootstrap_mean(&values, 4).interval, standard_error(&values));
        let ends = [(found.low - 499.5) / error + 1.96, (found.high - 499.5) / error - 1.96];
        assert!(ends.iter().all(|off| off.abs() < 0.25), "{ends:?}");
    }

    // Exact: the median of a resample of 1 to 21 is at most j with the chance of 11 or more in a binomial (21, j / 21).
    // R 4.2.2: p <- diff(c(0, pbinom(10, 21, (1:21) / 21, lower = FALSE))); sqrt(sum(p * (1:21)^2) - sum(p * 1:21)^2).
    #[test]
    fn the_error_of_a_median_is_the_exact_one() {
        let values: Vec<f64> = (1..=21).map(f64::from).collect();
        let found = bootstrap_median(&values, 5);
        assert!(is_near(found.standard_error, 2.208_350_423_886, 0.07), "{found:?}");
        // At most 6: 1.8 %, at most 7: 5.6 %; at most 14: 94.4 %, at most 15: 98.2 %.
        assert_eq!(found.interval, Interval { low: 7.0, high: 15.0 });
    }

    // Two independent sets of 2,000 resamples: their errors differ by 2.2 % (one standard deviation); 4.5 of these are 10 %.
    #[test]
    fn drawing_only_the_middle_is_as_good_as_drawing_everything() {
        for n in [2, 3, 8, 9, 50, 201] {
            let values = drawn(n, n as u64);
            let pick = |indices: &[usize]| median(&indices.iter().map(|index| values[*index]).collect::<Vec<_>>());
            let (quick, full) = (bootstrap_median(&values, 6), bootstrap(n, 7, pick));
            assert!(is_near(quick.standard_error, full.standard_error, 0.1), "{n}: {quick:?} {full:?}");
        }
    }

    // Percentile intervals of the mean and median of 100 exponential values hold the truth in some 94 % of samples; of 300 samples
    // fewer than 264 (or more than 298)
    // would do so once in 30,000 seeds.
    #[test]
    fn intervals_hold_the_truth_in_most_samples() {
        let (mut means, mut medians) = (0, 0);
        for seed in 0..300 {
            let values = drawn(100, 1000 + seed);
            means += usize::from(bootstrap_mean(&values, seed).interval.contains(1.0));
            medians += usize::from(bootstrap_median(&values, seed).interval.contains(std::f64::consts::LN_2));
        }
        assert!((264..=298).contains(&means) && (264..=298).contains(&medians), "{means} {medians}");
    }

    #[test]
    fn the_same_seed_gives_the_same_and_another_seed_another() {
        let values = drawn(30, 8);
        assert_eq!(bootstrap_mean(&values, 9), bootstrap_mean(&values, 9));
        assert_eq!(bootstrap_median(&values, 9), bootstrap_median(&values, 9));
        assert_ne!(bootstrap_mean(&values, 9), bootstrap_mean(&values, 10));
        assert_ne!(bootstrap_median(&values, 9), bootstrap_median(&values, 10));
    }

    #[test]
    fn statistics_of_one_seed_see_the_same_resamples() {
        let values = drawn(30, 11);
        let mean_of = |drawn: &[usize]| drawn.iter().map(|index| values[*index]).sum::<f64>() / 30.0;
        let doubled = bootstrap(30, 12, |drawn| 2.0 * mean_of(drawn));
        assert_eq!(doubled.interval.low, 2.0 * bootstrap(30, 12, mean_of).interval.low);
    }

    #[test]
    fn equal_differences_have_neither_error_nor_interval() {
        for found in [bootstrap_mean(&[0.0; 50], 1), bootstrap_median(&[f64::INFINITY; 9], 1)] {
            assert!(found.standard_error == 0.0 && found.interval.low.is_nan() && found.interval.high.is_nan());
        }
    }

    // R 4.2.2: binom.test(0, 20)$conf.int[2] is 0.1684335.
    #[test]
    fn no_difference_in_twenty_units_leaves_what_the_exact_interval_leaves() {
        let found = bootstrap_mean(&[0.0; 20], 1).of_shares(0.0, 20).interval;
        assert!((found.high - 0.168_433_5).abs() < 1e-7 && found.low == -found.high);
        let varied = bootstrap_mean(&[0.0, 1.0, 0.0], 1);
        assert_eq!(varied.of_shares(1.0 / 3.0, 3), varied);
    }

    #[test]
    fn a_median_that_nearly_all_resamples_share_has_an_error_and_no_interval() {
        let values: Vec<f64> = (0..30).map(|unit| f64::from((unit - 8_i32).min(0) + (unit - 21).max(0))).collect();
        let found = bootstrap_median(&values, 1);
        assert!(found.interval.low.is_nan() && found.interval.high.is_nan() && found.standard_error > 0.0, "{found:?}");
    }

    #[test]
    fn one_unit_has_no_interval_and_none_has_none() {
        for values in [&[3.0][..], &[]] {
            for found in [bootstrap_mean(values, 1), bootstrap_median(values, 1), bootstrap(values.len(), 1, |_| 3.0)] {
                assert!(found.interval.low.is_nan() && found.interval.high.is_nan() && found.standard_error.is_nan());
            }
        }
    }

    #[test]
    fn ten_thousand_values_are_no_obstacle() {
        let values = drawn(10_000, 13);
        // The median of exponential values has the standard error 1 / sqrt(n); of this sample's density within 15 %.
        assert!(is_near(bootstrap_median(&values, 14).standard_error, 0.01, 0.15));
        assert!(is_near(bootstrap_mean(&values, 14).standard_error, standard_error(&values), 0.07));
    }
}
