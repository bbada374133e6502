//! cenersim: an agent-based simulator of acute myeloid leukemia under cenersen, idarubicin and cytarabine.

pub mod biology;
pub mod curves;
pub mod engine;
pub mod parameters;
pub mod quantity;
pub mod report;
pub mod treatment;
