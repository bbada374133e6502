//! A virtual patient: who he is, and how his numbers differ from the typical patient's.
//! Left out: cohorts and what is drawn for many patients at once.

mod description;
pub mod variability;

pub use description::{Disease, InhibitorUse, Patient, Sex, Tp53};
pub use variability::individual;
