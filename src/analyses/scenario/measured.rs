//! Quantities as a scenario writes them: text with a unit, checked for dimension and sign while it is read.
//!
//! A type names the dimension and the sign that a key accepts: time as [`Span`] in hours, cells, counts, sizes, and
//! doses in the three bases flat, per weight (kg) and per surface (m²). Another unit of the same dimension is
//! converted; another dimension is a fault that says what was expected, with an example.
//!
//! # Units
//!
//! | dimension | written as |
//! |---|---|
//! | time | `15 min`, `24 h`, `7 d`, `30 wk`, `37 mo`, `61 y` |
//! | dose | `20 mg`, `12 mg/m2`, `0.5 g/m2`, `0.1 mg/kg/h` for a rate |
//! | size | `75 kg`, `172 cm` |
//! | cells | `1e12 cells` |
//!
//! A month is 365.25/12 days, a year 365.25 days.

use cenersim_model::{
    quantity::{
        Dimension, Quantity, QuantityError,
        units::{self, Form},
    },
    treatment::{Amount, Basis, Dose},
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, Visitor},
};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// What a quantity in a scenario must be.
pub(super) trait Meaning: 'static {
    /// What the schema calls it.
    const NAME: &'static str;
    /// With its article, such as `a time`.
    const WHAT: &'static str;
    /// What could be written, for faults and for the schema.
    const EXAMPLE: &'static str;
    /// Dimensions of what may be written.
    const FORMS: &'static [&'static Form];
    /// What the quantity becomes, in the canonical unit.
    type Value;
    /// # Errors
    /// If it is out of the range that this meaning allows.
    fn value(quantity: &Quantity) -> Result<Self::Value, QuantityError>;
}

/// A quantity with a meaning.
pub(super) struct Measured<M: Meaning>(pub M::Value);

macro_rules! plain {
    ($name:ident, $what:literal, $example:literal, $dimension:expr) => {
        plain!($name, $what, $example, $dimension, [$dimension]);
    };
    ($name:ident, $what:literal, $example:literal, $dimension:expr, $form:expr) => {
        pub(super) struct $name;
        impl Meaning for $name {
            const NAME: &'static str = stringify!($name);
            const WHAT: &'static str = $what;
            const EXAMPLE: &'static str = $example;
            const FORMS: &'static [&'static Form] = &[&$form];
            type Value = f64;
            fn value(quantity: &Quantity) -> Result<f64, QuantityError> {
                quantity.expect($dimension, $example)
            }
        }
    };
}

plain!(Span, "a time", "7 d", Dimension::TIME);
plain!(Weight, "a body weight", "75 kg", Dimension::BODY_WEIGHT);
plain!(Height, "a length", "172 cm", Dimension::LENGTH);
plain!(Surface, "a body surface", "2.0 m2", Dimension::BODY_SURFACE);
plain!(Vial, "an amount", "5 mg", Dimension::MASS);
plain!(Count, "a blood count", "1 G/L", Dimension::BLOOD_COUNT, [Dimension::CELLS, Dimension::VOLUME]);
plain!(DoseShare, "a share of a dose", "75 %", Dimension::NONE);
plain!(Cells, "a number of cells", "1e12 cells", Dimension::CELLS);

/// Of amounts that are given.
const MASS: Dimension = Dimension::MASS;
/// Of spans and of what is given per time.
const TIME: Dimension = Dimension::TIME;

/// A dose for each infusion.
pub(super) struct PerInfusion;

impl Meaning for PerInfusion {
    const NAME: &'static str = "PerInfusion";
    const WHAT: &'static str = "a dose";
    const EXAMPLE: &'static str = "12 mg/m2";
    const FORMS: &'static [&'static Form] =
        &[&[MASS], &[MASS, Dimension::BODY_SURFACE], &[MASS, Dimension::BODY_WEIGHT]];
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
    const FORMS: &'static [&'static Form] =
        &[&[MASS, TIME], &[MASS, Dimension::BODY_SURFACE, TIME], &[MASS, Dimension::BODY_WEIGHT, TIME]];
    type Value = Dose;
    fn value(quantity: &Quantity) -> Result<Dose, QuantityError> {
        dose(quantity, &["1 mg/h", "1 mg/kg/h", "1 mg/m2/h"], Self::EXAMPLE)
    }
}

/// The largest dose of an infusion, or the largest rate.
pub(super) struct Largest;

impl Meaning for Largest {
    const NAME: &'static str = "Largest";
    const WHAT: &'static str = "a largest amount";
    const EXAMPLE: &'static str = "24 mg";
    const FORMS: &'static [&'static Form] = &[&[MASS], &[MASS, TIME]];
    type Value = Amount;
    fn value(quantity: &Quantity) -> Result<Amount, QuantityError> {
        let dose = Dose { amount: quantity.canonical(), basis: Basis::Flat, written: quantity.written().to_owned() };
        if units::is_one_of(&[&[MASS, TIME]], quantity.dimension()) {
            return Ok(Amount::PerHour(dose));
        }
        quantity.expect(MASS, Self::EXAMPLE).map(|_| Amount::PerInfusion(dose))
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

/// Reads a text or a plain number as a quantity with this meaning.
struct Reader<M>(PhantomData<M>);

impl<M: Meaning> Visitor<'_> for Reader<M> {
    type Value = Measured<M>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with its unit in quotes, such as \"{}\"", M::WHAT, M::EXAMPLE)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Measured<M>, E> {
        let quantity = Quantity::read(text, &|found| units::is_one_of(M::FORMS, found)).map_err(E::custom)?;
        let value = M::value(&quantity).map_err(E::custom)?;
        if quantity.canonical().is_sign_negative() {
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
        json_schema!({
            "type": "string",
            "pattern": units::pattern(M::FORMS),
            "examples": [M::EXAMPLE],
        })
    }
}
