//! Subjects of the trial that is shown, and their way from screening to analysis.
//! Left out: candidates who were turned away, except for their number.

use crate::comparison::Record;
use cenersim_model::{
    curves::{CurveSet, Event, Response},
    patient::{Sex, Tp53},
    simulation::Individual,
};

/// One subject of the trial that is shown, in the arm they were randomized to.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Subject {
    /// Order of enrollment, from 1.
    pub number: u32,
    /// Day of enrollment and of the first dose, since the trial opened.
    pub enrollment_day: f64,
    /// Cell of the stratified randomization, such as `refractory, 60 or older`; `all` without strata.
    pub stratum: String,
    /// Index of the arm; `record.arm` is the same.
    pub arm: u32,
    /// At enrollment.
    pub age_years: f64,
    /// Women and men by quota.
    pub sex: Sex,
    /// Body weight, which doses per kg go by.
    pub weight_kg: f64,
    /// Height, which gives the body surface with the weight.
    pub height_cm: f64,
    /// Otherwise relapsed.
    pub refractory: bool,
    /// Length of the first remission (d); none if refractory.
    pub first_remission_days: Option<f64>,
    /// Of the leukemia.
    pub tp53: Tp53,
    /// Leukemic cells at enrollment.
    pub burden: f64,
    /// Whether they count as a user of inhibitors, and their days on them within the time that counts.
    pub inhibitor_user: bool,
    /// Days on inhibitors within the time that counts.
    pub inhibitor_days: f64,
    /// Courses, responses, dates of response, relapse and death, counts: what the arm did to them.
    pub record: Record,
    /// Own numbers and exposure to drugs in the first course.
    #[serde(skip)]
    pub individual: Individual,
    /// Everything dated: doses, examinations, responses, infections, bleedings, relapse, death.
    #[serde(skip)]
    pub events: Vec<Event>,
    /// Counts in blood over the whole course.
    #[serde(skip)]
    pub blood: CurveSet,
}

impl Subject {
    /// Best response of all courses.
    pub fn response(&self) -> Response {
        self.record.outcome.response
    }

    /// Day of death, or the last day on which they are known to be alive.
    pub fn last_day(&self) -> f64 {
        let survival = &self.record.outcome.survival;
        survival.death_day.unwrap_or(survival.observed_to_day)
    }

    /// Within the follow-up.
    pub fn died(&self) -> bool {
        self.record.outcome.survival.death_day.is_some()
    }
}

/// Subjects from screening to analysis.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Consort {
    /// Randomized and turned away together.
    pub screened: u32,
    /// Candidates whom the eligibility of the model turned away, by reason. Reasons that the model does not know
    /// (performance, organ function, consent) turn nobody away.
    pub not_eligible: Vec<Excluded>,
    /// All who were enrolled.
    pub randomized: u32,
    /// One for each arm.
    pub arms: Vec<ConsortArm>,
}

/// Candidates whom one criterion turned away.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Excluded {
    /// The criterion, in words.
    pub reason: String,
    /// How many they are.
    pub subjects: u32,
}

/// One arm from randomization to analysis.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ConsortArm {
    /// Name of the arm.
    pub arm: String,
    /// Subjects who were randomized to it.
    pub randomized: u32,
    /// Got the first dose; in the model everybody does.
    pub treated: u32,
    /// Got a second course.
    pub second_course: u32,
    /// Died before the response could be judged.
    pub died_early: u32,
    /// Lived, but had no marrow in the window.
    pub not_examined: u32,
    /// A response could be judged.
    pub evaluable: u32,
    /// In the denominators of all tables: everybody who was randomized.
    pub analyzed: u32,
    /// Dead at the end of the follow-up.
    pub died: u32,
    /// Alive at the end of the follow-up.
    pub completed: u32,
}
