//! What a significant result says of an estimate that is normal around the truth: its power, how often its sign is wrong
//! (type S) and how much it exaggerates (type M; Gelman and Carlin 2014; closed form of Lu, Qiu and Deng 2019).
//! Left out: estimates that are not normal, and looks before the end.
//!
//! ```text
//! power = Φ(l - z) + Φ(-l - z)      type S = Φ(-l - z)/power      type M = E(|estimate| | significant)/|effect|
//! ```
//!
//! with l = |effect|/error and z the deviate of the two-sided level.

use super::normal_deviate;

/// Of a two-sided test.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Significance {
    /// Probability of significance.
    pub power: f64,
    /// Share of significant results with the wrong sign; none without an effect.
    pub type_s: Option<f64>,
    /// Mean size of significant estimates over the effect; none without an effect.
    pub type_m: Option<f64>,
}

/// Share of a standard normal distribution below a deviate.
pub fn normal_below(deviate: f64) -> f64 {
    0.5 * libm::erfc(-deviate / std::f64::consts::SQRT_2)
}

/// Density of the standard normal distribution.
fn density(deviate: f64) -> f64 {
    libm::exp(-0.5 * deviate * deviate) / (2.0 * std::f64::consts::PI).sqrt()
}

/// For a true effect, the standard error of its estimate (above zero), and a two-sided level.
pub fn significance(effect: f64, standard_error: f64, level: f64) -> Significance {
    let (l, z) = ((effect / standard_error).abs(), normal_deviate(1.0 - 0.5 * level));
    let (right, wrong) = (normal_below(l - z), normal_below(-l - z));
    let power = right + wrong;
    let size = l * right + density(z - l) + density(z + l) - l * wrong;
    let of_effect = |value: f64| (l > 0.0).then_some(value);
    Significance { power, type_s: of_effect(wrong / power), type_m: of_effect(size / (power * l)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // scipy 1.17: integrate.quad of the normal density beyond the limits of significance.
    #[test]
    fn power_and_both_errors_are_those_of_numerical_integration() {
        for (effect, error, power, type_s, type_m) in [
            (0.5, 1.0, 0.079_097_534_160_596_34, 0.087_835_202_682_932_98, 4.788_593_676_570_804),
            (2.0, 1.0, 0.516_005_273_976_174_6, 7.263_595_109_056_924e-5, 1.386_265_146_567_102_3),
            (-1.0, 1.5, 0.102_265_867_990_800_34, 0.042_162_102_552_010_27, 3.637_027_564_658_495_3),
        ] {
            let found = significance(effect, error, 0.05);
            assert!((found.power - power).abs() < 1e-12, "{found:?}");
            assert!((found.type_s.unwrap() - type_s).abs() < 1e-12, "{found:?}");
            assert!((found.type_m.unwrap() - type_m).abs() < 1e-8, "{found:?}");
        }
    }

    #[test]
    fn without_an_effect_the_power_is_the_level() {
        let found = significance(0.0, 2.0, 0.05);
        assert!((found.power - 0.05).abs() < 1e-12);
        assert_eq!((found.type_s, found.type_m), (None, None));
    }
}
