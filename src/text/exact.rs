//! Numbers for files: as many digits as mean something, so that they are read back, and nothing where there is no number.

use cenersim_statistics::Interval;

/// Rounded to ten significant digits, without the noise of the last binary digits; none if it is no finite number.
pub fn ten_digits(number: f64) -> Option<f64> {
    let rounded: f64 = format!("{number:.9e}").parse().expect("a number that was written");
    // A negative zero is zero.
    number.is_finite().then_some(rounded + 0.0)
}

/// Ten significant digits at most; empty if there is no number.
pub fn exact(number: f64) -> String {
    ten_digits(number).map_or_else(String::new, |rounded| rounded.to_string())
}

pub fn exact_or_empty(number: Option<f64>) -> String {
    number.map_or_else(String::new, exact)
}

/// A share in percent.
pub fn exact_percent(share: f64) -> String {
    exact(100.0 * share)
}

/// Both ends of an interval of shares, in percent.
pub fn exact_percents(interval: Interval) -> [String; 2] {
    [exact_percent(interval.low), exact_percent(interval.high)]
}

/// Both ends of an interval.
pub fn exact_ends(interval: Interval) -> [String; 2] {
    [exact(interval.low), exact(interval.high)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_ten_digits_and_no_noise() {
        let cases = [
            (100.0 * 0.29, "29"),
            (1.0 / 3.0, "0.3333333333"),
            (9.1e11, "910000000000"),
            (-0.0, "0"),
            (f64::NAN, ""),
            (f64::INFINITY, ""),
        ];
        for (number, expected) in cases {
            assert_eq!(exact(number), expected);
        }
    }
}
