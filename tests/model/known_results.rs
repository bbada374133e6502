//! Known results: what the parts must give according to formulas that stand here on their own.

mod antisense_and_repair;
mod assay;
mod branching;
mod cytarabine;
mod healthy;
mod niche;
mod untreated;
mod weights;
