//! The record of one course: what is kept of it. Its fields are listed once (see `fields`).
//! Left out: curves and single events, which a comparison does not keep.

use cenersim_model::curves::{Course, Event, EventKind, Outcome};

/// One replicate of one patient in one arm.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Record {
    /// Number of the patient; 0 is the reference patient.
    pub patient: u64,
    /// Index of the arm.
    pub arm: u32,
    /// Number of this course of the patient in the arm, from 0.
    pub replicate: u32,
    /// Response, survival, nadirs and recoveries.
    pub outcome: Outcome,
    /// Largest fall of the marrow blasts from before treatment, among the examinations (%; -100: none left; positive: a
    /// rise); none without an examination.
    pub best_blast_change: Option<f64>,
    /// Severe infections over the whole course.
    pub infections: u32,
    /// Severe bleedings over the whole course.
    pub bleedings: u32,
    /// Steps simulated, and the sum of agents over these steps.
    pub steps: u64,
    /// Sum of agents over the steps: what the course cost to compute.
    pub agent_steps: u64,
}

impl Record {
    /// The record of a course that this patient went through in this arm.
    pub fn of(patient: u64, arm: usize, course: &Course) -> Self {
        let count = |kind: EventKind| course.events.iter().filter(|event| event.kind == kind).count() as u32;
        Self {
            patient,
            arm: arm as u32,
            replicate: course.replicate,
            outcome: course.outcome.clone(),
            best_blast_change: best_blast_change(&course.events),
            infections: count(EventKind::Infection),
            bleedings: count(EventKind::Bleeding),
            steps: course.steps,
            agent_steps: course.agent_steps,
        }
    }
}

/// Lowest share of blasts of all later marrows against that of the first, in percent.
///
/// None without a first marrow in which blasts were counted, and without any marrow after it: a fall from nothing has
/// no percentage.
fn best_blast_change(events: &[Event]) -> Option<f64> {
    let share = |event: &Event| match event.kind {
        EventKind::Examination { blasts, counted, .. } if counted > 0 => Some(f64::from(blasts) / f64::from(counted)),
        _ => None,
    };
    let mut shares = events.iter().filter_map(share);
    let before = shares.next().filter(|share| *share > 0.0)?;
    shares.reduce(f64::min).map(|lowest| 100.0 * (lowest / before - 1.0))
}
