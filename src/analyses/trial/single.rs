//! One trial from screening to analysis: fresh patients, each in the one arm that they were randomized to. Left out: curves.
//!
//! # From screening to analysis
//!
//! 1. `allotted`: places of the protocol (day of enrollment, refractory or relapsed, user of inhibitors), a patient for each, and
//!    an arm for each within strata. Patients are drawn anew for every trial, or are those of a list.
//! 2. `subject`: the patient is simulated in this one arm to the horizon; outcome and events are kept, and of the curves those of
//!    counts in blood.
//! 3. `analyzed`: counts by subgroup with exact intervals, Kaplan-Meier curves, log-rank and Fisher tests, paths of the stopping
//!    rule. What is computed is of these subjects alone; trials are not pooled here (see `pool`).
//!
//! # Populations
//!
//! | set | who |
//! |---|---|
//! | screened | enrolled, or turned away by age or by the length of the first remission |
//! | randomized, treated, analyzed | everybody enrolled: nobody withdraws before the first dose |
//! | evaluable | those who neither died early nor were left unexamined |
//!
//! # Numbers and seeds
//!
//! Patients of trial n have the numbers from n times a million on, so that no two trials share one and those of a pool, which lie
//! below, are never met again.
//! Places and arms have a stream of their own, of the seed and the number of the trial.

use super::{
    courses::{fevers, inhibitor_days},
    design::Trial,
    enrollment::{Place, allocated, listed, person, places, prescribed, stratum, stream},
    explanations::responses,
    measures::{deaths, disease_free_survival, ends_of_remission, overall_survival, remission_pair},
    monitor::Monitor,
    pool::Prescription,
    printed::Printed,
    results::{Consort, ConsortArm, Excluded, SingleTrial, Subgroup, Subject, SurvivalResult},
    seen::{Group, Seen, first_remission_days},
    tables::TOTAL,
};
use crate::comparison::{Failed, Record, TwoArm, pairs_against};
use cenersim_model::{
    curves::{CurveSet, Response, Variable, administrations},
    engine::Seed,
    patient::{Disease, Patient, Sex, turned_away},
    simulation::{Individual, jobs},
};
use cenersim_statistics::{Observed, clopper_pearson, fisher, log_rank};
use rayon::prelude::*;

/// Numbers of the patients of trial `n` follow `n` times this; those of a pool are below it.
const PATIENTS_OF_A_TRIAL: u64 = 1_000_000;

/// Number of the trial that a patient of this number is enrolled in.
pub fn trial_of(patient: u64) -> u64 {
    (patient - 1) / PATIENTS_OF_A_TRIAL
}

/// A subject before the first dose.
pub(crate) struct Allotted {
    /// Covariates and own numbers.
    pub patient: Patient,
    /// Which place of the enrollment they fill.
    pub(super) place: Place,
    /// Within which the randomization is balanced; the same text for all without strata.
    stratum: String,
    /// Index of the arm that they were randomized to.
    pub arm: usize,
}

impl Allotted {
    /// What the quotas ask of a subject in this place.
    pub(super) fn prescription(&self) -> Prescription {
        self.place.prescription
    }

    /// Whether the protocol enrolled them as refractory, and as a user of inhibitors.
    pub fn is_refractory(&self) -> bool {
        self.place.prescription.refractory
    }

    /// Whether the protocol enrolled them as a user of inhibitors.
    pub fn is_user(&self) -> bool {
        self.place.prescription.user
    }
}

impl Trial {
    /// Conducts trial `number`, from 1 on: enrolls, randomizes, treats and judges. `progress` is called with the hours
    /// simulated since its last call.
    ///
    /// Trials of different numbers have different patients; the same number and seed give the same trial.
    ///
    /// # Errors
    /// The first subject whose simulation fails.
    pub fn conduct(&self, number: u64, progress: &(impl Fn(f64) + Sync)) -> Result<SingleTrial, Failed> {
        let allotted = self.allotted(number);
        let one = |index: usize| self.subject((index, &allotted[index]), progress);
        let subjects: Result<Vec<Subject>, Failed> = jobs(0..allotted.len()).map(one).collect();
        let ledger = &self.arms[0].ledger;
        let turned_away = |Allotted { patient, place, .. }: &Allotted| {
            turned_away(&prescribed(ledger, place.prescription), Seed::new(self.settings.seed), patient.number)
        };
        // A list has nobody who was turned away before.
        let drawn = allotted.iter().filter(|_| self.cohort.is_empty());
        let turned: Vec<_> = drawn.map(turned_away).collect();
        let excluded = [
            ("younger than eligible", turned.iter().map(|turned| turned.too_young).sum::<u32>()),
            ("relapsed too late", turned.iter().map(|turned| turned.relapsed_too_late).sum()),
        ];
        Ok(self.analyzed(subjects?, excluded))
    }

