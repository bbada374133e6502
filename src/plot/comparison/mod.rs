//! Figures of a comparison: arms side by side in the same patients, each figure one sheet of a talk. Left out: what is
//! computed, which `comparison` and `statistics` do.

mod forest;
mod number;
mod sheet;

pub use forest::response;

use super::{Figure, Theme};
use crate::comparison::Compared;

/// What the figures of a comparison show.
#[derive(Clone, Copy, Debug)]
pub struct ComparisonInput<'a> {
    pub compared: &'a Compared,
    /// Provenance at the bottom: scenario, seed, version.
    pub footer: &'a str,
}

/// All figures that apply, in the order of a talk.
pub fn comparison_figures(_input: &ComparisonInput, _theme: &Theme) -> Vec<Figure> {
    Vec::new()
}
