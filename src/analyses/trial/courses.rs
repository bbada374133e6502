//! One patient in one arm of the trial, reduced to what is counted; and the same patient in all arms, with and without
//! cenersen and inhibitors. Left out: curves.

use super::{design::Trial, pool::VERSIONS};
use crate::comparison::{Arm, Failed, Record, Without, caught};
use cenersim_model::{
    curves::{Course, Event, EventKind},
    patient::{InhibitorUse, Patient},
    simulation::{Case, simulate},
    treatment::Drug,
};

/// What an arm did to a patient.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Taken {
    /// Response, survival and milestones, without curves.
    pub record: Record,
    /// Days since the first dose on which a fever began.
    pub fevers: Vec<f64>,
}

/// One arm with and without what explains its responses.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Versions {
    /// As the arm gives it.
    pub as_designed: Taken,
    /// The same course where the arm gives none.
    pub without_cenersen: Taken,
    /// The same course where the patient takes none, or the arm gives no cenersen.
    pub without_inhibitors: Taken,
}

impl Trial {
    /// The course of a patient in an arm.
    ///
    /// Curves are recorded daily. `progress` gets the hours simulated since its last call.
    ///
    /// # Errors
    /// A simulation that panics, as patient, arm and message.
    pub(crate) fn course(
        &self,
        (index, arm): (usize, &Arm),
        patient: &Patient,
        progress: &impl Fn(f64),
    ) -> Result<Course, Failed> {
        let patient = match arm.without_inhibitors {
            true => &Patient { inhibitor: InhibitorUse::default(), ..patient.clone() },
            false => patient,
        };
        let case = self.case(arm, patient);
        let name = &self.arms[index].name;
        let failed = |message| Failed { patient: patient.number, replicate: 0, arm: name.clone(), message };
        caught(|| simulate(&case, 0, progress)).map_err(failed)
    }

    /// A patient in an arm, as he is.
    pub(super) fn case<'a>(&'a self, arm: &'a Arm, patient: &'a Patient) -> Case<'a> {
        let Arm { ledger, correlations, regimen, .. } = arm;
        Case { ledger, correlations, patient, regimen, settings: &self.settings, snapshots: &[] }
    }

    /// A patient in every arm, in all versions; what differs in nothing is simulated once.
    ///
    /// # Errors
    /// The first arm whose simulation panics; the patient is then left out of all arms.
    pub(super) fn versions(&self, patient: &Patient, progress: &impl Fn(f64)) -> Result<Vec<Versions>, Failed> {
        self.arms.iter().enumerate().map(|arm| self.versions_in(arm, patient, progress)).collect()
    }

    /// A patient in one arm, in all versions.
    pub(super) fn versions_in(
        &self,
        (index, arm): (usize, &Arm),
        patient: &Patient,
        progress: &impl Fn(f64),
    ) -> Result<Versions, Failed> {
        let taken =
            |arm: &Arm| self.course((index, arm), patient, progress).map(|course| Taken::of(index, patient, &course));
        let skipped = |taken: &Taken| {
            progress(self.settings.horizon.in_hours());
            taken.clone()
        };
        let as_designed = taken(arm)?;
        let gives = arm.drugs().contains(&Drug::Cenersen);
        let without_cenersen = match gives {
            true => taken(&arm.without(&[Without::Drug(Drug::Cenersen)]))?,
            false => skipped(&as_designed),
        };
        let without_inhibitors = match gives && takes(patient) {
            true => taken(&arm.without(&[Without::Inhibitors]))?,
            false => skipped(&as_designed),
        };
        Ok(Versions { as_designed, without_cenersen, without_inhibitors })
    }

    /// Hours of simulation that [`Trial::versions`] reports for each patient.
    pub(super) fn hours_of_versions(&self) -> f64 {
        VERSIONS as f64 * self.arms.len() as f64 * self.settings.horizon.in_hours()
    }
}

/// Whether the patient may take an inhibitor at all.
fn takes(patient: &Patient) -> bool {
    patient.inhibitor.for_fever || !patient.inhibitor.periods.is_empty()
}

impl Versions {
    /// Tells the patient of all courses by this number.
    pub fn count_as(&mut self, number: u64) {
        let all = [&mut self.as_designed, &mut self.without_cenersen, &mut self.without_inhibitors];
        all.into_iter().for_each(|taken| taken.record.patient = number);
    }

    /// As designed, without cenersen, without inhibitors.
    pub fn into_taken(self) -> [Taken; VERSIONS] {
        [self.as_designed, self.without_cenersen, self.without_inhibitors]
    }

    /// From courses in the order of [`Versions::into_taken`].
    pub fn from_taken(taken: &[Taken]) -> Self {
        let [as_designed, without_cenersen, without_inhibitors] = std::array::from_fn(|version| taken[version].clone());
        Self { as_designed, without_cenersen, without_inhibitors }
    }
}

impl Taken {
    /// Keeps what is counted.
    fn of(arm: usize, patient: &Patient, course: &Course) -> Self {
        Self { record: Record::of(patient.number, arm, course), fevers: fevers(&course.events) }
    }

    /// Whether a fever began by this day.
    pub fn fever_by(&self, day: f64) -> bool {
        self.fevers.iter().any(|fever| *fever <= day)
    }
}

/// Days on which severe infections began.
pub(super) fn fevers(events: &[Event]) -> Vec<f64> {
    events.iter().filter(|event| event.kind == EventKind::Infection).map(|event| event.time.in_days()).collect()
}

/// Days within the first so many on which a patient takes an inhibitor, each day once; none after death.
pub(super) fn inhibitor_days(patient: &Patient, fevers: &[f64], until: f64, last_day: f64) -> f64 {
    let mut periods: Vec<(f64, f64)> =
        patient.inhibitor.periods.iter().map(|(from, to)| (from.in_days(), to.in_days())).collect();
    if patient.inhibitor.for_fever {
        periods.extend(fevers.iter().map(|day| (*day, day + 7.0)));
    }
    periods.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut days, mut counted_to, end) = (0.0, 0.0, until.min(last_day));
    for (from, to) in periods {
        let (from, to) = (from.max(counted_to), to.min(end));
        days += (to - from).max(0.0);
        counted_to = counted_to.max(to);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_model::{parameters::Ledger, quantity::Time};

    #[test]
    fn days_on_an_inhibitor_are_counted_once_and_not_after_death() {
        let mut patient =
            cenersim_model::patient::enrolled(&Ledger::defaults(), cenersim_model::engine::Seed::new(1), 1);
        patient.inhibitor.periods = vec![(Time::ZERO, Time::days(7.0)), (Time::days(5.0), Time::days(9.0))];
        assert_eq!(inhibitor_days(&patient, &[20.0], 42.0, 730.0), 9.0);
        assert_eq!(inhibitor_days(&patient, &[20.0], 42.0, 6.0), 6.0);
        patient.inhibitor.for_fever = true;
        assert_eq!(inhibitor_days(&patient, &[8.0, 40.0], 42.0, 730.0), 9.0 + 6.0 + 2.0);
    }
}
