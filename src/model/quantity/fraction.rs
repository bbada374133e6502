//! A share or a probability.
//! Left out: shares above 1, such as cellularity, which are plain numbers.

use super::{Dimension, Quantity, QuantityError};

/// A number from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct Fraction(f64);

impl Fraction {
    /// Never.
    pub const ZERO: Self = Self(0.0);
    /// Always.
    pub const ONE: Self = Self(1.0);

    /// A probability, a share of cells, or a percentage over 100.
    ///
    /// # Errors
    /// If it lies outside of 0 to 1, or is not a number.
    pub fn new(value: f64) -> Result<Self, QuantityError> {
        if (0.0..=1.0).contains(&value) {
            return Ok(Self(value));
        }
        Err(QuantityError::OutOfRange {
            found: value.to_string(),
            expected: "a probability, a number from 0 to 1".into(),
        })
    }

    /// From 0 to 1.
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
