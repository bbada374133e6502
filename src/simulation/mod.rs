//! One patient in one arm from the first dose to the horizon.

mod settings;

pub use settings::Settings;
