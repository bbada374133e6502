//! Which course follows, and when that is decided: by the entries of the arm's rule, one after the other.
//! Left out: what a course gives, what follows a failure, and a marrow before a course in remission, which begins on its day.
//!
//! A course that waits for blood counts is looked at again with every blood count, at the latest when its wait is over. The
//! counts are those of the patient, without the errors of a count.

use super::Run;
use crate::{
    curves::{Event, EventKind},
    quantity::Time,
    treatment::{Assessed, CourseRule, Further, Hold, NextCourse},
};
use serde::{Deserialize, Serialize};

/// What has been decided on further courses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The entry of the rule that is decided on, from 0.
    entry: usize,
    /// Courses of it so far.
    given: u32,
}

impl Stage {
    /// The first course of the next entry.
    const fn after_entry(self) -> Self {
        Self { entry: self.entry + 1, given: 0 }
    }

    /// The same, or the next entry where all courses of this one were given.
    fn due(self, rule: &CourseRule) -> Self {
        match rule.further.get(self.entry) {
            Some(further) if self.given >= further.most => self.after_entry().due(rule),
            _ => self,
        }
    }
}

impl Run<'_> {
    /// What is decided on next, and the courses that may follow.
    fn next(&self) -> Option<(Stage, &Further)> {
        let regimen = self.case.regimen;
        let stage = self.stage.due(&regimen.courses);
        let further = regimen.courses.further.get(stage.entry).filter(|_| !regimen.is_untreated())?;
        Some((stage, further))
    }

    /// When the next course is due.
    fn due(&self) -> Option<Time> {
        let (stage, next) = self.next()?;
        Some(self.course_start.after(if stage.given == 0 { next.after } else { next.interval }))
    }

    /// When it is decided whether another course follows: when it is due, or when the counts that hold it are looked at
    /// again. All but a course in remission wait until a suspected relapse is confirmed or refuted.
    pub(super) fn decision(&self) -> Option<Time> {
        let due = self.held.unwrap_or(self.due()?);
        let punctual = self.next()?.1.when == NextCourse::InRemission;
        let waits = self.clinic.confirmation().filter(|at| !punctual && *at > due);
        Some(waits.unwrap_or(due))
    }

    /// Orders the next course if its condition holds; a course that waits for blood counts is looked at again later,
    /// and one whose condition does not hold is left out for good.
    pub(super) fn decide(&mut self) {
        let Some((stage, &Further { when, hold, .. })) = self.next() else { return };
        let over = self.clinic.dead().is_some() || self.clinic.is_settled();
        let open = self.clinic.relapsed().is_none() && !over;
        let found = Assessed { responded: self.clinic.has_responded(), resistant: self.clinic.is_resistant() };
        if !(open && when.follows(found)) {
            (self.stage, self.held) = (stage.after_entry(), None);
            return;
        }
        let punctual = when == NextCourse::InRemission;
        if found.responded && !punctual && self.held.is_none() {
            let seen = self.clinic.examine_before_course();
            self.events.extend(seen);
        }
        let doubted = !punctual && self.clinic.confirmation().is_some();
        if !doubted && !hold.is_some_and(|hold| self.waits_for(&hold)) {
            self.reduce();
            self.gives = stage.entry + 1;
            (self.stage, self.held) = (Stage { given: stage.given + 1, ..stage }, None);
            self.begin_course();
        }
    }

    /// Decides by the counts how much of its doses the course gives that begins now.
    fn reduce(&mut self) {
        let counts = self.clinic.counts();
        let share =
            counts.zip(self.next()).map(|((neutrophils, platelets), (_, next))| next.share(neutrophils, platelets));
        self.share = share.unwrap_or(1.0);
        if let Some((neutrophils, platelets)) = counts.filter(|_| self.share < 1.0) {
            let kind = EventKind::CourseReduced { neutrophils, platelets, course: self.course + 1 };
            self.events.push(Event { time: self.now, kind });
        }
    }

    /// Whether the course that is due waits for these counts; if it does, when they are looked at again.
    fn waits_for(&mut self, hold: &Hold) -> bool {
        let last = self.due().map_or(self.now, |due| due.after(hold.at_most));
        let Some((neutrophils, platelets)) = self.clinic.counts() else { return false };
        if self.now >= last || hold.is_over(neutrophils, platelets) {
            return false;
        }
        if self.held.is_none() {
            self.events.push(Event { time: self.now, kind: EventKind::CourseHeld { neutrophils, platelets } });
        }
        let again = self.now.after(self.clinic.time_between_counts());
        self.held = Some(if again < last { again } else { last });
        true
    }

    /// Whether no course follows for those who have not responded.
    pub(super) fn induction_is_over(&self) -> bool {
        let regimen = self.case.regimen;
        let left = regimen.courses.further.get(self.stage.due(&regimen.courses).entry..).unwrap_or_default();
        !(regimen.is_untreated() || left.iter().any(|further| further.most > 0 && further.when.retries()))
    }
}
