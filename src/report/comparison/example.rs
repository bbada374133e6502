//! The real comparison with so many arms and patients as a test asks for: its arms again under other names, with the shares,
//! differences and counts that tests look for. Left out: the headline and trials of two arms.

use super::{ComparisonRecord, FailedPatient, Made};
use crate::fixtures::{comparison, patient, trial};
use cenersim_analyses::comparison::{
    ArmResult, Attribution, Compared, MeasureDifference, PairResult, RateDifference, RateResult, Record, SweepResult,
};
use cenersim_model::{
    parameters::Ledger,
    patient::{Cohort, Disease, Patient, Sex},
    quantity::Time,
};
use cenersim_statistics::Interval;
use std::time::Duration;

/// Owned data that a [`ComparisonRecord`] borrows.
pub struct Example {
    pub compared: Compared,
    pub records: Vec<Record>,
    pub patients: Vec<Patient>,
    pub ledger: Ledger,
    pub scenarios: Vec<(String, String)>,
    pub failures: Vec<FailedPatient>,
}

impl Example {
    /// Arms `A`, `B`, ... in so many patients with two replicates each.
    pub fn new(arms: u32, patients: u32) -> Self {
        let compared = compared(arms as usize, patients);
        Self {
            records: records(arms, patients),
            patients: (1..=u64::from(patients)).map(numbered).collect(),
            ledger: Ledger::defaults(),
            scenarios: compared.arms.iter().map(|arm| (arm.name.to_lowercase(), "title = \"x\"\n".into())).collect(),
            failures: Vec::new(),
            compared,
        }
    }

    /// Hands out what is borrowed; the lists of patients and ledgers are per arm.
    pub fn with<T>(&self, use_it: impl FnOnce(&ComparisonRecord) -> T) -> T {
        let arms = self.compared.arms.len();
        let (patients, ledgers) = (vec![self.patients.as_slice(); arms], vec![&self.ledger; arms]);
        use_it(&ComparisonRecord {
            cohort: &Cohort::default(),
            compared: &self.compared,
            records: &self.records,
            patients: &patients,
            individuals: &[],
            regimens: &[],
            ledgers: &ledgers,
            scenarios: &self.scenarios,
            failures: &self.failures,
            hypothesis: "neutral",
            made: Made {
                name: "arms",
                command: "cenersim compare scenarios/arm_a.toml scenarios/arm_b.toml --patients 4",
                version: "0.1.0",
                commit: "abc1234",
                wall: Duration::from_millis(1500),
            },
        })
    }
}

fn compared(arms: usize, patients: u32) -> Compared {
    let real = comparison();
    let pairs = (0..arms).flat_map(|first| (first + 1..arms).map(move |second| (first, second)));
    let attribution = real.attribution.iter().cycle().take(arms).enumerate();
    Compared {
        shown: Vec::new(),
        mechanism: None,
        title: "Arms & <others>".into(),
        pairs: pairs.zip(real.pairs.iter().cycle()).map(|(arms, real)| pair(arms, real, patients)).collect(),
        two_arm: Vec::new(),
        attribution: attribution.map(|(arm, real)| Attribution { arm, ..real.clone() }).collect(),
        sweep: real.sweep.map(|sweep| of_first(sweep, arms)),
        arms: (0..arms).map(|index| arm(index, &real.arms[index % real.arms.len()], patients)).collect(),
        headline: None,
        patients,
        replicates: 2,
        horizon_days: 90.0,
        follow_up_days: 90.0,
        seed: 7,
        ..real
    }
}

fn interval(low: f64, high: f64) -> Interval {
    Interval { low, high }
}

/// Only arm B stands for an arm of the published trial.
fn arm(index: usize, real: &ArmResult, patients: u32) -> ArmResult {
    let share = 0.2 + 0.01 * index as f64;
    let rate = |real: &RateResult| RateResult {
        n: patients,
        found: patients / 3,
        exact: interval(0.1, 0.4),
        wilson: interval(0.11, 0.39),
        share,
        ..*real
    };
    ArmResult {
        name: char::from(b'A' + index as u8).to_string(),
        rates: real.rates.iter().map(rate).collect(),
        published: real.published.clone().filter(|_| index == 1),
        ..real.clone()
    }
}

fn pair((first, second): (usize, usize), real: &PairResult, n: u32) -> PairResult {
    let rate = |real: &RateDifference| RateDifference {
        both: 0,
        only_first: 1,
        only_second: 2,
        neither: n - 3,
        difference: 0.02,
        interval: interval(-0.041, 0.082),
        mcnemar_p: 0.625,
        ..*real
    };
    let measure = |real: &MeasureDifference| MeasureDifference {
        n,
        median: -0.12,
        median_interval: interval(-0.2, -0.05),
        mean: -0.11,
        mean_interval: interval(-0.19, -0.04),
        ..*real
    };
    PairResult {
        first,
        second,
        rates: real.rates.iter().map(rate).collect(),
        measures: real.measures.iter().map(measure).collect(),
        survival_p: Some(0.44),
    }
}

/// The sweep of the first arms.
fn of_first(mut sweep: SweepResult, arms: usize) -> SweepResult {
    sweep.points.retain(|point| point.arm < arms);
    sweep.arms.truncate(arms);
    sweep
}

/// Courses of the subjects of the trial, as if they were these patients.
fn records(arms: u32, patients: u32) -> Vec<Record> {
    let rows = (1..=u64::from(patients))
        .flat_map(|patient| (0..2).flat_map(move |replicate| (0..arms).map(move |arm| (patient, replicate, arm))));
    let subjects = trial().trial.subjects;
    let record = |((patient, replicate, arm), real): ((u64, u32, u32), &Record)| Record {
        patient,
        replicate,
        arm,
        ..real.clone()
    };
    rows.zip(subjects.iter().map(|subject| &subject.record).cycle()).map(record).collect()
}

/// The patient of arm B as another person, women and men in turn.
fn numbered(number: u64) -> Patient {
    let disease = match number % 2 {
        0 => Disease::Refractory,
        _ => Disease::Relapsed { first_remission: Time::days(200.0) },
    };
    let sex = if number.is_multiple_of(2) { Sex::Female } else { Sex::Male };
    Patient { number, age_years: 50.0 + number as f64, sex, disease, ..patient() }
}
