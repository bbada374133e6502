//! Repeated trials when the parameters themselves are uncertain: every trial has subjects of its own and one draw of the
//! parameters, which all its subjects share. What differs between trials is then chance, patients and parameters together.
//!
//! Each subject is simulated in their own arm only, with and without cenersen and inhibitors; there is no pool from which
//! trials share subjects. Left out: which draws there are and how probable each is (they come equally weighted).

use super::{
    courses::{Taken, Versions},
    design::Trial,
    explanations::{ENDPOINTS, Has, Tally, explained},
    monitor::Monitor,
    pool::{Members, Prescription, VERSIONS},
    repeated::Repetitions,
    results::{Effect, Explanation, PoolCell, PoolResult, Repeated},
    seen::{Group, Seen},
    single::{Allotted, trial_of},
    tables::{Layout, TOTAL},
};
use crate::comparison::{Arm, Failed};
use cenersim_model::{engine::Seed, simulation::jobs};
use cenersim_statistics::{Interval, bootstrap_mean, mean, quantile};
use rayon::prelude::*;
use std::ops::Range;

/// One trial under one draw.
struct Conducted {
    /// Who they were, with their courses in all versions.
    subjects: Vec<(Allotted, Versions)>,
}

/// Repeated trials, and the subjects whose simulation failed; their trials are in no result.
pub type Uncertain = (Repetitions, Vec<Failed>);

impl Trial {
    /// Simulates trials, the first of which is trial 0, under the arms that `arms` gives for each number from 1 on.
    /// `progress` is called with the hours simulated since its last call.
    ///
    /// Parts may be simulated in any order and put together in that of their numbers. Of a trial in which a subject's
    /// simulation fails nothing is left but the first failure.
    pub fn simulate_under(
        &self,
        trials: Range<u64>,
        arms: &(impl Fn(u64) -> Vec<Arm> + Sync),
        progress: &(impl Fn(f64) + Sync),
    ) -> Members {
        let conduct = |trial: u64| self.with(arms(trial + 1)).versions_of(trial + 1, progress);
        Members::of(trials.into_par_iter().map(conduct).collect())
    }

    /// All trials that were simulated, under the same arms. `subjects` are in the order of the trials' numbers.
    ///
    /// # Errors
    /// The failures, if no trial is left.
    pub fn repeat_under(
        &self,
        subjects: Members,
        arms: &(impl Fn(u64) -> Vec<Arm> + Sync),
    ) -> Result<Uncertain, Vec<Failed>> {
        let (taken, failures) = subjects.into_taken();
        let of_a_trial = VERSIONS * self.protocol.total() as usize;
        let conducted = |courses: &[Taken]| {
            let number = trial_of(courses[0].record.patient);
            let versions = courses.chunks_exact(VERSIONS).map(Versions::from_taken);
            Conducted { subjects: self.with(arms(number)).allotted(number).into_iter().zip(versions).collect() }
        };
        let conducted: Vec<Conducted> = taken.par_chunks_exact(of_a_trial).map(conducted).collect();
        if conducted.is_empty() {
            return Err(failures);
        }
        Ok((self.repetitions(&conducted, &failures), failures))
    }

    /// Hours of simulation that one trial of [`Trial::simulate_under`] takes.
    pub fn hours_under(&self) -> f64 {
        self.trial_hours() * VERSIONS as f64
    }

    /// The same trial with other arms.
    fn with(&self, arms: Vec<Arm>) -> Self {
        Self { arms, ..self.clone() }
    }

    /// Enrolls and treats the subjects of one trial; the first of those who fail.
    fn versions_of(&self, number: u64, progress: &(impl Fn(f64) + Sync)) -> Result<Vec<Versions>, Failed> {
        let one =
            |Allotted { arm, patient, .. }: Allotted| self.versions_in((arm, &self.arms[arm]), &patient, progress);
        jobs(self.allotted(number)).map(one).collect::<Vec<_>>().into_iter().collect()
    }

    /// Counts all trials, as [`Trial::repeat`] does.
    fn repetitions(&self, conducted: &[Conducted], failures: &[Failed]) -> Repetitions {
        let (layout, monitor) = (Layout::of(self), Monitor::of(self));
        let values = conducted.iter().map(|trial| layout.values(&self.under(trial, Explanation::AsDesigned))).collect();
        let result = |explanation: Explanation| {
            let tally = |trial: &Conducted| Tally::of(&self.under(trial, explanation), self.arms.len(), &monitor);
            let tallies: Vec<Tally> = conducted.iter().map(tally).collect();
            explained(self, explanation, self.effects_under(conducted, explanation), &tallies, &[])
        };
        let explanations = Explanation::ALL.into_iter().map(result).collect();
        let pool = described(conducted, failures);
        Repetitions {
            values,
            without_parts: Vec::new(),
            repeated: Repeated { trials: conducted.len() as u32, pool, explanations, posterior: None },
        }
    }

