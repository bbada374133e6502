//! JSON Schema of scenario files, for completion and checks in editors.
//! Left out: which keys must be there. A file that extends another may leave out any of them.

use super::{Document, drugs, sentences};
use cenersim_model::parameters::{Entry, Ledger};
use schemars::{Schema, generate::SchemaSettings};
use serde_json::{Map, Value, json};

/// The schema as indented JSON with a final newline.
/// Keys are never required in it, because a file may extend another; what is missing is found when the whole is read.
/// An arm may give shipped drugs; with `own_drugs` any drug, so that a slip in its name is found when the file is read.
pub fn schema(own_drugs: bool) -> String {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let mut schema = generator.into_root_schema_for::<Document>().to_value();
    schema["title"] = json!("cenersim scenario");
    relax(&mut schema);
    drugs::spread(&mut schema, own_drugs);
    if own_drugs {
        schema["properties"]["parameters"]["additionalProperties"] = json!({ "type": "object" });
    }
    let definitions = schema["$defs"].clone();
    discriminate(&mut schema, &definitions);
    format!("{schema:#}\n")
}

/// Removes lists of required keys, and null, which TOML does not have.
fn relax(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.retain(|key, value| !(key == "required" && value.is_array()));
            for key in ["type", "anyOf"] {
                if let Some(Value::Array(options)) = members.get_mut(key) {
                    options.retain(|option| *option != json!("null") && *option != json!({ "type": "null" }));
                }
            }
            members.values_mut().for_each(relax);
        }
        Value::Array(items) => items.iter_mut().for_each(relax),
        _ => {}
    }
}

/// One table or a list of tables: told apart by what is written, so that an editor names the key that is wrong, and not
/// every key of the arm.
fn discriminate(schema: &mut Value, definitions: &Value) {
    match schema {
        Value::Object(members) => {
            while let Some(only) = only_option(members) {
                members.remove("anyOf");
                add(members, only);
            }
            if let Some(reference) = one_or_many(members)
                && let Some(Value::Object(table)) = named(definitions, &reference)
            {
                members.remove("anyOf");
                add(members, table.clone());
                let of_a_drug = reference.ends_with("ScheduleTable");
                members.insert("type".into(), json!(["object", "array"]));
                members.insert("items".into(), json!({ "$ref": reference }));
                if of_a_drug {
                    sentence(members, &reference);
                }
            }
            members.values_mut().for_each(|member| discriminate(member, definitions));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| discriminate(item, definitions)),
        _ => {}
    }
}

/// A way of giving a drug may be a sentence.
fn sentence(members: &mut Map<String, Value>, reference: &str) {
    let text = json!({ "type": "string", "pattern": sentences::PATTERN });
    members.insert("type".into(), json!(["object", "array", "string"]));
    members.insert("items".into(), json!({ "anyOf": [{ "$ref": reference }, text] }));
    members.insert("pattern".into(), json!(sentences::PATTERN));
    members.insert("examples".into(), json!(["100 mg/m2 over 24 h x 7", "12 mg/m2 over 15 min days 1-3"]));
}

/// Adds members that are not there yet.
fn add(members: &mut Map<String, Value>, others: Map<String, Value>) {
    for (key, value) in others {
        members.entry(key).or_insert(value);
    }
}

/// The members of the only option, which is then none.
fn only_option(members: &Map<String, Value>) -> Option<Map<String, Value>> {
    match members.get("anyOf")?.as_array()?.as_slice() {
        [Value::Object(only)] => Some(only.clone()),
        _ => None,
    }
}

/// What both options refer to, if they are a table and a list of such tables.
fn one_or_many(members: &Map<String, Value>) -> Option<String> {
    let [one, many] = members.get("anyOf")?.as_array()?.as_slice() else { return None };
    let reference = one.get("$ref")?.as_str()?;
    (many.pointer("/items/$ref")?.as_str()? == reference).then(|| reference.to_owned())
}

/// The definition that a reference `#/$defs/NAME` points to; none for any other reference.
fn named<'a>(definitions: &'a Value, reference: &str) -> Option<&'a Value> {
    definitions.get(reference.strip_prefix("#/$defs/")?)
}

/// The schema of `[parameters]`: the ledger's paths as nested tables.
pub(super) fn parameters() -> Schema {
    let mut root = section();
    for (path, entry) in Ledger::with_all_drugs().entries() {
        insert(&mut root, &path.split('.').collect::<Vec<_>>(), entry);
    }
    root.insert("description".into(), json!("Numbers of the model to change, by their path in the ledger."));
    Schema::from(root)
}

/// A table that accepts no keys but those that are put into it.
fn section() -> Map<String, Value> {
    let Value::Object(section) = json!({ "type": "object", "properties": {}, "additionalProperties": false }) else {
        unreachable!("an object was written")
    };
    section
}

/// Adds an entry at its path, with a table for each part of it.
fn insert(section_at: &mut Map<String, Value>, path: &[&str], entry: &Entry) {
    let (Some((first, rest)), Some(Value::Object(properties))) = (path.split_first(), section_at.get_mut("properties"))
    else {
        return;
    };
    if rest.is_empty() {
        properties.insert((*first).to_owned(), number(entry));
        return;
    }
    let below = properties.entry(*first).or_insert_with(|| Value::Object(section()));
    if let Value::Object(below) = below {
        insert(below, rest, entry);
    }
}

/// Schema of one number: text with a unit, or also a plain number where the entry has no unit.
fn number(entry: &Entry) -> Value {
    let about = format!("{} (default {}, grade {:?})", entry.about, entry.value, entry.grade);
    if entry.value.unit().is_empty() {
        return json!({ "type": ["number", "string"], "description": about });
    }
    json!({ "type": "string", "description": about, "examples": [entry.value.written()] })
}
