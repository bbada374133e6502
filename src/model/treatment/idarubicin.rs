//! Idarubicin: two compartments, a long-lived metabolite, and cells that concentrate both and let go of them for days.
//! Left out: saturable binding, efflux pumps (resistance of cells is applied where drug does damage), and the amounts in
//! cells, which plasma does not notice.
//!
//! Each pool of the cell is followed as the plasma level it remembers, b: db/dt = k (C - b), and holds b times its ratio
//! to plasma. Idarubicin has a fast pool and a slow, DNA-bound pool: with a single slow pool the cell would be fullest
//! two days after the last dose, but it is fullest at the end of the infusion (Speth 1986). Idarubicinol is formed in
//! proportion to the level of idarubicin, with the ratio of areas as the parameter: dM/dt = k (ratio C - M).

use super::infusion::Infusions;
use super::kinetics::DrugKinetics;
use super::linear::{Linear, LinearLevels};
use super::route::Absorption;
use super::{Body, Drug, Exposure};
use crate::parameters::Ledger;
use crate::quantity::Rate;

/// ng/mL in one mg/L.
const NG_PER_ML: f64 = 1000.0;

pub(super) const NUMBERS: &[&str] = &["idarubicin.", "idarubicinol."];

/// One patient's plasma, tissues and cells.
#[derive(Clone, Debug)]
pub(super) struct Idarubicin {
    /// Central volume (L).
    volume: f64,
    ratios: Ratios,
    /// Exchange of the slow and the idarubicinol pool with plasma (1/h).
    slow_rate: f64,
    metabolite_rate: f64,
    infusions: Infusions,
    /// Plasma, periphery, idarubicinol, and what the fast, slow and idarubicinol pools remember (mg/L).
    body: Linear<6, 7>,
}

/// Level in cells over level in plasma at steady state.
#[derive(Clone, Copy, Debug)]
struct Ratios {
    /// Pool that follows plasma within the hour.
    fast: f64,
    /// Pool that is bound to DNA for days.
    slow: f64,
    /// Metabolite.
    idarubicinol: f64,
}

impl Ratios {
    /// Exposure makes cells of all kinds hold more or less of both, whatever plasma does.
    fn new(ledger: &Ledger) -> Self {
        let slow_share = ledger.fraction("idarubicin.slow_share").value();
        let exposure = ledger.number("idarubicin.exposure");
        let total = exposure * ledger.number("idarubicin.cell_ratio");
        Self {
            fast: total * (1.0 - slow_share),
            slow: total * slow_share,
            idarubicinol: exposure * ledger.number("idarubicinol.cell_ratio"),
        }
    }
}

impl DrugKinetics for Idarubicin {
    type Levels = LinearLevels<6, 7>;

    /// In another course the patient's cells hold as much as these numbers say.
    fn turn_to(&mut self, ledger: &Ledger) {
        self.ratios = Ratios::new(ledger);
    }

    fn new(_: &Ledger, ledger: &Ledger, body: Body) -> Self {
        Self {
            volume: ledger.number("idarubicin.central_volume") * body.surface_m2(),
            ratios: Ratios::new(ledger),
            slow_rate: Rate::from_half_life(ledger.time("idarubicin.slow_half_life")).in_per_hour(),
            metabolite_rate: Rate::from_half_life(ledger.time("idarubicinol.cell_half_life")).in_per_hour(),
            infusions: Infusions::default(),
            body: Linear::new(rates(ledger), Absorption::all(Drug::Idarubicin, ledger)),
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

impl Idarubicin {
    /// Levels in the units of [`Exposure`]; the renewal is uptake over content of what is bound.
    fn write(&self, [plasma, _, metabolite, fast, slow, bound_metabolite]: [f64; 6], exposure: &mut Exposure) {
        exposure.idarubicin_plasma = NG_PER_ML * plasma;
        exposure.idarubicinol_plasma = NG_PER_ML * metabolite;
        exposure.idarubicin_cell = NG_PER_ML * (self.ratios.fast * fast + self.ratios.slow * slow);
        exposure.idarubicinol_cell = NG_PER_ML * self.ratios.idarubicinol * bound_metabolite;
        exposure.idarubicin_bound = NG_PER_ML * self.ratios.slow * slow;
        let content = self.ratios.slow * slow + self.ratios.idarubicinol * bound_metabolite;
        let uptake =
            self.ratios.slow * self.slow_rate * plasma + self.ratios.idarubicinol * self.metabolite_rate * metabolite;
        exposure.anthracycline_renewal = if content > 0.0 { uptake / content } else { 0.0 };
    }
}

/// Flows between the six levels (1/h). Clearances and volumes are all per body surface, which cancels.
fn rates(ledger: &Ledger) -> [[f64; 6]; 6] {
    let half_life = |path: &str| Rate::from_half_life(ledger.time(path)).in_per_hour();
    let central = ledger.number("idarubicin.central_volume");
    let exchange = ledger.number("idarubicin.intercompartmental_clearance");
    let clearance = ledger.number("idarubicin.clearance");
    let returning = exchange / ledger.number("idarubicin.peripheral_volume");
    let formed = half_life("idarubicinol.half_life");
    let area_ratio = ledger.number("idarubicinol.area_ratio");
    let (fast, slow) = (half_life("idarubicin.fast_half_life"), half_life("idarubicin.slow_half_life"));
    let bound = half_life("idarubicinol.cell_half_life");
    [
        [-(clearance + exchange) / central, exchange / central, 0.0, 0.0, 0.0, 0.0],
        [returning, -returning, 0.0, 0.0, 0.0, 0.0],
        [area_ratio * formed, 0.0, -formed, 0.0, 0.0, 0.0],
        [fast, 0.0, 0.0, -fast, 0.0, 0.0],
        [slow, 0.0, 0.0, 0.0, -slow, 0.0],
        [0.0, 0.0, bound, 0.0, 0.0, -bound],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Time;
    use crate::treatment::{Administration, Route};

    #[test]
    fn what_is_given_is_in_the_body_or_cleared_and_what_is_cleared_is_metabolite_or_gone() {
        let body = Body { weight_kg: 70.0, height_cm: 175.0 };
        let (mut drug, mut means) =
            (Idarubicin::new(&Ledger::defaults(), &Ledger::defaults(), body), Exposure::default());
        let (start, duration) = (Time::hours(1.0), Time::hours(0.3));
        drug.infusions_mut().add(Administration {
            drug: Drug::Idarubicin,
            start,
            duration,
            amount_mg: 20.0,
            route: Route::Intravenous,
            course: 1,
        });
        drug.advance(0.0, 30.0, &mut means);
        let [plasma, periphery, metabolite, ..] = drug.body.levels();
        let cleared = 40.7 * means.idarubicin_plasma / NG_PER_ML * 30.0;
        let given = 20.0 / body.surface_m2();
        assert!((150.0 * plasma + 412.0 * periphery + cleared - given).abs() < 1e-12 * given);
        // Clearance and volume of idarubicinol over its formed share follow from the ratio of areas and the half-life.
        let (clearance, volume) = (40.7 / 4.5, 40.7 / 4.5 * 57.0 / std::f64::consts::LN_2);
        let left = clearance * means.idarubicinol_plasma / NG_PER_ML * 30.0;
        assert!((volume * metabolite + left - cleared).abs() < 1e-12 * cleared);
    }
}
