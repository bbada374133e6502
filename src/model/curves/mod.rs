//! What a simulation yields: plain data, no ECS. Curves over time, events, outcome of one patient.
//! Left out: statistics over many patients.
//!
//! A [`Course`] is what [`simulate`](crate::simulation::simulate) returns. Its [`CurveSet`] has one series of values
//! for each [`Curve`], all over the same days; its [`Event`]s are in order of time; its [`Outcome`] is what a table
//! quotes. `examples/one_patient.rs` prints curves and an outcome.
//!
//! * Curves are recorded on a regular grid and, unless nothing but remissions is asked for, at every step around
//!   infusions of the first course; so the days are not equally spaced.
//! * Days count from the beginning of the first dose day: 0 is before treatment.
//! * Cells and blood go on after a death if the settings ask for it ([`Until`](crate::simulation::Until));
//!   `outcome.survival` says when the patient died.

mod events;
mod milestones;
mod outcome;
mod series;

pub use crate::{biology::Snapshot, parameters::Site};
pub use events::{CAUSES_OF_DEATH, Cause, Event, EventKind, administrations, known_cause};
pub use milestones::{Milestones, milestones, milestones_within};
pub use outcome::{Outcome, Response, Survival};
pub use series::{Curve, CurveSet, DrugLevel, RecordedLevels, Variable};

/// One replicate of one patient in one arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Course {
    /// Number of the replicate, from 0.
    pub replicate: u32,
    /// Everything recorded over time.
    pub curves: CurveSet,
    /// What happened and when, in order of time.
    pub events: Vec<Event>,
    /// Response, number of courses, survival and milestones.
    pub outcome: Outcome,
    /// Every agent at the times that the case asks for, in order of time.
    pub snapshots: Vec<Snapshot>,
    /// Steps simulated.
    pub steps: u64,
    /// Living agents, summed over these steps: a measure of the work.
    pub agent_steps: u64,
}
