//! Health is a steady state: of the feedback exactly, of the agents as far as their number allows.

use crate::{
    marrows,
    samples::{Sample, Z},
};
use cenersim::{
    biology::{Kind, Marrow},
    parameters::Ledger,
};

fn healthy(agents: usize, seed: u64) -> Marrow {
    marrows::marrow(&Ledger::defaults(), 0.0, agents, seed)
}

/// Normal progenitors, neutrophils and platelets relative to health after 60 days.
fn after_two_months(agents: usize, seeds: u64) -> [Sample; 3] {
    let run = |seed| {
        let mut marrow = healthy(agents, seed);
        let before = marrow.cells()[Kind::NormalProgenitor];
        marrows::run(&mut marrow, 0.0, 60.0 * 24.0, 6.0, marrows::nothing);
        let blood = marrow.blood();
        let progenitors = marrow.cells()[Kind::NormalProgenitor] / before;
        [progenitors, blood.relative_neutrophils(), blood.relative_platelets()]
    };
    let runs: Vec<[f64; 3]> = (0..seeds).map(run).collect();
    [0, 1, 2].map(|place| runs.iter().map(|run| run[place]).collect())
}

#[test]
fn health_is_approached_as_agents_grow() {
    // Haste is symmetric, so that the chance ups and downs of few agents hardly move the mean (C33: 0.974 with 512 agents).
    let [few, default, many] = [(64, 32), (512, 32), (4096, 8)].map(|(agents, seeds)| after_two_months(agents, seeds));
    for place in 0..3 {
        let (few, default, many) = (&few[place], &default[place], &many[place]);
        println!("number {place}: {} {} {}", few.mean(), default.mean(), many.mean());
        assert!((many.mean() - 1.0).abs() < 0.02 + Z * many.error(), "number {place}: {}", many.mean());
        assert!((default.mean() - 1.0).abs() < 0.05 + Z * default.error(), "number {place}: {}", default.mean());
        assert!((few.mean() - 1.0).abs() < 0.15 + Z * few.error(), "number {place}: {}", few.mean());
    }
}

#[test]
fn a_healthy_marrow_does_not_drift() {
    // Stem cells and blood of half a year against those of two months; one false alarm in a million seeds.
    let mut changes = [const { Vec::new() }; 3];
    for seed in 0..24 {
        let mut marrow = healthy(256, seed);
        marrows::run(&mut marrow, 0.0, 60.0 * 24.0, 6.0, marrows::nothing);
        let see = |marrow: &Marrow| {
            let blood = marrow.blood();
            [marrow.cells()[Kind::NormalStem], blood.neutrophils(), blood.platelets()]
        };
        let before = see(&marrow);
        marrows::run(&mut marrow, 60.0 * 24.0, 180.0 * 24.0, 6.0, marrows::nothing);
        let after = see(&marrow);
        (0..3).for_each(|place| changes[place].push((after[place] / before[place]).ln()));
    }
    for (what, changes) in ["stem cells", "neutrophils", "platelets"].iter().zip(changes) {
        changes.into_iter().collect::<Sample>().assert_mean(0.0, what);
    }
}
