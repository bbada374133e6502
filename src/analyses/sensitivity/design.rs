//! At which points the model is asked. Points that describe cells that cannot exist (a leukemia that does not sustain itself,
//! a cycle shorter than its phases) are not asked: a trajectory with one is drawn again, a row with one is passed over, and
//! both are counted. The ranges are then no longer independent in the corners that are left out.

use super::{Fault, Sensitivity};
use crate::ranges::{can_exist, enrolled_between};
use cenersim_model::{engine::Seed, parameters::Ledger};
use cenersim_statistics::{
    morris::Trajectory,
    sobol::{Row, rows},
};
use rayon::prelude::*;

/// Draws of a trajectory, and rows for each one that is kept, before the ranges are given up.
const MOST_DRAWS: u64 = 1000;

/// A point at which the model is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// The scenario's numbers with the varied ones in their place.
    pub ledger: Ledger,
    /// Which draws of the cells and of chance events the patients meet: 0, or 1 when the random numbers are re-drawn.
    pub replicate: u32,
}

/// The points of the screening. Besides the inputs the random numbers are re-drawn, as the last one: that gives all cells and complications
/// other draws, so that its effect is what noise alone would make of an input.
#[derive(Clone, Debug, PartialEq)]
pub struct Screening {
    /// As many as the protocol asks for; the last input of each is the random numbers.
    pub trajectories: Vec<Trajectory>,
    /// Trajectories that were drawn and not used.
    pub redrawn: u64,
}

/// The points of the second stage.
#[derive(Clone, Debug, PartialEq)]
pub struct Sampling {
    /// Indices of the inputs that are varied; the others stay at the scenario's values.
    pub kept: Vec<usize>,
    /// As many as the protocol asks for.
    pub rows: Vec<Row>,
    /// Rows that were passed over.
    pub skipped: u64,
}

impl Sensitivity {
    /// The trajectories.
    ///
    /// In parallel, and the same for any number of threads.
    ///
    /// # Errors
    /// If hardly any point of the ranges describes cells that can exist.
    pub fn screening(&self) -> Result<Screening, Fault> {
        let numbers = 0..u64::from(self.protocol.trajectories);
        let drawn: Option<Vec<(Trajectory, u64)>> =
            numbers.into_par_iter().map(|number| self.trajectory(number)).collect();
        let drawn = drawn.ok_or_else(too_few)?;
        let redrawn = drawn.iter().map(|(_, redrawn)| redrawn).sum();
        Ok(Screening { trajectories: drawn.into_iter().map(|(trajectory, _)| trajectory).collect(), redrawn })
    }

    /// The first draw of a trajectory all of whose points can exist, and how many draws were in vain before.
    fn trajectory(&self, number: u64) -> Option<(Trajectory, u64)> {
        let stream = self.stream("screening").number(number);
        (0..MOST_DRAWS).find_map(|draw| {
            let seed = stream.number(draw).bits();
            let trajectory = Trajectory::draw(self.inputs.len() + 1, self.protocol.levels, seed);
            let sound = trajectory.points.iter().all(|point| self.is_sound(&self.point(point).ledger));
            sound.then_some((trajectory, draw))
        })
    }

    /// The rows over these inputs.
    ///
    /// `kept` are indices of [`Sensitivity::inputs`], in ascending order.
    ///
    /// # Errors
    /// If hardly any point of the ranges describes cells that can exist.
    pub fn sampling(&self, kept: Vec<usize>) -> Result<Sampling, Fault> {
        let wanted = self.protocol.rows as usize;
        let all: Vec<Row> =
            rows(kept.len(), self.stream("variance").bits()).take(wanted * MOST_DRAWS as usize).collect();
        let mut sampling = Sampling { kept, rows: Vec::new(), skipped: 0 };
        for batch in all.chunks(wanted) {
            let sound: Vec<bool> = batch.par_iter().map(|row| self.is_sound_row(&sampling.kept, row)).collect();
            for (row, sound) in batch.iter().zip(sound) {
                match (sampling.rows.len() < wanted, sound) {
                    (false, _) => return Ok(sampling),
                    (true, true) => sampling.rows.push(row.clone()),
                    (true, false) => sampling.skipped += 1,
                }
            }
            if sampling.rows.len() == wanted {
                return Ok(sampling);
            }
        }
        Err(too_few())
    }

    /// Whether cells can exist at all points of the row.
    fn is_sound_row(&self, kept: &[usize], row: &Row) -> bool {
        row.points().iter().all(|point| self.is_sound(&self.kept_point(kept, point, 0).ledger))
    }

    /// Streams of this analysis, by name.
    pub(super) fn stream(&self, name: &str) -> Seed {
        Seed::new(self.settings.seed).named("sensitivity").named(name)
    }

    /// The point of a trajectory: a place for each input, then one for chance.
    fn point(&self, places: &[f64]) -> Point {
        let mut ledger = self.arm.ledger.clone();
        self.inputs.iter().zip(places).for_each(|(input, place)| input.set(&mut ledger, *place));
        let chance = places.last().is_some_and(|place| *place >= 0.5);
        Point { ledger, replicate: u32::from(chance) }
    }

    /// A point of the second stage.
    fn kept_point(&self, kept: &[usize], places: &[f64], replicate: u32) -> Point {
        let mut ledger = self.arm.ledger.clone();
        kept.iter().zip(places).for_each(|(input, place)| self.inputs[*input].set(&mut ledger, *place));
        Point { ledger, replicate }
    }

    /// The point of a unit of the screening: those of the first trajectory, then those of the second.
    pub fn screening_point(&self, screening: &Screening, unit: u64) -> Point {
        let points = self.points_of_a_trajectory();
        let trajectory = &screening.trajectories[(unit / points) as usize];
        self.point(&trajectory.points[(unit % points) as usize])
    }

    /// The point of a unit of the second stage: those of the first row, then those of the second.
    pub fn sampling_point(&self, sampling: &Sampling, unit: u64) -> Point {
        let points = sampling.kept.len() as u64 + 3;
        let row = sampling.rows[(unit / points) as usize].points();
        // The last one is the first once more, with other random numbers.
        let replicate = u32::from(unit % points == points - 1);
        self.kept_point(&sampling.kept, &row[(unit % points) as usize], replicate)
    }

    /// The start, a move of each input, and one of chance.
    pub(super) fn points_of_a_trajectory(&self) -> u64 {
        self.inputs.len() as u64 + 2
    }

    /// Points of the screening.
    ///
    /// Trajectories times one more point than there are inputs, and one for the random numbers.
    pub fn screening_units(&self) -> u64 {
        u64::from(self.protocol.trajectories) * self.points_of_a_trajectory()
    }

    /// Points of the second stage.
    ///
    /// Rows times three more points than inputs that are kept.
    pub fn sampling_units(&self) -> u64 {
        u64::from(self.protocol.rows) * (u64::from(self.protocol.kept) + 3)
    }

    /// Whether the patients of the protocol can exist with these numbers.
    fn is_sound(&self, ledger: &Ledger) -> bool {
        can_exist(ledger, enrolled_between(ledger, self.settings.seed, 1..=u64::from(self.protocol.patients)))
    }
}

/// The fault, whose key is `parameters`.
fn too_few() -> Fault {
    let message = "hardly any point of the ranges describes cells that can exist: expected ranges that fit each other";
    Fault { key: "parameters".into(), message: message.into() }
}
