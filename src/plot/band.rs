//! Band: one variable over several replicates, as a line and the band around it. Replicates share their points in time;
//! one that ended earlier (death) drops out of the later points. Left out: confidence intervals of the median.

use crate::{
    biology::Kind,
    curves::{CurveSet, Variable},
};

/// From this number of replicates the band is their 5th to 95th percentile instead of their range.
const ENOUGH_FOR_PERCENTILES: usize = 20;

/// Median and band over time. A point where no replicate has a finite value is NaN; panels leave a gap there.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Band {
    pub days: Vec<f64>,
    pub low: Vec<f64>,
    pub middle: Vec<f64>,
    pub high: Vec<f64>,
}

impl Band {
    /// The curve of a variable, of one kind of cell where it has kinds.
    pub fn of(replicates: &[CurveSet], variable: Variable, kind: Option<Kind>) -> Self {
        Self::sum_of(replicates, &[variable], kind)
    }

    /// The sum of several variables, such as a drug and its active metabolite.
    pub fn sum_of(replicates: &[CurveSet], variables: &[Variable], kind: Option<Kind>) -> Self {
        let mut band = Self::default();
        let recorded = |set: &&CurveSet| variables.iter().any(|v| !set.of(*v, kind).is_empty());
        let sets: Vec<&CurveSet> = replicates.iter().filter(recorded).collect();
        let Some(longest) = sets.iter().max_by_key(|set| set.days.len()) else { return band };
        for (i, day) in longest.days.iter().enumerate().filter(|(_, day)| day.is_finite()) {
            let mut values: Vec<f64> = sets.iter().filter_map(|set| sum_at(set, variables, kind, i, *day)).collect();
            band.push(*day, &mut values, replicates.len());
        }
        band
    }

    fn push(&mut self, day: f64, values: &mut [f64], replicates: usize) {
        values.sort_by(f64::total_cmp);
        let tail = if replicates >= ENOUGH_FOR_PERCENTILES { 0.05 } else { 0.0 };
        self.days.push(day);
        self.low.push(quantile(values, tail));
        self.middle.push(quantile(values, 0.5));
        self.high.push(quantile(values, 1.0 - tail));
    }

    /// Every value multiplied, for example to percent.
    pub fn scaled(mut self, factor: f64) -> Self {
        for values in [&mut self.low, &mut self.middle, &mut self.high] {
            values.iter_mut().for_each(|value| *value *= factor);
        }
        self
    }

    /// Points up to a day.
    pub fn until(mut self, day: f64) -> Self {
        let kept = self.days.iter().take_while(|d| **d <= day).count();
        for values in [&mut self.days, &mut self.low, &mut self.middle, &mut self.high] {
            values.truncate(kept);
        }
        self
    }

    /// The highest finite value of line and band; zero if there is none.
    pub fn highest(&self) -> f64 {
        self.high.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max)
    }

    /// The highest finite value of the line; zero if there is none.
    pub fn peak(&self) -> f64 {
        self.middle.iter().copied().filter(|value| value.is_finite()).fold(0.0, f64::max)
    }

    /// Since which day the line and its band have been zero to the end; none if they are not.
    pub fn zero_since(&self) -> Option<f64> {
        let zeros = self.high.iter().rev().take_while(|value| **value == 0.0).count();
        self.days.get(self.days.len() - zeros).copied()
    }
}

fn sum_at(set: &CurveSet, variables: &[Variable], kind: Option<Kind>, i: usize, day: f64) -> Option<f64> {
    let same_day = set.days.get(i).is_some_and(|d| (d - day).abs() < 1e-6);
    let values = || variables.iter().filter_map(|variable| set.of(*variable, kind).get(i));
    let sum: f64 = values().sum();
    (same_day && sum.is_finite() && values().next().is_some()).then_some(sum)
}

/// Quantile of sorted values, linear between neighbors (Hyndman and Fan 1996, definition 7); NaN if there are none.
fn quantile(sorted: &[f64], probability: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = probability * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// What line and band are, for the subtitle.
pub fn explanation(replicates: usize) -> String {
    match replicates {
        0 => "No replicate was simulated.".into(),
        1 => "One replicate.".into(),
        n if n < ENOUGH_FOR_PERCENTILES => format!("Line: median of {n} replicates; band: lowest to highest."),
        n => format!("Line: median of {n} replicates; band: 5th to 95th percentile."),
    }
}
