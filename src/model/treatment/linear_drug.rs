//! Drugs without saturation, composed by their tables: one or two compartments, an active metabolite, and cells that hold both
//! in pools.
//! Left out: saturable binding, efflux pumps (resistance of cells is applied where drug does damage), and the amounts in
//! cells, which plasma does not notice.
//!
//! Each pool of the cell is followed as the plasma level that it remembers, b: db/dt = k (C - b), and holds b times its
//! ratio to plasma. A metabolite is formed in proportion to the level of the drug, with the ratio of areas as the
//! parameter: dM/dt = k (ratio C - M).
//!
//! ```text
//! dC/dt = u/V - (CL + Q)/V C + Q/V P          dP/dt = Q/Vp (C - P)
//! ```

use super::linear::{Linear, LinearLevels};
use super::route::Absorption;
use super::{Body, Exposure, body_size, infusion::Infusions};
use crate::parameters::{Description, Ledger, Place, Which};
use crate::quantity::Rate;

/// Plasma, periphery, metabolite, and what the fast, the slow and the metabolite's pool remember (mg/L).
type Levels = [f64; 6];

/// What changes.
pub(super) type State = LinearLevels<6, 7>;

/// One patient's plasma, tissues and cells.
#[derive(Clone, Debug)]
pub(super) struct LinearDrug {
    /// What the drug is, with the paths of its numbers.
    description: Description,
    /// Central volume (L).
    volume: f64,
    /// Unit of levels in one mg/L.
    unit: f64,
    /// What cells hold, relative to plasma.
    ratios: Ratios,
    /// Exchange of the slow and of the metabolite's pool with plasma (1/h).
    slow_rate: f64,
    /// Of the metabolite's pool (1/h).
    metabolite_rate: f64,
    /// Levels: six compartments, with a depot before them for each other route.
    body: Linear<6, 7>,
    /// Where its levels stand in an exposure.
    places: Places,
}

/// Level in cells over level in plasma at steady state.
#[derive(Clone, Copy, Debug)]
struct Ratios {
    /// Pool that follows plasma within the hour.
    fast: f64,
    /// Pool that is bound for days, or the only one.
    slow: f64,
    /// Metabolite.
    metabolite: f64,
}

/// Where levels go.
#[derive(Clone, Copy, Debug)]
struct Places {
    /// Drug in plasma.
    plasma: Option<Place>,
    /// Metabolite in plasma.
    metabolite: Option<Place>,
    /// Drug in cells, free and bound.
    cell: Option<Place>,
    /// Metabolite in cells.
    metabolite_cell: Option<Place>,
    /// Drug that cells hold fast.
    bound: Option<Place>,
    /// Uptake over content of what is bound (1/h).
    renewal: Option<Place>,
}

/// A number of a drug in a ledger, none if it has none.
fn number(of: &Description, ledger: &Ledger, name: &str) -> Option<f64> {
    of.has(name).then(|| ledger.number(&of.path(name)))
}

/// A rate from a half-life (1/h), 0 if there is none.
fn rate(of: &Description, ledger: &Ledger, name: &str) -> f64 {
    if of.has(name) { Rate::from_half_life(ledger.time(&of.path(name))).in_per_hour() } else { 0.0 }
}

impl Ratios {
    /// Exposure makes cells of all kinds hold more or less of both, whatever plasma does.
    fn new(of: &Description, ledger: &Ledger) -> Self {
        let exposure = number(of, ledger, "exposure").unwrap_or(1.0);
        let metabolite = exposure * number(of, ledger, "metabolite.cell_ratio").unwrap_or(0.0);
        if let Some(uptake) = number(of, ledger, "uptake") {
            // from umol/mg to pmol/mg
            let slow = 1e6 * uptake / ledger.number(&of.path("reference_plasma"));
            return Self { fast: 0.0, slow, metabolite };
        }
        let total = exposure * number(of, ledger, "cell_ratio").unwrap_or(0.0);
        match number(of, ledger, "slow_share") {
            Some(share) => Self { fast: total * (1.0 - share), slow: total * share, metabolite },
            None => Self { fast: 0.0, slow: total, metabolite },
        }
    }
}

impl LinearDrug {
    /// Empty.
    pub fn new(of: &Description, ledger: &Ledger, body: Body) -> Self {
        let size = |name: &str| body_size(ledger, &of.path(name), body);
        let clearance = ledger.number(&of.path("clearance"));
        let volume = match of.has("half_life") {
            true => clearance * size("clearance") / rate(of, ledger, "half_life"),
            false => ledger.number(&of.path("central_volume")) * size("central_volume"),
        };
        let slow = slow_half_life(of);
        let place = |which| ledger.places().get(of.drug, which);
        Self {
            volume,
            unit: if of.plasma_unit == "ng/mL" { 1000.0 } else { 1.0 },
            ratios: Ratios::new(of, ledger),
            slow_rate: rate(of, ledger, slow),
            metabolite_rate: rate(of, ledger, "metabolite.cell_half_life"),
            body: Linear::new(rates(of, ledger), Absorption::all(of.drug, ledger)),
            places: Places {
                plasma: place(Which::Plasma),
                metabolite: place(Which::MetabolitePlasma),
                cell: place(Which::Cell),
                metabolite_cell: place(Which::MetaboliteCell),
                bound: place(Which::Bound),
                renewal: place(Which::Renewal),
            },
            description: of.clone(),
        }
    }

