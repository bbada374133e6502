//! Every point at which the model was asked, with its answers: what anybody needs to compute effects and indices again.
//! Left out: numbers that were not varied, which are those of the scenario.

use super::{Point, Sampling, Screening, Sensitivity};

/// One point.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// `screening` or `variance`.
    pub stage: &'static str,
    /// Number of the trajectory or row, from 1.
    pub group: u64,
    /// Which draws of the cells and of chance events the patients met: 0, or 1 when they were drawn again.
    pub replicate: u32,
    /// Value of each input, in the unit of the ledger.
    pub inputs: Vec<f64>,
    /// In the order of [`Output::ALL`](super::Output::ALL); NaN where a simulation failed.
    pub outputs: Vec<f64>,
}

impl Sensitivity {
    /// The points of both stages in their order, from the answers at each.
    pub fn asked(
        &self,
        (screening, screened): (&Screening, &[Vec<f64>]),
        (sampling, sampled): (&Sampling, &[Vec<f64>]),
    ) -> Vec<Asked> {
        let rows = sampling.kept.len() as u64 + 3;
        let first = (0..).zip(screened).map(|(unit, outputs)| {
            self.one(
                ("screening", unit / self.points_of_a_trajectory()),
                &self.screening_point(screening, unit),
                outputs,
            )
        });
        let second = (0..)
            .zip(sampled)
            .map(|(unit, outputs)| self.one(("variance", unit / rows), &self.sampling_point(sampling, unit), outputs));
        first.chain(second).collect()
    }

    /// One row of the file: the values of all inputs at a point, each in its entry's unit, and the outputs there.
    fn one(&self, (stage, group): (&'static str, u64), point: &Point, outputs: &[f64]) -> Asked {
        let value = |path: &str| point.ledger.get(path).map_or(f64::NAN, |entry| entry.value.magnitude());
        Asked {
            stage,
            group: group + 1,
            replicate: point.replicate,
            inputs: self.inputs.iter().map(|input| value(&input.path)).collect(),
            outputs: outputs.to_vec(),
        }
    }
}
