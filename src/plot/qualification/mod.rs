//! Qualification figures: the scorecard by family on one page, the published arms on one page, then every check.

mod arms;
mod checks;
mod scorecard;

#[cfg(test)]
mod tests;

use super::{Figure, Theme};
use cenersim_qualification::{Qualification, Scope};

/// All figures, the scorecard first; `footer` is the provenance at the bottom.
pub fn qualification(found: &Qualification, footer: &str, theme: &Theme) -> Vec<Figure> {
    let card = (found.scope == Scope::All).then(|| scorecard::scorecard(found, footer, theme));
    let arms = arms::arms(found, footer, theme);
    card.into_iter().chain(arms).chain(checks::checks(found, footer, theme)).collect()
}
