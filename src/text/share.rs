//! Estimates with their intervals. An interval that does not exist is said to be none.
//! Left out: which interval it is, which a heading says once for a table.

use crate::{count, fixed, signed};
use cenersim_statistics::Interval;

/// `−4.1 to 8.2`: both ends times a factor.
/// `no interval` where the lower end is NaN. The factor is above zero.
pub fn range(interval: Interval, factor: f64, decimals: usize) -> String {
    if interval.low.is_nan() {
        return "no interval".into();
    }
    format!("{} to {}", fixed(factor * interval.low, decimals), fixed(factor * interval.high, decimals))
}

/// `+1.5 (−0.2 to +3.1)`.
/// `+1.5 (no interval)` where the interval does not exist. Value and ends have the same decimals.
pub fn signed_with(value: f64, interval: Interval, decimals: usize) -> String {
    let ends = match interval.low.is_nan() {
        true => "no interval".into(),
        false => format!("{} to {}", signed(interval.low, decimals), signed(interval.high, decimals)),
    };
    format!("{} ({ends})", signed(value, decimals))
}

/// A difference of two shares with its interval, in percentage points.
///
/// Shares from 0 to 1 go in; a difference of 0.05 comes out as `+5.0`, with its interval.
pub fn points(difference: f64, interval: Interval) -> String {
    signed_with(100.0 * difference, interval.scaled(100.0), 1)
}

/// `38 of 200: 19 % (14–25)`: a share with its interval, in percent.
/// `found` of `of`; `interval` holds shares from 0 to 1. No decimals below 200, one below 5,000, two from there on. `no
/// patients` where nothing was counted.
pub fn counted(found: u32, of: u32, interval: Interval) -> String {
    if of == 0 {
        return "no patients".into();
    }
    let decimals = match of {
        0..200 => 0,
        200..5000 => 1,
        _ => 2,
    };
    let percent = |share: f64| fixed(100.0 * share, decimals);
    let (low, high) = (percent(interval.low), percent(interval.high));
    format!("{} of {}: {} % ({low}–{high})", count(found), count(of), percent(f64::from(found) / f64::from(of)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_have_both_ends_or_are_none() {
        let none = Interval { low: f64::NAN, high: f64::NAN };
        assert_eq!(range(Interval { low: -0.041, high: 0.082 }, 100.0, 1), "−4.1 to 8.2");
        assert_eq!(points(0.12, Interval { low: -0.03, high: 0.27 }), "+12.0 (−3.0 to +27.0)");
        assert_eq!([range(none, 1.0, 1), signed_with(0.5, none, 1)], ["no interval", "+0.5 (no interval)"]);
    }

    #[test]
    fn counts_have_their_share_and_interval() {
        assert_eq!(counted(10, 53, Interval { low: 0.0944, high: 0.3197 }), "10 of 53: 19 % (9–32)");
        assert_eq!(counted(0, 10_000, Interval { low: 0.0, high: 0.0004 }), "0 of 10,000: 0.00 % (0.00–0.04)");
        assert_eq!(counted(0, 0, Interval { low: 0.0, high: 1.0 }), "no patients");
    }
}
