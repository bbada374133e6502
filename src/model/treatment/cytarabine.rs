//! Cytarabine: two compartments, deamination that saturates, and ara-CTP that cells form and lose. Leukemic cells form it
//! as this patient's do, normal cells as those of the typical patient: the spread was measured in leukemic cells (A09 A10).
//! Left out: uracil arabinoside and its feedback on deamination, the spinal fluid, and dCTP pools.
//!
//! Per body surface, with plasma C and periphery P (umol/L) and ara-CTP T (pmol per 10^6 cells):
//!
//! ```text
//! V1 dC/dt = R - (CLr + Vmax/(Km + C)) C - Q (C - P)
//! V2 dP/dt = Q (C - P)
//!    dT/dt = v C/(k + C) - (ln 2/half-life) T          for leukemic cells, and with other v, k, half-life for normal ones
//! ```
//!
//! R is infused or absorbed from a depot (see `route`). A step-controlled Dormand-Prince 8(5,3) integrator carries these and the integrals of C and of both T from edge to edge.

use super::infusion::{Infusions, Piece};
use super::kinetics::DrugKinetics;
use super::route::{Absorption, DEPOTS, Depots};
use super::{Body, Drug, Exposure};
use crate::parameters::Ledger;
use crate::quantity::Rate;
use differential_equations::{ivp::IVP, methods::ExplicitRungeKutta, ode::ODE};

/// Molar mass of C9H13N3O5 [mg/umol]: unit conversion.
const MG_PER_UMOL: f64 = 0.243_217;

/// Relative error allowed per step of the integrator.
const TOLERANCE: f64 = 1e-9;

/// Below this share of the level that half-saturates (plasma: formation of ara-CTP; cell: ara-CTP itself) the drug is gone.
const GONE: f64 = 1e-9;

/// C, P, T of leukemic and of normal cells, and the integrals of C and of both T.
type State = [f64; 7];

pub(super) const NUMBERS: &[&str] = &["cytarabine.", "ara_ctp."];

/// One patient's plasma, tissues and cells.
#[derive(Clone, Debug)]
pub(super) struct Cytarabine {
    surface_m2: f64,
    flows: Flows,
    absorption: [Option<Absorption>; DEPOTS],
    infusions: Infusions,
    state: State,
    /// What the depots hold of what will reach plasma (mg).
    depots: [f64; DEPOTS],
}

/// Parameters of the equations above, per m2.
#[derive(Clone, Copy, Debug)]
struct Flows {
    /// Volume of the central compartment (L/m2).
    central: f64,
    /// Volume of the peripheral one (L/m2).
    peripheral: f64,
    /// Clearance between both (L/h/m2).
    exchange: f64,
    /// Renal clearance (L/h/m2).
    renal: f64,
    /// Greatest deamination (umol/h/m2).
    vmax: f64,
    /// Plasma level with half of it (umol/L).
    km: f64,
    /// As the patient's cells do.
    leukemic: Formation,
    /// As the typical patient's cells do.
    normal: Formation,
    /// Infusion (umol/h/m2).
    inflow: f64,
    /// Absorption of what depots hold or get; none while there is nothing.
    absorbed: Option<Absorbed>,
}

/// Depots, and umol/m2 in a mg that they let go.
#[derive(Clone, Copy, Debug)]
struct Absorbed {
    depots: Depots,
    umol_per_m2: f64,
}

/// How cells form ara-CTP and lose it.
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
    fn new(ledger: &Ledger) -> Self {
        Self {
            // from umol per cell to pmol per 10^6 cells
            greatest: 1e12 * ledger.number("ara_ctp.vmax"),
            km: ledger.number("ara_ctp.km"),
            loss: Rate::from_half_life(ledger.time("ara_ctp.half_life")).in_per_hour(),
        }
    }

    /// Formation less loss (pmol per 10^6 cells and hour).
    fn change(&self, plasma: f64, ara_ctp: f64) -> f64 {
        self.greatest * plasma / (self.km + plasma) - self.loss * ara_ctp
    }

    /// Whether so little is left in plasma and cells that it means nothing.
    fn is_over(&self, plasma: f64, ara_ctp: f64) -> bool {
        plasma <= GONE * self.km && ara_ctp <= GONE * self.greatest / self.loss
    }
}

