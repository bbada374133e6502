//! Permuted blocks: in every block all arms are equally often, in an order left to chance; so the arms never differ by more
//! than a block forces them to (Rosenberger and Lachin 2016, Randomization in Clinical Trials, chapter 4).
//! Left out: unequal allocation, blocks of varied size, minimization.

use super::enrollment::permuted;
use cenersim_model::engine::Seed;

/// Subjects of a block and of each arm.
///
/// Allocation is 1:1 between any two arms, but for the last block.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Blocks {
    /// Subjects of a block, a multiple of the number of arms.
    pub size: u32,
    /// Subjects planned for each arm, such as 18, 18 and 17.
    pub planned: Vec<u32>,
}

impl Blocks {
    /// Whether blocks of this size give each arm what is planned for it.
    ///
    /// # Errors
    /// One sentence on the first thing that does not fit.
    pub fn check(&self) -> Result<(), String> {
        let (arms, size) = (self.planned.len() as u32, self.size);
        if arms == 0 || self.planned.contains(&0) {
            return Err("an arm without subjects cannot be randomized to: expected 1 or more in each arm".into());
        }
        if size == 0 || !size.is_multiple_of(arms) {
            return Err(format!(
                "a block of `{size}` cannot hold {arms} arms equally often: expected a multiple of {arms}"
            ));
        }
        match self.planned.iter().find(|planned| **planned < self.complete() * self.share()) {
            Some(few) => Err(format!(
                "arms of `{few}` and `{most}` subjects do not come out of equal shares in blocks of {size}: expected numbers \
                 that differ in the last block alone, such as {most} in each arm",
                most = self.most()
            )),
            None => Ok(()),
        }
    }

    /// The arms in the order in which subjects get them, for as many subjects as are planned: complete blocks, then the last,
    /// shortened so that the planned numbers come out exactly. With strata each has its own list; a list ends no earlier than
    /// the trial, however the subjects fall into strata, and the totals of the arms fall where they fall.
    ///
    /// The block `i` of a stratum belongs to (seed, stratum, i): a longer trial continues the same list.
    ///
    /// Indices of arms, from 0, one for each subject of the plan.
    pub fn list(&self, seed: Seed, stratum: &str) -> Vec<usize> {
        let stream = seed.named("randomization").named(stratum);
        let block = |i: u32| permuted(self.contents(i), stream.number(u64::from(i)));
        (0..=self.complete()).flat_map(block).collect()
    }

    /// The arms of a block in order: its share of each, or in the last block what is left of the plan.
    fn contents(&self, block: u32) -> Vec<usize> {
        let left = |planned: u32| planned.saturating_sub(block * self.share()).min(self.share()) as usize;
        let arms = self.planned.iter().enumerate();
        arms.flat_map(|(arm, planned)| std::iter::repeat_n(arm, left(*planned))).collect()
    }

    /// Subjects of each arm in a complete block.
    fn share(&self) -> u32 {
        (self.size / self.planned.len().max(1) as u32).max(1)
    }

    /// Blocks before the last, which may be complete too.
    fn complete(&self) -> u32 {
        self.most().saturating_sub(1) / self.share()
    }

    /// Subjects of the largest arm.
    fn most(&self) -> u32 {
        self.planned.iter().copied().max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
