//! The model: one patient in one arm, from numbers with units to curves and outcomes. What a patient, a drug and a cell are,
//! and nothing of what anybody asks about many of them. Left out: figures, files and everything that prints.
//!
//! # Data flow
//!
//! ```text
//! parameters -> patient -> one patient's numbers
//! treatment: Regimen, Body -> Administrations -> Kinetics -> Exposure        mean levels in each step
//! biology:   Exposure -> Marrow -> cells and blood
//! clinic:    cells and blood -> examinations, response, complications, death
//! simulation: all of these, step by step -> curves: Course
//! ```
//!
//! * One patient in one arm: a [`simulation::Case`] and [`simulation::simulate`], to a [`curves::Course`].
//! * The same patient with another decision from a day on: [`simulation::branch()`].
//! * Stop and go on: [`simulation::resume`].
//! * A process of one's own: [`simulation::simulate_with`] and [`biology::Marrow::add`].
//! * A dose in plasma and cells without any cells: [`treatment::Kinetics`].
//! * Every number, its unit, range and source: [`parameters::Ledger`].
//!
//! A simulation is pure: the same case and replicate give the same course, bit for bit, on every machine and for any
//! number of threads. Inputs are checked before ([`biology::check()`], [`clinic::check`], [`treatment::check`]), so
//! that a simulation returns a course and no error; a value that is no finite number ends it by a panic that names
//! curve and day.

#![warn(missing_docs)]

pub mod biology;
pub mod clinic;
pub mod curves;
pub mod engine;
pub mod parameters;
pub mod patient;
pub mod quantity;
pub mod simulation;
pub mod treatment;
