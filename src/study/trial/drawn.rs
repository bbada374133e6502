//! What is kept of a trial to draw its figures again. Left out: the figures.
//!
//! # What is in the file
//!
//! Everything that `trial.json` has, the events of each subject, from which the swimmer plot is drawn, and the
//! values of the pathway in the reference patient. Events are written once beside the subjects and put back when
//! the file is read.

use super::super::drawn::Drawing;
use cenersim_analyses::{comparison::Mechanism, trial::TrialResult};
use cenersim_model::curves::Event;
use cenersim_plot::{
    Figure, Theme,
    trial::{TrialInput, trial_figures},
};
use std::borrow::Cow;

/// A trial with the events of each subject, which `trial.json` leaves to the data files, and what cenersen does in its
/// reference patient.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DrawnTrial<'a> {
    result: Cow<'a, TrialResult>,
    events: Vec<Cow<'a, [Event]>>,
    mechanism: Option<Mechanism>,
}

impl<'a> DrawnTrial<'a> {
    /// What is kept of a trial.
    pub fn of(result: &'a TrialResult, mechanism: Option<Mechanism>) -> Self {
        let events = result.trial.subjects.iter().map(|subject| Cow::Borrowed(&subject.events[..])).collect();
        Self { result: Cow::Borrowed(result), events, mechanism }
    }
}

impl Drawing for DrawnTrial<'_> {
    fn figures(&self, _seed: u64, footer: &str, theme: &Theme) -> Vec<Figure> {
        let Self { result, mechanism, .. } = self;
        trial_figures(&TrialInput { result, mechanism: mechanism.as_ref(), footer }, theme)
    }

    /// Gives each subject their events again.
    fn restore(&mut self) {
        let subjects = self.result.to_mut().trial.subjects.iter_mut();
        subjects.zip(&self.events).for_each(|(subject, events)| subject.events = events.to_vec());
    }
}
