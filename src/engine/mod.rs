//! What every process shares: random streams, step schedule, weights. Knows no biology.

mod seed;

pub use seed::{Seed, mix};
