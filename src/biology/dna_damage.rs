//! DNA damage: idarubicin breaks DNA in proportion to the drug bound in the cell and to the phase of its cycle
//! (topoisomerase II), ara-CTP breaks it in S phase only and saturably; breaks are repaired in a fast and a slow pool.
//! Bound anthracycline leaves a cell over days; mitosis halves it, so that cycling cells lose it sooner than quiescent
//! ones, and uptake from plasma fills it up again.
//! Left out: kinds of lesion, efflux pumps, and mutation by misrepair.
//!
//! The unit of damage is the mean that triggers mitotic catastrophe. How much damage a drug makes is not assumed but
//! follows from its measured potency in vitro (see `potency`).

use super::{
    Kind, Model, PerKind,
    columns::{Cycle, Disturbance, FastBreaks, Load, Mrna, Resistance, SlowBreaks, Step, columns},
    hierarchy::Hierarchy,
};
use crate::{
    engine::{Roster, math::one_minus_exp, vectorized},
    parameters::Ledger,
    quantity::Rate,
    treatment::Exposure,
};
use bevy_ecs::prelude::*;

/// Parameters of damage and repair.
#[derive(Clone, Debug, PartialEq)]
pub struct DnaDamage {
    /// Damage per hour and ng/mL of anthracycline bound in a cell with phase weight 1.
    pub per_idarubicin: f64,
    /// Potency of bound idarubicinol relative to idarubicin.
    pub idarubicinol_potency: f64,
    /// Damage per hour in S phase when ara-CTP saturates.
    pub per_cytarabine: f64,
    /// Ara-CTP with half of that (pmol per 10^6 cells).
    pub half_ara_ctp: f64,
    /// Relative production in G0, G1, S and G2/M (M05).
    pub phase_weight: [f64; 4],
    /// Share of breaks that belongs to the fast pool.
    pub fast_share: f64,
    /// Repair of the two pools (D02 D03).
    pub fast_repair: Rate,
    pub slow_repair: Rate,
    /// Greatest relative slowing of repair by loss of p53 (D04).
    pub repair_loss: f64,
    /// Resistance to idarubicin of each kind (I17).
    pub resistance: PerKind<f64>,
}

impl DnaDamage {
    /// Reads everything but the two potencies, which `potency` solves for.
    pub fn new(ledger: &Ledger) -> Self {
        let weight = |phase: &str| ledger.number(&format!("dna_damage.phase_weight.{phase}"));
        Self {
            per_idarubicin: 0.0,
            idarubicinol_potency: ledger.number("dna_damage.idarubicinol_potency"),
            per_cytarabine: 0.0,
            half_ara_ctp: 1.0,
            phase_weight: [weight("g0"), weight("g1"), weight("s"), weight("g2m")],
            fast_share: ledger.fraction("dna_damage.fast_share").value(),
            fast_repair: Rate::from_half_life(ledger.time("dna_damage.fast_half_life")),
            slow_repair: Rate::from_half_life(ledger.time("dna_damage.slow_half_life")),
            repair_loss: ledger.fraction("dna_damage.repair_loss").value(),
            resistance: PerKind::from_fn(|kind| ledger.number(&format!("dna_damage.resistance.{}", kind.name()))),
        }
    }

    /// Damage per hour by idarubicin and its metabolite in a cell of phase weight 1 and average resistance of its kind:
    /// by the pool that follows plasma within the hour, and by what is bound for days in a cell that has not divided.
    pub fn by_idarubicin(&self, exposure: &Exposure, kind: Kind) -> (f64, f64) {
        let per_drug = self.per_idarubicin / self.resistance[kind];
        let free = exposure.idarubicin_cell - exposure.idarubicin_bound;
        let bound = exposure.idarubicin_bound + self.idarubicinol_potency * exposure.idarubicinol_cell;
        (per_drug * free.max(0.0), per_drug * bound)
    }

    /// Damage per hour by ara-CTP in S phase.
    pub fn by_cytarabine(&self, exposure: &Exposure) -> f64 {
        self.per_cytarabine * exposure.ara_ctp / (exposure.ara_ctp + self.half_ara_ctp)
    }

    /// Damage at rest for a constant production of 1 per hour and full repair (h).
    pub fn plateau(&self) -> f64 {
        self.fast_share / self.fast_repair.in_per_hour() + (1.0 - self.fast_share) / self.slow_repair.in_per_hour()
    }

