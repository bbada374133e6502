//! p53: protein follows mRNA quickly and is stabilized by damage; active p53 arrests the cycle and can kill. An inhibitor of
//! MDM2 frees p53 as damage does, in cells without damage too.
//! Left out: pulses of single cells, p53 that makes its own MDM2, and the choice of target genes.
//!
//! ```text
//! p = m / (1 - (1 - t0/t1) F)      F = H + B (1 - H)      H = D^2/(Da^2 + D^2)      a = f p F
//! ```
//!
//! with half-lives t0 unstressed (P21) and t1 after damage (P22), f the function left by the TP53 status, and B the share
//! of p53 that drugs free from MDM2: Emax L/(EC50 + L) of their level L.

use super::{
    About, Model, Numbers, PerKind,
    columns::{Mrna, columns},
    effect::Effects,
    hierarchy::Hierarchy,
    shared::{Disturbance, Pending, Step},
};
use crate::{
    engine::{Roster, vectorized},
    parameters::Action,
    patient::Tp53,
    treatment::Exposure,
};
use bevy_ecs::prelude::*;

/// How the process is listed: in the schedule, in the ODD protocol and in the check of who reads and writes what.
pub const ABOUT: About = About {
    title: "p53",
    what: "protein, stabilization, activity",
    reads: "p53 mRNA, damage, exposure",
    writes: "active p53",
    numbers: &["p53."],
};

/// Parameters of p53.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// 1 - t0/t1: share of the protein's clearance that full activation removes.
    pub stabilization: f32,
    /// Damage that activates half of the p53.
    pub half_damage: f32,
    /// Transcriptional function relative to wild type, by kind: the leukemia has its TP53 status, normal cells are wild type.
    /// 1 for wild type, 0 for null, and what the ledger says for a mutant.
    pub function: PerKind<f32>,
    /// Share of p53 that drugs free from MDM2 now.
    freed: f32,
    /// Drugs that do.
    stabilizers: Effects,
}

impl Response {
    /// A half-life after damage that is not longer than without stabilizes nothing.
    pub fn new(numbers: &Numbers) -> Self {
        let ledger = numbers.own;
        let unstressed = ledger.time("p53.half_life_unstressed").in_hours();
        let damaged = ledger.time("p53.half_life_damaged").in_hours();
        let leukemic = match numbers.tp53 {
            Tp53::WildType => 1.0,
            Tp53::Mutant => ledger.number("p53.mutant_function") as f32,
            Tp53::Null => 0.0,
        };
        Self {
            stabilization: (1.0 - unstressed / damaged).max(0.0) as f32,
            half_damage: ledger.number("p53.half_activating_damage") as f32,
            function: PerKind::from_fn(|kind| if kind.is_leukemic() { leukemic } else { 1.0 }),
            freed: 0.0,
            stabilizers: Effects::of(Action::Stabilization, ledger),
        }
    }

    /// Share of p53 that this damage activates.
    ///
    /// D²/(D_a² + D²), from 0 to below 1.
    #[inline(always)]
    pub fn activation(&self, damage: f32) -> f32 {
        let square = damage * damage;
        square / (self.half_damage * self.half_damage + square)
    }

    /// Share of p53 that drugs free from MDM2 at these levels, 0 to 1; what is less than counts is none.
    fn freed_by(&self, exposure: &Exposure) -> f64 {
        let freed = 1.0 - self.stabilizers.left(exposure);
        if freed < Disturbance::REST { 0.0 } else { freed }
    }

    /// The same while cells meet these levels.
    pub fn under(self, exposure: &Exposure) -> Self {
        Self { freed: self.freed_by(exposure) as f32, ..self }
    }

    /// Share of p53 that is free from MDM2: by damage, or by drugs.
    #[inline(always)]
    fn free(&self, damage: f32) -> f32 {
        let activated = self.activation(damage);
        activated + self.freed * (1.0 - activated)
    }

    /// Protein relative to an untreated wild-type cell.
    ///
    /// 1 at rest; at most as many times the mRNA as the half-life is prolonged.
    #[inline(always)]
    pub fn protein(&self, mrna: f32, damage: f32) -> f32 {
        mrna / (1.0 - self.stabilization * self.free(damage))
    }

    /// Active p53: the function left, times protein, times what is free.
    ///
    /// Zero without damage and drugs, whatever the protein: only what is free arrests and kills.
    #[inline(always)]
    pub fn active(&self, mrna: f32, damage: f32, function: f32) -> f32 {
        function * self.protein(mrna, damage) * self.free(damage)
    }

    /// The same where no drug frees p53.
    #[inline(always)]
    fn active_by_damage(&self, mrna: f32, damage: f32, function: f32) -> f32 {
        let activated = self.activation(damage);
        function * (mrna / (1.0 - self.stabilization * activated)) * activated
    }
}

vectorized! {
    /// For all living cells of one class.
    fn respond(mrna: &[Mrna], damage: &[f32], active: &mut [f32], rule: &Response, function: f32) {
        for ((m, damage), active) in mrna.iter().zip(damage).zip(active) {
            *active = rule.active_by_damage(m.0, *damage, function);
        }
    }
}

vectorized! {
    /// The same under drugs that free p53.
    fn respond_freed(mrna: &[Mrna], damage: &[f32], active: &mut [f32], rule: &Response, function: f32) {
        for ((m, damage), active) in mrna.iter().zip(damage).zip(active) {
            *active = rule.active(m.0, *damage, function);
        }
    }
}

/// System of this process.
pub fn p53(
    model: Res<Model>,
    step: Res<Step>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    mut disturbance: ResMut<Disturbance>,
    mut pending: ResMut<Pending>,
    mut cells: Query<(&Mrna,)>,
) {
    disturbance.freed = model.p53.freed_by(&step.exposure);
    if pending.at_rest && disturbance.freed == 0.0 {
        return;
    }
    pending.at_rest = false;
    let under = (disturbance.freed > 0.0).then(|| model.p53.clone().under(&step.exposure));
    let Pending { damage, p53, .. } = &mut *pending;
    let (mrna,) = columns!(cells);
    for (class, of) in roster.classes().iter().zip(hierarchy.classes()) {
        let (rows, function) = (class.rows(), model.p53.function[of.kind]);
        let (mrna, damage, active) = (&mrna[rows.clone()], &damage[rows.clone()], &mut p53[rows]);
        match &under {
            None => respond(mrna, damage, active, &model.p53, function),
            Some(rule) => respond_freed(mrna, damage, active, rule, function),
        }
    }
}
