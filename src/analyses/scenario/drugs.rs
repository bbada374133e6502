//! `[drugs.NAME]`: drugs that a scenario describes, and the shipped ones that its arms give.
//!
//! A drug of the defaults is in every ledger. Another one joins the ledger of a scenario when an arm names it, so that its
//! numbers can be changed, varied and listed like all others.
//!
//! In the tree an arm has a key for each drug. Before serde reads it, these keys are moved into a table of their own,
//! each with its place.

use super::{
    ScenarioError,
    compose::Places,
    source::Source,
    tree::{Content, Member, Node, Table},
};
use cenersim_model::{
    parameters::{
        Action, Drug, DrugFault, Ledger,
        drugs::{Known, NUMBERS, shipped_names},
    },
    quantity::nearest,
};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, de::IgnoredAny};
use serde_json::{Map, Value, json};
use std::{borrow::Cow, collections::BTreeSet};

/// The key that an arm's drugs are moved to; a name that no key of a file has.
pub(super) const OF_AN_ARM: &str = "(drugs)";

/// Names of the drugs that a document may give: those that are shipped, and its own.
pub(super) fn names(document: &Node) -> BTreeSet<String> {
    let own = described(document).into_iter().flat_map(Table::keys).cloned();
    shipped_names().into_iter().map(str::to_owned).chain(own).collect()
}

/// `[drugs]`, if there is one.
fn described(document: &Node) -> Option<&Table> {
    document.as_table()?.get("drugs")?.value.as_table()
}

/// Tables of arms and of their courses.
fn arms(document: &Node) -> Vec<&Table> {
    let arms = document.as_table().map_or_else(Vec::new, |table| below(table, "arm"));
    let courses: Vec<&Table> = arms.iter().flat_map(|arm| below(arm, "course")).collect();
    [arms, courses].concat()
}

/// The table under a key, or the tables of a list.
fn below<'a>(table: &'a Table, key: &str) -> Vec<&'a Table> {
    let Some(member) = table.get(key) else { return Vec::new() };
    match &member.value.content {
        Content::Table(one) => vec![one],
        Content::List(items) => items.iter().filter_map(Node::as_table).collect(),
        _ => Vec::new(),
    }
}

/// Adds to the ledger what the document describes, and shipped drugs that an arm names.
///
/// # Errors
/// A table that is no drug, or a drug that no arm gives, at its key.
pub(super) fn join(document: &Node, ledger: &mut Ledger) -> Result<(), ScenarioError> {
    let named: BTreeSet<&str> = arms(document).into_iter().flat_map(Table::keys).map(String::as_str).collect();
    let own = described(document);
    for (name, member) in own.into_iter().flatten() {
        let path = format!("drugs.{name}");
        if shipped_names().contains(&name.as_str()) {
            let message = format!(
                "two drugs are named `{name}`, which is shipped: expected another name; `[parameters]` change numbers of a drug"
            );
            return Err(ScenarioError::at(message, member.key.clone()));
        }
        let toml::Value::Table(table) = member.value.plain() else {
            return Err(ScenarioError::at(format!("`{path}` is no table: expected one"), member.value.origin.clone()));
        };
        let described = ledger.describe(name, &table);
        described.map_err(|DrugFault { path: within, message }| match within.as_str() {
            "" => ScenarioError::at(message, member.key.clone()),
            within => Places(document).fault(&format!("{path}.{within}"), message),
        })?;
        if !named.contains(name.as_str()) {
            let near = nearest(name, named.iter().copied());
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let message = format!("no arm gives `{name}`: expected it in an arm, or no table of it{hint}");
            return Err(ScenarioError::at(message, member.key.clone()));
        }
    }
    named.into_iter().for_each(|name| ledger.include(name));
    Ok(())
}

/// Makes the drugs of a scenario as it was run known by their names, so that its curves can be read. A text that is no scenario
/// changes nothing: whoever reads it says so.
pub fn know_drugs(scenario: &str) {
    if let Ok(document) = Node::parse(&Source::new("scenario", scenario)) {
        let _ = join(&document, &mut Ledger::defaults());
    }
}

/// The document with the drugs of each arm and course in a table of their own.
pub(super) fn gathered(document: &Node) -> Node {
    let (names, mut document) = (names(document), document.clone());
    let Some(arm) = document.as_table_mut().and_then(|table| table.get_mut("arm")) else { return document };
    for arm in tables(&mut arm.value) {
        if let Some(courses) = arm.get_mut("course") {
            tables(&mut courses.value).into_iter().for_each(|course| gather(course, &names));
        }
        gather(arm, &names);
    }
    document
}

/// The table, or the tables of a list.
pub(super) fn tables(node: &mut Node) -> Vec<&mut Table> {
    match &mut node.content {
        Content::Table(table) => vec![table],
        Content::List(items) => items.iter_mut().filter_map(Node::as_table_mut).collect(),
        _ => Vec::new(),
    }
}

/// Moves the drugs of one arm or course into a table of its own, which stands where the first of them did.
fn gather(table: &mut Table, names: &BTreeSet<String>) {
    let drugs: Table = table.extract_if(.., |key, _| names.contains(key)).collect();
    let Some(origin) = drugs.values().next().map(|member| member.key.clone()) else { return };
    let value = Node { content: Content::Table(drugs), origin: origin.clone() };
    table.insert(OF_AN_ARM.to_owned(), Member { key: origin, value });
}

