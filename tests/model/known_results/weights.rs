//! Weights: whatever enters a class from lighter or heavier ones, and however the class changes its weight, the
//! expected number of cells stays what it was (Russian roulette and splitting; Spanier and Gelbard 1969).

use crate::{lineages::Lineages, samples::Sample};
use cenersim::engine::{Columns, Keys, Purpose, Roster, Seed, StepKey, Turnover};
use proptest::prelude::*;

const ROOM: usize = 64;

/// One class before a step: its agents and weight, how many leave it, and who arrives with which weight.
#[derive(Clone, Debug)]
struct Step {
    agents: usize,
    exponent: u32,
    leaving: usize,
    arriving: Vec<u32>,
}

impl Step {
    /// Cells that should be there afterwards.
    fn expected(&self) -> f64 {
        let stay = ((self.agents - self.leaving) << self.exponent) as f64;
        stay + self.arriving.iter().map(|&exponent| (1_u64 << exponent) as f64).sum::<f64>()
    }

    fn settle(&self, seed: Seed) -> Roster {
        let (mut roster, mut cells, mut turnover) = (Roster::new(1, ROOM), Lineages(vec![0; ROOM]), Turnover::new(1));
        let class = roster.class_mut(0);
        (class.len, class.exponent) = (self.agents, self.exponent);
        for row in 0..self.agents {
            cells.put(row, seed.number(row as u64).bits());
        }
        (0..self.leaving).for_each(|row| turnover.vacate(0, row));
        for (number, &exponent) in self.arriving.iter().enumerate() {
            turnover.arrive(0, seed.named("arrival").number(number as u64).bits(), exponent);
        }
        let key = |purpose| StepKey::new(seed, 3, purpose);
        turnover.settle(&mut roster, &mut cells, Keys { split: key(Purpose::Split), roulette: key(Purpose::Roulette) });
        roster
    }

    fn assert_unbiased(&self, what: &str) {
        let cells = |i| self.settle(Seed::new(5).number(i)).classes()[0].cells() as f64;
        (0..20_000).map(cells).collect::<Sample>().assert_mean(self.expected(), what);
    }
}

#[test]
fn arrivals_from_a_lighter_class_are_unbiased() {
    Step { agents: 40, exponent: 3, leaving: 5, arriving: vec![0, 0, 0, 1, 1, 2, 2] }.assert_unbiased("lighter");
}

#[test]
fn arrivals_from_a_heavier_class_keep_the_cells_exactly_where_there_is_room() {
    let step = Step { agents: 30, exponent: 3, leaving: 0, arriving: vec![5, 4, 6] };
    for seed in 0..50 {
        assert_eq!(step.settle(Seed::new(seed)).classes()[0].cells() as f64, step.expected());
    }
}

#[test]
fn doubling_the_weight_is_unbiased() {
    Step { agents: 60, exponent: 3, leaving: 0, arriving: vec![3; 30] }.assert_unbiased("one doubling");
    Step { agents: 60, exponent: 0, leaving: 3, arriving: vec![0, 1, 4, 8, 8] }.assert_unbiased("several doublings");
}

#[test]
fn mixed_arrivals_in_an_empty_class_are_unbiased() {
    Step { agents: 4, exponent: 2, leaving: 4, arriving: vec![0, 1, 3, 7, 7, 2] }.assert_unbiased("an empty class");
}

#[test]
fn halving_the_weight_keeps_the_cells_exactly() {
    let step = Step { agents: 50, exponent: 4, leaving: 30, arriving: vec![] };
    let after = step.settle(Seed::new(1));
    assert_eq!((after.classes()[0].len, after.classes()[0].exponent), (40, 3));
}

#[test]
fn weight_one_is_the_floor() {
    let after = Step { agents: 10, exponent: 0, leaving: 9, arriving: vec![] }.settle(Seed::new(1));
    assert_eq!((after.classes()[0].len, after.classes()[0].exponent), (1, 0));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]
    #[test]
    fn a_class_never_holds_more_agents_than_rows(
        agents in 0..=ROOM, exponent in 0..12_u32, share in 0.0..1.0_f64,
        arriving in prop::collection::vec(0..14_u32, 0..90), seed in any::<u64>(),
    ) {
        let leaving = (agents as f64 * share) as usize;
        let roster = Step { agents, exponent, leaving, arriving }.settle(Seed::new(seed));
        prop_assert!(roster.classes()[0].len <= ROOM);
        prop_assert!(!roster.classes()[0].is_sparse() || roster.classes()[0].exponent > 0);
    }
}
