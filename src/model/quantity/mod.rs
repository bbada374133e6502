//! Numbers that cannot be wrong: a value with a unit, read from text such as `0.1 mg/kg/h` and checked for dimension.
//! Left out: unit conversion at run time (everything is converted once, when it is read) and offsets such as degrees.
//!
//! Canonical units: mg (mass), umol (substance), L (volume), h (time), kg (body weight), m2 (body surface),
//! mg of protein is a mass. `G/L` is 10^9 cells per liter, the unit of a blood count.
//!
//! * [`Quantity`]: a number with any unit, as it is read; [`Dimension`] says of what kind it is.
//! * [`Time`] (h), [`Rate`] (1/h) and [`Fraction`] (0 to 1): what the model computes with.
//! * [`units`]: the table of units and spellings, which `docs/units.md` shows.
//!
//! ```
//! use cenersim_model::quantity::{Quantity, Rate, Time};
//! let cycle = Time::try_from(&"2.5 d".parse::<Quantity>()?)?;
//! let loss = Rate::try_from(&"0.14 /d".parse::<Quantity>()?)?;
//! assert_eq!(cycle.in_hours(), 60.0);
//! assert!((loss.probability_within(cycle) - 0.295).abs() < 0.001);
//! // A dose is no time: the error says what was expected.
//! assert!(Time::try_from(&"12 mg/m2".parse::<Quantity>()?).is_err());
//! # Ok::<(), cenersim_model::quantity::QuantityError>(())
//! ```

mod dimension;
mod fraction;
mod rate;
mod time;
pub mod units;

pub use dimension::{Dimension, Quantity, QuantityError, nearest};
pub use fraction::Fraction;
pub use rate::Rate;
pub use time::Time;
