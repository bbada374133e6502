//! `chemosensitivity` of the patient as written: one percentile for all drugs that damage cells, or a table with one for each.
//!
//! `chemosensitivity = "90 %"` is one percentile for all of them; `{ daunorubicin = "90 %", cytarabine = "50 %" }` one for
//! each, of any drug of the scenario whose potency differs between patients. 100 % would be the most sensitive patient, so percentiles lie between 0 and 100 % without the ends.
//!
//! ```text
//! [patient]
//! chemosensitivity = "90 %"                                   # more sensitive than nine of ten patients, to all drugs
//!
//! [patient]
//! chemosensitivity = { idarubicin = "90 %", cytarabine = "50 %" }
//! ```
//!
//! Percentiles are of the population of the ledger, whose spread and correlations decide what a percentile means in a potency; a drug
//! whose potency is the same in everybody has none.

use super::{
    ScenarioError,
    compose::Places,
    measured::{Meaning, Measured},
};
use cenersim_model::{
    parameters::{Drug, Ledger},
    patient::{Chemosensitivity, has_chemosensitivity},
    quantity::{Dimension, Quantity, QuantityError, nearest, units::Form},
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{
    Deserialize, Deserializer,
    de::{
        Error, MapAccess, Visitor,
        value::{MapAccessDeserializer, StrDeserializer},
    },
};
use std::{borrow::Cow, collections::BTreeMap, fmt};

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

/// One percentile for all drugs, or one for each.
pub(super) enum ChemosensitivityValue {
    /// Of the sensitivity to all drugs together.
    All(Measured<Percentile>),
    /// By drug.
    Each(BTreeMap<String, Measured<Percentile>>),
}

/// Reads a text or a table.
struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = ChemosensitivityValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a percentile in quotes, such as \"90 %\", or a table with one for each drug, such as { cytarabine = \"90 %\" }",
        )
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ChemosensitivityValue, E> {
        Measured::deserialize(StrDeserializer::new(text)).map(ChemosensitivityValue::All)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ChemosensitivityValue, A::Error> {
        BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(ChemosensitivityValue::Each)
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
        let one = generator.subschema_for::<Measured<Percentile>>();
        let each = schemars::json_schema!({ "type": "object", "additionalProperties": one });
        schemars::json_schema!({ "anyOf": [one, each] })
    }
}

/// Above 0 and below 100 %.
///
/// # Errors
/// The percentile that nobody has.
pub(super) fn check_percentile(share: f64) -> Result<(), String> {
    let message = || {
        format!(
            "{} % is no percentile of a patient: expected more than 0 % and less than 100 %, such as \"90 %\"",
            100.0 * share
        )
    };
    if share > 0.0 && share < 1.0 { Ok(()) } else { Err(message()) }
}

/// The percentiles, each above 0 and below 100 %, of drugs whose potency differs between patients.
///
/// # Errors
/// A percentile that nobody has, a drug without such numbers, or different percentiles of drugs that share all of them.
pub(super) fn chemosensitivity(
    written: Option<&ChemosensitivityValue>,
    ledger: &Ledger,
    places: &Places<'_>,
) -> Result<Chemosensitivity, ScenarioError> {
    /// Where it stands in a scenario, for faults.
    const PATH: &str = "patient.chemosensitivity";
    let checked = |percentile: &Measured<Percentile>, path: &str| {
        check_percentile(percentile.0).map(|()| percentile.0).map_err(|message| places.fault(path, message))
    };
    let each = match written {
        None => return Ok(Chemosensitivity::AsDrawn),
        Some(ChemosensitivityValue::All(all)) => return checked(all, PATH).map(Chemosensitivity::All),
        Some(ChemosensitivityValue::Each(each)) => each,
    };
    let one = |(name, percentile): (&String, &Measured<Percentile>)| {
        let path = format!("{PATH}.{name}");
        let drug = drug(name, ledger).map_err(|message| places.fault(&path, message))?;
        Ok((drug, checked(percentile, &path)?))
    };
    let found = Chemosensitivity::Of(each.iter().map(one).collect::<Result<_, ScenarioError>>()?);
    match found.contradiction(ledger) {
        None => Ok(found),
        Some((one, other)) => Err(places.fault(
            &format!("{PATH}.{}", other.name()),
            format!(
                "`{}` and `{}` share all numbers of their potency: expected the same percentile for both",
                one.name(),
                other.name()
            ),
        )),
    }
}

/// The drug of this name.
fn drug(name: &str, ledger: &Ledger) -> Result<Drug, String> {
    let known: Vec<Drug> =
        ledger.drugs().iter().filter(|of| has_chemosensitivity(of, ledger)).map(|of| of.drug).collect();
    known.iter().find(|drug| drug.name() == name).copied().ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|drug| drug.name()).collect();
        let hint = nearest(name, names.iter().copied()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        format!(
            "`{name}` is no drug whose potency differs between the patients of this scenario: expected one of `{}`{hint}",
            names.join("`, `")
        )
    })
}
