//! Everything that is written to disk and read back: the folder `output/<name>/` of one run, of a comparison, a trial, a
//! calibration, a sensitivity analysis, a qualification or the design of a next trial. What each has to show is a [`Product`], which one writer turns
//! into data files, tables, figures, a report as HTML (see [`html`]) and provenance.
//! Left out: drawing (figures arrive as bytes) and printing (the summary table is returned as text).
//!
//! A run is written into a hidden folder beside the target and renamed when it is complete, so that an interrupted
//! run leaves either the old result or the new one. See [`Staging`] for writing and [`read_run`] for reading back.
//!
//! | file | what it holds |
//! |---|---|
//! | `curves.csv`, `curves.parquet` | every curve of every replicate, one row for each value |
//! | `events.csv` | doses, examinations, responses, relapse, infections, death |
//! | `cells.parquet` | every agent on the days asked for; only if there are any |
//! | `summary.json` | outcome of each replicate, means with standard errors, counts of responses |
//! | `scenario.toml` | the scenario as it was run |
//! | `provenance.json` | version, seed, hashes, time, and the command that makes the result again |
//! | `columns.csv` | what each column of these files means |
//! | `figures/`, `report.html` | figures, and the report |
//! | `report.json` | what the report says, as data, from which slides are made |
//! | `slides.pptx` | slides, where `cenersim deck` was asked for them |
//!
//! ```text
//! results as plain data --*_product--> Product --write--> Staging --commit--> output/<name>/
//!                                         |
//!             texts, tables, columns, scenarios, Document (figures, tables, listings), json, terminal
//! ```
//!
//! Each kind of result has a folder of modules with the same names: `product` collects everything, `document` orders
//! the report, `verdict` says what follows in two, `summary` says the findings in sentences, `tables` (or several) defines columns and rows, `terminal`
//! prints a few numbers. The product functions are [`run_product`], [`comparison_product`], [`trial_product`],
//! [`calibration_product`], [`sensitivity_product`], [`qualification_product`] and [`design_product`].
//!
//! To add
//!
//! - a column: one [`Column`] in the list of its table; CSV, Parquet, dictionary and report follow.
//! - a table: a function that returns a [`Table`], a line in the list of the kind's tables (`comparison_tables`, for
//!   example), and its name in a part of `document`, or it is a file that the report does not show.
//! - a section of a report: a part in `document` of its kind.
//! - a kind of result: a folder of modules with a record, a product and the names of its files, and a line in each of
//!   the lists on this page.
//!
//! `result_sha256` in `provenance.json` is made of the hashes of the files that hold the result, so no time, path or
//! version changes it (see [`hash_of_courses`] for runs).

#![warn(missing_docs)]

mod calibration;
mod checkpoint;
mod comparison;
mod contradiction_table;
mod design;
mod existing;
mod failure_table;
pub mod fault;
mod fingerprint;
mod glossary;
mod headline_table;
mod html;
mod kept;
mod ledger_table;
mod parts;
mod prescriptions;
mod product;
mod provenance;
mod qualification;
mod replace;
mod rests;
mod run_product;
mod run_tables;
mod run_verdict;
mod sensitivity;
mod slides;
mod staging;
mod stored;
mod summary;
mod summary_table;
mod trial;
mod two_arm;
mod verdict;
mod workspace;

#[cfg(test)]
mod example;
#[cfg(test)]
#[path = "../plot/fixtures.rs"]
mod fixtures;
#[cfg(test)]
mod reading_tests;
#[cfg(test)]
mod writing_tests;

pub use calibration::{CalibrationRecord, calibration_product, calibration_tables, read_posterior};
pub use cenersim_tables::{
    Cell, Column, Filled, Frame, Heading, ReportError, Series, Table, columns, sha256, sha256_of,
};
pub use checkpoint::{About, Checkpoints, Found, Refusal};
pub use comparison::{ComparisonRecord, comparison_input, comparison_product, comparison_tables};
pub use design::{DesignRecord, design_product, design_tables};
pub use failure_table::FailedPatient;
pub use fingerprint::{FileHashes, hash_of_courses, hash_of_curves};
pub use glossary::{GLOSSARY, Term, glossary_page, occurring};
pub use html::{Document, Listing, Section, html};
pub use kept::{StoredReport, read_report};
pub use ledger_table::ledger_table;
pub use product::{Format, Look, Made, Product};
pub use provenance::{BranchPoint, Provenance};
pub use qualification::{QualificationRecord, differences, qualification_product, qualification_table};
pub use replace::replace;
pub use run_product::{RunReport, run_product};
pub use sensitivity::{SensitivityRecord, influence_table, sensitivity_product, sensitivity_tables};
pub use slides::{SlidesFile, sealed};
pub use staging::{Staging, write_figures};
pub use stored::{FigureData, StoredRun, read_figure_data, read_run, read_run_keeping};
pub use summary::{KnownPatient, summary_json};
pub use summary_table::summary_table;
pub use trial::{TrialRecord, trial_product, trial_tables};
pub use workspace::remove_unfinished;

use cenersim_model::curves::Course;
use cenersim_tables::{cell_table, curve_table, event_table, files, table};

/// Files that only results of one kind have.
const OWN_FILES: [&[&str]; 6] =
    [comparison::FILES, trial::FILES, calibration::FILES, sensitivity::FILES, design::FILES, qualification::FILES];

/// What is known about one run besides its scenario.
#[derive(Clone, Copy, Debug)]
pub struct RunRecord<'a> {
    /// Seed of every random stream.
    pub seed: u64,
    /// Name of the hypothesis about p53 that was in force; several, with commas, where arms differ in it.
    pub hypothesis: &'a str,
    /// Program, command and time.
    pub made: Made<'a>,
    /// Replicates in their order.
    pub courses: &'a [Course],
    /// Whose they are, before treatment; of a list in its order.
    pub patients: &'a [KnownPatient],
}
