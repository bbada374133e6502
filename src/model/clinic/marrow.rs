//! When marrows are examined, and what the last ones showed.
//! Left out: examinations prompted by symptoms or blood counts.

use super::{Findings, examination::count_blasts};
use crate::{
    curves::{Event, EventKind},
    engine::Seed,
    parameters::Ledger,
    quantity::Time,
};

/// One examination.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Marrow {
    /// When it was done, since the first dose day began.
    pub time: Time,
    /// Blasts among the cells counted.
    pub blasts: u32,
    /// Nucleated cells counted.
    pub counted: u32,
    /// Relative to a healthy marrow.
    pub cellularity: f64,
}

impl Marrow {
    /// Share of blasts among the cells counted.
    pub fn share(&self) -> f64 {
        f64::from(self.blasts) / f64::from(self.counted)
    }

    /// With the blood counts of the same day.
    pub const fn event(&self, state: &Findings) -> Event {
        let kind = EventKind::Examination {
            blasts: self.blasts,
            counted: self.counted,
            cellularity: self.cellularity,
            neutrophils: state.neutrophils,
            platelets: state.platelets,
        };
        Event { time: self.time, kind }
    }
}

/// What changes in [`Examinations`], in the order of its fields.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ExaminationsState {
    /// Times to come, the next one last.
    schedule: Vec<Time>,
    /// When the next examination in remission is due; none outside of remission.
    next_surveillance: Option<Time>,
    /// When the marrow that decides on a suspicion is due.
    next_confirmation: Option<Time>,
    /// Examinations so far for each reason.
    done: [u64; 5],
    /// The marrow before the first dose.
    before_treatment: Option<Marrow>,
    /// The last marrow in the window of the present course.
    of_window: Option<Marrow>,
    /// The last one of any reason.
    latest: Option<Marrow>,
    /// The marrow with too many blasts for a remission, if the last one had.
    suspected: Option<Time>,
}

/// Why a marrow is examined: each reason has its own stream of counting noise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    /// Before the first dose, whatever the scenario schedules.
    BeforeTreatment,
    /// On a day that the scenario names.
    Schedule,
    /// At the regular interval of a remission.
    Surveillance,
    /// After a suspicion of relapse.
    Confirmation,
    /// Before a further course is decided on.
    BeforeCourse,
}

/// The examinations of one patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Examinations {
    /// Cells counted in each examination.
    counted: u32,
    /// Interval of examinations in remission.
    surveillance: Time,
    /// From a suspicion of relapse to the marrow that decides.
    confirmation: Time,
    /// Draws of the counting noise, a stream for each reason.
    stream: Seed,
    /// Times after the start of a course, latest first.
    planned: Vec<Time>,
    /// Times to come, the next one last.
    schedule: Vec<Time>,
    /// When the next examination in remission is due; none outside of remission.
    next_surveillance: Option<Time>,
    /// When the marrow that decides on a suspicion is due.
    next_confirmation: Option<Time>,
    /// Examinations so far for each reason.
    done: [u64; 5],
    /// The marrow before the first dose, none before it was looked at.
    before_treatment: Option<Marrow>,
    /// The last marrow in the window of the present course.
    of_window: Option<Marrow>,
    /// The last one of any reason.
    latest: Option<Marrow>,
    /// The first marrow with too many blasts for the remission, until one has fewer.
    suspected: Option<Time>,
}

impl Examinations {
    /// `schedule` are times after the start of the first course, in any order; those of zero and before are left out.
    pub fn new(ledger: &Ledger, mut schedule: Vec<Time>, seed: Seed) -> Self {
        schedule.retain(|time| *time > Time::ZERO);
        schedule.sort_by(|a, b| b.in_hours().total_cmp(&a.in_hours()));
        schedule.dedup();
        Self {
            counted: libm::round(ledger.number("examination.counted")).max(1.0) as u32,
            surveillance: ledger.time("examination.surveillance"),
            confirmation: ledger.time("examination.confirmation"),
            stream: seed.named("examination"),
            planned: schedule.clone(),
            schedule,
            next_surveillance: None,
            next_confirmation: None,
            done: [0; 5],
            before_treatment: None,
            of_window: None,
            latest: None,
            suspected: None,
        }
    }

    /// What [`Examinations::restore`] needs.
    pub fn state(&self) -> ExaminationsState {
        ExaminationsState {
            schedule: self.schedule.clone(),
            next_surveillance: self.next_surveillance,
            next_confirmation: self.next_confirmation,
            done: self.done,
            before_treatment: self.before_treatment,
            of_window: self.of_window,
            latest: self.latest,
            suspected: self.suspected,
        }
    }

