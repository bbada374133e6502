//! The ranges of the ledger: which numbers are varied, the value at a place of a range, and whether cells with such values can
//! exist. Left out: at which places an analysis asks, and correlations between ranges, of which none are known.

mod input;
mod possible;

pub use input::{Input, Scale, is_varied_by_default};
pub use possible::{can_exist, enrolled_between};
