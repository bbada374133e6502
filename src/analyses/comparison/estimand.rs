//! Estimands (ICH E9(R1)): what a number does with death, a further course, therapy after a failure, and the end of
//! observation. Data, so that a run, a comparison, a trial and a study say the same of the same number.
//! Left out: switching of arms and loss to follow-up, which virtual patients do not do.
//!
//! # Why it is stated
//!
//! Two rates of the same name may differ only because one of them counts a death before the examination as a failure and
//! the other leaves it out. ICH E9(R1) asks that this be said of each number; here it is a constant beside the endpoint and
//! is printed in tables, so that nobody has to infer it:
//!
//! ```text
//! Death: while alive; further course: treatment policy; therapy after failure: hypothetical; end: last day of the response
//! window of the first course.
//! ```
//!
//! # How to read a strategy
//!
//! | strategy | a patient with the event | compares randomized groups |
//! |---|---|---|
//! | composite | counts as a failure, or as an event | yes |
//! | treatment policy | counts with what happens later | yes |
//! | hypothetical | counts as if it had not happened | as far as the model is right |
//! | while alive, while on treatment | counts up to the event | yes, of shorter times |
//! | principal stratum | is left out | no |
//!
//! A number of a principal stratum is the one to be careful with: who is in remission differs between arms, so that the arm
//! with more remissions has those of less favorable patients as well.

use std::fmt;

/// What is done with an event that comes between the beginning of treatment and the number.
///
/// The five strategies of the guideline, with "while on treatment" split in two, because death and the end of a treatment
/// are different events in a leukemia trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// The number is of the time before it.
    WhileAlive,
    /// The same of the time before this treatment ended.
    WhileOnTreatment,
    /// It is part of the number: an event, or no success.
    Composite,
    /// Whatever is given or happens, the number goes on.
    TreatmentPolicy,
    /// The number is what it would have been without it.
    Hypothetical,
    /// The number is only of those in whom it does not happen before: a comparison of arms is not one of randomized groups.
    Stratum,
}

impl Strategy {
    /// As ICH E9(R1) calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::WhileAlive => "while alive",
            Self::WhileOnTreatment => "while on treatment",
            Self::Composite => "composite",
            Self::TreatmentPolicy => "treatment policy",
            Self::Hypothetical => "hypothetical",
            Self::Stratum => "principal stratum",
        }
    }
}

/// What a number does with everything that may come between.
///
/// Three events can come between in virtual patients. Each has one strategy; `end` is said in words, as it is a day in
/// some numbers and an examination in others. Printed with `Display` as one sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimand {
    /// Death before the number is complete.
    pub death: Strategy,
    /// A further course of the arm.
    pub next_course: Strategy,
    /// Second salvage, transplantation or palliative care.
    pub after_failure: Strategy,
    /// Until when it is looked at.
    pub end: &'static str,
}

impl fmt::Display for Estimand {
    fn fmt(&self, to: &mut fmt::Formatter) -> fmt::Result {
        let Self { death, next_course, after_failure, end } = self;
        let [death, course, failure] = [death, next_course, after_failure].map(|strategy| strategy.name());
        write!(to, "Death: {death}; further course: {course}; therapy after failure: {failure}; end: {end}.")
    }
}

use Strategy::{Composite, Hypothetical, Stratum, TreatmentPolicy, WhileAlive, WhileOnTreatment};

/// Nadirs, log-kills and days of cytopenia. No therapy after a failure acts on the cells.
pub const IN_WINDOW: Estimand = Estimand {
    death: WhileAlive,
    next_course: TreatmentPolicy,
    after_failure: Hypothetical,
    end: "last day of the response window of the first course",
};
/// Recoveries.
pub const RECOVERY: Estimand = Estimand { end: "horizon", ..IN_WINDOW };
/// Severe infections and bleedings.
pub const COMPLICATIONS: Estimand =
    Estimand { after_failure: WhileOnTreatment, end: "horizon, or the end of follow-up", ..IN_WINDOW };
/// What marrow examinations found, which end with a failure.
pub const OF_EXAMINATIONS: Estimand = Estimand { end: "last examination", ..COMPLICATIONS };
/// Remissions and other responses: who dies or fails before has none.
pub const RESPONSE: Estimand =
    Estimand { death: Composite, next_course: TreatmentPolicy, after_failure: Composite, end: "last response window" };
/// Death.
pub const SURVIVAL: Estimand = Estimand {
    death: Composite,
    next_course: TreatmentPolicy,
    after_failure: TreatmentPolicy,
    end: "censored at the end of follow-up",
};
/// No remission, relapse or death.
pub const EVENT_FREE: Estimand = Estimand { after_failure: Composite, ..SURVIVAL };
/// What a remission is like or how long it lasts; a transplantation in remission censors it.
pub const OF_REMISSION: Estimand = Estimand {
    death: Composite,
    next_course: TreatmentPolicy,
    after_failure: Hypothetical,
    end: "those in remission only (principal stratum); censored at the end of follow-up",
};
/// At the remission itself.
pub const AT_REMISSION: Estimand =
    Estimand { death: Stratum, next_course: TreatmentPolicy, after_failure: Stratum, end: "first remission" };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimand_names_each_strategy_as_the_guideline_does() {
        assert_eq!(
            IN_WINDOW.to_string(),
            "Death: while alive; further course: treatment policy; therapy after failure: hypothetical; end: last day of \
             the response window of the first course."
        );
    }
}
