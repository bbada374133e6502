//! A virtual patient.

mod description;

pub use description::{Disease, InhibitorUse, Patient, Sex, Tp53};
