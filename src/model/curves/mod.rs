//! What a simulation yields: plain data, no ECS. Curves over time, events, outcome of one patient.
//! Left out: statistics over many patients.
//!
//! A [`Course`] is what [`simulate`](crate::simulation::simulate) returns. Its [`CurveSet`] has one series of values
//! for each [`Curve`], all over the same days; its [`Event`]s are in order of time; its [`Outcome`] is what a table
//! quotes. `examples/one_patient.rs` prints curves and an outcome.
//!
//! * Curves are recorded on a regular grid and, unless nothing but remissions is asked for, at every step around
//!   infusions of the first course; so the days are not equally spaced.
//! * Days count from the beginning of the first dose day: 0 is before treatment. [`Course::since_day_one`] counts them
//!   from day 1 of an arm that begins before it, as tables and figures of a course do.
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

use crate::{quantity::Time, treatment::DayNumbers};

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

impl Course {
    /// The same with all days counted from day 1, where this arm begins before it.
    pub fn since_day_one(mut self, days: DayNumbers) -> Self {
        if days.before_day_one() == 0 {
            return self;
        }
        let counted = |day: &mut f64| *day = days.since_day_one(Time::days(*day)).in_days();
        self.curves = self.curves.since_day_one(days);
        self.events.iter_mut().for_each(|event| event.time = days.since_day_one(event.time));
        self.snapshots.iter_mut().for_each(|snapshot| counted(&mut snapshot.day));
        self.outcome.survival.days_mut().for_each(counted);
        self.outcome.milestones.days_mut().for_each(counted);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_has_a_day_is_counted_from_day_one() {
        let survival = Survival { death_day: Some(30.0), observed_to_day: 30.0, ..Survival::default() };
        let milestones = Milestones { neutrophil_nadir_day: 12.5, ..Milestones::default() };
        let course = Course {
            replicate: 0,
            curves: CurveSet { days: vec![0.0, 1.0], ..CurveSet::default() },
            events: vec![Event { time: Time::days(2.0), kind: EventKind::Relapse }],
            outcome: Outcome { survival, milestones, ..Outcome::default() },
            snapshots: vec![Snapshot { day: 4.0, ..Snapshot::default() }],
            steps: 1,
            agent_steps: 1,
        };
        assert_eq!(course.clone().since_day_one(DayNumbers::default()), course);
        let moved = course.since_day_one(DayNumbers::new(-1, true).expect("days"));
        assert_eq!(moved.curves.days, [-2.0, -1.0]);
        assert_eq!((moved.events[0].time, moved.snapshots[0].day), (Time::ZERO, 2.0));
        let Outcome { survival, milestones, .. } = moved.outcome;
        assert_eq!((survival.death_day, survival.relapse_day, survival.observed_to_day), (Some(28.0), None, 28.0));
        assert_eq!(milestones.neutrophil_nadir_day, 10.5);
    }
}
