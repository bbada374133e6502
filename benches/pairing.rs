//! What pairing is worth: the variance of the difference between arms C and A when the same patients (and the same
//! draws) are in both arms, against independent patients. The ratio is the factor by which fewer patients do.

mod cases;
mod measure;

use cenersim::{
    curves::Course,
    quantity::Time,
    scenario::Scenario,
    simulation::{Settings, Until},
};
use measure::figure;
use rayon::prelude::*;

const PATIENTS: u64 = 100;
/// Positions of arms A and C in the scenario.
const ARMS: [usize; 2] = [0, 2];
/// Days until the outcomes are read: the depth of kill and of the blood counts.
const DAYS: f64 = 42.0;

/// An outcome that two arms are compared by.
type Outcome = (&'static str, fn(&Course) -> f64);

const OUTCOMES: [Outcome; 4] = [
    ("blast_log_kill", |course| course.outcome.milestones.blast_log_kill),
    ("stem_log_kill", |course| course.outcome.milestones.stem_log_kill),
    ("days_of_neutropenia", |course| course.outcome.milestones.days_neutrophils_below_half),
    ("platelet_nadir", |course| course.outcome.milestones.platelet_nadir),
];

fn main() {
    let scenario = cases::scenario();
    let settings = Settings { horizon: Time::days(DAYS), until: Until::Horizon, ..scenario.settings.clone() };
    let everyone = |number| (number, 0);
    let repeated = |number| (0, number as u32);
    compare(&scenario, &settings, "patients", everyone);
    compare(&scenario, &settings, "replicates", repeated);
}

/// `who` names the patient and the replicate that take place `number` in either arm.
fn compare(scenario: &Scenario, settings: &Settings, what: &str, who: impl Fn(u64) -> (u64, u32) + Sync) {
    let pair = |number| {
        let (patient, replicate) = who(number);
        ARMS.map(|arm| {
            let course = cases::course(scenario, settings, patient, arm, replicate);
            OUTCOMES.map(|(_, outcome)| outcome(&course))
        })
    };
    let pairs: Vec<_> = (1..=PATIENTS).into_par_iter().map(pair).collect();
    for (index, (name, _)) in OUTCOMES.iter().enumerate() {
        let [a, b] = [0, 1].map(|arm| pairs.iter().map(|pair| pair[arm][index]).collect::<Vec<_>>());
        let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| b - a).collect();
        let (paired, independent) = (variance(&differences), variance(&a) + variance(&b));
        figure(&format!("pairing.{what}.{name}"), independent / paired, "variance_ratio");
    }
}

fn variance(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / (count - 1.0)
}
