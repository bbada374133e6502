//! What processes share during a step, beside the columns of the cells: one writes it, later ones read it.
//! Left out: who does; the processes say so.
//!
//! What is written by whom: `dna_damage` fills `Pending::damage` and `Disturbance`, `p53` fills `Pending::p53` and what drugs free,
//! `apoptosis` fills `Pending::hazard`, `cycle` fills `Pending::fate`, `niche` fills `Niche`, `division` counts
//! `Fates`, `blood` writes `BloodCounts`.

use crate::{engine::Seed, treatment::Exposure};
use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

/// What this step is: when, how long, which drugs.
#[derive(Resource, Clone, Copy, Debug)]
pub struct Step {
    /// Length (h).
    pub span: f64,
    /// Seconds since the start of treatment at which the step begins: names its draws.
    pub begin: u64,
    /// Mean levels of the drugs during the step.
    pub exposure: Exposure,
    /// Root of the draws of this patient's cells.
    pub seed: Seed,
}

/// How far the cells can still be from rest: processes without work are skipped.
///
/// Bounds are computed from exposure and repair alone, never from the cells, so that they cost nothing.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Disturbance {
    /// Upper bound of the breaks that any cell carries, in units of the mean that triggers mitotic catastrophe.
    pub breaks: f64,
    /// Upper bound of the lesions that any cell carries, in the same unit.
    pub lesions: f64,
    /// Upper bound of the relative loss of p53 mRNA.
    pub knockdown: f64,
    /// Share of p53 that drugs free from MDM2.
    pub freed: f64,
}

impl Disturbance {
    /// Below this bound a process is at rest: its effect on any hazard is under one millionth.
    pub const REST: f64 = 1e-6;

    /// Upper bound of DNA damage in any cell.
    pub fn damage(&self) -> f64 {
        self.breaks + self.lesions
    }

    /// Whether nothing changes fast: less damage than this in any cell, and p53 left as it is.
    pub fn is_quiet(&self, damage: f64) -> bool {
        self.damage() < damage && self.freed == 0.0
    }
}

/// Scratch columns of one step, row by row: what one process finds out and a later one in the same step needs.
#[derive(Resource, Clone, Debug)]
pub struct Pending {
    /// Whether no cell has damage and active p53 worth counting: then both columns are zero.
    pub at_rest: bool,
    /// DNA damage of all kinds: breaks and lesions.
    pub damage: Vec<f32>,
    /// Active p53: function times protein times activation by damage.
    pub p53: Vec<f32>,
    /// Hazard of death (1/h).
    pub hazard: Vec<f32>,
    /// What becomes of the cell.
    pub fate: Vec<u8>,
}

impl Pending {
    /// At rest, with room for all rows of the table.
    pub fn new(rows: usize) -> Self {
        let none = vec![0.0; rows];
        Self { at_rest: true, damage: none.clone(), p53: none.clone(), hazard: none, fate: vec![fate::NONE; rows] }
    }

    /// No cell has damage worth counting.
    pub fn rest(&mut self) {
        if !self.at_rest {
            self.damage.fill(0.0);
            self.p53.fill(0.0);
            self.at_rest = true;
        }
    }
}

/// What becomes of a cell in a step.
pub mod fate {
    /// It lives on, in the same phase or the next.
    pub const NONE: u8 = 0;
    /// It dies by apoptosis or baseline loss.
    pub const DEATH: u8 = 1;
    /// It reaches mitosis, where it divides or dies of its damage.
    pub const MITOSIS: u8 = 2;
}

/// Feedback in force during a step, by class.
#[derive(Resource, Clone, Debug, Default)]
pub struct Niche {
    /// Probability that a daughter stays in the class of its mother.
    pub renewal: Vec<f64>,
    /// Speed of entry into cycle relative to rest.
    pub haste: Vec<f64>,
    /// Leukemic cells at presentation.
    pub presented: f64,
}

impl Niche {
    /// Before the first step: no self-renewal known yet, and haste 1.
    pub fn new(classes: usize, presented: f64) -> Self {
        Self { renewal: vec![0.0; classes], haste: vec![1.0; classes], presented }
    }
}

/// What happened since the last observation, by class, in cells.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Fates {
    /// Deaths by apoptosis and baseline loss.
    pub deaths: Vec<u64>,
    /// Deaths in mitosis.
    pub catastrophes: Vec<u64>,
    /// Completed divisions.
    pub mitoses: Vec<u64>,
    /// Cells that left the dividing pool for the blood during the last step.
    /// Normal progenitors of the last stage; the origin of neutrophils.
    pub output: u64,
    /// Cells that passed the branch of the megakaryocytes during the last step.
    pub branched: u64,
}

impl Fates {
    /// All counts zero.
    pub fn new(classes: usize) -> Self {
        let none = vec![0; classes];
        Self { deaths: none.clone(), catastrophes: none.clone(), mitoses: none, output: 0, branched: 0 }
    }
}

/// Cells that leave the healthy dividing pool, and that pass the branch of the megakaryocytes, per hour: units of output.
#[derive(Resource, Clone, Copy, Debug)]
pub struct HealthyOutput {
    /// Cells of the last stage (1/h).
    pub granulocytes: f64,
    /// Cells that pass the branch (1/h).
    pub megakaryocytes: f64,
}

/// What blood and the post-mitotic marrow hold at the end of a step, relative to health.
#[derive(Resource, Clone, Copy, Debug)]
pub struct BloodCounts {
    /// Post-mitotic cells of the marrow.
    pub precursors: f64,
    /// Neutrophils in blood.
    pub neutrophils: f64,
}
