//! A virtual patient: how one patient's numbers differ from the typical patient's.

pub mod variability;
