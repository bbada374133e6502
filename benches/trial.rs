//! The trial's size: 53 patients randomized over three arms and followed for two years, on one and on two threads in
//! alternation. Every course is reduced to its outcome when it ends, as a trial does.

mod cases;
mod measure;

use cenersim::{
    engine::Seed,
    quantity::Time,
    simulation::{Settings, Until, jobs},
};
use measure::{figure, median, timed};
use rayon::{ThreadPool, ThreadPoolBuilder, prelude::*};

const PATIENTS: u64 = 53;
/// Pairs of runs, unless the command line says how many: `cargo bench --bench trial -- 1`.
const ROUNDS: usize = 3;

/// What is left of a patient: response, day of death, and the work they made.
type Reduced = (&'static str, Option<f64>, u64, u64);

fn main() {
    let pools = [1, 2].map(|threads| ThreadPoolBuilder::new().num_threads(threads).build().expect("threads start"));
    let mut seconds = [Vec::new(), Vec::new()];
    let mut results = Vec::new();
    let rounds = std::env::args().skip(1).find_map(|argument| argument.parse().ok()).unwrap_or(ROUNDS);
    for _ in 0..rounds {
        for (pool, seconds) in pools.iter().zip(&mut seconds) {
            let (took, result) = timed(|| trial(pool));
            seconds.push(took);
            results.push(result);
        }
    }
    assert!(results.iter().all(|result| *result == results[0]), "the number of threads changed a result");
    report(&results[0], seconds);
}

fn trial(pool: &ThreadPool) -> Vec<Reduced> {
    let scenario = cases::scenario();
    // As in a trial: a patient is followed to death, with a blood count a day.
    let (horizon, record_every) = (Time::days(730.0), Time::days(1.0));
    let settings = Settings { horizon, record_every, until: Until::Death, ..scenario.settings.clone() };
    let patient = |number: u64| {
        let arm = (Seed::new(settings.seed).named("arm").number(number).uniform() * 3.0) as usize;
        let course = cases::course(&scenario, &settings, number, arm, 0);
        (course.outcome.response.name(), course.outcome.survival.death_day, course.steps, course.agent_steps)
    };
    pool.install(|| jobs(1..=PATIENTS).map(patient).collect())
}

fn report(patients: &[Reduced], seconds: [Vec<f64>; 2]) {
    let scaling = seconds[0].iter().zip(&seconds[1]).map(|(one, two)| one / two).collect();
    let [one, two] = seconds.map(median);
    let steps: u64 = patients.iter().map(|patient| patient.2).sum();
    let work: u64 = patients.iter().map(|patient| patient.3).sum();
    figure("trial.one_thread", one, "s");
    figure("trial.two_threads", two, "s");
    figure("trial.scaling", median(scaling), "ratio");
    figure("trial.steps", steps as f64 / PATIENTS as f64, "per_patient");
    figure("trial.agent_steps", work as f64 / PATIENTS as f64 / 1e6, "million_per_patient");
    figure("trial.costliest", costliest(patients), "of_median");
    figure("trial.speed", work as f64 / one / 1e6, "Magent-steps/s/core");
    figure("trial.deaths", patients.iter().filter(|patient| patient.1.is_some()).count() as f64, "patients");
    if let Some(kilobytes) = measure::peak_memory() {
        figure("trial.peak_memory", kilobytes / 1024.0, "MiB");
    }
}

/// Agent-steps of the costliest patient relative to the median.
fn costliest(patients: &[Reduced]) -> f64 {
    let work: Vec<f64> = patients.iter().map(|patient| patient.3 as f64).collect();
    work.iter().copied().fold(0.0, f64::max) / median(work)
}
