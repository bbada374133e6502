//! What a cell carries, as columns of one table, and the resources that processes share during a step.
//! Left out: the rules. The class of a cell (kind and stage) is the block of rows it stands in.

use super::Kind;
use crate::{
    engine::{Columns, Seed},
    treatment::Exposure,
};
use bevy_ecs::{change_detection::ContiguousMut, prelude::*};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Builds everything that knows all columns from one list of them: a component for each, [`Cell`], [`CellColumns`], and what
/// moves, turns around and tells of whole rows. A line is what the column holds, its name, its component and a vacant row's
/// value; daughters inherit what `division` does not say otherwise of, and a state of the marrow holds every column.
macro_rules! cell_columns {
    ($($(#[doc = $about:literal])+ $name:ident: $component:ident($type:ty) = $vacant:literal,)+) => {
        $(
            $(#[doc = $about])+
            #[derive(Component, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
            pub struct $component(pub $type);
        )+

        /// Component and meaning of every column.
        pub const COLUMNS: &[(&str, &str)] = &[$((stringify!($component), concat!($($about),+))),+];

        /// Everything a cell carries, in one piece.
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        pub struct Cell {
            $(pub $name: $component,)+
        }

        impl Cell {
            /// What a vacant row holds.
            pub const VACANT: Self = Self { $($name: $component($vacant),)+ };

            /// The components of one row.
            pub fn bundle(self) -> CellBundle {
                ($(self.$name,)+)
            }
        }

        /// The components of one row.
        pub type CellBundle = ($($component,)+);

        /// All columns of the table, for the few cells that move.
        pub type AllColumns = ($(&'static mut $component,)+);

        type Guards<'w> = ($(ContiguousMut<'w, $component>,)+);

        /// The columns as slices.
        pub struct CellColumns<'a> {
            $(pub $name: &'a mut [$component],)+
        }

        impl<'a> CellColumns<'a> {
            /// Change detection is bypassed: nothing in the model reacts to it, and it would double the memory written.
            pub fn new(($($name,)+): &'a mut Guards<'_>) -> Self {
                Self { $($name: $name.bypass_change_detection(),)+ }
            }

            /// Turns these rows around.
            pub fn reverse(&mut self, rows: Range<usize>) {
                $(self.$name[rows.clone()].reverse();)+
            }
        }

        impl Columns for CellColumns<'_> {
            type Cell = Cell;

            fn get(&self, row: usize) -> Cell {
                Cell { $($name: self.$name[row],)+ }
            }

            fn put(&mut self, row: usize, cell: Cell) {
                $(self.$name[row] = cell.$name;)+
            }

            fn lineage(cell: &Cell) -> u64 {
                cell.lineage.0
            }

            fn with_lineage(cell: Cell, lineage: u64) -> Cell {
                Cell { lineage: Lineage(lineage), ..cell }
            }
        }
    };
}

cell_columns! {
    /// Identity for random draws: derived from the mother's, never from the row or the entity.
    lineage: Lineage(u64) = 0,
    /// Place in the cell cycle: below 0 in G0, exactly 0 in G1, from above 0 to 1 through S, G2 and M.
    cycle: Cycle(f32) = -1.0,
    /// RNase H activity relative to the mean of the cell's kind; inherited.
    rnase_h: RnaseH(f32) = 1.0,
    /// Drug resistance relative to the mean of the cell's kind; inherited.
    resistance: Resistance(f32) = 1.0,
    /// p53 mRNA relative to an untreated wild-type cell.
    mrna: Mrna(f32) = 1.0,
    /// Quickly repaired DNA damage, in units of the mean that triggers mitotic catastrophe.
    fast: FastBreaks(f32) = 0.0,
    /// Slowly repaired DNA damage, same unit.
    slow: SlowBreaks(f32) = 0.0,
    /// Lesions that incorporated cytarabine leaves in DNA, same unit; made in S phase, removed within days.
    lesions: Lesions(f32) = 0.0,
    /// Bound anthracycline relative to a cell that has not divided since the drug came.
    load: Load(f32) = 1.0,
}

/// The one table that holds all cells, whatever the query: its columns as contiguous slices.
macro_rules! columns {
    ($cells:expr) => {
        $cells
            .contiguous_iter_mut()
            .ok()
            .and_then(|mut tables| tables.next())
            .expect("all components of a cell are stored in one table")
    };
}
pub(crate) use columns;

/// One class of cells: a kind and an amplification stage within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClassOf {
    pub kind: Kind,
    pub stage: u8,
    /// Whether it is the last stage of its kind.
    pub last: bool,
}

/// What this step is: when, how long, which drugs.
#[derive(Resource, Clone, Copy, Debug)]
pub struct Step {
    /// Length (h).
    pub span: f64,
    /// Seconds since the start of treatment at which the step begins: names its draws.
    pub begin: u64,
    pub exposure: Exposure,
    /// Root of the draws of this patient's cells.
    pub seed: Seed,
}

/// How far the cells can still be from rest: processes without work are skipped.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Disturbance {
    /// Upper bounds of what breaks and lesions any cell carries.
    pub breaks: f64,
    pub lesions: f64,
    /// Upper bound of the relative loss of p53 mRNA.
    pub knockdown: f64,
}

impl Disturbance {
    /// Below this bound a process is at rest: its effect on any hazard is under one millionth.
    pub const REST: f64 = 1e-6;

    /// Upper bound of DNA damage in any cell.
    pub fn damage(&self) -> f64 {
        self.breaks + self.lesions
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
    pub const NONE: u8 = 0;
    pub const DEATH: u8 = 1;
    pub const MITOSIS: u8 = 2;
}
