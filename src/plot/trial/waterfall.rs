//! Waterfall of a trial: best change of the marrow blasts of each subject, a panel for each arm. Left out: its drawing,
//! which comparisons share.
//!
//! # How to read it
//!
//! As the waterfall of a comparison, with the subjects of one arm each: `patients` counts all randomized to it, so
//! those who died before an examination are named and not forgotten.

use super::{Trial, TrialInput};
use crate::{
    Drawing, FigureOf, Section, Theme,
    best_changes::{Arm, BestChanges, halved},
    in_the_tables,
};
use cenersim_analyses::{comparison::BestChange, trial::Subject};

/// Best changes of all arms; none if nobody was examined.
pub const FIGURE: FigureOf<Trial> =
    FigureOf { name: "waterfall", section: Section::Response, alt: |_, title| in_the_tables(title), draw };

fn draw(input: &TrialInput, theme: &Theme) -> Vec<Drawing> {
    let arms: Vec<Arm> = input.result.arms.iter().enumerate().map(|(i, name)| arm(input, i, name)).collect();
    let sheet = input.sheet_of_arms(halved(&arms), String::new(), theme);
    BestChanges { sheet, unit: "patient", arms }.draw(theme)
}

/// Changes of the subjects of this arm who were examined.
fn arm<'a>(input: &TrialInput<'a>, arm: usize, name: &'a str) -> Arm<'a> {
    let mine = || input.result.trial.subjects.iter().filter(|subject| subject.arm as usize == arm);
    let change = |subject: &Subject| {
        let percent = subject.record.best_blast_change?;
        Some(BestChange { patient: subject.number.into(), percent, response: subject.response() })
    };
    Arm { name, changes: mine().filter_map(change).collect(), patients: mine().count() as u32 }
}
