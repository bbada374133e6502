//! `study` as its users meet it: one result however it is computed, and nothing lost, damaged or done twice. Studies are
//! short (some days, few agents); the protocol itself is tested with made-up courses where it is defined.

#[path = "study/calibration.rs"]
mod calibration;
#[path = "study/cluster.rs"]
mod cluster;
mod command;
#[path = "study/faults.rs"]
mod faults;
#[path = "study/planning.rs"]
mod planning;
#[path = "study/results.rs"]
mod results;
#[path = "study/small.rs"]
mod small;
#[path = "study/trial.rs"]
mod trial;
