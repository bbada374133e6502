//! Whole trials, one by one, in which cenersen does nothing: both arms are given courses of the control, and the test of
//! the trial is done on their data at every look. How often it errs is counted, with nothing assumed of its statistic.
//! Patients come from any draw, as only the same chances in both arms matter where there is no effect. Left out: trials
//! with an effect, in which the noise of the few patients of a draw would count as effect.
//!
//! # What it is for
//!
//! Boundaries rest on a normal statistic, which rates near zero in some dozen patients do not give. The share of
//! significant trials should hold alpha within its interval; as shipped it is 5.0 % (95 % 4.3 to 5.7).

use super::{Course, NextTrial, Outcomes, Protocol, rule::Rule};
use cenersim_model::engine::Seed;
use cenersim_statistics::{Interval, clopper_pearson, log_rank_deviate};
use rayon::prelude::*;

/// How often trials without an effect ended with a result.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Simulated {
    /// Trials.
    pub trials: u32,
    /// Significant on either side that counts.
    pub significant: u32,
    /// 95 % Monte-Carlo interval of their share (Clopper and Pearson 1934).
    pub interval: Interval,
    /// Significant in favor of the treatment.
    pub in_favor: u32,
    /// 95 % Monte-Carlo interval of their share.
    pub in_favor_interval: Interval,
}

impl NextTrial {
    /// Trials of so many patients; none of one arm, whose error is exact.
    pub(super) fn without_effect(&self, rule: &Rule, outcomes: &[Outcomes], patients: u32) -> Option<Simulated> {
        let Rule::Controlled(controlled) = rule else { return None };
        let (trials, stream) = (self.protocol.trials, self.stream("trials"));
        let boundaries = (controlled.test.times.as_slice(), controlled.test.upper.as_slice());
        let one = |trial: u32| self.sided(self.ended(boundaries, outcomes, patients, stream.number(u64::from(trial))));
        let ends: Vec<i32> = (0..trials).into_par_iter().map(one).collect();
        let count = |holds: fn(i32) -> bool| ends.iter().filter(|end| holds(**end)).count() as u32;
        let (significant, in_favor) = (count(|end| end != 0), count(|end| end > 0));
        Some(Simulated {
            trials,
            significant,
            interval: clopper_pearson(significant, trials),
            in_favor,
            in_favor_interval: clopper_pearson(in_favor, trials),
        })
    }

    /// A one-sided trial finds nothing against the treatment.
    fn sided(&self, end: i32) -> i32 {
        if self.protocol.sides == 2 { end } else { end.max(0) }
    }

    /// How a trial ends: 1 in favor, -1 against, 0 without a result.
    fn ended(&self, (times, upper): (&[f64], &[f64]), outcomes: &[Outcomes], patients: u32, stream: Seed) -> i32 {
        let sizes = self.protocol.sizes(patients);
        let data = [0, 1].map(|arm| sampled(outcomes, sizes[arm], stream.number(arm as u64)));
        for (time, boundary) in times.iter().zip(upper) {
            let seen = [0, 1].map(|arm| &data[arm][..(time * f64::from(sizes[arm])).ceil() as usize]);
            let deviate = deviate(&self.protocol, seen);
            if deviate.abs() >= *boundary && (deviate > 0.0 || self.protocol.sides == 2) {
                return if deviate > 0.0 { 1 } else { -1 };
            }
        }
        0
    }
}

/// One of the elements.
fn any<T>(elements: &[T], stream: Seed) -> &T {
    &elements[(stream.uniform() * elements.len() as f64) as usize]
}

/// Courses of the control of patients, with replacement.
fn sampled(outcomes: &[Outcomes], n: u32, stream: Seed) -> Vec<Course> {
    let pick = |one: u32| {
        let stream = stream.number(u64::from(one));
        let patient = any(&any(outcomes, stream.number(0)).0, stream.number(1));
        any(patient, stream.number(2))[0]
    };
    (0..n).map(pick).collect()
}

/// The statistic of the test: positive in favor of the treatment.
fn deviate(protocol: &Protocol, [control, treatment]: [&[Course]; 2]) -> f64 {
    if protocol.is_survival() {
        return -log_rank_deviate(control, treatment).unwrap_or(0.0);
    }
    let [m, n] = [control, treatment].map(|arm| arm.len() as f64);
    let [a, b] = [control, treatment].map(|arm| arm.iter().filter(|course| course.event).count() as f64);
    let pooled = (a + b) / (m + n);
    let error = (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / n)).sqrt();
    if error > 0.0 { (b / n - a / m) / error } else { 0.0 }
}