    /// Who is enrolled in trial `number`, and the arm of each; fresh patients for every trial, or those of the list.
    pub(crate) fn allotted(&self, number: u64) -> Vec<Allotted> {
        let stream = stream(self.settings.seed, number);
        let mut places = places(&self.protocol, stream);
        let patients = match self.cohort.is_empty() {
            true => self.fresh(number, &places),
            false => listed(self, stream, places.len()),
        };
        if !self.cohort.is_empty() {
            places
                .iter_mut()
                .zip(&patients)
                .for_each(|(place, patient)| place.prescription = Prescription::of(patient));
        }
        let strata: Vec<String> = patients.iter().map(|patient| stratum(&self.protocol, patient)).collect();
        let arms = allocated(&self.protocol, stream, &strata);
        let everybody = patients.into_iter().zip(places).zip(strata).zip(arms);
        everybody.map(|(((patient, place), stratum), arm)| Allotted { patient, place, stratum, arm }).collect()
    }

    /// Patients of the population for these places of trial `number`.
    fn fresh(&self, number: u64, places: &[Place]) -> Vec<Patient> {
        let (ledger, seed) = (&self.arms[0].ledger, self.settings.seed);
        let numbers = number * PATIENTS_OF_A_TRIAL + 1..;
        numbers.zip(places).map(|(number, place)| person(ledger, seed, number, place.prescription)).collect()
    }

    /// The patient in this row of the list, from 1 on.
    pub(super) fn listed(&self, row: u64) -> Option<Patient> {
        self.cohort.patient(row, &self.arms[0].ledger, self.settings.seed)
    }

    /// Hours of simulation that one trial takes.
    pub fn trial_hours(&self) -> f64 {
        f64::from(self.protocol.total()) * self.settings.horizon.in_hours()
    }

    /// Simulates one subject in the arm of the randomization.
    fn subject(&self, (index, allotted): (usize, &Allotted), progress: &impl Fn(f64)) -> Result<Subject, Failed> {
        let Allotted { patient, arm, .. } = allotted;
        let arm = *arm;
        let course = self.course((arm, &self.arms[arm]), patient, progress)?;
        let record = Record::of(patient.number, arm, &course);
        let individual = Individual::given(&self.case(&self.arms[arm], patient), &administrations(&course.events));
        let survival = &record.outcome.survival;
        let last_day = survival.death_day.unwrap_or(survival.observed_to_day);
        let inhibitor_days = inhibitor_days(patient, &fevers(&course.events), self.protocol.users_until_day, last_day);
        Ok(Subject {
            number: index as u32 + 1,
            enrollment_day: allotted.place.day,
            stratum: allotted.stratum.clone(),
            arm: arm as u32,
            age_years: patient.age_years,
            sex: patient.sex,
            weight_kg: patient.body.weight_kg,
            height_cm: patient.body.height_cm,
            refractory: patient.disease == Disease::Refractory,
            first_remission_days: first_remission_days(patient),
            tp53: patient.tp53,
            burden: patient.burden,
            inhibitor_user: inhibitor_days > 0.0,
            inhibitor_days,
            record,
            blood: blood(course.curves),
            individual,
            events: course.events,
        })
    }

    /// Tests, subgroups and survival of a trial whose subjects are known.
    pub(super) fn analyzed(&self, subjects: Vec<Subject>, excluded: [(&str, u32); 2]) -> SingleTrial {
        let seen: Vec<Seen> = subjects.iter().map(Subject::seen).collect();
        let numbers = subjects.iter().map(|subject| subject.number);
        let arms: Vec<Vec<Seen>> = (0..self.arms.len()).map(|arm| Group::Arm(arm).of(&seen)).collect();
        let compared = |of: fn(&[Seen]) -> Vec<Observed>| {
            let groups: Vec<Vec<Observed>> = arms.iter().map(|arm| of(arm)).collect();
            log_rank(&groups.iter().map(Vec::as_slice).collect::<Vec<_>>())
        };
        SingleTrial {
            consort: self.consort(&subjects, excluded),
            subgroups: self.subgroups(&seen),
            survival: self.survival(&seen),
            overall_log_rank_p: compared(deaths),
            disease_free_log_rank_p: compared(ends_of_remission),
            remissions: numbers.zip(&seen).filter_map(|(number, seen)| remission_pair(number, seen)).collect(),
            stopping: Monitor::of(self).paths(&responses(&seen, self.arms.len())),
            disease_p: contrast_p(&seen, [Group::Refractory(true), Group::Refractory(false)]),
            inhibitor_p: contrast_p(&seen, [Group::User(true), Group::User(false)]),
            subjects,
        }
    }

