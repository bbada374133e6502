//! Knock-down and repair: plateaus and half-times of the cells in a marrow, against the numbers of the evidence table.

use crate::marrows;
use cenersim::{
    biology::{Kind, Marrow},
    treatment::Exposure,
};

/// Resting cells that divide too rarely to matter, all alike.
const RESTING: [marrows::Change; 3] = [("normal.stem.interval", "1000000 d"), marrows::UNIFORM[0], marrows::UNIFORM[2]];

fn resting(rnase_h: &str) -> Marrow {
    let changes = [RESTING.as_slice(), &[("rnase_h.level.normal_stem", rnase_h)]].concat();
    marrows::marrow(&marrows::ledger(&changes), 0.0, 64, 1)
}

fn saturating(_: f64) -> Exposure {
    Exposure { cenersen_cell: 1e9, ..Exposure::default() }
}

fn mrna(marrow: &mut Marrow) -> f64 {
    marrow.census().0[Kind::NormalStem].mrna
}

/// Single precision of the cells and fixed point of the census.
fn assert_close(found: f64, expected: f64, what: &str) {
    assert!((found - expected).abs() < 2e-6 + 1e-5 * expected, "{what}: {found} instead of {expected}");
}

#[test]
fn saturating_antisense_leaves_one_half_at_level_one_and_one_third_at_level_two() {
    for (level, plateau) in [("1", 0.5), ("2", 1.0 / 3.0), ("0.5", 2.0 / 3.0), ("0", 1.0)] {
        let mut marrow = resting(level);
        marrows::run(&mut marrow, 0.0, 240.0, 1.0, saturating);
        assert_close(mrna(&mut marrow), plateau, level);
    }
}

#[test]
fn full_inhibition_leaves_all_mrna() {
    let mut marrow = resting("1");
    let inhibited = |hour| Exposure { inhibition: 1.0, ..saturating(hour) };
    marrows::run(&mut marrow, 0.0, 100.0, 1.0, inhibited);
    assert_eq!(mrna(&mut marrow), 1.0);
}

#[test]
fn mrna_falls_with_the_half_life_under_antisense_and_returns_with_that_without() {
    let mut marrow = resting("1");
    // P20: 7 h; a doubled clearance halves it.
    marrows::run(&mut marrow, 0.0, 3.5, 0.5, saturating);
    assert_close(mrna(&mut marrow), 0.75, "half of the way after 3.5 h");
    marrows::run(&mut marrow, 3.5, 240.0, 0.5, saturating);
    marrows::run(&mut marrow, 240.0, 247.0, 0.5, marrows::nothing);
    assert_close(mrna(&mut marrow), 0.75, "half of the way back after 7 h");
    marrows::run(&mut marrow, 247.0, 254.0, 0.5, marrows::nothing);
    assert_close(mrna(&mut marrow), 0.875, "three quarters after 14 h");
}

/// A marrow in which damage kills nobody.
fn unkillable() -> Marrow {
    let changes =
        [RESTING.as_slice(), &[("apoptosis.maximal_rate", "0 /h"), ("apoptosis.maximal_by_damage", "0 /h")]].concat();
    marrows::marrow(&marrows::ledger(&changes), 0.0, 64, 1)
}

#[test]
fn both_pools_of_breaks_are_repaired_with_their_half_lives() {
    let mut marrow = unkillable();
    let pulse = |_| Exposure { idarubicin_cell: 2e4, ..Exposure::default() };
    marrows::run(&mut marrow, 0.0, 0.5, 0.5, pulse);
    let mut damage = Vec::new();
    for half_hour in 1..=80 {
        damage.push(marrow.census().0[Kind::NormalStem].damage);
        let now = 0.5 * f64::from(half_hour);
        marrows::run(&mut marrow, now, now + 0.5, 0.5, marrows::nothing);
    }
    let d = |hours: f64| damage[(2.0 * hours) as usize];
    // After 15 h the fast pool (D02: 0.5 h) is 10^-9 of what it was: only the slow one is left (D03: 5 h).
    assert_close(d(20.0) / d(15.0), 0.5, "slow half-life");
    let slow = |hours: f64| d(15.0) * 2.0_f64.powf((15.0 - hours) / 5.0);
    let fast = |hours: f64| d(hours) - slow(hours);
    assert_close(fast(0.5) / fast(0.0), 0.5, "fast half-life");
    assert_close(fast(1.0) / fast(0.0), 0.25, "two fast half-lives");
    // Production is split 7 to 3; what is left of each after the pulse is a share of it.
    let left = |half_life: f64| half_life * (1.0 - 2.0_f64.powf(-0.5 / half_life));
    assert_close(fast(0.0) / slow(0.0), 0.7 * left(0.5) / (0.3 * left(5.0)), "shares of the pools");
}
