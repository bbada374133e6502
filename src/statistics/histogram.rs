//! Quantiles of any number of values in a fixed space: counts in logarithmic bins. Whole numbers only, so histograms merge
//! exactly and in any order. Left out: signs (zero and below are one bin) and values outside 1e-6 to 1e15, which count
//! as the nearest bin within.

use super::quantile::between;

/// Bins of a factor of ten; the middle of a bin is at most 1.82 % from its values.
const PER_DECADE: f64 = 64.0;
/// Exponent of the lowest value, and number of decades.
const LOWEST: f64 = -6.0;
const DECADES: f64 = 21.0;

/// Counts of values.
///
/// At most 1,344 bins, 64 to a decade, of which only those between the lowest and the highest occupied one are held.
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
    /// (Hyndman and Fan 1996, definition 7), so it is within 1.82 % of the quantile of values from 1e-6 to 1e15.
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

    /// Largest distance of a value from the middle of its bin: 10^(1 / 128) - 1 = 1.815 %.
    const TOLERANCE: f64 = 0.0182;

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
        assert!(histogram(&[1.0, 10.0]).counts.len() <= 65);
    }

    #[test]
    fn it_survives_being_written() {
        let histogram = histogram(&[0.0, 1.0, 7.5, 1e12]);
        let written = serde_json::to_string(&histogram).unwrap();
        assert_eq!(serde_json::from_str::<Histogram>(&written).unwrap(), histogram);
    }

    fn values() -> impl Strategy<Value = Vec<f64>> {
        let value = prop_oneof![1 => Just(0.0), 9 => (-5.99_f64..14.99).prop_map(libm::exp10)];
        prop::collection::vec(value, 1..200)
    }

    proptest! {
        #[test]
        fn quantiles_are_those_of_the_values_within_two_percent(mut values in values(), p in 0.0_f64..=1.0) {
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
