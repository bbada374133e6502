//! How often something happens per time: hazards, clearances of a pool, transitions.

use super::{Dimension, Quantity, QuantityError, Time};

/// Hazard or first-order rate (1/h), never negative.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct Rate(f64);

impl Rate {
    pub const fn per_hour(rate: f64) -> Self {
        Self(rate)
    }

    /// The rate that leaves one half after `half_life`.
    pub fn from_half_life(half_life: Time) -> Self {
        Self(std::f64::consts::LN_2 / half_life.in_hours())
    }

    pub const fn in_per_hour(self) -> f64 {
        self.0
    }

    pub fn in_per_day(self) -> f64 {
        self.0 * 24.0
    }

    /// Probability of at least one event within `span`: 1 - exp(-rate span).
    pub fn probability_within(self, span: Time) -> f64 {
        -libm::expm1(-self.0 * span.in_hours())
    }
}

impl TryFrom<&Quantity> for Rate {
    type Error = QuantityError;
    fn try_from(quantity: &Quantity) -> Result<Self, QuantityError> {
        let rate = quantity.expect(Dimension::RATE, "0.14 /d")?;
        if rate < 0.0 {
            return Err(QuantityError::OutOfRange {
                found: quantity.written().into(),
                expected: "a rate of 0 or more".into(),
            });
        }
        Ok(Self(rate))
    }
}
