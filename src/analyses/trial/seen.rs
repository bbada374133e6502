//! A subject as the tables of a trial see them, and groups of subjects. Left out: everything that no table counts.

use super::courses::Taken;
use crate::comparison::Record;
use cenersim_model::{
    curves::Response,
    patient::{Disease, Patient, Sex},
};

/// One subject in their arm, under one explanation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen<'a> {
    /// Index of the arm.
    pub arm: usize,
    /// At the start of treatment (y).
    pub age_years: f64,
    /// Men by quota.
    pub man: bool,
    /// Refractory to the first treatment; otherwise relapsed.
    pub refractory: bool,
    /// Length of the remission before the trial (d).
    pub first_remission_days: Option<f64>,
    /// Counts as a user of inhibitors.
    pub user: bool,
    /// What the arm did.
    pub record: &'a Record,
}

impl<'a> Seen<'a> {
    /// `user` is decided by the protocol or the explanation.
    pub fn of(patient: &Patient, arm: usize, user: bool, taken: &'a Taken) -> Self {
        Self {
            arm,
            age_years: patient.age_years,
            man: patient.sex == Sex::Male,
            refractory: patient.disease == Disease::Refractory,
            first_remission_days: first_remission_days(patient),
            user,
            record: &taken.record,
        }
    }

    /// Complete remission with recovered counts.
    pub fn cr(&self) -> bool {
        is_cr(self.record)
    }

    /// CR, CRp or CRi.
    pub fn remission(&self) -> bool {
        is_remission(self.record)
    }
}

/// Whether the best response of a course is CR.
pub(super) fn is_cr(record: &Record) -> bool {
    record.outcome.response == Response::CR
}

/// Whether the best response of a course is CR, CRp or CRi.
pub(super) fn is_remission(record: &Record) -> bool {
    cenersim_model::clinic::is_remission(record.outcome.response)
}

/// Length of the first remission (d); none if there was none.
pub(super) fn first_remission_days(patient: &Patient) -> Option<f64> {
    match patient.disease {
        Disease::Relapsed { first_remission } => Some(first_remission.in_days()),
        _ => None,
    }
}

/// Which subjects a cell speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// Everybody.
    All,
    /// One arm.
    Arm(usize),
    /// Refractory, or relapsed.
    Refractory(bool),
    /// Users of inhibitors, or others.
    User(bool),
}

impl Group {
    /// Whether a subject belongs to the group.
    pub fn has(self, seen: &Seen) -> bool {
        match self {
            Self::All => true,
            Self::Arm(arm) => seen.arm == arm,
            Self::Refractory(refractory) => seen.refractory == refractory,
            Self::User(user) => seen.user == user,
        }
    }

    /// Those of the group, in the order of all.
    pub fn of<'a>(self, all: &[Seen<'a>]) -> Vec<Seen<'a>> {
        all.iter().filter(|seen| self.has(seen)).copied().collect()
    }
}