    /// Bound on damage after a step; four times the average cell's production covers phase and three standard deviations
    /// of resistance.
    pub fn bound(&self, before: f64, exposure: &Exposure, span: f64) -> f64 {
        let by_kind = Kind::ALL.map(|kind| self.by_idarubicin(exposure, kind));
        let most = by_kind.into_iter().map(|(free, bound)| free + bound).fold(0.0, f64::max);
        let production = 4.0 * (most + self.by_cytarabine(exposure));
        let slowest = self.slow_repair.in_per_hour() * (1.0 - self.repair_loss);
        before * libm::exp(-slowest * span) + production * span
    }
}

/// Constants of one class and step.
#[derive(Clone, Copy)]
struct Rule {
    /// Phase weights, and damage per hour by free and by bound anthracycline at weight 1 and resistance 1.
    phase_weight: [f32; 4],
    free: f32,
    bound: f32,
    /// Share of the way to a full load that a cell comes back in this step.
    refill: f32,
    cytarabine: f32,
    /// Place in the cycle at which S ends.
    s_end: f32,
    fast_share: f32,
    /// Repair over the whole step.
    fast_repair: f32,
    slow_repair: f32,
    span: f32,
    repair_loss: f32,
    function: f32,
}

vectorized! {
    /// Exact step of both pools for a constant production.
    fn break_and_repair(
        cycle: &[Cycle],
        mrna: &[Mrna],
        resistance: &[Resistance],
        load: &mut [Load],
        fast: &mut [FastBreaks],
        slow: &mut [SlowBreaks],
        rule: Rule,
    ) {
        for (((((c, m), r), load), f), s) in cycle.iter().zip(mrna).zip(resistance).zip(load).zip(fast).zip(slow) {
            let in_s = c.0 > 0.0 && c.0 < rule.s_end;
            let active = if in_s { rule.phase_weight[2] } else { rule.phase_weight[3] };
            let resting = if c.0 < 0.0 { rule.phase_weight[0] } else { rule.phase_weight[1] };
            let weight = if c.0 > 0.0 { active } else { resting };
            load.0 += (1.0 - load.0) * rule.refill;
            let anthracycline = weight * (rule.free + rule.bound * load.0);
            let production = (anthracycline + if in_s { rule.cytarabine } else { 0.0 }) / r.0;
            // p53 left, relative to a wild-type cell with the same damage; quiescent cells repair without it.
            let missing = (1.0 - m.0 * rule.function).max(0.0);
            let repair = if c.0 < 0.0 { 1.0 } else { 1.0 - rule.repair_loss * missing };
            let per_step = production * rule.span / repair;
            let fast_level = rule.fast_share * per_step / rule.fast_repair;
            let slow_level = (1.0 - rule.fast_share) * per_step / rule.slow_repair;
            f.0 += (fast_level - f.0) * one_minus_exp(rule.fast_repair * repair);
            s.0 += (slow_level - s.0) * one_minus_exp(rule.slow_repair * repair);
        }
    }
}

/// System of this process.
pub fn dna_damage(
    model: Res<Model>,
    step: Res<Step>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    disturbance: Res<Disturbance>,
    mut cells: Query<(&Cycle, &Mrna, &Resistance, &mut Load, &mut FastBreaks, &mut SlowBreaks)>,
) {
    if disturbance.damage < Disturbance::REST {
        return;
    }
    let (cycle, mrna, resistance, mut load, mut fast, mut slow) = columns!(cells);
    let load = load.bypass_change_detection();
    let (fast, slow) = (fast.bypass_change_detection(), slow.bypass_change_detection());
    let damage = &model.damage;
    for (index, (class, of)) in roster.classes().iter().zip(hierarchy.classes()).enumerate() {
        let (free, bound) = damage.by_idarubicin(&step.exposure, of.kind);
        let rule = Rule {
            phase_weight: damage.phase_weight.map(|weight| weight as f32),
            free: free as f32,
            bound: bound as f32,
            refill: -libm::expm1(-step.exposure.anthracycline_renewal * step.span) as f32,
            cytarabine: damage.by_cytarabine(&step.exposure) as f32,
            s_end: hierarchy.cycle(index).s_end(),
            fast_share: damage.fast_share as f32,
            fast_repair: (damage.fast_repair.in_per_hour() * step.span) as f32,
            slow_repair: (damage.slow_repair.in_per_hour() * step.span) as f32,
            span: step.span as f32,
            repair_loss: damage.repair_loss as f32,
            function: model.p53.function[of.kind],
        };
        let rows = class.rows();
        break_and_repair(
            &cycle[rows.clone()],
            &mrna[rows.clone()],
            &resistance[rows.clone()],
            &mut load[rows.clone()],
            &mut fast[rows.clone()],
            &mut slow[rows],
            rule,
        );
    }
}
