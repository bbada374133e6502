//! A virtual patient: who he is, how his numbers differ from the typical patient's, and the population he is drawn from.
//! Left out: what is done to many patients at once.

mod description;
mod population;
mod variability;

pub use description::{Disease, InhibitorUse, Patient, Sex, Tp53};
pub use population::enrolled;
pub use variability::{CorrelationError, Correlations, correlated, individual};
