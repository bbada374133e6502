//! How often something happens per time: hazards, clearances of a pool, transitions.
//! Left out: rates per dose and per distance.

use super::{Dimension, Quantity, QuantityError, Time};

/// Hazard or first-order rate (1/h), never negative.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default)]
pub struct Rate(f64);

impl Rate {
    /// `rate` is 0 or more (1/h); this is not checked.
    pub const fn per_hour(rate: f64) -> Self {
        Self(rate)
    }

    /// The rate that leaves one half after `half_life`.
    ///
    /// ln 2 over the half-life, which is above zero; of 24 h it is 0.0289 per hour.
    pub fn from_half_life(half_life: Time) -> Self {
        Self(std::f64::consts::LN_2 / half_life.in_hours())
    }

    /// The canonical unit (1/h).
    pub const fn in_per_hour(self) -> f64 {
        self.0
    }

    /// 24 times as many (1/d).
    pub fn in_per_day(self) -> f64 {
        self.0 * 24.0
    }

    /// Probability of at least one event within `span`: 1 - exp(-rate span).
    ///
    /// Small chances keep all their digits.
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
