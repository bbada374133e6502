//! Niche: crowding of the marrow lowers self-renewal of leukemic and normal stem cells alike, and an empty marrow or
//! blood calls normal stem cells and progenitors into cycle (Stiehl and Marciniak-Czochra: s = 1/(1 + k N)).
//! Left out: space, cytokines by name, and stroma that is damaged by treatment.
//!
//! Feedback is taken at the start of a step and held during it.

use super::{
    Kind, Model,
    blood::Blood,
    hierarchy::{Hierarchy, PhaseCells},
};
use crate::{engine::Roster, parameters::Ledger};
use bevy_ecs::prelude::*;

/// Parameters of the feedback.
#[derive(Clone, Debug, PartialEq)]
pub struct Feedback {
    /// Greatest self-renewal probability of leukemic stem cells, and its crowding per reference burden.
    pub leukemic_renewal: f64,
    pub leukemic_crowding: f64,
    /// Greatest self-renewal probability of normal stem cells and of the first progenitor stage (K30).
    pub stem_renewal: f64,
    pub progenitor_renewal: f64,
    /// Normal niche taken by the reference burden of leukemia.
    pub crowding: f64,
    /// Burden at which crowding is stated (cells).
    pub reference_burden: f64,
    /// Shares of post-mitotic marrow and of blood in what progenitors sense; the rest is progenitors.
    pub precursor_share: f64,
    pub blood_share: f64,
    /// Speed-up of stem and progenitor entry into cycle in an empty marrow.
    pub stem_haste: f64,
    pub progenitor_haste: f64,
    /// Healthy numbers (cells).
    pub stem_cells: f64,
    pub progenitor_cells: f64,
}

impl Feedback {
    pub fn new(ledger: &Ledger) -> Self {
        Self {
            leukemic_renewal: ledger.fraction("leukemia.stem.renewal").value(),
            leukemic_crowding: ledger.number("niche.leukemic_crowding"),
            stem_renewal: ledger.fraction("normal.stem.renewal").value(),
            progenitor_renewal: ledger.fraction("normal.progenitor.renewal").value(),
            crowding: ledger.number("niche.crowding"),
            reference_burden: ledger.number("niche.reference_burden"),
            precursor_share: ledger.fraction("niche.precursor_share").value(),
            blood_share: ledger.fraction("niche.blood_share").value(),
            stem_haste: ledger.number("niche.stem_haste"),
            progenitor_haste: ledger.number("niche.progenitor_haste"),
            stem_cells: ledger.number("normal.stem.cells"),
            progenitor_cells: ledger.number("normal.progenitor.cells"),
        }
    }

    /// Self-renewal of leukemic stem cells at this burden (cells).
    pub fn leukemic(&self, burden: f64) -> f64 {
        self.leukemic_renewal / (1.0 + self.leukemic_crowding * burden / self.reference_burden)
    }

    /// Self-renewal at relative occupancy x (1 in health, where it is exactly one half).
    fn balanced(greatest: f64, occupancy: f64) -> f64 {
        greatest / (1.0 + (2.0 * greatest - 1.0) * occupancy)
    }

    /// What normal progenitors sense: 1 in health.
    pub fn occupancy(&self, progenitors: f64, precursors: f64, blood: f64, burden: f64) -> f64 {
        let own = 1.0 - self.precursor_share - self.blood_share;
        own * progenitors + self.precursor_share * precursors + self.blood_share * blood + self.leukemic_space(burden)
    }

    /// Normal niche that the leukemia takes.
    pub fn leukemic_space(&self, burden: f64) -> f64 {
        self.crowding * burden / self.reference_burden
    }

    /// Normal progenitors, relative to health, that fill the niche beside a leukemia of this burden.
    pub fn normal_beside(&self, burden: f64) -> f64 {
        (1.0 - self.leukemic_space(burden)).max(0.02)
    }

    fn haste(gain: f64, occupancy: f64) -> f64 {
        1.0 + (gain - 1.0) * (1.0 - occupancy).clamp(0.0, 1.0)
    }
}

/// Feedback in force during a step, by class.
#[derive(Resource, Clone, Debug, Default)]
pub struct Niche {
    /// Probability that a daughter stays in the class of its mother.
    pub renewal: Vec<f64>,
    /// Speed of entry into cycle relative to rest.
    pub haste: Vec<f64>,
}

impl Niche {
    pub fn new(classes: usize) -> Self {
        Self { renewal: vec![0.0; classes], haste: vec![1.0; classes] }
    }
}

/// Weighted cells of a kind.
pub fn cells_of(roster: &Roster, hierarchy: &Hierarchy, kind: Kind) -> f64 {
    let classes = roster.classes().iter().zip(hierarchy.classes());
    classes.filter(|(_, of)| of.kind == kind).map(|(class, _)| class.cells()).sum::<u64>() as f64
}

/// Leukemic cells of all kinds.
pub fn burden(roster: &Roster, hierarchy: &Hierarchy) -> f64 {
    Kind::ALL.into_iter().filter(|kind| kind.is_leukemic()).map(|kind| cells_of(roster, hierarchy, kind)).sum()
}

/// System of this process.
pub fn niche(
    model: Res<Model>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    blood: Res<Blood>,
    mut niche: ResMut<Niche>,
) {
    let feedback = &model.niche;
    let burden = burden(&roster, &hierarchy);
    let stem = hierarchy.first(Kind::NormalStem);
    let progenitor = hierarchy.first(Kind::NormalProgenitor);
    let filled = |class: usize, healthy: f64| roster.classes()[class].cells() as f64 / healthy;
    let stem_occupancy = filled(stem, feedback.stem_cells) + feedback.leukemic_space(burden).min(0.5);
    let occupancy = feedback.occupancy(
        filled(progenitor, feedback.progenitor_cells),
        blood.precursors(),
        blood.relative_neutrophils(),
        burden,
    );
    niche.renewal[hierarchy.first(Kind::LeukemicStem)] = feedback.leukemic(burden);
    niche.renewal[stem] = Feedback::balanced(feedback.stem_renewal, stem_occupancy);
    niche.renewal[progenitor] = Feedback::balanced(feedback.progenitor_renewal, occupancy);
    niche.haste[stem] = Feedback::haste(feedback.stem_haste, stem_occupancy);
    niche.haste[progenitor] = Feedback::haste(feedback.progenitor_haste, occupancy);
}

/// Cells by phase of every class of a chain, from its renewing class downstream, for one mitosis per hour of that class.
pub fn chain_below(
    hierarchy: &Hierarchy,
    first: usize,
    leaving: f64,
    growth: f64,
    loss: &[f64],
) -> Vec<(usize, PhaseCells)> {
    let mut cells = Vec::new();
    let mut inflow = leaving;
    let mut class = hierarchy.next(first);
    while let Some(index) = class {
        let phases = hierarchy.cycle(index).per_inflow(growth, loss[index]).scaled(inflow);
        cells.push((index, phases));
        inflow = 2.0 * phases.mitoses;
        class = hierarchy.next(index);
    }
    cells
}
