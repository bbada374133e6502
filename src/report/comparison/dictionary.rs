//! `columns.csv`: file, column, type, unit and meaning of every column, made from the definitions that the files are
//! written from.

use super::{
    super::{Column, Table, files},
    band_table, course_table,
    field::Field,
};

/// The dictionary of the two Parquet files, of these tables, and of itself.
pub fn dictionary(tables: &[Table]) -> Table {
    let fields = [
        of_fields(files::PATIENTS_PARQUET, &course_table::fields()),
        of_fields(files::CURVES_PARQUET, &band_table::fields()),
    ];
    dictionary_of(fields.concat(), tables)
}

/// The dictionary of these rows, of these tables, and of itself.
pub fn dictionary_of(fields: Vec<Vec<String>>, tables: &[Table]) -> Table {
    let columns = vec![
        Column::text("file", "File", "Path of the file in this folder."),
        Column::text("column", "Column", "Name of the column."),
        Column::text("type", "Type", "What its values are."),
        Column::text("unit", "Unit", "Unit of its values; empty where there is none or a column of units says it."),
        Column::text("meaning", "Meaning", "What it means."),
    ];
    let own = columns.iter().map(|column| of_column(files::COLUMNS, column)).collect();
    let rows = [fields, tables.iter().flat_map(of_table).collect(), own];
    let caption = "Columns of all files".into();
    Table { name: files::COLUMNS.into(), caption, columns, rows: rows.concat() }
}

/// What the dictionary says about the fields of a file.
pub fn of_fields<R>(file: &str, fields: &[Field<R>]) -> Vec<Vec<String>> {
    let row =
        |field: &Field<R>| [file, field.name, field.type_name(), field.unit, field.about].map(String::from).into();
    fields.iter().map(row).collect()
}

fn of_table(table: &Table) -> Vec<Vec<String>> {
    of_columns(&format!("{}/{}.csv", files::TABLES, table.name), &table.columns)
}

/// What the dictionary says about the columns of a file.
pub fn of_columns(file: &str, columns: &[Column]) -> Vec<Vec<String>> {
    columns.iter().map(|column| of_column(file, column)).collect()
}

fn of_column(file: &str, column: &Column) -> Vec<String> {
    let kind = if column.numeric { "number" } else { "text" };
    [file, &column.name, kind, &column.unit, &column.about].map(String::from).into()
}
