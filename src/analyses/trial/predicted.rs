//! A number over repeated trials: its median, its 95 % interval, how far in the tail the published value lies, and for
//! whole numbers how often each occurred. Left out: smoothing.

use super::results::Predicted;
use cenersim_statistics::{Interval, quantile};
use std::collections::BTreeMap;

/// Values this close are equal: percentages of the same counts may differ by a rounding.
const SAME: f64 = 1e-9;
/// Normal deviate of a 95 % interval, R 4.2.2: `qnorm(0.975)`.
const DEVIATE: f64 = 1.959_963_984_540_054;

/// None without a trial in which the number exists. The tail is twice the smaller of the shares of trials at or above and
/// at or below the published value, at most 1.
///
/// `over_trials` has a number for each trial, or none where it does not exist; one that was not reached is infinite. `whole`
/// asks for the distribution, too. The error of the pool makes the interval wider, as that of an independent normal number:
///
/// ```text
/// reach = √((end - median)² + (1.96 error)²)
/// ```
pub(super) fn predicted(
    over_trials: impl Iterator<Item = Option<f64>>,
    pool_error: f64,
    published: Option<f64>,
    whole: bool,
) -> Option<Predicted> {
    let mut values: Vec<f64> = over_trials.flatten().collect();
    values.sort_by(f64::total_cmp);
    if values.is_empty() {
        return None;
    }
    Some(Predicted {
        trials: values.len() as u32,
        not_reached: values.iter().filter(|value| value.is_infinite()).count() as u32,
        median: quantile(&values, 0.5),
        interval: widened(&values, pool_error, whole),
        pool_error,
        tail: published.map(|published| tail(&values, published)),
        distribution: if whole { distribution(&values) } else { Vec::new() },
    })
}

/// From the 2.5th to the 97.5th percentile of sorted values, and the error of the pool. Whole numbers stay whole, and what is
/// never negative does not become so.
fn widened(values: &[f64], pool_error: f64, whole: bool) -> Interval {
    let [low, median, high] = [0.025, 0.5, 0.975].map(|p| quantile(values, p));
    let reach = |end: f64| {
        let reach = if end == median { 0.0 } else { (end - median).abs() };
        libm::hypot(reach, DEVIATE * pool_error)
    };
    match pool_error > 0.0 && median.is_finite() {
        true => {
            let [low, high] = [median - reach(low), median + reach(high)];
            let [low, high] = if whole { [libm::round(low), libm::round(high)] } else { [low, high] };
            // Of zero and minus zero `max` may take either, which one depends on how it is compiled.
            let least = values[0].min(0.0);
            Interval { low: if low > least { low } else { least }, high }
        }
        false => Interval { low, high },
    }
}

/// Twice the smaller share of trials at or beyond the published value.
fn tail(values: &[f64], published: f64) -> f64 {
    let below = values.iter().filter(|value| **value <= published + SAME).count();
    let above = values.iter().filter(|value| **value >= published - SAME).count();
    (2.0 * below.min(above) as f64 / values.len() as f64).min(1.0)
}

