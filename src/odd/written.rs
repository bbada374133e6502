//! How the value of a key is written, from the JSON Schema of scenarios: an example, the words that may stand there, or what
//! sort of value it is. Left out: bounds, which the errors of the program tell.

use serde_json::Value;

/// Such as `"7 d"`, `"relapsed"` or `"refractory"`, a whole number, a table, a list of these.
pub fn written(schema: &Value, property: &Value) -> String {
    let mut ways = ways(schema, property);
    ways.dedup();
    ways.join(" or ")
}

fn ways(schema: &Value, property: &Value) -> Vec<String> {
    if let Some(name) = property["$ref"].as_str() {
        return ways(schema, &schema["$defs"][name.trim_start_matches("#/$defs/")]);
    }
    if let Some(example) = property["examples"].get(0) {
        let table = property.get("properties").map(|_| "table".to_owned());
        return [code(example)].into_iter().chain(table).collect();
    }
    if let Some(word) = property.get("const") {
        return vec![code(word)];
    }
    if let Some(words) = property["enum"].as_array() {
        return words.iter().filter(|word| !word.is_null()).map(code).collect();
    }
    let choices = property["oneOf"].as_array().or(property["anyOf"].as_array());
    choices.map_or_else(|| sort(schema, property), |all| all.iter().flat_map(|one| ways(schema, one)).collect())
}

fn code(value: &Value) -> String {
    format!("`{value}`")
}

/// What sort of value it is, where the schema has neither examples nor words.
fn sort(schema: &Value, property: &Value) -> Vec<String> {
    let listed = property["type"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let sorts = listed.chain(property["type"].as_str()).filter(|sort| *sort != "null");
    let one = |sort: &str| match sort {
        "array" => format!("list of {}", written(schema, &property["items"]).replace("table", "tables")),
        "boolean" => "`true` or `false`".to_owned(),
        "integer" => "whole number".to_owned(),
        "number" => "number".to_owned(),
        "string" => "text".to_owned(),
        _ => "table".to_owned(),
    };
    sorts.map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::written;
    use serde_json::json;

    #[test]
    fn a_value_is_told_by_example_by_its_words_or_by_its_sort() {
        let schema = json!({ "$defs": { "Word": { "oneOf": [{ "enum": ["never"] }, { "const": "always" }] } } });
        let told = |property| written(&schema, &property);
        assert_eq!(told(json!({ "type": ["string"], "examples": ["7 d", "1 wk"] })), "`\"7 d\"`");
        assert_eq!(told(json!({ "$ref": "#/$defs/Word" })), "`\"never\"` or `\"always\"`");
        assert_eq!(told(json!({ "type": ["integer", "null"] })), "whole number");
        assert_eq!(told(json!({ "type": "array", "items": { "type": "boolean" } })), "list of `true` or `false`");
        assert_eq!(told(json!({ "anyOf": [{ "type": "number" }, { "type": "object" }] })), "number or table");
    }
}
