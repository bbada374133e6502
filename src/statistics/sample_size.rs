//! How many patients a trial of two arms needs for a stated effect, by the formulas that statisticians check by hand. Left
//! out: dropouts, and accrual over time.

use super::{normal_cumulative, normal_deviate};

/// What a test must keep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Errors {
    /// Of one side; half of that of a two-sided test.
    pub alpha: f64,
    /// Chance to find the stated effect.
    pub power: f64,
}

impl Errors {
    /// Deviates of both.
    fn deviates(&self) -> [f64; 2] {
        [normal_deviate(1.0 - self.alpha), normal_deviate(self.power)]
    }
}

/// Patients of the first group when the second has `ratio` times as many, to tell two rates apart (Fleiss, Levin and Paik
/// 2003, 4.14 and 4.15); not rounded.
///
/// ```text
/// m = (z_α √((ratio + 1) p q) + z_β √(ratio p₁ q₁ + p₂ q₂))² / (ratio (p₂ - p₁)²)          p = (p₁ + ratio p₂) / (ratio + 1)
/// ```
pub fn two_proportions([first, second]: [f64; 2], ratio: f64, errors: Errors) -> f64 {
    let [z_alpha, z_beta] = errors.deviates();
    let spread = |p: f64| p * (1.0 - p);
    let pooled = (first + ratio * second) / (ratio + 1.0);
    let none = z_alpha * ((ratio + 1.0) * spread(pooled)).sqrt();
    let some = z_beta * (ratio * spread(first) + spread(second)).sqrt();
    (none + some).powi(2) / (ratio * (second - first).powi(2))
}

/// The same with the continuity correction, for an exact test (Fleiss, Tytun and Ury 1980).
///
/// ```text
/// m' = m / 4 (1 + √(1 + 2 (ratio + 1) / (m ratio |p₂ - p₁|)))²
/// ```
pub fn two_proportions_corrected(rates: [f64; 2], ratio: f64, errors: Errors) -> f64 {
    let m = two_proportions(rates, ratio, errors);
    let wider = 2.0 * (ratio + 1.0) / (m * ratio * (rates[1] - rates[0]).abs());
    0.25 * m * (1.0 + (1.0 + wider).sqrt()).powi(2)
}

/// Events that a log-rank test needs to find a hazard ratio when the second group has `ratio` times as many patients
/// (Schoenfeld 1981, Biometrika 68:316); not rounded.
///
/// ```text
/// d = (z_α + z_β)² / (π (1 - π) ln(HR)²)          π = ratio / (ratio + 1)
/// ```
pub fn schoenfeld(hazard_ratio: f64, ratio: f64, errors: Errors) -> f64 {
    let [z_alpha, z_beta] = errors.deviates();
    let share = ratio / (ratio + 1.0);
    (z_alpha + z_beta).powi(2) / (share * (1.0 - share) * libm::log(hazard_ratio).powi(2))
}

/// The expected deviate of the comparison of two means, as if their variances were those of no effect: a test with the
/// critical value `critical` has then the power Φ(drift - critical).
///
/// `spread` are the standard errors of the difference without and with the effect. Where they are alike it is the
/// difference over either; for two rates it is what [`two_proportions`] solves.
pub fn drift(difference: f64, [none, some]: [f64; 2], critical: f64) -> f64 {
    if some == 0.0 {
        return if difference == 0.0 { 0.0 } else { difference.signum() * f64::INFINITY };
    }
    (difference - critical * none) / some + critical
}

