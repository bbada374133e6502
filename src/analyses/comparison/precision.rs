//! How many patients are enough: batches are added until a named endpoint is known as precisely as asked.
//! The size of a batch depends on results alone, so the same command always ends with the same patients.
//! Left out: stopping for anything but precision, which would bias the result.

use super::{Analysis, Design, Endpoint, Part, Units, Who};

/// Patients at least: the standard error of fewer is itself too uncertain to stop by.
const FEWEST: u64 = 30;

/// When to stop adding patients.
///
/// The rule looks at standard errors only and never at the size of an effect or a p value; stopping by those would bias
/// the estimate.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Precision {
    /// What must be known precisely.
    pub endpoint: Endpoint,
    /// Monte-Carlo standard error of the endpoint's mean that no arm may exceed.
    /// In the unit of the endpoint; of a rate as a share.
    pub standard_error: f64,
    /// Patients at most.
    pub most: u64,
}

impl Precision {
    /// The largest standard error among the arms.
    /// Of the endpoint's mean over patients, in its unit; infinite below two patients.
    pub fn reached(&self, design: &Design, part: &Part) -> f64 {
        let analysis = Analysis {
            records: &part.records,
            arms: design.arms.len(),
            units: Units::Patients,
            horizon_days: design.settings.horizon.in_days(),
            seed: design.settings.seed,
        };
        (0..design.arms.len()).map(|arm| analysis.standard_error(arm, self.endpoint)).fold(0.0, f64::max)
    }

    /// Patients after the next batch; none if this is enough. Standard errors fall with the square root of the number;
    /// a batch at most doubles the cohort, so that a chance agreement of the first patients cannot mislead for long.
    ///
    /// ```text
    /// next = ⌈n (reached / asked)²⌉, at least n + 1, at most 2 n and `most`; never fewer than 30 (or `most`)
    /// ```
    pub fn next(&self, patients: u64, reached: f64) -> Option<u64> {
        if patients < FEWEST.min(self.most) {
            return Some(FEWEST.min(self.most));
        }
        if reached <= self.standard_error || patients >= self.most {
            return None;
        }
        let ratio = reached / self.standard_error;
        let needed = libm::ceil(patients as f64 * ratio * ratio) as u64;
        Some(needed.clamp(patients + 1, patients * 2).min(self.most))
    }
}

impl Design {
    /// Simulates the design's cohort and goes on with further patients until the endpoint is precise enough. `announce`
    /// is told how many patients there will be in all, before each batch, and `progress` the hours simulated.
    ///
    /// Afterwards `who` says how many patients there are. A design of a single patient is simulated as it is. The
    /// result is the same as that of a design with this many patients from the beginning.
    pub fn simulate_until(
        &mut self,
        precision: &Precision,
        announce: impl Fn(u64),
        progress: &(impl Fn(f64) + Sync),
    ) -> Part {
        let Who::Population(mut patients) = self.who else { return self.simulate(self.patients(), progress) };
        let mut part = self.simulate(1..patients + 1, progress);
        while let Some(more) = precision.next(patients, precision.reached(self, &part)) {
            announce(more);
            part.merge(self.simulate(patients + 1..more + 1, progress));
            patients = more;
            self.who = Who::Population(patients);
        }
        part
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comparison::Rate;

    fn precision(standard_error: f64) -> Precision {
        Precision { endpoint: Endpoint::Rate(Rate::Cr), standard_error, most: 1000 }
    }

    #[test]
    fn the_next_batch_is_what_the_square_root_law_asks_for_within_a_doubling() {
        assert_eq!(precision(0.02).next(100, 0.02), None);
        assert_eq!(precision(0.02).next(100, 0.025), Some(157));
        assert_eq!(precision(0.02).next(100, 0.2), Some(200));
        assert_eq!(precision(0.02).next(800, 0.2), Some(1000));
        assert_eq!(precision(0.02).next(1000, 0.2), None);
    }

    #[test]
    fn a_few_patients_who_agree_are_not_enough() {
        assert_eq!(precision(0.02).next(10, 0.0), Some(30));
        assert_eq!(Precision { most: 20, ..precision(0.02) }.next(10, 0.0), Some(20));
        assert_eq!(precision(0.02).next(30, 0.0), None);
    }

    #[test]
    fn a_batch_has_at_least_one_patient() {
        assert_eq!(precision(0.02).next(100, 0.020_000_001), Some(101));
    }
}
