//! What the uncertainty of a trial as planned is made of: the luck of each course, who is enrolled, and what is not known of
//! the parameters. Left out: what more patients of a draw would change, which is noise and is taken off.
//!
//! ```text
//! V(reported) = Σ over arms (V(luck) + V(patients)) / n + V(true effects)
//! share of the parameters in success = V(p) / (m (1 - m))          p: chance of each draw, m: mean of p
//! ```
//!
//! The first is an analysis of variance of repetitions in patients in draws, the second the law of total variance: success
//! is yes or no, so its variance is m (1 - m), and what is left when the draw is known is the mean of p (1 - p).
//!
//! A large part of the parameters says that measurements of these would help more than patients; a large part of luck or
//! of patients says that a larger trial would.

use super::{Outcomes, Protocol, chances::Chances, truths::Truth};
use cenersim_statistics::{
    assurance::{Estimated, Nested, variance},
    mean,
};

/// Shares of a variance, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Parts {
    /// The luck of each course: other random numbers in the same patients.
    pub chance: f64,
    /// Who is enrolled.
    pub patients: f64,
    /// What is not known of the parameters.
    pub parameters: f64,
}

/// What the uncertainty of a trial as planned is made of.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Split {
    /// Of the effect that the trial will report.
    pub effect: Option<Parts>,
    /// Of whether it succeeds: the part of the parameters is exact (law of total variance), chance and patients share the
    /// rest as they share it in the effect.
    pub success: Option<Parts>,
    /// Standard deviation of the reported effect.
    pub deviation: f64,
    /// Share of the parameters in the success, with its Monte-Carlo error.
    pub parameters: Estimated,
}

/// Scores of one arm: for each draw, for each patient, the repetitions.
fn of_arm(outcomes: &[Outcomes], survival: bool, arm: usize) -> Vec<Vec<Vec<f64>>> {
    let patient = |courses: &Vec<[f64; 2]>| courses.iter().map(|course| course[arm]).collect();
    outcomes.iter().map(|one| one.scores(survival).iter().map(patient).collect()).collect()
}

/// The parts for a trial of so many patients.
pub fn split(chances: &Chances, outcomes: &[Outcomes], patients: u32) -> Split {
    let protocol = chances.protocol;
    let (mut luck, mut who) = (0.0, 0.0);
    for (arm, size) in protocol.sizes(patients).into_iter().enumerate().filter(|(_, size)| *size > 0) {
        let nested = Nested::of(&of_arm(outcomes, protocol.is_survival(), arm));
        luck += nested.repetitions / f64::from(size);
        who += nested.units / f64::from(size);
    }
    let rates: Vec<f64> = chances.truths.all().iter().map(|truth| compared(protocol, truth)).collect();
    let all = luck + who + variance(&rates);
    let effect =
        (all > 0.0).then(|| Parts { chance: luck / all, patients: who / all, parameters: variance(&rates) / all });
    let parameters = chances.truths.estimated(|truths| parameters_of_success(chances, truths, patients));
    let success = effect.filter(|_| parameters.value.is_finite()).map(|_| {
        let rest = 1.0 - parameters.value;
        let luck = if luck + who > 0.0 { luck / (luck + who) } else { 1.0 };
        Parts { chance: rest * luck, patients: rest * (1.0 - luck), parameters: parameters.value }
    });
    Split { effect, success, deviation: all.sqrt(), parameters }
}

/// What the trial reports: the effect, or the rate of its only arm.
fn compared(protocol: &Protocol, truth: &Truth) -> f64 {
    if protocol.kind.is_controlled() { truth.effect } else { truth.rates()[1] }
}

/// Variance of the chance of success over the draws, in that of success itself: p (1 - p).
fn parameters_of_success(chances: &Chances, truths: &[Truth], patients: u32) -> f64 {
    let chance = |truth: &Truth| chances.rule.planned_success(chances.protocol, truth, patients);
    let found: Vec<f64> = truths.iter().map(chance).collect();
    let middle = mean(&found);
    let between = mean(&found.iter().map(|one| (one - middle) * (one - middle)).collect::<Vec<_>>());
    between / (middle * (1.0 - middle))
}