/// Chance that a test with this critical value is significant in the direction of the drift.
pub fn power(drift: f64, critical: f64) -> f64 {
    normal_cumulative(drift - critical)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::binomial;

    const TWO_SIDED: f64 = 0.025;

    // R 4.2.2, power.prop.test(p1 = 0.50, p2 = 0.75, power = 0.90): n = 76.70693; p1 = 0.15, p2 = 0.30, power 0.80: n = 120.47194.
    // Fleiss, Levin and Paik 2003, table A.4: 85 with the continuity correction for 0.50 against 0.75 and a power of 90 %.
    #[test]
    fn patients_for_two_rates_are_those_of_r_and_of_the_table_of_fleiss() {
        let errors = |power| Errors { alpha: TWO_SIDED, power };
        assert!((two_proportions([0.5, 0.75], 1.0, errors(0.9)) - 76.706_93).abs() < 1e-4);
        assert!((two_proportions([0.15, 0.3], 1.0, errors(0.8)) - 120.471_94).abs() < 1e-4);
        assert_eq!(two_proportions_corrected([0.5, 0.75], 1.0, errors(0.9)).ceil(), 85.0);
    }

    // Collett 2003, Modelling survival data in medical research, example 10.1: a log hazard ratio of -0.5621 with a power
    // of 90 % at two-sided 5 % needs 133 deaths.
    #[test]
    fn deaths_for_a_hazard_ratio_are_those_of_a_published_example() {
        let deaths = schoenfeld(libm::exp(-0.5621), 1.0, Errors { alpha: TWO_SIDED, power: 0.9 });
        assert_eq!(deaths.round(), 133.0);
    }

    #[test]
    fn two_patients_on_treatment_for_each_control_need_an_eighth_more() {
        let errors = Errors { alpha: TWO_SIDED, power: 0.8 };
        let ratio = schoenfeld(0.7, 2.0, errors) / schoenfeld(0.7, 1.0, errors);
        assert!((ratio - 1.125).abs() < 1e-12);
        // Exchanging the groups exchanges their sizes.
        let [a, b] = [two_proportions([0.2, 0.4], 2.0, errors), two_proportions([0.4, 0.2], 0.5, errors)];
        assert!((2.0 * a / b - 1.0).abs() < 1e-12);
    }

    /// Power of the pooled test of two rates, over all pairs of counts.
    fn enumerated(rates: [f64; 2], n: [u32; 2], critical: f64) -> f64 {
        let [first, second] = [0, 1].map(|i| binomial(n[i], rates[i]));
        let mut power = 0.0;
        for (a, p) in first.iter().enumerate() {
            for (b, q) in second.iter().enumerate() {
                let [m, n] = n.map(f64::from);
                let pooled = (a + b) as f64 / (m + n);
                let spread = (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / n)).sqrt();
                power += if b as f64 / n - a as f64 / m > critical * spread { p * q } else { 0.0 };
            }
        }
        power
    }

    #[test]
    fn the_power_of_two_rates_is_nearly_that_of_every_pair_of_counts() {
        let critical = normal_deviate(1.0 - TWO_SIDED);
        for (rates, n) in [([0.2, 0.4], [80, 80]), ([0.1, 0.3], [60, 120]), ([0.15, 0.25], [250, 250])] {
            let [m, k] = n.map(f64::from);
            let pooled = (m * rates[0] + k * rates[1]) / (m + k);
            let none = (pooled * (1.0 - pooled) * (1.0 / m + 1.0 / k)).sqrt();
            let some = (rates[0] * (1.0 - rates[0]) / m + rates[1] * (1.0 - rates[1]) / k).sqrt();
            let found = power(drift(rates[1] - rates[0], [none, some], critical), critical);
            let exact = enumerated(rates, n, critical);
            // Counts are whole: a few hundred patients leave a percentage point and a half.
            assert!((found - exact).abs() < 0.016, "{rates:?} {n:?}: {found} {exact}");
        }
    }

    #[test]
    fn the_power_at_the_number_of_patients_of_the_formula_is_the_power_that_was_asked_for() {
        let (rates, ratio, errors) = ([0.12, 0.31], 2.0, Errors { alpha: 0.05, power: 0.85 });
        let m = two_proportions(rates, ratio, errors);
        let critical = normal_deviate(0.95);
        let pooled = (rates[0] + ratio * rates[1]) / (1.0 + ratio);
        let none = (pooled * (1.0 - pooled) * (1.0 + 1.0 / ratio) / m).sqrt();
        let some = (rates[0] * (1.0 - rates[0]) / m + rates[1] * (1.0 - rates[1]) / (ratio * m)).sqrt();
        let found = power(drift(rates[1] - rates[0], [none, some], critical), critical);
        assert!((found - 0.85).abs() < 1e-9, "{found}");
    }
}