    /// The subjects of a trial under an explanation, in order of enrollment.
    fn under<'a>(&self, trial: &'a Conducted, explanation: Explanation) -> Vec<Seen<'a>> {
        let one = |(subject, versions): &'a (Allotted, Versions)| {
            self.seen_as((&subject.patient, subject.is_user()), subject.arm, versions, explanation)
        };
        trial.subjects.iter().map(one).collect()
    }

    /// Response against that of the same subjects without cenersen, in each arm and in all; a unit is a trial.
    fn effects_under(&self, conducted: &[Conducted], explanation: Explanation) -> Vec<Effect> {
        let arms = self.arms.iter().enumerate().map(|(index, arm)| (arm.name.as_str(), Group::Arm(index)));
        let columns: Vec<(&str, Group)> = arms.chain([(TOTAL, Group::All)]).collect();
        let stream = Seed::new(self.settings.seed).named("effects");
        let of = |(endpoint, has): (&str, Has)| {
            let shares = |group: Group, explanation: Explanation| -> Vec<f64> {
                conducted.iter().map(|trial| share(&group.of(&self.under(trial, explanation)), has)).collect()
            };
            let one = |(arm, group): &(&str, Group)| {
                let [with, without] =
                    [explanation, Explanation::WithoutCenersen].map(|explanation| shares(*group, explanation));
                effect((arm, endpoint), (&with, &without), stream.named(endpoint).named(arm))
            };
            columns.iter().map(one).collect::<Vec<_>>()
        };
        ENDPOINTS.into_iter().flat_map(of).collect()
    }
}

/// Of the subjects of a group; 0 of nobody.
fn share(seen: &[Seen], has: Has) -> f64 {
    seen.iter().filter(|seen| has(seen.record)).count() as f64 / seen.len().max(1) as f64
}

/// Mean over trials, with the bootstrap over trials.
fn effect((arm, endpoint): (&str, &str), (with, without): (&[f64], &[f64]), stream: Seed) -> Effect {
    let differences: Vec<f64> = with.iter().zip(without).map(|(with, without)| with - without).collect();
    let resampled = bootstrap_mean(&differences, stream.bits());
    Effect {
        arm: arm.to_owned(),
        endpoint: endpoint.to_owned(),
        n: differences.len() as u32,
        share: mean(with),
        without_cenersen: mean(without),
        difference: mean(&differences),
        interval: resampled.interval,
        predictive: Some(middle(differences)),
        standard_error: resampled.standard_error,
    }
}

/// From the 2.5th to the 97.5th percentile.
fn middle(mut values: Vec<f64>) -> Interval {
    values.sort_by(f64::total_cmp);
    Interval { low: quantile(&values, 0.025), high: quantile(&values, 0.975) }
}

/// Everybody who was simulated; no subject is in two trials.
fn described(conducted: &[Conducted], failures: &[Failed]) -> PoolResult {
    let subjects = || conducted.iter().flat_map(|trial| &trial.subjects);
    let cell = |one: Prescription| PoolCell {
        refractory: one.refractory,
        man: one.man,
        user: one.user,
        patients: subjects().filter(|(subject, _)| subject.prescription() == one).count() as u32,
    };
    PoolResult {
        patients: subjects().count() as u32,
        cells: Prescription::all().into_iter().map(cell).collect(),
        overlap: 0.0,
        failures: failures.len() as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Differences uniform from -0.1 to 0.1: 95 % of them span 0.19, and a mean of n has 2 x 1.96 x 0.2/sqrt(12 n).
    #[test]
    fn more_trials_tell_the_mean_better_and_where_one_trial_lies_no_better() {
        let widths = |n: u64| {
            let with: Vec<f64> = (0..n).map(|i| 0.1 + 0.2 * Seed::new(5).number(i).uniform()).collect();
            let found = effect(("total", "CR"), (&with, &vec![0.2; with.len()]), Seed::new(6));
            let predictive = found.predictive.expect("trials of their own");
            [found.interval.high - found.interval.low, predictive.high - predictive.low]
        };
        for (n, mean) in [(100, 0.022_63), (2_500, 0.004_526)] {
            let [of_mean, of_one] = widths(n);
            // The ends of 100 uniform numbers have a standard error of 0.0031 each, those of the bootstrap a tenth of the width.
            assert!((of_one - 0.19).abs() < 0.014 && (of_mean / mean - 1.0).abs() < 0.25, "{n}: {of_mean} {of_one}");
        }
    }
}
