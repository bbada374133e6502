//! What cells do; one process per file.

mod cell;

pub use cell::{Kind, PerKind};