    /// Goes back to a state of the same patient.
    pub fn restore(&mut self, state: ExaminationsState) {
        let ExaminationsState {
            schedule,
            next_surveillance,
            next_confirmation,
            done,
            before_treatment,
            of_window,
            latest,
            suspected,
        } = state;
        self.schedule = schedule;
        self.next_surveillance = next_surveillance;
        self.next_confirmation = next_confirmation;
        self.done = done;
        self.before_treatment = before_treatment;
        self.of_window = of_window;
        self.latest = latest;
        self.suspected = suspected;
    }

    /// The next examination due until `end`, done in this state. The very first, at `start`, is that before treatment.
    pub fn next_until(&mut self, start: Time, end: Time, state: &Findings) -> Option<Marrow> {
        if self.before_treatment.is_none() {
            self.before_treatment = Some(self.examine(Reason::BeforeTreatment, start, state));
            return self.before_treatment;
        }
        let (time, reason) = self.next_due()?;
        if time > end {
            return None;
        }
        match reason {
            Reason::Confirmation => self.next_confirmation = None,
            Reason::Surveillance => self.next_surveillance = Some(time + self.surveillance),
            Reason::Schedule | Reason::BeforeTreatment | Reason::BeforeCourse => {
                self.schedule.truncate(self.schedule.len() - 1)
            }
        }
        Some(self.examine(reason, time, state))
    }

    /// The earliest of those planned, with its reason.
    fn next_due(&self) -> Option<(Time, Reason)> {
        let due = [
            (self.schedule.last().copied(), Reason::Schedule),
            (self.next_confirmation, Reason::Confirmation),
            (self.next_surveillance, Reason::Surveillance),
        ];
        let due = due.into_iter().filter_map(|(time, reason)| Some((time?, reason)));
        due.min_by(|a, b| a.0.in_hours().total_cmp(&b.0.in_hours()))
    }

    /// Counting noise comes from the stream of the reason and the number of the examination.
    fn examine(&mut self, reason: Reason, time: Time, state: &Findings) -> Marrow {
        let stream = self.stream.number(reason as u64).number(self.done[reason as usize]);
        self.done[reason as usize] += 1;
        let blasts = count_blasts(self.counted, state.blast_share, stream);
        let marrow = Marrow { time, blasts, counted: self.counted, cellularity: state.cellularity };
        self.latest = Some(marrow);
        marrow
    }

    /// The marrow before a further course, unless one was examined just now.
    pub fn before_course(&mut self, now: Time, state: &Findings) -> Option<Marrow> {
        let seen = self.latest.is_some_and(|marrow| marrow.time == now);
        (!seen).then(|| self.examine(Reason::BeforeCourse, now, state))
    }

    /// When the marrow that confirms or refutes a suspected relapse is examined.
    pub const fn confirmation(&self) -> Option<Time> {
        self.next_confirmation
    }

    /// The schedule of the first course, counted from its day 1.
    pub fn count_from(&mut self, day_one: Time) {
        self.schedule.iter_mut().for_each(|time| *time = *time + day_one);
    }

    /// The schedule once more, counted from the start of another course; what was still to come stays.
    pub fn repeat_from(&mut self, start: Time) {
        self.schedule.extend(self.planned.iter().map(|time| start + *time));
        self.schedule.sort_by(|a, b| b.in_hours().total_cmp(&a.in_hours()));
        self.schedule.dedup();
    }

    /// The last marrow of all.
    pub const fn latest(&self) -> Option<Marrow> {
        self.latest
    }

    /// The marrow before treatment.
    pub const fn before_treatment(&self) -> Option<Marrow> {
        self.before_treatment
    }

    /// The last marrow in the window of this course.
    pub const fn of_window(&self) -> Option<Marrow> {
        self.of_window
    }

    /// It is the last of the window of this course, so far.
    pub const fn remember(&mut self, marrow: Marrow) {
        self.of_window = Some(marrow);
    }

    /// A new course begins: no marrow of its window has been seen.
    pub const fn forget_window(&mut self) {
        self.of_window = None;
    }

    /// A remission began: marrows are examined at intervals from now on, and those that were to judge the response are not
    /// taken any more.
    pub fn watch_from(&mut self, time: Time) {
        self.schedule.clear();
        self.next_surveillance = Some(time + self.surveillance);
    }

    /// The relapse is known: no marrow is examined for it any more.
    pub const fn stop_watching(&mut self) {
        self.next_surveillance = None;
        self.next_confirmation = None;
    }

    /// A marrow suggests relapse. If the one before did, too, it is confirmed, and this is when the first was; else another
    /// examination is asked for.
    pub fn suspect(&mut self, time: Time) -> Option<Time> {
        let first = self.suspected;
        if first.is_none() {
            self.next_confirmation = Some(time + self.confirmation);
            self.suspected = Some(time);
        }
        first
    }

    /// A marrow without too many blasts ends a suspicion.
    pub const fn acquit(&mut self) {
        self.suspected = None;
        self.next_confirmation = None;
    }
}
