//! A drug with linear kinetics, by every route: compartments that a vein fills, and the same behind each depot. What is given
//! by one route does not change what becomes of another, so that levels are sums.
//! Left out: anything that saturates.

use super::{
    compartments::Compartments,
    infusion::Infusions,
    route::{Absorption, DEPOTS},
};

/// Compartments of N levels; M is one more, the depot before them.
#[derive(Clone, Debug)]
pub(super) struct Linear<const N: usize, const M: usize> {
    /// What follows infusions into a vein.
    vein: Compartments<N>,
    /// Share of a dose that reaches plasma, and the depot with what it empties into.
    depots: [Option<(f64, Compartments<M>)>; DEPOTS],
}

/// Levels of what entered a vein, and behind each depot.
pub(super) type LinearLevels<const N: usize, const M: usize> = ([f64; N], [[f64; M]; DEPOTS]);

impl<const N: usize, const M: usize> Linear<N, M> {
    /// Empty compartments; `rates` are the flows into row from column (1/h).
    pub fn new(rates: [[f64; N]; N], absorption: [Option<Absorption>; DEPOTS]) -> Self {
        let behind = |of: Absorption| (of.fraction, Compartments::new(behind_a_depot(&rates, of.rate)));
        Self { vein: Compartments::new(rates), depots: absorption.map(|of| of.map(behind)) }
    }

    /// Levels now.
    pub fn levels(&self) -> [f64; N] {
        let behind = self.depots.iter().flatten().map(|(_, body)| body.levels());
        behind.fold(*self.vein.levels(), |sum, levels| std::array::from_fn(|i| sum[i] + levels[i + 1]))
    }

    /// Levels behind the vein, and behind each depot; zeros for a route that the drug does not have.
    pub fn state(&self) -> LinearLevels<N, M> {
        let behind =
            |depot: &Option<(f64, Compartments<M>)>| depot.as_ref().map_or([0.0; M], |(_, body)| *body.levels());
        (*self.vein.levels(), std::array::from_fn(|index| behind(&self.depots[index])))
    }

    /// Goes back to levels of the same patient.
    pub fn restore(&mut self, (vein, behind): LinearLevels<N, M>) {
        self.vein.restore(vein);
        for (depot, levels) in self.depots.iter_mut().zip(behind) {
            if let Some((_, body)) = depot {
                body.restore(levels);
            }
        }
    }

    /// Moves from `from` to `to` (h) under infusions into a first compartment of this volume; returns the mean levels.
    pub fn infuse(&mut self, infusions: &Infusions, from: f64, to: f64, volume: f64) -> [f64; N] {
        let mut integral = [0.0; N];
        for piece in infusions.pieces(from, to) {
            let part = self.vein.advance(piece.length, piece.rate / volume);
            integral = std::array::from_fn(|i| integral[i] + part[i]);
            for (depot, given) in self.depots.iter_mut().zip(piece.depots) {
                let Some((fraction, body)) = depot else { continue };
                let part = body.advance(piece.length, *fraction * given / volume);
                integral = std::array::from_fn(|i| integral[i] + part[i + 1]);
            }
        }
        integral.map(|x| x / (to - from))
    }
}

/// The flows of compartments and of a depot before them that empties at this rate into the first.
fn behind_a_depot<const N: usize, const M: usize>(rates: &[[f64; N]; N], rate: f64) -> [[f64; M]; M] {
    assert!(M == N + 1, "a depot is one compartment more");
    std::array::from_fn(|to| {
        std::array::from_fn(|from| match (to.checked_sub(1), from.checked_sub(1)) {
            (None, None) => -rate,
            (Some(0), None) => rate,
            (Some(to), Some(from)) => rates[to][from],
            _ => 0.0,
        })
    })
}
