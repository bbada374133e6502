//! Which course follows, and when that is decided: induction by the rule of the arm, then consolidation of remissions.
//! Left out: what a course gives, what follows a failure, and a marrow before consolidation, which begins on its day.

use super::Run;
use crate::{quantity::Time, treatment::Assessed};
use serde::{Deserialize, Serialize};

/// Which decision is next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    Induction,
    /// So many courses of consolidation have begun.
    Consolidation(u32),
    /// No course follows.
    Over,
}

impl Run<'_> {
    /// When it is decided whether another course follows: a repeated induction waits until a suspected relapse is confirmed
    /// or refuted.
    pub(super) fn decision(&self) -> Option<Time> {
        let rule = &self.case.regimen.courses;
        if self.case.regimen.is_untreated() {
            return None;
        }
        let after = match self.stage {
            Stage::Induction if self.course < rule.maximum => rule.interval,
            Stage::Induction | Stage::Consolidation(0) => rule.consolidation?.after,
            Stage::Consolidation(given) => rule.consolidation.filter(|all| given < all.courses)?.interval,
            Stage::Over => return None,
        };
        let due = self.course_start.after(after);
        let waits = self.clinic.confirmation().filter(|at| self.stage == Stage::Induction && *at > due);
        Some(waits.unwrap_or(due))
    }

    pub(super) fn decide(&mut self) {
        let rule = &self.case.regimen.courses;
        let open = self.clinic.relapsed().is_none() && !self.clinic.is_settled();
        let found = Assessed { responded: self.clinic.has_responded(), resistant: self.clinic.is_resistant() };
        let induction = self.stage == Stage::Induction && self.course < rule.maximum;
        if induction && open && rule.another_after(self.course, found) {
            return self.repeat(found.responded);
        }
        if induction {
            self.stage = Stage::Consolidation(0);
            return;
        }
        self.stage = match self.stage {
            Stage::Consolidation(given) if open && found.responded => Stage::Consolidation(given + 1),
            Stage::Induction if open && found.responded => Stage::Consolidation(1),
            _ => Stage::Over,
        };
        if self.stage != Stage::Over {
            self.begin_course();
        }
    }

    /// Gives induction again; for a response only if the marrow of the day does not suggest that it is over.
    fn repeat(&mut self, responded: bool) {
        if responded {
            let seen = self.clinic.examine_before_course();
            self.events.extend(seen);
        }
        if self.clinic.confirmation().is_none() {
            self.begin_course();
        }
    }

    /// Whether no induction course follows for those who have not responded.
    pub(super) fn induction_is_over(&self) -> bool {
        let retries = self.case.regimen.courses.may_retry_after(self.course);
        let waits = self.stage == Stage::Induction && retries;
        !(self.case.regimen.is_untreated() || waits)
    }
}
