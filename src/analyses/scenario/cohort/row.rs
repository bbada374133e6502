//! One row of a list of patients, while its cells are read, and what its cells say together.
//!
//! Cells can come in any order of columns, so that a length of the first remission may be known before the disease is.

use super::super::document::DiseaseName;
use cenersim_model::{
    patient::{Disease, KnownDisease, Named},
    quantity::Time,
};

/// What the cells say so far.
pub(super) struct Row {
    /// All but the disease.
    pub named: Named,
    /// Without the length of a remission.
    pub status: Option<DiseaseName>,
    /// Only of a relapsed patient.
    pub first_remission: Option<Time>,
}

impl Row {
    /// A patient of whom nothing is known but the number of the row, from 1 on.
    pub fn new(number: u64) -> Self {
        Self { named: Named { number, ..Named::default() }, status: None, first_remission: None }
    }

    /// The patient.
    ///
    /// # Errors
    /// If a first remission does not go with the disease.
    ///
    /// A relapsed patient without a length gets one drawn; nothing at all about the disease leaves it to the population.
    pub fn named(self) -> Result<Named, String> {
        let Self { named, status, first_remission } = self;
        let disease = match (status, first_remission) {
            (None, None) => None,
            (Some(DiseaseName::Relapsed), None) => Some(KnownDisease::Relapsed),
            (Some(DiseaseName::Relapsed), Some(first_remission)) => {
                Some(KnownDisease::Whole(Disease::Relapsed { first_remission }))
            }
            (Some(DiseaseName::Healthy), None) => Some(KnownDisease::Whole(Disease::Healthy)),
            (Some(DiseaseName::NewlyDiagnosed), None) => Some(KnownDisease::Whole(Disease::NewlyDiagnosed)),
            (Some(DiseaseName::Refractory), None) => Some(KnownDisease::Whole(Disease::Refractory)),
            (_, Some(_)) => {
                return Err(format!(
                    "`{}` has a first remission and is not relapsed: expected `relapsed` as the disease, or no first remission",
                    named.name
                ));
            }
        };
        Ok(Named { disease, ..named })
    }
}