/// Fastest exchange of plasma that is solved (1/h): steps of a second then have room for it.
const FASTEST: f64 = 1e4;

/// Whether plasma empties slowly enough to be followed; typical patients lose a tenth of their level in some minutes.
pub(super) fn check(ledger: &Ledger) -> Result<(), String> {
    let Flows { central, peripheral, exchange, renal, vmax, km, .. } = Flows::new(ledger, ledger);
    let fastest = f64::max((renal + vmax / km + exchange) / central, exchange / peripheral);
    if fastest <= FASTEST {
        return Ok(());
    }
    Err(format!(
        "cytarabine would leave plasma at {fastest:.1e} /h: expected at most {FASTEST:.0e} /h; look at the volumes, \
         clearances, `cytarabine.vmax` and `cytarabine.km`"
    ))
}

impl DrugKinetics for Cytarabine {
    type Levels = (State, [f64; DEPOTS]);

    /// `typical` says how normal cells form ara-CTP, `own` everything else.
    fn new(typical: &Ledger, own: &Ledger, body: Body) -> Self {
        Self {
            surface_m2: body.surface_m2(),
            flows: Flows::new(typical, own),
            absorption: Absorption::all(Drug::Cytarabine, own),
            infusions: Infusions::default(),
            state: [0.0; 7],
            depots: [0.0; DEPOTS],
        }
    }

    /// The leukemic cells of another course form ara-CTP as these numbers say.
    fn turn_to(&mut self, own: &Ledger) {
        self.flows.leukemic = Formation::new(own);
    }

    fn infusions(&self) -> &Infusions {
        &self.infusions
    }

    fn infusions_mut(&mut self) -> &mut Infusions {
        &mut self.infusions
    }

    fn state(&self) -> (Infusions, Self::Levels) {
        (self.infusions.clone(), (self.state, self.depots))
    }

    fn restore(&mut self, (infusions, (state, depots)): (Infusions, Self::Levels)) {
        self.infusions = infusions;
        (self.state, self.depots) = (state, depots);
    }

    fn advance(&mut self, from: f64, to: f64, means: &mut Exposure) {
        self.state[4..].fill(0.0);
        for piece in self.infusions.pieces(from, to) {
            self.integrate(piece);
        }
        means.cytarabine_plasma = self.state[4] / (to - from);
        means.ara_ctp = self.state[5] / (to - from);
        means.ara_ctp_normal = self.state[6] / (to - from);
    }

    fn levels(&self, levels: &mut Exposure) {
        levels.cytarabine_plasma = self.state[0];
        levels.ara_ctp = self.state[2];
        levels.ara_ctp_normal = self.state[3];
    }
}

impl Cytarabine {
    /// A piece with nothing given and nothing left is not integrated.
    fn integrate(&mut self, piece: Piece) {
        self.flows.inflow = piece.rate / MG_PER_UMOL / self.surface_m2;
        let depots = Depots::new(&self.absorption, &self.depots, &piece);
        let umol_per_m2 = 1.0 / MG_PER_UMOL / self.surface_m2;
        self.flows.absorbed = (!depots.are_empty()).then_some(Absorbed { depots, umol_per_m2 });
        // So little would not be seen in plasma if it were there all at once.
        let nothing = GONE * self.flows.leukemic.km * self.flows.central / umol_per_m2;
        self.depots = depots.left(piece.length, nothing);
        if self.flows.inflow == 0.0 && self.flows.absorbed.is_none() && self.gone() {
            self.state[..4].fill(0.0);
        } else {
            self.state = self.flows.integrate(piece.length, self.state);
        }
    }

    /// Whether nothing is left anywhere.
    fn gone(&self) -> bool {
        let [plasma, periphery, ara_ctp, normal, ..] = self.state;
        let outside = plasma.max(periphery);
        self.flows.leukemic.is_over(outside, ara_ctp) && self.flows.normal.is_over(outside, normal)
    }
}

