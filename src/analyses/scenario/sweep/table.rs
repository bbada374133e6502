//! `[sweep]`: swept keys by their path in quotes, each with a list of values or a range.
//!
//! ```toml
//! [sweep]
//! "arm.cenersen.duration" = ["0 d", "4 d", "7 d"]
//! "arm.idarubicin.dose" = { from = "1 mg/m2", to = "12 mg/m2", steps = 5, scale = "log" }
//! ```

use super::{Sweep, check_listed, expression, range::Range};
use crate::scenario::{
    Document, ScenarioError, overrides, parameters,
    source::Origin,
    tree::{Content, Member, Node},
};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny, Visitor},
};
use std::{borrow::Cow, fmt};

/// What tells a range from a path without quotes.
const RANGE_KEYS: [&str; 4] = ["from", "to", "steps", "scale"];

/// Stands for the table in the document; it is read from the tree, path by path.
pub(in crate::scenario) struct SweepTable;

impl<'de> Deserialize<'de> for SweepTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IgnoredAny).map(|_| Self)
    }
}

impl JsonSchema for SweepTable {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Sweep".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let range = generator.subschema_for::<RangeTable>();
        let values = json_schema!({ "type": "array", "minItems": 1, "uniqueItems": true });
        json_schema!({ "type": "object", "additionalProperties": { "anyOf": [values, range] } })
    }
}

/// Values from one end to the other.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RangeTable {
    /// First value, with its unit.
    from: Option<Written>,
    /// Last value, in the same unit.
    to: Option<Written>,
    /// How many values, both ends counted.
    #[schemars(range(min = 2))]
    steps: Option<u64>,
    /// By default linear.
    scale: Option<Scale>,
}

/// What is equal between neighbors.
#[derive(Clone, Copy, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Scale {
    /// Distances.
    Linear,
    /// Ratios; both ends must be above 0.
    Log,
}

/// A quantity in quotes, or a plain number.
struct Written(String);

/// Reads a text, or a number as its text.
struct WrittenVisitor;

impl Visitor<'_> for WrittenVisitor {
    type Value = Written;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, or a quantity in quotes such as \"10 d\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Written, E> {
        Ok(Written(text.to_owned()))
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Written, E> {
        Ok(Written(number.to_string()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Written, E> {
        Ok(Written(number.to_string()))
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WrittenVisitor)
    }
}

impl JsonSchema for Written {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Written".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number"], "examples": ["10 d"] })
    }
}

/// The axes in the order in which they are written, each checked against the rest of the document.
/// The place in the file decides the order, since keys of a table have none of their own.
pub(in crate::scenario) fn read(document: &Node) -> Result<Vec<Sweep>, ScenarioError> {
    let Some(sweep) = document.as_table().and_then(|table| table.get("sweep")) else { return Ok(Vec::new()) };
    let Some(table) = sweep.value.as_table() else {
        let message = "found no table: expected swept keys, such as \"arm.cenersen.duration\" = [\"0 d\", \"7 d\"]";
        return Err(ScenarioError::at(message, sweep.value.origin.clone()));
    };
    let mut members: Vec<(&String, &Member)> = table.iter().collect();
    members.sort_by_key(|(_, member)| (&member.key.source.name, member.key.span.start));
    let mut axes: Vec<Sweep> = Vec::new();
    for (written, member) in members {
        let axis = axis(written, member)?;
        if axes.iter().any(|other| other.path == axis.path) {
            let message = format!("`{}` is swept twice: expected each key once, with all of its values", axis.path);
            return Err(ScenarioError::at(message, member.key.clone()));
        }
        check(document, &axis, member)?;
        axes.push(axis);
    }
    Ok(axes)
}

/// Values of a key, from a list or a range.
fn axis(written: &str, member: &Member) -> Result<Sweep, ScenarioError> {
    let at_key = |error: ScenarioError| error.or_at(&member.key);
    let values = match &member.value.content {
        Content::Table(table) if table.keys().any(|key| RANGE_KEYS.contains(&key.as_str())) => range(&member.value)?,
        Content::Table(_) => return Err(at_key(unquoted(written, &member.value))),
        Content::List(items) => {
            let values: Vec<String> = items.iter().map(value).collect::<Result<_, _>>()?;
            check_listed(&values).map_err(|error| error.or_at(&member.value.origin))?;
            values
        }
        _ => {
            let message = "found a single value: expected a list such as [\"0 d\", \"7 d\"], or a range";
            return Err(ScenarioError::at(message, member.value.origin.clone()));
        }
    };
    Ok(Sweep { path: expression::path(written).map_err(at_key)?, values })
}

/// All three of `from`, `to` and `steps` are needed.
fn range(node: &Node) -> Result<Vec<String>, ScenarioError> {
    let RangeTable { from, to, steps, scale } = RangeTable::deserialize(node)?;
    let (Some(from), Some(to), Some(steps)) = (from, to, steps) else {
        let message =
            "a range needs `from`, `to` and `steps`: expected such as { from = \"0 d\", to = \"10 d\", steps = 6 }";
        return Err(ScenarioError::at(message, node.origin.clone()));
    };
    let range = Range { from: &from.0, to: &to.0, steps, log: scale == Some(Scale::Log) };
    range.values().map_err(|error| error.or_at(&node.origin))
}

/// A path without quotes is a table within tables to TOML.
fn unquoted(written: &str, node: &Node) -> ScenarioError {
    let (mut path, mut node) = (written.to_owned(), node);
    while let Some((key, member)) = node.as_table().and_then(|table| table.first_key_value()) {
        if RANGE_KEYS.contains(&key.as_str()) {
            break;
        }
        path = format!("{path}.{key}");
        node = &member.value;
    }
    ScenarioError::of(format!(
        "`{written}` is a table here: expected the whole path in quotes, such as \"{path}\" = [\"0 d\", \"7 d\"]"
    ))
}

/// A listed value as it would be written after `--set path=`.
fn value(node: &Node) -> Result<String, ScenarioError> {
    match &node.content {
        Content::Text(text) | Content::Date(text) => Ok(text.trim().to_owned()),
        Content::Table(_) => {
            let message = "found a table: expected a value, such as \"7 d\"";
            Err(ScenarioError::at(message, node.origin.clone()))
        }
        _ => Ok(node.plain().to_string()),
    }
}

/// Whether the document has such a key and can hold these values: each of a list, both ends of a range. What takes more
/// than one value to tell is found when a point of the grid is read.
fn check(document: &Node, axis: &Sweep, member: &Member) -> Result<(), ScenarioError> {
    let mut rest = document.clone();
    if let Some(table) = rest.as_table_mut() {
        table.remove("sweep");
    }
    let listed: Vec<(&String, &Origin)> = match &member.value.content {
        Content::List(items) => axis.values.iter().zip(items.iter().map(|item| &item.origin)).collect(),
        _ => axis.values.iter().take(1).chain(axis.values.last()).map(|end| (end, &member.value.origin)).collect(),
    };
    for (value, origin) in listed {
        let mut changed = rest.clone();
        overrides::put(&mut changed, &axis.path, &member.key, overrides::value(value, origin))?;
        Document::read(&changed)?;
        if axis.path.starts_with("parameters") {
            parameters::ledger(&changed, None)?;
        }
    }
    Ok(())
}
