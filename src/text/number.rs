//! One number, rounded for a reader.
//! Left out: units, and numbers that a program reads back (see `ten_digits`).

/// With so many decimals, a true minus, commas between thousands, and never a negative zero: `−1,234.5`.
/// `none` for NaN, `infinite` or `−infinite` for an infinite number.
pub fn fixed(value: f64, decimals: usize) -> String {
    if value.is_nan() {
        return "none".into();
    }
    let text = if value.is_finite() { rounded(value.abs(), decimals) } else { "infinite".into() };
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let sign = if value < 0.0 && !is_zero { "\u{2212}" } else { "" };
    format!("{sign}{}", grouped(&text))
}

/// Half is rounded up, as people do.
fn rounded(value: f64, decimals: usize) -> String {
    let power = libm::pow(10.0, decimals as f64);
    let up = (value * power).round() / power;
    let value = if value * power < 1e15 { up } else { value };
    format!("{value:.decimals$}")
}

/// A difference with its sign: `+1.5`, `−0.2`, `0.0`.
/// Zero has no sign, nor has what is rounded to zero; `none` for NaN.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = fixed(value, decimals);
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let is_positive = value > 0.0 && !is_zero;
    if is_positive { format!("+{text}") } else { text }
}

/// A whole number with commas: `20,380,046`.
///
/// For numbers of patients, cells and agents; a difference needs [`signed`].
pub fn count(n: impl Into<u64>) -> String {
    grouped(&n.into().to_string())
}

/// Three significant digits: `12.3`, `0.0123`, `1.23×10⁹`.
///
/// For measured quantities in tables; see [`digits`].
pub fn three_digits(value: f64) -> String {
    digits(value, 3)
}

/// Three significant digits without trailing zeros: `12`, `0.05`, `1.2×10⁹`.
///
/// For labels, where width is scarce.
pub fn short(value: f64) -> String {
    let (text, power) = split(three_digits(value));
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text}{power}")
}

/// So many significant digits, with a power of ten outside of 0.001 to 100,000.
/// Zero is `0`; whole numbers below 100,000 keep all their digits, which may be more than asked for.
pub fn digits(value: f64, significant: usize) -> String {
    if value == 0.0 || !value.is_finite() {
        return fixed(value, 0);
    }
    let (mantissa, exponent) = scientific(value, significant);
    match exponent {
        -3..5 => fixed(value, usize::try_from(significant as i32 - 1 - exponent).unwrap_or(0)),
        _ => format!("{}×{}", fixed(mantissa, significant - 1), raised(exponent)),
    }
}