/// Each value with the number of trials that have it, ascending.
fn distribution(values: &[f64]) -> Vec<(u32, u32)> {
    let mut counts = BTreeMap::new();
    values.iter().for_each(|value| *counts.entry(*value as u32).or_insert(0) += 1);
    counts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::engine::Seed;

    #[test]
    fn the_tail_is_twice_the_smaller_side_with_the_value_itself() {
        let values = || [0.0, 1.0, 1.0, 2.0, 3.0, 3.0, 3.0, 8.0].map(Some).into_iter();
        let tail = |published| predicted(values(), 0.0, Some(published), true).unwrap().tail.unwrap();
        assert_eq!([0.0, 2.0, 8.0, 9.0].map(tail), [0.25, 1.0, 0.25, 0.0]);
        let all = predicted(values(), 0.0, None, true).unwrap();
        assert_eq!(all.distribution, [(0, 1), (1, 2), (2, 1), (3, 3), (8, 1)]);
        assert_eq!((all.tail, all.median, all.trials), (None, 2.5, 8));
    }

    #[test]
    fn trials_in_which_a_number_does_not_exist_do_not_count() {
        let found = predicted([None, Some(2.0), None].into_iter(), 0.0, Some(2.0), false).unwrap();
        assert_eq!((found.trials, found.tail, found.distribution.len()), (1, Some(1.0), 0));
        assert_eq!(predicted([None, None].into_iter(), 0.0, None, true), None);
    }

    /// By hand: 0 to 2 around 1 with an error of 0.4 reach 1.27 on either side, which is -0.27 and 2.27.
    #[test]
    fn a_wider_interval_of_counts_is_one_of_counts() {
        let counts = || (0..100).map(|trial| Some(f64::from(trial % 3)));
        let found = |whole| predicted(counts(), 0.4, None, whole).unwrap().interval;
        assert_eq!(found(true), Interval { low: 0.0, high: 2.0 });
        assert!(found(true).low.is_sign_positive(), "minus zero is written as another number");
        assert!(found(false).low == 0.0 && (found(false).high - 2.271_5).abs() < 1e-3, "{:?}", found(false));
    }

    /// By hand: 12 of 200 medians reached, so the median is not, and neither is the upper end; the lower end is the fifth of 200.
    #[test]
    fn a_median_that_is_not_reached_counts_as_infinite() {
        let medians = (0..200).map(|trial| Some(if trial < 12 { 37.0 + f64::from(trial) } else { f64::INFINITY }));
        let found = predicted(medians, 0.0, None, false).unwrap();
        assert_eq!(
            (found.trials, found.not_reached, found.median, found.interval.high),
            (200, 188, f64::INFINITY, f64::INFINITY)
        );
        // NumPy 1.26: quantile(sorted, 0.025) of 200 values is the value at place 4.975.
        assert!((found.interval.low - 41.975).abs() < 1e-9, "{found:?}");
    }

    /// Ages of a pool of 60 drawn again and again, trials of 20 from each pool: intervals with the error of the pool hold the next
    /// trial of the population about as often as they say, those without it do not.
    #[test]
    fn the_error_of_the_pool_brings_the_coverage_back() {
        let uniform = |path: [u64; 3]| path.iter().fold(Seed::new(41), |seed, part| seed.number(*part)).uniform();
        let age = |path: [u64; 3]| 40.0 + 40.0 * uniform(path);
        let mean_of = |ages: &[f64]| ages.iter().sum::<f64>() / ages.len() as f64;
        let (mut with, mut without) = (0, 0);
        for pool in 0..200 {
            let ages: Vec<f64> = (0..60).map(|one| age([pool, 0, one])).collect();
            let trials = |members: &[f64]| -> Vec<f64> {
                let one = |trial: u64| {
                    let drawn: Vec<f64> = (0..20)
                        .map(|one| members[(uniform([pool, 1 + trial, one]) * members.len() as f64) as usize])
                        .collect();
                    mean_of(&drawn)
                };
                (0..60).map(one).collect()
            };
            let parts: Vec<f64> = (0..10)
                .map(|part| {
                    let left = ages.iter().enumerate().filter(|(index, _)| index % 10 != part).map(|(_, age)| *age);
                    mean_of(&trials(&left.collect::<Vec<_>>()))
                })
                .collect();
            let next = mean_of(&(0..20).map(|one| age([pool, 1000, one])).collect::<Vec<_>>());
            let holds = |error: f64| {
                let values = trials(&ages).into_iter().map(Some);
                predicted(values, error, None, false).unwrap().interval.contains(next)
            };
            with += u32::from(holds(super::super::explanations::jackknife(&parts)));
            without += u32::from(holds(0.0));
        }
        // 60 trials leave their own end points uncertain; 200 pools have a standard error of 1.5 points.
        assert!(with > 180 && without < with, "{with} {without} of 200");
    }
}
