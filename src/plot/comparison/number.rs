//! Numbers as the figures of a comparison write them, and which direction of a rate or a measure is the better one.
//! Left out: axes, which write their own.

use crate::axis::plain;
use cenersim_analyses::comparison::{Measure, Rate};
use cenersim_statistics::Interval;

/// What a figure draws, looked up by its name in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    Rate(Rate),
    Measure(Measure),
}

impl Endpoint {
    pub fn named(name: &str) -> Option<Self> {
        let rate = Rate::ALL.into_iter().find(|rate| rate.name() == name).map(Self::Rate);
        rate.or_else(|| Measure::ALL.into_iter().find(|measure| measure.name() == name).map(Self::Measure))
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Rate(rate) => rate.label(),
            Self::Measure(measure) => measure.label(),
        }
    }

    pub const fn unit(self) -> &'static str {
        match self {
            Self::Rate(_) => "%",
            Self::Measure(measure) => measure.unit(),
        }
    }

    /// Whether a patient is better off with more of it.
    pub const fn more_is_better(self) -> bool {
        use Measure::{BlastNadir, DaysNeutropenia, DaysThrombocytopenia, StemNadir};
        let less = matches!(
            self,
            Self::Rate(Rate::DeathByDay30)
                | Self::Measure(BlastNadir | StemNadir | DaysNeutropenia | DaysThrombocytopenia)
        );
        !less
    }

    /// Whether it spans decades, so that only its logarithm can be drawn.
    pub const fn spans_decades(self) -> bool {
        matches!(self, Self::Measure(Measure::BlastNadir | Measure::StemNadir))
    }
}

/// Decimals with which the width of an interval has two or three digits; at most three.
pub fn decimals(width: f64) -> usize {
    match width {
        width if width.is_finite() && width >= 10.0 => 0,
        width if width.is_finite() && width >= 1.0 => 1,
        width if width.is_finite() && width >= 0.05 => 2,
        width if width.is_finite() && width > 0.0 => 3,
        _ => 1,
    }
}

/// A number with a true minus and commas: `−1,234.5`; whole from a thousand on.
pub fn rounded(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return "none".into();
    }
    if value.abs() >= 1000.0 {
        return plain(value.round());
    }
    let text = format!("{:.decimals$}", value.abs());
    let is_zero = text.chars().all(|c| matches!(c, '0' | '.'));
    if value < 0.0 && !is_zero { format!("−{text}") } else { text }
}

/// A number with its sign: `+1.5`, `−0.2`, `0.0`.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = rounded(value, decimals);
    let is_positive = value > 0.0 && text.chars().any(|c| ('1'..='9').contains(&c));
    if is_positive { format!("+{text}") } else { text }
}

/// `+1.5 (−0.2 to +3.1)`.
pub fn signed_with(value: f64, interval: Interval, decimals: usize) -> String {
    if interval.low.is_nan() {
        return format!("{} (no interval)", signed(value, decimals));
    }
    format!("{} ({} to {})", signed(value, decimals), signed(interval.low, decimals), signed(interval.high, decimals))
}

/// `38 of 200: 19 % (14–25)`: a share with its interval, in percent.
pub fn counted(found: u32, of: u32, interval: Interval) -> String {
    if of == 0 {
        return "no patients".into();
    }
    let decimals = match of {
        0..200 => 0,
        200..5000 => 1,
        _ => 2,
    };
    let percent = |share: f64| rounded(100.0 * share, decimals);
    let (low, high) = (percent(interval.low), percent(interval.high));
    let share = percent(f64::from(found) / f64::from(of));
    format!("{} of {}: {share} % ({low}–{high})", plain(f64::from(found)), plain(f64::from(of)))
}

/// `p = 0.04`, `p < 0.001`.
pub fn p_value(p: f64) -> String {
    match p {
        p if !p.is_finite() => "p none".into(),
        p if p < 0.001 => "p < 0.001".into(),
        p if p < 0.01 => format!("p = {p:.3}"),
        p if p > 0.995 => "p = 1".into(),
        p => format!("p = {p:.2}"),
    }
}

/// A number of cells or of anything else: with a power of ten where it is large or small.
pub fn short(value: f64) -> String {
    match value.abs() {
        size if !value.is_finite() || size == 0.0 => rounded(value, 0),
        size if !(0.001..100_000.0).contains(&size) => {
            let exponent = libm::floor(libm::log10(size)) as i32;
            let digits = value / libm::pow(10.0, f64::from(exponent));
            format!("{}×{}", rounded(digits, 1), crate::axis::superscripted(exponent))
        }
        size if size >= 100.0 => rounded(value, 0),
        size if size >= 10.0 => rounded(value, 1),
        _ => rounded(value, 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_written_except_of_zero() {
        assert_eq!(
            [1.26, -1.26, -0.01, 0.0, 0.04].map(|value| signed(value, 1)),
            ["+1.3", "−1.3", "0.0", "0.0", "0.0"]
        );
        assert_eq!(signed(-12345.0, 1), "−12,345");
        assert_eq!(signed_with(0.12, Interval { low: -0.03, high: 0.27 }, 2), "+0.12 (−0.03 to +0.27)");
    }

    #[test]
    fn small_p_values_are_bounded_and_one_is_one() {
        assert_eq!([0.0, 0.0042, 0.042, 1.0].map(p_value), ["p < 0.001", "p = 0.004", "p = 0.04", "p = 1"]);
    }

    #[test]
    fn counts_have_their_share_and_interval() {
        assert_eq!(counted(10, 53, Interval { low: 0.0944, high: 0.3197 }), "10 of 53: 19 % (9–32)");
        assert_eq!(counted(0, 10_000, Interval { low: 0.0, high: 0.0004 }), "0 of 10,000: 0.00 % (0.00–0.04)");
        assert_eq!(counted(0, 0, Interval { low: 0.0, high: 1.0 }), "no patients");
    }

    #[test]
    fn every_endpoint_is_found_by_its_name_in_files() {
        assert!(Rate::ALL.iter().all(|rate| Endpoint::named(rate.name()) == Some(Endpoint::Rate(*rate))));
        assert!(Measure::ALL.iter().all(|m| Endpoint::named(m.name()) == Some(Endpoint::Measure(*m))));
        assert_eq!(Endpoint::named("cure"), None);
    }

    #[test]
    fn large_and_small_numbers_have_powers_of_ten() {
        assert_eq!([1.5e9, 2e-7, 0.0, 31.24, 431.2].map(short), ["1.5×10⁹", "2.0×10⁻⁷", "0", "31.2", "431"]);
    }
}
