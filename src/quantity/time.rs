//! A point in time or a duration, in hours since the first dose day began.

use super::{Dimension, Quantity, QuantityError};

/// Time in hours.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Default, serde::Serialize, serde::Deserialize)]
pub struct Time(f64);

impl Time {
    pub const ZERO: Self = Self(0.0);

    pub const fn hours(hours: f64) -> Self {
        Self(hours)
    }

    pub const fn days(days: f64) -> Self {
        Self(days * 24.0)
    }

    pub const fn in_hours(self) -> f64 {
        self.0
    }

    pub fn in_days(self) -> f64 {
        self.0 / 24.0
    }

    /// Years of 365.25 days.
    pub fn in_years(self) -> f64 {
        self.0 / 8766.0
    }
}

impl std::ops::Add for Time {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl std::ops::Sub for Time {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl TryFrom<&Quantity> for Time {
    type Error = QuantityError;
    fn try_from(quantity: &Quantity) -> Result<Self, QuantityError> {
        quantity.expect(Dimension::TIME, "7 d").map(Self)
    }
}
