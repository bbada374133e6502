//! The regularized incomplete beta function and its inverse, in portable mathematics and for shapes of any size.
//! Left out: tails so small that they vanish beside 1.

/// Terms after which the continued fraction is taken as it is; shapes of 10,000 need some 300.
const TERMS: u32 = 100_000;
/// Halvings of the interval from 0 to 1; 1,074 would reach the smallest number there is.
const HALVINGS: u32 = 1_100;

/// Chance that a beta variable with shapes `a` and `b` is at most `x`.
///
/// This is the regularized incomplete beta function I_x(a, b). Both shapes must be above zero. An `x` of 0 or less
/// gives 0 and one of 1 or more gives 1.
pub fn cumulative(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return if x <= 0.0 { 0.0 } else { 1.0 };
    }
    let front =
        libm::exp(libm::lgamma(a + b) - libm::lgamma(a) - libm::lgamma(b) + a * libm::log(x) + b * libm::log1p(-x));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

/// Continued fraction of the incomplete beta function (Abramowitz and Stegun 26.5.8), by Lentz's method.
fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |value: f64| if value.abs() < f64::MIN_POSITIVE { f64::MIN_POSITIVE } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut result = d;
    for m in (1..TERMS).map(f64::from) {
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        let before = result;
        for coefficient in [even, odd] {
            d = 1.0 / away(1.0 + coefficient * d);
            c = away(1.0 + coefficient / c);
            result *= c * d;
        }
        if (result - before).abs() <= f64::EPSILON * result.abs() {
            break;
        }
    }
    result
}

/// The value that a beta variable with shapes `a` and `b` stays below with chance `p`, by bisection.
///
/// Shapes as for [`cumulative`]; a `p` of 0 or less gives 0, and one of 1 or more gives 1, each to within the smallest
/// step.
pub fn inverse(a: f64, b: f64, p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if cumulative(a, b, middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    // R 4.2.2: pbeta(x, a, b).
    #[test]
    fn cumulative_chances_are_those_of_r_for_shapes_up_to_a_million() {
        let expected = [
            (2.0, 3.0, 0.2, 1.808e-1),
            (10.0, 44.0, 0.3, 9.767_105_586_938_292e-1),
            (5e3, 5001.0, 0.495, 1.610_748_398_877_839e-1),
            (1e4, 1.0, 0.9999, 3.678_610_464_329_704e-1),
            (1.0, 1e4, 1e-4, 6.321_389_535_670_703e-1),
            (1e6, 1e6, 0.4995, 7.864_957_758_090_182e-2),
            (1.0, 1.0, 0.3, 0.3),
        ];
        for (a, b, x, chance) in expected {
            let found = cumulative(a, b, x);
            // The logarithm of the gamma function of a million has an error of some 1e-9.
            assert!((found / chance - 1.0).abs() < 1e-8, "{a} {b} {x}: {found}");
        }
        assert!((cumulative(1e6, 1e6, 0.5) - 0.5).abs() < 1e-8);
    }

    #[test]
    fn the_inverse_leads_back() {
        for (a, b) in [(1.0, 1.0), (1.0, 1e4), (3.0, 200.0), (1e4, 1.0), (1e5, 1e5)] {
            for p in [1e-6, 0.025, 0.5, 0.975] {
                assert!((cumulative(a, b, inverse(a, b, p)) - p).abs() < 1e-9, "{a} {b} {p}");
            }
        }
    }

    #[test]
    fn outside_of_zero_to_one_nothing_is_left_to_chance() {
        assert_eq!((cumulative(2.0, 2.0, -1.0), cumulative(2.0, 2.0, 1.5)), (0.0, 1.0));
    }
}
