//! How much each subject moves a restricted mean or a share that survives, and with it the errors of their differences: of
//! independent groups, and of groups that share patients. Left out: medians, whose influence needs a density.
//!
//! ```text
//! influence of i = - Σ_times W(t) (dN_i - h)/(n - d), t up to the end of i      h = d/n
//! restricted mean to T: W(t) = ∫ from t to T of S          share at t₀: W(t) = S(t₀) for t <= t₀, else 0
//! ```
//!
//! The squares sum to the variance of Greenwood (infinitesimal jackknife, Jaeckel 1972).

use super::{KaplanMeier, cox::Clustered, ratio::two_sided, restricted_mean};
use crate::{DEVIATE, Interval};
use std::collections::BTreeMap;

/// A number of two groups: second less first.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Difference {
    /// In the first group.
    pub first: f64,
    /// In the second group.
    pub second: f64,
    /// Standard error of the second less the first.
    pub standard_error: f64,
}

impl Difference {
    /// The second less the first.
    pub fn difference(&self) -> f64 {
        self.second - self.first
    }

    /// 95 % confidence interval of the difference (normal); none where nothing varies.
    pub fn interval(&self) -> Option<Interval> {
        let (middle, reach) = (self.difference(), DEVIATE * self.standard_error);
        (reach > 0.0).then_some(Interval { low: middle - reach, high: middle + reach })
    }

    /// Two-sided p value of no difference (normal); none where nothing varies.
    pub fn p(&self) -> Option<f64> {
        (self.standard_error > 0.0).then(|| two_sided(self.difference() / self.standard_error))
    }
}

/// Restricted means of two groups up to a time. Subjects of one cluster, in either group, count together.
pub fn restricted_mean_difference(first: &[Clustered], second: &[Clustered], until: f64) -> Difference {
    difference(first, second, |km| restricted_mean(km, until), |km| areas(km, until))
}

/// Area under the curve from each step to a time.
fn areas(km: &KaplanMeier, until: f64) -> Vec<f64> {
    let mut areas = vec![0.0; km.steps.len()];
    let (mut area, mut next) = (0.0, until);
    for (step, place) in km.steps.iter().zip(&mut areas).rev().filter(|(step, _)| step.time < until) {
        area += step.survival * (next - step.time);
        (next, *place) = (step.time, area);
    }
    areas
}

/// Shares of two groups that are still without the event at a time. Subjects of one cluster count together.
pub fn landmark_difference(first: &[Clustered], second: &[Clustered], at: f64) -> Difference {
    let share = |km: &KaplanMeier| km.steps.iter().map(|step| if step.time <= at { km.at(at) } else { 0.0 }).collect();
    difference(first, second, |km| km.at(at), share)
}

/// A number of both curves, second minus first. Its error comes from the influence of each subject on the number
/// (`weights` has it by event time); what subjects of one cluster contribute is added before it is squared, so pairs
/// may be correlated.
fn difference(
    first: &[Clustered],
    second: &[Clustered],
    of: impl Fn(&KaplanMeier) -> f64,
    weights: impl Fn(&KaplanMeier) -> Vec<f64>,
) -> Difference {
    let mut clusters: BTreeMap<u64, f64> = BTreeMap::new();
    let [first, second] = [(first, -1.0), (second, 1.0)].map(|(group, sign)| {
        let km = KaplanMeier::of(&group.iter().map(|one| one.observed).collect::<Vec<_>>());
        for (one, influence) in group.iter().zip(influences(group, &km, &weights(&km))) {
            *clusters.entry(one.cluster).or_insert(0.0) += sign * influence;
        }
        of(&km)
    });
    Difference { first, second, standard_error: clusters.values().map(|sum| sum * sum).sum::<f64>().sqrt() }
}