    /// Every pair of arms of a trial, those with the reference first.
    pub fn two_arm(&self, trial: &SingleTrial, reference: usize) -> Vec<TwoArm> {
        let of = |arm: usize| -> Vec<&Record> {
            trial.subjects.iter().filter(|subject| subject.arm as usize == arm).map(|subject| &subject.record).collect()
        };
        let pair = |(first, second): (usize, usize)| {
            TwoArm::of((first, second), [&of(first), &of(second)], self.protocol.follow_up_days, false)
        };
        pairs_against(reference, self.arms.len()).into_iter().filter_map(pair).collect()
    }

    /// The flow of subjects by arm.
    fn consort(&self, subjects: &[Subject], excluded: [(&str, u32); 2]) -> Consort {
        let of = |(arm, name): (usize, &str)| {
            let mine: Vec<&Subject> = subjects.iter().filter(|subject| subject.arm as usize == arm).collect();
            let count = |has: &dyn Fn(&Subject) -> bool| mine.iter().filter(|subject| has(subject)).count() as u32;
            let (died_early, not_examined) =
                (count(&|s| s.response() == Response::EarlyDeath), count(&|s| s.response() == Response::NotEvaluable));
            let randomized = mine.len() as u32;
            ConsortArm {
                arm: name.to_owned(),
                randomized,
                treated: randomized,
                second_course: count(&|subject| subject.record.outcome.courses > 1),
                died_early,
                not_examined,
                evaluable: randomized - died_early - not_examined,
                analyzed: randomized,
                died: count(&Subject::died),
                completed: count(&|subject| !subject.died()),
            }
        };
        let randomized = subjects.len() as u32;
        Consort {
            screened: randomized + excluded.iter().map(|(_, subjects)| subjects).sum::<u32>(),
            not_eligible: excluded
                .into_iter()
                .map(|(reason, subjects)| Excluded { reason: reason.to_owned(), subjects })
                .collect(),
            randomized,
            arms: self.arms.iter().map(|arm| arm.name.as_str()).enumerate().map(of).collect(),
        }
    }

    /// Arms, disease, use of inhibitors and all, each beside what was published.
    fn subgroups(&self, seen: &[Seen]) -> Vec<Subgroup> {
        let printed = Printed::beside(self);
        let arms = self.arms.iter().enumerate().map(|(index, arm)| ("arm", arm.name.as_str(), Group::Arm(index)));
        let others = [
            ("disease", "refractory", Group::Refractory(true)),
            ("disease", "relapsed", Group::Refractory(false)),
            ("inhibitors", "users", Group::User(true)),
            ("inhibitors", "others", Group::User(false)),
            ("all", TOTAL, Group::All),
        ];
        let subgroup = |(heading, label, group): (&str, &str, Group)| {
            let members = group.of(seen);
            let count = |has: fn(&Seen) -> bool| members.iter().filter(|seen| has(seen)).count() as u32;
            let (n, cr, remission) = (members.len() as u32, count(|seen| seen.cr()), count(|seen| seen.remission()));
            Subgroup {
                heading: heading.to_owned(),
                label: label.to_owned(),
                n,
                cr,
                remission,
                cr_interval: clopper_pearson(cr, n),
                remission_interval: clopper_pearson(remission, n),
                published: printed.group(group),
            }
        };
        arms.chain(others).map(subgroup).collect()
    }

    /// Overall and disease-free survival of each arm and of all.
    fn survival(&self, seen: &[Seen]) -> Vec<SurvivalResult> {
        let arms = self.arms.iter().enumerate().map(|(index, arm)| (arm.name.as_str(), Group::Arm(index)));
        let of = |(name, group): (&str, Group)| {
            let members = group.of(seen);
            let (overall, disease_free) = (overall_survival(&members), disease_free_survival(&members));
            SurvivalResult { name: name.to_owned(), overall, disease_free }
        };
        arms.chain([(TOTAL, Group::All)]).map(of).collect()
    }
}

impl Subject {
    /// The subject as tables count them.
    pub(super) fn seen(&self) -> Seen<'_> {
        Seen {
            arm: self.arm as usize,
            age_years: self.age_years,
            man: self.sex == Sex::Male,
            refractory: self.refractory,
            first_remission_days: self.first_remission_days,
            user: self.inhibitor_user,
            record: &self.record,
        }
    }
}

/// The curves of counts in blood alone.
fn blood(mut curves: CurveSet) -> CurveSet {
    let counts = [Variable::Neutrophils, Variable::Platelets, Variable::Leukocytes, Variable::BloodBlasts];
    curves.values.retain(|curve, _| counts.contains(&curve.variable));
    curves
}

/// Fisher's p value of CR + CRp in two groups.
pub(super) fn contrast_p(seen: &[Seen], groups: [Group; 2]) -> f64 {
    fisher(groups.map(|group| {
        let members = group.of(seen);
        let responders = members.iter().filter(|seen| seen.remission()).count() as u32;
        [responders, members.len() as u32 - responders]
    }))
}
