//! One draw of the parameters: the subjects of some trials, each in the arm they were randomized to, with and without cenersen.
//! The patients, their arms and all their draws are the same for every draw of the parameters (common random numbers), so
//! that what differs between draws is the parameters: variability between patients is in each draw, uncertainty is between
//! draws. Left out: everything after the response window.

use super::{By, Evaluation, Problem, Tally, Targets};
use crate::{
    comparison::{Arm, Failed, Without},
    trial::{Allotted, Trial},
};
use cenersim_model::{biology, curves::Response, parameters::Ledger, treatment::Drug};
use rayon::prelude::*;

/// A problem and the trial that its targets are of.
pub struct Experiment {
    /// Priors, targets and plan.
    pub problem: Problem,
    /// Arms, subjects and hypotheses, with numbers that each draw changes.
    trial: Trial,
    /// Subjects of all trials of a draw, the same for every draw.
    subjects: Vec<Allotted>,
}

/// Responses of one subject with and without cenersen.
struct Pair {
    /// In the arm as it is.
    with: Response,
    /// In the same arm without cenersen.
    without: Response,
}

impl Experiment {
    /// Enrolls and randomizes the subjects of trials 1 to `trials_per_draw`.
    pub fn new(problem: Problem, trial: Trial) -> Self {
        let subjects = (1..=u64::from(problem.trials_per_draw)).flat_map(|number| trial.allotted(number)).collect();
        Self { problem, trial, subjects }
    }

    /// The trial whose protocol enrolls and randomizes.
    pub const fn trial(&self) -> &Trial {
        &self.trial
    }

    /// Subjects that are simulated for each draw.
    pub fn subjects(&self) -> u64 {
        self.subjects.len() as u64
    }

    /// Hours of simulation that one draw takes.
    ///
    /// Each subject with and without cenersen.
    pub fn hours(&self) -> f64 {
        2.0 * self.subjects.len() as f64 * self.trial.settings.horizon.in_hours()
    }

    /// Simulates one draw; none if it describes cells that cannot exist. `progress` is called with the hours simulated since
    /// its last call.
    ///
    /// `z` has a place for each parameter on the scale on which the priors are standard normal.
    ///
    /// # Errors
    /// The first subject whose simulation fails.
    pub fn evaluate(&self, z: &[f64], progress: &(impl Fn(f64) + Sync)) -> Result<Option<Evaluation>, Failed> {
        let Some(arms) = self.arms(z) else {
            progress(self.hours());
            return Ok(None);
        };
        let one = |subject: &Allotted| self.pair(subject, &arms[subject.arm], progress);
        let pairs: Result<Vec<Pair>, Failed> = self.subjects.par_iter().map(one).collect();
        Ok(Some(self.counted(&pairs?)))
    }

    /// Each arm with and without cenersen under this draw.
    fn arms(&self, z: &[f64]) -> Option<Vec<[Arm; 2]>> {
        let arm = |arm: &Arm| {
            let ledger = changed(&arm.ledger, &self.problem.values(z))?;
            biology::check(&ledger, &arm.patient).ok()?;
            let with = Arm { ledger, ..arm.clone() };
            let without = with.without(&[Without::Drug(Drug::Cenersen)]);
            Some([with, without])
        };
        self.trial.arms.iter().map(arm).collect()
    }

    /// An arm without cenersen is simulated once.
    fn pair(&self, subject: &Allotted, [with, without]: &[Arm; 2], progress: &impl Fn(f64)) -> Result<Pair, Failed> {
        let response = |arm: &Arm| {
            let course = self.trial.course((subject.arm, arm), &subject.patient, progress)?;
            Ok(course.outcome.response)
        };
        let answer = response(with)?;
        let gives = with.drugs().contains(&Drug::Cenersen);
        Ok(Pair { with: answer, without: if gives { response(without)? } else { answer } })
    }

    /// All numbers that the analysis needs.
    fn counted(&self, pairs: &[Pair]) -> Evaluation {
        let count = |has: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|pair| has(pair)).count() as u32;
        Evaluation {
            tallies: self.tallies(pairs),
            subjects: pairs.len() as u32,
            cr: count(&|pair| pair.with == Response::CR),
            remission: count(&|pair| cenersim_model::clinic::is_remission(pair.with)),
            cr_without_cenersen: count(&|pair| pair.without == Response::CR),
            cr_either_way: count(&|pair| pair.with == Response::CR && pair.without == Response::CR),
        }
    }

    /// One list for each table, in the order of its rows.
    fn tallies(&self, pairs: &[Pair]) -> Vec<Vec<Tally>> {
        let Targets { tables, .. } = &self.problem.targets;
        let mut tallies: Vec<Vec<Tally>> =
            tables.iter().map(|table| vec![Tally::default(); table.rows.len()]).collect();
        for (subject, pair) in self.subjects.iter().zip(pairs) {
            for (table, tally) in tables.iter().zip(&mut tallies) {
                add(&mut tally[row(table.by, subject)], pair.with);
            }
        }
        tallies
    }
}

/// A ledger with these values in canonical units; none if one of them is not possible.
fn changed(ledger: &Ledger, values: &[(&str, f64)]) -> Option<Ledger> {
    let mut ledger = ledger.clone();
    for (path, value) in values {
        let quantity = ledger.get(path)?.value.with_canonical(*value);
        ledger.set(path, quantity).ok()?;
    }
    Some(ledger)
}

/// The row of a table that a subject belongs to.
fn row(by: By, subject: &Allotted) -> usize {
    match by {
        By::Arm => subject.arm,
        By::Disease => usize::from(!subject.is_refractory()),
        By::Inhibitors => usize::from(!subject.is_user()),
    }
}

/// CRi counts as CRp.
fn add(tally: &mut Tally, response: Response) {
    match response {
        Response::CR => tally.cr += 1,
        response if cenersim_model::clinic::is_remission(response) => tally.crp += 1,
        _ => tally.neither += 1,
    }
}
