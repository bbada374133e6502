//! Intervals: two ends, and what they are intervals of is said where they are made. Here: 95 % intervals of a share and of
//! the difference of two independent shares. Left out: other levels.

use super::{
    DEVIATE, beta,
    quantile::{mean, standard_error},
};

/// From `low` to `high`, both included.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    /// The lower end, in the unit of what it is an interval of; NaN at both ends where there is none.
    pub low: f64,
    /// The upper end, not below `low`.
    pub high: f64,
}

impl Interval {
    /// Whether a value lies within, ends included.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// Both ends times a factor above zero, such as 100 for percent.
    /// A negative factor would exchange the ends, which is not done.
    pub fn scaled(&self, factor: f64) -> Self {
        Self { low: factor * self.low, high: factor * self.high }
    }

    /// From end to end.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }
}

/// What a share and a difference of shares can be: their intervals without observations.
const ANY_SHARE: Interval = Interval { low: 0.0, high: 1.0 };
/// A difference lies between -1 and 1.
pub(super) const ANY_DIFFERENCE: Interval = Interval { low: -1.0, high: 1.0 };

/// Exact 95 % interval of a share, from `found` of `of` (Clopper and Pearson 1934): at either end the tail is 2.5 %. More
/// found than counted is taken as all, here and below.
///
/// ```text
/// low = B⁻¹(0.025; x, n - x + 1)          high = B⁻¹(0.975; x + 1, n - x)          for x found of n
/// ```
///
/// Its coverage is at least 95 % for any true share. From 0 to 1 where nothing was counted.
pub fn clopper_pearson(found: u32, of: u32) -> Interval {
    exact(f64::from(found.min(of)), f64::from(of))
}

/// As [`clopper_pearson`], also of numbers that are not whole.
fn exact(found: f64, of: f64) -> Interval {
    let low = if found > 0.0 { beta::inverse(found, of - found + 1.0, 0.025) } else { 0.0 };
    let high = if found < of { beta::inverse(found + 1.0, of - found, 0.975) } else { 1.0 };
    Interval { low, high }
}

/// Shares of units, each over courses of its own that are more alike than those of two units.
///
/// Intervals are those of as many independent units as have the error of the mean (Korn and Graubard 1998); where all units
/// agree, of the units themselves.
///
/// ```text
/// n = p (1 - p)/error²          x = p n
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Mean of the shares of the units.
    mean: f64,
    /// Independent units with the same error.
    effective: f64,
}

impl Shares {
    /// From at least one share, from 0 to 1.
    pub fn of(shares: &[f64]) -> Self {
        let (mean, error) = (mean(shares), standard_error(shares));
        let effective = mean * (1.0 - mean) / (error * error);
        Self { mean, effective: if effective.is_finite() { effective } else { shares.len() as f64 } }
    }

    /// 95 % interval by the tails of the binomial, as [`clopper_pearson`].
    pub fn exact(&self) -> Interval {
        exact(self.mean * self.effective, self.effective)
    }

    /// Score 95 % interval, as [`wilson`].
    pub fn wilson(&self) -> Interval {
        score(self.mean * self.effective, self.effective)
    }
}

/// Score 95 % interval of a share, from `found` of `of`, without continuity correction (Wilson 1927).
/// From 0 to 1 where nothing was counted.
pub fn wilson(found: u32, of: u32) -> Interval {
    if of == 0 {
        return ANY_SHARE;
    }
    score(f64::from(found.min(of)), f64::from(of))
}

/// As [`wilson`], also of numbers that are not whole.
fn score(found: f64, n: f64) -> Interval {
    let z2 = DEVIATE * DEVIATE;
    let middle = (found + 0.5 * z2) / (n + z2);
    let half = DEVIATE * (found * (n - found) / n + 0.25 * z2).sqrt() / (n + z2);
    let low = if found > 0.0 { middle - half } else { 0.0 };
    let high = if found < n { middle + half } else { 1.0 };
    Interval { low, high }
}

