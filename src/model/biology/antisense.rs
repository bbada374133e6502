//! Antisense: RNase H cleaves p53 mRNA that a drug such as cenersen has bound, so the mRNA decays faster and its level falls.
//! An inhibitor, taken or given as a drug, takes a share of that activity away.
//! Left out: off-target transcripts, depletion of RNase H, competition of several such drugs for one mRNA, and uptake (see
//! `treatment`).
//!
//! ```text
//! E = R level A/(EC50 + A) Emax (1 - I)          dm/dt = k (1 + c occupancy - (1 + E) m)
//! ```

use super::{
    About, Kind, Model, Numbers, PerKind,
    columns::{Mrna, RnaseH, columns},
    effect::Effects,
    hierarchy::Hierarchy,
    shared::{Disturbance, Step},
};
use crate::{
    engine::{Roster, math::one_minus_exp, vectorized},
    parameters::{Action, Description, Ledger, Place, Which},
    quantity::Rate,
    treatment::Exposure,
};
use bevy_ecs::prelude::*;

/// How the process is listed: in the schedule, in the ODD protocol and in the check of who reads and writes what.
pub const ABOUT: About = About {
    title: "Antisense",
    what: "knock-down of p53 mRNA",
    reads: "RNase H, exposure",
    writes: "p53 mRNA",
    numbers: &[
        "cenersen.maximal_effect",
        "cenersen.potency",
        "cenersen.relative_uptake.",
        "rnase_h.",
        "p53.mrna_half_life",
        "p53.compensation",
    ],
};

/// A drug that knocks p53 mRNA down.
#[derive(Clone, Debug, PartialEq)]
pub struct Knockdown {
    /// Greatest relative increase of mRNA clearance at RNase H level 1 (P13).
    pub maximal_effect: f64,
    /// Intracellular drug with half the greatest effect (pmol/mg protein) (P12).
    pub potency: f64,
    /// Drug taken up relative to leukemic cells.
    pub uptake: PerKind<f64>,
    /// Where the exposure has the drug's level in cells (pmol/mg protein).
    cell: Place,
}

impl Knockdown {
    /// None for a drug that does not.
    fn of(drug: &Description, ledger: &Ledger) -> Option<Self> {
        let number = |name: &str| ledger.number(&drug.path(name));
        let cell = ledger.places().get(drug.drug, Which::Cell)?;
        drug.does(Action::Knockdown).then(|| Self {
            maximal_effect: number("maximal_effect"),
            // Exposure is in pmol/mg, the canonical unit is umol/mg.
            potency: number("potency") * 1e6,
            uptake: PerKind::from_fn(|kind| number(&format!("relative_uptake.{}", kind.name()))),
            cell,
        })
    }

    /// Share of the mRNA of this kind that is bound, before any loss to inhibitors.
    fn occupancy(&self, exposure: &Exposure, kind: Kind) -> f64 {
        let inside = exposure.at(self.cell) * self.uptake[kind];
        inside / (self.potency + inside)
    }
}

/// Parameters of the knock-down.
#[derive(Clone, Debug, PartialEq)]
pub struct Antisense {
    /// Drugs that knock p53 mRNA down, in the order of the ledger.
    pub drugs: Vec<Knockdown>,
    /// Drugs that take activity away.
    inhibitors: Effects,
    /// Decay of p53 mRNA without antisense (P20).
    pub mrna_decay: Rate,
    /// Relative rise of transcription when all mRNA is bound (P19).
    pub compensation: f64,
    /// RNase H1 activity of each kind relative to normal stem cells of the reference (P14-P17).
    pub level: PerKind<f64>,
}

impl Antisense {
    /// All are the patient's own: potency, uptake and RNase H differ between patients, and kinds of cells differ within
    /// one.
    pub fn new(numbers: &Numbers) -> Self {
        let ledger = numbers.own;
        Self {
            drugs: ledger.drugs().iter().filter_map(|drug| Knockdown::of(drug, ledger)).collect(),
            inhibitors: Effects::of(Action::Inhibition, ledger),
            mrna_decay: Rate::from_half_life(ledger.time("p53.mrna_half_life")),
            compensation: ledger.number("p53.compensation"),
            level: PerKind::from_fn(|kind| ledger.number(&format!("rnase_h.level.{}", kind.name()))),
        }
    }

