//! What the clinic sees of one patient: marrow examinations, blood counts, response, relapse, complications, death.
//! Left out: treatment decisions, supportive care, and errors of the blood count.
//!
//! * A marrow is examined before treatment (so the fall of the blasts can be judged), on the days of the schedule, and
//!   at intervals after a remission.
//! * A response is judged in the window after the start of a course by the last marrow of that window and the blood
//!   count of the day: a remission may be complete some days after the marrow. The best response counts.
//! * Before induction is repeated for a response, the marrow is examined again; while a relapse is suspected, the course
//!   waits. Consolidation begins on its day.
//! * A relapse needs two marrows: one with too many blasts, and a second that confirms it. Ten blasts among 200 cells
//!   are 5 %, and a marrow with 3 % shows as many in one count of twelve but in two running only once in 150 times; at
//!   1 % one count of 25,000 does. The second marrow makes it known and ends the treatment; the relapse is dated by the
//!   first, and lies between it and the last marrow without too many blasts, so it is seen late by up to the interval of
//!   surveillance, in every arm alike. Without remission there is no relapse.
//! * Complications and death: see `complications`; how arms share their chances: see `hazard`.
//! * What follows a failure of the treatment, and transplantation: see `after_failure`. From then on the hazards of the
//!   cells stop, and only an infection or bleeding that was bound to kill still does.

mod after_failure;
mod check;
mod complications;
mod criteria;
mod ending;
mod examination;
mod hazard;
mod marrow;
mod mucosa;
mod restart;

pub use after_failure::Policy;
pub use check::check;
pub use complications::NO_BODY_HOLDS;
pub use criteria::{Criteria, Finding, UnknownCriteria, criteria_names, is_remission};
pub use restart::ClinicState;

use crate::{
    curves::{Event, EventKind, Response},
    engine::Seed,
    parameters::Ledger,
    quantity::Time,
};
use after_failure::{AfterFailure, Fate};
use complications::Complications;
use marrow::{Examinations, Marrow};

/// The true state of the patient at the end of a step.
///
/// What is true, not what is seen: an examination counts some hundred cells of it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Findings {
    /// Share of blasts among the cells of a marrow sample, which holds other cells than leukemia and hematopoiesis, too.
    pub blast_share: f64,
    /// Nucleated marrow cells relative to a healthy marrow.
    pub cellularity: f64,
    /// Neutrophils in blood (10^9/L).
    pub neutrophils: f64,
    /// Platelets in blood (10^9/L).
    pub platelets: f64,
    /// Leukocytes in blood, leukemic cells included (10^9/L).
    pub leukocytes: f64,
    /// Leukemic cells in blood (10^9/L).
    pub blood_blasts: f64,
    /// Leukemic cells of all kinds in the body.
    pub leukemic_cells: f64,
    /// Mean cytarabine in plasma over the step (umol/L).
    pub cytarabine: f64,
}

/// A relapse that a second marrow has confirmed.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Relapse {
    /// The last marrow without too many blasts.
    after: Option<Time>,
    /// The first marrow with too many, by which the relapse is dated.
    seen: Time,
    /// The second, from which on it is known.
    confirmed: Time,
}

/// The clinical course of one patient.
///
/// In each step [`Clinic::observe`] takes the true state and returns dated events; [`Clinic::settle`] then decides what
/// a failure is followed by. Between them the caller decides on further courses by [`Clinic::has_responded`],
/// [`Clinic::is_resistant`] and [`Clinic::relapsed`], and announces them by [`Clinic::begin_course`].
/// [`Clinic::best_response`] and [`Clinic::survival`] are the result. It does not change cells, doses or blood.
#[derive(Clone, Debug, PartialEq)]
pub struct Clinic {
    /// Thresholds of response and relapse.
    criteria: Criteria,
    /// Infections, bleedings and death of leukemia.
    complications: Complications,
    /// Which marrows are examined, and what they showed.
    examinations: Examinations,
    /// Interval of blood counts, and when the next one is due.
    blood_count: Time,
    /// When the next blood count is due.
    next_blood_count: Time,
    /// Day 1 of the first course.
    day_one: Time,
    /// Day 1 of the present course.
    course_start: Time,
    /// Best response so far.
    response: Response,
    /// When it was reached; none without a remission.
    response_time: Option<Time>,
    /// When the criteria of a complete remission were met first.
    complete_time: Option<Time>,
    /// Share of leukemic cells in the marrow when the first remission was found.
    residual: Option<f64>,
    /// The last marrow without too many blasts since that remission.
    clear: Option<Time>,
    /// The relapse after that response, once it is found.
    relapse: Option<Relapse>,
    /// End of the last step.
    now: Time,
    /// What was found at the end of the last step; none before the first.
    last: Option<Findings>,
    /// What follows a failure, and until when it is told; none if nothing does.
    after_failure: Option<(AfterFailure, Time)>,
    /// When treatment failed, by resistance or relapse.
    failure: Option<Time>,
    /// What follows the failure, once it is drawn.
    fate: Option<Fate>,
}

