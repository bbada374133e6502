//! The virtual phase II trial: whom chance puts into which arm, and when an arm would be stopped.

mod randomization;
mod stopping;

pub use randomization::Blocks;
pub use stopping::{Beta, Boundary, Characteristics, Errors, Path, Rule, Standard, errors, stopped_at};
