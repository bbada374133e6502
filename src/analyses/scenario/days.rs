//! Days of a schedule as protocols write them: a list such as [1, 3, 5], or text with ranges such as "-1-3,5".
//! Left out: what is given on them (see `schedules`), and whether the arm has such days (see `DayNumbers`).
//!
//! `[1, 3, 5]`, `"1-3,5"` and `"-1-3"` are days by the numbers of the arm; [`ordinal`] turns a number into the day of
//! the course, from 1, whatever its first day is called.
//!
//! # Examples
//!
//! ```toml
//! days = [1, 2, 3]         # the first three days of a course
//! days = "1-3,5"           # with a gap
//! days = "-1-3"            # where a protocol counts from the day before; whether there is a day 0 is said by the arm
//! ```

use super::infusions::MOST_INFUSIONS;
use cenersim_model::treatment::DayNumbers;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, SeqAccess, Visitor, value::SeqAccessDeserializer},
};
use std::{borrow::Cow, fmt, ops::RangeInclusive};

/// Most days of one text, those of as many infusions, so that a slip such as "1-70000000" is a fault and no list.
const MOST: usize = MOST_INFUSIONS as usize;

/// Ranges of days by their numbers, in the order in which they are written.
pub(super) struct Days(Vec<RangeInclusive<i64>>);

impl Days {
    /// Every day by its number, 0 only where there is a day 0 or it is written by itself.
    pub fn numbers(&self, days: DayNumbers) -> Vec<i64> {
        let exists = |number: &i64, alone: bool| alone || *number != 0 || days.has_zero();
        let of = |range: &RangeInclusive<i64>| {
            let alone = range.start() == range.end();
            range.clone().filter(move |number| exists(number, alone))
        };
        self.0.iter().flat_map(of).collect()
    }
}

/// Which day of a course a number is, from 1.
///
/// # Errors
/// Day 0 where there is none, or a day before the first one of a course, with the way out.
pub(super) fn ordinal(number: i64, days: DayNumbers) -> Result<u32, String> {
    let first = days.first();
    days.ordinal(number).ok_or_else(|| match number {
        0 if first < 0 => "there is no day 0 here: expected day -1 or day 1, or `day_zero = true` of the arm".into(),
        number if number < first => format!(
            "day {number} is before the first day {first} of a course: expected {first} or more, or a course that begins \
             earlier, such as first_day = {number} of the arm"
        ),
        _ => format!("day {number} is too late: expected at most {}", u32::MAX),
    })
}

/// Reads days from a list or a text.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Days;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("days such as [1, 2, 3] or \"1-3,5\"")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Days, A::Error> {
        let days: Vec<Day> = Vec::deserialize(SeqAccessDeserializer::new(items))?;
        Ok(Days(days.into_iter().map(|day| day.0..=day.0).collect()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Days, E> {
        let mut days = Vec::new();
        let mut count = 0_usize;
        for part in text.split(',') {
            let range = range(part.trim()).map_err(E::custom)?;
            count += range.clone().take(MOST + 1).count();
            if count > MOST {
                return Err(E::custom(format!("`{text}` names too many days: expected at most {MOST}")));
            }
            days.push(range);
        }
        Ok(Days(days))
    }
}

/// `3` or `1-7` or `-2--1`.
fn range(part: &str) -> Result<RangeInclusive<i64>, String> {
    // A minus at the beginning is a sign.
    let dash = part.char_indices().skip(1).find_map(|(place, letter)| (letter == '-').then_some(place));
    let (first, last) = dash.map_or((part, part), |dash| (&part[..dash], &part[dash + 1..]));
    let (Ok(from), Ok(to)) = (first.trim().parse::<i64>(), last.trim().parse()) else {
        return Err(format!("`{part}` is no day: expected days such as \"1-7\" or \"1-3,5\""));
    };
    if from > to {
        return Err(format!("`{part}` runs backwards: expected the earlier day first, as in \"{to}-{from}\""));
    }
    Ok(from..=to)
}

/// One day of a list.
struct Day(i64);

/// Reads one whole number.
struct OneDay;

impl Visitor<'_> for OneDay {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day, 1 being the first")
    }

    fn visit_i64<E>(self, number: i64) -> Result<Day, E> {
        Ok(Day(number))
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i64(OneDay)
    }
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

impl JsonSchema for Days {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Days".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let range = r"\s*-?[0-9]+(\s*-\s*-?[0-9]+)?\s*";
        json_schema!({
            "type": ["array", "string"],
            "items": { "type": "integer" },
            "pattern": format!("^{range}(,{range})*$"),
            "examples": [[1, 2, 3], "1-3,5"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::value::{Error, StrDeserializer};

    /// The days of a course that a text names, where they are numbered so.
    fn read_as(text: &str, numbers: DayNumbers) -> Result<Vec<u32>, String> {
        let read: Result<Days, Error> = Days::deserialize(StrDeserializer::new(text));
        let days = read.map_err(|error| error.to_string())?;
        days.numbers(numbers).into_iter().map(|number| ordinal(number, numbers)).collect()
    }

    fn read(text: &str) -> Result<Vec<u32>, String> {
        read_as(text, DayNumbers::default())
    }

    #[test]
    fn ranges_name_every_day_from_the_first_to_the_last() {
        for (text, days) in [("1-3,5", &[1, 2, 3, 5][..]), ("7", &[7]), (" 1 - 2 , 8-9 ", &[1, 2, 8, 9])] {
            assert_eq!(read(text).as_deref(), Ok(days), "{text}");
        }
    }

    #[test]
    fn days_before_day_one_are_those_of_an_arm_that_has_them() {
        let [with, without] = [true, false].map(|has_zero| DayNumbers::new(-2, has_zero).unwrap());
        for (text, with_zero, without_zero) in
            [("-2-1", &[1, 2, 3, 4][..], &[1, 2, 3][..]), ("-2--1,3", &[1, 2, 6], &[1, 2, 5]), ("-1", &[2], &[2])]
        {
            assert_eq!(read_as(text, with).as_deref(), Ok(with_zero), "{text}");
            assert_eq!(read_as(text, without).as_deref(), Ok(without_zero), "{text}");
        }
        assert_eq!(read_as("0", with), Ok(vec![3]));
        assert!(read_as("0", without).unwrap_err().contains("no day 0 here"));
        assert!(read_as("-3", with).unwrap_err().contains("day -3 is before the first day -2"));
    }

    #[test]
    fn what_is_no_day_or_runs_backwards_or_has_no_end_is_refused() {
        for (text, said) in [
            ("", "`` is no day"),
            ("1-", "`1-` is no day"),
            ("1,,3", "`` is no day"),
            ("Monday", "`Monday` is no day"),
            ("-1", "day -1 is before the first"),
            ("-1-3", "day -1 is before the first"),
            ("0-3", "day 0 is before the first"),
            ("1--3", "`1--3` runs backwards"),
            ("7-1", "`7-1` runs backwards: expected the earlier day first, as in \"1-7\""),
            ("1-4294967295", "names too many days: expected at most 10080"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.contains(said), "{text}: {fault}");
        }
    }
}
