//! What a cell carries, as columns of one table.
//! Left out: the rules, and what processes share beside the cells (see `shared`). The class of a cell (kind and stage) is the block of rows it stands in.

use super::Kind;
use crate::engine::Columns;
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
            $($(#[doc = $about])+ pub $name: $component,)+
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
            $($(#[doc = $about])+ pub $name: &'a mut [$component],)+
        }

        impl<'a> CellColumns<'a> {
            /// Change detection is bypassed: nothing in the model reacts to it, and it would double the memory written.
            pub fn new(($($name,)+): &'a mut Guards<'_>) -> Self {
                Self { $($name: $name.bypass_change_detection(),)+ }
            }

            /// The same columns, of these rows alone.
            pub fn rows(&mut self, rows: Range<usize>) -> CellColumns<'_> {
                CellColumns { $($name: &mut self.$name[rows.clone()],)+ }
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
    /// All cells of a class are of one kind.
    pub kind: Kind,
    /// Divisions since the first stage of the kind, from 0.
    pub stage: u8,
    /// Whether it is the last stage of its kind.
    pub last: bool,
}
