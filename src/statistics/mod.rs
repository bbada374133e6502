//! Inference on plain numbers: intervals, contingency tables, survival curves, quantiles, resampling, variance components.
//! Knows no biology. Left out: models with covariates.

mod interval;
mod survival;

pub use interval::Interval;
pub use survival::{KaplanMeier, Observed, Step};
