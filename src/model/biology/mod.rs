//! What cells do; one process per file. This page is the table of contents of the biology.
//!
//! | process | file | reads | writes |
//! |---|---|---|---|
//! | crowding, recruitment and feedback | `niche` | cells, blood | self-renewal, entry into cycle |
//! | knock-down of p53 mRNA by cenersen | `antisense` | RNase H, exposure | p53 mRNA |
//! | breaks by idarubicin, lesions by cytarabine, repair | `dna_damage` | cycle, exposure, p53 mRNA, resistance | damage |
//! | protein, stabilization, activity | `p53` | p53 mRNA, damage | active p53 |
//! | death with and without p53 | `apoptosis` | active p53, damage | hazard of death |
//! | quiescence, phases, arrest, mitosis | `cycle` | hazard, active p53, damage | place in the cycle, fate |
//! | self-renewal, differentiation | `division` | fate, self-renewal | cells |
//! | neutrophils and platelets | `blood` | cells that left the marrow | blood counts |
//!
//! No process imports another: what one writes, the next reads. To add a process, write its file, one line in the
//! schedule of `marrow` and its table in the defaults.

mod antisense;
mod apoptosis;
pub mod blood;
mod cell;
mod census;
mod check;
mod columns;
mod cycle;
mod division;
mod dna_damage;
mod founders;
mod hierarchy;
mod marrow;
mod niche;
mod p53;
mod potency;
mod restart;

pub use antisense::Antisense;
pub use apoptosis::Apoptosis;
pub use blood::Blood;
pub use cell::{Kind, PerKind};
pub use census::KindCensus;
pub use check::check;
pub use columns::{COLUMNS, Disturbance};
pub use cycle::Arrest;
pub use division::Fates;
pub use dna_damage::DnaDamage;
pub use founders::Presentation;
pub use hierarchy::{ClassCycle, Hierarchy, PhaseCells};
pub use marrow::{Marrow, Phase};
pub use niche::Feedback;
pub use p53::Response;
pub use restart::MarrowState;

use crate::{parameters::Ledger, patient::Tp53};
use bevy_ecs::prelude::Resource;

/// All parameters of the cells of one patient. A model that exists is valid.
#[derive(Resource, Clone, Debug, PartialEq)]
pub struct Model {
    pub hierarchy: Hierarchy,
    pub antisense: Antisense,
    pub p53: Response,
    pub damage: DnaDamage,
    pub apoptosis: Apoptosis,
    pub arrest: Arrest,
    pub niche: Feedback,
    /// Spread of RNase H and of drug resistance between the cells of a kind (standard deviation of the logarithm).
    pub rnase_h_log_sd: f64,
    pub resistance_log_sd: PerKind<f64>,
}

impl Model {
    /// `typical` holds the medians of the population, `individual` this patient's own numbers.
    pub fn new(typical: &Ledger, individual: &Ledger, tp53: Tp53) -> Self {
        Self {
            hierarchy: Hierarchy::new(individual),
            antisense: Antisense::new(individual),
            p53: Response::new(individual, tp53),
            damage: potency::with_potencies(DnaDamage::new(individual), typical, individual),
            apoptosis: Apoptosis::new(individual),
            arrest: Arrest::new(individual),
            niche: Feedback::new(individual),
            rnase_h_log_sd: individual.number("rnase_h.cell_log_sd"),
            resistance_log_sd: PerKind::from_fn(|kind| individual.number(cell_log_sd(kind))),
        }
    }

    /// What the drugs do to the cells in another course of the same patient, whose numbers have changed since the last.
    pub fn turn_to(&mut self, typical: &Ledger, individual: &Ledger) {
        self.damage = potency::with_potencies(DnaDamage::new(individual), typical, individual);
    }

    /// Cells of the healthy dividing pool, stem cells included.
    pub fn healthy_dividing(&self) -> f64 {
        Presentation::new(self, &self.hierarchy, 0.0).classes.iter().map(PhaseCells::total).sum()
    }
}

/// Entry of the ledger with the spread of resistance between cells of this kind.
const fn cell_log_sd(kind: Kind) -> &'static str {
    if kind.is_leukemic() { "dna_damage.cell_log_sd.leukemic" } else { "dna_damage.cell_log_sd.normal" }
}
