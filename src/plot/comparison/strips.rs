//! Regimen strips under the panels of all arms: the same lanes in every arm, named at the left. Left out: amounts, which
//! the dose timeline has.

use super::ComparisonInput;
use crate::{
    Theme,
    axis::Axis,
    grid::{self, Cell, unit},
    page::{Frame, Page},
    regimen,
    text::{Anchor, Style},
};
use cenersim_analyses::comparison::ArmResult;
use cenersim_model::treatment::Drug;
use std::collections::BTreeSet;

/// The regimens under the panels: the same lanes in every arm.
pub struct Strips {
    drugs: Vec<Drug>,
    lane: f64,
    gap: f64,
}

impl Strips {
    /// For cells of so many panels; where several stand above one another in several rows, there is no room.
    pub fn of(input: &ComparisonInput, theme: &Theme, panels: usize) -> Self {
        let rows = grid::rows(input.compared.arms.len());
        let given = input.compared.arms.iter().flat_map(|arm| regimen::drugs(&arm.doses));
        let drugs = match rows > 1 && panels > 1 {
            true => Vec::new(),
            false => given.collect::<BTreeSet<_>>().into_iter().collect(),
        };
        let u = unit(theme);
        let lane = if rows > 1 { 25.0 * u } else { 32.0 * u };
        let gap = if drugs.is_empty() { 0.0 } else { 18.0 * u };
        Self { drugs, lane, gap }
    }

    /// With the gap above (px).
    pub fn height(&self) -> f64 {
        self.lane * self.drugs.len() as f64 + self.gap
    }

    /// Bars of the first course of this arm, in the lanes of all.
    pub fn draw(&self, page: &mut Page, cell: &Cell, days: &Axis, result: &ArmResult) {
        if self.drugs.is_empty() {
            return;
        }
        let y = cell.frame.bottom() + self.gap;
        let frame = Frame { y, height: self.lane * self.drugs.len() as f64, ..cell.frame };
        regimen::compact(page, frame, days, &self.drugs, &result.doses);
        for (i, drug) in self.drugs.iter().enumerate().filter(|_| cell.leftmost) {
            let size = (self.lane * 0.86).min(page.theme.sizes.tick);
            let color = page.theme.text_in(page.theme.drug(*drug).color);
            let style = Style::new(size, color).semi_bold().anchored(Anchor::End);
            page.text((frame.x - 14.0, y + self.lane * (i as f64 + 0.5) + size * 0.36), drug.name(), &style);
        }
    }
}
