//! What the model is asked at each point: means over the same virtual patients. Left out: spread between patients.

use super::{Point, Sensitivity};
use crate::comparison::{Arm, Design, Endpoint, Failed, Measure, Rate, Record, Who, Without};
use cenersim_model::treatment::Drug;
use std::sync::Arc;

/// An output of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Output {
    /// Share of patients with a complete remission.
    Cr,
    /// Decimal logarithm of the fall of leukemic stem cells to their nadir.
    StemLogKill,
    /// Days from the first remission to relapse, death or the horizon; 0 for patients without a remission.
    DiseaseFree,
    /// Log-kill of all leukemic cells with cenersen less that without it, in the same patients.
    CenersenKill,
}

impl Output {
    /// In the order of files, figures and the columns of values.
    pub const ALL: [Self; 4] = [Self::Cr, Self::StemLogKill, Self::DiseaseFree, Self::CenersenKill];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cr | Self::StemLogKill => self.endpoint().name(),
            Self::DiseaseFree => "disease_free",
            Self::CenersenKill => "cenersen_kill",
        }
    }

    /// The name in figures and tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cr => "Complete remission",
            Self::StemLogKill => "Stem-cell log-kill",
            Self::DiseaseFree => "Days in remission",
            Self::CenersenKill => "Kill due to cenersen",
        }
    }

    /// The unit.
    pub const fn unit(self) -> &'static str {
        self.endpoint().unit()
    }

    /// The number of a course of which it is the mean, or the mean difference.
    const fn endpoint(self) -> Endpoint {
        match self {
            Self::Cr => Endpoint::Rate(Rate::Cr),
            Self::StemLogKill => Endpoint::Measure(Measure::named("stem_log_kill")),
            Self::DiseaseFree => Endpoint::Measure(Measure::named("disease_free_survival")),
            Self::CenersenKill => Endpoint::Measure(Measure::named("blast_log_kill")),
        }
    }

    /// Its value in one patient.
    fn of(self, with: &Record, without: &Record, horizon_days: f64) -> f64 {
        let of = |record| self.endpoint().of(record, horizon_days);
        match self {
            Self::CenersenKill => of(with) - of(without),
            _ => of(with),
        }
    }
}

/// Replicates that a patient has: their own draws, and those that they meet when the random numbers are re-drawn.
const REPLICATES: u32 = 2;

impl Sensitivity {
    /// The outputs at a point, in the order of [`Output::ALL`]. `progress` is called with the hours simulated since its last
    /// call.
    ///
    /// Every patient of the protocol goes through the arm with and without cenersen, with the numbers of the point;
    /// patients have the same numbers, and with them the same draws, at every point.
    ///
    /// # Errors
    /// The first patient whose simulation failed.
    pub fn outputs_at(&self, point: &Point, progress: &(impl Fn(f64) + Sync)) -> Result<Vec<f64>, Failed> {
        let design = self.design(point);
        let mut sums = vec![0.0; Output::ALL.len()];
        for patient in 0..u64::from(self.protocol.patients) {
            let unit = patient * u64::from(REPLICATES) + u64::from(point.replicate);
            let mut part = design.outcomes_of_units(unit..unit + 1, progress);
            if let Some(failed) = part.failures.pop() {
                return Err(failed);
            }
            let [with, without] = part.records.as_slice() else { continue };
            let days = self.settings.horizon.in_days();
            sums.iter_mut().zip(Output::ALL).for_each(|(sum, output)| *sum += output.of(with, without, days));
        }
        Ok(sums.into_iter().map(|sum| sum / f64::from(self.protocol.patients)).collect())
    }

    /// The patients with and without cenersen.
    fn design(&self, point: &Point) -> Design {
        let arm = Arm { ledger: point.ledger.clone(), ..self.arm.clone() };
        let without = arm.without(&[Without::Drug(Drug::Cenersen)]);
        Design {
            arms: vec![arm, without],
            settings: self.settings.clone(),
            who: Who::Population(u64::from(self.protocol.patients)),
            replicates: REPLICATES,
            cohort: Arc::default(),
        }
    }

    /// Hours of simulation of one point.
    pub fn hours_of_a_point(&self) -> f64 {
        2.0 * f64::from(self.protocol.patients) * self.settings.horizon.in_hours()
    }
}
