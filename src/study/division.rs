//! Dividing the units of all stages into chunks of even expected cost. Whole numbers only: the same division everywhere.
//! Left out: what a unit really costs, which is known only afterwards.
//!
//! # Rule
//!
//! Levels get chunks in proportion to their expected cost, at least one each; within a level the units of all its
//! stages are cut at even shares of the cost, so a chunk may end one stage and begin the next. More chunks than
//! units are not made.

use super::{Segment, Stage};
use std::{iter, ops::Range};

/// Stages that can be computed together: every group but the first begins with a stage that is after the earlier ones.
/// For stages a, b, c* (after the earlier ones), d: `[a, b]` and `[c, d]`.
pub fn levels(stages: &[Stage]) -> Vec<Range<usize>> {
    let begins = (1..stages.len()).filter(|&stage| stages[stage].after_earlier);
    let starts: Vec<usize> = iter::once(0).chain(begins).collect();
    let ends = starts[1..].iter().copied().chain([stages.len()]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// Consecutive pieces of all stages, at most `chunks` of them but at least one for each level, none empty. Each level has
/// its share of them by cost.
///
/// A level that costs a third of the whole gets a third of the chunks, rounded down at both ends; units that cost
/// nothing count as cost 1 for this share.
pub fn divide(stages: &[Stage], chunks: usize) -> Vec<Vec<Segment>> {
    let cost = |stages: &[Stage]| -> u128 {
        stages.iter().map(|stage| u128::from(stage.units) * u128::from(stage.unit_cost.max(1))).sum()
    };
    let share = |so_far: u128| so_far * chunks as u128 / cost(stages).max(1);
    let mut divided = Vec::new();
    for level in levels(stages) {
        let so_far = [level.start, level.end].map(|end| share(cost(&stages[..end])));
        let pieces = divide_level(&stages[level.clone()], (so_far[1] - so_far[0]) as usize);
        let numbered = |segment: Segment| Segment { stage: segment.stage + level.start, ..segment };
        let pieces = pieces.into_iter().filter(|piece| !piece.is_empty());
        divided.extend(pieces.map(|piece| piece.into_iter().map(numbered).collect::<Vec<_>>()));
    }
    divided
}

/// Consecutive pieces of stages that do not depend on each other. A chunk ends at the unit with which the cost so far
/// reaches the chunk's share of the whole.
/// Chunk k of n ends at the first unit with cost so far ≥ whole × k / n.
fn divide_level(stages: &[Stage], chunks: usize) -> Vec<Vec<Segment>> {
    let units: u64 = stages.iter().map(|stage| stage.units).sum();
    let chunks = (chunks as u64).clamp(1, units.max(1));
    let whole: u128 = stages.iter().map(Stage::cost).sum();
    let mut divided = vec![Vec::new()];
    let (mut before, mut left) = (0_u128, units);
    for (number, stage) in stages.iter().enumerate() {
        let mut first = 0;
        while first < stage.units {
            // Every chunk that follows needs a unit of its own.
            let spare = left - (chunks - divided.len() as u64);
            let end =
                stage.units.min(first + spare.min(units_until(stage, whole, before, divided.len() as u64, chunks)));
            before += u128::from(end - first) * u128::from(stage.unit_cost);
            left -= end - first;
            append(&mut divided, Segment { stage: number, first, end });
            first = end;
            let share = whole * divided.len() as u128;
            let full = before * u128::from(chunks) >= share || left == chunks - divided.len() as u64;
            if full && left > 0 && (divided.len() as u64) < chunks {
                divided.push(Vec::new());
            }
        }
    }
    divided
}

/// Units of this stage, at least one, until the cost so far reaches the share of so many chunks.
fn units_until(stage: &Stage, whole: u128, before: u128, chunk: u64, chunks: u64) -> u64 {
    let goal = (whole * u128::from(chunk)).div_ceil(u128::from(chunks));
    let units = goal.saturating_sub(before).div_ceil(u128::from(stage.unit_cost.max(1)));
    u64::try_from(units).unwrap_or(u64::MAX).max(1)
}

fn append(divided: &mut [Vec<Segment>], segment: Segment) {
    if let Some(chunk) = divided.last_mut() {
        chunk.push(segment);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stage(units: u64, unit_cost: u64) -> Stage {
        Stage { name: "cohort".into(), units, unit_cost, after_earlier: false }
    }

    #[test]
    fn chunks_of_equal_units_differ_by_one_unit() {
        let divided = divide(&[stage(10, 7)], 3);
        let sizes: Vec<u64> = divided.iter().map(|chunk| chunk.iter().map(Segment::units).sum()).collect();
        assert_eq!(sizes, [4, 3, 3]);
    }

    #[test]
    fn there_are_no_more_chunks_than_units() {
        assert_eq!(divide(&[stage(2, 5), stage(1, 1)], 64).len(), 3);
    }

    #[test]
    fn every_level_has_its_share_of_the_chunks_and_at_least_one() {
        let after = |stage: Stage| Stage { after_earlier: true, ..stage };
        let stages = [stage(30, 10), after(stage(60, 10)), after(stage(1, 1))];
        let divided = divide(&stages, 9);
        let of = |stage: usize| divided.iter().filter(|chunk| chunk[0].stage == stage).count();
        assert_eq!([of(0), of(1), of(2)], [2, 6, 1]);
        assert_eq!(divide(&stages, 1).len(), 3);
    }

    proptest! {
        #[test]
        fn no_chunk_has_units_of_two_levels_and_every_unit_is_in_one(
            sizes in prop::collection::vec((0_u64..40, 0_u64..50, prop::bool::ANY), 1..8), chunks in 1_usize..40
        ) {
            let stages: Vec<Stage> =
                sizes.iter().map(|&(units, cost, after_earlier)| Stage { after_earlier, ..stage(units, cost) }).collect();
            let (divided, levels) = (divide(&stages, chunks), levels(&stages));
            let level = |segment: &Segment| levels.iter().position(|stages| stages.contains(&segment.stage));
            for chunk in &divided {
                prop_assert!(!chunk.is_empty() && chunk.iter().all(|segment| level(segment) == level(&chunk[0])));
            }
            let all: Vec<(usize, u64)> =
                divided.iter().flatten().flat_map(|s| (s.first..s.end).map(move |unit| (s.stage, unit))).collect();
            let expected: Vec<(usize, u64)> =
                stages.iter().enumerate().flat_map(|(i, s)| (0..s.units).map(move |unit| (i, unit))).collect();
            prop_assert_eq!(all, expected);
            prop_assert!(divided.len() <= chunks + levels.len());
        }

        #[test]
        fn every_unit_is_in_one_chunk_and_costs_are_even(
            sizes in prop::collection::vec((1_u64..40, 1_u64..50), 1..6), chunks in 1_usize..30
        ) {
            let stages: Vec<Stage> = sizes.iter().map(|&(units, cost)| stage(units, cost)).collect();
            let divided = divide(&stages, chunks);
            let all: Vec<(usize, u64)> =
                divided.iter().flatten().flat_map(|s| (s.first..s.end).map(move |unit| (s.stage, unit))).collect();
            let expected: Vec<(usize, u64)> =
                stages.iter().enumerate().flat_map(|(i, s)| (0..s.units).map(move |unit| (i, unit))).collect();
            prop_assert_eq!(&all, &expected);
            prop_assert_eq!(divided.len(), chunks.min(all.len()));
            prop_assert!(divided.iter().all(|chunk| !chunk.is_empty()));
            let cost = |chunk: &Vec<Segment>| -> u64 { chunk.iter().map(|s| s.units() * stages[s.stage].unit_cost).sum() };
            let (whole, dearest): (u64, u64) = (divided.iter().map(cost).sum(), sizes.iter().map(|s| s.1).max().unwrap_or(0));
            let most = divided.iter().map(cost).max().unwrap_or(0);
            prop_assert!(most <= whole / divided.len() as u64 + 2 * dearest, "{} of {}", most, whole);
        }
    }
}
