//! The bootstrap (Efron 1979): units drawn with replacement, percentile intervals. Left out: bias correction.

use rand::{Rng, RngExt, SeedableRng};
use rand_distr::{Beta, Distribution};
use rand_pcg::Pcg64;

use super::{
    Interval,
    quantile::{between, mean, quantile, sorted, standard_deviation},
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
    fn of(resampled: &[f64]) -> Self {
        let sorted = sorted(resampled);
        let interval = Interval { low: quantile(&sorted, 0.025), high: quantile(&sorted, 0.975) };
        let same = sorted.first() == sorted.last();
        Self { interval, standard_error: if same { 0.0 } else { standard_deviation(&sorted) } }
    }

    /// Of a statistic that cannot be resampled.
    const fn at(value: f64) -> Self {
        Self { interval: Interval { low: value, high: value }, standard_error: 0.0 }
    }
}

/// Bootstrap of a statistic of `n` units, given the indices of those drawn. The same `n` and seed give the same resamples.
/// Fewer than two units give the statistic itself, with error 0.
pub fn bootstrap(n: usize, seed: u64, statistic: impl Fn(&[usize]) -> f64) -> Bootstrap {
    let mut drawn: Vec<usize> = (0..n).collect();
    if n < 2 {
        return Bootstrap::at(statistic(&drawn));
    }
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
pub fn bootstrap_mean(values: &[f64], seed: u64) -> Bootstrap {
    let [mean] = bootstrap_means(&values.iter().map(|value| [*value]).collect::<Vec<_>>(), seed);
    mean
}

/// Bootstrap of the means of several values of each unit, all in the same resamples. Each is what [`bootstrap_mean`] makes of
/// it alone with this seed.
pub fn bootstrap_means<const VALUES: usize>(units: &[[f64; VALUES]], seed: u64) -> [Bootstrap; VALUES] {
    let n = units.len();
    let column = |means: &[[f64; VALUES]], value: usize| means.iter().map(|mean| mean[value]).collect::<Vec<f64>>();
    if n < 2 {
        return std::array::from_fn(|value| Bootstrap::at(mean(&column(units, value))));
    }
    let mut random = Pcg64::seed_from_u64(seed);
    let resample = |_| (0..n).fold([0.0; VALUES], |sums, _| add(sums, &units[below(&mut random, n)]));
    let means: Vec<[f64; VALUES]> = (0..RESAMPLES).map(resample).map(|sums| sums.map(|sum| sum / n as f64)).collect();
    std::array::from_fn(|value| Bootstrap::of(&column(&means, value)))
}

fn add<const VALUES: usize>(mut sums: [f64; VALUES], values: &[f64; VALUES]) -> [f64; VALUES] {
    sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
    sums
}

/// Bootstrap of the median. Only the middle of each resample is drawn: the ranks of its middle values are order statistics of
/// uniform numbers, which are beta variables (David and Nagaraja 2003, 2.2); so it takes no longer for 10,000 values.
pub fn bootstrap_median(values: &[f64], seed: u64) -> Bootstrap {
    let (sorted, n) = (sorted(values), values.len());
    let lower = n.div_ceil(2);
    let Some(middle) = Beta::new(lower as f64, (n + 1 - lower) as f64).ok().filter(|_| n > 1) else {
        return Bootstrap::at(mean(values));
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
