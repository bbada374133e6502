//! How the trial decides, and how often in favor of the treatment when something is true: a controlled trial by the
//! canonical distribution of its statistic, one arm in two stages by exact counting. Left out: what a significant result
//! exaggerates.
//!
//! # A controlled trial
//!
//! The statistics at all looks are normal together, with a mean that grows with the root of the information (Jennison and
//! Turnbull 2000, the canonical distribution). All that the effect and the size of a trial decide is its drift, the mean
//! statistic at the end:
//!
//! ```text
//! drift   rates      effect / √(p (1 - p)/n₁ + q (1 - q)/n₂)
//!         survival   effect / √(d (1/n₁ + 1/n₂))          d: share of deaths in both arms; effect: -d ln(hazard ratio)
//! ```
//!
//! So power is a function of one number, which is computed once on a grid and then looked up for every draw and size.
//!
//! # One arm
//!
//! Responses are binomial, so all chances are exact sums; the stages are those of Simon 1989, with the fewest expected
//! patients (optimal) or the fewest patients at most (minimax) if the rate is that of the control.

use super::{Fault, Kind, NextTrial, Protocol, truths::Truth};
use cenersim_statistics::{
    GroupSequential, beta, sample_size,
    simon::{Criterion, MOST_PATIENTS, Rates, TwoStage, simon},
};

/// One arm in two stages.
pub type Stages = TwoStage;

/// How a trial decides.
///
/// Found once for a protocol; it does not depend on the draws.
#[derive(Clone, Debug)]
pub enum Rule {
    /// Two arms.
    Controlled(Box<Controlled>),
    /// One arm.
    Staged(TwoStage),
}

/// The test of a controlled trial, with its power at every drift that matters.
///
/// `powers` has the chance to end in favor of the treatment at drifts from -8 to 16 in steps of 0.01, where a straight line
/// between neighbors is off by far less than a Monte-Carlo error.
#[derive(Clone, Debug)]
pub struct Controlled {
    /// Looks and boundaries.
    pub test: GroupSequential,
    /// Power at each drift from [`LOWEST`] to [`HIGHEST`] in steps of [`SPACING`].
    powers: Vec<f64>,
}

/// Drifts at which the power is computed; between them it is a straight line, beyond them as at the end.
const LOWEST: f64 = -8.0;
/// Upper end; beyond it the power is 1 to all digits that are shown.
const HIGHEST: f64 = 16.0;
/// Distance of neighbors.
const SPACING: f64 = 0.01;

impl Controlled {
    /// The test of the protocol, one-sided or two-sided, with its power tabulated.
    fn of(protocol: &Protocol) -> Self {
        let (alpha, two_sided) = (protocol.one_sided_alpha(), protocol.sides == 2);
        let test = match protocol.kind {
            Kind::GroupSequential => GroupSequential::spending(&protocol.times(), alpha, protocol.spending, two_sided),
            _ => GroupSequential::fixed(alpha, two_sided),
        };
        let points = ((HIGHEST - LOWEST) / SPACING).round() as u32;
        let powers = (0..=points).map(|i| test.power(LOWEST + SPACING * f64::from(i))).collect();
        Self { test, powers }
    }

    /// Chance to end in favor of the treatment.
    fn power(&self, drift: f64) -> f64 {
        let place = (drift.clamp(LOWEST, HIGHEST) - LOWEST) / SPACING;
        let index = (place as usize).min(self.powers.len() - 2);
        let part = place - index as f64;
        self.powers[index] + part * (self.powers[index + 1] - self.powers[index])
    }

