use super::*;
use crate::{Column, table::write_columns};
use std::fs::File;

type Row = (i64, Option<f64>, &'static str, bool);
const ROWS: [Row; 3] = [(1 << 60, Some(0.1), "a, \"b\"", true), (-1, None, "", false), (0, Some(-1e-300), "ж", true)];

fn columns() -> Vec<Column<'static, Row>> {
    vec![
        Column::long("n", "", "", |row: &Row| row.0),
        Column::known("x", "d", "Days.", |row: &Row| row.1),
        Column::optional_words("word", "", |row: &Row| Some(row.2).filter(|word| !word.is_empty())),
        Column::truth("right", "", |row: &Row| row.3),
    ]
}

/// The rows as a Parquet file and as the CSV file that is made of it, with a dictionary of the latter.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let file = File::create(folder.path().join("rows.parquet")).unwrap();
    write_columns("rows", &columns(), ROWS.into_iter(), &[], file).unwrap();
    let csv = Frame::read(folder.path(), "rows.parquet").unwrap().csv();
    fs::write(folder.path().join("text.csv"), csv).unwrap();
    let dictionary = "file,column,type,unit,meaning\ntext.csv,n,integer,,\ntext.csv,x,number or missing,d,Days.\n\
                      text.csv,right,true or false,,\n";
    fs::write(folder.path().join(files::COLUMNS), dictionary).unwrap();
    folder
}

#[test]
fn a_parquet_file_and_its_text_have_the_same_bits_in_every_cell() {
    let folder = folder();
    let [binary, text] = ["rows.parquet", "text.csv"].map(|file| Frame::read(folder.path(), file).unwrap());
    let values =
        |frame: &Frame| frame.columns.iter().map(|c| (c.values.clone(), c.present.clone())).collect::<Vec<_>>();
    assert_eq!(values(&binary), values(&text));
    assert_eq!(text.columns[0].values, Filled::Whole(vec![1 << 60, -1, 0]));
    assert_eq!(text.columns[1].present, [true, false, true]);
    assert_eq!([text.columns[1].unit.as_str(), &text.columns[1].meaning], ["d", "Days."]);
    assert_eq!(text.csv().lines().nth(1), Some("1152921504606846976,0.1,\"a, \"\"b\"\"\",true"));
}

#[test]
fn tables_of_a_folder_are_named_once_and_by_their_parquet_file() {
    let folder = folder();
    fs::write(folder.path().join("rows.csv"), "n\n").unwrap();
    fs::write(folder.path().join("provenance.json"), "{}").unwrap();
    let found = Frame::files(folder.path()).unwrap().into_values().collect::<Vec<_>>();
    assert_eq!(found, ["columns.csv", "rows.parquet", "text.csv"]);
}

#[test]
fn a_cell_that_is_no_number_is_named_with_its_line() {
    let folder = folder();
    fs::write(folder.path().join("text.csv"), "n,x,word,right\n1,2,,true\n1,two,,true\n").unwrap();
    let said = Frame::read(folder.path(), "text.csv").unwrap_err().to_string();
    assert!(said.contains("text.csv") && said.contains('3') && said.contains("`two`"), "{said}");
}

#[test]
fn types_that_nobody_wrote_down_are_guessed_from_all_cells() {
    let frame = Frame::guessed("a,n,b,c\n1,1,x,\n2.5,,2,\n").unwrap();
    assert_eq!(frame.columns[0].values, Filled::Number(vec![1.0, 2.5]));
    assert_eq!(frame.columns[1].values, Filled::Whole(vec![1, 0]));
    assert!(frame.columns[2..].iter().all(|column| matches!(column.values, Filled::Text(..))));
}
