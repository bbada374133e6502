//! What cells do; one process per file. The list on this page is the table of contents of the biology: all processes in the
//! order of a step. The schedule, the [`Model`], the description by the ODD protocol and the tests read it.
//!
//! No process imports another: what one writes to the columns of the cells or to what processes share, the next reads.
//! To add a process, write its file, one line in the list and the table of its numbers in the defaults
//! (`tests/promise/run.sh` does it in a copy). Its file has
//!
//! * `ABOUT`, what it says of itself;
//! * its parameters, if it has any, which become a field of the model and are made by `new(&Numbers)`;
//! * its system, with the name of the file.
//!
//! `cargo fmt` does not find the files of a list: `rustfmt --edition 2024 src/model/biology/*.rs` does.
//!
//! # A step
//!
//! | phase | process | reads | writes |
//! |---|---|---|---|
//! | [`Phase::Expose`] | niche | numbers of cells, blood | self-renewal, haste of entry into cycle |
//! | [`Phase::Antisense`] | antisense | antisense drugs in cells, RNase H | p53 mRNA |
//! | [`Phase::Damage`] | DNA damage | bound drugs, active forms, cycle, resistance | breaks, lesions |
//! | [`Phase::Stabilize`] | p53 | mRNA, damage, MDM2 inhibitors | active p53 |
//! | [`Phase::Die`] | apoptosis | active p53, damage | hazard of death |
//! | [`Phase::Cycle`] | cell cycle | hazard, active p53, active forms | place in the cycle, fate |
//! | [`Phase::Divide`] | division | fate, damage, self-renewal | daughters, output to the blood |
//! | [`Phase::Bleed`] | blood | output | neutrophils, platelets |
//!
//! A cell dies of damage in three ways: through active p53 (apoptosis), from much damage without p53 (apoptosis), and
//! in mitosis with probability 1 - exp(-damage). Loss of p53 lowers the first, and raises the second and third by
//! slower repair and a missing arrest.
//!
//! # From numbers to cells
//!
//! [`Model::new`] reads the [`Ledger`] of a patient, and [`check()`] says beforehand whether the numbers describe cells
//! that can exist. [`Presentation`] is the steady composition of the untreated marrow, from which [`Marrow::new`] draws
//! the first cells. [`Marrow::advance`] makes steps, [`Marrow::state`] and [`Marrow::restore`] stop and go on. Classes
//! of cells are listed by [`Hierarchy`], what a cell carries by [`COLUMNS`], the processes by [`PROCESSES`].
//!
//! A process of one's own, without a file here: [`Marrow::add`] with a function of [`ClassCells`], or
//! [`simulate_with`](crate::simulation::simulate_with) for a whole course; see `examples/own_process.rs`.

mod cell;
mod census;
mod check;
mod columns;
mod effect;
mod founders;
mod hierarchy;
mod marrow;
mod own;
mod potency;
mod process;
mod restart;
mod shared;
mod snapshot;

// Phase, file, and where the model holds its parameters.
process::processes! {
    Expose => niche { niche: Feedback }
    Antisense => antisense { antisense: Antisense }
    Damage => dna_damage { damage: DnaDamage }
    Stabilize => p53 { p53: Response }
    Die => apoptosis { apoptosis: Apoptosis }
    Cycle => cycle { arrest: Arrest }
    Divide => division {}
    Bleed => blood {}
}

pub use antisense::{Antisense, Knockdown};
pub use apoptosis::Apoptosis;
pub use blood::Blood;
pub use cell::{Kind, PerKind};
pub use census::KindCensus;
pub use check::check;
pub use columns::{
    COLUMNS, Cell, CellColumns, Cycle, FastBreaks, Lesions, Lineage, Load, Mrna, Resistance, RnaseH, SlowBreaks,
};
pub use cycle::Arrest;
pub use dna_damage::{Breaks, DnaDamage, LesionsBy};
pub use founders::Presentation;
pub use hierarchy::{ClassCycle, Hierarchy, PhaseCells};
pub use marrow::Marrow;
pub use niche::Feedback;
pub use own::ClassCells;
pub use p53::Response;
pub use process::{About, Numbers, Process, beginning, top_length};
pub use restart::MarrowState;
pub use shared::{Disturbance, Fates};
pub use snapshot::Snapshot;

use crate::{parameters::Ledger, patient::Tp53, treatment::Exposure};
use bevy_ecs::{prelude::*, schedule::SingleThreadedExecutor};

impl Model {
    /// What the drugs do to the cells in another course of the same patient, whose numbers have changed since the last.
    pub fn turn_to(&mut self, numbers: &Numbers) {
        self.damage = DnaDamage::new(numbers);
    }

    /// Cells as they respond while they meet these levels, to be looked at.
    fn under(self, exposure: &Exposure) -> Self {
        let apoptosis = self.apoptosis.under(exposure).into_owned();
        Self { p53: self.p53.under(exposure), apoptosis, ..self }
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