    /// The expected statistic of the whole trial.
    ///
    /// For rates the test has the pooled variance and the estimate the unpooled one, as in the formula of sample sizes.
    pub fn drift(&self, protocol: &Protocol, truth: &Truth, patients: u32) -> f64 {
        let [control, treatment] = protocol.sizes(patients).map(f64::from);
        let critical = self.test.upper.last().copied().unwrap_or(f64::INFINITY);
        let spread = |share: f64| share * (1.0 - share);
        let errors = if protocol.is_survival() {
            [truth.level * (1.0 / control + 1.0 / treatment); 2]
        } else {
            let [p, q] = truth.rates();
            let pooled = (control * p + treatment * q) / (control + treatment);
            [spread(pooled) * (1.0 / control + 1.0 / treatment), spread(p) / control + spread(q) / treatment]
        };
        sample_size::drift(truth.effect, errors.map(f64::sqrt), critical)
    }
}

impl NextTrial {
    /// How this trial decides.
    ///
    /// # Errors
    /// If no design keeps its error rates.
    pub fn rule(&self) -> Result<Rule, Fault> {
        let protocol = &self.protocol;
        let criterion = match protocol.kind {
            Kind::Fixed | Kind::GroupSequential => {
                return Ok(Rule::Controlled(Box::new(Controlled::of(protocol))));
            }
            Kind::SimonOptimal => Criterion::Optimal,
            Kind::SimonMinimax => Criterion::Minimax,
        };
        let (low, high, beta) = (protocol.control_rate, protocol.treatment_rate, 1.0 - protocol.power);
        let found = simon(&Rates { low, high, alpha: protocol.alpha, beta }, criterion);
        found.map(Rule::Staged).ok_or_else(|| {
            let message = format!(
                "no design of two stages with at most {MOST_PATIENTS} patients tells {high} from {low} with alpha {} and \
                 power {}: expected rates further apart, or errors that are larger",
                protocol.alpha, protocol.power
            );
            Fault { key: "treatment_rate".into(), message }
        })
    }
}

impl Rule {
    /// Chance that a trial of so many patients ends in favor of the treatment. Of one arm it is that of a test of one
    /// stage, as a design of two stages has only the one number of patients for which it was made.
    pub fn success(&self, protocol: &Protocol, truth: &Truth, patients: u32) -> f64 {
        match self {
            Self::Controlled(controlled) => controlled.power(controlled.drift(protocol, truth, patients)),
            Self::Staged(_) => {
                let least = significant(patients, protocol.control_rate, protocol.alpha);
                at_least(least, patients, truth.rates()[1])
            }
        }
    }

    /// Chance that the trial as planned ends in favor of the treatment.
    pub fn planned_success(&self, protocol: &Protocol, truth: &Truth, patients: u32) -> f64 {
        match self {
            Self::Controlled(_) => self.success(protocol, truth, patients),
            Self::Staged(stages) => stages.recommended(truth.rates()[1]),
        }
    }

    /// Expected number of patients of the trial as planned.
    ///
    /// Fewer than planned as far as the trial may end early. Of survival it counts patients and not time.
    pub fn expected_patients(&self, protocol: &Protocol, truth: &Truth, patients: u32) -> f64 {
        match self {
            Self::Controlled(controlled) => {
                let drift = controlled.drift(protocol, truth, patients);
                f64::from(patients) * controlled.test.expected_share(drift)
            }
            Self::Staged(stages) => stages.expected_patients(truth.rates()[1]),
        }
    }
}

/// Chance of at least so many responses; certain for 0.
///
/// ```text
/// P(X >= k) = I_rate(k, n - k + 1)          X binomial, I the regularized incomplete beta function
/// ```
fn at_least(responses: u32, of: u32, rate: f64) -> f64 {
    match responses {
        0 => 1.0,
        k if k > of => 0.0,
        k => beta::cumulative(f64::from(k), f64::from(of - k + 1), rate),
    }
}

/// Fewest responses that are significant in one stage.
fn significant(patients: u32, rate: f64, alpha: f64) -> u32 {
    let (mut low, mut high) = (0, patients + 1);
    while low < high {
        let middle = low.midpoint(high);
        if at_least(middle, patients, rate) <= alpha {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
