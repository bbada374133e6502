//! Every agent on one day, for histograms.
//! Left out: cells that agents stand for one by one; a histogram weighs each agent by `weight`.

use super::Kind;

/// Columns of equal length, one row for each agent.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Snapshot {
    /// Since the first dose day began, at the end of the step in which it was due.
    pub day: f64,
    /// In the order of the rows of the cell table.
    pub kind: Vec<Kind>,
    /// Amplification stage within the kind, from 0.
    pub stage: Vec<u8>,
    /// Cycle phase: 0 G0, 1 G1, 2 S, 3 G2/M.
    pub phase: Vec<u8>,
    /// Cells that the agent stands for.
    pub weight: Vec<f64>,
    /// RNase H activity relative to a normal stem cell.
    pub rnase_h: Vec<f32>,
    /// p53 protein relative to an untreated wild-type cell.
    pub p53: Vec<f32>,
    /// DNA damage, fast and slow together.
    /// Lesions by cytarabine count, too; the unit is the mean that triggers mitotic catastrophe.
    pub damage: Vec<f32>,
}