/// `[drugs]` for serde, which leaves it to the ledger.
pub(super) struct DrugTables;

impl<'de> Deserialize<'de> for DrugTables {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(IgnoredAny).map(|_| Self)
    }
}

impl JsonSchema for DrugTables {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Drugs".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let mut all = Map::new();
        all.insert("type".into(), json!("object"));
        all.insert("description".into(), json!("Drugs that are not shipped, each by its pharmacology."));
        all.insert("additionalProperties".into(), drug());
        Schema::from(all)
    }
}

/// The schema of one drug.
fn drug() -> Value {
    let text = |about: &str| json!({ "type": "string", "description": about });
    let product = |about: &str| {
        json!({ "type": "object", "additionalProperties": false, "description": about, "properties": {
            "name": text("Beginning of the paths of its numbers, and name of its curves."),
            "label": text("Name in figures."),
        } })
    };
    json!({ "type": "object", "additionalProperties": false, "properties": {
        "label": text("Name in figures; by default that of the table."),
        "about": text("What it is, and what is left out."),
        "class": text("Drugs of one class share part of the sensitivity of a patient (`class_correlation`)."),
        "molar_mass": { "type": "number", "description": "Weight of a mol (g)." },
        "plasma_unit": { "enum": ["mg/L", "ng/mL", "umol/L"], "description": "Unit of levels; by default ng/mL." },
        "cell_unit": text("Unit of levels in cells; by default that of plasma."),
        "metabolite": product("What it is turned into, if that is followed."),
        "active": product("What cells make of it, if that is followed."),
        "action": { "type": "array", "items": { "enum": Action::ALL.map(Action::name) }, "description": "What it does to cells." },
        "effector": { "enum": ["plasma", "cells"], "description": "Which level stabilizes, sensitizes or inhibits; by default that in plasma." },
        "numbers": numbers(),
    } })
}

/// A quantity, or a table with all that is known of it.
fn number(known: &Known) -> Value {
    let amount = json!({ "type": ["string", "number"] });
    let text = json!({ "type": "string" });
    json!({ "type": ["string", "number", "object"], "description": known.what, "examples": [known.example],
        "additionalProperties": false, "properties": {
            "value": amount, "low": amount, "high": amount, "spread": { "type": "object", "additionalProperties": amount },
            "grade": { "enum": ["A", "B", "C", "Source"] }, "source": text, "about": text,
        } })
}

/// Numbers by their names, those with a dot as tables in tables.
fn numbers() -> Value {
    let mut groups: Map<String, Value> = Map::new();
    for known in NUMBERS {
        let value = number(known);
        match known.name.split_once('.') {
            None => drop(groups.insert(known.name.into(), value)),
            Some((group, "*")) => drop(groups.insert(
                group.into(),
                json!({ "type": ["object", "string"], "description": known.what, "additionalProperties": value }),
            )),
            Some((group, name)) => {
                let below = groups
                    .entry(group)
                    .or_insert_with(|| json!({ "type": "object", "additionalProperties": false, "properties": {} }));
                below["properties"][name] = value;
            }
        }
    }
    json!({ "type": "object", "additionalProperties": false, "properties": groups,
        "description": "A quantity, a table with value, low, high, spread, grade, source and about, or the path of a number of the ledger." })
}

/// In a schema: the drugs of an arm are keys of the arm, any of them or the shipped ones.
pub(super) fn spread(schema: &mut Value, any: bool) {
    match schema {
        Value::Object(members) => {
            if let Some(of_an_arm) =
                members.get_mut("properties").and_then(|all| all.as_object_mut()?.remove(OF_AN_ARM))
            {
                let one = of_an_arm["additionalProperties"].clone();
                for name in shipped_names() {
                    members["properties"][name] = one.clone();
                }
                if any {
                    members.insert("additionalProperties".into(), one);
                }
            }
            members.values_mut().for_each(|member| spread(member, any));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| spread(item, any)),
        _ => {}
    }
}

/// Whether an arm of this name would be one of a drug that nobody described.
pub(super) fn unknown(found: &str) -> String {
    format!("a drug that `cenersim drugs` lists, or one that a table `[drugs.{found}]` describes")
}

/// A document with only the drugs of its own that an arm still names.
pub(super) fn keep_given(document: &mut toml::Table) {
    let below = |value: Option<&toml::Value>, key: &str| -> Vec<toml::Table> {
        let all = match value.and_then(|value| value.get(key)) {
            Some(toml::Value::Array(items)) => items.clone(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        };
        all.into_iter().filter_map(|one| one.try_into().ok()).collect()
    };
    let whole = toml::Value::Table(document.clone());
    let arms = below(Some(&whole), "arm");
    let courses = arms.iter().flat_map(|arm| below(Some(&toml::Value::Table(arm.clone())), "course"));
    let named: BTreeSet<String> =
        arms.iter().cloned().chain(courses).flat_map(|table| table.into_iter().map(|(key, _)| key)).collect();
    if let Some(toml::Value::Table(drugs)) = document.get_mut("drugs") {
        drugs.retain(|name, _| named.contains(name));
        if drugs.is_empty() {
            document.remove("drugs");
        }
    }
}

/// Drugs of the schedules of an arm.
pub(super) type OfAnArm<T> = std::collections::BTreeMap<Drug, T>;
