//! Die-then-divide at a finite step is a Galton-Watson process (Harris 1963, chapter I), and stem cells that renew
//! themselves are one too. Left out: continuous time, which is the limit of small steps (see `convergence`).

use crate::{lineages::Lineages, marrows, samples::Sample};
use cenersim::{
    biology::Kind,
    engine::{Columns, Keys, Purpose, Roster, Seed, StepKey, Turnover, uniform},
    parameters::Ledger,
};

const DEATH: f64 = 0.06;
const DIVISION: f64 = 0.1;
const STEPS: u64 = 20;
/// No family grows beyond this within the steps, so every agent keeps weight 1.
const ROOM: usize = 2048;

/// Members of one family after all steps.
fn family(seed: Seed) -> f64 {
    let (mut roster, mut cells, mut turnover) = (Roster::new(1, ROOM), Lineages(vec![0; ROOM]), Turnover::new(1));
    cells.put(0, seed.bits());
    roster.class_mut(0).len = 1;
    for step in 0..STEPS {
        let key = |purpose| StepKey::new(seed, step, purpose);
        for row in roster.classes()[0].rows() {
            let lineage = cells.get(row);
            let bits = key(Purpose::Fate).bits(lineage);
            if f64::from(uniform((bits >> 32) as u32)) < DEATH {
                turnover.vacate(0, row);
            } else if f64::from(uniform(bits as u32)) < DIVISION {
                cells.put(row, key(Purpose::Birth).descendant(lineage, 0));
                turnover.arrive(0, key(Purpose::Birth).descendant(lineage, 1), 0);
            }
        }
        let keys = Keys { split: key(Purpose::Split), roulette: key(Purpose::Roulette) };
        turnover.settle(&mut roster, &mut cells, keys);
    }
    assert_eq!(roster.classes()[0].exponent, 0);
    roster.classes()[0].len as f64
}

#[test]
fn die_then_divide_has_the_mean_variance_and_extinction_of_its_branching_process() {
    // Offspring: 0 with probability d, 2 with (1 - d) b, 1 otherwise.
    let none = DEATH;
    let two = (1.0 - DEATH) * DIVISION;
    let one = 1.0 - none - two;
    let mean = one + 2.0 * two;
    let variance = one + 4.0 * two - mean * mean;
    let steps = STEPS as i32;
    let all = (0..20_000).map(|i| family(Seed::new(11).number(i))).collect::<Vec<_>>();
    let sizes = all.iter().copied().collect::<Sample>();
    sizes.assert_mean(mean.powi(steps), "mean size of a family");
    let expected = variance * mean.powi(steps - 1) * (mean.powi(steps) - 1.0) / (mean - 1.0);
    let z = sizes.variance_z(expected);
    assert!(z.abs() < crate::samples::Z, "variance {} instead of {expected}: z = {z:.1}", sizes.variance());
    let extinct = (0..STEPS).fold(0.0, |q, _| none + one * q + two * q * q);
    all.iter().map(|&size| f64::from(u8::from(size == 0.0))).collect::<Sample>().assert_mean(extinct, "extinction");
}

/// Self-renewal of the stem cells whose extinction is counted.
const RENEWAL: f64 = 0.6;

/// A leukemia of stem cells that cycle every four days, whose progeny soon dies.
fn short_leukemia() -> Ledger {
    let changes = [
        ("leukemia.stem.renewal", "0.6"),
        ("leukemia.stem.g0_exit", "2 /d"),
        ("leukemia.stem.cycle", "48 h"),
        ("niche.leukemic_crowding", "0"),
        ("leukemia.progenitor.divisions", "1"),
        ("leukemia.blast.divisions", "1"),
        ("leukemia.blast_loss", "2 /d"),
        ("normal.progenitor.divisions", "1"),
        ("normal.stem.cells", "1 cells"),
        ("normal.progenitor.cells", "1 cells"),
    ];
    marrows::ledger(&changes)
}

/// Whether the line of a single stem cell ends within 120 days, some forty generations.
fn the_line_ends(ledger: &Ledger, burden: f64, seed: u64) -> bool {
    let mut marrow = marrows::marrow(ledger, burden, 64, seed);
    assert_eq!(marrow.cells()[Kind::LeukemicStem], 1.0);
    for period in 0..30 {
        let begin = f64::from(period) * 96.0;
        marrows::run(&mut marrow, begin, begin + 96.0, 4.0, marrows::nothing);
        let stem = marrow.cells()[Kind::LeukemicStem];
        // Forty founders all die out once in 10^14 times.
        if stem == 0.0 || stem > 40.0 {
            return stem == 0.0;
        }
    }
    false
}

#[test]
fn a_stem_cell_line_ends_with_probability_one_minus_a_over_a_squared() {
    let ledger = short_leukemia();
    let classes = marrows::marrow(&ledger, 1e6, 64, 0).presentation().classes.clone();
    let burden = 1e6 / classes[0].total();
    let ended = (0..1500).map(|seed| f64::from(u8::from(the_line_ends(&ledger, burden, seed)))).collect::<Sample>();
    ended.assert_mean(((1.0 - RENEWAL) / RENEWAL).powi(2), "extinction of stem-cell lines");
}
