//! The trial again and again: every trial draws its subjects from the pool, randomizes them and is analyzed like the one that
//! is shown; the same subjects in the same arms are then seen under every explanation. Left out: the analysis of explanations
//! (see `explanations`).

use super::{
    courses::Versions,
    design::Trial,
    enrollment::{allocated, places, stratum, stream},
    explanations::{Tally, effects, explained},
    monitor::{Monitor, power},
    pool::{PARTS, Pool},
    results::{Explanation, Repeated, SingleTrial, TrialResult, Trials},
    seen::Seen,
    tables::Layout,
};
use cenersim_model::patient::Patient;
use cenersim_statistics::mean;
use rayon::prelude::*;

/// Repeated trials: every cell of the tables in each of them, and what they say together.
#[derive(Clone, Debug, PartialEq)]
pub struct Repetitions {
    /// For each trial a value for each cell of the tables, none where it does not exist.
    pub(super) values: Vec<Vec<Option<f64>>>,
    /// For each part of the pool the mean of each cell over the trials drawn without it.
    pub(super) without_parts: Vec<Vec<f64>>,
    /// Explanations, their contrasts, the pool and the stopping rule over all trials.
    pub repeated: Repeated,
}

/// The subjects of one trial, by their place in the pool, and their arms.
pub(super) struct Drawn {
    /// Place of each subject in the pool.
    members: Vec<usize>,
    /// Index of the arm of each subject.
    arms: Vec<usize>,
}

impl Trial {
    /// Trials 1 to `trials`, drawn from the pool. `progress` is called with the number of trials since its last call.
    ///
    /// Trial `n` is the same for any number of trials. A tenth of the pool is left out in turn to estimate what another
    /// pool would give, so every trial is drawn eleven times.
    ///
    /// # Errors
    /// When so many simulations of the pool failed that a trial cannot be drawn.
    pub fn repeat(&self, pool: &Pool, trials: u32, progress: &(impl Fn(u64) + Sync)) -> Result<Repetitions, String> {
        let (layout, monitor) = (Layout::of(self), Monitor::of(self));
        let numbers = || (1..=u64::from(trials)).into_par_iter();
        let one = |number: u64| {
            let drawn = self.drawn(pool, number, None)?;
            let values = layout.values(&self.seen(pool, &drawn, Explanation::AsDesigned));
            progress(1);
            Some((values, self.tallies(pool, &drawn, &monitor)))
        };
        let found: Option<Vec<_>> = numbers().map(one).collect();
        let without = |part: u32| -> Option<(Vec<[Tally; 4]>, Vec<f64>)> {
            let one = |number: u64| {
                let drawn = self.drawn(pool, number, Some(part))?;
                let values = layout.values(&self.seen(pool, &drawn, Explanation::AsDesigned));
                Some((self.tallies(pool, &drawn, &monitor), values))
            };
            let (tallies, values): (Vec<_>, Vec<_>) =
                numbers().map(one).collect::<Option<Vec<_>>>()?.into_iter().unzip();
            Some((tallies, means(&values)))
        };
        let parts: Option<Vec<_>> = (0..PARTS).map(without).collect();
        let (Some(found), Some(parts)) = (found, parts) else { return Err(too_few(pool)) };
        let (parts, without_parts): (Vec<_>, Vec<_>) = parts.into_iter().unzip();
        let (values, tallies): (Vec<_>, Vec<_>) = found.into_iter().unzip();
        let explanations = Explanation::ALL.into_iter().enumerate().map(|(index, explanation)| {
            let of = |tallies: &[[Tally; 4]]| tallies.iter().map(|tally| tally[index].clone()).collect::<Vec<_>>();
            let parts: Vec<Vec<Tally>> = parts.iter().map(|part| of(part)).collect();
            explained(self, explanation, effects(self, pool, explanation), &of(&tallies), &parts)
        });
        let explanations = explanations.collect();
        let pool = pool.describe(&self.protocol);
        let repeated = Repeated { trials, pool, explanations, posterior: None };
        Ok(Repetitions { values, without_parts, repeated })
    }

    /// Repeated trials one by one.
    pub fn trials(&self, repetitions: &Repetitions) -> Trials {
        let seeds = (1..=repetitions.values.len() as u64).map(|number| stream(self.settings.seed, number).bits());
        let values = repetitions.values.clone();
        Trials { cells: Layout::of(self).cells(), seeds: seeds.collect(), values }
    }

