//! Draws that belong to a lineage: a number keyed by (seed, lineage, step, purpose), never stored with the cell.
//! So no result depends on the order in which cells are visited, and a new purpose shifts no other draw.
//!
//! Budget: one 64-bit draw per cell and step for its fate (upper half: which event; lower half: mitotic catastrophe);
//! all other purposes draw only when their event happens.
//! Left out: anything that is drawn for a patient (see `seed`).

use super::seed::{Seed, mix};

/// What a draw decides.
///
/// Its number is part of the key, so a number once given is never given to another purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u64)]
pub enum Purpose {
    /// Which event a cell has in a step, and whether it dies in mitosis.
    Fate = 1,
    /// Which daughters stay in the class of their mother: one half of the bits for each.
    Division = 2,
    /// Identities of daughters, from which follows how far a newborn cell gets in the rest of the step.
    Birth = 3,
    /// Identities of the copies that are made where a weight is halved.
    Split = 4,
    /// Which agents survive where a weight is doubled.
    Roulette = 5,
    /// Identities of the cells at presentation, from which follow their phase, RNase H and resistance.
    Founder = 6,
}

/// Key of all draws of one step for one purpose.
///
/// Keys of different steps or purposes give independent draws for the same lineage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepKey(u64);

impl StepKey {
    /// `begin` is the time at which the step begins as a whole number, in seconds in this model: it names the step,
    /// whatever its length. `seed` is the stream of the cells of one replicate of one patient.
    pub const fn new(seed: Seed, begin: u64, purpose: Purpose) -> Self {
        Self(seed.number(begin).number(purpose as u64).bits())
    }

    /// 64 bits that belong to this lineage, step and purpose.
    #[inline(always)]
    pub const fn bits(self, lineage: u64) -> u64 {
        mix(lineage ^ self.0)
    }

    /// Identity of a daughter or copy, numbered within this step.
    ///
    /// `number` counts the daughters or copies of one cell in this step; different numbers give different identities.
    #[inline(always)]
    pub const fn descendant(self, lineage: u64, number: u64) -> u64 {
        mix(mix(lineage ^ self.0).wrapping_add(number.wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    }
}

/// Uniform from 0 to 1 from 32 bits; exact near zero, so that small probabilities are not coarsened.
///
/// In steps of 2^-31 below 2^-7 and of single precision above; both ends can occur.
#[inline(always)]
pub fn uniform(bits: u32) -> f32 {
    // A signed conversion is one instruction on every machine.
    ((bits >> 1) as i32 as f32) * (1.0 / 2_147_483_648.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn daughters_differ_from_mother_and_sister() {
        let key = StepKey::new(Seed::new(1), 5, Purpose::Birth);
        let (a, b) = (key.descendant(42, 0), key.descendant(42, 1));
        assert!(a != b && a != 42 && b != 42);
    }

    #[test]
    fn uniforms_have_the_mean_and_variance_of_the_uniform_distribution() {
        let key = StepKey::new(Seed::new(3), 7, Purpose::Fate);
        let n = 1_000_000_u32;
        let draws = (0..n).map(|i| f64::from(uniform((key.bits(u64::from(i)) >> 32) as u32)));
        let (sum, squares) = draws.fold((0.0, 0.0), |(s, q), u| (s + u, q + u * u));
        let n = f64::from(n);
        // z = 4.9 leaves one false alarm in a million seeds.
        assert!((sum / n - 0.5).abs() < 4.9 * (1.0 / 12.0 / n).sqrt());
        assert!((squares / n - 1.0 / 3.0).abs() < 4.9 * (4.0 / 45.0 / n).sqrt());
    }
}
