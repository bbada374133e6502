//! A virtual patient: who they are, how their numbers differ from the typical patient's, and the population they are drawn
//! from.
//! Left out: what is done to many patients at once.
//!
//! From a number to a person, and from a person to the parameters of that person:
//!
//! 1. [`enrolled`] draws [`Patient`] number n of the population: age, sex, body, disease, TP53, burden; a scenario may
//!    describe one instead, and a list of patients by name some or all of each.
//! 2. [`correlated`] gives this patient an own value of every number that differs between patients, the typical
//!    patient (number 0) the medians.
//! 3. [`with_chemosensitivity`] puts the leukemia at a percentile, if one is asked for.
//! 4. [`with_own_numbers`] puts numbers in their place that a list of patients gives ([`Cohort`], [`Named`]).
//! 5. [`with_covariates`] lets disease and age change resistance and the fatality of infections.
//!
//! The result is a [`Ledger`](crate::parameters::Ledger) of this patient, which all processes read. All draws hang on
//! seed, patient and name, so a patient is the same in every arm and in cohorts of any size.

mod chemosensitivity;
mod correlations;
mod covariates;
mod description;
mod named;
mod population;
mod variability;

pub use chemosensitivity::{Chemosensitivity, has_chemosensitivity, with_chemosensitivity};
pub use correlations::{CorrelationError, Correlations};
pub use covariates::with_covariates;
pub use description::{Disease, InhibitorUse, Patient, Sex, Tp53};
pub use named::{Cohort, KnownDisease, Named, with_own_numbers};
pub use population::{TurnedAway, enrolled, turned_away};
pub use variability::{correlated, individual};
