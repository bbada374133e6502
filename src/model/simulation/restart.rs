//! A run as plain data, from which it goes on: resumed equals uninterrupted, bit for bit.
//! Left out: files (see `report`), and everything that follows from the case: patient, parameters, thresholds, streams.
//!
//! A state is taken at the end of a step that would have ended there anyway, so that taking it changes nothing. It holds
//! what has been recorded, too: a resumed run needs nothing but its state and its case.

use super::{Case, Run, courses::Stage, recorder::Recorder};
use crate::{
    biology::MarrowState,
    clinic::ClinicState,
    curves::{Course, Event},
    quantity::Time,
    treatment::KineticsState,
};
use serde::{Deserialize, Serialize};

/// What changes in a run, at the end of a step.
///
/// It can be written and read by any format of `serde`, and belongs to the case and replicate that it was taken of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Number of the replicate.
    replicate: u32,
    /// End of the last step.
    now: Time,
    /// Number of the present course, from 1.
    course: u32,
    /// Day 1 of the present course.
    course_start: Time,
    /// The entry of the rule that the course belongs to; 0 is the first course.
    gives: usize,
    /// Share of its doses that the present course gives.
    share: f64,
    /// Which entry comes next, and how many of its courses were given.
    stage: Stage,
    /// When the counts that hold the next course are looked at again.
    held: Option<Time>,
    /// Steps so far.
    steps: u64,
    /// Living agents summed over these steps.
    agent_steps: u64,
    /// What has happened so far.
    events: Vec<Event>,
    /// Infusions and levels.
    kinetics: KineticsState,
    /// Response, complications and examinations to come.
    clinic: ClinicState,
    /// All cells and the blood.
    marrow: MarrowState,
    /// Curves and snapshots so far.
    recorder: Recorder,
}

impl State {
    /// Number of the replicate.
    pub const fn replicate(&self) -> u32 {
        self.replicate
    }

    /// Simulated time since the start of treatment.
    pub const fn now(&self) -> Time {
        self.now
    }
}

/// A state that does not belong to the case: it has other classes of cells, more agents or other compartments of blood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the state has other cells than this patient: expected one of the same scenario")]
pub struct Unfit;

/// When states are kept, and by whom.
#[derive(Clone, Copy)]
pub struct Keep<'a> {
    /// The first step that ends at or after each multiple of this time gives a state, and so does the last step.
    pub every: Time,
    /// Called with each state, from the thread of the run.
    pub with: &'a (dyn Fn(State) + Sync),
}

/// One replicate, from its beginning or from a state of it, that hands over its states on the way.
///
/// `from` none is the beginning, `keep` none keeps nothing. The hours already simulated are reported to `progress` at
/// once.
///
/// # Errors
/// If the state does not belong to the case.
pub fn resume(
    case: &Case,
    replicate: u32,
    from: Option<State>,
    keep: Option<Keep>,
    progress: &impl Fn(f64),
) -> Result<Course, Unfit> {
    let mut run = Run::new(case, replicate);
    if let Some(state) = from {
        run.restore(state)?;
        progress(run.now.in_hours());
    }
    let Some(keep) = keep else { return Ok(run.until_end(progress, |_| {})) };
    let cell = |time: Time| time.in_seconds() / keep.every.in_seconds().max(1);
    let mut kept = cell(run.now);
    Ok(run.until_end(progress, |run| {
        if cell(run.now) > kept || !run.goes_on() {
            kept = cell(run.now);
            (keep.with)(run.state());
        }
    }))
}

impl Run<'_> {
    /// A new field of the run does not compile until it is state or is left out here.
    fn state(&mut self) -> State {
        let Self {
            replicate,
            case: _,
            marrow,
            kinetics,
            clinic,
            recorder,
            pace: _,
            now,
            course,
            course_start,
            gives,
            share,
            stage,
            held,
            events,
            healthy_dividing: _,
            marrow_cells: _,
            background: _,
            steps,
            agent_steps,
        } = self;
        State {
            replicate: *replicate,
            now: *now,
            course: *course,
            course_start: *course_start,
            gives: *gives,
            share: *share,
            stage: *stage,
            held: *held,
            steps: *steps,
            agent_steps: *agent_steps,
            events: events.clone(),
            kinetics: kinetics.state(),
            clinic: clinic.state(),
            marrow: marrow.state(),
            recorder: recorder.clone(),
        }
    }

    /// Draws are not stored: they follow from the case and the time.
    fn restore(&mut self, state: State) -> Result<(), Unfit> {
        if state.replicate != self.replicate || !self.marrow.restore(state.marrow) {
            return Err(Unfit);
        }
        self.now = state.now;
        self.course = state.course;
        self.course_start = state.course_start;
        (self.gives, self.stage, self.held) = (state.gives, state.stage, state.held);
        self.share = state.share;
        self.steps = state.steps;
        self.agent_steps = state.agent_steps;
        self.events = state.events;
        self.kinetics.restore(state.kinetics);
        self.clinic.restore(state.clinic);
        self.recorder = state.recorder;
        if self.course > 1 {
            self.turn_to_course();
        }
        Ok(())
    }
}
