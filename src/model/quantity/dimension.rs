//! Dimensions, and numbers that have one. Left out: the units (see `units`).

use super::units::{Meant, meant};
use std::{fmt, str::FromStr};

/// Exponents of the base dimensions.
///
/// The dimension of mg/kg/h has mass 1, body weight -1 and time -1. Body weight and body surface are dimensions of
/// their own, so that a dose per weight is never taken for a concentration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Hash)]
pub struct Dimension {
    /// Of drug or protein; canonical unit mg.
    pub mass: i8,
    /// Canonical unit umol.
    pub substance: i8,
    /// Canonical unit L.
    pub volume: i8,
    /// Canonical unit h.
    pub time: i8,
    /// Canonical unit kg.
    pub body_weight: i8,
    /// Canonical unit m2.
    pub body_surface: i8,
    /// Numbers of cells.
    pub cells: i8,
    /// Height of a body; canonical unit cm.
    pub length: i8,
}

/// What is wrong with a text that should be a quantity.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum QuantityError {
    /// The text, which does not begin with a number.
    #[error("`{0}` is not a quantity: expected a number and a unit, such as \"7 d\" or \"12 mg/m2\"")]
    NotANumber(String),
    /// The text, which has a comma after the number.
    #[error("`{0}` has a comma: expected a decimal point, such as \"12.5 mg/m2\"")]
    Comma(String),
    /// A unit that the table does not have.
    #[error("`{unit}` is not a known unit{}", hint(.nearest))]
    UnknownUnit {
        /// As it was written.
        unit: String,
        /// A known unit that is spelled like it and would fit.
        nearest: Option<String>,
    },
    /// A quantity of another kind, such as a time for a dose.
    #[error("`{found}` is a {} but a {} was expected, such as \"{example}\"", .is.name(), .expected.name())]
    WrongDimension {
        /// The quantity, as it was written.
        found: String,
        /// Its dimension.
        is: Dimension,
        /// The dimension that is needed.
        expected: Dimension,
        /// A quantity of that dimension.
        example: String,
    },
    /// The text, whose number is infinite or too large for its unit.
    #[error("`{0}` is not finite: expected a finite number")]
    NotFinite(String),
    /// A number outside of what makes sense.
    #[error("`{found}` is out of range: expected {expected}")]
    OutOfRange {
        /// The number, as it was written.
        found: String,
        /// What makes sense, in words.
        expected: String,
    },
}

/// What stands after an unknown unit.
fn hint(nearest: &Option<String>) -> String {
    nearest.as_ref().map_or_else(String::new, |n| format!(": did you mean `{n}`?"))
}

macro_rules! dimension { ($($field:ident: $value:expr),*) => { Dimension { $($field: $value,)* ..Dimension::NONE } } }

impl Dimension {
    /// A pure number.
    pub const NONE: Self =
        Self { mass: 0, substance: 0, volume: 0, time: 0, body_weight: 0, body_surface: 0, cells: 0, length: 0 };
    /// Durations and moments.
    pub const TIME: Self = dimension!(time: 1);
    /// Hazards and first-order rates.
    pub const RATE: Self = dimension!(time: -1);
    /// Amounts of drug.
    pub const MASS: Self = dimension!(mass: 1);
    /// Volumes of plasma and tissue.
    pub const VOLUME: Self = dimension!(volume: 1);
    /// A body's weight, in kg.
    pub const BODY_WEIGHT: Self = dimension!(body_weight: 1);
    /// A body's surface, in m2.
    pub const BODY_SURFACE: Self = dimension!(body_surface: 1);
    /// A body's height.
    pub const LENGTH: Self = dimension!(length: 1);
    /// Numbers of cells, such as a burden.
    pub const CELLS: Self = dimension!(cells: 1);
    /// Cells per volume of blood.
    pub const BLOOD_COUNT: Self = dimension!(cells: 1, volume: -1);

