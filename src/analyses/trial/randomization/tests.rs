use super::*;
use proptest::prelude::*;

const PHASE_2: [u32; 3] = [18, 18, 17];

fn blocks(size: u32, planned: &[u32]) -> Blocks {
    Blocks { size, planned: planned.to_vec() }
}

/// Complete blocks of three arms, each arm twice in each.
fn complete(blocks_of_six: u32, seed: u64) -> Vec<usize> {
    blocks(6, &[2 * blocks_of_six; 3]).list(Seed::new(seed), "all")
}

fn count(list: &[usize], arm: usize) -> u32 {
    list.iter().filter(|entry| **entry == arm).count() as u32
}

/// Sum of squared deviations over expectation, where each of the cells is expected alike.
fn chi_square(observed: impl ExactSizeIterator<Item = u32> + Clone) -> f64 {
    let expected = f64::from(observed.clone().sum::<u32>()) / observed.len() as f64;
    observed.map(|found| (f64::from(found) - expected) * (f64::from(found) - expected) / expected).sum()
}

#[test]
fn the_trial_gets_what_is_planned() {
    let list = blocks(6, &PHASE_2).list(Seed::new(1), "all");
    assert_eq!([0, 1, 2].map(|arm| count(&list, arm)), PHASE_2);
    assert_eq!(list.len(), 53);
}

#[test]
fn only_the_last_block_is_short() {
    let list = blocks(6, &PHASE_2).list(Seed::new(2), "all");
    for block in list[..48].chunks(6) {
        assert_eq!([0, 1, 2].map(|arm| count(block, arm)), [2; 3]);
    }
    assert_eq!([0, 1, 2].map(|arm| count(&list[48..], arm)), [2, 2, 1]);
}

/// Integers alone decide, so the list is the same on every machine; written once more in Python 3.11, it came out the same.
#[test]
fn the_list_of_a_seed_never_changes() {
    let list = blocks(6, &PHASE_2).list(Seed::new(2026), "all");
    let text: String = list.iter().map(|arm| char::from(b'A' + *arm as u8)).collect();
    assert_eq!(text, "CACABBCBCAABCABACBABCBACCACABBACBCABACBACBACBBACBABAC");
}

#[test]
fn a_longer_trial_continues_the_same_list() {
    let [short, long] = [4, 40].map(|n| complete(n, 3));
    assert_eq!(short[..], long[..24]);
}

#[test]
fn strata_and_seeds_have_lists_of_their_own() {
    let design = blocks(6, &[60; 3]);
    let [one, other] = ["refractory", "relapsed"].map(|stratum| design.list(Seed::new(4), stratum));
    assert_ne!(one, other);
    assert_ne!(one, design.list(Seed::new(5), "refractory"));
}

#[test]
fn every_order_of_a_block_is_equally_likely() {
    // 6! / (2! 2! 2!) = 90 orders. scipy 1.17.1, chi2.isf(1e-5, 89): one false alarm in 100,000 seeds.
    let mut orders = std::collections::BTreeMap::<Vec<usize>, u32>::new();
    for block in complete(18_000, 6).chunks(6) {
        *orders.entry(block.to_vec()).or_default() += 1;
    }
    assert_eq!(orders.len(), 90);
    let distance = chi_square(orders.values().copied());
    assert!(distance < 157.701_590_132, "chi-square {distance}");
}

#[test]
fn a_block_does_not_tell_how_the_next_begins() {
    // First arms of a block and of the next: nine pairs alike. scipy 1.17.1, chi2.isf(1e-5, 8): one false alarm in 100,000.
    let list = complete(40_000, 7);
    let mut pairs = [0; 9];
    for two in list.chunks(12) {
        pairs[3 * two[0] + two[6]] += 1;
    }
    let distance = chi_square(pairs.into_iter());
    assert!(distance < 37.331_593_644, "chi-square {distance}");
}

#[test]
fn a_stratum_does_not_tell_how_another_begins() {
    // As above, over seeds that follow each other.
    let design = blocks(3, &[1; 3]);
    let mut pairs = [0; 9];
    for seed in (0..20_000).map(Seed::new) {
        pairs[3 * design.list(seed, "refractory")[0] + design.list(seed, "relapsed")[0]] += 1;
    }
    let distance = chi_square(pairs.into_iter());
    assert!(distance < 37.331_593_644, "chi-square {distance}");
}

/// Guesses of the best strategy that are right: always the arm of which most is left in the block (Blackwell and Hodges 1957).
fn right_guesses(block: &[usize]) -> u32 {
    let mut left = [2_u32; 3];
    let mut right = 0;
    for arm in block {
        let most = left.iter().max().copied().unwrap_or(0);
        right += u32::from(left.iter().position(|left| *left == most) == Some(*arm));
        left[*arm] -= 1;
    }
    right
}

#[test]
fn the_next_arm_can_be_guessed_no_better_than_the_block_forces() {
    // Recursion over what is left of each arm, in fractions: mean 101 / 30, variance 0.85444 per block of six.
    // z = 4.4 leaves one false alarm in 100,000 seeds; the seed is fixed, so a failure is a change.
    let n = 20_000;
    let right: u32 = complete(n, 8).chunks(6).map(right_guesses).sum();
    let z = (f64::from(right) - f64::from(n) * 101.0 / 30.0) / (f64::from(n) * 0.854_444_444).sqrt();
    assert!(z.abs() < 4.4, "z = {z}");
}

#[test]
fn what_does_not_fit_is_said_in_one_sentence() {
    assert_eq!(blocks(6, &PHASE_2).check(), Ok(()));
    for (size, planned, found) in [
        (4, PHASE_2.as_slice(), "a block of `4` cannot hold 3 arms"),
        (0, &PHASE_2, "a block of `0`"),
        (6, &[], "an arm without subjects"),
        (6, &[18, 0, 17], "an arm without subjects"),
        (3, &[18, 18, 16], "arms of `16` and `18` subjects"),
    ] {
        let error = blocks(size, planned).check().unwrap_err();
        assert!(error.starts_with(found) && error.contains("expected"), "{error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn complete_blocks_balance_exactly(arms in 1_u32..6, share in 1_u32..5, number in 1_u32..20, seed: u64) {
        let design = blocks(arms * share, &vec![share * number; arms as usize]);
        prop_assert_eq!(design.check(), Ok(()));
        let list = design.list(Seed::new(seed), "all");
        for end in 1..=number {
            let so_far = &list[..(end * arms * share) as usize];
            prop_assert!((0..arms as usize).all(|arm| count(so_far, arm) == end * share));
        }
    }

    #[test]
    fn a_plan_that_passes_comes_out(
        size in 0_u32..20,
        planned in proptest::collection::vec(0_u32..30, 0..5),
        seed: u64,
    ) {
        let design = blocks(size, &planned);
        let list = design.list(Seed::new(seed), "all");
        if design.check().is_ok() {
            let found: Vec<u32> = (0..planned.len()).map(|arm| count(&list, arm)).collect();
            prop_assert_eq!(found, planned);
        }
    }

    #[test]
    fn arms_never_differ_by_more_than_a_block_allows(seed: u64) {
        let list = blocks(6, &PHASE_2).list(Seed::new(seed), "all");
        for n in 0..=list.len() {
            let counts = [0, 1, 2].map(|arm| count(&list[..n], arm));
            prop_assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 2);
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_list(seed: u64, stratum in "[a-z]{0,8}") {
        let design = blocks(6, &PHASE_2);
        prop_assert_eq!(design.list(Seed::new(seed), &stratum), design.list(Seed::new(seed), &stratum));
    }
}
