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

/// Speed of a week of one marrow: the work of every round is the same, so the median time of every hour over the rounds
/// leaves out the rounds in which something else had the processor.
fn speed(marrows: &Marrows, isa: Isa, condition: Condition) {
    let (mut hours, mut work) = (vec![Vec::new(); HOURS], 0);
    for _ in 0..ROUNDS {
        let mut marrow = marrows.presentation(AGENTS);
        work = 0;
        for (hour, times) in hours.iter_mut().enumerate() {
            let (seconds, agents) = timed(|| marrows.hour(&mut marrow, hour, condition));
            times.push(seconds);
            work += agents;
        }
    }
    let name = format!("{}.{}", format!("{isa:?}").to_lowercase(), condition.name());
    let seconds: f64 = hours.into_iter().map(median).sum();
    figure(&format!("biology.{name}"), work as f64 / seconds / 1e6, "Magent-steps/s");
    figure(&format!("biology.{name}.time"), seconds * 1e9 / work as f64, "ns/agent-step");
}

/// Seconds since the last lap, of every lap.
struct Clock {
    last: Instant,
    laps: Vec<f64>,
}

impl Clock {
    fn lap(&mut self) {
        let now = Instant::now();
        self.laps.push((now - self.last).as_secs_f64());
        self.last = now;
    }
}

/// Nanoseconds for each agent-step of each process, the clock's own cost included; `other` is the step's own work.
fn shares(marrows: &Marrows, condition: Condition) {
    let names: Vec<String> = Phase::ORDER.map(|phase| format!("{phase:?}").to_lowercase()).into_iter().collect();
    let (mut times, mut work) = (vec![Vec::new(); HOURS * (names.len() + 1)], 0);
    for _ in 0..ROUNDS {
        let (agents, laps) = week(marrows, condition);
        times.iter_mut().zip(laps).for_each(|(times, lap)| times.push(lap));
        work = agents;
    }
    let medians: Vec<f64> = times.into_iter().map(median).collect();
    for (index, name) in names.iter().map(String::as_str).chain(["other"]).enumerate() {
        let seconds: f64 = medians.iter().skip(index).step_by(names.len() + 1).sum();
        figure(&format!("biology.{}.{name}", condition.name()), seconds * 1e9 / work as f64, "ns/agent-step");
    }
}

/// Agent-steps of a week, and the laps of every hour: each process, then what is outside of all.
fn week(marrows: &Marrows, condition: Condition) -> (u64, Vec<f64>) {
    let clock = Arc::new(Mutex::new(Clock { last: Instant::now(), laps: Vec::new() }));
    let mut marrow = marrows.presentation(AGENTS);
    let watched = Arc::clone(&clock);
    marrow.watch(move |_| watched.lock().expect("one thread at a time").lap());
    let mut work = 0;
    clock.lock().expect("one thread at a time").last = Instant::now();
    for hour in 0..HOURS {
        work += marrows.hour(&mut marrow, hour, condition);
        clock.lock().expect("one thread at a time").lap();
    }
    let laps = clock.lock().expect("one thread at a time").laps.clone();
    (work, laps)
}
