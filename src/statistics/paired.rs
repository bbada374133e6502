//! A yes or no observed twice in the same units. Left out: more than two occasions.
//! The concordant pairs say nothing on which occasion is the better one; they make the interval of the difference
//! shorter, because the two occasions share their units.

use super::{
    Interval, discrete,
    interval::{ANY_DIFFERENCE, Distances},
};

/// Units by what was found first and second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Pairs {
    /// Found on both occasions.
    pub both: u32,
    /// Found first and not second.
    pub only_first: u32,
    /// Found second and not first.
    pub only_second: u32,
    /// Found on no occasion.
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

    /// Number of pairs.
    pub fn n(&self) -> u32 {
        self.both + self.only_first + self.only_second + self.neither
    }

    /// Share of the second less that of the first; 0 without pairs.
    pub fn difference(&self) -> f64 {
        let surplus = f64::from(self.only_second) - f64::from(self.only_first);
        surplus / f64::from(self.n().max(1))
    }

    /// 95 % interval of the difference (Newcombe 1998, Stat Med 17:2635, method 10); from -1 to 1 without pairs.
    ///
    /// ```text
    /// low = d - √(down₂² - 2 φ down₂ up₁ + up₁²)          high = d + √(up₂² - 2 φ up₂ down₁ + down₁²)
    /// ```
    ///
    /// with the reaches of the Wilson intervals of both shares and their correlation φ.
    pub fn newcombe(&self) -> Interval {
        if self.n() == 0 {
            return ANY_DIFFERENCE;
        }
        let first = Distances::of(self.both + self.only_first, self.n());
        let second = Distances::of(self.both + self.only_second, self.n());
        let phi = self.correlation();
        let reach = |a: f64, b: f64| (a * a + b * b - 2.0 * phi * (a * b)).max(0.0).sqrt();
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
    /// Under the null hypothesis a discordant pair is as probable one way as the other; the smaller tail is doubled.
    pub fn mcnemar(&self) -> f64 {
        let discordant = self.only_first + self.only_second;
        let fewer = self.only_first.min(self.only_second);
        let masses = discrete::masses(discordant, |k| f64::from(discordant - k) / f64::from(k + 1));
        let tail: f64 = masses[..=fewer as usize].iter().sum();
        (2.0 * tail).min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pairs([both, only_first, only_second, neither]: [u32; 4]) -> Pairs {
        Pairs { both, only_first, only_second, neither }
    }

    // R 4.2.2 with the Wilson ends of prop.test, combined as in package biostatUZH, confIntPairedProportion; the counts of the
    // first are in Altman et al. 2000, Statistics with Confidence, table 6.2, those of the second in Newcombe 1998, table II.
    #[test]
    fn intervals_of_a_paired_difference_are_those_of_r() {
        let expected = [
            ([14, 0, 5, 22], 0.121_951_219_512, (0.011_483_241_383, 0.226_492_684_351)),
            ([20, 2, 12, 16], 0.2, (0.056_156_424_842, 0.329_206_995_400)),
            ([20, 6, 15, 5], 0.195_652_173_913, (0.002_601_543_050, 0.369_943_054_470)),
            ([1, 7, 1, 12], -0.285_714_285_714, (-0.506_920_226_686, -0.025_559_124_165)),
            ([59, 3, 23, 37], 0.163_934_426_230, (0.084_690_031_566, 0.239_236_124_491)),
            ([0, 0, 0, 30], 0.0, (-0.113_513_393_174, 0.113_513_393_174)),
            ([0, 0, 40, 0], 1.0, (0.876_084_343_230, 1.0)),
            ([3, 30, 30, 3], 0.0, (-0.223_611_995_559, 0.223_611_995_559)),
        ];
        for (counts, difference, (low, high)) in expected {
            let (pairs, interval) = (pairs(counts), pairs(counts).newcombe());
            assert!((pairs.difference() - difference).abs() < 1e-11, "{counts:?}");
            assert!(
                (interval.low - low).abs() < 1e-11 && (interval.high - high).abs() < 1e-11,
                "{counts:?} {interval:?}"
            );
        }
    }

    // R 4.2.2: binom.test(only_first, only_first + only_second)$p.value.
    #[test]
    fn p_values_of_mcnemars_test_are_those_of_r() {
        let expected = [
            (5, 0, 0.0625),
            (12, 2, 1.293_945_312_5e-2),
            (8, 9, 1.0),
            (3, 3, 1.0),
            (1, 7, 0.070_312_5),
            (60, 90, 1.759_769_192_878_577e-2),
            (2000, 2200, 2.132_355_671_991_23e-3),
        ];
        for (first, second, p) in expected {
            let found = pairs([4, first, second, 11]).mcnemar();
            assert!((found / p - 1.0).abs() < 1e-11, "{first} {second}: {found}");
        }
    }

    #[test]
    fn what_never_differs_has_no_difference() {
        let same = pairs([30, 0, 0, 170]);
        assert_eq!((same.difference(), same.mcnemar()), (0.0, 1.0));
        assert!(same.newcombe().contains(0.0));
    }

    #[test]
    fn without_pairs_everything_is_possible() {
        let none = Pairs::of([]);
        assert_eq!((none.n(), none.difference(), none.mcnemar()), (0, 0.0, 1.0));
        assert_eq!(none.newcombe(), ANY_DIFFERENCE);
    }

    #[test]
    fn pairs_are_counted_by_what_was_found() {
        let found = Pairs::of([(true, true), (true, false), (true, false), (false, true), (false, false)]);
        assert_eq!((found, found.n()), (pairs([1, 2, 1, 1]), 5));
    }

    proptest! {
        #[test]
        fn intervals_hold_the_difference_and_turn_over_when_the_arms_are_swapped(counts in prop::array::uniform4(0_u32..2500)) {
            let swapped = pairs([counts[0], counts[2], counts[1], counts[3]]);
            let (interval, other) = (pairs(counts).newcombe(), swapped.newcombe());
            prop_assert_eq!((interval.low, interval.high), (-other.high, -other.low));
            prop_assert!(interval.contains(pairs(counts).difference()));
            prop_assert!(-1.0 <= interval.low && interval.high <= 1.0);
            prop_assert_eq!(pairs(counts).mcnemar(), swapped.mcnemar());
        }
    }
}
