//! What the units of a segment yield: courses, and plain numbers for whatever is no course (a distance, an index, days).
//! Numbers are kept as the hexadecimal digits of their bits, so every bit comes back, that of a number that is none too.
//! Left out: what they mean.

use cenersim_analyses::comparison::Part;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// Hexadecimal digits of one number.
const DIGITS: usize = 16;

/// Numbers of one unit; a unit may have any number of rows.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Row {
    pub unit: u64,
    #[serde(serialize_with = "to_digits", deserialize_with = "from_digits")]
    pub values: Vec<f64>,
}

/// What consecutive units yield.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Yield {
    pub part: Part,
    /// By unit; those of one unit in the order in which the work gave them.
    pub rows: Vec<Row>,
}

impl From<Part> for Yield {
    fn from(part: Part) -> Self {
        Self { part, rows: Vec::new() }
    }
}

impl Yield {
    /// Adds what later units yield.
    pub(super) fn merge(&mut self, later: Self) {
        self.part.merge(later.part);
        self.rows.extend(later.rows);
    }
}

fn to_digits<S: Serializer>(values: &[f64], to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&values.iter().map(|value| format!("{:0DIGITS$x}", value.to_bits())).collect::<String>())
}

fn from_digits<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<f64>, D::Error> {
    let text = String::deserialize(from)?;
    let number = |digits: &[u8]| {
        let bits = str::from_utf8(digits).ok().filter(|text| text.len() == DIGITS);
        bits.and_then(|text| u64::from_str_radix(text, 16).ok()).map(f64::from_bits)
    };
    let values: Option<Vec<f64>> = text.as_bytes().chunks(DIGITS).map(number).collect();
    values.ok_or_else(|| D::Error::custom("a row is not made of the digits of numbers"))
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
            let row = Row { unit, values };
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
