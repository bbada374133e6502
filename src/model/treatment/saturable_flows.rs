//! Rates of change of a drug that saturates: plasma and tissues, the active form in cells, the metabolite and what cells hold.
//! Left out: how they are integrated, and the equations in words (see `saturable_drug`).

use super::route::Depots;
use crate::parameters::{Description, Ledger};
use crate::quantity::Rate;
use differential_equations::ode::ODE;

/// Below this share of the level that half-saturates (plasma: formation of the active form; cell: the active form itself)
/// the drug is gone.
pub(super) const GONE: f64 = 1e-9;

/// C, P, T of leukemic and of normal cells, and the integrals of C and of both T.
pub(super) type Plain = [f64; 7];

/// The same, and before the integrals what metabolite, fast, slow and metabolite's pool have; all but P with integrals.
pub(super) type WithPools = [f64; 15];

/// Parameters of the equations, per size of body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flows {
    /// Volume of the central compartment (L).
    pub central: f64,
    /// Volume of the peripheral one (L).
    pub peripheral: f64,
    /// Clearance between both (L/h).
    pub exchange: f64,
    /// Clearance that does not saturate (L/h).
    pub renal: f64,
    /// Greatest elimination (umol/h).
    pub vmax: f64,
    /// Plasma level with half of it (umol/L).
    pub km: f64,
    /// As the patient's cells do.
    pub leukemic: Formation,
    /// As the typical patient's cells do.
    pub normal: Formation,
    /// Infusion (umol/h).
    pub inflow: f64,
    /// Absorption of what depots hold or get; none while there is nothing.
    pub absorbed: Option<Absorbed>,
}

/// Rates of metabolite and pools (1/h), and what pools hold per level in plasma that they remember.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pools {
    /// Area under the metabolite in plasma over that of the drug; 0 if none is followed.
    pub area_ratio: f64,
    /// Rate at which the metabolite in plasma follows the drug.
    pub formed: f64,
    /// Rate of the fast pool.
    pub fast: f64,
    /// Rate of the slow pool.
    pub slow: f64,
    /// Rate of the metabolite's pool.
    pub metabolite: f64,
    /// Of the fast, the slow and the metabolite's pool.
    pub ratios: [f64; 3],
}

/// Depots, and umol per size of body in a mg that they let go.
#[derive(Clone, Copy, Debug)]
pub(super) struct Absorbed {
    /// What waits to be absorbed.
    pub depots: Depots,
    /// umol per size of body in one mg.
    pub umol: f64,
}

/// How cells form the active form and lose it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Formation {
    /// Greatest (pmol per 10^6 cells and hour).
    pub greatest: f64,
    /// Plasma level with half of it (umol/L).
    pub km: f64,
    /// (1/h)
    pub loss: f64,
}

impl Formation {
    /// A drug without an active form forms nothing.
    pub fn new(of: &Description, ledger: &Ledger) -> Self {
        if of.active.is_none() {
            let km = if of.has("km") { ledger.number(&of.path("km")) } else { 1.0 };
            return Self { greatest: 0.0, km, loss: 1.0 };
        }
        Self {
            // from umol per cell to pmol per 10^6 cells
            greatest: 1e12 * ledger.number(&of.path("active.vmax")),
            km: ledger.number(&of.path("active.km")),
            loss: Rate::from_half_life(ledger.time(&of.path("active.half_life"))).in_per_hour(),
        }
    }

    /// Formation less loss (pmol per 10^6 cells and hour).
    fn change(&self, plasma: f64, active: f64) -> f64 {
        self.greatest * plasma / (self.km + plasma) - self.loss * active
    }

    /// Whether so little is left in plasma and cells that it means nothing.
    pub fn is_over(&self, plasma: f64, active: f64) -> bool {
        plasma <= GONE * self.km && active <= GONE * self.greatest / self.loss
    }
}

impl Flows {
    /// From the drug's entries: `ledger` has the patient's numbers, `typical` the medians to which potencies refer.
    /// What a drug lacks is a flow of zero.
    pub fn new(of: &Description, typical: &Ledger, ledger: &Ledger) -> Self {
        let number = |name: &str| ledger.number(&of.path(name));
        let or = |name: &str, otherwise: f64| if of.has(name) { number(name) } else { otherwise };
        Self {
            central: number("central_volume"),
            peripheral: or("peripheral_volume", 1.0),
            exchange: or("intercompartmental_clearance", 0.0),
            renal: or("renal_clearance", or("clearance", 0.0)),
            vmax: or("vmax", 0.0),
            km: or("km", 1.0),
            leukemic: Formation::new(of, ledger),
            normal: Formation::new(of, typical),
            inflow: 0.0,
            absorbed: None,
        }
    }
}

impl Pools {
    /// From the drug's entries, with half-lives turned into rates. What a drug lacks is a rate of zero.
    pub fn new(of: &Description, ledger: &Ledger) -> Self {
        let number = |name: &str| if of.has(name) { ledger.number(&of.path(name)) } else { 0.0 };
        let rate = |name: &str| match of.has(name) {
            true => Rate::from_half_life(ledger.time(&of.path(name))).in_per_hour(),
            false => 0.0,
        };
        let exposure = if of.has("exposure") { number("exposure") } else { 1.0 };
        let (total, share) = (exposure * number("cell_ratio"), number("slow_share"));
        let (fast, slow) = if of.has_two_pools() { (total * (1.0 - share), total * share) } else { (0.0, total) };
        Self {
            area_ratio: number("metabolite.area_ratio"),
            formed: rate("metabolite.half_life"),
            fast: rate("fast_half_life"),
            slow: if of.has_two_pools() { rate("slow_half_life") } else { rate("cell_half_life") },
            metabolite: rate("metabolite.cell_half_life"),
            ratios: [fast, slow, exposure * number("metabolite.cell_ratio")],
        }
    }
}

impl ODE<f64, Plain> for Flows {
    fn diff(&self, time: f64, &[plasma, periphery, active, normal, ..]: &Plain, change: &mut Plain) {
        let eliminated = (self.renal + self.vmax / (self.km + plasma)) * plasma;
        let distributed = self.exchange * (plasma - periphery);
        let absorbed = self.absorbed.map_or(0.0, |from| from.umol * from.depots.absorbed(time));
        *change = [
            (self.inflow + absorbed - eliminated - distributed) / self.central,
            distributed / self.peripheral,
            self.leukemic.change(plasma, active),
            self.normal.change(plasma, normal),
            plasma,
            active,
            normal,
        ];
    }
}

/// A drug with metabolite or pools.
pub(super) struct Composed {
    /// Of plasma, tissues and active form.
    pub flows: Flows,
    /// Of metabolite and pools.
    pub pools: Pools,
}

impl ODE<f64, WithPools> for Composed {
    fn diff(&self, time: f64, state: &WithPools, change: &mut WithPools) {
        let [plasma, periphery, active, normal, metabolite, fast, slow, bound, ..] = *state;
        let mut plain = [0.0; 7];
        self.flows.diff(time, &[plasma, periphery, active, normal, 0.0, 0.0, 0.0], &mut plain);
        let pools = &self.pools;
        change[..4].copy_from_slice(&plain[..4]);
        change[4] = pools.formed * (pools.area_ratio * plasma - metabolite);
        change[5] = pools.fast * (plasma - fast);
        change[6] = pools.slow * (plasma - slow);
        change[7] = pools.metabolite * (metabolite - bound);
        change[8..].copy_from_slice(&[plasma, active, normal, metabolite, fast, slow, bound]);
    }
}
