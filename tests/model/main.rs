//! Evidence that the program computes the model it describes. Each module is named by the kind of evidence it gives.
//! Left out: whether the model is right about patients, beyond the comparisons that `qualification` prints.
//!
//! Statistical tests use fixed seeds: a failure is a change, not bad luck. Each says at which z it fails and how many
//! false alarms that would give if the seed were drawn anew.

mod actions;
mod after_failure;
mod architecture;
mod chemosensitivity;
mod compositions;
mod convergence;
mod courses;
mod golden;
mod invariants;
mod kinetics;
mod known_results;
mod ledger;
mod lineages;
mod literature;
mod marrows;
mod mean_field;
mod patients;
mod protocols;
mod published_effects;
mod qualification;
mod reproducibility;
mod restart;
mod samples;
mod teaching;
mod time;
