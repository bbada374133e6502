//! Draws of one input: a stream of its own for each number, so that any input can be made again alone.

use cenersim::engine::Seed;

/// A stream.
pub struct Draws {
    seed: Seed,
    drawn: u64,
}

impl Draws {
    /// The stream of one input.
    pub fn of(input: u64) -> Self {
        Self { seed: Seed::new(20_101_103).named("fuzz").number(input), drawn: 0 }
    }

    fn bits(&mut self) -> u64 {
        self.drawn += 1;
        self.seed.number(self.drawn).bits()
    }

    /// A whole number below `end`, which is at least 1.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end.max(1) as u64) as usize
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// True once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}