    /// The dimension of a product (`sign` 1) or of a quotient (-1).
    pub(super) fn add(self, other: Self, sign: i8) -> Self {
        Self {
            mass: self.mass.saturating_add(sign.saturating_mul(other.mass)),
            substance: self.substance.saturating_add(sign.saturating_mul(other.substance)),
            volume: self.volume.saturating_add(sign.saturating_mul(other.volume)),
            time: self.time.saturating_add(sign.saturating_mul(other.time)),
            body_weight: self.body_weight.saturating_add(sign.saturating_mul(other.body_weight)),
            body_surface: self.body_surface.saturating_add(sign.saturating_mul(other.body_surface)),
            cells: self.cells.saturating_add(sign.saturating_mul(other.cells)),
            length: self.length.saturating_add(sign.saturating_mul(other.length)),
        }
    }

    /// The name a reader knows, or the exponents.
    pub fn name(self) -> String {
        let known = [
            (Self::NONE, "number"),
            (Self::TIME, "time"),
            (Self::RATE, "rate"),
            (Self::MASS, "mass"),
            (Self::VOLUME, "volume"),
            (Self::BODY_WEIGHT, "body weight"),
            (Self::BODY_SURFACE, "body surface"),
            (Self::LENGTH, "length"),
            (Self::CELLS, "number of cells"),
            (Self::BLOOD_COUNT, "blood count"),
            (dimension!(mass: 1, body_weight: -1), "dose per body weight"),
            (dimension!(mass: 1, body_surface: -1), "dose per body surface"),
            (dimension!(mass: 1, body_weight: -1, time: -1), "dose rate per body weight"),
            (dimension!(mass: 1, body_surface: -1, time: -1), "dose rate per body surface"),
            (dimension!(mass: 1, time: -1), "dose rate"),
        ];
        known.iter().find(|(d, _)| *d == self).map_or_else(|| self.formula(), |(_, name)| (*name).to_owned())
    }

    /// Units with their exponents, for a dimension without a name.
    fn formula(self) -> String {
        let parts = [
            ("mg", self.mass),
            ("umol", self.substance),
            ("L", self.volume),
            ("h", self.time),
            ("kg", self.body_weight),
            ("m2", self.body_surface),
            ("cells", self.cells),
            ("cm", self.length),
        ];
        let written: Vec<String> = parts
            .iter()
            .filter(|(_, power)| *power != 0)
            .map(|(unit, power)| if *power == 1 { (*unit).to_owned() } else { format!("{unit}^{power}") })
            .collect();
        format!("quantity in {}", written.join(" "))
    }
}

/// A finite number with a dimension, held in canonical units, that remembers number and unit as they were written.
///
/// Two quantities are equal if number, dimension and text are: `24 h` is not `1 d`.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// In canonical units: h, mg, L, m2, cells and their products.
    value: f64,
    /// What it measures.
    dimension: Dimension,
    /// Number and unit as they were written.
    written: String,
}

impl Quantity {
    /// A pure number.
    ///
    /// # Errors
    /// If it is not finite.
    pub fn number(value: f64) -> Result<Self, QuantityError> {
        let written =
            if value == 0.0 || (1e-5..1e16).contains(&value.abs()) { value.to_string() } else { format!("{value:e}") };
        if !value.is_finite() {
            return Err(QuantityError::NotFinite(written));
        }
        Ok(Self { value, dimension: Dimension::NONE, written })
    }

    /// Reads a number and a unit; `fits` says which dimensions are expected, so that a hint at a misspelled unit is one.
    ///
    /// Space between number and unit may be missing, and the unit may have any spelling of
    /// [`units::UNITS`](super::units::UNITS); a number without a unit is a pure one.
    ///
    /// # Errors
    /// If it is no finite number with a known unit. Whether the dimension fits is not looked at.
    pub fn read(text: &str, fits: &dyn Fn(Dimension) -> bool) -> Result<Self, QuantityError> {
        let text = text.trim_matches(is_space);
        let (number, unit) = split(text);
        if unit.starts_with(',') {
            return Err(QuantityError::Comma(text.to_owned()));
        }
        let magnitude: f64 = number.parse().map_err(|_| QuantityError::NotANumber(text.to_owned()))?;
        if unit.starts_with('.') {
            return Err(QuantityError::NotANumber(text.to_owned()));
        }
        let Meant { written, factor, dimension } = meant(unit, fits)?;
        let value = magnitude * factor;
        if !value.is_finite() {
            return Err(QuantityError::NotFinite(text.to_owned()));
        }
        Ok(Self { value, dimension, written: format!("{number} {written}").trim_end().to_owned() })
    }

