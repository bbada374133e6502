//! `study` as its users meet it: one result however it is computed, and nothing lost, damaged or done twice. Studies are
//! short (some days, few agents); the protocol itself is tested with made-up courses where it is defined.

mod calibration;
mod cluster;
mod faults;
mod planning;
mod results;
pub mod small;
mod trial;
