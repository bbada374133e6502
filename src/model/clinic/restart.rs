//! The clinic as plain data, from which it goes on bit for bit: what has been found and what is due.
//! Left out: everything that follows from the patient and their stream (criteria, hazards, intervals, the rule after failure).

use super::{
    Clinic, Findings, Relapse, after_failure::Fate, complications::ComplicationsState, marrow::ExaminationsState,
};
use crate::{curves::Response, quantity::Time};
use serde::{Deserialize, Serialize};

/// What changes in a [`Clinic`].
///
/// Made by [`Clinic::state`] and read by [`Clinic::restore`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClinicState {
    /// Events so far, injury, fever, and the death that is due.
    complications: ComplicationsState,
    /// Times to come, and what the last marrows showed.
    examinations: ExaminationsState,
    /// When the next blood count is due.
    next_blood_count: Time,
    /// Day 1 of the present course.
    course_start: Time,
    /// Best response so far.
    response: Response,
    /// When it was reached.
    response_time: Option<Time>,
    /// When the criteria of a complete remission were met first.
    complete_time: Option<Time>,
    /// Share of leukemic cells in the marrow when the first remission was found.
    residual: Option<f64>,
    /// The last marrow without too many blasts since then.
    clear: Option<Time>,
    /// The relapse, once it is found.
    relapse: Option<Relapse>,
    /// End of the last step.
    now: Time,
    /// What was found then.
    last: Option<Findings>,
    /// When treatment failed.
    failure: Option<Time>,
    /// What follows the failure, once it is drawn.
    fate: Option<Fate>,
}

impl Clinic {
    /// What [`Clinic::restore`] needs. A new field of the clinic does not compile until it is state or is left out here.
    pub fn state(&self) -> ClinicState {
        let Self {
            criteria: _,
            complications,
            examinations,
            blood_count: _,
            next_blood_count,
            day_one: _,
            course_start,
            response,
            response_time,
            complete_time,
            residual,
            clear,
            relapse,
            now,
            last,
            after_failure: _,
            failure,
            fate,
        } = self;
        ClinicState {
            complications: complications.state(),
            examinations: examinations.state(),
            next_blood_count: *next_blood_count,
            course_start: *course_start,
            response: *response,
            response_time: *response_time,
            complete_time: *complete_time,
            residual: *residual,
            clear: *clear,
            relapse: *relapse,
            now: *now,
            last: *last,
            failure: *failure,
            fate: *fate,
        }
    }

    /// Goes back to a state of the same patient: what follows is the same, bit for bit.
    pub fn restore(&mut self, state: ClinicState) {
        self.complications.restore(&state.complications);
        self.examinations.restore(state.examinations);
        self.next_blood_count = state.next_blood_count;
        self.course_start = state.course_start;
        self.response = state.response;
        self.response_time = state.response_time;
        self.complete_time = state.complete_time;
        self.residual = state.residual;
        self.clear = state.clear;
        self.relapse = state.relapse;
        self.now = state.now;
        self.last = state.last;
        self.failure = state.failure;
        self.fate = state.fate;
    }
}
