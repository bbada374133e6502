//! The keys of a scenario as tables, from its JSON Schema. How a value is written says `written`.

use super::written::written;
use cenersim_analyses::scenario::schema;
use serde_json::Value;
use std::collections::BTreeSet;

/// One table for the top level and one for each table below it, as Markdown.
pub fn keys() -> String {
    let schema: Value = serde_json::from_str(&schema(false)).expect("the schema is JSON");
    let mut out = vec![table(&schema, "the top level", &schema)];
    let (mut waiting, mut seen) = (references(&schema), BTreeSet::new());
    while let Some(name) = waiting.pop_front() {
        let Some(definition) = schema["$defs"].get(&name).filter(|found| found.get("properties").is_some()) else {
            continue;
        };
        if seen.insert(name.clone()) {
            out.push(table(&schema, &title(&name), definition));
            waiting.extend(references(definition));
        }
    }
    out.join("\n\n")
}

/// `ScheduleTable` is called `schedule`.
fn title(name: &str) -> String {
    let mut words = String::new();
    for letter in name.trim_end_matches("Table").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    format!("*{words}*")
}

/// A heading, what the table is for, and a row for each key.
fn table(schema: &Value, title: &str, definition: &Value) -> String {
    let about = definition["description"].as_str().map_or_else(String::new, |about| format!(": {}", line(about)));
    let none = serde_json::Map::new();
    let properties = definition["properties"].as_object().unwrap_or(&none);
    let row = |(key, property): (&String, &Value)| {
        let meaning = Some(meaning(schema, property)).filter(|meaning| !meaning.is_empty());
        let meaning = meaning.unwrap_or_else(|| format!("The {}.", key.replace('_', " ")));
        format!("| `{key}` | {} | {meaning} |", written(schema, property))
    };
    let rows: Vec<String> = properties.iter().map(row).collect();
    format!("Keys of {title}{about}\n\n| key | written as | meaning |\n|---|---|---|\n{}", rows.join("\n"))
}

/// The description of a key, and that of what it holds.
fn meaning(schema: &Value, property: &Value) -> String {
    let own = property["description"].as_str().map(line);
    let held = references_of_value(property).into_iter().next();
    let held = held.map(|name| {
        let definition = &schema["$defs"][&name];
        let about = definition["description"].as_str().filter(|_| own.is_none()).map(line);
        let see = definition.get("properties").map(|_| format!("See {}.", title(&name)));
        about.into_iter().chain(see).collect::<Vec<_>>().join(" ")
    });
    let held = held.filter(|held| !held.is_empty());
    own.into_iter().chain(held).collect::<Vec<_>>().join(" ")
}

/// In one line that a table can hold.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|").replace("[(arm)]", "[[arm]]")
}

/// Definitions that the keys of a table refer to, in order.
fn references(definition: &Value) -> std::collections::VecDeque<String> {
    definition["properties"]
        .as_object()
        .into_iter()
        .flat_map(|keys| keys.values())
        .flat_map(references_of_value)
        .collect()
}

/// Names of definitions, wherever a value refers to one.
fn references_of_value(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, value)| match (key.as_str(), value.as_str()) {
                ("$ref", Some(path)) => vec![path.trim_start_matches("#/$defs/").to_owned()],
                ("properties", _) => Vec::new(),
                _ => references_of_value(value),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references_of_value).collect(),
        _ => Vec::new(),
    }
}