impl Clinic {
    /// `criteria`: one of [`criteria_names`]. `schedule`: when marrows are examined, besides the one before treatment.
    /// `seed`: the patient's stream, the same in every arm.
    ///
    /// # Errors
    /// If the ledger has no criteria of that name.
    pub fn new(ledger: &Ledger, criteria: &str, schedule: Vec<Time>, seed: Seed) -> Result<Self, UnknownCriteria> {
        Ok(Self {
            criteria: Criteria::named(ledger, criteria)?,
            complications: Complications::new(ledger, seed),
            examinations: Examinations::new(ledger, schedule, seed),
            blood_count: ledger.time("examination.blood_count"),
            next_blood_count: Time::ZERO,
            day_one: Time::ZERO,
            course_start: Time::ZERO,
            response: Response::NotEvaluable,
            response_time: None,
            complete_time: None,
            residual: None,
            clear: None,
            relapse: None,
            now: Time::ZERO,
            last: None,
            after_failure: None,
            failure: None,
            fate: None,
        })
    }

    /// The same patient, in whom a policy follows a failure, told of until this time. `seed`: as of [`Clinic::new`].
    #[must_use]
    pub fn followed(self, ledger: &Ledger, policy: Policy, age_years: f64, until: Time, seed: Seed) -> Self {
        let rule = || (AfterFailure::new(ledger, policy, age_years, seed), until);
        Self { after_failure: (policy != Policy::None).then(rule), ..self }
    }

    /// The same patient, whose first course has its day 1 at this time; nothing has been observed yet.
    #[must_use]
    pub fn counting_from(mut self, day_one: Time) -> Self {
        self.examinations.count_from(day_one);
        Self { day_one, course_start: day_one, ..self }
    }

    /// What happened in the step of length `span` that ended `now` in this state, in order of time. Nothing after death,
    /// nor once a state after failure decides.
    ///
    /// `span` is above zero and follows the last step without a gap. The state is taken to move in a straight line
    /// between the ends of a step, which dates infections and bleedings within it.
    pub fn observe(&mut self, now: Time, span: Time, state: Findings) -> Vec<Event> {
        if self.dead().is_some() {
            return Vec::new();
        }
        if self.fate.is_some() {
            self.now = now;
            return Vec::new();
        }
        let start = now - span;
        let before = self.last.replace(state).unwrap_or(state);
        self.now = now;
        let mut events = self.complications.advance(start, now, &before, &state);
        let end = self.dead().map_or(now, |(time, _)| time);
        events.extend(self.examine(start, end, &state));
        events.extend(self.count_blood(end, &state));
        events.extend(self.close());
        let ends = |event: &Event| matches!(event.kind, EventKind::Death { .. });
        events.sort_by(|a, b| a.time.in_hours().total_cmp(&b.time.in_hours()).then(ends(a).cmp(&ends(b))));
        events
    }

    /// Examines the marrow of a patient in remission before a further course.
    ///
    /// Events are the examination and, if it is the second with too many blasts, the relapse; none if the patient is
    /// not in remission.
    pub fn examine_before_course(&mut self) -> Vec<Event> {
        let in_remission = self.is_watched() && self.response_time.is_some() && self.relapse.is_none();
        let Some(state) = self.last.filter(|_| in_remission) else { return Vec::new() };
        let Some(marrow) = self.examinations.before_course(self.now, &state) else { return Vec::new() };
        [Some(marrow.event(&state)), self.look_for_relapse(&marrow)].into_iter().flatten().collect()
    }

    /// When a suspected relapse will be confirmed or refuted.
    pub fn confirmation(&self) -> Option<Time> {
        self.examinations.confirmation().filter(|_| self.is_watched())
    }

    /// Whether marrows are examined at all: the patient lives, and no state after failure decides.
    fn is_watched(&self) -> bool {
        self.dead().is_none() && self.fate.is_none()
    }

    /// A new course starts, with its day 1 at this time: its response is judged in the window that begins then, by the
    /// examinations of the schedule counted from then unless the patient is in remission. The best response of all courses counts.
    pub fn begin_course(&mut self, day_one: Time) {
        self.course_start = day_one;
        self.examinations.forget_window();
        if self.response_time.is_none() {
            self.examinations.repeat_from(day_one);
        }
    }

    /// Neutrophils and platelets now (10^9/L); none before the first step.
    pub fn counts(&self) -> Option<(f64, f64)> {
        self.last.map(|state| (state.neutrophils, state.platelets))
    }

    /// Time between two blood counts.
    pub const fn time_between_counts(&self) -> Time {
        self.blood_count
    }

    /// Whether the last marrow of this course has too many blasts and is not empty.
    pub fn is_resistant(&self) -> bool {
        let marrow = self.examinations.latest().filter(|marrow| marrow.time > self.course_start);
        marrow.is_some_and(|marrow| self.criteria.is_resistant(marrow.share(), marrow.cellularity))
    }

    /// Whether the patient has reached a remission (CR, CRp or CRi).
    pub const fn has_responded(&self) -> bool {
        self.response_time.is_some()
    }