/// Up to four significant digits and no trailing zeros: `1,234`, `0.05`.
/// Numbers above 10,000 keep all digits before the point, those below 0.000001 lose digits: nine decimals are the most.
pub fn plain(value: f64) -> String {
    let magnitude = if value == 0.0 { 0 } else { libm::floor(libm::log10(value.abs())) as i32 };
    let text = fixed(value, (3 - magnitude).clamp(0, 9) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// As `plain`, with a power of ten where that would be long: `2×10⁶`, `10⁶`.
pub fn plain_or_power(value: f64) -> String {
    let exponent = libm::floor(libm::log10(value.abs()) + 1e-9);
    if value == 0.0 || !value.is_finite() || (-3.0..5.0).contains(&exponent) {
        return plain(value);
    }
    let factor = value / libm::pow(10.0, exponent);
    let power = raised(exponent as i32);
    if (factor - 1.0).abs() < 1e-6 { power } else { format!("{}×{power}", plain(factor)) }
}

/// `1`, `10`, `100`, `0.1`, `0.01`, and `10⁶` beyond.
///
/// For ticks of logarithmic axes.
pub fn power_of_ten(exponent: i32) -> String {
    match exponent {
        -2..=2 => plain(libm::pow(10.0, f64::from(exponent))),
        _ => raised(exponent),
    }
}

/// `10⁶`, for any exponent.
pub fn raised(exponent: i32) -> String {
    let raise = |c: char| match c.to_digit(10) {
        Some(digit) => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'][digit as usize],
        None => '⁻',
    };
    format!("10{}", exponent.to_string().chars().map(raise).collect::<String>())
}

/// Decimals that show about three digits of a number, at most two.
/// 100 or more has none, 10 or more has one.
pub fn decimals(number: f64) -> usize {
    match number.abs() {
        n if n >= 100.0 => 0,
        n if n >= 10.0 => 1,
        _ => 2,
    }
}

/// Decimals with which the width of an interval has two or three digits; at most three.
/// One for a width of zero, and for one that is no finite number.
pub fn decimals_of_width(width: f64) -> usize {
    match width {
        width if width.is_finite() && width >= 10.0 => 0,
        width if width.is_finite() && width >= 1.0 => 1,
        width if width.is_finite() && width >= 0.05 => 2,
        width if width.is_finite() && width > 0.0 => 3,
        _ => 1,
    }
}

/// What stands before the sign of multiplication, and the rest.
///
/// The second part is empty without a power of ten.
fn split(text: String) -> (String, String) {
    let at = text.find('×').unwrap_or(text.len());
    (text[..at].to_owned(), text[at..].to_owned())
}

/// Rounded to so many digits: what stands before the power of ten, and the power.
fn scientific(value: f64, significant: usize) -> (f64, i32) {
    let written = format!("{value:.*e}", significant - 1);
    let parts =
        written.split_once('e').and_then(|(mantissa, power)| Some((mantissa.parse().ok()?, power.parse().ok()?)));
    parts.expect("a finite number was written with its exponent")
}

/// Commas between the thousands of the whole part.
fn grouped(digits: &str) -> String {
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return digits.into();
    }
    let places = digits.find('.').unwrap_or(digits.len());
    let comma = |i: usize| if i > 0 && i < places && (places - i).is_multiple_of(3) { "," } else { "" };
    digits.chars().enumerate().map(|(i, digit)| format!("{}{digit}", comma(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_are_written_except_of_zero() {
        assert_eq!(
            [1.26, -1.26, -0.01, 0.0, 0.04].map(|value| signed(value, 1)),
            ["+1.3", "−1.3", "0.0", "0.0", "0.0"]
        );
        assert_eq!([signed(-12345.0, 1), fixed(2782.5, 0), fixed(0.125, 2)], ["−12,345.0", "2,783", "0.13"]);
        assert_eq!([f64::NAN, f64::NEG_INFINITY].map(|value| fixed(value, 1)), ["none", "−infinite"]);
    }

    #[test]
    fn thousands_are_separated() {
        assert_eq!([0_u32, 999, 1000, 20_380_046].map(count), ["0", "999", "1,000", "20,380,046"]);
    }

    #[test]
    fn large_and_small_numbers_have_powers_of_ten() {
        let cases = [
            (1.234_567_89e9, "1.23×10⁹"),
            (-2e-7, "−2.00×10⁻⁷"),
            (99_950.0, "1.00×10⁵"),
            (12_340.0, "12,340"),
            (431.2, "431"),
            (31.24, "31.2"),
            (9.999, "10.0"),
            (0.0523, "0.0523"),
            (0.0, "0"),
        ];
        for (value, text) in cases {
            assert_eq!(three_digits(value), text);
        }
    }

    #[test]
    fn short_numbers_have_no_trailing_zeros_and_errors_have_two_digits() {
        assert_eq!([12.0, 0.5, 1.2e9, 2e5, 100.0, 0.0].map(short), ["12", "0.5", "1.2×10⁹", "2×10⁵", "100", "0"]);
        assert_eq!([0.0467, 12.3, 4.56e7].map(|value| digits(value, 2)), ["0.047", "12", "4.6×10⁷"]);
    }

    #[test]
    fn plain_numbers_have_no_trailing_zeros() {
        assert_eq!([1234.0, 0.05, 10.0, -2.5, 0.0].map(plain), ["1,234", "0.05", "10", "−2.5", "0"]);
        assert_eq!([1e6, 2e6, 1e-4, 500.0, -3e7].map(plain_or_power), ["10⁶", "2×10⁶", "10⁻⁴", "500", "−3×10⁷"]);
        assert_eq!([-3, -2, 0, 2, 3].map(power_of_ten), ["10⁻³", "0.01", "1", "100", "10³"]);
    }

    proptest! {
        #[test]
        fn three_digits_are_within_half_of_the_last(value in -1e4_f64..1e4) {
            prop_assume!(value.abs() >= 1e-3);
            let read: f64 = three_digits(value).replace('−', "-").replace(',', "").parse().unwrap();
            prop_assert!((read - value).abs() <= 0.5001e-2 * value.abs());
        }
    }
}
