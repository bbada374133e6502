//! Published numbers that exclude each other, as the program finds them: what a trial and a calibration say of their data.
//!
//! # Example
//!
//! ```text
//! contradiction
//! "CR: 26 % of 32 and 9 % of 21 patients are 9.9 to 10.5, but the arms total 8"
//! "CR + CRp: 32 % of 32 and 12 % of 21 patients are 12.5 to 13.0, but the arms total 10"
//! ```
//!
//! A percentage that was rounded to a whole number leaves an interval of counts; if no whole number of patients
//! lies in it, or the intervals of the parts exclude the total, the tables cannot all be right. Nothing is
//! corrected by it.

use super::table::{Column, Table};

/// One row for each contradiction.
pub fn contradiction_table(found: &[String]) -> Table {
    let about = "Published numbers that exclude each other.";
    let columns = vec![Column::text("contradiction", "Contradiction", about, |found: &&String| (*found).clone())];
    Table::of("contradictions", "Published numbers that exclude each other", columns, found)
}
