//! Apoptosis: a damaged cell dies through active p53 where its kind is competent, and from unrepaired damage anyway;
//! blasts are lost at a baseline rate.
//! Left out: necrosis, the clearing of dead cells, and extrinsic death signals.

use super::{
    Kind, Model, PerKind,
    columns::{Disturbance, FastBreaks, Pending, SlowBreaks, columns},
    hierarchy::Hierarchy,
};
use crate::{
    engine::{Roster, vectorized},
    parameters::Ledger,
};
use bevy_ecs::prelude::*;

/// Hazards of death.
#[derive(Clone, Debug, PartialEq)]
pub struct Apoptosis {
    /// Loss without treatment (1/h) (K07 for blasts).
    pub loss: PerKind<f32>,
    /// p53-dependent hazard at full activity, times the competence of the kind (1/h) (M01-M04).
    pub through_p53: PerKind<f32>,
    /// Active p53 with half of that hazard.
    pub half_activity: f32,
    /// Hazard per unit of damage, whatever p53 says (1/h).
    pub per_damage: f32,
}

impl Apoptosis {
    pub fn new(ledger: &Ledger) -> Self {
        let maximal = ledger.rate("apoptosis.maximal_rate").in_per_hour();
        let competence = |kind: Kind| ledger.fraction(&format!("apoptosis.competence.{}", kind.name())).value();
        let loss = ledger.rate("leukemia.blast_loss").in_per_hour() as f32;
        Self {
            loss: PerKind::from_fn(|kind| if kind == Kind::Blast { loss } else { 0.0 }),
            through_p53: PerKind::from_fn(|kind| (maximal * competence(kind)) as f32),
            half_activity: ledger.number("apoptosis.half_activity") as f32,
            per_damage: ledger.rate("apoptosis.per_damage").in_per_hour() as f32,
        }
    }

    /// p53-dependent hazard relative to its greatest (1).
    #[inline(always)]
    pub fn saturation(&self, active: f32) -> f32 {
        let square = active * active;
        square / (self.half_activity * self.half_activity + square)
    }
}

vectorized! {
    fn hazards(
        active: &[f32],
        fast: &[FastBreaks],
        slow: &[SlowBreaks],
        hazard: &mut [f32],
        rule: &Apoptosis,
        through_p53: f32,
        loss: f32,
    ) {
        for (((a, f), s), hazard) in active.iter().zip(fast).zip(slow).zip(hazard) {
            *hazard = loss + through_p53 * rule.saturation(*a) + rule.per_damage * (f.0 + s.0);
        }
    }
}

/// System of this process.
pub fn apoptosis(
    model: Res<Model>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    disturbance: Res<Disturbance>,
    mut pending: ResMut<Pending>,
    mut cells: Query<(&FastBreaks, &SlowBreaks)>,
) {
    let rule = &model.apoptosis;
    let (fast, slow) = columns!(cells);
    let Pending { p53, hazard, .. } = &mut *pending;
    for (class, of) in roster.classes().iter().zip(hierarchy.classes()) {
        let rows = class.rows();
        let hazard = &mut hazard[rows.clone()];
        if disturbance.damage < Disturbance::REST {
            hazard.fill(rule.loss[of.kind]);
            continue;
        }
        let (through_p53, loss) = (rule.through_p53[of.kind], rule.loss[of.kind]);
        hazards(&p53[rows.clone()], &fast[rows.clone()], &slow[rows], hazard, rule, through_p53, loss);
    }
}