/// 95 % interval of the second share less the first, of independent groups (Newcombe 1998, Stat Med 17:873, method 10).
/// From -1 to 1 where a group has no observations.
///
/// ```text
/// low = d - √(down₂² + up₁²)          high = d + √(up₂² + down₁²)          d = p₂ - p₁
/// ```
///
/// with how far the [`wilson`] interval of each share reaches up and down. `found` and `of` are for the first and the
/// second group, in this order; the result is in the same unit, from -1 to 1.
pub fn newcombe(found: [u32; 2], of: [u32; 2]) -> Interval {
    if of.contains(&0) {
        return ANY_DIFFERENCE;
    }
    let [first, second] = [0, 1].map(|i| Distances::of(found[i], of[i]));
    let difference = second.share - first.share;
    let low = difference - libm::hypot(second.down, first.up);
    let high = difference + libm::hypot(second.up, first.down);
    Interval { low: low.max(-1.0), high: high.min(1.0) }
}

/// A share and how far its Wilson interval reaches down and up.
pub(super) struct Distances {
    /// Found over counted.
    pub share: f64,
    /// To the lower end, 0 or more.
    pub down: f64,
    /// To the upper end, 0 or more.
    pub up: f64,
}

impl Distances {
    /// Of `found` of `of`, which is not 0.
    pub fn of(found: u32, of: u32) -> Self {
        let share = f64::from(found.min(of)) / f64::from(of);
        let interval = wilson(found, of);
        Self { share, down: share - interval.low, up: interval.high - share }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(interval: Interval, (low, high): (f64, f64), tolerance: f64) -> bool {
        (interval.low - low).abs() < tolerance && (interval.high - high).abs() < tolerance
    }

    // R 4.2.2: binom.test(found, of)$conf.int, prop.test(found, of, correct = FALSE)$conf.int.
    #[test]
    fn intervals_of_a_share_are_those_of_r_up_to_ten_thousand_patients() {
        let expected = [
            (10, 53, (0.094_369_776_069, 0.319_724_352_342), (0.105_853_251_077, 0.313_584_590_867)),
            (0, 17, (0.0, 0.195_064_322_969), (0.0, 0.184_318_135_009)),
            (17, 17, (0.804_935_677_031, 1.0), (0.815_681_864_991, 1.0)),
            (1, 2, (0.012_579_117_093, 0.987_420_882_907), (0.094_531_205_734, 0.905_468_794_266)),
            (118, 200, (0.518_421_585_213, 0.658_869_354_329), (0.520_764_590_337, 0.655_843_250_915)),
            (0, 10_000, (0.0, 0.000_368_819_915), (0.0, 0.000_383_998_371)),
            (1, 10_000, (0.000_002_531_778, 0.000_557_036_998), (0.000_017_652_674, 0.000_566_268_897)),
            (5_000, 10_000, (0.490_151_380_590, 0.509_848_619_410), (0.490_202_061_815, 0.509_797_938_185)),
            (9_999, 10_000, (0.999_442_963_002, 0.999_997_468_222), (0.999_433_731_103, 0.999_982_347_326)),
            (10_000, 10_000, (0.999_631_180_085, 1.0), (0.999_616_001_629, 1.0)),
        ];
        for (found, of, exact, score) in expected {
            assert!(
                close(clopper_pearson(found, of), exact, 1e-11),
                "{found} of {of}: {:?}",
                clopper_pearson(found, of)
            );
            assert!(close(wilson(found, of), score, 1e-11), "{found} of {of}: {:?}", wilson(found, of));
        }
    }

    /// Chance of at most `found` of `of` when the share is `share`.
    fn at_most(found: u32, of: u32, share: f64) -> f64 {
        let log_factorial = |n: u32| libm::lgamma(f64::from(n) + 1.0);
        let log_choose = |k: u32| log_factorial(of) - log_factorial(k) - log_factorial(of - k);
        let log_powers = |k: u32| f64::from(k) * libm::log(share) + f64::from(of - k) * libm::log(1.0 - share);
        (0..=found).map(|k| libm::exp(log_choose(k) + log_powers(k))).sum()
    }

    // Definition (Clopper and Pearson 1934): at either end the count is just not significant, 2.5 % in the tail.
    #[test]
    fn at_the_ends_of_the_exact_interval_the_tails_are_two_and_a_half_percent() {
        for found in [1, 4, 10, 118, 199] {
            let Interval { low, high } = clopper_pearson(found, 200);
            let tails = (1.0 - at_most(found - 1, 200, low), at_most(found, 200, high));
            assert!((tails.0 - 0.025).abs() < 1e-9 && (tails.1 - 0.025).abs() < 1e-9, "{found}: {tails:?}");
        }
    }

    // statsmodels 0.15.0: confint_proportions_2indep(..., method="newcomb"); the first two are in Newcombe 1998, table II.
    #[test]
    fn intervals_of_an_independent_difference_are_those_of_statsmodels() {
        let expected = [
            ([48, 56], [80, 70], (0.052_431_472_402, 0.333_872_654_037)),
            ([3, 9], [10, 10], (0.170_522_723_935, 0.809_017_973_535)),
            ([0, 5], [29, 56], (-0.038_137_147_904, 0.192_560_013_855)),
            ([0, 0], [20, 10], (-0.161_125_158_053, 0.277_532_799_863)),
            ([0, 10], [20, 10], (0.679_086_037_142, 1.0)),
        ];
        for (found, of, interval) in expected {
            assert!(close(newcombe(found, of), interval, 1e-11), "{found:?} of {of:?}: {:?}", newcombe(found, of));
        }
    }

    #[test]
    fn without_observations_everything_is_possible() {
        assert_eq!((clopper_pearson(0, 0), wilson(0, 0)), (ANY_SHARE, ANY_SHARE));
        assert_eq!((newcombe([0, 3], [0, 9]), newcombe([3, 0], [9, 0])), (ANY_DIFFERENCE, ANY_DIFFERENCE));
    }

    #[test]
    fn both_ends_belong_to_an_interval() {
        let interval = Interval { low: -1.0, high: 2.0 };
        assert!(interval.contains(-1.0) && interval.contains(2.0) && !interval.contains(2.1));
        assert!(!interval.contains(f64::NAN) && interval.width() == 3.0);
    }

    fn count() -> impl Strategy<Value = (u32, u32)> {
        (1_u32..=10_000).prop_flat_map(|of| (0..=of, Just(of)))
    }

    proptest! {
        #[test]
        fn intervals_of_a_share_hold_it_and_stay_within_zero_and_one((found, of) in count()) {
            for interval in [clopper_pearson(found, of), wilson(found, of)] {
                prop_assert!(interval.contains(f64::from(found) / f64::from(of)));
                prop_assert!(0.0 <= interval.low && interval.high <= 1.0);
            }
        }

        #[test]
        fn counting_the_others_mirrors_the_interval((found, of) in count()) {
            for of_share in [clopper_pearson, wilson] {
                let mirrored = of_share(of - found, of);
                prop_assert!(close(of_share(found, of), (1.0 - mirrored.high, 1.0 - mirrored.low), 1e-10));
            }
        }

        #[test]
        fn swapping_groups_turns_the_interval_of_their_difference_over((a, m) in count(), (b, n) in count()) {
            let (interval, swapped) = (newcombe([a, b], [m, n]), newcombe([b, a], [n, m]));
            prop_assert_eq!((interval.low, interval.high), (-swapped.high, -swapped.low));
            prop_assert!(interval.contains(f64::from(b) / f64::from(n) - f64::from(a) / f64::from(m)));
            prop_assert!(-1.0 <= interval.low && interval.high <= 1.0);
        }
    }

    // R 4.2.2: s <- c(0, 0.5, 1, 0, 0, 0.25, 0.75, 0); p <- mean(s); n <- p * (1 - p) / (var(s) / 8);
    // qbeta(0.025, p * n, n - p * n + 1); qbeta(0.975, p * n + 1, n - p * n).
    #[test]
    fn shares_of_units_have_the_interval_of_their_effective_number() {
        let shares = Shares::of(&[0.0, 0.5, 1.0, 0.0, 0.0, 0.25, 0.75, 0.0]);
        let found = shares.exact();
        assert!(
            (found.low - 0.080_430_036_161_097).abs() < 1e-9 && (found.high - 0.646_847_058_112_797).abs() < 1e-9,
            "{found:?}"
        );
        assert!(found.low < shares.wilson().low && shares.wilson().high < found.high);
        assert_eq!(Shares::of(&[0.0; 20]).exact(), clopper_pearson(0, 20));
    }
}
