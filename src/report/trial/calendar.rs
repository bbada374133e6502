//! Dates of a virtual trial. They are a convention and no forecast: the trial opens on 2000-01-01, a subject begins on the
//! date of enrollment at midnight, and every later date is counted from there, a day having 24 h. Left out: time zones, visits
//! that are missed or moved.
//!
//! Study days count as CDISC does: the day of the first dose is 1, and there is no day 0.

use super::super::table::Date;

/// When the trial opens: 2000-01-01. A round date that nobody takes for that of a real trial.
pub const OPENS: Date = Date::of_days_since_1970(10_957);

const SECONDS_OF_A_DAY: i64 = 86_400;

/// Whole seconds since the first dose; a time that misses one by the last digits of a float is that second.
fn seconds(days: f64) -> i64 {
    const LAST_DIGITS: f64 = 1e-6;
    (days * SECONDS_OF_A_DAY as f64 + LAST_DIGITS).floor() as i64
}

/// Whole days since the first dose (d), down to the beginning of the day.
pub fn whole_days(days: f64) -> i32 {
    seconds(days).div_euclid(SECONDS_OF_A_DAY) as i32
}

/// The study day of a time since the first dose (d).
pub fn study_day(days: f64) -> i32 {
    let day = whole_days(days);
    if day >= 0 { day + 1 } else { day }
}

/// The moment of a time since a date (d), as ISO 8601 writes it.
pub fn moment(from: Date, days: f64) -> String {
    let second = seconds(days).rem_euclid(SECONDS_OF_A_DAY);
    let [hour, minute, second] = [second / 3_600, second / 60 % 60, second % 60];
    format!("{}T{hour:02}:{minute:02}:{second:02}", from.after(whole_days(days)))
}

#[cfg(test)]
mod tests {
    use super::*;

    // CDISC SDTM Implementation Guide 3.3, 4.4.4: date less reference date, plus one from the reference date on.
    #[test]
    fn the_day_of_the_first_dose_is_1_and_the_day_before_is_minus_1() {
        assert_eq!([-1.5, -0.5, 0.0, 0.99, 1.0, 729.5].map(study_day), [-2, -1, 1, 1, 2, 730]);
    }

    // 26 h are 1 d and 2 h; 1/86,400 d is a second; a minute before the first dose belongs to the day before.
    #[test]
    fn a_moment_has_the_date_of_its_study_day() {
        let at = |days: f64| moment(OPENS, days);
        assert_eq!(at(0.0), "2000-01-01T00:00:00");
        assert_eq!(at(26.0 / 24.0), "2000-01-02T02:00:00");
        assert_eq!(at(59.0 + 1.0 / 86_400.0), "2000-02-29T00:00:01");
        assert_eq!(at(-60.0 / 86_400.0), "1999-12-31T23:59:00");
        assert_eq!((study_day(1.0 - 1e-13), at(1.0 - 1e-13)), (2, "2000-01-02T00:00:00".into()));
    }
}
