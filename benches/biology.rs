//! The full model of the cells: speed by instruction set, at rest and under drugs, and the share of every process.

mod cases;
mod marrows;
mod measure;

use cenersim::{
    biology::Phase,
    engine::{Isa, limit},
};
use marrows::{Condition, Marrows};
use measure::{figure, median, timed};
use std::{
    sync::{Arc, Mutex},
    time::Instant,
};

/// Agents of each class, as by default.
const AGENTS: usize = 512;
const HOURS: usize = 168;
const ROUNDS: usize = 31;

fn main() {
    let marrows = Marrows::new();
    for isa in Isa::ALL.into_iter().rev().filter(|isa| limit(*isa) == *isa) {
        limit(isa);
        for condition in Condition::ALL {
            speed(&marrows, isa, condition);
        }
    }
    limit(Isa::Avx512);
    Condition::ALL.into_iter().for_each(|condition| shares(&marrows, condition));
}

/// Median speed of a week of one marrow.
fn speed(marrows: &Marrows, isa: Isa, condition: Condition) {
    let mut speeds = Vec::new();
    for _ in 0..ROUNDS {
        let mut marrow = marrows.presentation(AGENTS);
        let (seconds, work) = timed(|| marrows.run(&mut marrow, HOURS, condition));
        speeds.push(work as f64 / seconds / 1e6);
    }
    let name = format!("{}.{}", format!("{isa:?}").to_lowercase(), condition.name());
    let speed = median(speeds);
    figure(&format!("biology.{name}"), speed, "Magent-steps/s");
    figure(&format!("biology.{name}.time"), 1e3 / speed, "ns/agent-step");
}

/// Nanoseconds for each agent-step of each process, the clock's own cost included; `other` is the step's own work.
fn shares(marrows: &Marrows, condition: Condition) {
    let mut laps: Vec<Vec<f64>> = vec![Vec::new(); Phase::ORDER.len() + 1];
    for _ in 0..ROUNDS {
        let (work, sums) = week(marrows, condition);
        laps.iter_mut().zip(sums).for_each(|(laps, sum)| laps.push(sum * 1e9 / work as f64));
    }
    let names = Phase::ORDER.map(|phase| format!("{phase:?}").to_lowercase()).into_iter().chain(["other".into()]);
    for (name, laps) in names.zip(laps) {
        figure(&format!("biology.{}.{name}", condition.name()), median(laps), "ns/agent-step");
    }
}

/// Agent-steps of a week, and the seconds in each process and outside of all.
fn week(marrows: &Marrows, condition: Condition) -> (u64, Vec<f64>) {
    let clock = Arc::new(Mutex::new((Instant::now(), vec![0.0; Phase::ORDER.len() + 1])));
    let lap = move |clock: &Mutex<(Instant, Vec<f64>)>, of: usize| {
        let mut clock = clock.lock().expect("one thread at a time");
        let now = Instant::now();
        clock.1[of] += (now - clock.0).as_secs_f64();
        clock.0 = now;
    };
    let mut marrow = marrows.presentation(AGENTS);
    let watched = Arc::clone(&clock);
    marrow.watch(move |phase| lap(&watched, phase as usize));
    let mut work = 0;
    clock.lock().expect("one thread at a time").0 = Instant::now();
    for hour in 0..HOURS {
        work += marrows.hour(&mut marrow, hour, condition);
        lap(&clock, Phase::ORDER.len());
    }
    let sums = clock.lock().expect("one thread at a time").1.clone();
    (work, sums)
}
