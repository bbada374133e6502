//! A share or a probability.

use super::{Dimension, Quantity, QuantityError};

/// A number from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct Fraction(f64);

impl Fraction {
    pub const ZERO: Self = Self(0.0);
    pub const ONE: Self = Self(1.0);

    pub fn new(value: f64) -> Result<Self, QuantityError> {
        if (0.0..=1.0).contains(&value) {
            return Ok(Self(value));
        }
        Err(QuantityError::OutOfRange {
            found: value.to_string(),
            expected: "a probability, a number from 0 to 1".into(),
        })
    }

    pub const fn value(self) -> f64 {
        self.0
    }
}

impl TryFrom<&Quantity> for Fraction {
    type Error = QuantityError;
    fn try_from(quantity: &Quantity) -> Result<Self, QuantityError> {
        Self::new(quantity.expect(Dimension::NONE, "0.3")?)
    }
}
