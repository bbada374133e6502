//! Numbers as text: for files so that they are read back, for sentences so that they are read.

use cenersim_statistics::Interval;

/// Ten significant digits at most, without the noise of the last binary digits; empty if there is no number.
pub fn written(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{number:.9e}").parse().expect("a number that was written");
    if rounded == 0.0 { "0".into() } else { rounded.to_string() }
}

pub fn written_or_empty(number: Option<f64>) -> String {
    number.map_or_else(String::new, written)
}

/// A share in percent.
pub fn percent(share: f64) -> String {
    written(100.0 * share)
}

/// Both ends of an interval of shares, in percent.
pub fn percents(interval: Interval) -> [String; 2] {
    [percent(interval.low), percent(interval.high)]
}

pub fn ends(interval: Interval) -> [String; 2] {
    [written(interval.low), written(interval.high)]
}

/// With the given decimals and a true minus; never a negative zero.
pub fn spoken(number: f64, decimals: usize) -> String {
    if number.is_nan() {
        return "unknown".into();
    }
    let text = format!("{number:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.chars().all(|c| matches!(c, '0' | '.')) => rest.into(),
        Some(rest) => format!("\u{2212}{rest}"),
        None => text,
    }
}

/// A difference, with its sign.
pub fn signed(number: f64, decimals: usize) -> String {
    let text = spoken(number, decimals);
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if text.starts_with('\u{2212}') || zero { text } else { format!("+{text}") }
}

/// `23.0 % (95 % 17.4 to 29.5)`, without the percent sign of the ends.
pub fn spoken_interval(interval: Interval, factor: f64, decimals: usize) -> String {
    if interval.low.is_nan() {
        return "no interval".into();
    }
    format!("{} to {}", spoken(factor * interval.low, decimals), spoken(factor * interval.high, decimals))
}

/// Decimals that show about three digits of a number.
pub fn decimals(number: f64) -> usize {
    match number.abs() {
        n if n >= 100.0 => 0,
        n if n >= 10.0 => 1,
        _ => 2,
    }
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
            assert_eq!(written(number), expected);
        }
    }

    #[test]
    fn sentences_have_signs_and_no_negative_zero() {
        assert_eq!([signed(2.0, 1), signed(-2.04, 1), signed(-0.01, 1)], ["+2.0", "\u{2212}2.0", "0.0"]);
        assert_eq!(spoken_interval(Interval { low: -0.041, high: 0.082 }, 100.0, 1), "\u{2212}4.1 to 8.2");
    }
}
