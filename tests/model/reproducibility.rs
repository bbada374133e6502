//! The same seed gives the same result: whatever the instruction set, the order of the rows, and the number of the run.

use crate::{marrows, patients};
use cenersim::{
    biology::{Kind, Marrow},
    curves::Snapshot,
    engine::{Isa, limit},
    parameters::Ledger,
};
use rayon::ThreadPoolBuilder;

const DAYS: u32 = 12;

fn start() -> Marrow {
    marrows::marrow(&Ledger::defaults(), 1e12, 96, 7)
}

fn days(marrow: &mut Marrow, from: u32, until: u32) {
    marrows::run(marrow, f64::from(from) * 24.0, f64::from(until) * 24.0, 1.0, marrows::course);
}

/// Everything an observer can see at the end, agents in an order of their own.
fn result(mut marrow: Marrow) -> (String, Vec<String>) {
    let counted = format!("{:?} {:?} {:?}", marrows::state(&marrow), marrow.census(), marrow.blood());
    (counted, agents(&marrow.snapshot(0.0)))
}

fn agents(all: &Snapshot) -> Vec<String> {
    let agent = |i: usize| {
        let levels = (all.rnase_h[i].to_bits(), all.p53[i].to_bits(), all.damage[i].to_bits());
        format!("{:?} {} {} {} {levels:?}", all.kind[i], all.stage[i], all.phase[i], all.weight[i])
    };
    let mut agents = (0..all.kind.len()).map(agent).collect::<Vec<_>>();
    agents.sort_unstable();
    agents
}

fn run() -> (String, Vec<String>) {
    let mut marrow = start();
    days(&mut marrow, 0, DAYS);
    result(marrow)
}

#[test]
fn a_run_can_be_repeated() {
    assert_eq!(run(), run());
}

#[test]
fn every_instruction_set_gives_the_same_bits() {
    let widest = run();
    for isa in Isa::ALL {
        limit(isa);
        assert_eq!(run(), widest, "{isa:?}");
    }
    limit(Isa::Avx512);
}

#[test]
fn the_order_of_the_rows_does_not_matter() {
    let mut marrow = start();
    for day in 0..DAYS {
        days(&mut marrow, day, day + 1);
        if day % 3 == 1 {
            marrow.reverse_rows();
        }
    }
    assert_eq!(result(marrow), run());
}

/// FNV-1a over whole numbers.
fn hash(numbers: impl Iterator<Item = u64>) -> u64 {
    numbers.fold(0xcbf2_9ce4_8422_2325, |hash, number| {
        number.to_le_bytes().iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
    })
}

/// Agents and weights of all classes on every day of a small treated marrow.
fn pinned(ledger: &Ledger) -> u64 {
    let mut marrow = marrows::marrow(ledger, 1e12, 48, 2026);
    let mut seen = Vec::new();
    for day in 0..DAYS {
        days(&mut marrow, day, day + 1);
        seen.extend(marrows::state(&marrow).into_iter().flat_map(|(len, exponent)| [len as u64, u64::from(exponent)]));
    }
    hash(seen.into_iter())
}

#[test]
fn a_small_treated_marrow_is_pinned() {
    // Changes with the model and its defaults, and with nothing else.
    assert_eq!(pinned(&Ledger::defaults()), 12_110_718_802_495_751_657);
}

#[test]
fn another_seed_is_another_marrow() {
    let mut other = marrows::marrow(&Ledger::defaults(), 1e12, 96, 8);
    days(&mut other, 0, 2);
    let mut same = start();
    days(&mut same, 0, 2);
    assert_ne!(other.cells()[Kind::Blast], same.cells()[Kind::Blast]);
}

#[test]
fn one_two_and_seven_threads_give_the_same_courses() {
    let mut scenario = patients::scenario("arm_b.toml", &["simulation.horizon=\"45 d\""]);
    (scenario.settings.agents_per_class, scenario.settings.replicates) = (64, 5);
    let with = |threads: usize| {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
        pool.install(|| patients::courses(&scenario))
    };
    let alone = with(1);
    assert_eq!(alone.len(), 5);
    assert!(with(2) == alone && with(7) == alone, "the number of threads changes the result");
}

#[test]
fn a_shorter_horizon_is_the_beginning_of_a_longer_one() {
    let curves = |days: &str| {
        let mut scenario = patients::scenario("arm_a.toml", &[&format!("simulation.horizon=\"{days} d\"")]);
        (scenario.settings.agents_per_class, scenario.settings.replicates) = (48, 1);
        patients::courses(&scenario).remove(0).curves
    };
    assert!(curves("45").until(30.0) == curves("50").until(30.0), "the horizon changes what came before");
}

#[test]
fn a_patient_does_not_depend_on_who_else_is_enrolled() {
    let scenario = patients::scenario("arm_c.toml", &[]);
    let (few, more) = (patients::cohort(&scenario, 3, 30.0), patients::cohort(&scenario, 6, 30.0));
    assert!(few[..] == more[..3], "the first three of six patients are not the three");
    assert!(more[0] != more[1], "two patients are one");
}