impl Flows {
    fn new(typical: &Ledger, ledger: &Ledger) -> Self {
        Self {
            central: ledger.number("cytarabine.central_volume"),
            peripheral: ledger.number("cytarabine.peripheral_volume"),
            exchange: ledger.number("cytarabine.intercompartmental_clearance"),
            renal: ledger.number("cytarabine.renal_clearance"),
            vmax: ledger.number("cytarabine.vmax"),
            km: ledger.number("cytarabine.km"),
            leukemic: Formation::new(ledger),
            normal: Formation::new(typical),
            inflow: 0.0,
            absorbed: None,
        }
    }

    /// Panics if the integrator gives up: parameters that differ from any patient's by many orders of magnitude.
    fn integrate(&self, length: f64, state: State) -> State {
        let mut method = ExplicitRungeKutta::dop853().rtol(TOLERANCE).atol(1e-3 * TOLERANCE).max_steps(1_000_000);
        method.filter = portable;
        let solution = IVP::ode(self, 0.0, length, state).method(method).solve();
        let solution = solution.unwrap_or_else(|e| panic!("cytarabine kinetics cannot be integrated: {e:?}"));
        // the error allowed could carry a level below zero at the end of its decay
        solution.y.last().expect("a solution has a last point").map(|level| level.max(0.0))
    }
}

/// Rounds a step down to 20 binary digits. The integrator chooses steps with the platform's `pow`; without its last
/// digits the steps, and with them the results, are the same on every platform.
fn portable(step: f64) -> f64 {
    f64::from_bits(step.to_bits() & !0xffff_ffff)
}

impl ODE<f64, State> for Flows {
    fn diff(&self, time: f64, &[plasma, periphery, ara_ctp, normal, ..]: &State, change: &mut State) {
        let eliminated = (self.renal + self.vmax / (self.km + plasma)) * plasma;
        let distributed = self.exchange * (plasma - periphery);
        let absorbed = self.absorbed.map_or(0.0, |from| from.umol_per_m2 * from.depots.absorbed(time));
        *change = [
            (self.inflow + absorbed - eliminated - distributed) / self.central,
            distributed / self.peripheral,
            self.leukemic.change(plasma, ara_ctp),
            self.normal.change(plasma, normal),
            plasma,
            ara_ctp,
            normal,
        ];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Time;
    use crate::treatment::{Administration, Route};

    const BODY: Body = Body { weight_kg: 70.0, height_cm: 175.0 };

    fn one_infusion(amount_mg: f64) -> Cytarabine {
        let mut cytarabine = Cytarabine::new(&Ledger::defaults(), &Ledger::defaults(), BODY);
        let (start, duration) = (Time::ZERO, Time::hours(2.0));
        cytarabine.infusions_mut().add(Administration {
            drug: Drug::Cytarabine,
            start,
            duration,
            amount_mg,
            route: Route::Intravenous,
            course: 1,
        });
        cytarabine
    }

    #[test]
    fn what_is_given_is_in_the_body_or_eliminated() {
        // Elimination by Simpson's rule on levels 0.01 h apart, which is good to 1e-8 here.
        let (mut cytarabine, mut means, mut eliminated) = (one_infusion(1000.0), Exposure::default(), 0.0);
        let flows = cytarabine.flows;
        for step in 0..2000 {
            let weight = if step == 0 { 1.0 } else { 2.0 + 2.0 * f64::from(step % 2) };
            let plasma = cytarabine.state[0];
            eliminated += weight * (flows.renal + flows.vmax / (flows.km + plasma)) * plasma * 0.01 / 3.0;
            cytarabine.advance(f64::from(step) * 0.01, f64::from(step + 1) * 0.01, &mut means);
        }
        let [plasma, periphery, ..] = cytarabine.state;
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
        let mut cytarabine = one_infusion(5000.0);
        let mut means = Exposure::default();
        let mut last = [0.0; 7];
        for hour in 0..150 {
            if cytarabine.state[2] > 0.0 {
                last = cytarabine.state;
            }
            cytarabine.advance(f64::from(hour), f64::from(hour + 1), &mut means);
        }
        assert_eq!(cytarabine.state, [0.0; 7]);
        assert!(last[0] <= GONE * 4.2 && last[2] <= GONE * 278.0, "{last:?}");
    }
}
