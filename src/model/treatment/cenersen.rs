//! Cenersen: infused into plasma, cleared in proportion to its level, taken up slowly into cells and lost from them slowly.
//! Left out: distribution to kidney and liver, protein binding, and uptake that saturates. Amounts in cells are so small
//! that plasma does not notice them. Kinds of cells differ by their relative uptake, which is applied elsewhere.
//!
//! The cell is followed as the plasma level it remembers, c: dc/dt = k (C - c); its content is c times a ratio that is
//! given by the content at steady state of the reference plasma level.

use super::infusion::Infusions;
use super::kinetics::DrugKinetics;
use super::linear::{Linear, LinearLevels};
use super::route::Absorption;
use super::{Body, Drug, Exposure};
use crate::parameters::Ledger;
use crate::quantity::Rate;

pub(super) const NUMBERS: &[&str] = &["cenersen."];

/// One patient's plasma and reference cell.
#[derive(Clone, Debug)]
pub(super) struct Cenersen {
    /// (L)
    volume: f64,
    /// Content of the cell over plasma level at steady state (pmol/mg per mg/L).
    uptake: f64,
    infusions: Infusions,
    /// Plasma, and the plasma level that the cell remembers (mg/L).
    body: Linear<2, 3>,
}

impl DrugKinetics for Cenersen {
    type Levels = LinearLevels<2, 3>;

    fn new(_: &Ledger, ledger: &Ledger, body: Body) -> Self {
        let elimination = Rate::from_half_life(ledger.time("cenersen.half_life")).in_per_hour();
        let loss = Rate::from_half_life(ledger.time("cenersen.cell_half_life")).in_per_hour();
        Self {
            volume: ledger.number("cenersen.clearance") * body.weight_kg / elimination,
            uptake: 1e6 * ledger.number("cenersen.uptake") / ledger.number("cenersen.reference_plasma"),
            infusions: Infusions::default(),
            body: Linear::new([[-elimination, 0.0], [loss, -loss]], Absorption::all(Drug::Cenersen, ledger)),
        }
    }

    fn infusions(&self) -> &Infusions {
        &self.infusions
    }

    fn infusions_mut(&mut self) -> &mut Infusions {
        &mut self.infusions
    }

    fn state(&self) -> (Infusions, Self::Levels) {
        (self.infusions.clone(), self.body.state())
    }

    fn restore(&mut self, (infusions, levels): (Infusions, Self::Levels)) {
        self.infusions = infusions;
        self.body.restore(levels);
    }

    fn advance(&mut self, from: f64, to: f64, means: &mut Exposure) {
        let levels = self.body.infuse(&self.infusions, from, to, self.volume);
        self.write(levels, means);
    }

    fn levels(&self, levels: &mut Exposure) {
        self.write(self.body.levels(), levels);
    }
}

impl Cenersen {
    /// Levels in the units of [`Exposure`].
    fn write(&self, [plasma, remembered]: [f64; 2], exposure: &mut Exposure) {
        exposure.cenersen_plasma = plasma;
        exposure.cenersen_cell = self.uptake * remembered;
    }
}
