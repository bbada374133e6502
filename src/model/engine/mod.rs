//! What every process shares: random streams, instruction sets, rows and weights, turnover. Knows no biology.

mod dispatch;
mod lineage;
pub mod math;
mod roster;
mod seed;
mod turnover;

#[doc(hidden)]
pub use dispatch::vectorized;
pub use dispatch::{Isa, isa, limit};
pub use lineage::{Purpose, StepKey, uniform};
pub use roster::{Class, Roster};
pub use seed::{Seed, mix};
pub use turnover::{Columns, Keys, Turnover, events};
