//! Niche: leukemia and normal cells share the marrow. Crowding lowers the self-renewal of stem cells (Stiehl and
//! Marciniak-Czochra: s = 1/(1 + k N)), leukemia takes a share of the normal niche that saturates, and an empty marrow or
//! blood calls normal cells and the leukemia that is left into cycle.
//! Left out: cytokines by name, stroma that is damaged by treatment, and where in the marrow a cell is.
//!
//! ```text
//! space(B) = s B^2/(B^2 + B_half^2)                normal haste 1 + (g - 1)(1 - o), above o = 1 its inverse
//! leukemic haste = 1 + (g - 1)(1 - o'), o' at most 1
//! ```
//!
//! Here o is the occupancy of the niche, 1 in health. Leukemic cells notice a fall of their own number at once: below the
//! burden B0 at presentation their occupancy o' counts space(B0) B/B0 instead of space(B), so that o' is 1 at presentation.
//! Feedback is taken at the start of a step and held during it.

use super::{
    About, Kind, Model, Numbers, PerKind,
    hierarchy::{Hierarchy, PhaseCells},
    shared::{BloodCounts, Niche},
};
use crate::engine::Roster;
use bevy_ecs::prelude::*;

/// How the process is listed: in the schedule, in the ODD protocol and in the check of who reads and writes what.
pub const ABOUT: About = About {
    title: "Niche",
    what: "crowding, recruitment and feedback",
    reads: "cells, blood",
    writes: "self-renewal, entry into cycle",
    numbers: &["niche."],
};

/// Parameters of the feedback.
///
/// ```text
/// stem cells of the leukemia   a/(1 + k B/B_ref)               normal cells   a/(1 + (2 a - 1) o)
/// ```
///
/// are the self-renewal probabilities of a daughter at burden B and occupancy o.
#[derive(Clone, Debug, PartialEq)]
pub struct Feedback {
    /// Greatest self-renewal probability of leukemic stem cells, in an empty marrow.
    pub leukemic_renewal: f64,
    /// How much the reference burden lowers it: the k above.
    pub leukemic_crowding: f64,
    /// Greatest self-renewal probability of normal stem cells.
    pub stem_renewal: f64,
    /// Greatest self-renewal probability of the first normal progenitor stage (K30).
    pub progenitor_renewal: f64,
    /// Greatest share of the normal niche that a leukemia takes (C31).
    pub space: f64,
    /// Burden with half of it (cells) (C31).
    pub space_half: f64,
    /// Burden at which crowding is stated (cells).
    pub reference_burden: f64,
    /// Share of the post-mitotic marrow in what normal progenitors sense.
    pub precursor_share: f64,
    /// Share of neutrophils in blood in it; the rest is progenitors themselves.
    pub blood_share: f64,
    /// Speed-up of entry into cycle of normal stem cells in an empty marrow.
    pub stem_haste: f64,
    /// The same of the first normal progenitor stage.
    pub progenitor_haste: f64,
    /// The same of leukemic stem cells, progenitors and blasts (L01 L05).
    pub leukemic_haste: [f64; 3],
    /// Normal stem cells in health (cells).
    pub stem_cells: f64,
    /// Renewing normal progenitors in health (cells).
    pub progenitor_cells: f64,
}

impl Feedback {
    /// All are the patient's own.
    pub fn new(numbers: &Numbers) -> Self {
        let ledger = numbers.own;
        Self {
            leukemic_renewal: ledger.fraction("leukemia.stem.renewal").value(),
            leukemic_crowding: ledger.number("niche.leukemic_crowding"),
            stem_renewal: ledger.fraction("normal.stem.renewal").value(),
            progenitor_renewal: ledger.fraction("normal.progenitor.renewal").value(),
            space: ledger.fraction("niche.space").value(),
            space_half: ledger.number("niche.space_half"),
            reference_burden: ledger.number("niche.reference_burden"),
            precursor_share: ledger.fraction("niche.precursor_share").value(),
            blood_share: ledger.fraction("niche.blood_share").value(),
            stem_haste: ledger.number("niche.stem_haste"),
            progenitor_haste: ledger.number("niche.progenitor_haste"),
            leukemic_haste: ["stem", "progenitor", "blast"]
                .map(|kind| ledger.number(&format!("niche.leukemic_haste.{kind}"))),
            stem_cells: ledger.number("normal.stem.cells"),
            progenitor_cells: ledger.number("normal.progenitor.cells"),
        }
    }

    /// Self-renewal of leukemic stem cells at this burden (cells).
    ///
    /// It falls from its greatest value toward 0 as the marrow fills; growth stops where a stem cell leaves just one.
    pub fn leukemic(&self, burden: f64) -> f64 {
        self.leukemic_renewal / (1.0 + self.leukemic_crowding * burden / self.reference_burden)
    }

    /// Self-renewal at relative occupancy x (1 in health, where it is exactly one half).
    ///
    /// `greatest` in an empty niche; below one half in one that is too full, so that the pool shrinks.
    fn balanced(greatest: f64, occupancy: f64) -> f64 {
        greatest / (1.0 + (2.0 * greatest - 1.0) * occupancy)
    }

