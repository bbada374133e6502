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