    /// The number in canonical units (mg, umol, L, h, kg, m2, cells, cm).
    ///
    /// A share in percent is from 0 to 1 here, a blood count in cells per L.
    pub fn canonical(&self) -> f64 {
        self.value
    }

    /// That of the canonical number.
    pub fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// The text it was read from, with the unit as the program writes it.
    pub fn written(&self) -> &str {
        &self.written
    }

    /// The unit it was written in; empty for a pure number.
    pub fn unit(&self) -> &str {
        self.written.split_once(' ').map_or("", |(_, unit)| unit.trim())
    }

    /// The number as written, in the unit it was written in.
    ///
    /// `7` for `7 d`.
    pub fn magnitude(&self) -> f64 {
        self.written.split(' ').next().and_then(|number| number.parse().ok()).unwrap_or(self.value)
    }

    /// The same dimension and unit, another magnitude in canonical units.
    ///
    /// For values that are computed from one that was read: `7 d` with 336 h is `14 d`.
    pub fn with_canonical(&self, value: f64) -> Self {
        let factor = if self.magnitude() == 0.0 { 1.0 } else { self.value / self.magnitude() };
        let written = format!("{} {}", value / factor, self.unit()).trim().to_owned();
        Self { value, dimension: self.dimension, written }
    }

    /// The canonical number, if the dimension is the expected one.
    ///
    /// `example` is what an error shows as a quantity of the expected dimension.
    ///
    /// # Errors
    /// [`QuantityError::WrongDimension`].
    pub fn expect(&self, expected: Dimension, example: &str) -> Result<f64, QuantityError> {
        if self.dimension == expected {
            return Ok(self.value);
        }
        Err(QuantityError::WrongDimension {
            found: self.written.clone(),
            is: self.dimension,
            expected,
            example: example.to_owned(),
        })
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

impl FromStr for Quantity {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        Self::read(text, &|_| true)
    }
}

/// Number and unit of a text, with any space between them or none. Words such as `inf` are numbers, too.
fn split(text: &str) -> (&str, &str) {
    let end = number_end(text.as_bytes());
    if end > 0 {
        return (&text[..end], text[end..].trim_start_matches(is_space));
    }
    text.split_once(is_space).unwrap_or((text, ""))
}

/// Where the number at the beginning ends. An `e` belongs to it only with an exponent.
fn number_end(text: &[u8]) -> usize {
    let digits = |from: usize| from + text[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let sign = |at: usize| at + usize::from(matches!(text.get(at), Some(b'+' | b'-')));
    let start = sign(0);
    let whole = digits(start);
    let fraction = if text.get(whole) == Some(&b'.') { digits(whole + 1) } else { whole };
    if fraction - start <= usize::from(text.get(start) == Some(&b'.')) {
        return 0;
    }
    if !matches!(text.get(fraction), Some(b'e' | b'E')) {
        return fraction;
    }
    let exponent = sign(fraction + 1);
    let end = digits(exponent);
    if end > exponent { end } else { fraction }
}

/// A space of any width, or the mark with which some editors begin a file.
fn is_space(letter: char) -> bool {
    letter.is_whitespace() || letter == '\u{FEFF}'
}

/// The known word closest to a misspelled one, if any is close.
///
/// By the similarity of Jaro and Winkler, above 0.7 and without regard to case.
pub fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    known
        .map(|candidate| (strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness > 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_owned())
}

#[cfg(test)]
mod tests;
