//! Tables: a column is defined once, by what it is called, what it means and how its value is taken from a row, and from
//! that definition come the CSV file, the Parquet file, the dictionary of columns and the table of a report.
//! Left out: layout of a page (see `html`) and of the terminal, which shows a few numbers in an order of its own.
//!
//! ```text
//! Column<R> (heading, how its value is taken from a row R)   x   rows
//!     -> Table        cells with headings: tables/*.csv, report, dictionary
//!     -> csv          a data file as text, every number with all its digits
//!     -> Parquet      the same with types, in batches of 65,536 rows
//! ```

mod cell;
mod column;
mod dictionary;
mod file;
mod filled;

pub use cell::Cell;
pub use column::{Column, Heading};
pub use dictionary::{Entry, dictionary, of_columns, of_headings};
pub use file::{append_rows, begin_columns, csv, write_columns, write_names, write_records};
pub use filled::Table;
pub(super) use filled::{Rounding, shown};
