//! The marrow as plain data, from which it goes on bit for bit: cells in the order of their rows, blood, and counters.
//! Left out: everything that follows from the patient (parameters, classes, feedback), and the scratch columns of a step.

use super::{
    Blood, Fates, Marrow,
    blood::BloodState,
    columns::{Cell, CellColumns, columns},
    shared::{BloodCounts, Disturbance},
};
use crate::engine::{Columns, Roster};
use serde::{Deserialize, Serialize};

/// What changes in a [`Marrow`].
///
/// Made by [`Marrow::state`] and read by [`Marrow::restore`]; it can be written and read by any format of `serde`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MarrowState {
    /// Agents of each class, and the exponent of their weight.
    classes: Vec<(usize, u32)>,
    /// Living cells, class after class.
    cells: Vec<Cell>,
    /// Precursors, megakaryocytes and what circulates.
    blood: BloodState,
    /// What happened to cells since the last record.
    fates: Fates,
    /// How far cells can still be from rest, by which processes without work are skipped.
    disturbance: Disturbance,
}

impl Marrow {
    /// What [`Marrow::restore`] needs.
    pub fn state(&mut self) -> MarrowState {
        let roster = self.roster().clone();
        let mut query = self.cells.query_mut(&mut self.world);
        let mut guards = columns!(query);
        let columns = CellColumns::new(&mut guards);
        let cells = roster.classes().iter().flat_map(|class| class.rows()).map(|row| columns.get(row)).collect();
        MarrowState {
            classes: roster.classes().iter().map(|class| (class.len, class.exponent)).collect(),
            cells,
            blood: self.blood().state(),
            fates: self.fates().clone(),
            disturbance: self.disturbance(),
        }
    }

    /// Goes back to a state of the same patient: what follows is the same, bit for bit. False if the state cannot be theirs,
    /// because it has other classes, more agents than rows or other compartments; the marrow is of no use then.
    pub fn restore(&mut self, state: MarrowState) -> bool {
        let fits = fits(&state, self.roster());
        let blood_fits = self.world.resource_mut::<Blood>().restore(state.blood);
        if !fits || !blood_fits {
            return false;
        }
        let mut roster = self.world.resource_mut::<Roster>();
        for (index, (agents, exponent)) in state.classes.into_iter().enumerate() {
            let class = roster.class_mut(index);
            (class.len, class.exponent) = (agents, exponent);
        }
        *self.world.resource_mut::<BloodCounts>() = self.blood().counts();
        *self.world.resource_mut::<Fates>() = state.fates;
        *self.world.resource_mut::<Disturbance>() = state.disturbance;
        self.put(&state.cells);
        true
    }

    /// Lets these cells live in the rows of the roster.
    fn put(&mut self, cells: &[Cell]) {
        let roster = self.roster().clone();
        let mut query = self.cells.query_mut(&mut self.world);
        let mut guards = columns!(query);
        let mut columns = CellColumns::new(&mut guards);
        let rows = roster.classes().iter().flat_map(|class| class.rows());
        rows.zip(cells).for_each(|(row, cell)| columns.put(row, *cell));
    }
}

/// Classes, rows and counters must be those of this marrow.
fn fits(state: &MarrowState, roster: &Roster) -> bool {
    let classes = roster.classes();
    let rows = classes
        .iter()
        .zip(&state.classes)
        .all(|(class, (agents, exponent))| *agents <= class.capacity() && *exponent < u64::BITS);
    let fates = [&state.fates.deaths, &state.fates.catastrophes, &state.fates.mitoses];
    let agents: usize = state.classes.iter().map(|(agents, _)| agents).sum();
    rows && state.classes.len() == classes.len()
        && fates.iter().all(|counts| counts.len() == classes.len())
        && agents == state.cells.len()
}