    /// Activity that inhibitors leave: 1 without any.
    fn left(&self, exposure: &Exposure) -> f64 {
        (1.0 - exposure.inhibition) * self.inhibitors.left(exposure)
    }

    /// Share of the mRNA of this kind that is bound, after loss to inhibitors.
    ///
    /// 0 without such a drug, and below 1 at any level: A/(EC50 + A) of the content A of the cell, times what inhibitors
    /// leave.
    pub fn occupancy(&self, exposure: &Exposure, kind: Kind) -> f64 {
        let left = self.left(exposure);
        let bound = self.drugs.iter().map(|drug| drug.occupancy(exposure, kind) * left);
        bound.fold(0.0, |all, bound| all + bound - all * bound)
    }

    /// Relative increase of mRNA clearance in a cell of average RNase H of this kind.
    ///
    /// The E of the rule above; 0 without RNase H. Effects of several drugs add up.
    pub fn effect(&self, exposure: &Exposure, kind: Kind) -> f64 {
        let left = self.left(exposure);
        let effect =
            |drug: &Knockdown| drug.maximal_effect * self.level[kind] * (drug.occupancy(exposure, kind) * left);
        self.drugs.iter().map(effect).fold(0.0, |sum, effect| sum + effect)
    }

    /// Bound on the relative loss of mRNA in any cell after a step.
    ///
    /// Falls back to rest with the half-life of the mRNA once cenersen is gone, so that the process is skipped when
    /// nothing is left to do.
    fn bound(&self, before: f64, step: &Step) -> f64 {
        let effect = Kind::ALL.map(|kind| self.effect(&step.exposure, kind)).into_iter().fold(0.0, f64::max);
        (before * libm::exp(-self.mrna_decay.in_per_hour() * step.span)).max(effect)
    }

    /// Level of mRNA at rest for an increase of clearance by `effect` (0.5 for an effect of 1).
    ///
    /// In units of an untreated cell: 1 without an effect; below 1 if cleavage outweighs compensation.
    pub fn plateau(&self, effect: f64, occupancy: f64) -> f64 {
        (1.0 + self.compensation * occupancy) / (1.0 + effect)
    }
}

/// Constants of one class and step.
///
/// Effect at RNase H 1, transcription relative to rest, and decay without antisense over the whole step.
#[derive(Clone, Copy)]
struct Rule {
    /// Decay that antisense adds at RNase H 1, relative to the decay without it.
    effect: f32,
    /// Transcription relative to that of a cell at rest.
    production: f32,
    /// Decay without antisense over the whole step: rate times length of the step.
    decay: f32,
}

vectorized! {
    /// Exact step of dm/dt for a constant effect.
    fn knock_down(rnase_h: &[RnaseH], mrna: &mut [Mrna], rule: Rule) {
        for (level, m) in rnase_h.iter().zip(mrna) {
            let clearance = 1.0 + rule.effect * level.0;
            let plateau = rule.production / clearance;
            m.0 += (plateau - m.0) * one_minus_exp(rule.decay * clearance);
        }
    }
}

/// System of this process.
pub fn antisense(
    model: Res<Model>,
    step: Res<Step>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    mut disturbance: ResMut<Disturbance>,
    mut cells: Query<(&RnaseH, &mut Mrna)>,
) {
    disturbance.knockdown = model.antisense.bound(disturbance.knockdown, &step);
    if disturbance.knockdown < Disturbance::REST {
        return;
    }
    let (rnase_h, mut mrna) = columns!(cells);
    let mrna = mrna.bypass_change_detection();
    let rules = PerKind::from_fn(|kind| Rule {
        effect: model.antisense.effect(&step.exposure, kind) as f32,
        production: (1.0 + model.antisense.compensation * model.antisense.occupancy(&step.exposure, kind)) as f32,
        decay: (model.antisense.mrna_decay.in_per_hour() * step.span) as f32,
    });
    for (class, of) in roster.classes().iter().zip(hierarchy.classes()) {
        knock_down(&rnase_h[class.rows()], &mut mrna[class.rows()], rules[of.kind]);
    }
}
