//! Tables as files: a column is defined once (name, unit, meaning, how its value is taken from a row), and from that come CSV,
//! Parquet, Dataset-JSON, the dictionary of columns and the table of a report; the same files are read back by their
//! columns. Here are also the tables that every run has (curves, events, cells), the names of the files of results, hashes of
//! files, and what is said of a file that cannot be written or read.
//! Left out: what a result says and how it is laid out, the tables of one kind of result, and folders (see `report`).
//!
//! ```text
//! rows R + Vec<Column<R>> --table--> CSV, Parquet, Dataset-JSON, dictionary, Table of a report
//! CSV or Parquet + dictionary --frame--> Frame of typed columns, for other languages
//! ```
//!
//! What writes many rows is here and compiled to run fast; a report is not.

#![warn(missing_docs)]

pub mod cell_table;
pub mod columns;
pub mod curve_table;
mod error;
pub mod event_table;
pub mod files;
mod frame;
mod hash;
pub mod rows;
pub mod table;

pub use error::ReportError;
pub use frame::{Filled, Frame, Series};
pub use hash::{HashingWriter, sha256, sha256_of};
pub use table::{Cell, Column, Heading, Table};
