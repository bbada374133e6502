//! What is given and what reaches the marrow: drugs, doses, body size, exposure.

mod cenersen;
mod compartments;
mod cytarabine;
mod dose;
mod exposure;
mod idarubicin;
mod infusion;
mod inhibitor;
mod kinetics;

pub use dose::{Administration, Body, Drug};
pub use exposure::Exposure;
pub use kinetics::Kinetics;
