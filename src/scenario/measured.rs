//! Quantities as a scenario writes them: text with a unit, checked for dimension and sign while it is read.

use crate::{
    quantity::{Dimension, Quantity, QuantityError},
    treatment::{Basis, Dose},
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// What a quantity in a scenario must be.
pub(super) trait Meaning: 'static {
    const NAME: &'static str;
    /// With its article, such as `a time`.
    const WHAT: &'static str;
    const EXAMPLE: &'static str;
    /// Units that an editor offers.
    const UNITS: &'static [&'static str];
    type Value;
    fn value(quantity: &Quantity) -> Result<Self::Value, QuantityError>;
}

/// A quantity with a meaning.
pub(super) struct Measured<M: Meaning>(pub M::Value);

macro_rules! plain {
    ($name:ident, $what:literal, $example:literal, $dimension:expr, [$($unit:literal),*]) => {
        pub(super) struct $name;
        impl Meaning for $name {
            const NAME: &'static str = stringify!($name);
            const WHAT: &'static str = $what;
            const EXAMPLE: &'static str = $example;
            const UNITS: &'static [&'static str] = &[$($unit),*];
            type Value = f64;
            fn value(quantity: &Quantity) -> Result<f64, QuantityError> {
                quantity.expect($dimension, $example)
            }
        }
    };
}

plain!(Span, "a time", "7 d", Dimension::TIME, ["min", "h", "d", "wk", "mo", "y"]);
plain!(Weight, "a body weight", "75 kg", Dimension::BODY_WEIGHT, ["kg"]);
plain!(Height, "a length", "172 cm", Dimension::LENGTH, ["cm", "m"]);
plain!(Cells, "a number of cells", "1e12 cells", Dimension::CELLS, ["cells"]);

/// A dose for each infusion.
pub(super) struct PerInfusion;

impl Meaning for PerInfusion {
    const NAME: &'static str = "PerInfusion";
    const WHAT: &'static str = "a dose";
    const EXAMPLE: &'static str = "12 mg/m2";
    const UNITS: &'static [&'static str] = &["mg", "g", "mg/m2", "g/m2", "mg/kg"];
    type Value = Dose;
    fn value(quantity: &Quantity) -> Result<Dose, QuantityError> {
        dose(quantity, &["1 mg", "1 mg/kg", "1 mg/m2"], Self::EXAMPLE)
    }
}

/// A dose per time.
pub(super) struct PerHour;

impl Meaning for PerHour {
    const NAME: &'static str = "PerHour";
    const WHAT: &'static str = "a dose rate";
    const EXAMPLE: &'static str = "0.1 mg/kg/h";
    const UNITS: &'static [&'static str] = &["mg/h", "mg/d", "mg/kg/h", "mg/kg/d", "mg/m2/h", "mg/m2/d", "g/m2/d"];
    type Value = Dose;
    fn value(quantity: &Quantity) -> Result<Dose, QuantityError> {
        dose(quantity, &["1 mg/h", "1 mg/kg/h", "1 mg/m2/h"], Self::EXAMPLE)
    }
}

/// The amount and its basis, when the dimension is that of one of the three units (flat, per weight, per surface).
fn dose(quantity: &Quantity, units: &[&str; 3], example: &str) -> Result<Dose, QuantityError> {
    let basis = [Basis::Flat, Basis::PerWeight, Basis::PerSurface];
    for (unit, basis) in units.iter().zip(basis) {
        if unit.parse::<Quantity>()?.dimension() == quantity.dimension() {
            return Ok(Dose { amount: quantity.canonical(), basis, written: quantity.written().to_owned() });
        }
    }
    Err(QuantityError::WrongDimension {
        found: quantity.written().to_owned(),
        is: quantity.dimension(),
        expected: example.parse::<Quantity>()?.dimension(),
        example: example.to_owned(),
    })
}

struct Reader<M>(PhantomData<M>);

impl<M: Meaning> Visitor<'_> for Reader<M> {
    type Value = Measured<M>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with its unit in quotes, such as \"{}\"", M::WHAT, M::EXAMPLE)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Measured<M>, E> {
        let quantity: Quantity = text.parse().map_err(E::custom)?;
        let value = M::value(&quantity).map_err(E::custom)?;
        if quantity.canonical() < 0.0 {
            return Err(E::custom(format!("`{text}` is negative: expected {} of 0 or more", M::WHAT)));
        }
        Ok(Measured(value))
    }
}

impl<'de, M: Meaning> Deserialize<'de> for Measured<M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Reader(PhantomData))
    }
}

impl<M: Meaning> JsonSchema for Measured<M> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        M::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let units = M::UNITS.join("|");
        json_schema!({
            "type": "string",
            "pattern": format!(r"^\s*[+]?[0-9.]+([eE][+-]?[0-9]+)?\s+({units})\s*$"),
            "examples": [M::EXAMPLE],
        })
    }
}
