//! What the units of a segment yield: courses, and plain numbers for whatever is no course (a distance, an index, days).
//! Numbers are kept as the hexadecimal digits of their bits, so every bit comes back, that of a number that is none too.
//! Left out: what they mean.

use super::StudyError;
use cenersim_analyses::comparison::{Failed, Part};
use cenersim_model::curves::Course;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error},
};

/// Hexadecimal digits of one number.
const DIGITS: usize = 16;

/// What one unit yields besides courses; a unit may have any number of rows.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Row {
    /// Number of the unit within its stage; of a packed course its replicate.
    pub unit: u64,
    /// In an order that the analysis knows; empty for a unit without numbers, such as one that failed.
    #[serde(with = "digits")]
    pub values: Vec<f64>,
    /// A record of another shape, which only its analysis can read.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "packed")]
    packed: Vec<u8>,
}

impl Row {
    /// Numbers of a unit.
    pub const fn of(unit: u64, values: Vec<f64>) -> Self {
        Self { unit, values, packed: Vec::new() }
    }

    /// A record of a unit.
    ///
    /// # Panics
    /// If it holds what cannot be written: a mistake in the code.
    pub fn packed(unit: u64, record: &impl Serialize) -> Self {
        Self { unit, values: Vec::new(), packed: postcard::to_stdvec(record).expect("plain data can be written") }
    }

    /// The record of [`Row::packed`].
    ///
    /// # Errors
    /// If it is another record.
    pub fn unpacked<T: DeserializeOwned>(&self) -> Result<T, StudyError> {
        let foreign =
            |error| StudyError::Failed(format!("unit {} holds another record than expected: {error}", self.unit));
        postcard::from_bytes(&self.packed).map_err(foreign)
    }
}

/// What consecutive units yield.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Yield {
    /// Records, curves and failures of courses.
    pub part: Part,
    /// By unit; those of one unit in the order in which the work gave them.
    pub rows: Vec<Row>,
    /// Whole courses with their curves, where nothing less will do.
    pub courses: Vec<Course>,
}

impl From<Part> for Yield {
    fn from(part: Part) -> Self {
        Self { part, ..Self::default() }
    }
}

impl Yield {
    /// Rows of units that were simulated one by one; those that failed have `instead`.
    pub(super) fn of_units(found: Vec<(u64, Result<Vec<f64>, Failed>)>, instead: &[f64]) -> Self {
        let mut whole = Self::default();
        for (unit, values) in found {
            let values = values.unwrap_or_else(|failed| {
                whole.part.failures.push(failed);
                instead.to_vec()
            });
            whole.rows.push(Row::of(unit, values));
        }
        whole
    }

    /// Adds what later units yield.
    pub(super) fn merge(&mut self, later: Self) {
        self.part.merge(later.part);
        self.rows.extend(later.rows);
        self.courses.extend(later.courses);
    }
}

/// Numbers as the hexadecimal digits of their bits.
/// 16 digits for each number, without separators; a JSON number would lose NaN and infinities.
pub mod digits {
    use super::{DIGITS, Deserialize, Deserializer, Error, Serializer};

    /// One text for all numbers.
    pub fn serialize<S: Serializer>(values: &[f64], to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&values.iter().map(|value| format!("{:0DIGITS$x}", value.to_bits())).collect::<String>())
    }

    /// Refuses what is no whole number of 16 hexadecimal digits.
    pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<f64>, D::Error> {
        let text = String::deserialize(from)?;
        let number = |digits: &[u8]| {
            let bits = str::from_utf8(digits).ok().filter(|text| text.len() == DIGITS);
            bits.and_then(|text| u64::from_str_radix(text, 16).ok()).map(f64::from_bits)
        };
        let values: Option<Vec<f64>> = text.as_bytes().chunks(DIGITS).map(number).collect();
        values.ok_or_else(|| D::Error::custom("a row is not made of the digits of numbers"))
    }
}

/// Bytes as hexadecimal digits.
mod packed {
    use super::{Deserialize, Deserializer, Error, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
    }

    pub fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(from)?;
        let byte = |digits: &[u8]| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok();
        let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(byte).collect();
        bytes.ok_or_else(|| D::Error::custom("a record is not made of the digits of bytes"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Any bits at all: infinite numbers, numbers that are none with whatever payload, both zeros.
        #[test]
        fn every_bit_of_every_number_comes_back(unit: u64, bits in prop::collection::vec(any::<u64>(), 0..9)) {
            let special = [0, 1, 1 << 63, f64::NAN.to_bits(), f64::NAN.to_bits() | 1, f64::NEG_INFINITY.to_bits()];
            let values = bits.into_iter().chain(special).map(f64::from_bits).collect();
            let row = Row::of(unit, values);
            let read: Row = serde_json::from_str(&serde_json::to_string(&row).unwrap()).unwrap();
            let bits = |row: &Row| row.values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!((read.unit, bits(&read)), (unit, bits(&row)));
        }
    }

    #[test]
    fn digits_that_are_none_are_refused() {
        for values in ["3ff", "3ff000000000000g", "µµµµµµµµ"] {
            let text = format!("{{\"unit\": 1, \"values\": \"{values}\"}}");
            assert!(serde_json::from_str::<Row>(&text).is_err(), "{values}");
        }
    }
}
