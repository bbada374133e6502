//! The model: one patient in one arm, from numbers with units to curves and outcomes. What a patient, a drug and a cell are,
//! and nothing of what anybody asks about many of them. Left out: figures, files and everything that prints.

pub mod biology;
pub mod clinic;
pub mod curves;
pub mod engine;
pub mod parameters;
pub mod patient;
pub mod quantity;
pub mod simulation;
pub mod treatment;
