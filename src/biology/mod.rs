//! What cells do; one process per file.

mod blood;
mod cell;

pub use blood::Blood;
pub use cell::{Kind, PerKind};