    /// How full the normal niche is with normal cells, relative to health: progenitors, precursors and neutrophils.
    ///
    /// All three relative to health, as is the result.
    pub fn fill(&self, progenitors: f64, precursors: f64, blood: f64) -> f64 {
        let own = 1.0 - self.precursor_share - self.blood_share;
        own * progenitors + self.precursor_share * precursors + self.blood_share * blood
    }

    /// Normal niche that a leukemia of this burden takes, 0 to below 1.
    ///
    /// s B²/(B² + B_half²), also for burdens whose square is not finite.
    pub fn leukemic_space(&self, burden: f64) -> f64 {
        let square = (burden / self.space_half) * (burden / self.space_half);
        if square.is_finite() { self.space * square / (1.0 + square) } else { self.space }
    }

    /// Normal progenitors, relative to health, that fill the niche beside a leukemia of this burden.
    ///
    /// Between 1 less the greatest space and 1.
    pub fn normal_beside(&self, burden: f64) -> f64 {
        1.0 - self.leukemic_space(burden)
    }

    /// Niche that leukemic cells sense as taken by themselves, when there were `presented` at presentation.
    pub fn own_space(&self, burden: f64, presented: f64) -> f64 {
        if burden < presented {
            self.leukemic_space(presented) * burden / presented
        } else {
            self.leukemic_space(burden)
        }
    }

    /// Speed of entry into cycle of normal cells at this occupancy: symmetric, so that chance does not raise its mean (C33).
    ///
    /// 1 at an occupancy of 1, `gain` in an empty niche, and below 1 in an overfull one.
    pub fn normal_haste(gain: f64, occupancy: f64) -> f64 {
        let missing = 1.0 - occupancy;
        if missing >= 0.0 { 1.0 + (gain - 1.0) * missing } else { 1.0 / (1.0 - (gain - 1.0) * missing) }
    }

    /// Speed of entry into cycle of leukemic cells at this occupancy: exactly 1 in a full marrow.
    ///
    /// `gain` in an empty marrow.
    pub fn recruitment(gain: f64, occupancy: f64) -> f64 {
        1.0 + (gain - 1.0) * (1.0 - occupancy.clamp(0.0, 1.0))
    }
}

/// Weighted cells of each kind.
///
/// Agents times weight.
pub fn cells(roster: &Roster, hierarchy: &Hierarchy) -> PerKind<f64> {
    let mut cells = PerKind::<u64>::default();
    for (class, of) in roster.classes().iter().zip(hierarchy.classes()) {
        cells[of.kind] += class.cells();
    }
    PerKind::from_fn(|kind| cells[kind] as f64)
}

/// Leukemic cells of all kinds.
pub fn burden(roster: &Roster, hierarchy: &Hierarchy) -> f64 {
    let cells = cells(roster, hierarchy);
    Kind::ALL.into_iter().filter(|kind| kind.is_leukemic()).map(|kind| cells[kind]).sum()
}

/// System of this process.
pub fn niche(
    model: Res<Model>,
    roster: Res<Roster>,
    hierarchy: Res<Hierarchy>,
    blood: Res<BloodCounts>,
    mut niche: ResMut<Niche>,
) {
    let feedback = &model.niche;
    let burden = burden(&roster, &hierarchy);
    let stem = hierarchy.first(Kind::NormalStem);
    let progenitor = hierarchy.first(Kind::NormalProgenitor);
    let filled = |class: usize, healthy: f64| roster.classes()[class].cells() as f64 / healthy;
    let stem_occupancy = filled(stem, feedback.stem_cells) + feedback.leukemic_space(burden).min(0.5);
    let fill = feedback.fill(filled(progenitor, feedback.progenitor_cells), blood.precursors, blood.neutrophils);
    let occupancy = fill + feedback.leukemic_space(burden);
    niche.renewal[hierarchy.first(Kind::LeukemicStem)] = feedback.leukemic(burden);
    niche.renewal[stem] = Feedback::balanced(feedback.stem_renewal, stem_occupancy);
    niche.renewal[progenitor] = Feedback::balanced(feedback.progenitor_renewal, occupancy);
    let sensed = fill + feedback.own_space(burden, niche.presented);
    for (class, of) in hierarchy.classes().iter().enumerate().filter(|(_, of)| of.kind.is_leukemic()) {
        niche.haste[class] = Feedback::recruitment(feedback.leukemic_haste[of.kind as usize], sensed);
    }
    niche.haste[stem] = Feedback::normal_haste(feedback.stem_haste, stem_occupancy);
    niche.haste[progenitor] = Feedback::normal_haste(feedback.progenitor_haste, occupancy);
}

/// Cells by phase of every class of a chain, from its renewing class downstream, for one mitosis per hour of that class.
///
/// `leaving` cells per hour enter the class after `first`; `loss` has one entry for each class (1/h).
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
