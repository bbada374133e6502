//! Published numbers that exclude each other, as the program finds them: what a trial and a calibration say of their data.

use super::table::{Column, Table};

/// One row for each contradiction.
pub fn contradiction_table(found: &[String]) -> Table {
    let about = "Published numbers that exclude each other.";
    let columns = vec![Column::text("contradiction", "Contradiction", about, |found: &&String| (*found).clone())];
    Table::of("contradictions", "Published numbers that exclude each other", columns, found)
}
