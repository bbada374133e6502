//! Intervals: two ends, and what they are intervals of is said where they are made. Here: 95 % intervals of a share and of
//! the difference of two independent shares. Left out: other levels.

use super::{DEVIATE, beta};

/// From `low` to `high`, both included.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    pub low: f64,
    pub high: f64,
}

impl Interval {
    /// Whether a value lies within, ends included.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// What may be any share: the interval without observations.
const ANY_SHARE: Interval = Interval { low: 0.0, high: 1.0 };

/// Exact 95 % interval of a share, from `found` of `of` (Clopper and Pearson 1934): at either end the tail is 2.5 %.
pub fn clopper_pearson(found: u32, of: u32) -> Interval {
    let (found, of) = (f64::from(found.min(of)), f64::from(of));
    let low = if found > 0.0 { beta::inverse(found, of - found + 1.0, 0.025) } else { 0.0 };
    let high = if found < of { beta::inverse(found + 1.0, of - found, 0.975) } else { 1.0 };
    Interval { low, high }
}

/// Score 95 % interval of a share, from `found` of `of`, without continuity correction (Wilson 1927).
pub fn wilson(found: u32, of: u32) -> Interval {
    if of == 0 {
        return ANY_SHARE;
    }
    let (found, n, z2) = (f64::from(found.min(of)), f64::from(of), DEVIATE * DEVIATE);
    let middle = (found + 0.5 * z2) / (n + z2);
    let half = DEVIATE * (found * (n - found) / n + 0.25 * z2).sqrt() / (n + z2);
    let low = if found > 0.0 { middle - half } else { 0.0 };
    let high = if found < n { middle + half } else { 1.0 };
    Interval { low, high }
}

/// 95 % interval of the second share less the first, of independent groups (Newcombe 1998, Stat Med 17:873, method 10).
/// A group without observations may have any share.
pub fn newcombe(found: [u32; 2], of: [u32; 2]) -> Interval {
    let [first, second] = [0, 1].map(|i| Distances::of(found[i], of[i]));
    let difference = second.share - first.share;
    let low = difference - libm::hypot(second.down, first.up);
    let high = difference + libm::hypot(second.up, first.down);
    Interval { low: low.max(-1.0), high: high.min(1.0) }
}

/// A share and how far its Wilson interval reaches down and up.
pub(super) struct Distances {
    pub share: f64,
    pub down: f64,
    pub up: f64,
}

impl Distances {
    /// Of `found` of `of`; without observations the share is taken as one half, and the interval is everything.
    pub fn of(found: u32, of: u32) -> Self {
        let share = if of == 0 { 0.5 } else { f64::from(found.min(of)) / f64::from(of) };
        let interval = wilson(found, of);
        Self { share, down: share - interval.low, up: interval.high - share }
    }
}
