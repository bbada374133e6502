//! What every program of the comparison is asked and answers: agents and steps in; agents, steps, seconds without
//! set-up, fingerprint and totals of all counts out, on one line.

use crate::rule::{Counts, Fingerprint};
use std::time::Instant;

pub struct Telling {
    pub agents: u64,
    pub steps: u64,
    start: Instant,
    fingerprint: Fingerprint,
    totals: [u64; 6],
}

impl Telling {
    pub fn from_arguments() -> Self {
        let mut arguments = std::env::args().skip(1);
        let mut number = |what: &str| -> u64 {
            let text = arguments.next().unwrap_or_default();
            text.parse().unwrap_or_else(|_| {
                panic!("`{text}` is not a number of {what}: expected two numbers, agents and steps")
            })
        };
        let (agents, steps) = (number("agents"), number("steps"));
        Self { agents, steps, start: Instant::now(), fingerprint: Fingerprint::default(), totals: [0; 6] }
    }

    /// Set-up is over.
    pub fn begin(&mut self) {
        self.start = Instant::now();
    }

    pub fn add(&mut self, counts: Counts) {
        self.fingerprint.add(counts);
        self.totals.iter_mut().zip(counts.numbers()).for_each(|(total, number)| *total += u64::from(number));
    }

    pub fn tell(&self) {
        let seconds = self.start.elapsed().as_secs_f64();
        let totals = self.totals.map(|total| total.to_string()).join(" ");
        println!("{} {} {seconds:.6} {:016x} {totals}", self.agents, self.steps, self.fingerprint.0);
    }
}
