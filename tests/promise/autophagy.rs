//! Autophagy: a cell in want eats of itself, and recovers when it is fed. Made for the test of the list of processes,
//! and no part of the model. Left out: everything that is known of it.

use super::{
    About, Numbers,
    columns::{Hunger, columns},
    shared::Step,
};
use crate::{engine::Roster, quantity::Rate};
use bevy_ecs::prelude::*;

pub const ABOUT: About =
    About { title: "Autophagy", what: "hunger of cells", reads: "hunger", writes: "hunger", numbers: &["autophagy."] };

/// Parameters of the process.
#[derive(Clone, Debug, PartialEq)]
pub struct Autophagy {
    /// Recovery of a cell.
    pub recovery: Rate,
}

impl Autophagy {
    /// All are the patient's own.
    pub fn new(numbers: &Numbers) -> Self {
        Self { recovery: Rate::from_half_life(numbers.own.time("autophagy.half_life")) }
    }
}

/// Hunger decays.
pub fn autophagy(mut cells: Query<&mut Hunger>, roster: Res<Roster>, step: Res<Step>) {
    let _ = (&*roster, &*step);
    let mut hunger = columns!(cells);
    hunger.bypass_change_detection().iter_mut().for_each(|hunger| hunger.0 *= 0.5);
}
