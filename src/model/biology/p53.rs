//! p53: protein follows mRNA quickly and is stabilized by damage; active p53 arrests the cycle and can kill.
//! Left out: pulses of single cells, MDM2, and the choice of target genes.
//!
//! ```text
//! p = m / (1 - (1 - t0/t1) H)      H = D^2/(Da^2 + D^2)      a = f p H
//! ```
//!
//! with half-lives t0 unstressed (P21) and t1 after damage (P22), f the function left by the TP53 status.

use super::{
    About, Model, Numbers, PerKind,
    columns::{Mrna, columns},
    hierarchy::Hierarchy,
    shared::Pending,
};
use crate::{
    engine::{Roster, vectorized},
    patient::Tp53,
};
use bevy_ecs::prelude::*;

pub const ABOUT: About = About {
    title: "p53",
    what: "protein, stabilization, activity",
    reads: "p53 mRNA, damage",
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

    /// Protein relative to an untreated wild-type cell.
    ///
    /// 1 at rest; at most as many times the mRNA as the half-life is prolonged.
    #[inline(always)]
    pub fn protein(&self, mrna: f32, damage: f32) -> f32 {
        mrna / (1.0 - self.stabilization * self.activation(damage))
    }

    /// Active p53: the function left, times protein, times activation.
    ///
    /// Zero without damage, whatever the protein: only what is activated arrests and kills.
    #[inline(always)]
    pub fn active(&self, mrna: f32, damage: f32, function: f32) -> f32 {
        function * self.protein(mrna, damage) * self.activation(damage)
    }
}

vectorized! {
    /// For all living cells of one class.
    fn respond(mrna: &[Mrna], damage: &[f32], active: &mut [f32], rule: &Response, function: f32) {
        for ((m, damage), active) in mrna.iter().zip(damage).zip(active) {
            *active = rule.active(m.0, *damage, function);
        }
    }
}

/// System of this process.
pub fn p53(
    model: Res<Model>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    mut pending: ResMut<Pending>,
    mut cells: Query<(&Mrna,)>,
) {
    if pending.at_rest {
        return;
    }
    let Pending { damage, p53, .. } = &mut *pending;
    let (mrna,) = columns!(cells);
    for (class, of) in roster.classes().iter().zip(hierarchy.classes()) {
        let (rows, function) = (class.rows(), model.p53.function[of.kind]);
        respond(&mrna[rows.clone()], &damage[rows.clone()], &mut p53[rows], &model.p53, function);
    }
}
