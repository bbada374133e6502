//! `columns.csv`: file, column, type, unit and meaning of every column, made from the definitions that the files are
//! written from.
//!
//! | column | what it holds |
//! |---|---|
//! | `file` | path of the file within the folder |
//! | `column` | name of the column |
//! | `type` | integer, number, true or false, text; with `or missing` where it may be empty |
//! | `unit` | unit of all its values |
//! | `meaning` | what it means, in a sentence |

use super::{super::files, Column, Heading, Table};

/// What the dictionary says of one column of a file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Path of the file within the result.
    file: String,
    /// What is said of the column.
    heading: Heading,
}

/// The dictionary of these columns, of these tables, and of itself.
/// `entries` are of the data files, `tables` those of `tables/`.
pub fn dictionary(mut entries: Vec<Entry>, tables: &[Table]) -> Table {
    entries.extend(tables.iter().flat_map(of_table));
    let own: Vec<Heading> = columns().into_iter().map(|column| column.heading).collect();
    entries.extend(of_headings(files::COLUMNS, &own));
    Table::of(files::COLUMNS, "Columns of all files", columns(), entries)
}

/// The columns of the dictionary itself.
fn columns() -> Vec<Column<'static, Entry>> {
    let unit = "Unit of its values; empty where there is none or a column of units says it.";
    vec![
        Column::text("file", "File", "Path of the file in this folder.", |entry: &Entry| entry.file.clone()),
        Column::text("column", "Column", "Name of the column.", |entry: &Entry| entry.heading.name.clone()),
        Column::text("type", "Type", "What its values are.", |entry: &Entry| entry.heading.kind),
        Column::text("unit", "Unit", unit, |entry: &Entry| entry.heading.unit.clone()),
        Column::text("meaning", "Meaning", "What it means.", |entry: &Entry| entry.heading.about.clone()),
    ]
}

/// What the dictionary says about the columns of a file.
pub fn of_columns<R>(file: &str, columns: &[Column<R>]) -> Vec<Entry> {
    columns.iter().map(|column| Entry { file: file.into(), heading: column.heading.clone() }).collect()
}

/// The same of columns that are filled already.
pub fn of_headings(file: &str, headings: &[Heading]) -> Vec<Entry> {
    headings.iter().map(|heading| Entry { file: file.into(), heading: heading.clone() }).collect()
}

/// One entry for each column of a table of the report.
fn of_table(table: &Table) -> Vec<Entry> {
    of_headings(&format!("{}/{}.csv", files::TABLES, table.name), &table.columns)
}
