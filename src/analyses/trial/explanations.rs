//! What the trial could not do: the same patients without cenersen, without inhibitors, or with nothing but confounding. The
//! response difference that is due to cenersen, and how often a trial shows the contrast that was published.
//! Left out: explanations that mix.

use super::{
    courses::Versions,
    design::Trial,
    monitor::Monitor,
    pool::{Member, Pool},
    predicted::predicted,
    results::{ArmStopping, Contrast, Effect, Estimated, Explanation, ExplanationResult, Predicted},
    seen::{Group, Seen, is_cr, is_remission},
    tables::TOTAL,
};
use crate::{
    comparison::{Arm, Record},
    published::trial as published,
};
use cenersim_model::engine::Seed;
use cenersim_statistics::{Interval, bootstrap_mean, fisher, mean};

/// What one trial counts under one explanation.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct Tally {
    /// Subjects and responders (CR + CRp): users, then others.
    /// Subjects: users, then others.
    pub subjects: [u32; 2],
    /// Responders (CR + CRp): users, then others.
    pub responders: [u32; 2],
    /// Subjects with CR.
    pub cr: u32,
    /// Subjects after whom each arm stops, if it does, and all that it has.
    pub stopped: Vec<(Option<u32>, u32)>,
}

impl Tally {
    /// Counts one trial; `arms` is the number of its arms.
    pub fn of(seen: &[Seen], arms: usize, monitor: &Monitor) -> Self {
        let stopped = monitor.stops(&responses(seen, arms));
        let cr = seen.iter().filter(|seen| seen.cr()).count() as u32;
        let mut tally = Self { cr, stopped, ..Self::default() };
        for subject in seen {
            let group = usize::from(!subject.user);
            tally.subjects[group] += 1;
            tally.responders[group] += u32::from(subject.remission());
        }
        tally
    }

    /// There are users and none of them responded.
    fn none_of_users(&self) -> bool {
        self.subjects[0] > 0 && self.responders[0] == 0
    }

    /// No user, and as many of the others as published.
    fn as_published(&self) -> bool {
        self.none_of_users() && self.responders[1] >= published().inhibitors.responders_among_others
    }

    /// Users respond less, and Fisher's p is at most the published one.
    fn as_extreme(&self) -> bool {
        let [users, others] =
            [0, 1].map(|group| [self.responders[group], self.subjects[group] - self.responders[group]]);
        self.difference().is_some_and(|difference| difference < 0.0)
            && fisher([users, others]) <= published_p() * (1.0 + 1e-9)
    }

    /// Percent of users who respond less that of others.
    fn difference(&self) -> Option<f64> {
        let share = |group: usize| 100.0 * f64::from(self.responders[group]) / f64::from(self.subjects[group]);
        (self.subjects[0] > 0 && self.subjects[1] > 0).then(|| share(0) - share(1))
    }
}

/// Whether each subject of each arm had a CR, in order of enrollment.
pub(super) fn responses(seen: &[Seen], arms: usize) -> Vec<Vec<bool>> {
    (0..arms).map(|arm| Group::Arm(arm).of(seen).iter().map(|seen| seen.cr()).collect()).collect()
}

/// Fisher's p of the published contrast.
pub(super) fn published_p() -> f64 {
    let found = &published().inhibitors;
    fisher([
        [found.responders_among_users, found.users - found.responders_among_users],
        [found.responders_among_others, found.others - found.responders_among_others],
    ])
}

/// Everything about one explanation; `parts` are the trials with one part of the pool left out at a time, none without a
/// pool.
pub(super) fn explained(
    trial: &Trial,
    explanation: Explanation,
    effects: Vec<Effect>,
    tallies: &[Tally],
    parts: &[Vec<Tally>],
) -> ExplanationResult {
    let whole = |count: fn(&Tally) -> u32| {
        predicted(tallies.iter().map(|tally| Some(f64::from(count(tally)))), 0.0, None, true).unwrap_or_else(nothing)
    };
    let arm = |(index, arm): (usize, &Arm)| ArmStopping {
        arm: arm.name.clone(),
        probability: share(tallies, parts, |tally| tally.stopped[index].0.is_some()),
        expected_subjects: mean(
            &tallies
                .iter()
                .map(|tally| f64::from(tally.stopped[index].0.unwrap_or(tally.stopped[index].1)))
                .collect::<Vec<_>>(),
        ),
    };
    let watched = trial.protocol.stopping.is_some();
    ExplanationResult {
        explanation,
        effects,
        contrast: contrast(tallies, parts),
        responders: whole(|tally| tally.responders[0] + tally.responders[1]),
        cr: whole(|tally| tally.cr),
        stopping: trial.arms.iter().enumerate().filter(|_| watched).map(arm).collect(),
    }
}

/// What is told of no trial.
fn nothing() -> Predicted {
    let nowhere = Interval { low: f64::NAN, high: f64::NAN };
    Predicted {
        trials: 0,
        not_reached: 0,
        median: f64::NAN,
        interval: nowhere,
        pool_error: 0.0,
        tail: None,
        distribution: Vec::new(),
    }
}

