//! Whether numbers describe a clinic. Left out: ranges of single numbers, which the ledger has.

use super::criteria_names;
use crate::{
    parameters::Ledger,
    quantity::{Rate, Time},
};

/// Shortest interval between examinations.
const SHORTEST_INTERVAL: Time = Time::hours(1.0);
/// Largest hazard of a complication.
const LARGEST_HAZARD: Rate = Rate::per_hour(1.0);
/// Most cells that anybody counts.
const MOST_CELLS: f64 = 10_000.0;

/// Whether a changed ledger describes a clinic: the error names the path, what was expected and what was found.
///
/// Looked at are the number of cells counted, intervals of an hour or more, hazards of at most 1 per hour, and windows
/// that end after they begin.
///
/// # Errors
/// The first of these that does not hold.
pub fn check(ledger: &Ledger) -> Result<(), String> {
    let counted = ledger.number("examination.counted");
    if libm::trunc(counted) != counted || !(1.0..=MOST_CELLS).contains(&counted) {
        return Err(format!("`examination.counted` is `{counted}`: expected a whole number from 1 to {MOST_CELLS}"));
    }
    for path in ["examination.blood_count", "examination.surveillance", "examination.confirmation"] {
        if ledger.time(path) < SHORTEST_INTERVAL {
            return Err(format!("`{path}` is `{} h`: expected an hour or more", ledger.time(path).in_hours()));
        }
    }
    for (path, _) in ledger.entries().filter(|(path, _)| is_complication(path) && path.ends_with(".hazard")) {
        if ledger.rate(path) > LARGEST_HAZARD {
            return Err(format!("`{path}` is `{} /h`: expected at most 1 /h", ledger.rate(path).in_per_hour()));
        }
    }
    for set in criteria_names(ledger) {
        let (from, to) = (format!("criteria.{set}.window_from"), format!("criteria.{set}.window_to"));
        if ledger.time(&from) > ledger.time(&to) {
            return Err(format!("`{from}` is after `{to}`: expected a window that ends after it begins"));
        }
    }
    Ok(())
}

/// Whether the number describes what a patient may die of.
fn is_complication(path: &str) -> bool {
    ["infection.", "bleeding.", "mortality."].iter().any(|cause| path.starts_with(cause))
}
