//! Ratios of odds and of hazards, on the scale of their logarithm: estimate, standard error, 95 % interval, Wald test.
//! Left out: exact intervals of sparse tables.

use super::{DEVIATE, Interval, quantile::mean};

/// The logarithm of a ratio of the second group to the first, approximately normal.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct LogRatio {
    /// Natural logarithm; 0 is no difference.
    pub log: f64,
    /// Standard error of `log`.
    pub standard_error: f64,
}

impl LogRatio {
    /// The ratio itself; 1 is no difference.
    pub fn ratio(&self) -> f64 {
        libm::exp(self.log)
    }

    /// 95 % confidence interval of the ratio (Wald). NaN at both ends where the error is zero: in clusters that are all balanced
    /// nothing varies, which does not say that others would be.
    pub fn interval(&self) -> Interval {
        if self.standard_error == 0.0 {
            return Interval { low: f64::NAN, high: f64::NAN };
        }
        let reach = DEVIATE * self.standard_error;
        Interval { low: libm::exp(self.log - reach), high: libm::exp(self.log + reach) }
    }

    /// Two-sided p value of no difference (Wald).
    pub fn p(&self) -> f64 {
        two_sided(self.log / self.standard_error)
    }
}

/// Two-sided p value of a standard normal deviate.
pub fn two_sided(deviate: f64) -> f64 {
    libm::erfc(deviate.abs() / std::f64::consts::SQRT_2)
}

/// Odds ratio of independent groups, second to first (Woolf 1955); none where somebody or nobody of a group has all of it,
/// since no finite ratio exists then.
///
/// ```text
/// ln [ x₂/(n₂ - x₂) / (x₁/(n₁ - x₁)) ]          error² = 1/x₁ + 1/(n₁ - x₁) + 1/x₂ + 1/(n₂ - x₂)
/// ```
pub fn odds_ratio(found: [u32; 2], of: [u32; 2]) -> Option<LogRatio> {
    let cells = [found[1], of[1] - found[1].min(of[1]), found[0], of[0] - found[0].min(of[0])].map(f64::from);
    let error: f64 = cells.iter().map(|cell| 1.0 / cell).sum();
    let log = libm::log(cells[0] / cells[1]) - libm::log(cells[2] / cells[3]);
    error.is_finite().then(|| LogRatio { log, standard_error: error.sqrt() })
}

/// Marginal odds ratio, second to first, of the same units: shares of each unit from 0 to 1, unit by unit. The error is that of
/// generalized estimating equations with independence as the working correlation (Liang and Zeger 1986). None where a group
/// has nothing or everything, or the error is zero.
///
/// ```text
/// u_i = (s_i2 - p₂)/(p₂ q₂) - (s_i1 - p₁)/(p₁ q₁)          error² = Σ u_i² / n²
/// ```
pub fn paired_odds_ratio(first: &[f64], second: &[f64]) -> Option<LogRatio> {
    let (a, b, n) = (mean(first), mean(second), first.len() as f64);
    let moved = |(one, two): (&f64, &f64)| (two - b) / (b * (1.0 - b)) - (one - a) / (a * (1.0 - a));
    let squares: f64 = first.iter().zip(second).map(moved).map(|moved| moved * moved).sum();
    let log = libm::log(b / (1.0 - b)) - libm::log(a / (1.0 - a));
    let error = squares.sqrt() / n;
    (log.is_finite() && error > 0.0).then_some(LogRatio { log, standard_error: error })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9
    }

    // statsmodels 0.14, Table2x2([[7, 11], [3, 15]]): log_oddsratio, its se and confint, exponentiated.
    #[test]
    fn the_odds_ratio_of_independent_groups_is_that_of_statsmodels() {
        let found = odds_ratio([3, 7], [18, 18]).unwrap();
        assert!(near(found.log, 1.157_452_788_691_042_8) && near(found.standard_error, 0.796_094_362_350_490_4));
        let interval = found.interval();
        assert!(near(libm::log(interval.low), -0.402_863_489_810_1), "{interval:?}");
        assert!(near(libm::log(interval.high), 2.717_769_067_193_384_1), "{interval:?}");
        assert_eq!([odds_ratio([0, 3], [9, 9]), odds_ratio([2, 9], [9, 9]), odds_ratio([0, 0], [0, 0])], [None; 3]);
    }

    // statsmodels 0.14: GEE(Binomial, cov_struct = Independence, groups = pairs), params[1] and bse[1].
    #[test]
    fn the_odds_ratio_of_pairs_is_that_of_generalized_estimating_equations() {
        for (counts, log, error) in [
            ([14, 3, 5, 22], 0.188_186_676_246_353_5, 0.265_010_335_942_155_6),
            ([20, 2, 12, 16], 0.816_526_201_720_449_1, 0.290_776_315_749_521_9),
            ([59, 3, 23, 37], 0.685_049_970_327_321_1, 0.166_482_326_590_172_48),
            ([3, 30, 30, 3], 0.0, 0.469_452_526_813_020_35),
        ] {
            let units = counts.into_iter().zip([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]);
            let pairs: Vec<[f64; 2]> = units.flat_map(|(count, pair)| std::iter::repeat_n(pair, count)).collect();
            let [first, second] = [0, 1].map(|group| pairs.iter().map(|pair| pair[group]).collect::<Vec<f64>>());
            let found = paired_odds_ratio(&first, &second).unwrap();
            assert!(near(found.log, log) && near(found.standard_error, error), "{counts:?} {found:?}");
        }
        assert_eq!(paired_odds_ratio(&[1.0, 0.0], &[0.0, 0.0]), None);
        assert_eq!(paired_odds_ratio(&[1.0, 0.0], &[1.0, 0.0]), None);
    }

    // R 4.2.2: 2 * pnorm(-1.5), 2 * pnorm(-3.3).
    #[test]
    fn p_values_are_those_of_the_normal_distribution() {
        assert!(near(two_sided(-1.5), 0.133_614_402_537_716_2) && near(two_sided(3.3), 0.000_966_848_284_767_554));
    }
}
