//! An arm with each of its drugs switched off, in every combination, in the same patients: what attribution needs.
//! Left out: doses in between (a sweep has them).

use super::{Arm, Design, Failed, Part, Record, Without};
use cenersim_model::treatment::Drug;
use std::{collections::BTreeSet, ops::Range};

/// One arm in every combination of its drugs.
#[derive(Clone, Debug, PartialEq)]
pub struct Subsets {
    /// Index of the arm.
    pub arm: usize,
    /// Drugs of the arm, at most a few: the number of combinations doubles with each.
    pub drugs: Vec<Drug>,
    /// For each combination, as a bit mask over `drugs`, the records of the same units in the same order.
    pub records: Vec<Vec<Record>>,
}

impl Design {
    /// Simulates these patients with every combination of the drugs of these arms, but for all drugs together: those
    /// courses are in `whole`, the records of the design itself. A unit that fails anywhere is left out everywhere.
    /// One [`Subsets`] for each of `arms`, in their order. An arm of n drugs costs 2ⁿ - 1 courses for each unit.
    pub fn subsets(
        &self,
        arms: &[usize],
        whole: &[Record],
        patients: Range<u64>,
        progress: &(impl Fn(f64) + Sync),
    ) -> (Vec<Subsets>, Vec<Failed>) {
        let mut part = self.taken_apart(arms).outcomes(patients, progress);
        let failures = std::mem::take(&mut part.failures);
        (self.subsets_of(arms, whole, &part), failures)
    }

    /// The same patients in these arms with every combination of their drugs but all of them.
    pub fn taken_apart(&self, arms: &[usize]) -> Self {
        Self { arms: arms.iter().flat_map(|&arm| incomplete(&self.arms[arm])).collect(), ..self.clone() }
    }

    /// What [`Design::subsets`] yields, from a part of [`Design::taken_apart`] that was simulated before.
    pub fn subsets_of(&self, arms: &[usize], whole: &[Record], part: &Part) -> Vec<Subsets> {
        let simulated: BTreeSet<(u64, u32)> = part.records.iter().map(unit).collect();
        let complete: BTreeSet<(u64, u32)> = whole.iter().map(unit).filter(|unit| simulated.contains(unit)).collect();
        let of = |records: &[Record], arm: usize| -> Vec<Record> {
            let mine = records.iter().filter(|record| record.arm as usize == arm && complete.contains(&unit(record)));
            mine.cloned().collect()
        };
        let mut first = 0;
        let mut subsets = Vec::new();
        for &arm in arms {
            let drugs = self.arms[arm].drugs();
            let combinations = (1 << drugs.len()) - 1;
            let mut records: Vec<Vec<Record>> =
                (first..first + combinations).map(|index| of(&part.records, index)).collect();
            records.push(of(whole, arm));
            first += combinations;
            subsets.push(Subsets { arm, drugs, records });
        }
        subsets
    }
}

/// By what the courses of all subsets belong together: patient and replicate.
fn unit(record: &Record) -> (u64, u32) {
    (record.patient, record.replicate)
}

/// The arm with every combination of its drugs but all of them, by bit mask.
fn incomplete(arm: &Arm) -> Vec<Arm> {
    let drugs = arm.drugs();
    let with = |mask: usize| {
        let off = drugs.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) == 0);
        arm.without(&off.map(|(_, drug)| Without::Drug(*drug)).collect::<Vec<_>>())
    };
    (0..(1 << drugs.len()) - 1).map(with).collect()
}