/// Means over the trials, and shares of trials with what was published.
fn contrast(tallies: &[Tally], parts: &[Vec<Tally>]) -> Contrast {
    let average =
        |count: &dyn Fn(&Tally) -> u32| mean(&tallies.iter().map(|tally| f64::from(count(tally))).collect::<Vec<_>>());
    Contrast {
        users: average(&|tally| tally.subjects[0]),
        responders_among_users: average(&|tally| tally.responders[0]),
        others: average(&|tally| tally.subjects[1]),
        responders_among_others: average(&|tally| tally.responders[1]),
        none_of_users: share(tallies, parts, Tally::none_of_users),
        as_published: share(tallies, parts, Tally::as_published),
        as_extreme: share(tallies, parts, Tally::as_extreme),
        difference: predicted(tallies.iter().map(Tally::difference), 0.0, None, false),
    }
}

/// A share of trials, with both its errors.
///
/// ```text
/// trials error = √(p (1 - p)/n)     pool error: see `jackknife`
/// ```
fn share(tallies: &[Tally], parts: &[Vec<Tally>], has: impl Fn(&Tally) -> bool) -> Estimated {
    let of = |tallies: &[Tally]| tallies.iter().filter(|tally| has(tally)).count() as f64 / tallies.len().max(1) as f64;
    let value = of(tallies);
    let without: Vec<f64> = parts.iter().map(|part| of(part)).collect();
    Estimated {
        value,
        trials_error: (value * (1.0 - value) / tallies.len().max(1) as f64).sqrt(),
        pool_error: jackknife(&without),
    }
}

/// Error by the pool of a number that is known without each part of it in turn (Efron and Stein 1981); 0 without parts.
///
/// ```text
/// √((m - 1)/m Σ (x_i - mean)²)          m parts, x_i without part i
/// ```
pub(super) fn jackknife(without: &[f64]) -> f64 {
    let (center, parts) = (mean(without), without.len() as f64);
    let squares: f64 = without.iter().map(|value| (value - center) * (value - center)).sum();
    ((1.0 - 1.0 / parts.max(1.0)) * squares).sqrt()
}

/// Whether a course has an endpoint.
pub(super) type Has = fn(&Record) -> bool;

/// The endpoints of [`Effect`].
pub(super) const ENDPOINTS: [(&str, Has); 2] = [("CR", is_cr), ("CR + CRp", is_remission)];

/// Response in the pool against that of the same patients without cenersen, arm by arm and in all arms.
pub(super) fn effects(trial: &Trial, pool: &Pool, explanation: Explanation) -> Vec<Effect> {
    let total = f64::from(trial.protocol.total());
    let weights: Vec<f64> = trial.protocol.subjects.iter().map(|subjects| f64::from(*subjects) / total).collect();
    let single =
        |arm: usize| (0..weights.len()).map(|other| if other == arm { 1.0 } else { 0.0 }).collect::<Vec<f64>>();
    let columns: Vec<(&str, Vec<f64>)> = trial
        .arms
        .iter()
        .enumerate()
        .map(|(index, arm)| (arm.name.as_str(), single(index)))
        .chain([(TOTAL, weights.clone())])
        .collect();
    let stream = Seed::new(trial.settings.seed).named("effects");
    let of = |(endpoint, has): (&str, Has)| {
        let one = move |(arm, weights): &(&str, Vec<f64>)| {
            effect(pool, explanation, weights, has, stream.named(endpoint).named(arm), (arm, endpoint))
        };
        columns.iter().map(one).collect::<Vec<_>>()
    };
    ENDPOINTS.into_iter().flat_map(of).collect()
}

/// `weights` sum to 1 over the arms; a patient counts with the weights of the arms in which the endpoint was reached.
fn effect(
    pool: &Pool,
    explanation: Explanation,
    weights: &[f64],
    has: Has,
    stream: Seed,
    (arm, endpoint): (&str, &str),
) -> Effect {
    let weighted = |member: &Member, version: &dyn Fn(&Versions) -> bool| {
        member
            .arms
            .iter()
            .zip(weights)
            .map(|(versions, weight)| if version(versions) { *weight } else { 0.0 })
            .sum::<f64>()
    };
    let with = |versions: &Versions| match explanation {
        Explanation::AsDesigned => has(&versions.as_designed.record),
        Explanation::WithoutInhibitors => has(&versions.without_inhibitors.record),
        Explanation::WithoutCenersen | Explanation::ConfoundingAlone => has(&versions.without_cenersen.record),
    };
    let shares: Vec<f64> = pool.members.iter().map(|member| weighted(member, &with)).collect();
    let without: Vec<f64> = pool
        .members
        .iter()
        .map(|member| weighted(member, &|versions| has(&versions.without_cenersen.record)))
        .collect();
    let differences: Vec<f64> = shares.iter().zip(&without).map(|(with, without)| with - without).collect();
    let (difference, n) = (mean(&differences), pool.members.len() as u32);
    let resampled = bootstrap_mean(&differences, stream.bits()).of_shares(difference, n);
    Effect {
        arm: arm.to_owned(),
        endpoint: endpoint.to_owned(),
        n,
        share: mean(&shares),
        without_cenersen: mean(&without),
        difference,
        interval: resampled.interval,
        predictive: None,
        standard_error: resampled.standard_error,
    }
}
