//! Days of a schedule as protocols write them: a list such as [1, 3, 5], or text with ranges such as "1-3,5".
//! Left out: what is given on them (see `schedules`).

use super::infusions::MOST_INFUSIONS;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, SeqAccess, Visitor, value::SeqAccessDeserializer},
};
use std::{borrow::Cow, fmt, ops::RangeInclusive};

/// Most days of one text, those of as many infusions, so that a slip such as "1-70000000" is a fault and no list.
const MOST: usize = MOST_INFUSIONS as usize;

/// Days in the order in which they are written.
pub(super) struct Days(pub Vec<u32>);

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Days;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("days such as [1, 2, 3] or \"1-3,5\"")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Days, A::Error> {
        let days: Vec<Day> = Vec::deserialize(SeqAccessDeserializer::new(items))?;
        Ok(Days(days.into_iter().map(|day| day.0).collect()))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Days, E> {
        let mut days = Vec::new();
        for part in text.split(',') {
            let range = range(part.trim()).map_err(E::custom)?;
            if range.clone().take(MOST + 1).count() + days.len() > MOST {
                return Err(E::custom(format!("`{text}` names too many days: expected at most {MOST}")));
            }
            days.extend(range);
        }
        Ok(Days(days))
    }
}

/// `3` or `1-7`.
fn range(part: &str) -> Result<RangeInclusive<u32>, String> {
    // A minus at the beginning is a sign.
    let dash = part.char_indices().skip(1).find_map(|(place, letter)| (letter == '-').then_some(place));
    let (first, last) = dash.map_or((part, part), |dash| (&part[..dash], &part[dash + 1..]));
    let (Ok(from), Ok(to)) = (first.trim().parse(), last.trim().parse()) else {
        return Err(format!("`{part}` is no day: expected days such as \"1-7\" or \"1-3,5\""));
    };
    let (from, to) = (day(from)?, day(to)?);
    if from > to {
        return Err(format!("`{part}` runs backwards: expected the earlier day first, as in \"{to}-{from}\""));
    }
    Ok(from..=to)
}

/// A day that exists: a schedule begins with day 1.
fn day(number: i64) -> Result<u32, String> {
    if number < 1 {
        return Err(format!(
            "day {number} is before the first: expected 1 or more; what comes first is given on day 1, and what comes later \
             begins later, such as start = \"2 d\""
        ));
    }
    u32::try_from(number).map_err(|_| format!("day {number} is too late: expected at most {}", u32::MAX))
}

/// One day of a list.
struct Day(u32);

struct OneDay;

impl Visitor<'_> for OneDay {
    type Value = Day;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a day, 1 being the first")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Day, E> {
        day(number).map(Day).map_err(E::custom)
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
        let range = r"\s*0*[1-9][0-9]*(\s*-\s*0*[1-9][0-9]*)?\s*";
        json_schema!({
            "type": ["array", "string"],
            "items": { "type": "integer", "minimum": 1 },
            "pattern": format!("^{range}(,{range})*$"),
            "examples": [[1, 2, 3], "1-3,5"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::value::{Error, StrDeserializer};

    fn read(text: &str) -> Result<Vec<u32>, String> {
        let read: Result<Days, Error> = Days::deserialize(StrDeserializer::new(text));
        read.map(|days| days.0).map_err(|error| error.to_string())
    }

    #[test]
    fn ranges_name_every_day_from_the_first_to_the_last() {
        for (text, days) in [("1-3,5", &[1, 2, 3, 5][..]), ("7", &[7]), (" 1 - 2 , 8-9 ", &[1, 2, 8, 9])] {
            assert_eq!(read(text).as_deref(), Ok(days), "{text}");
        }
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
            ("1--3", "day -3 is before the first"),
            ("7-1", "`7-1` runs backwards: expected the earlier day first, as in \"1-7\""),
            ("1-4294967295", "names too many days: expected at most 10080"),
        ] {
            let fault = read(text).unwrap_err();
            assert!(fault.contains(said), "{text}: {fault}");
        }
    }
}
