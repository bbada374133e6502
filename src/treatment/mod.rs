//! What is given and what reaches the marrow: drugs, doses, body size, exposure.

mod dose;
mod exposure;

pub use dose::{Administration, Body, Drug};
pub use exposure::Exposure;
