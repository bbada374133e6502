//! What figures show, kept beside them as CBOR (RFC 8949), so that they can be drawn again without simulating. Every number
//! comes back to the last bit, those that are none too. Left out: a run, whose curves and events are in its tables.
//!
//! The file is `figures.cbor` in the folder of a result. `cenersim plot` reads it with [`Drawn::from_bytes`] and draws
//! with [`Drawn::figures`], so another look needs no simulation. A new kind of result is a variant of [`DrawnResult`]
//! and a line in `figures`.

use super::StudyError;
use cenersim_analyses::{
    calibration::Calibrated, comparison::Compared, design::DesignResult, sensitivity::SensitivityResult,
    trial::TrialResult,
};
use cenersim_model::curves::Event;
use cenersim_plot::{
    CalibrationInput, DesignInput, Figure, SensitivityInput, Theme, calibration_figures,
    comparison::{ComparisonInput, comparison_figures},
    design_figures, qualification, sensitivity_figures,
    trial::{Mechanism, TrialInput, trial_figures},
};
use cenersim_qualification::{Estimate, Qualification, Scope, Size};
use cenersim_report::{Look, Made, Product};
use std::borrow::Cow;

/// What the figures of one result show.
/// Results are borrowed when they are written and owned when they are read.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Drawn<'a> {
    /// Of what they are, at the foot of each, such as scenario and hypothesis.
    pub subject: String,
    /// Seed of the result, at the foot of each figure.
    pub seed: u64,
    /// What is drawn.
    pub result: DrawnResult<'a>,
}

/// One kind of result.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum DrawnResult<'a> {
    /// Arms in the same patients.
    Comparison(Cow<'a, Compared>),
    /// A trial with its events and the mechanism.
    Trial(Box<DrawnTrial<'a>>),
    /// A posterior with what it predicts.
    Calibration(Cow<'a, Calibrated>),
    /// Effects and shares of variance.
    Sensitivity(Cow<'a, SensitivityResult>),
    /// Chances of a next trial.
    Design(Box<Cow<'a, DesignResult>>),
    /// Estimates of the checks.
    Qualification {
        /// Numbers of patients and agents.
        size: Size,
        /// What it was limited to.
        scope: Scope,
        /// What was estimated of each check, by its id; the checks themselves are part of the program.
        estimates: Vec<(String, Estimate)>,
    },
}

/// A trial with the events of each subject, which `trial.json` leaves to the data files.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DrawnTrial<'a> {
    result: Cow<'a, TrialResult>,
    events: Vec<Cow<'a, [Event]>>,
    mechanism: Option<Mechanism>,
}

impl<'a> Drawn<'a> {
    /// A trial, and what cenersen does in its reference patient.
    pub fn trial(subject: String, result: &'a TrialResult, mechanism: Option<Mechanism>) -> Self {
        let events = result.trial.subjects.iter().map(|subject| Cow::Borrowed(&subject.events[..])).collect();
        let drawn = DrawnTrial { result: Cow::Borrowed(result), events, mechanism };
        Self { subject, seed: result.seed, result: DrawnResult::Trial(Box::new(drawn)) }
    }

    /// A qualification.
    pub fn qualification(subject: String, found: &Qualification) -> Self {
        let Qualification { size, scope, seed, .. } = *found;
        let estimates = found.estimates();
        Self { subject, seed, result: DrawnResult::Qualification { size, scope, estimates } }
    }

    /// All figures, in the order of a talk; `program` made the result.
    pub fn figures(&self, program: &str, theme: &Theme) -> Vec<Figure> {
        let footer = &format!("{} | seed {} | {program}", self.subject, self.seed);
        match &self.result {
            DrawnResult::Comparison(compared) => comparison_figures(&ComparisonInput { compared, footer }, theme),
            DrawnResult::Trial(trial) => {
                let DrawnTrial { result, mechanism, .. } = &**trial;
                trial_figures(&TrialInput { result, mechanism: mechanism.as_ref(), footer }, theme)
            }
            DrawnResult::Calibration(calibrated) => {
                calibration_figures(&CalibrationInput { calibrated, footer }, theme)
            }
            DrawnResult::Design(result) => design_figures(&DesignInput { result, footer }, theme),
            DrawnResult::Sensitivity(result) => sensitivity_figures(&SensitivityInput { result, footer }, theme),
            DrawnResult::Qualification { size, scope, estimates } => {
                qualification(&Qualification::of(*size, *scope, self.seed, estimates), footer, theme)
            }
        }
    }

    /// The product that `of` makes with these figures, and what they are drawn from.
    /// `of` makes the product of its kind from the figures.
    pub(super) fn product(&self, made: &Made, look: &Look, of: impl FnOnce(Vec<Figure>) -> Product) -> Product {
        let mut product = of(self.figures(&made.program(), &look.theme()));
        product.figure_data = self.to_bytes();
        product
    }

    /// As bytes.
    ///
    /// CBOR of all fields (RFC 8949).
    ///
    /// # Panics
    /// If a result cannot be written: a mistake in the code.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        ciborium::into_writer(self, &mut bytes).expect("plain data can be written");
        bytes
    }

    /// What was written by [`Drawn::to_bytes`].
    ///
    /// # Errors
    /// If it is of a version whose results have other parts.
    pub fn from_bytes(bytes: &[u8]) -> Result<Drawn<'static>, StudyError> {
        let other = |error| {
            StudyError::Work(format!(
                "figures.cbor holds a result of another version ({error}): run the command in provenance.json again"
            ))
        };
        let mut drawn: Drawn<'static> = ciborium::from_reader(bytes).map_err(other)?;
        if let DrawnResult::Trial(trial) = &mut drawn.result {
            let DrawnTrial { result, events, .. } = &mut **trial;
            let subjects = result.to_mut().trial.subjects.iter_mut();
            subjects.zip(events).for_each(|(subject, events)| subject.events = events.to_vec());
        }
        Ok(drawn)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_qualification::SUBJECTS;

    #[test]
    fn a_qualification_comes_back_with_every_estimate_even_one_that_is_no_number() {
        let ids = SUBJECTS.iter().flat_map(|subject| subject.checks).map(|check| check.id.to_owned()).step_by(2);
        let value = |index: usize| if index == 3 { f64::NAN } else { 1.0 / (index as f64 + 3.0) };
        let estimate = |index: usize| Estimate { value: value(index), error: 0.1, n: 7 };
        let estimates: Vec<(String, Estimate)> = ids.enumerate().map(|(index, id)| (id, estimate(index))).collect();
        let found = Qualification::of(Size::Reduced, Scope::All, 5, &estimates);
        let bytes = Drawn::qualification("qualification".into(), &found).to_bytes();
        let read = Drawn::from_bytes(&bytes).unwrap();
        let DrawnResult::Qualification { size, scope, estimates: read_back } = read.result else {
            panic!("{:?} is no qualification", read.result)
        };
        let bits = |all: &[(String, Estimate)]| all.iter().map(|(_, one)| one.value.to_bits()).collect::<Vec<_>>();
        assert_eq!((size, scope, read.seed, bits(&read_back)), (Size::Reduced, Scope::All, 5, bits(&estimates)));
        assert_eq!(found.rows.iter().filter(|row| row.estimate.is_some()).count(), estimates.len());
    }

    #[test]
    fn bytes_that_are_no_result_are_refused_in_one_sentence() {
        let refused = Drawn::from_bytes(b"figures").unwrap_err().to_string();
        assert!(refused.contains("another version") && refused.contains("provenance.json"), "{refused}");
    }
}
