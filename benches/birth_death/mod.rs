//! The benchmark model "birth-death-damage": cells with a drug, an mRNA, a protein, damage and a place in the cycle,
//! of which about 1 % die and 1 % divide in a step. Written once as rules for one cell, twice as programs over columns.
//! Left out: everything that makes it biology; the numbers are chosen to give the work and the turnover, not a leukemia.

#![allow(dead_code, reason = "every bench uses a part")]

pub mod columns;
pub mod draws;
pub mod engine;
pub mod rule;

use rule::{Counts, Fingerprint};

/// What a program over this model must offer to be measured.
pub trait Program {
    fn step(&mut self) -> Counts;

    /// Runs `steps` steps; returns agent-steps and the fingerprint of all counts.
    fn run(&mut self, steps: u64) -> (u64, Fingerprint) {
        let (mut work, mut print) = (0, Fingerprint::default());
        for _ in 0..steps {
            let counts = self.step();
            work += u64::from(counts.agents);
            print.add(counts);
        }
        (work, print)
    }
}