    /// The best response so far; not evaluable until a marrow of the window has been judged.
    pub const fn response_so_far(&self) -> Response {
        self.response
    }

    /// The best response of all courses.
    pub const fn best_response(&self) -> Response {
        self.response
    }

    /// When a relapse was confirmed.
    pub fn relapsed(&self) -> Option<Time> {
        self.relapse.map(|relapse| relapse.confirmed)
    }

    /// Share of leukemic cells in the marrow, true and not counted, when the first remission was found; none without one.
    pub const fn residual_disease(&self) -> Option<f64> {
        self.residual
    }

    /// When the response of the first course is judged last: cytopenia and nadirs are counted up to then.
    pub fn end_of_window(&self) -> Time {
        self.day_one + self.criteria.end_of_window()
    }

    /// Whether a severe infection began within the last days (`infection.fever`).
    pub fn in_fever(&self) -> bool {
        self.complications.in_fever(self.now)
    }

    /// Examines every marrow that is due until `end`, in the state at the end of the step.
    fn examine(&mut self, start: Time, end: Time, state: &Findings) -> Vec<Event> {
        let mut events = Vec::new();
        while let Some(marrow) = self.examinations.next_until(start, end, state) {
            events.push(marrow.event(state));
            if self.criteria.in_window(marrow.time - self.course_start) {
                self.examinations.remember(marrow);
                events.extend(self.judge(marrow.time, state));
            }
            events.extend(self.look_for_relapse(&marrow));
        }
        events
    }

    /// Judges again by the last blood count that is due, with the last marrow of the window.
    fn count_blood(&mut self, end: Time, state: &Findings) -> Option<Event> {
        if self.next_blood_count > end {
            return None;
        }
        let interval = self.blood_count.in_hours();
        let skipped = libm::floor((end - self.next_blood_count).in_hours() / interval);
        let time = self.next_blood_count + Time::hours(skipped * interval);
        self.next_blood_count = time + self.blood_count;
        if self.criteria.in_window(time - self.course_start) { self.judge(time, state) } else { None }
    }

    /// The response, if it is better than before. A patient without leukemia before treatment has nothing to respond with.
    fn judge(&mut self, time: Time, state: &Findings) -> Option<Event> {
        let before = self.examinations.before_treatment()?.share();
        let marrow = self.examinations.of_window()?;
        let finding = Finding {
            blasts: marrow.share(),
            blasts_before: before,
            cellularity: marrow.cellularity,
            neutrophils: state.neutrophils,
            platelets: state.platelets,
        };
        let response = self.criteria.judge(&finding)?;
        let improves = self.criteria.is_leukemic(before) && response < self.response;
        if improves && is_remission(response) && self.response_time.is_none() {
            (self.residual, self.clear) = (Some(state.blast_share), Some(marrow.time));
        }
        improves.then(|| self.improve(time, response))
    }

    /// Tells a better response; the first remission starts surveillance.
    fn improve(&mut self, time: Time, response: Response) -> Event {
        self.response = response;
        if response == Response::CR {
            self.complete_time = Some(time);
        }
        if is_remission(response) && self.response_time.is_none() {
            self.response_time = Some(time);
            self.examinations.watch_from(time);
        }
        Event { time, kind: EventKind::Response(response) }
    }

    /// A marrow with too many blasts in remission is suspected, and confirmed by the next.
    fn look_for_relapse(&mut self, marrow: &Marrow) -> Option<Event> {
        let in_remission = self.response_time.is_some_and(|since| since < marrow.time) && self.relapse.is_none();
        if !in_remission {
            return None;
        }
        if !self.criteria.is_leukemic(marrow.share()) {
            self.examinations.acquit();
            self.clear = Some(marrow.time);
            return None;
        }
        let seen = self.examinations.suspect(marrow.time)?;
        self.relapse = Some(Relapse { after: self.clear, seen, confirmed: marrow.time });
        self.examinations.stop_watching();
        Some(Event { time: seen, kind: EventKind::Relapse })
    }

    /// A death before the response of a course could be judged, or in an empty marrow, is an early death, unless an earlier
    /// course brought more than resistance.
    fn close(&mut self) -> Option<Event> {
        let (time, _) = self.dead()?;
        let aplastic = self.examinations.of_window().is_some();
        let unjudged = match self.response {
            Response::NotEvaluable => true,
            Response::Resistant => self.course_start > self.day_one && !self.is_judged_resistant(),
            _ => false,
        };
        let early = unjudged
            && (aplastic || !self.criteria.is_over(time - self.course_start))
            && self.criteria.is_leukemic(self.examinations.before_treatment()?.share());
        early.then(|| self.improve(time, Response::EarlyDeath))
    }

    /// Whether the last marrow in the window of this course has too many blasts.
    fn is_judged_resistant(&self) -> bool {
        self.examinations.of_window().is_some_and(|marrow| self.criteria.is_leukemic(marrow.share()))
    }
}

#[cfg(test)]
mod followed_tests;
#[cfg(test)]
mod tests;
