//! A virtual patient.
mod description;
pub use description::Tp53;
