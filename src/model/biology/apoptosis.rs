//! Apoptosis: a damaged cell dies through active p53 where its kind is competent, and from much damage anyway; blasts are
//! lost at a baseline rate.
//! Left out: necrosis, the clearing of dead cells, and extrinsic death signals.
//!
//! ```text
//! h = loss + h_p competence a^2/(a_h^2 + a^2) + h_i D^2/(D_h^2 + D^2)
//! ```
//!
//! with active p53 a and damage D of all kinds. Both hazards saturate: little damage is repaired, and no cell dies at once.
//! A drug that sensitizes (an inhibitor of BCL2) divides a_h and D_h by 1 + Emax L/(EC50 + L) of its level L: less of
//! either is enough, and a cell without any does not die.

use super::{
    About, Kind, Model, Numbers, PerKind,
    effect::Effects,
    hierarchy::Hierarchy,
    shared::{Pending, Step},
};
use crate::{
    engine::{Roster, vectorized},
    parameters::Action,
    treatment::Exposure,
};
use bevy_ecs::prelude::*;
use std::borrow::Cow;

/// How the process is listed: in the schedule, in the ODD protocol and in the check of who reads and writes what.
pub const ABOUT: About = About {
    title: "Apoptosis",
    what: "death with and without p53",
    reads: "active p53, damage, exposure",
    writes: "hazard of death",
    numbers: &["apoptosis.", "leukemia.blast_loss"],
};

/// Hazards of death.
#[derive(Clone, Debug, PartialEq)]
pub struct Apoptosis {
    /// Loss without treatment (1/h) (K07 for blasts).
    pub loss: PerKind<f32>,
    /// p53-dependent hazard at full activity, times the competence of the kind (1/h) (M01-M04).
    pub through_p53: PerKind<f32>,
    /// Active p53 with half of that hazard.
    /// In units of active p53; see [`super::Response::active`].
    pub half_activity: f32,
    /// Greatest hazard by damage, whatever p53 says (1/h) (AT-K1).
    pub by_damage: f32,
    /// Damage with half of that hazard, in units of the mean that triggers mitotic catastrophe (AT-K1).
    pub half_damage: f32,
    /// Drugs that lower both halves.
    sensitizers: Effects,
}

impl Apoptosis {
    /// Blasts alone have a baseline loss; the competence of a kind is a share of `apoptosis.maximal_rate`.
    pub fn new(numbers: &Numbers) -> Self {
        let ledger = numbers.own;
        let maximal = ledger.rate("apoptosis.maximal_rate").in_per_hour();
        let competence = |kind: Kind| ledger.fraction(&format!("apoptosis.competence.{}", kind.name())).value();
        let loss = ledger.rate("leukemia.blast_loss").in_per_hour() as f32;
        Self {
            loss: PerKind::from_fn(|kind| if kind == Kind::Blast { loss } else { 0.0 }),
            through_p53: PerKind::from_fn(|kind| (maximal * competence(kind)) as f32),
            half_activity: ledger.number("apoptosis.half_activity") as f32,
            by_damage: ledger.rate("apoptosis.maximal_by_damage").in_per_hour() as f32,
            half_damage: ledger.number("apoptosis.half_damage") as f32,
            sensitizers: Effects::of(Action::Sensitization, ledger),
        }
    }

    /// The same while cells meet these levels.
    pub fn under(&self, exposure: &Exposure) -> Cow<'_, Self> {
        if self.sensitizers.is_empty() {
            return Cow::Borrowed(self);
        }
        let factor = self.sensitizers.factor(exposure) as f32;
        let (half_activity, half_damage) = (self.half_activity / factor, self.half_damage / factor);
        Cow::Owned(Self { half_activity, half_damage, ..self.clone() })
    }

    /// p53-dependent hazard relative to its greatest (1).
    ///
    /// a²/(a_h² + a²), from 0 to below 1.
    #[inline(always)]
    pub fn saturation(&self, active: f32) -> f32 {
        let square = active * active;
        square / (self.half_activity * self.half_activity + square)
    }

    /// p53-independent hazard relative to its greatest (1).
    ///
    /// D²/(D_h² + D²), from 0 to below 1.
    #[inline(always)]
    pub fn saturation_by_damage(&self, damage: f32) -> f32 {
        let square = damage * damage;
        square / (self.half_damage * self.half_damage + square)
    }

    /// Hazard of a cell with this active p53 and damage (1/h), baseline loss not counted.
    ///
    /// `through_p53` is the greatest hazard of the kind. Both ways add up: a cell may die by either.
    #[inline(always)]
    pub fn hazard(&self, through_p53: f32, active: f32, damage: f32) -> f32 {
        through_p53 * self.saturation(active) + self.by_damage * self.saturation_by_damage(damage)
    }
}

vectorized! {
    /// For all living cells of one class.
    fn hazards(active: &[f32], damage: &[f32], hazard: &mut [f32], rule: &Apoptosis, through_p53: f32, loss: f32) {
        for ((active, damage), hazard) in active.iter().zip(damage).zip(hazard) {
            *hazard = loss + rule.hazard(through_p53, *active, *damage);
        }
    }
}

/// System of this process.
pub fn apoptosis(
    model: Res<Model>,
    step: Res<Step>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    mut pending: ResMut<Pending>,
) {
    let rule = &*model.apoptosis.under(&step.exposure);
    let Pending { at_rest, damage, p53, hazard, .. } = &mut *pending;
    for (class, of) in roster.classes().iter().zip(hierarchy.classes()) {
        let rows = class.rows();
        let hazard = &mut hazard[rows.clone()];
        if *at_rest {
            hazard.fill(rule.loss[of.kind]);
            continue;
        }
        let (through_p53, loss) = (rule.through_p53[of.kind], rule.loss[of.kind]);
        hazards(&p53[rows.clone()], &damage[rows], hazard, rule, through_p53, loss);
    }
}
