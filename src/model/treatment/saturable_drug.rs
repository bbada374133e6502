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
use super::{Body, Exposure, body_size};
use crate::parameters::{Description, Ledger, Place, Which};
use crate::quantity::Rate;
use differential_equations::{ivp::IVP, methods::ExplicitRungeKutta, ode::ODE};

/// Relative error allowed per step of the integrator.
const TOLERANCE: f64 = 1e-9;

/// Below this share of the level that half-saturates (plasma: formation of the active form; cell: the active form itself)
/// the drug is gone.
const GONE: f64 = 1e-9;

/// C, P, T of leukemic and of normal cells, and the integrals of C and of both T.
type Plain = [f64; 7];

/// The same, and before the integrals what metabolite, fast, slow and metabolite's pool have; all but P with integrals.
type WithPools = [f64; 15];

/// Levels of a drug with or without metabolite and pools.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum Followed {
    Plain(Plain),
    WithPools(WithPools),
}

/// What changes.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct State {
    followed: Followed,
    /// What the depots hold of what will reach plasma (mg).
    depots: [f64; DEPOTS],
}

/// One patient's plasma, tissues and cells.
#[derive(Clone, Debug)]
pub(super) struct SaturableDrug {
    description: Description,
    /// Size of the body that clearances are per.
    size: f64,
    mg_per_umol: f64,
    flows: Flows,
    pools: Pools,
    absorption: [Option<Absorption>; DEPOTS],
    state: State,
    /// Where levels go: plasma, active form in leukemic and normal cells, metabolite, drug and metabolite in cells, bound
    /// drug, renewal.
    places: [Option<Place>; 8],
}

/// Parameters of the equations above, per size of body.
#[derive(Clone, Copy, Debug)]
struct Flows {
    /// Volume of the central compartment (L).
    central: f64,
    /// Volume of the peripheral one (L).
    peripheral: f64,
    /// Clearance between both (L/h).
    exchange: f64,
    /// Clearance that does not saturate (L/h).
    renal: f64,
    /// Greatest elimination (umol/h).
    vmax: f64,
    /// Plasma level with half of it (umol/L).
    km: f64,
    /// As the patient's cells do.
    leukemic: Formation,
    /// As the typical patient's cells do.
    normal: Formation,
    /// Infusion (umol/h).
    inflow: f64,
    /// Absorption of what depots hold or get; none while there is nothing.
    absorbed: Option<Absorbed>,
}

/// Rates of metabolite and pools (1/h), and what pools hold per level in plasma that they remember.
#[derive(Clone, Copy, Debug, Default)]
struct Pools {
    area_ratio: f64,
    formed: f64,
    fast: f64,
    slow: f64,
    metabolite: f64,
    /// Of the fast, the slow and the metabolite's pool.
    ratios: [f64; 3],
}

/// Depots, and umol per size of body in a mg that they let go.
#[derive(Clone, Copy, Debug)]
struct Absorbed {
    depots: Depots,
    umol: f64,
}

/// How cells form the active form and lose it.
#[derive(Clone, Copy, Debug)]
struct Formation {
    /// Greatest (pmol per 10^6 cells and hour).
    greatest: f64,
    /// Plasma level with half of it (umol/L).
    km: f64,
    /// (1/h)
    loss: f64,
}

impl Formation {
    /// A drug without an active form forms nothing.
    fn new(of: &Description, ledger: &Ledger) -> Self {
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
    fn is_over(&self, plasma: f64, active: f64) -> bool {
        plasma <= GONE * self.km && active <= GONE * self.greatest / self.loss
    }
}

/// Fastest exchange of plasma that is solved (1/h): steps of a second then have room for it.
const FASTEST: f64 = 1e4;

/// Whether plasma empties slowly enough to be followed; typical patients lose a tenth of their level in some minutes.
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

    pub fn state(&self) -> State {
        self.state
    }

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

impl Flows {
    fn new(of: &Description, typical: &Ledger, ledger: &Ledger) -> Self {
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
    fn new(of: &Description, ledger: &Ledger) -> Self {
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
struct Composed {
    flows: Flows,
    pools: Pools,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Time;
    use crate::treatment::{Administration, Drug, Route};

    const BODY: Body = Body { weight_kg: 70.0, height_cm: 175.0 };
    const MG_PER_UMOL: f64 = 0.243_217;

    fn one_infusion(amount_mg: f64) -> (SaturableDrug, Infusions) {
        let ledger = Ledger::defaults();
        let description = ledger.drug(Drug::Cytarabine).expect("a drug");
        let cytarabine = SaturableDrug::new(description, &ledger, &ledger, BODY);
        let (start, duration, mut infusions) = (Time::ZERO, Time::hours(2.0), Infusions::default());
        infusions.add(Administration {
            drug: Drug::Cytarabine,
            start,
            duration,
            amount_mg,
            route: Route::Intravenous,
            course: 1,
        });
        (cytarabine, infusions)
    }

    fn plain(drug: &SaturableDrug) -> Plain {
        match drug.state.followed {
            Followed::Plain(state) => state,
            Followed::WithPools(_) => panic!("cytarabine has no pools"),
        }
    }

    #[test]
    fn what_is_given_is_in_the_body_or_eliminated() {
        // Elimination by Simpson's rule on levels 0.01 h apart, which is good to 1e-8 here.
        let ((mut cytarabine, infusions), mut means, mut eliminated) = (one_infusion(1000.0), Exposure::default(), 0.0);
        let flows = cytarabine.flows;
        for step in 0..2000 {
            let weight = if step == 0 { 1.0 } else { 2.0 + 2.0 * f64::from(step % 2) };
            let plasma = plain(&cytarabine)[0];
            eliminated += weight * (flows.renal + flows.vmax / (flows.km + plasma)) * plasma * 0.01 / 3.0;
            cytarabine.advance(&infusions, f64::from(step) * 0.01, f64::from(step + 1) * 0.01, &mut means);
        }
        let [plasma, periphery, ..] = plain(&cytarabine);
        let held = flows.central * plasma + flows.peripheral * periphery;
        let given = 1000.0 / MG_PER_UMOL / BODY.surface_m2();
        assert!(((held + eliminated) / given - 1.0).abs() < 1e-6, "{held} + {eliminated} of {given}");
    }

    #[test]
    fn the_step_of_the_integrator_loses_only_digits_that_do_not_matter() {
        for step in [1.0, 0.1, 3.7e-5] {
            assert!(portable(step) <= step && portable(step) > step * (1.0 - 2e-6));
        }
        assert_eq!(portable(0.25), 0.25);
    }

    #[test]
    fn drug_that_has_decayed_costs_nothing_and_is_less_than_a_billionth_of_what_matters() {
        let (mut cytarabine, infusions) = one_infusion(5000.0);
        let mut means = Exposure::default();
        let mut last = [0.0; 7];
        for hour in 0..150 {
            if plain(&cytarabine)[2] > 0.0 {
                last = plain(&cytarabine);
            }
            cytarabine.advance(&infusions, f64::from(hour), f64::from(hour + 1), &mut means);
        }
        assert_eq!(plain(&cytarabine), [0.0; 7]);
        assert!(last[0] <= GONE * 4.2 && last[2] <= GONE * 278.0, "{last:?}");
    }
}
