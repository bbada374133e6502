//! A number over repeated trials: its median, its 95 % interval, how far in the tail the published value lies, and for
//! whole numbers how often each occurred. Left out: smoothing.

use super::results::Predicted;
use cenersim_statistics::{Interval, quantile};
use std::collections::BTreeMap;

/// Values this close are equal: percentages of the same counts may differ by a rounding.
const SAME: f64 = 1e-9;

/// None without a trial in which the number exists. The tail is twice the smaller of the shares of trials at or above and
/// at or below the published value, at most 1.
///
/// `over_trials` has a number for each trial, or none where it does not exist; `whole` asks for the distribution, too.
pub(super) fn predicted(
    over_trials: impl Iterator<Item = Option<f64>>,
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
        median: quantile(&values, 0.5),
        interval: Interval { low: quantile(&values, 0.025), high: quantile(&values, 0.975) },
        tail: published.map(|published| tail(&values, published)),
        distribution: if whole { distribution(&values) } else { Vec::new() },
    })
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

    #[test]
    fn the_tail_is_twice_the_smaller_side_with_the_value_itself() {
        let values = || [0.0, 1.0, 1.0, 2.0, 3.0, 3.0, 3.0, 8.0].map(Some).into_iter();
        let tail = |published| predicted(values(), Some(published), true).unwrap().tail.unwrap();
        assert_eq!([0.0, 2.0, 8.0, 9.0].map(tail), [0.25, 1.0, 0.25, 0.0]);
        let all = predicted(values(), None, true).unwrap();
        assert_eq!(all.distribution, [(0, 1), (1, 2), (2, 1), (3, 3), (8, 1)]);
        assert_eq!((all.tail, all.median, all.trials), (None, 2.5, 8));
    }

    #[test]
    fn trials_in_which_a_number_does_not_exist_do_not_count() {
        let found = predicted([None, Some(2.0), None].into_iter(), Some(2.0), false).unwrap();
        assert_eq!((found.trials, found.tail, found.distribution.len()), (1, Some(1.0), 0));
        assert_eq!(predicted([None, None].into_iter(), None, true), None);
    }
}
