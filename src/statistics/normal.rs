//! The standard normal distribution: its density, its distribution function and the inverse. Left out: several dimensions.

/// Share of a standard normal distribution below a deviate (R's `pnorm`), without loss of digits in the lower tail.
pub fn normal_cumulative(deviate: f64) -> f64 {
    0.5 * libm::erfc(-deviate / std::f64::consts::SQRT_2)
}

/// Density of the standard normal distribution (R's `dnorm`).
pub fn normal_density(deviate: f64) -> f64 {
    libm::exp(-0.5 * deviate * deviate) / libm::sqrt(2.0 * std::f64::consts::PI)
}

/// The deviate below which a share `p` of a standard normal distribution lies: exactly 0 for one half, and not finite outside of
/// 0 to 1. By bisection of the distribution function, to the last digit.
/// It is the inverse of the distribution function (the probit, R's `qnorm`): 1.96 for 0.975. Zero and one give minus
/// and plus infinity, other values outside and NaN give NaN.
pub fn normal_deviate(p: f64) -> f64 {
    if !(p > 0.0 && p < 1.0) {
        return if p == 0.0 {
            f64::NEG_INFINITY
        } else if p == 1.0 {
            f64::INFINITY
        } else {
            f64::NAN
        };
    }
    let (mut low, mut high) = (-40.0_f64, 40.0_f64);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        match normal_cumulative(middle).total_cmp(&p) {
            std::cmp::Ordering::Less => low = middle,
            std::cmp::Ordering::Equal => return middle,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deviates_are_those_of_r() {
        // R 4.2.2, qnorm().
        let expected = [
            (0.9, 1.281_551_565_544_600_4),
            (0.975, super::super::DEVIATE),
            (0.6, 0.253_347_103_135_799_7),
            (0.001, -3.090_232_306_167_813),
        ];
        for (p, deviate) in expected {
            assert!((normal_deviate(p) - deviate).abs() < 1e-12, "{p}");
            assert!((normal_cumulative(deviate) - p).abs() < 1e-15, "{p}");
        }
        // R 4.2.2, dnorm(1.3).
        assert!((normal_density(1.3) - 0.171_368_592_047_807).abs() < 1e-14);
        assert_eq!(normal_deviate(0.5), 0.0);
        assert!(normal_deviate(0.0).is_infinite() && normal_deviate(1.0).is_infinite() && normal_deviate(1.1).is_nan());
    }
}
