//! What came of it in numbers: by family of checks, by what the intervals rest on, and for the remission counts of published
//! arms. Left out: any weighting of checks.
//!
//! Published arms are counted apart from all other checks, by whether the model's rate lies within the exact interval
//! of their counts.
//!
//! # Why passes are split
//!
//! An interval that was assumed wide is passed by many models. So passes are counted by what their intervals rest
//! on, and a reader can look at those that a source states alone. `inside by value alone` counts values within
//! intervals whatever chance did; it is higher than the passes where errors are large.

use super::{Basis, Qualification, Row, Split, Verdict, deviation, split};

/// Checks of one subject by how they ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Heading of the subject.
    pub subject: &'static str,
    /// Passed: a sourced interval, one with a reason, an assumed one.
    pub passed: [usize; 3],
    /// Chance decides.
    pub borderline: usize,
    /// Outside the published interval.
    pub failed: usize,
    /// Not made, because the model lacks something.
    pub not_modelled: usize,
}

impl Score {
    /// Adds one row.
    fn count(&mut self, row: &Row) {
        match row.verdict {
            Verdict::Pass => self.passed[group(row.check.published.basis())] += 1,
            Verdict::Borderline => self.borderline += 1,
            Verdict::Fail => self.failed += 1,
            Verdict::NotModelled => self.not_modelled += 1,
        }
    }

    /// Whatever their intervals rest on.
    pub fn all_passed(&self) -> usize {
        self.passed.iter().sum()
    }

    /// Checks that were made.
    pub fn made(&self) -> usize {
        self.all_passed() + self.borderline + self.failed
    }
}

/// Place in [`Score::passed`].
const fn group(basis: Option<Basis>) -> usize {
    match basis {
        Some(Basis::Exact | Basis::Published) => 0,
        Some(Basis::Reasoned) => 1,
        Some(Basis::Assumed) | None => 2,
    }
}

/// The remission counts of published arms that were meant for calibration.
#[derive(Clone, Debug, PartialEq)]
pub struct Counting<'a> {
    /// How many there are.
    pub rows: usize,
    /// How many lie in their exact 95 % interval.
    pub inside: usize,
    /// Rows outside of their exact interval, with how far they are away (standard deviations).
    pub outside: Vec<(&'a Row, f64)>,
}

impl Qualification {
    /// The scores of all subjects, in their order.
    pub fn scores(&self) -> Vec<Score> {
        let mut scores: Vec<Score> = Vec::new();
        for row in &self.rows {
            if scores.last().is_none_or(|score| score.subject != row.subject) {
                scores.push(Score { subject: row.subject, ..Score::default() });
            }
            scores.last_mut().expect("one was pushed").count(row);
        }
        scores
    }

    /// The scores of all checks together; published arms are not among them.
    pub fn total(&self) -> Score {
        let mut total = Score { subject: "All checks", ..Score::default() };
        self.checks().for_each(|row| total.count(row));
        total
    }

    /// Checks with an interval that rests on this.
    pub fn resting_on(&self, basis: Basis) -> usize {
        self.checks().filter(|row| row.check.lacks.is_empty() && row.check.published.basis() == Some(basis)).count()
    }

    /// Checks whose value itself lies inside its interval, whatever chance has done to it.
    pub fn inside(&self) -> usize {
        self.checks().filter(|row| is_inside(row)).count()
    }

    /// How many of the remission counts meant for calibration lie inside by the model's value alone; none were simulated if
    /// there are no rows.
    pub fn counting(&self) -> Counting<'_> {
        let rows: Vec<&Row> = self.arms().filter(|row| split(row) == Some(Split::Target)).collect();
        let outside = rows.iter().filter(|row| !is_inside(row));
        let outside: Vec<(&Row, f64)> = outside.map(|row| (*row, deviation(row).unwrap_or(f64::NAN))).collect();
        Counting { rows: rows.len(), inside: rows.len() - outside.len(), outside }
    }
}

/// Whether the model's value itself lies in the published interval.
pub fn is_inside(row: &Row) -> bool {
    let interval = row.check.published.interval();
    row.estimate.zip(interval).is_some_and(|(found, interval)| interval.contains(found.value))
}
