//! The published arms as a section of their own: every arm whose drugs the model has, run as a population under a regimen and
//! put beside its counts. They are not among the checks of the other subjects: arms of the literature are for judging, and
//! several of them are there already. Left out: anything but remissions and early deaths.
//!
//! A row lies inside if the model's rate lies in the exact 95 % interval of the counts. How far another one is away is told
//! in standard deviations of what so many patients would show at the model's rate, with the error of the simulation.
//!
//! # Reading a row
//!
//! ```text
//! arm_R18   cytarabine 1 g/m2 x 5, VALOR    58 of 355, 0.163 (0.126 to 0.206)    model 0.107, error 0.037    -1.4
//! ```
//!
//! Regimens are given as published, to a population with the disease status and the ages of the source. One course
//! is simulated unless a second is named. What a source gives besides, such as a third drug that the model lacks,
//! moves the arm to `left_out` with the reason.

mod left_out;
mod shown;

use super::{
    Check, Measured, Row, Subject, arms::Arm, bench::Bench, check::Published, cohorts::Cohorts, estimate::Estimate,
    response::SIXTEEN_MONTHS, seen::Seen,
};
use left_out::LEFT_OUT;
use shown::SHOWN;

/// What a published arm is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Split {
    /// Counts remissions and was meant for calibration.
    Target,
    /// Counts something else and was meant for calibration.
    Train,
    /// Only for judging.
    Context,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Endpoint {
    /// CR in the window of the last induction.
    Cr,
    /// CR in the window of the first course.
    CrOfFirst,
    /// CR after any of several courses.
    CrAnyTime,
    /// A marrow without leukemia, whatever the counts.
    Clear,
    /// CR or a partial remission, at any time.
    CrOrPr,
    /// CR of those who were alive on day 21.
    CrOfSurvivors,
    /// CR after a first remission below sixteen months.
    CrEarly,
    /// CR after a first remission of sixteen months or more.
    CrLate,
    /// Neither CR nor death in induction.
    Resistant,
    /// Death of infection or bleeding in induction, without CR.
    Aplastic,
    /// Death in induction, without CR.
    DiedInInduction,
}

/// A published arm with what stands for it.
#[derive(Clone, Copy, Debug)]
struct Shown {
    split: Split,
    check: Check,
    arm: Arm,
    endpoint: Endpoint,
}

/// Shown and left out together.
const ROWS: usize = SHOWN.len() + LEFT_OUT.len();

const CHECKS: [Check; ROWS] = {
    let mut checks = [SHOWN[0].check; ROWS];
    let mut i = 0;
    while i < ROWS {
        checks[i] = if i < SHOWN.len() { SHOWN[i].check } else { LEFT_OUT[i - SHOWN.len()] };
        i += 1;
    }
    checks
};

pub const SUBJECT: Subject = Subject {
    heading: "Published arms",
    text: "Every arm of the literature that was read and gives idarubicin, cytarabine or both, as a population under a regimen, \
           beside its counts with exact 95 % intervals. First those meant for calibration, then those for judging, then those \
           that cannot be expressed, with the reason.",
    checks: &CHECKS,
    needs_population: true,
    measure,
};

/// Whether an arm stands beside a published one.
pub fn shows(arm: &Arm) -> bool {
    SHOWN.iter().any(|shown| shown.arm.id == arm.id)
}

/// What the published arm of a row is for; none if it is no published arm, or was left out.
pub fn split(row: &Row) -> Option<Split> {
    SHOWN.iter().find(|shown| shown.check.id == row.check.id).map(|shown| shown.split)
}

/// Deviation of the published count from what as many patients would show at the model's rate, in standard deviations;
/// none without counts.
///
/// Positive where the model's rate is above the published one:
///
/// ```text
/// (model - published) / √(p (1 - p)/n + error²)          p the model's rate, n the published number of patients
/// ```
pub fn deviation(row: &Row) -> Option<f64> {
    let (Published::Count { of, .. }, Some(found)) = (row.check.published, row.estimate) else { return None };
    let variance = found.value * (1.0 - found.value) / f64::from(of) + found.error * found.error;
    Some((found.value - row.check.published.value()) / variance.sqrt())
}

fn measure(_: &Bench, cohorts: &Cohorts) -> Measured {
    SHOWN.iter().map(|shown| (shown.check.id, shown.endpoint.share(cohorts.of(&shown.arm)))).collect()
}

impl Endpoint {
    /// Of those who are counted, the share of those who have it.
    fn share(self, seen: &[Seen]) -> Estimate {
        Estimate::share(seen.iter().filter(|seen| self.counts(seen)).map(|seen| self.has(seen)))
    }

    /// Whether a patient is counted at all.
    fn counts(self, seen: &Seen) -> bool {
        let weeks = seen.first_remission();
        match self {
            Self::CrEarly => weeks.is_some_and(|weeks| weeks < SIXTEEN_MONTHS),
            Self::CrLate => weeks.is_some_and(|weeks| weeks >= SIXTEEN_MONTHS),
            Self::CrOfSurvivors => !seen.died_by(21.0),
            _ => true,
        }
    }

    /// Whether what is counted happened to this patient.
    fn has(self, seen: &Seen) -> bool {
        match self {
            Self::Cr | Self::CrEarly | Self::CrLate | Self::CrOfSurvivors => seen.is_cr(),
            Self::CrOfFirst => seen.is_cr_of_first(),
            Self::CrAnyTime => seen.cr_day.is_some(),
            Self::Clear => seen.is_clear(),
            Self::CrOrPr => seen.better_day.is_some(),
            Self::Resistant => seen.is_resistant(),
            Self::Aplastic => seen.died_in_aplasia(),
            Self::DiedInInduction => seen.died_in_induction(),
        }
    }
}
