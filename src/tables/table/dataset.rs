//! Dataset-JSON 1.1 (CDISC 2024): a data file with the labels, types and keys of its columns, from the same columns that its
//! CSV and Parquet files are written from. Left out: codelists and origins, which a define.xml would add.
//!
//! # Example
//!
//! ```text
//! {
//! "datasetJSONCreationDateTime": "2000-01-01T00:00:00",
//! "datasetJSONVersion": "1.1.0",
//! "itemGroupOID": "IG.ADTTE", "name": "ADTTE", "label": "Time-to-Event Analysis Dataset", "records": 2,
//! "columns": [
//! {"itemOID": "IT.ADTTE.AVAL", "name": "AVAL", "label": "Analysis Value", "dataType": "integer"}
//! ],
//! "rows": [
//! [48],
//! [366]
//! ]
//! }
//! ```
//!
//! The same result gives the same bytes: the time of creation is stated by whoever makes the file, and is no wall time.

use super::Column;
use serde_json::{Map, Value, json};

/// What a data file is called where standards name it.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// Names of its CSV, Parquet and Dataset-JSON file.
    pub files: [&'static str; 3],
    /// Name of the data set that it is laid out like, such as `ADSL`.
    pub name: &'static str,
    /// The same in words, 40 letters at most.
    pub label: &'static str,
    /// Columns that tell a row from all others, in the order of sorting.
    pub keys: &'static [&'static str],
}

/// Where the rows come from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Identifier of the study.
    pub study: String,
    /// Version of the program.
    pub version: String,
    /// When the file is said to have been made, as ISO 8601 writes it.
    pub created: String,
}

/// The rows as a file of Dataset-JSON 1.1.
pub fn dataset_json<R>(layout: &Layout, columns: &[Column<R>], rows: &[R], origin: &Origin) -> String {
    let Layout { name, label, .. } = layout;
    let head = [
        ("datasetJSONCreationDateTime", json!(origin.created)),
        ("datasetJSONVersion", json!("1.1.0")),
        ("fileOID", json!(format!("{}.{name}", origin.study))),
        ("originator", json!("cenersim")),
        ("sourceSystem", json!({"name": "cenersim", "version": origin.version})),
        ("studyOID", json!(origin.study)),
        ("itemGroupOID", json!(format!("IG.{name}"))),
        ("records", json!(rows.len())),
        ("name", json!(name)),
        ("label", json!(label)),
    ];
    let head: String = head.iter().map(|(key, value)| format!("\"{key}\": {value},\n")).collect();
    let described = columns.iter().map(|column| described(layout, column, rows).to_string());
    let cells = rows.iter().map(|row| Value::from_iter(columns.iter().map(|column| column.json(row))).to_string());
    let [columns, rows] = [lines(described), lines(cells)];
    format!("{{\n{head}\"columns\": [\n{columns}],\n\"rows\": [\n{rows}]\n}}\n")
}

/// Elements of an array, one a line.
fn lines(elements: impl Iterator<Item = String>) -> String {
    let joined = elements.collect::<Vec<_>>().join(",\n");
    if joined.is_empty() { joined } else { joined + "\n" }
}

/// What is said of a column.
fn described<R>(layout: &Layout, column: &Column<R>, rows: &[R]) -> Value {
    let (heading, (kind, target)) = (&column.heading, column.data_type());
    let mut told = Map::new();
    told.insert("itemOID".into(), json!(format!("IT.{}.{}", layout.name, heading.name)));
    told.insert("name".into(), json!(heading.name));
    told.insert("label".into(), json!(heading.label));
    told.insert("dataType".into(), json!(kind));
    if let Some(target) = target {
        told.insert("targetDataType".into(), json!(target));
        told.insert("displayFormat".into(), json!("E8601DA."));
    }
    if kind == "string" {
        let longest = rows.iter().map(|row| column.cell(row).text().len()).max().unwrap_or(0);
        told.insert("length".into(), json!(longest.max(1)));
    }
    if let Some(place) = layout.keys.iter().position(|key| *key == heading.name) {
        told.insert("keySequence".into(), json!(place + 1));
    }
    Value::Object(told)
}

#[cfg(test)]
mod tests {
    use super::{super::Date, *};

    type Row = (i32, Option<f64>, Option<&'static str>);

    fn columns() -> Vec<Column<'static, Row>> {
        vec![
            Column::integer("AVAL", "d", "Value.", |row: &Row| row.0).labelled("Analysis Value"),
            Column::known("DAYS", "d", "Exactly.", |row: &Row| row.1).labelled("Exact Time"),
            Column::optional_words("AVALC", "In words.", |row: &Row| row.2).labelled("Analysis Value (C)"),
            Column::date("ADT", "Date.", |row: &Row| row.2.map(|_| Date::of_days_since_1970(row.0)))
                .labelled("Analysis Date"),
        ]
    }

    #[test]
    fn a_file_has_types_labels_keys_and_every_digit() {
        let layout = Layout { files: ["x.csv", "x.parquet", "x.json"], name: "ADX", label: "Rows", keys: &["AVAL"] };
        let origin = Origin { study: "S".into(), version: "0.1.0".into(), created: "2000-01-01T00:00:00".into() };
        let text = dataset_json(&layout, &columns(), &[(1, Some(0.1), Some("CR")), (-2, None, None)], &origin);
        let found: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(found["rows"], json!([[1, 0.1, "CR", "1970-01-02"], [-2, null, null, null]]));
        assert_eq!(found["records"], 2);
        let column = |index: usize| &found["columns"][index];
        assert_eq!(
            *column(0),
            json!({"itemOID": "IT.ADX.AVAL", "name": "AVAL", "label": "Analysis Value", "dataType": "integer",
                   "keySequence": 1})
        );
        assert_eq!(
            [&column(1)["dataType"], &column(2)["dataType"], &column(2)["length"]],
            [&json!("double"), &json!("string"), &json!(2)]
        );
        assert_eq!([&column(3)["dataType"], &column(3)["targetDataType"]], [&json!("date"), &json!("integer")]);
        let empty = dataset_json::<Row>(&layout, &columns(), &[], &origin);
        assert_eq!(serde_json::from_str::<Value>(&empty).unwrap()["rows"], json!([]));
    }
}
