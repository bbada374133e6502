//! Drugs with something that saturates, composed by their tables: clearance, or an active form that cells make of the drug and
//! lose. Leukemic cells form it as this patient's do, normal cells as those of the typical patient.
//! Left out: feedback of products on their formation, other tissues, and what the forming of it takes out of plasma.
//!
//! Per size of body, with plasma C and periphery P (umol/L) and active form T (pmol per 10^6 cells):
//!
//! ```text
//! V1 dC/dt = R - (CLr + Vmax/(Km + C)) C - Q (C - P)
//! V2 dP/dt = Q (C - P)
//!    dT/dt = v C/(k + C) - (ln 2/half-life) T          for leukemic cells, and with other v, k, half-life for normal ones
//! ```
//!
//! R is infused or absorbed from a depot (see `route`). Metabolite and pools in cells follow plasma as those of a linear
//! drug do. A step-controlled Dormand-Prince 8(5,3) integrator carries these and the integrals of what is followed from
//! edge to edge.

use super::infusion::{Infusions, Piece};
use super::route::{Absorption, DEPOTS, Depots};
use super::saturable_flows::{Absorbed, Composed, Flows, Formation, GONE, Plain, Pools, WithPools};
use super::{Body, Exposure, body_size};
use crate::parameters::{Description, Ledger, Place, Which};
use differential_equations::{ivp::IVP, methods::ExplicitRungeKutta, ode::ODE};

/// Relative error allowed per step of the integrator.
const TOLERANCE: f64 = 1e-9;

/// Levels of a drug with or without metabolite and pools.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum Followed {
    /// Without metabolite and pools.
    Plain(Plain),
    /// With metabolite or pools.
    WithPools(WithPools),
}

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct State {
    /// Levels in plasma, tissues and cells.
    followed: Followed,
    /// What the depots hold of what will reach plasma (mg).
    depots: [f64; DEPOTS],
}

/// One patient's plasma, tissues and cells.
#[derive(Clone, Debug)]
pub(super) struct SaturableDrug {
    /// What the drug is, with the paths of its numbers.
    description: Description,
    /// Size of the body that clearances are per.
    size: f64,
    /// Weight of a umol (mg), between doses in mg and levels in umol/L.
    mg_per_umol: f64,
    /// Elimination, exchange and formation of the active form.
    flows: Flows,
    /// Metabolite and pools of cells.
    pools: Pools,
    /// Absorption by each route with a depot; none where the drug is not given so.
    absorption: [Option<Absorption>; DEPOTS],
    /// Levels at the end of the last step.
    state: State,
    /// Where levels go: plasma, active form in leukemic and normal cells, metabolite, drug and metabolite in cells, bound
    /// drug, renewal.
    places: [Option<Place>; 8],
}

/// Fastest exchange of plasma that is solved (1/h): steps of a second then have room for it.
const FASTEST: f64 = 1e4;

/// Whether plasma empties slowly enough to be followed; typical patients lose a tenth of their level in some minutes.
///
/// # Errors
/// The rate at which plasma would empty (1/h), and the numbers that decide it.
pub(super) fn check(of: &Description, ledger: &Ledger) -> Result<(), String> {
    let Flows { central, peripheral, exchange, renal, vmax, km, .. } = Flows::new(of, ledger, ledger);
    let fastest = f64::max((renal + vmax / km + exchange) / central, exchange / peripheral);
    if fastest <= FASTEST {
        return Ok(());
    }
    let name = of.drug.name();
    Err(format!(
        "{name} would leave plasma at {fastest:.1e} /h: expected at most {FASTEST:.0e} /h; look at the volumes, \
         clearances, `{name}.vmax` and `{name}.km`"
    ))
}

impl SaturableDrug {
    /// `typical` says how normal cells form the active form, `own` everything else.
    pub fn new(of: &Description, typical: &Ledger, own: &Ledger, body: Body) -> Self {
        let place = |which| own.places().get(of.drug, which);
        let plain = of.metabolite.is_none() && !of.enters_cells();
        Self {
            size: body_size(own, &of.path("central_volume"), body),
            mg_per_umol: of.mg_per_umol(),
            flows: Flows::new(of, typical, own),
            pools: Pools::new(of, own),
            absorption: Absorption::all(of.drug, own),
            state: State {
                followed: if plain { Followed::Plain([0.0; 7]) } else { Followed::WithPools([0.0; 15]) },
                depots: [0.0; DEPOTS],
            },
            places: [
                Which::Plasma,
                Which::Active,
                Which::ActiveNormal,
                Which::MetabolitePlasma,
                Which::Cell,
                Which::MetaboliteCell,
                Which::Bound,
                Which::Renewal,
            ]
            .map(place),
            description: of.clone(),
        }
    }

    /// The cells of another course form the active form and hold the drug as these numbers say.
    pub fn turn_to(&mut self, own: &Ledger) {
        self.flows.leukemic = Formation::new(&self.description, own);
        self.pools = Pools::new(&self.description, own);
    }

    /// Levels and depots.
    pub fn state(&self) -> State {
        self.state
    }

    /// Goes back to levels of the same patient.
    pub fn restore(&mut self, state: State) {
        self.state = state;
    }

