//! A yes or no observed twice in the same units. Left out: more than two occasions.

use super::{Interval, discrete, interval::Distances};

/// Units by what was found first and second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Pairs {
    pub both: u32,
    pub only_first: u32,
    pub only_second: u32,
    pub neither: u32,
}

impl Pairs {
    /// Counts pairs (found first, found second).
    pub fn of(pairs: impl IntoIterator<Item = (bool, bool)>) -> Self {
        let mut counts = Self::default();
        for pair in pairs {
            match pair {
                (true, true) => counts.both += 1,
                (true, false) => counts.only_first += 1,
                (false, true) => counts.only_second += 1,
                (false, false) => counts.neither += 1,
            }
        }
        counts
    }

    pub fn n(&self) -> u32 {
        self.both + self.only_first + self.only_second + self.neither
    }

    /// Share of the second less that of the first; 0 without pairs.
    pub fn difference(&self) -> f64 {
        let surplus = f64::from(self.only_second) - f64::from(self.only_first);
        surplus / f64::from(self.n().max(1))
    }

    /// 95 % interval of the difference (Newcombe 1998, Stat Med 17:2635, method 10); from -1 to 1 without pairs.
    pub fn newcombe(&self) -> Interval {
        if self.n() == 0 {
            return Interval { low: -1.0, high: 1.0 };
        }
        let first = Distances::of(self.both + self.only_first, self.n());
        let second = Distances::of(self.both + self.only_second, self.n());
        let phi = self.correlation();
        let reach = |a: f64, b: f64| (a * a - 2.0 * phi * a * b + b * b).max(0.0).sqrt();
        let low = self.difference() - reach(second.down, first.up);
        let high = self.difference() + reach(second.up, first.down);
        Interval { low: low.max(-1.0), high: high.min(1.0) }
    }

    /// Correlation phi, a positive one brought nearer to zero for continuity (method 10); 0 where a margin is empty.
    fn correlation(&self) -> f64 {
        let [both, first, second, neither] =
            [self.both, self.only_first, self.only_second, self.neither].map(f64::from);
        let margins = (both + first) * (second + neither) * (both + second) * (first + neither);
        let product = both * neither - first * second;
        let corrected = if product > 0.0 { (product - 0.5 * f64::from(self.n())).max(0.0) } else { product };
        if margins > 0.0 { corrected / margins.sqrt() } else { 0.0 }
    }

    /// Exact two-sided p value of McNemar's test (binomial with one half on the discordant pairs); 1 without such pairs.
    pub fn mcnemar(&self) -> f64 {
        let discordant = self.only_first + self.only_second;
        let fewer = self.only_first.min(self.only_second);
        let masses = discrete::masses(discordant, |k| f64::from(discordant - k) / f64::from(k + 1));
        let tail: f64 = masses[..=fewer as usize].iter().sum();
        (2.0 * tail).min(1.0)
    }
}
