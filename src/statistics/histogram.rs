//! Quantiles of any number of values in a fixed space: counts in logarithmic bins. Whole numbers only, so histograms merge
//! exactly and in any order. Values of either sign have one histogram for each. Left out: values outside 1e-6 to 1e15,
//! which count as the nearest bin within.

use super::{Interval, beta, quantile::between};

/// Bins of a factor of ten; the middle of a bin is at most 0.451 % from its values.
const PER_DECADE: f64 = 256.0;
/// Exponent of the lowest value, and number of decades.
const LOWEST: f64 = -6.0;
/// With the lowest value 10^-6 the highest is 10^15.
const DECADES: f64 = 21.0;

/// Counts of values.
///
/// At most 5,376 bins, 256 to a decade, of which only those between the lowest and the highest occupied one are held.
/// Equal counts are equal histograms, in whatever order values came.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Histogram {
    /// Values of zero and below.
    zeros: u32,
    /// The lowest occupied bin; 0 without one.
    first: u16,
    /// Counts from there to the highest occupied bin.
    counts: Vec<u32>,
}

impl Histogram {
    /// Counts a value; one that is not finite is ignored.
    pub fn add(&mut self, value: f64) {
        if value > 0.0 && value.is_finite() {
            *self.count_of(bin(value)) += 1;
        } else if value <= 0.0 && value.is_finite() {
            self.zeros += 1;
        }
    }

    /// Counts all values that another has counted.
    pub fn merge(&mut self, other: &Self) {
        self.zeros += other.zeros;
        for (bin, count) in (other.first..).zip(&other.counts).filter(|(_, count)| **count > 0) {
            *self.count_of(bin) += count;
        }
    }

    /// The count of a bin, made if need be.
    fn count_of(&mut self, bin: u16) -> &mut u32 {
        if self.counts.is_empty() {
            self.first = bin;
        }
        if bin < self.first {
            self.counts.splice(..0, (bin..self.first).map(|_| 0));
            self.first = bin;
        }
        let place = usize::from(bin - self.first);
        if place >= self.counts.len() {
            self.counts.resize(place + 1, 0);
        }
        &mut self.counts[place]
    }

    /// Number of values.
    /// Those not finite were never counted.
    pub fn count(&self) -> u32 {
        self.zeros + self.counts.iter().sum::<u32>()
    }

    /// Quantile, as if every value were the geometric middle of its bin; NaN without values. Between neighbors it is linear
    /// (Hyndman and Fan 1996, definition 7), so it is within 0.451 % of the quantile of values from 1e-6 to 1e15.
    pub fn quantile(&self, p: f64) -> f64 {
        let Some(last) = self.count().checked_sub(1) else { return f64::NAN };
        let place = p.clamp(0.0, 1.0) * f64::from(last);
        let below = place.floor() as u32;
        between(self.ranked(below), self.ranked((below + 1).min(last)), place - f64::from(below))
    }

    /// The value of a rank, the lowest being 0.
    fn ranked(&self, rank: u32) -> f64 {
        let mut upto = self.zeros;
        if rank < upto {
            return 0.0;
        }
        let bins = (self.first..).zip(&self.counts);
        let mut reached = bins.skip_while(|(_, count)| {
            upto += **count;
            upto <= rank
        });
        reached.next().map_or(f64::NAN, |(bin, _)| middle(bin))
    }
}

/// Counts of values of either sign, such as differences: those below zero by their size, and the others.
#[derive(Clone, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct SignedHistogram {
    /// Those below zero, by their size.
    below: Histogram,
    /// Zero and above.
    others: Histogram,
}

impl SignedHistogram {
    /// Counts a value; one that is not finite is ignored.
    pub fn add(&mut self, value: f64) {
        if value < 0.0 { self.below.add(-value) } else { self.others.add(value) }
    }

    /// Counts all values that another has counted.
    pub fn merge(&mut self, other: &Self) {
        self.below.merge(&other.below);
        self.others.merge(&other.others);
    }

    /// Number of values.
    pub fn count(&self) -> u32 {
        self.below.count() + self.others.count()
    }

    /// The value of a rank, the lowest being 0.
    fn ranked(&self, rank: u32) -> f64 {
        let below = self.below.count();
        match rank.checked_sub(below) {
            Some(rank) => self.others.ranked(rank),
            None => -self.below.ranked(below - 1 - rank),
        }
    }

    /// The middle value, or the mean of the two middle ones; NaN without values.
    pub fn median(&self) -> f64 {
        let Some(last) = self.count().checked_sub(1) else { return f64::NAN };
        between(self.ranked(last / 2), self.ranked(last.div_ceil(2)), 0.5)
    }

    /// 95 % interval of the median of what the values were drawn from, whatever their distribution (Thompson 1936): the
    /// values of rank `k` from either end, `k` being the largest with a binomial chance of at most 2.5 % of fewer than `k` values
    /// below the median. NaN for fewer than six values, which have none.
    pub fn median_interval(&self) -> Interval {
        let n = self.count();
        let fewer = |k: u32| beta::cumulative(f64::from(n - k + 1), f64::from(k), 0.5);
        let (mut k, mut beyond) = (0, n / 2 + 1);
        while beyond - k > 1 {
            let middle = k + (beyond - k) / 2;
            if fewer(middle) <= 0.025 { k = middle } else { beyond = middle }
        }
        match k {
            0 => Interval { low: f64::NAN, high: f64::NAN },
            k => Interval { low: self.ranked(k - 1), high: self.ranked(n - k) },
        }
    }
}

