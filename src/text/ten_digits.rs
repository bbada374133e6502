//! Numbers for files: as many digits as mean something, so that they are read back, and none where there is no number.

/// Rounded to ten significant digits, without the noise of the last binary digits; none if it is no finite number.
///
/// Files of two machines that differ in the last binary digit are the same this way.
pub fn ten_digits(number: f64) -> Option<f64> {
    // Through text, which rounds the exact number once; a product with a power of ten would round it twice.
    let rounded: f64 = format!("{number:.9e}").parse().expect("a number that was written");
    // A negative zero is zero.
    number.is_finite().then_some(rounded + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_ten_digits_and_no_noise() {
        let cases = [
            (100.0 * 0.29, Some(29.0)),
            (1.0 / 3.0, Some(0.333_333_333_3)),
            (9.1e11, Some(9.1e11)),
            (f64::NAN, None),
            (f64::INFINITY, None),
        ];
        for (number, expected) in cases {
            assert_eq!(ten_digits(number), expected);
        }
        assert!(ten_digits(-0.0).is_some_and(f64::is_sign_positive));
    }
}
