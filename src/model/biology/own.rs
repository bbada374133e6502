//! A process of one's own: what a user of the library does to the cells of a marrow in every step, beside the model's
//! processes. A program adds it (see `examples/own_process.rs`); the model's own processes stand in the list of `biology`.
//! Left out: what such a process remembers, which no state of the marrow holds; and new damage, which the processes that
//! read damage do not see while no drug is there and nothing is left to repair.

use super::{
    Kind, Marrow, Phase,
    columns::{AllColumns, CellColumns, columns},
    hierarchy::Hierarchy,
    shared::{Pending, Step},
};
use crate::{engine::Roster, treatment::Exposure};
use bevy_ecs::prelude::*;

/// The living cells of one class during one step, as columns of the same length.
///
/// A function given to [`Marrow::add`] gets one for each class in each step; `examples/own_process.rs` is a complete
/// program. Columns have as many entries as the class has living agents, in the same order. A change of `hazard` acts
/// in this step, a change of `cells` stays with the cells and their daughters.
pub struct ClassCells<'a> {
    /// All cells of a class are of one kind.
    pub kind: Kind,
    /// Stage of amplification within the kind.
    /// From 0; stem cells have one stage.
    pub stage: u8,
    /// Cells that each of the agents stands for.
    /// A process that counts cells multiplies with it.
    pub weight: u64,
    /// Length of the step (h).
    pub hours: f64,
    /// Mean levels of the drugs during the step.
    pub exposure: Exposure,
    /// What the cells carry.
    pub cells: CellColumns<'a>,
    /// DNA damage, in units of the mean that triggers mitotic catastrophe; up to date after [`Phase::Damage`].
    pub damage: &'a [f32],
    /// Active p53; up to date after [`Phase::Stabilize`].
    pub p53: &'a [f32],
    /// Hazard of death (1/h); set in [`Phase::Die`] and taken in [`Phase::Cycle`], between which a process adds to it.
    pub hazard: &'a mut [f32],
}

impl Marrow {
    /// Calls `process` for every class in every step, right after the model's process of this phase.
    ///
    /// Draws that it needs should follow from the cells' lineages, or results will depend on the order of the rows.
    ///
    /// A hazard is changed after [`Phase::Die`], a place in the cycle after [`Phase::Cycle`], p53 mRNA after
    /// [`Phase::Antisense`]; what the process writes after a phase, later phases of the same step read. Several
    /// processes of one phase run in no order that a program should rely on.
    pub fn add(&mut self, after: Phase, mut process: impl FnMut(&mut ClassCells) + Send + Sync + 'static) {
        let system = move |step: Res<Step>,
                           roster: Res<Roster>,
                           hierarchy: Res<Hierarchy>,
                           mut pending: ResMut<Pending>,
                           mut query: Query<AllColumns>| {
            let mut guards = columns!(query);
            let mut columns = CellColumns::new(&mut guards);
            for (class, of) in roster.classes().iter().zip(hierarchy.classes()) {
                let (rows, Pending { damage, p53, hazard, .. }) = (class.rows(), &mut *pending);
                process(&mut ClassCells {
                    kind: of.kind,
                    stage: of.stage,
                    weight: class.weight(),
                    hours: step.span,
                    exposure: step.exposure,
                    cells: columns.rows(rows.clone()),
                    damage: &damage[rows.clone()],
                    p53: &p53[rows.clone()],
                    hazard: &mut hazard[rows],
                });
            }
        };
        self.put_after(after, system);
    }
}