/// Bin of a positive value.
fn bin(value: f64) -> u16 {
    let place = PER_DECADE * (libm::log10(value) - LOWEST);
    place.clamp(0.0, PER_DECADE * DECADES - 1.0) as u16
}

/// Geometric middle of a bin.
fn middle(bin: u16) -> f64 {
    libm::exp10(LOWEST + (f64::from(bin) + 0.5) / PER_DECADE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantile;
    use proptest::prelude::*;

    /// Largest distance of a value from the middle of its bin: 10^(1 / 512) - 1 = 0.451 %.
    const TOLERANCE: f64 = 0.004_51;

    fn histogram(values: &[f64]) -> Histogram {
        let mut histogram = Histogram::default();
        values.iter().for_each(|value| histogram.add(*value));
        histogram
    }

    #[test]
    fn nothing_counted_has_no_quantile() {
        let empty = histogram(&[f64::NAN, f64::INFINITY, f64::NEG_INFINITY]);
        assert_eq!(empty, Histogram::default());
        assert!(empty.count() == 0 && empty.quantile(0.5).is_nan());
    }

    #[test]
    fn zero_and_below_are_zero() {
        let histogram = histogram(&[0.0, -3.0, 0.0, 100.0]);
        assert_eq!((histogram.count(), histogram.quantile(0.5)), (4, 0.0));
        assert!((histogram.quantile(1.0) / 100.0 - 1.0).abs() < TOLERANCE);
    }

    #[test]
    fn values_beyond_the_bins_count_as_the_nearest() {
        let histogram = histogram(&[1e-300, 1e300]);
        let (low, high) = (histogram.quantile(0.0), histogram.quantile(1.0));
        assert!((low / 1e-6 - 1.0).abs() < TOLERANCE && (high / 1e15 - 1.0).abs() < TOLERANCE, "{low} {high}");
    }

    #[test]
    fn only_the_occupied_range_takes_space() {
        assert_eq!(histogram(&[5.0; 10_000]).counts.len(), 1);
        assert!(histogram(&[1.0, 10.0]).counts.len() <= 257);
    }

    #[test]
    fn it_survives_being_written() {
        let histogram = histogram(&[0.0, 1.0, 7.5, 1e12]);
        let written = serde_json::to_string(&histogram).unwrap();
        assert_eq!(serde_json::from_str::<Histogram>(&written).unwrap(), histogram);
    }

    // R: k = qbinom(0.025, n, 0.5), which leaves at most 2.5 % below it: n = 10: 2, n = 25: 8, n = 100: 40.
    #[test]
    fn the_interval_of_a_median_is_that_of_ranks() {
        for (n, k) in [(10, 2), (25, 8), (100, 40)] {
            let mut signed = SignedHistogram::default();
            (0..n).for_each(|i| signed.add(f64::from(i) - f64::from(n) / 2.0 + 0.25));
            let Interval { low, high } = signed.median_interval();
            let expected = |rank: i32| f64::from(rank) - f64::from(n) / 2.0 + 0.25;
            for (found, wanted) in [(low, expected(k - 1)), (high, expected(n - k))] {
                assert!((found - wanted).abs() <= TOLERANCE * wanted.abs(), "{n}: {found} instead of {wanted}");
            }
        }
    }

    #[test]
    fn five_values_have_a_median_and_no_interval() {
        let mut signed = SignedHistogram::default();
        [-10.0, -1.0, 0.0, 1.0, f64::NAN, 10.0].into_iter().for_each(|value| signed.add(value));
        assert_eq!((signed.count(), signed.median()), (5, 0.0));
        assert!(signed.median_interval().low.is_nan());
        signed.add(-3.0);
        assert!((signed.median() + 0.5).abs() < 0.01 && (signed.median_interval().low + 10.0).abs() < 0.05);
        assert!(SignedHistogram::default().median().is_nan());
    }

    fn values() -> impl Strategy<Value = Vec<f64>> {
        let value = prop_oneof![1 => Just(0.0), 9 => (-5.99_f64..14.99).prop_map(libm::exp10)];
        prop::collection::vec(value, 1..200)
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_values_within_half_a_percent(mut values in values(), p in 0.0_f64..=1.0) {
            let found = histogram(&values).quantile(p);
            values.sort_by(f64::total_cmp);
            let exact = quantile(&values, p);
            prop_assert!((found - exact).abs() <= TOLERANCE * exact, "{} {}", found, exact);
        }

        #[test]
        fn merging_is_adding_in_any_order(first in values(), second in values()) {
            let (a, b) = (histogram(&first), histogram(&second));
            let (mut ab, mut ba) = (a.clone(), b.clone());
            ab.merge(&b);
            ba.merge(&a);
            prop_assert_eq!(&ab, &ba);
            prop_assert_eq!(&ab, &histogram(&[first, second].concat()));
        }

        #[test]
        fn merging_nothing_changes_nothing(values in values()) {
            let (full, mut empty) = (histogram(&values), Histogram::default());
            empty.merge(&full);
            prop_assert_eq!(&empty, &full);
            empty.merge(&Histogram::default());
            prop_assert_eq!(&empty, &full);
        }
    }
}
