//! cenersim: an agent-based simulator of acute myeloid leukemia under cenersen, idarubicin and cytarabine.

pub mod biology;
pub mod curves;
pub mod engine;
pub mod parameters;
pub mod patient;
pub mod quantity;
pub mod scenario;
pub mod simulation;
pub mod treatment;
