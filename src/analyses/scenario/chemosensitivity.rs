//! `chemosensitivity` of the patient as written: one percentile for both drugs, or a table with one for each.
//!
//! `chemosensitivity = "90 %"` is one percentile for both drugs; `{ idarubicin = "90 %", cytarabine = "50 %" }` one for
//! each. 100 % would be the most sensitive patient, so percentiles lie between 0 and 100 % without the ends.

use super::{
    ScenarioError,
    compose::Places,
    measured::{Meaning, Measured},
};
use cenersim_model::{
    patient::Chemosensitivity,
    quantity::{Dimension, Quantity, QuantityError, units::Form},
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer,
    de::{
        Error, MapAccess, Visitor,
        value::{MapAccessDeserializer, StrDeserializer},
    },
};
use std::{borrow::Cow, fmt};

/// A share of the population.
pub(super) struct Percentile;

impl Meaning for Percentile {
    const NAME: &'static str = "Percentile";
    const WHAT: &'static str = "a percentile";
    const EXAMPLE: &'static str = "90 %";
    const FORMS: &'static [&'static Form] = &[&[Dimension::NONE]];
    type Value = f64;
    fn value(quantity: &Quantity) -> Result<f64, QuantityError> {
        quantity.expect(Dimension::NONE, Self::EXAMPLE)
    }
}

/// One percentile for both drugs, or one for each.
pub(super) enum ChemosensitivityValue {
    Both(Measured<Percentile>),
    Each(ChemosensitivityTable),
}

/// Percentile of the sensitivity to each drug; without one it is as the patient's number says.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChemosensitivityTable {
    pub idarubicin: Option<Measured<Percentile>>,
    pub cytarabine: Option<Measured<Percentile>>,
}

/// Reads a text or a table.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = ChemosensitivityValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a percentile in quotes, such as \"90 %\", or a table with one for `idarubicin` and one for `cytarabine`",
        )
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ChemosensitivityValue, E> {
        Measured::deserialize(StrDeserializer::new(text)).map(ChemosensitivityValue::Both)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ChemosensitivityValue, A::Error> {
        ChemosensitivityTable::deserialize(MapAccessDeserializer::new(map)).map(ChemosensitivityValue::Each)
    }
}

impl<'de> Deserialize<'de> for ChemosensitivityValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

impl JsonSchema for ChemosensitivityValue {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Chemosensitivity".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let (both, each) =
            (generator.subschema_for::<Measured<Percentile>>(), generator.subschema_for::<ChemosensitivityTable>());
        schemars::json_schema!({ "anyOf": [both, each] })
    }
}

/// Above 0 and below 100 %.
pub(super) fn check_percentile(share: f64) -> Result<(), String> {
    let message = || {
        format!(
            "{} % is no percentile of a patient: expected more than 0 % and less than 100 %, such as \"90 %\"",
            100.0 * share
        )
    };
    if share > 0.0 && share < 1.0 { Ok(()) } else { Err(message()) }
}

/// The percentiles, each above 0 and below 100 %.
pub(super) fn chemosensitivity(
    written: Option<&ChemosensitivityValue>,
    places: &Places<'_>,
) -> Result<Chemosensitivity, ScenarioError> {
    const PATH: &str = "patient.chemosensitivity";
    let checked = |percentile: &Measured<Percentile>, path: &str| {
        check_percentile(percentile.0).map(|()| percentile.0).map_err(|message| places.fault(path, message))
    };
    let one = |percentile: &Option<Measured<Percentile>>, drug: &str| {
        percentile.as_ref().map(|percentile| checked(percentile, &format!("{PATH}.{drug}"))).transpose()
    };
    match written {
        None => Ok(Chemosensitivity::default()),
        Some(ChemosensitivityValue::Both(both)) => {
            let share = Some(checked(both, PATH)?);
            Ok(Chemosensitivity { idarubicin: share, cytarabine: share })
        }
        Some(ChemosensitivityValue::Each(each)) => Ok(Chemosensitivity {
            idarubicin: one(&each.idarubicin, "idarubicin")?,
            cytarabine: one(&each.cytarabine, "cytarabine")?,
        }),
    }
}
