//! What a scenario asks for as the simulation and the comparison take it. Left out: several scenarios in one comparison, and
//! arms without a drug.

use super::Scenario;
use crate::comparison::{Arm, Design, Who};
use cenersim_model::{patient::Patient, quantity::Time, simulation::Case, treatment::Regimen};
use std::sync::Arc;

impl Scenario {
    /// The patient in one arm, ready to be simulated; every agent is kept at `snapshots`.
    pub fn case<'a>(&'a self, arm: &'a Regimen, snapshots: &'a [Time]) -> Case<'a> {
        Case {
            ledger: &self.ledger,
            correlations: &self.correlations,
            patient: &self.patient,
            regimen: arm,
            settings: &self.settings,
            snapshots,
        }
    }

    /// One patient of the list in one arm, from 1 on; the patient of the scenario without a list.
    pub fn patient_in(&self, row: u64) -> Patient {
        let listed = self.cohort.patient(row, &self.ledger, self.settings.seed);
        listed.unwrap_or_else(|| self.patient.clone())
    }

    /// The arms with the model and the patient that they share.
    /// Each with the ledger, the correlations and the reference patient of the scenario, in the order of the file.
    pub fn compared_arms(&self) -> impl Iterator<Item = Arm> {
        self.arms.iter().zip(&self.published).map(|(regimen, published)| Arm {
            name: regimen.name.clone(),
            regimen: regimen.clone(),
            ledger: self.ledger.clone(),
            correlations: self.correlations.clone(),
            patient: self.patient.clone(),
            without_inhibitors: false,
            published: published.clone(),
        })
    }

    /// All arms in the same patients.
    /// Replicates are those of the scenario for one patient, and 1 for a population or a list.
    pub fn comparison(&self, who: Who) -> Design {
        let settings = self.settings.clone();
        let (arms, cohort) = (self.compared_arms().collect(), Arc::clone(&self.cohort));
        Design { arms, replicates: who.replicates(&settings), settings, who, cohort }
    }
}
