//! Figures as SVG text, and PNG made from it. One file for each figure, which one list for each kind of result names; theme,
//! sheet, page, panel, axis, rows, key and labels are what they share. Plain data in, text out: no files are read or written here. Left out: interactive figures.

mod axis;
mod best_changes;
pub mod calibration;
pub mod comparison;
mod figure;
mod forest;
mod grid;
mod headline;
mod hover;
mod kaplan_meier;
mod key;
mod labels;
mod marks;
mod page;
mod panel;
mod png;
mod qualification;
mod regimen;
mod responses;
mod risk;
mod rows;
mod run;
pub mod sensitivity;
mod sheet;
pub mod text;
pub mod theme;
pub mod trial;

pub use calibration::{CalibrationInput, calibration_figures};
pub use comparison::{ComparisonInput, comparison_figures};
use figure::{Drawing, FigureOf, Kind, drawn, in_the_tables, listed};
pub use figure::{Figure, Section};
pub use png::png;
pub use qualification::{counts as qualification_counts, qualification};
pub use run::{FigureInput, Thresholds, figures};
pub use sensitivity::{SensitivityInput, sensitivity_figures};
pub use theme::{Color, Sizes, Stroke, Theme};
pub use trial::{TrialInput, trial_figures};
