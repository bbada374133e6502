//! Figures as SVG text, and PNG and PDF made from it. One file for each figure, which one list for each kind of result names; theme,
//! sheet, page, panel, axis, rows, key and labels are what they share. Plain data in, text out: no files are read or written here. Left out: interactive figures.
//!
//! ```text
//! result as plain data -> *Input --list of figures--> Drawing (SVG) -> Figure (name, section, title, alt) -> png
//! ```
//!
//! Figures, in the order of a talk:
//!
//! - a run (`run`): population, marrow, blood, mechanism, levels, and the cells in movement ([`movement`])
//! - a comparison ([`comparison`]): headline, doses, leukemia, marrow_blasts, blood_counts, waterfall,
//!   overall_survival, disease_free_survival, response, differences, attribution, sweep
//! - a trial ([`trial`]): headline, consort, response, predictive, subgroups, explanations, mechanism, swimmer,
//!   waterfall, overall_survival, disease_free_survival, stopping, operating
//! - a calibration ([`calibration`]): cenersen_effect, predictive_check, prior_posterior, pairs, directions,
//!   generations
//! - a sensitivity analysis ([`sensitivity`]): ranking, effects, variance
//! - the design of a next trial ([`design`]): assurance
//! - a qualification (`qualification`): scorecard, arms, checks
//!
//! To add a figure: a file in the folder of its kind with `pub const FIGURE: FigureOf<Kind>` (name, section,
//! alternative text, drawing), and one line in the list `FIGURES` of that folder's `mod.rs`. Files, report, alternative
//! text and `cenersim plot` follow. A figure whose section no part of the report has stands under "Further figures" of
//! a comparison; a new section is a variant of [`Section`] and a part in the report's `document`.
//!
//! Pages are 1920 x 1080 px of SVG, or of another [`Shape`], whatever the size of the PNG; lengths in this crate are pixels of that page. Lines
//! of kinds of cells, drugs and arms differ in their dashes as well as in color.

#![warn(missing_docs)]

mod axis;
mod bare;
mod best_changes;
pub mod calibration;
pub mod comparison;
pub mod design;
mod diagram;
mod figure;
mod forest;
mod grid;
mod headline;
mod hover;
mod kaplan_meier;
mod key;
mod labels;
mod marks;
mod message;
pub mod movement;
pub mod names;
mod numbered;
mod page;
mod panel;
mod pathway;
mod pdf;
mod png;
mod qualification;
mod regimen;
mod responses;
mod risk;
mod rows;
mod run;
mod selectivity;
pub mod sensitivity;
mod sheet;
pub mod text;
pub mod theme;
pub mod trial;

#[cfg(test)]
mod fixtures;

pub use calibration::{CalibrationInput, calibration_figures};
pub use comparison::{ComparisonInput, comparison_figures};
pub use design::{DesignInput, design_figures};
use figure::{Drawing, FigureOf, Kind, drawn, in_the_tables, listed};
pub use figure::{Figure, Section};
pub use numbered::numbered;
pub use pdf::pdf;
pub use png::png;
pub use qualification::{counts as qualification_counts, qualification};
pub use run::{FigureInput, Thresholds, drawn_of_kinds, figures, first_course};
pub use sensitivity::{SensitivityInput, sensitivity_figures};
pub use theme::{Color, Shape, Sizes, Stroke, Theme};
pub use trial::{TrialInput, trial_figures};
