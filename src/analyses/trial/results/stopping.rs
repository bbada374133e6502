//! The stopping rule followed through an arm, and what it and the whole trial can tell by exact enumeration.
//! Left out: the rule itself, and what it does in repeated trials.

use crate::trial::stopping::{Characteristics, Errors};

/// One look at an arm.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Look {
    /// Subjects of the arm so far.
    pub subjects: u32,
    /// CR so far.
    pub responses: u32,
    /// Posterior probability that the arm is better than the standard by the margin.
    pub probability: f64,
    /// Whether the rule looks here.
    pub due: bool,
}

/// The stopping rule followed through one arm, subject by subject in order of enrollment.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StoppingPath {
    /// Name of the arm.
    pub arm: String,
    /// One for each subject, at a look of the rule or not.
    pub looks: Vec<Look>,
    /// Subjects after whom the arm would have been stopped. The trial goes on regardless.
    pub stopped_at: Option<u32>,
    /// Number of subjects, and the most CR at which the arm stops there; none where it cannot.
    pub boundary: Vec<(u32, Option<u32>)>,
}

/// What the stopping rule does in one arm, over true CR rates.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ArmCharacteristics {
    /// Name of the arm.
    pub arm: String,
    /// By exact enumeration, ascending true rates.
    pub exact: Vec<Characteristics>,
}

/// What the subjects of an arm, or of all arms, can tell about a reference CR rate, by exact enumeration of a two-sided test.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Power {
    /// Name of the arm, or `total`.
    pub arm: String,
    /// Subjects who are planned for it.
    pub subjects: u32,
    /// CR rate that is tested against: the mean of the stopping rule's standard, or the published expectation without a rule.
    pub reference: f64,
    /// Two-sided level of the test: in either direction the probability at which the stopping rule stops, or 5 % without a rule.
    pub level: f64,
    /// True CR rate.
    pub truth: f64,
    /// Power, size, and errors of sign and magnitude at this rate.
    pub errors: Errors,
}
