//! A branch: the same patient with the same cells up to a day, another decision from then on.
//! Left out: a change of anything but the regimen. Who the patient is and how they are simulated belongs to the past, too.
//!
//! The past is simulated again, not read back: it is the same to the last bit, needs no stored state of that day, and can
//! be compared with the curves that were stored. Doses that started before the day are those of the original, to their
//! end; a decision about another course that was made before the day stands.

use super::{Case, Run};
use crate::{
    curves::{Course, Event, EventKind},
    quantity::Time,
    treatment::Administration,
};

/// One replicate that is `original` until `at`, and gets from then on what the regimen of `changed` gives.
///
/// The branch begins with the last step that ends by `at`: no step is cut for it, so a branch without a change is the
/// original; it is counted to the second. `changed` differs from `original` in its regimen alone; a caller sees to it.
///
/// `replicate` and `progress` are as of [`super::simulate`]. The course has the curves and events of both parts.
pub fn branch(original: &Case, changed: &Case, at: Time, replicate: u32, progress: &impl Fn(f64)) -> Course {
    let at = at.to_second();
    let mut run = Run::new(original, replicate);
    while run.goes_on() {
        let span = run.next_span();
        if run.now.after(span) > at {
            break;
        }
        run.step(span);
        progress(span.in_hours());
    }
    run.turn_to(changed, at);
    run.until_end(progress, |_| {})
}

impl<'a> Run<'a> {
    /// From `at` on the doses of this course, and the rule for the next, are those of `changed`.
    fn turn_to(&mut self, changed: &'a Case<'a>, at: Time) {
        let earlier = self.doses_before(at);
        self.case = changed;
        let later: Vec<Administration> = self.doses().into_iter().filter(|dose| dose.start >= at).collect();
        self.kinetics.withdraw_from(at);
        let place = self.forget_doses_from(at);
        self.order(&later, place);
        if self.course == 1 {
            self.recorder.follow(&[earlier, later].concat());
        }
    }

    /// Doses so far that began before `at`, in their order.
    fn doses_before(&self, at: Time) -> Vec<Administration> {
        self.doses().into_iter().filter(|dose| dose.start < at).collect()
    }

    /// Removes what was told of infusions from `at` on; returns the place of those of the present course.
    fn forget_doses_from(&mut self, at: Time) -> usize {
        let is_dose = |event: &Event| matches!(event.kind, EventKind::Dose { .. });
        let last = self.events.iter().rposition(is_dose).map_or(0, |index| index + 1);
        let later = |event: &Event| is_dose(event) && event.time >= at;
        let before = self.events.iter().take(last).filter(|event| later(event)).count();
        self.events.retain(|event| !later(event));
        last - before
    }
}
