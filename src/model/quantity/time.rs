//! A point in time or a duration, in hours since the first dose day began.
//!
//! What happens in a simulation happens on whole seconds: moments are counted, not added up, so that no rounding error
//! is ever a step. Rates and half-lives keep their fractions of a second.

use super::{Dimension, Quantity, QuantityError};

/// Seconds in an hour.
const SECONDS: f64 = 3600.0;

/// Time in hours.
///
/// Zero is the beginning of the first dose day: 36 h are 1.5 days, in the middle of the second one. Left out: calendars
/// and time zones.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default, serde::Serialize, serde::Deserialize)]
pub struct Time(f64);

impl Time {
    /// When the first dose day begins, or no time at all.
    pub const ZERO: Self = Self(0.0);

    /// Any finite number; negative is before the first dose day.
    pub const fn hours(hours: f64) -> Self {
        Self(hours)
    }

    /// Days of 24 h.
    pub const fn days(days: f64) -> Self {
        Self(days * 24.0)
    }

    /// A whole number of seconds, the only form of a moment of a simulation.
    pub fn seconds(seconds: i64) -> Self {
        Self(seconds as f64 / SECONDS)
    }

    /// The nearest whole number of seconds.
    pub fn in_seconds(self) -> i64 {
        libm::round(self.0 * SECONDS) as i64
    }

    /// The nearest whole second.
    pub fn to_second(self) -> Self {
        Self::seconds(self.in_seconds())
    }

    /// The whole second that lies this many whole seconds later.
    ///
    /// `self` and `span` are rounded to seconds before they are added, so that the sum of many spans is exact.
    pub fn after(self, span: Self) -> Self {
        Self::seconds(self.in_seconds().saturating_add(span.in_seconds()))
    }

    /// The canonical unit.
    pub const fn in_hours(self) -> f64 {
        self.0
    }

    /// Days of 24 h, with their fraction.
    pub fn in_days(self) -> f64 {
        self.0 / 24.0
    }

    /// Years of 365.25 days.
    pub fn in_years(self) -> f64 {
        self.0 / 8766.0
    }
}

impl std::ops::Add for Time {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Time {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl TryFrom<&Quantity> for Time {
    type Error = QuantityError;
    fn try_from(quantity: &Quantity) -> Result<Self, QuantityError> {
        quantity.expect(Dimension::TIME, "7 d").map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// 2^50 seconds are 36 million years.
        #[test]
        fn a_whole_second_is_the_same_second_however_it_is_reached(from in 0..1_i64 << 50, span in 1..1_i64 << 32) {
            let moment = Time::seconds(from);
            prop_assert_eq!(moment.in_seconds(), from);
            prop_assert_eq!(moment.to_second(), moment);
            prop_assert_eq!(moment.after(Time::seconds(span)), Time::seconds(from + span));
        }
    }

    #[test]
    fn hours_and_quarters_of_an_hour_are_seconds_exactly() {
        for quarter in 0..40_000 {
            let time = Time::hours(0.25 * f64::from(quarter));
            assert_eq!(time.to_second(), time);
        }
    }

    #[test]
    fn ten_thirds_of_a_minute_are_no_rounding_error_apart() {
        let third = Time::hours(1.0 / 180.0);
        assert_eq!((0..180).fold(Time::ZERO, |now, _| now.after(third)), Time::hours(1.0));
    }
}
