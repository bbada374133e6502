//! What a simulation yields: plain data, no ECS. Curves over time, events, outcome of one patient.
//! Left out: statistics over many patients.

mod events;
mod milestones;
mod outcome;
mod series;
mod snapshot;

pub use events::{CAUSES_OF_DEATH, Cause, Event, EventKind, administrations, known_cause};
pub use milestones::{Milestones, milestones};
pub use outcome::{Outcome, Response, Survival};
pub use series::{Curve, CurveSet, DrugLevel, Site, Variable};
pub use snapshot::Snapshot;

/// One replicate of one patient in one arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Course {
    pub replicate: u32,
    pub curves: CurveSet,
    pub events: Vec<Event>,
    pub outcome: Outcome,
    pub snapshots: Vec<Snapshot>,
    /// Steps simulated, and the sum of agents over these steps.
    pub steps: u64,
    pub agent_steps: u64,
}
