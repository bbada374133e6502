//! What the patients of a draw do in both arms, and the number that the trial compares. Left out: what a patient feels.
//!
//! A response counts 1 and none 0. Of survival the number is the score of the log-rank test (Peto and Peto 1972): the
//! cumulative hazard that a patient lived through, less 1 for a death, under the hazard of both arms together. Its sum
//! over the treated is what the log-rank test adds up, its variance is the share of deaths, and its mean difference
//! between arms is minus the log hazard ratio times that share. So both endpoints are a mean of a number of each patient.
//!
//! ```text
//! score of a patient = H(time) - 1 for a death, H(time) otherwise          H: Nelson-Aalen, both arms together
//! ```
//!
//! A row of numbers is what a chunk of a study stores: for each patient and repetition the day and event (1 or 0) of the
//! control, then those of the treatment.

use super::NextTrial;
use crate::comparison::{Arm, Design, Endpoint, Failed, Record, Who};
use cenersim_model::parameters::Ledger;
use cenersim_statistics::Observed;
use std::sync::Arc;

/// One course of a patient in an arm, as the trial sees it: the day of death or of the end of observation, and whether the
/// patient died; or, for a response, whether there was one.
pub type Course = Observed;

/// The courses of the patients of one draw: for each patient, for each repetition, control and treatment.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes(pub Vec<Vec<[Course; 2]>>);

/// Numbers of a course in a row.
const VALUES: usize = 2;

impl NextTrial {
    /// The courses of the patients of a draw with these numbers, as a row: day and event of each. `progress` is called with
    /// the hours simulated since its last call.
    ///
    /// # Errors
    /// The first patient whose simulation failed.
    pub fn outcomes_at(
        &self,
        draw: u64,
        ledger: &Ledger,
        progress: &(impl Fn(f64) + Sync),
    ) -> Result<Vec<f64>, Failed> {
        let replicates = u64::from(self.protocol.replicates);
        let patients = self.patients_of(draw);
        // Another turn of a listed patient is another course, so that the noise of every draw is its own.
        let unit = |number: u64| {
            let (patient, turn) = if self.cohort.is_empty() { (number, 0) } else { self.row(number) };
            (0..replicates).map(move |replicate| (patient, (turn * replicates + replicate) as u32))
        };
        let mut part = self.simulation(ledger).outcomes_of(patients.flat_map(unit).collect(), progress);
        match part.failures.pop() {
            Some(failed) => Err(failed),
            None => Ok(part.records.iter().map(|record| self.seen(record)).flat_map(values).collect()),
        }
    }

    /// Both arms in all patients of all draws.
    fn simulation(&self, ledger: &Ledger) -> Design {
        let with = |arm: &Arm| Arm { ledger: ledger.clone(), ..arm.clone() };
        let patients = u64::from(self.protocol.draws) * u64::from(self.protocol.patients_per_draw);
        Design {
            arms: self.arms.iter().map(with).collect(),
            settings: self.settings.clone(),
            who: if self.cohort.is_empty() { Who::Population(patients) } else { Who::Named(self.cohort.len()) },
            replicates: self.protocol.replicates,
            cohort: Arc::clone(&self.cohort),
        }
    }

    /// What the trial sees of a course.
    fn seen(&self, record: &Record) -> Course {
        let survival = &record.outcome.survival;
        let until = self.protocol.follow_up_days.min(survival.observed_to_day);
        match self.protocol.endpoint {
            Endpoint::Rate(rate) => Observed { time: 0.0, event: rate.of(&record.outcome) },
            Endpoint::Measure(_) => {
                let death = survival.death_day.filter(|day| *day <= self.protocol.follow_up_days);
                Observed { time: death.unwrap_or(until), event: death.is_some() }
            }
        }
    }

    /// Hours of simulation of one draw.
    pub fn hours_of_a_draw(&self) -> f64 {
        2.0 * f64::from(self.protocol.patients_per_draw)
            * f64::from(self.protocol.replicates)
            * self.settings.horizon.in_hours()
    }

    /// Numbers of a row; a draw that failed has as many that are none.
    pub fn width(&self) -> usize {
        2 * VALUES * (self.protocol.patients_per_draw * self.protocol.replicates) as usize
    }

    /// The courses of a row; none of a draw whose simulation failed.
    ///
    /// Patients are in the order of their numbers, so that draws of two computers can be put together.
    pub fn outcomes_of(&self, row: &[f64]) -> Option<Outcomes> {
        let course = |pair: &[f64]| Observed { time: pair[0], event: pair[1] == 1.0 };
        let pair = |four: &[f64]| [course(&four[..VALUES]), course(&four[VALUES..])];
        let pairs: Vec<[Course; 2]> = row.chunks_exact(2 * VALUES).map(pair).collect();
        let patients = pairs.chunks(self.protocol.replicates as usize).map(<[_]>::to_vec).collect();
        let whole = row.len() == self.width() && row.iter().all(|value| value.is_finite());
        whole.then_some(Outcomes(patients))
    }
}

/// A course as numbers: time (d), and 1 if it ended with the event.
const fn values(course: Course) -> [f64; VALUES] {
    [course.time, if course.event { 1.0 } else { 0.0 }]
}

impl Outcomes {
    /// The number that the trial compares, of every patient, repetition and arm; more is better.
    pub fn scores(&self, survival: bool) -> Vec<Vec<[f64; 2]>> {
        if !survival {
            return self.each(&|course| f64::from(u8::from(course.event)));
        }
        let hazard = self.cumulative_hazard();
        self.each(&|course| {
            let passed = hazard.partition_point(|(time, _)| *time <= course.time);
            let lived_through = passed.checked_sub(1).map_or(0.0, |last| hazard[last].1);
            lived_through - f64::from(u8::from(course.event))
        })
    }

    /// A number of every course, by patient, repetition and arm.
    fn each(&self, of: &dyn Fn(&Course) -> f64) -> Vec<Vec<[f64; 2]>> {
        let patient = |courses: &Vec<[Course; 2]>| courses.iter().map(|[a, b]| [of(a), of(b)]).collect();
        self.0.iter().map(patient).collect()
    }

    /// Of each patient the share of courses with the event, in both arms together.
    pub fn events_of_patients(&self) -> Vec<f64> {
        let share = |courses: &Vec<[Course; 2]>| {
            let events = courses.iter().flatten().filter(|course| course.event).count();
            events as f64 / (2 * courses.len()) as f64
        };
        self.0.iter().map(share).collect()
    }

    /// The cumulative hazard of both arms together from each death on (Nelson 1972, Aalen 1978).
    fn cumulative_hazard(&self) -> Vec<(f64, f64)> {
        let mut courses: Vec<&Course> = self.0.iter().flatten().flatten().collect();
        courses.sort_by(|a, b| a.time.total_cmp(&b.time));
        let (mut at_risk, mut sum, mut steps) = (courses.len() as f64, 0.0, Vec::new());
        for alike in courses.chunk_by(|a, b| a.time == b.time) {
            let deaths = alike.iter().filter(|course| course.event).count() as f64;
            sum += deaths / at_risk;
            at_risk -= alike.len() as f64;
            steps.push((alike[0].time, sum));
        }
        steps
    }
}
