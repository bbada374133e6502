//! What every process shares: random streams, instruction sets, rows and weights, turnover. Knows no biology.
//!
//! * [`Seed`]: streams by name and number, for everything drawn once in a patient.
//! * [`StepKey`], [`Purpose`] and [`uniform`]: draws of cells, computed from a lineage and never stored.
//! * [`Roster`] and [`Class`]: which rows of the cell table are alive, and how many cells one agent stands for.
//! * [`Turnover`]: divisions, deaths and moves between classes, without bias in the number of cells.
//! * [`Isa`]: inner loops compiled for several instruction sets, with the same bits from each.
//!
//! In one step the processes mark events in columns ([`events`] finds them), [`Turnover::vacate`] and
//! [`Turnover::arrive`] note who goes and who comes, and [`Turnover::settle_class`] puts the class in order. Left out:
//! threads; a replicate is simulated by one thread.

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
