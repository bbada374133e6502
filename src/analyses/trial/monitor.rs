//! The stopping rule at work: every arm is looked at after each of its subjects, in order of enrollment, as if each response
//! were known before the next subject came; and what the rule and a trial of this size can tell at all, by exact enumeration.
//! Left out: the time until a response is known.

use super::{
    design::{StoppingRule, Trial},
    results::{ArmCharacteristics, Look, Power, StoppingPath},
    stopping::{Beta, Boundary, Rule, errors, stopped_at},
    tables::TOTAL,
};
use crate::{comparison::Arm, published};

impl StoppingRule {
    /// The rule for an arm of so many subjects.
    ///
    /// `most` is the planned number of subjects of the arm.
    pub fn rule(&self, most: u32) -> Rule {
        let beta = |(a, b): (f64, f64)| Beta { a, b };
        Rule {
            standard: beta(self.standard).into(),
            experimental: beta(self.experimental),
            margin: self.margin,
            lower: self.lower,
            first_look: self.first_look,
            every: self.every,
            most,
        }
    }
}

/// The rules of all arms with their boundaries, which take time to find; empty without a stopping rule.
pub(super) struct Monitor(Vec<Watched>);

/// One arm.
struct Watched {
    /// Name of the arm.
    arm: String,
    /// The rule with the number of subjects that the arm has at most.
    rule: Rule,
    /// At each number of subjects that is looked at, the responses at which the arm stops.
    boundary: Vec<Boundary>,
}

impl Monitor {
    /// One for each arm; boundaries are found once for all trials.
    pub fn of(trial: &Trial) -> Self {
        let watched = |(arm, most): (&Arm, &u32)| {
            let rule = trial.protocol.stopping?.rule(*most);
            Some(Watched { arm: arm.name.clone(), boundary: rule.boundaries(), rule })
        };
        Self(trial.arms.iter().zip(&trial.protocol.subjects).filter_map(watched).collect())
    }

    /// For each arm, subjects after whom it stops, if it does, and all that it has.
    ///
    /// `responses` has one list for each arm, in order of enrollment.
    pub fn stops(&self, responses: &[Vec<bool>]) -> Vec<(Option<u32>, u32)> {
        let stop = |(watched, responses): (&Watched, &Vec<bool>)| {
            (stopped_at(&watched.boundary, responses), responses.len() as u32)
        };
        self.0.iter().zip(responses).map(stop).collect()
    }

    /// Each arm followed through its responses.
    pub fn paths(&self, responses: &[Vec<bool>]) -> Vec<StoppingPath> {
        let follow = |(watched, responses): (&Watched, &Vec<bool>)| {
            let path = watched.rule.path(responses);
            let look = |(subjects, responses, probability)| Look {
                subjects,
                responses,
                probability,
                due: watched.rule.looks_at(subjects),
            };
            StoppingPath {
                arm: watched.arm.clone(),
                looks: path.points.into_iter().map(look).collect(),
                stopped_at: path.stopped_at,
                boundary: watched.boundary.clone(),
            }
        };
        self.0.iter().zip(responses).map(follow).collect()
    }

    /// What the rule does in each arm, over true CR rates.
    pub fn characteristics(&self) -> Vec<ArmCharacteristics> {
        let exact =
            |watched: &Watched| ArmCharacteristics { arm: watched.arm.clone(), exact: watched.rule.exact(&rates()) };
        self.0.iter().map(exact).collect()
    }
}

/// True CR rates from 1 to 60 percent.
fn rates() -> Vec<f64> {
    (1..=60).map(|percent| f64::from(percent) / 100.0).collect()
}

/// Two-sided level of the tests without a stopping rule: one in twenty in either direction.
const LEVEL: f64 = 0.1;

/// What each arm and all of them can tell about the reference rate of the protocol, over true rates.
pub(super) fn power(trial: &Trial) -> Vec<Power> {
    let protocol = &trial.protocol;
    let (reference, level) = protocol.stopping.map_or((published::trial().expected.cr, LEVEL), |rule| {
        (rule.standard.0 / (rule.standard.0 + rule.standard.1), 2.0 * rule.lower)
    });
    let arms = trial.arms.iter().map(|arm| arm.name.as_str()).zip(protocol.subjects.iter().copied());
    let of = |(name, subjects): (&str, u32)| {
        let one = |truth| {
            let errors = errors(subjects, reference, truth, level);
            Power { arm: name.to_owned(), subjects, reference, level, truth, errors }
        };
        rates().into_iter().map(one).collect::<Vec<_>>()
    };
    arms.chain([(TOTAL, protocol.total())]).flat_map(of).collect()
}
