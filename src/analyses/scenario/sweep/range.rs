//! Ranges: values at equal distances, or in equal ratios, from one end to the other.

use crate::scenario::ScenarioError;
use cenersim_model::quantity::Quantity;

/// Most values of one range; how many points a grid may have is another question.
const MOST_STEPS: u64 = 1_000_000;

/// Digits that tell a value from its neighbor.
const DIGITS: i32 = 4;

/// A range as written.
pub(super) struct Range<'a> {
    /// First value, with its unit if it has one.
    pub from: &'a str,
    /// Last value.
    pub to: &'a str,
    /// Number of values, with both ends.
    pub steps: u64,
    /// Equal ratios instead of equal distances.
    pub log: bool,
}

impl Range<'_> {
    /// The ends as written, and between them values in the same unit, rounded to what tells them apart.
    ///
    /// # Errors
    /// Ends of different units, equal ends, too few or too many values, or a logarithmic range that reaches 0.
    pub fn values(&self) -> Result<Vec<String>, ScenarioError> {
        let (from, to) = (end(self.from)?, end(self.to)?);
        let (low, high) = (from.magnitude(), to.magnitude());
        self.check(&from, &to)?;
        let last = self.steps - 1;
        let between = (1..last).map(|step| {
            let share = step as f64 / last as f64;
            let (value, gap) = if self.log {
                let value = low * libm::pow(high / low, share);
                (value, value * (libm::pow(high / low, 1.0 / last as f64) - 1.0))
            } else {
                (low + (high - low) * share, (high - low) / last as f64)
            };
            written(rounded(value, gap.abs()), from.unit())
        });
        Ok([self.from.trim().to_owned()].into_iter().chain(between).chain([self.to.trim().to_owned()]).collect())
    }

    /// Two values or more, ends of one unit, different, and above zero for equal ratios.
    fn check(&self, from: &Quantity, to: &Quantity) -> Result<(), ScenarioError> {
        let (low, high) = (from.magnitude(), to.magnitude());
        let fault = if from.unit() != to.unit() {
            format!("`{from}` and `{to}` differ in unit: expected both ends in one unit, such as 0 d and 10 d")
        } else if !(2..=MOST_STEPS).contains(&self.steps) {
            format!("a range cannot have `{}` values: expected 2 to {MOST_STEPS}, both ends counted", self.steps)
        } else if low == high {
            format!("the range begins and ends at `{from}`: expected two different ends, or a single value")
        } else if self.log && (low <= 0.0 || high <= 0.0) {
            let wrong = if low <= 0.0 { from } else { to };
            format!("a log range cannot reach `{wrong}`: expected both ends above 0, or a range without log")
        } else {
            return Ok(());
        };
        Err(ScenarioError::of(fault))
    }
}

/// A quantity, or a plain number.
fn end(text: &str) -> Result<Quantity, ScenarioError> {
    text.trim().parse().map_err(|error| ScenarioError::of(format!("an end of the range: {error}")))
}

/// The value in steps of a power of ten that divide the distance to its neighbor into a thousand or more.
fn rounded(value: f64, gap: f64) -> f64 {
    let place = libm::floor(libm::log10(gap)) as i32 - (DIGITS - 1);
    // Powers of ten below 1 are inexact: dividing by their inverse is not.
    let scale = libm::pow(10.0, f64::from(place.abs()));
    if place < 0 { libm::round(value * scale) / scale } else { libm::round(value / scale) * scale }
}

/// Whole numbers in full, because a count is not read from `1e6`; quantities short.
fn written(value: f64, unit: &str) -> String {
    let whole = unit.is_empty() && value == libm::trunc(value);
    let plain = whole || value == 0.0 || (1e-4..1e6).contains(&value.abs());
    let number = if plain { value.to_string() } else { format!("{value:e}") };
    format!("{number} {unit}").trim_end().to_owned()
}