    /// In another course the patient's cells hold as much as these numbers say.
    pub fn turn_to(&mut self, ledger: &Ledger) {
        self.ratios = Ratios::new(&self.description, ledger);
    }

    /// Levels of all compartments, in the unit of plasma.
    pub fn state(&self) -> State {
        self.body.state()
    }

    /// Goes back to levels of the same patient.
    pub fn restore(&mut self, state: State) {
        self.body.restore(state);
    }

    /// Moves from `from` to `to` (h) and writes the means between them.
    pub fn advance(&mut self, infusions: &Infusions, from: f64, to: f64, means: &mut Exposure) {
        let levels = self.body.infuse(infusions, from, to, self.volume);
        self.write(levels, means);
    }

    /// Writes the levels now.
    pub fn levels(&self, levels: &mut Exposure) {
        self.write(self.body.levels(), levels);
    }

    /// Levels in the units of [`Exposure`]; the renewal is uptake over content of what is bound.
    fn write(&self, [plasma, _, metabolite, fast, slow, bound_metabolite]: Levels, exposure: &mut Exposure) {
        let Self { ratios, unit, places, .. } = self;
        let mut set = |place: Option<Place>, level: f64| {
            if let Some(place) = place {
                exposure.set(place, level);
            }
        };
        set(places.plasma, unit * plasma);
        set(places.metabolite, unit * metabolite);
        set(places.cell, unit * (ratios.fast * fast + ratios.slow * slow));
        set(places.metabolite_cell, unit * ratios.metabolite * bound_metabolite);
        set(places.bound, unit * ratios.slow * slow);
        let content = ratios.slow * slow + ratios.metabolite * bound_metabolite;
        let uptake = ratios.slow * self.slow_rate * plasma + ratios.metabolite * self.metabolite_rate * metabolite;
        set(places.renewal, if content > 0.0 { uptake / content } else { 0.0 });
    }
}

/// The half-life of the slow pool, or of the only one.
fn slow_half_life(of: &Description) -> &'static str {
    if of.has_two_pools() { "slow_half_life" } else { "cell_half_life" }
}

/// Flows between the six levels (1/h). Clearances and volumes are all per the same size of body, which cancels.
fn rates(of: &Description, ledger: &Ledger) -> [[f64; 6]; 6] {
    let (out, exchange, returning) = plasma(of, ledger);
    let formed = rate(of, ledger, "metabolite.half_life");
    let area_ratio = number(of, ledger, "metabolite.area_ratio").unwrap_or(0.0);
    let fast = if of.has_two_pools() { rate(of, ledger, "fast_half_life") } else { 0.0 };
    let slow = rate(of, ledger, slow_half_life(of));
    let bound = rate(of, ledger, "metabolite.cell_half_life");
    [
        [-out, exchange, 0.0, 0.0, 0.0, 0.0],
        [returning, -returning, 0.0, 0.0, 0.0, 0.0],
        [area_ratio * formed, 0.0, -formed, 0.0, 0.0, 0.0],
        [fast, 0.0, 0.0, -fast, 0.0, 0.0],
        [slow, 0.0, 0.0, 0.0, -slow, 0.0],
        [0.0, 0.0, bound, 0.0, 0.0, -bound],
    ]
}

/// Out of plasma, back into it, and exchange of the periphery (1/h).
fn plasma(of: &Description, ledger: &Ledger) -> (f64, f64, f64) {
    if of.has("half_life") {
        return (rate(of, ledger, "half_life"), 0.0, 0.0);
    }
    let central = ledger.number(&of.path("central_volume"));
    let clearance = ledger.number(&of.path("clearance"));
    let Some(exchange) = number(of, ledger, "intercompartmental_clearance") else {
        return (clearance / central, 0.0, 0.0);
    };
    let returning = exchange / ledger.number(&of.path("peripheral_volume"));
    ((clearance + exchange) / central, exchange / central, returning)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Time;
    use crate::treatment::{Administration, Drug, Route};

    #[test]
    fn what_is_given_is_in_the_body_or_cleared_and_what_is_cleared_is_metabolite_or_gone() {
        let body = Body { weight_kg: 70.0, height_cm: 175.0 };
        let ledger = Ledger::defaults();
        let description = ledger.drug(Drug::Idarubicin).expect("a drug");
        let (mut drug, mut means) = (LinearDrug::new(description, &ledger, body), Exposure::default());
        let (start, duration, mut infusions) = (Time::hours(1.0), Time::hours(0.3), Infusions::default());
        infusions.add(Administration {
            drug: Drug::Idarubicin,
            start,
            duration,
            amount_mg: 20.0,
            route: Route::Intravenous,
            course: 1,
        });
        drug.advance(&infusions, 0.0, 30.0, &mut means);
        let [plasma, periphery, metabolite, ..] = drug.body.levels();
        let cleared = 40.7 * means.idarubicin_plasma / 1000.0 * 30.0;
        let given = 20.0 / body.surface_m2();
        assert!((150.0 * plasma + 412.0 * periphery + cleared - given).abs() < 1e-12 * given);
        // Clearance and volume of idarubicinol over its formed share follow from the ratio of areas and the half-life.
        let (clearance, volume) = (40.7 / 4.5, 40.7 / 4.5 * 57.0 / std::f64::consts::LN_2);
        let left = clearance * means.idarubicinol_plasma / 1000.0 * 30.0;
        assert!((volume * metabolite + left - cleared).abs() < 1e-12 * cleared);
    }
}
