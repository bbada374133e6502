//! Days as a protocol numbers them: some begin with a day before day 1, and not all of them have a day 0.
//! Left out: dates, and the hour at which a day begins.
//!
//! A simulation counts time from the beginning of its first day; tables and figures count from the beginning of day 1, which
//! is the same unless an arm begins before it.

use crate::quantity::Time;

/// How the days of a course are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct DayNumbers {
    /// Number of the first day of a course, 1 or less.
    first: i64,
    /// Whether day -1 is followed by day 0.
    has_zero: bool,
}

impl Default for DayNumbers {
    /// Day 1 is the first.
    fn default() -> Self {
        Self { first: 1, has_zero: true }
    }
}

impl DayNumbers {
    /// Days from `first` on, 1 or less; with a day 0 or without. None if that cannot be a first day.
    pub fn new(first: i64, has_zero: bool) -> Option<Self> {
        let exists = first <= 1 && (has_zero || first != 0);
        exists.then_some(Self { first, has_zero })
    }

    /// Number of the first day.
    pub const fn first(self) -> i64 {
        self.first
    }

    /// Whether day -1 is followed by day 0.
    pub const fn has_zero(self) -> bool {
        self.has_zero
    }

    /// Whole days before day 1.
    pub fn before_day_one(self) -> u32 {
        self.ordinal(1).map_or(0, |ordinal| ordinal - 1)
    }

    /// A time since the start of the simulation, counted from the beginning of day 1.
    pub fn since_day_one(self, time: Time) -> Time {
        time - Time::days(f64::from(self.before_day_one()))
    }

    /// The other way round.
    pub fn since_start(self, time: Time) -> Time {
        time + Time::days(f64::from(self.before_day_one()))
    }

    /// Number of the day in which a time lies that is counted from the beginning of day 1.
    pub fn number_at(self, since_day_one: Time) -> i64 {
        self.number(libm::floor(self.since_start(since_day_one).in_days()) as i64)
    }

    /// The how-manieth day of a course this number is, from 1. None for a number that no day has.
    pub fn ordinal(self, number: i64) -> Option<u32> {
        let skipped = i64::from(!self.has_zero && self.first < 0 && number > 0);
        let counted = number.checked_sub(self.first)?.checked_add(1 - skipped)?;
        let is_day = number >= self.first && (number != 0 || self.has_zero);
        u32::try_from(counted).ok().filter(|_| is_day)
    }

    /// Number of the day that begins after so many whole days.
    pub const fn number(self, days: i64) -> i64 {
        let number = self.first + days;
        if !self.has_zero && self.first < 0 && number >= 0 { number + 1 } else { number }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_with_and_without_a_day_zero() {
        let numbers = |first, has_zero| {
            (0..4).map(|day| DayNumbers::new(first, has_zero).unwrap().number(day)).collect::<Vec<_>>()
        };
        assert_eq!(numbers(1, true), [1, 2, 3, 4]);
        assert_eq!(numbers(0, true), [0, 1, 2, 3]);
        assert_eq!(numbers(-2, true), [-2, -1, 0, 1]);
        assert_eq!(numbers(-2, false), [-2, -1, 1, 2]);
    }

    #[test]
    fn a_number_leads_back_to_its_day() {
        for (first, has_zero) in [(1, true), (1, false), (0, true), (-3, true), (-3, false)] {
            let days = DayNumbers::new(first, has_zero).unwrap();
            for day in 0..10 {
                assert_eq!(days.ordinal(days.number(day)), Some(day as u32 + 1), "{days:?}");
            }
            assert_eq!(days.ordinal(first - 1), None);
        }
        let without = DayNumbers::new(-1, false).unwrap();
        assert_eq!((without.ordinal(0), without.before_day_one()), (None, 1));
        assert_eq!(DayNumbers::new(-1, true).unwrap().before_day_one(), 2);
        assert_eq!((DayNumbers::new(0, false), DayNumbers::new(2, true)), (None, None));
    }

    #[test]
    fn day_one_begins_at_zero_and_the_day_before_it_a_day_earlier() {
        let days = DayNumbers::new(-1, false).unwrap();
        let [first, second] = [0.0, 24.0].map(|hours| days.since_day_one(Time::hours(hours)));
        assert_eq!([first, second].map(Time::in_days), [-1.0, 0.0]);
        assert_eq!([first, second].map(|time| days.number_at(time)), [-1, 1]);
        assert_eq!(days.since_start(first), Time::ZERO);
        let plain = Time::hours(36.0);
        assert_eq!((DayNumbers::default().since_day_one(plain), DayNumbers::default().number_at(plain)), (plain, 2));
    }
}
