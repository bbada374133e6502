//! What cells do; one process per file. The list on this page is the table of contents of the biology: all processes in the
//! order of a step. The schedule, the [`Model`], the description by the ODD protocol and the tests read it.
//!
//! No process imports another: what one writes to the columns of the cells or to what processes share, the next reads.
//! To add a process, write its file, one line in the list and the table of its numbers in the defaults. Its file has
//!
//! * `ABOUT`, what it says of itself;
//! * its parameters, if it has any, which become a field of the model and are made by `new(&Numbers)`;
//! * its system, with the name of the file.
//!
//! `cargo fmt` does not find the files of a list: `rustfmt --edition 2024 src/model/biology/*.rs` does.

mod cell;
mod census;
mod check;
mod columns;
mod founders;
mod hierarchy;
mod marrow;
mod own;
mod potency;
mod process;
mod restart;
mod shared;

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

pub use antisense::Antisense;
pub use apoptosis::Apoptosis;
pub use blood::Blood;
pub use cell::{Kind, PerKind};
pub use census::KindCensus;
pub use check::check;
pub use columns::{
    COLUMNS, Cell, CellColumns, Cycle, FastBreaks, Lesions, Lineage, Load, Mrna, Resistance, RnaseH, SlowBreaks,
};
pub use cycle::Arrest;
pub use dna_damage::DnaDamage;
pub use founders::Presentation;
pub use hierarchy::{ClassCycle, Hierarchy, PhaseCells};
pub use marrow::Marrow;
pub use niche::Feedback;
pub use own::ClassCells;
pub use p53::Response;
pub use process::{About, Numbers, Process};
pub use restart::MarrowState;
pub use shared::{Disturbance, Fates};

use crate::{parameters::Ledger, patient::Tp53};
use bevy_ecs::{prelude::*, schedule::SingleThreadedExecutor};

impl Model {
    /// What the drugs do to the cells in another course of the same patient, whose numbers have changed since the last.
    pub fn turn_to(&mut self, numbers: &Numbers) {
        self.damage = DnaDamage::new(numbers);
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
