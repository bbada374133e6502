//! The few functions that inner loops need, written so that they vectorize and give the same bits everywhere.

/// 1 - exp(-x) for x >= 0 to a relative error below 6e-7, also for tiny x.
///
/// exp(-x) = 2^-n (1 + f Q(f)) with y = x log2(e), n = round(y), f = n - y from -1/2 to 1/2.
///
/// This is the chance of at least one event for an expected number of x. 0 for 0, and 1 from 87 on.
#[inline(always)]
pub fn one_minus_exp(x: f32) -> f32 {
    // Above 87 the result is 1 in single precision and 2^-n would leave the normal numbers.
    let y = x.min(87.0) * std::f32::consts::LOG2_E;
    // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
    let shifted = y + 12_582_912.0;
    let n = shifted - 12_582_912.0;
    let f = n - y;
    // Series of 2^f - 1 (powers of ln 2 over factorials); |f| <= 1/2 leaves an error of 3e-8.
    let q = std::f32::consts::LN_2
        + f * (0.240_226_5 + f * (0.055_504_11 + f * (0.009_618_129 + f * (0.001_333_355_8 + f * 0.000_154_035_3))));
    let exponent = 127_i32.wrapping_sub((shifted.to_bits() as i32).wrapping_sub(0x4b40_0000));
    let scale = f32::from_bits((exponent << 23) as u32);
    (1.0 - scale) - scale * (f * q)
}

/// 1 - exp(-x) for slight changes, to a relative error of x^4/720 for 0 <= x <= 1: from the series of x/(1 - exp(-x)).
/// Above 1 it stays between 0 and 1 but falls behind.
///
/// 0/0 does not occur: 0 for 0.
#[inline(always)]
pub fn slight(x: f32) -> f32 {
    x / (1.0 + x * (0.5 + x * (1.0 / 12.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_series_agrees_for_slight_changes() {
        for i in 1..=10_000 {
            let x = f64::from(i) * 1e-4;
            let exact = -libm::expm1(-f64::from(x as f32));
            let error = (f64::from(slight(x as f32)) / exact - 1.0).abs();
            assert!(error < x.powi(4) / 720.0 + 3e-7, "relative error {error} at {x}");
        }
    }

    #[test]
    fn the_polynomial_agrees_with_the_library_function() {
        let mut worst = 0.0_f64;
        for i in 0..400_000 {
            let x = 1e-9_f64 * (i as f64 * 6.5e-5).exp();
            let exact = -libm::expm1(-f64::from(x as f32));
            worst = worst.max((f64::from(one_minus_exp(x as f32)) / exact - 1.0).abs());
        }
        assert!(worst < 6e-7, "relative error {worst}");
    }

    #[test]
    fn the_ends_are_exact() {
        assert_eq!(one_minus_exp(0.0), 0.0);
        assert_eq!(one_minus_exp(1e4), 1.0);
    }
}
