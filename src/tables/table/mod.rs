//! Tables: a column is defined once, by what it is called, what it means and how its value is taken from a row, and from
//! that definition come the CSV file, the Parquet file, the dictionary of columns and the table of a report.
//! Left out: layout of a page (see `html`) and of the terminal, which shows a few numbers in an order of its own.
//!
//! ```text
//! Column<R> (heading, how its value is taken from a row R)   x   rows
//!     -> Table        cells with headings: tables/*.csv, report, dictionary
//!     -> csv          a data file as text, every number with all its digits
//!     -> Parquet      the same with types, in batches of 65,536 rows
//!     -> Dataset-JSON the same with labels and keys, for those that follow a standard
//! ```

mod cell;
mod column;
mod dataset;
mod date;
mod dictionary;
mod file;
mod filled;
mod value;

pub use cell::Cell;
pub use column::{Column, Heading};
pub use dataset::{Layout, Origin, dataset_json};
pub use date::Date;
pub use dictionary::{Entry, dictionary, of_columns, of_headings};
pub use file::{append_rows, begin_columns, csv, exact_csv, write_columns, write_names, write_records};
pub use filled::Table;
pub use filled::{Rounding, shown};
