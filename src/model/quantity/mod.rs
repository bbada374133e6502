//! Numbers that cannot be wrong: a value with a unit, read from text such as `0.1 mg/kg/h` and checked for dimension.
//! Left out: unit conversion at run time (everything is converted once, when it is read) and offsets such as degrees.
//!
//! Canonical units: mg (mass), umol (substance), L (volume), h (time), kg (body weight), m2 (body surface),
//! mg of protein is a mass. `G/L` is 10^9 cells per liter, the unit of a blood count.

mod dimension;
mod fraction;
mod rate;
mod time;
pub mod units;

pub use dimension::{Dimension, Quantity, QuantityError, nearest};
pub use fraction::Fraction;
pub use rate::Rate;
pub use time::Time;
