//! Health is a steady state: of the feedback exactly, of the agents as far as their number allows.

use crate::{
    marrows,
    samples::{Sample, Z},
};
use cenersim::{
    biology::{Kind, Marrow},
    parameters::Ledger,
    patient::Tp53,
    quantity::Time,
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

/// Healthy marrow of a person in whom megakaryocytes branch off after so many divisions.
fn branching_after(divisions: u32, agents: usize, seed: u64) -> Marrow {
    marrows::marrow(&marrows::ledger(&[("blood.platelets.divisions", &divisions.to_string())]), 0.0, agents, seed)
}

/// Of the renewing class one daughter of each mitosis leaves, and every further division doubles them. Expected: 1 to 1e-6.
#[test]
fn health_is_a_fixed_point_wherever_megakaryocytes_branch_off() {
    for divisions in 1..=6 {
        let marrow = branching_after(divisions, 16, 1);
        let (presentation, mut blood) = (marrow.presentation(), marrow.blood().clone());
        let hierarchy = marrows::model(&Ledger::defaults(), Tp53::WildType).hierarchy;
        let leaving = presentation.classes[hierarchy.first(Kind::NormalProgenitor)].mitoses;
        let passing = leaving * 2.0_f64.powi(divisions as i32);
        let leaving_last = leaving * 2.0_f64.powi(6);
        for _ in 0..100 {
            let (output, branch) = (presentation.healthy_output, presentation.healthy_branch);
            blood.advance(Time::days(1.0), leaving_last / output, passing / branch);
        }
        for count in [blood.relative_neutrophils(), blood.relative_platelets()] {
            assert!((count - 1.0).abs() < 1e-6, "branch after {divisions}: {count}");
        }
    }
}

/// Cells past the branch, and cells that leave for the blood, of agents in 90 days.
fn passing_and_leaving(divisions: u32, seed: u64) -> [f64; 2] {
    let mut marrow = branching_after(divisions, 256, seed);
    let mut sums = [0.0; 2];
    for step in 0..4 * 90 {
        let now = 6.0 * f64::from(step);
        marrows::run(&mut marrow, now, now + 6.0, 6.0, marrows::nothing);
        let fates = marrow.fates();
        [fates.branched, fates.output].iter().zip(&mut sums).for_each(|(cells, sum)| *sum += *cells as f64);
    }
    sums
}

/// Nothing is lost on the way: each further division doubles the cells that pass the branch. Expected: 1.
#[test]
fn agents_pass_the_branch_of_the_megakaryocytes_as_often_as_the_blood_expects() {
    for divisions in 2..=4 {
        let share = |seed| {
            let [passing, leaving] = passing_and_leaving(divisions, seed);
            passing * 2.0_f64.powi(6 - divisions as i32) / leaving
        };
        let found: Sample = (0..8).map(share).collect();
        found.assert_mean(1.0, &format!("branch after {divisions}"));
    }
}
