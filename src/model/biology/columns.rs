//! What a cell carries, as columns of one table, and the resources that processes share during a step.
//! Left out: the rules. The class of a cell (kind and stage) is the block of rows it stands in.

use super::Kind;
use crate::{
    engine::{Columns, Seed},
    treatment::Exposure,
};
use bevy_ecs::{change_detection::ContiguousMut, prelude::*};
use serde::{Deserialize, Serialize};

/// Identity for random draws: derived from the mother's, never from the row or the entity.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage(pub u64);

/// Place in the cell cycle: below 0 in G0, exactly 0 in G1, from above 0 to 1 through S, G2 and M.
#[derive(Component, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cycle(pub f32);

/// RNase H activity relative to the mean of the cell's kind; inherited.
#[derive(Component, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RnaseH(pub f32);

/// Drug resistance relative to the mean of the cell's kind; inherited.
#[derive(Component, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resistance(pub f32);

/// p53 mRNA relative to an untreated wild-type cell.
#[derive(Component, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mrna(pub f32);

/// Quickly repaired DNA damage, in units of the mean that triggers mitotic catastrophe.
#[derive(Component, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FastBreaks(pub f32);

/// Slowly repaired DNA damage, same unit.
#[derive(Component, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlowBreaks(pub f32);

/// Lesions that incorporated cytarabine leaves in DNA, same unit; made in S phase, removed within days.
#[derive(Component, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lesions(pub f32);

/// Bound anthracycline relative to a cell that has not divided since the drug came.
#[derive(Component, Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Load(pub f32);

/// Everything a cell carries, in one piece.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub lineage: Lineage,
    pub cycle: Cycle,
    pub rnase_h: RnaseH,
    pub resistance: Resistance,
    pub mrna: Mrna,
    pub fast: FastBreaks,
    pub slow: SlowBreaks,
    pub lesions: Lesions,
    pub load: Load,
}

impl Cell {
    /// What a vacant row holds.
    pub const VACANT: Self = Self {
        lineage: Lineage(0),
        cycle: Cycle(-1.0),
        rnase_h: RnaseH(1.0),
        resistance: Resistance(1.0),
        mrna: Mrna(1.0),
        fast: FastBreaks(0.0),
        slow: SlowBreaks(0.0),
        lesions: Lesions(0.0),
        load: Load(1.0),
    };

    /// The components of one row.
    pub fn bundle(self) -> CellBundle {
        let Self { lineage, cycle, rnase_h, resistance, mrna, fast, slow, lesions, load } = self;
        (lineage, cycle, rnase_h, resistance, mrna, fast, slow, lesions, load)
    }
}

/// The components of one row.
pub type CellBundle = (Lineage, Cycle, RnaseH, Resistance, Mrna, FastBreaks, SlowBreaks, Lesions, Load);

/// All columns of the table, for the few cells that move.
pub type AllColumns = (
    &'static mut Lineage,
    &'static mut Cycle,
    &'static mut RnaseH,
    &'static mut Resistance,
    &'static mut Mrna,
    &'static mut FastBreaks,
    &'static mut SlowBreaks,
    &'static mut Lesions,
    &'static mut Load,
);

type Guards<'w> = (
    ContiguousMut<'w, Lineage>,
    ContiguousMut<'w, Cycle>,
    ContiguousMut<'w, RnaseH>,
    ContiguousMut<'w, Resistance>,
    ContiguousMut<'w, Mrna>,
    ContiguousMut<'w, FastBreaks>,
    ContiguousMut<'w, SlowBreaks>,
    ContiguousMut<'w, Lesions>,
    ContiguousMut<'w, Load>,
);

/// The columns as slices.
pub struct CellColumns<'a> {
    pub lineage: &'a mut [Lineage],
    pub cycle: &'a mut [Cycle],
    pub rnase_h: &'a mut [RnaseH],
    pub resistance: &'a mut [Resistance],
    pub mrna: &'a mut [Mrna],
    pub fast: &'a mut [FastBreaks],
    pub slow: &'a mut [SlowBreaks],
    pub lesions: &'a mut [Lesions],
    pub load: &'a mut [Load],
}

impl<'a> CellColumns<'a> {
    /// Change detection is bypassed: nothing in the model reacts to it, and it would double the memory written.
    pub fn new(guards: &'a mut Guards<'_>) -> Self {
        Self {
            lineage: guards.0.bypass_change_detection(),
            cycle: guards.1.bypass_change_detection(),
            rnase_h: guards.2.bypass_change_detection(),
            resistance: guards.3.bypass_change_detection(),
            mrna: guards.4.bypass_change_detection(),
            fast: guards.5.bypass_change_detection(),
            slow: guards.6.bypass_change_detection(),
            lesions: guards.7.bypass_change_detection(),
            load: guards.8.bypass_change_detection(),
        }
    }
}

impl Columns for CellColumns<'_> {
    type Cell = Cell;

    fn get(&self, row: usize) -> Cell {
        Cell {
            lineage: self.lineage[row],
            cycle: self.cycle[row],
            rnase_h: self.rnase_h[row],
            resistance: self.resistance[row],
            mrna: self.mrna[row],
            fast: self.fast[row],
            slow: self.slow[row],
            lesions: self.lesions[row],
            load: self.load[row],
        }
    }

    fn put(&mut self, row: usize, cell: Cell) {
        self.lineage[row] = cell.lineage;
        self.cycle[row] = cell.cycle;
        self.rnase_h[row] = cell.rnase_h;
        self.resistance[row] = cell.resistance;
        self.mrna[row] = cell.mrna;
        self.fast[row] = cell.fast;
        self.slow[row] = cell.slow;
        self.lesions[row] = cell.lesions;
        self.load[row] = cell.load;
    }

    fn lineage(cell: &Cell) -> u64 {
        cell.lineage.0
    }

    fn with_lineage(cell: Cell, lineage: u64) -> Cell {
        Cell { lineage: Lineage(lineage), ..cell }
    }
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
