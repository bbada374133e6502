//! How a patient's observation ends: the treatment fails, something follows, the patient dies. Left out: what follows a
//! failure and for how long (see `after_failure`), and the hazards of infection and bleeding (see `complications`).

use super::{
    Clinic,
    after_failure::{AfterFailure, Fate},
    complications::Death,
};
use crate::{
    curves::{Event, EventKind, Survival},
    quantity::Time,
};

impl Clinic {
    /// What follows now, if the treatment has failed or a remission is transplanted. `over`: no induction course follows.
    ///
    /// Events of the failure and what follows, dated perhaps later than now, up to the end of follow-up; nothing
    /// without a policy.
    pub fn settle(&mut self, over: bool) -> Vec<Event> {
        let open = self.is_open();
        let Some((rule, _)) = self.after_failure.as_ref().filter(|_| open) else { return Vec::new() };
        self.failure = self.failed(rule, over);
        let transplanted = || rule.transplantation_in_remission(self.response_time?).filter(|at| *at <= self.now);
        self.fate = match self.failure {
            Some(failure) => Some(rule.after(failure)),
            None => transplanted().map(|_| rule.transplanted(self.now)),
        };
        self.known_events()
    }

    /// When the treatment failed: at the relapse, or when no remission was reached in time.
    fn failed(&self, rule: &AfterFailure, over: bool) -> Option<Time> {
        let was_leukemic = self.criteria.is_leukemic(self.examinations.before_treatment()?.share());
        let missed = over && self.response_time.is_none() && rule.is_decided(self.now - self.course_start);
        self.relapsed().or_else(|| (was_leukemic && missed).then_some(self.now))
    }

    /// The failure, what follows, and the death, as far as the patient lives to see it and is followed.
    fn known_events(&self) -> Vec<Event> {
        let Some((fate, (_, until))) = self.fate.zip(self.after_failure.as_ref()) else { return Vec::new() };
        let last = self.death().filter(|death| death.time <= *until).map_or(*until, |death| death.time);
        let failure = self.failure.map(|time| Event { time, kind: EventKind::Failure });
        let care = Some(Event { time: fate.start, kind: fate.care.event() });
        let death = self.death().map(Death::event);
        [failure, care, death].into_iter().flatten().filter(|event| event.time <= last).collect()
    }

    /// The death that is bound to happen, whenever that is.
    fn death(&self) -> Option<Death> {
        let of_fate = |fate: Fate| fate.death.map(|time| Death { time, cause: fate.care.cause() });
        Death::earlier(self.complications.due(), self.fate.and_then(of_fate))
    }

    /// When and of what the patient died.
    pub fn dead(&self) -> Option<(Time, &'static str)> {
        self.death().filter(|death| death.time <= self.now).map(|death| (death.time, death.cause))
    }

    /// Whether a state after failure decides how long the patient lives, and the cells no longer do.
    pub const fn is_settled(&self) -> bool {
        self.fate.is_some()
    }

    /// Whether something follows a failure that has not happened yet.
    pub fn is_open(&self) -> bool {
        self.after_failure.is_some() && self.fate.is_none() && self.dead().is_none()
    }

    /// Days of first remission (CR, CRp or CRi), relapse, failure, transplantation and death so far; where a state after
    /// failure decides, as far as the patient is followed.
    pub fn survival(&self) -> Survival {
        let known = self.fate.and(self.after_failure.as_ref()).map_or(self.now, |(_, until)| *until);
        let death = self.death().filter(|death| death.time <= known);
        let last = death.map_or(known, |death| death.time);
        let transplantation = self.fate.filter(|fate| fate.care.is_transplantation() && fate.start <= last);
        Survival {
            response_day: self.response_time.map(Time::in_days),
            complete_response_day: self.complete_time.map(Time::in_days),
            relapse_after_day: self.relapse.and_then(|relapse| relapse.after).map(Time::in_days),
            relapse_day: self.relapse.map(|relapse| relapse.seen.in_days()),
            failure_day: self.failure.map(Time::in_days),
            transplantation_day: transplantation.map(|fate| fate.start.in_days()),
            death_day: death.map(|death| death.time.in_days()),
            death_cause: death.map(|death| death.cause.to_owned()),
            observed_to_day: last.in_days(),
        }
    }
}