/// One for each subject of the group.
fn influences(group: &[Clustered], km: &KaplanMeier, weights: &[f64]) -> Vec<f64> {
    let left = |step: &super::Step| f64::from(step.at_risk - step.events);
    // Where nobody is left the curve is zero from then on, and so is the weight.
    let part = |(step, weight): (&super::Step, &f64)| if left(step) > 0.0 { weight / left(step) } else { 0.0 };
    let parts: Vec<f64> = km.steps.iter().zip(weights).map(part).collect();
    let gathered: Vec<f64> = km
        .steps
        .iter()
        .zip(&parts)
        .scan(0.0, |sum, (step, part)| {
            *sum += part * f64::from(step.events) / f64::from(step.at_risk);
            Some(*sum)
        })
        .collect();
    let one = |Clustered { observed, .. }: &Clustered| {
        let step = km.steps.partition_point(|step| step.time < observed.time);
        gathered[step] - if observed.event { parts[step] } else { 0.0 }
    };
    group.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Observed;

    /// Observations from times; a negative one is censored.
    fn group(times: &[f64], offset: u64) -> Vec<Clustered> {
        let one = |(index, time): (usize, &f64)| Clustered {
            observed: Observed { time: time.abs(), event: *time > 0.0 },
            cluster: offset + index as u64,
        };
        times.iter().enumerate().map(one).collect()
    }

    // R, survival::aml.
    const MAINTAINED: [f64; 11] = [9.0, 13.0, -13.0, 18.0, 23.0, -28.0, 31.0, 34.0, -45.0, 48.0, -161.0];
    const NOT_MAINTAINED: [f64; 12] = [5.0, 5.0, 8.0, 8.0, 12.0, -16.0, 23.0, 27.0, 30.0, 33.0, 43.0, 45.0];

    // R 4.2.2, survival 3.5-3: print(survfit(Surv(time, status) ~ x, aml), rmean = 40): 28.8977 (3.4675776789) and 21.9306
    // (3.8356411632); the error of the difference of independent groups is the root of the sum of squares.
    #[test]
    fn the_error_of_restricted_means_is_that_of_r() {
        let found = restricted_mean_difference(&group(&MAINTAINED, 0), &group(&NOT_MAINTAINED, 100), 40.0);
        assert!((found.difference() - (21.930_555_556 - 28.897_727_273)).abs() < 1e-8, "{found:?}");
        let expected = (3.467_577_678_9_f64 * 3.467_577_678_9 + 3.835_641_163_2 * 3.835_641_163_2).sqrt();
        assert!((found.standard_error - expected).abs() < 1e-8, "{found:?} {expected}");
    }

    /// A number of a survival curve.
    type Functional = dyn Fn(&dyn Fn(f64) -> f64) -> f64;

    /// The curve with weights, computed anew; its numerical derivative by the weight of each subject is the influence.
    fn weighted(times: &[f64], weights: &[f64], of: impl Fn(&dyn Fn(f64) -> f64) -> f64) -> f64 {
        let mut events: Vec<f64> = times.iter().filter(|time| **time > 0.0).copied().collect();
        events.sort_by(f64::total_cmp);
        events.dedup();
        let sum = |has: &dyn Fn(f64) -> bool| -> f64 {
            times.iter().zip(weights).filter(|(time, _)| has(**time)).map(|(_, weight)| weight).sum()
        };
        let survival = |at: f64| -> f64 {
            let factor = |t: &f64| 1.0 - sum(&|time| time == *t) / sum(&|time| time.abs() >= *t);
            events.iter().filter(|t| **t <= at).map(factor).product()
        };
        of(&survival)
    }

    #[test]
    fn pairs_have_the_error_of_a_numerical_derivative() {
        // The restricted mean to 40 as a fine sum, and the share at 30, of the first eleven of both groups as pairs.
        let mean = |survival: &dyn Fn(f64) -> f64| (0..40).map(|at| survival(f64::from(at))).sum::<f64>();
        let share = |survival: &dyn Fn(f64) -> f64| survival(30.0);
        let pairs = (group(&MAINTAINED, 0), group(&NOT_MAINTAINED[..11], 0));
        let derivative = |of: &Functional| -> f64 {
            let moved = |times: &[f64], index: usize, by: f64| {
                let mut weights = vec![1.0; times.len()];
                weights[index] += by;
                weighted(times, &weights, of)
            };
            let slope = |times: &[f64], index| (moved(times, index, 1e-5) - moved(times, index, -1e-5)) / 2e-5;
            let square = |index| {
                let sum: f64 = slope(&NOT_MAINTAINED[..11], index) - slope(&MAINTAINED, index);
                sum * sum
            };
            (0..11).map(square).sum::<f64>().sqrt()
        };
        let means = restricted_mean_difference(&pairs.0, &pairs.1, 40.0);
        let shares = landmark_difference(&pairs.0, &pairs.1, 30.0);
        assert!((means.standard_error - derivative(&mean)).abs() < 1e-5, "{means:?}");
        assert!((shares.standard_error - derivative(&share)).abs() < 1e-6, "{shares:?}");
    }

    #[test]
    fn what_does_not_vary_has_neither_interval_nor_test() {
        let alive = landmark_difference(&group(&[-9.0; 5], 0), &group(&[-9.0; 5], 0), 5.0);
        assert_eq!((alive.difference(), alive.interval(), alive.p()), (0.0, None, None));
    }
}