    /// Moves from `from` to `to` (h) and writes the means between them.
    pub fn advance(&mut self, infusions: &Infusions, from: f64, to: f64, means: &mut Exposure) {
        match &mut self.state.followed {
            Followed::Plain(state) => state[4..].fill(0.0),
            Followed::WithPools(state) => state[8..].fill(0.0),
        }
        for piece in infusions.pieces(from, to) {
            self.integrate(piece);
        }
        let span = to - from;
        match self.state.followed {
            Followed::Plain([.., plasma, active, normal]) => {
                self.write([plasma / span, active / span, normal / span, 0.0, 0.0, 0.0, 0.0], means);
            }
            Followed::WithPools(state) => self.write(std::array::from_fn(|i| state[8 + i] / span), means),
        }
    }

    /// Writes the levels now.
    pub fn levels(&self, levels: &mut Exposure) {
        match self.state.followed {
            Followed::Plain([plasma, _, active, normal, ..]) => {
                self.write([plasma, active, normal, 0.0, 0.0, 0.0, 0.0], levels);
            }
            Followed::WithPools([plasma, _, active, normal, metabolite, fast, slow, bound, ..]) => {
                self.write([plasma, active, normal, metabolite, fast, slow, bound], levels);
            }
        }
    }

    /// Plasma, both active forms, metabolite, and what the pools remember.
    fn write(&self, [plasma, active, normal, metabolite, fast, slow, bound]: [f64; 7], exposure: &mut Exposure) {
        let Pools {
            ratios: [fast_ratio, slow_ratio, metabolite_ratio], slow: rate, metabolite: metabolite_rate, ..
        } = self.pools;
        let content = slow_ratio * slow + metabolite_ratio * bound;
        let uptake = slow_ratio * rate * plasma + metabolite_ratio * metabolite_rate * metabolite;
        let levels = [
            plasma,
            active,
            normal,
            metabolite,
            fast_ratio * fast + slow_ratio * slow,
            metabolite_ratio * bound,
            slow_ratio * slow,
            if content > 0.0 { uptake / content } else { 0.0 },
        ];
        for (place, level) in self.places.into_iter().zip(levels) {
            if let Some(place) = place {
                exposure.set(place, level);
            }
        }
    }

    /// A piece with nothing given and nothing left is not integrated.
    fn integrate(&mut self, piece: Piece) {
        self.flows.inflow = piece.rate / self.mg_per_umol / self.size;
        let depots = Depots::new(&self.absorption, &self.state.depots, &piece);
        let umol = 1.0 / self.mg_per_umol / self.size;
        self.flows.absorbed = (!depots.are_empty()).then_some(Absorbed { depots, umol });
        // So little would not be seen in plasma if it were there all at once.
        let nothing = GONE * self.flows.leukemic.km * self.flows.central / umol;
        self.state.depots = depots.left(piece.length, nothing);
        let over = self.flows.inflow == 0.0 && self.flows.absorbed.is_none() && self.gone();
        match &mut self.state.followed {
            Followed::Plain(state) if over => state[..4].fill(0.0),
            Followed::WithPools(state) if over => state[..8].fill(0.0),
            Followed::Plain(state) => *state = integrate(&self.flows, piece.length, *state, &self.description),
            Followed::WithPools(state) => {
                let all = Composed { flows: self.flows, pools: self.pools };
                *state = integrate(&all, piece.length, *state, &self.description);
            }
        }
    }

    /// Whether nothing is left anywhere.
    fn gone(&self) -> bool {
        let ([plasma, periphery, active, normal], held) = match self.state.followed {
            Followed::Plain([plasma, periphery, active, normal, ..]) => ([plasma, periphery, active, normal], 0.0),
            Followed::WithPools([plasma, periphery, active, normal, pools @ ..]) => {
                ([plasma, periphery, active, normal], pools[..4].iter().copied().fold(0.0, f64::max))
            }
        };
        let outside = plasma.max(periphery).max(held);
        self.flows.leukemic.is_over(outside, active) && self.flows.normal.is_over(outside, normal)
    }
}

/// Panics if the integrator gives up: parameters that differ from any patient's by many orders of magnitude.
fn integrate<const N: usize>(
    equations: &impl ODE<f64, [f64; N]>,
    length: f64,
    state: [f64; N],
    of: &Description,
) -> [f64; N] {
    let mut method = ExplicitRungeKutta::dop853().rtol(TOLERANCE).atol(1e-3 * TOLERANCE).max_steps(1_000_000);
    method.filter = portable;
    let solution = IVP::ode(equations, 0.0, length, state).method(method).solve();
    let solution = solution.unwrap_or_else(|e| panic!("{} kinetics cannot be integrated: {e:?}", of.drug.name()));
    // the error allowed could carry a level below zero at the end of its decay
    solution.y.last().expect("a solution has a last point").map(|level| level.max(0.0))
}

/// Rounds a step down to 20 binary digits. The integrator chooses steps with the platform's `pow`; without its last
/// digits the steps, and with them the results, are the same on every platform.
fn portable(step: f64) -> f64 {
    f64::from_bits(step.to_bits() & !0xffff_ffff)
}

#[cfg(test)]
mod tests;