    /// Everything that is shown of a trial and its repetitions.
    ///
    /// Without repetitions the tables have no predictions.
    pub fn result(&self, trial: SingleTrial, repetitions: Option<Repetitions>) -> TrialResult {
        let layout = Layout::of(self);
        let this = layout.values(&trial.subjects.iter().map(|subject| subject.seen()).collect::<Vec<_>>());
        let (values, without_parts, repeated) = repetitions
            .map_or((Vec::new(), Vec::new(), None), |found| (found.values, found.without_parts, Some(found.repeated)));
        TrialResult {
            title: self.title.clone(),
            protocol: self.protocol.clone(),
            arms: self.arms.iter().map(|arm| arm.name.clone()).collect(),
            published_arms: self.arms.iter().map(|arm| arm.published.clone()).collect(),
            two_arm: self.two_arm(&trial, 0),
            tables: layout.tables(&this, &values, &without_parts),
            trial,
            repeated,
            headline: None,
            characteristics: Monitor::of(self).characteristics(),
            power: power(self),
            criteria: self.settings.criteria.clone(),
            after_failure: self.settings.after_failure,
            seed: self.settings.seed,
        }
    }

    /// Draws and randomizes one trial, as if a part of the pool were missing.
    pub(super) fn drawn(&self, pool: &Pool, number: u64, without: Option<u32>) -> Option<Drawn> {
        let stream = stream(self.settings.seed, number);
        let members = pool.draw(&places(&self.protocol, stream), stream, without)?;
        let strata: Vec<String> =
            members.iter().map(|&member| stratum(&self.protocol, &pool.members[member].patient)).collect();
        let arms = allocated(&self.protocol, stream, &strata);
        Some(Drawn { members, arms })
    }

    /// The subjects of a trial under an explanation, in order of enrollment.
    pub(super) fn seen<'a>(&self, pool: &'a Pool, drawn: &Drawn, explanation: Explanation) -> Vec<Seen<'a>> {
        let one = |(&member, &arm): (&usize, &usize)| {
            let member = &pool.members[member];
            self.seen_as((&member.patient, member.prescription.user), arm, &member.arms[arm], explanation)
        };
        drawn.members.iter().zip(&drawn.arms).map(one).collect()
    }

    /// One subject under an explanation, who was enrolled as a user of inhibitors or not.
    pub(super) fn seen_as<'a>(
        &self,
        (patient, user): (&'a Patient, bool),
        arm: usize,
        versions: &'a Versions,
        explanation: Explanation,
    ) -> Seen<'a> {
        let (taken, user) = match explanation {
            Explanation::AsDesigned => (&versions.as_designed, user),
            Explanation::WithoutCenersen => (&versions.without_cenersen, user),
            Explanation::WithoutInhibitors => (&versions.without_inhibitors, user),
            // An inhibitor of what does nothing does nothing: who takes it for fever has the course without cenersen.
            Explanation::ConfoundingAlone => {
                (&versions.without_cenersen, versions.without_cenersen.fever_by(self.protocol.users_until_day))
            }
        };
        Seen::of(patient, arm, user, taken)
    }

    /// In the order of [`Explanation::ALL`].
    fn tallies(&self, pool: &Pool, drawn: &Drawn, monitor: &Monitor) -> [Tally; 4] {
        let arms = self.arms.len();
        Explanation::ALL.map(|explanation| Tally::of(&self.seen(pool, drawn, explanation), arms, monitor))
    }
}

/// Mean of each cell over the trials in which it is a finite number.
fn means(trials: &[Vec<Option<f64>>]) -> Vec<f64> {
    let cells = trials.first().map_or(0, Vec::len);
    let of = |cell: usize| {
        let known = trials.iter().filter_map(|values| values[cell].filter(|value| value.is_finite()));
        mean(&known.collect::<Vec<f64>>())
    };
    (0..cells).map(of).collect()
}

/// The error, with the first failure.
fn too_few(pool: &Pool) -> String {
    let first = pool.failures().first().map_or_else(String::new, |failed| format!(", first: {}", failed.message));
    format!(
        "the simulation of {} patients of the pool failed{first}: too few are left to draw trials from",
        pool.failures().len()
    )
}
