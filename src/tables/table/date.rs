//! A calendar date as data files have it. Left out: time zones, and leap seconds, which no virtual subject notices.

use std::fmt;

/// A date of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(i32);

impl Date {
    /// The date so many days after 1970-01-01.
    pub const fn of_days_since_1970(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01, by which Parquet keeps dates.
    pub const fn since_1970(self) -> i32 {
        self.0
    }

    /// The date so many days later.
    pub const fn after(self, days: i32) -> Self {
        Self(self.0 + days)
    }

    /// Year, month and day. Years begin in March here, so that the leap day is the last of its year.
    const fn civil(self) -> (i32, i32, i32) {
        const DAYS_TO_1970: i32 = 719_468;
        const DAYS_OF_400_YEARS: i32 = 146_097;
        let days = self.0 + DAYS_TO_1970;
        let (era, day) = (days.div_euclid(DAYS_OF_400_YEARS), days.rem_euclid(DAYS_OF_400_YEARS));
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let of_year = day - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let of_month = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (400 * era + year + (month <= 2) as i32, month, of_month)
    }
}

/// As ISO 8601 writes it.
impl fmt::Display for Date {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(to, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    // GNU coreutils 9.1: date -u -d @$((86400 * days)) +%F
    #[test]
    fn days_since_1970_are_the_dates_of_the_calendar() {
        let cases = [
            (-719_162, "0001-01-01"),
            (-1, "1969-12-31"),
            (0, "1970-01-01"),
            (10_957, "2000-01-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (11_322, "2000-12-31"),
            (12_053, "2003-01-01"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ];
        for (days, expected) in cases {
            assert_eq!(Date::of_days_since_1970(days).to_string(), expected, "{days}");
        }
    }
}
