//! A virtual patient: who he is, how his numbers differ from the typical patient's, and the population he is drawn from.
//! Left out: what is done to many patients at once.

mod chemosensitivity;
mod covariates;
mod description;
mod population;
mod variability;

pub use chemosensitivity::{Chemosensitivity, with_chemosensitivity};
pub use covariates::with_covariates;
pub use description::{Disease, InhibitorUse, Patient, Sex, Tp53};
pub use population::{TurnedAway, enrolled, turned_away};
pub use variability::{CorrelationError, Correlations, correlated, individual};
