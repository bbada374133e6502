//! The true effects behind the outcomes of few patients, draw by draw: means with the variance of their noise, which is
//! taken off. Left out: which of the draws are more probable than others; all of them count alike.
//!
//! # Why noise is taken off
//!
//! The effect in some dozen virtual patients scatters far more than true effects do. Taken as it is, it would make good and
//! bad draws of draws that are alike, and the assurance would tend to one half as fewer patients are simulated. Both effect
//! and level of a draw are therefore drawn toward their means, by as much of their spread as the noise explains, and
//! together, as the noise of both comes from the same patients.

use super::{Outcomes, Protocol};
use cenersim_statistics::{
    assurance::{Denoised, Estimated, leave_outs, variance},
    mean,
};

/// What is true of a pair of arms.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truth {
    /// Response rate of the control; of survival the share of deaths in both arms together.
    pub level: f64,
    /// Response rate of the treatment less that of the control; of survival the mean difference of the scores, which is
    /// minus the log hazard ratio times the share of deaths.
    pub effect: f64,
}

impl Truth {
    /// The same with a part of the effect.
    pub fn with_effect(self, part: f64) -> Self {
        Self { effect: part * self.effect, ..self }
    }

    /// Response rates of control and treatment.
    pub fn rates(&self) -> [f64; 2] {
        [self.level, self.level + self.effect].map(|rate| rate.clamp(0.0, 1.0))
    }

    /// Hazard ratio of survival.
    pub fn hazard_ratio(&self) -> f64 {
        hazard_ratio(self.effect, self.level)
    }
}

/// The hazard ratio for a mean difference of the scores of survival at this share of deaths.
pub fn hazard_ratio(effect: f64, deaths: f64) -> f64 {
    libm::exp(-effect / deaths)
}

/// Level and effect in the patients of one draw, with the variances of their noise and the covariance.
///
/// Variances are those of the mean over the patients of the draw; a patient with several courses counts once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// As estimated.
    pub truth: Truth,
    /// Variance of the noise of the effect.
    pub effect_noise: f64,
    /// Variance of the noise of the level.
    level_noise: f64,
    /// Covariance of both noises, as level and effect come from the same patients.
    shared: f64,
}

impl Measured {
    /// From the courses of a draw.
    pub fn of(outcomes: &Outcomes, protocol: &Protocol) -> Self {
        let survival = protocol.is_survival();
        let scores = outcomes.scores(survival);
        let effects: Vec<f64> = scores.iter().map(|courses| of_patient(courses)[1]).collect();
        let levels: Vec<f64> = match survival {
            true => outcomes.events_of_patients(),
            false => scores.iter().map(|courses| of_patient(courses)[0]).collect(),
        };
        let (n, level, effect) = (effects.len() as f64, mean(&levels), mean(&effects));
        let products = levels.iter().zip(&effects).map(|(a, b)| (a - level) * (b - effect)).sum::<f64>();
        Self {
            truth: Truth { level, effect },
            effect_noise: variance(&effects) / n,
            level_noise: variance(&levels) / n,
            shared: products / (n - 1.0) / n,
        }
    }
}

/// Mean over repetitions of the control, and of the difference.
fn of_patient(courses: &[[f64; 2]]) -> [f64; 2] {
    let n = courses.len() as f64;
    let [control, treatment] = [0, 1].map(|arm| courses.iter().map(|course| course[arm]).sum::<f64>() / n);
    [control, treatment - control]
}

/// The true values of all draws, and the same without each group of the jackknife.
///
/// The jackknife takes the noise off again in what is left without each group, so that the Monte-Carlo error of an answer
/// contains that of the correction.
#[derive(Clone, Debug)]
pub struct Truths {
    /// The effects of all draws.
    pub effects: Denoised,
    /// Their levels.
    pub levels: Denoised,
    /// Level and effect of each draw.
    all: Vec<Truth>,
    /// The same without each group of draws in turn, for errors by the jackknife.
    without: Vec<Vec<Truth>>,
}

impl Truths {
    /// From what was measured in each draw.
    pub fn of(measured: &[Measured]) -> Self {
        let [effects, levels] = denoised(measured);
        let without = leave_outs(measured.len()).into_iter().map(|left| {
            let left: Vec<Measured> = left.into_iter().map(|draw| measured[draw]).collect();
            zipped(&denoised(&left))
        });
        Self { all: zipped(&[effects.clone(), levels.clone()]), without: without.collect(), effects, levels }
    }

    /// The truth of every draw.
    pub fn all(&self) -> &[Truth] {
        &self.all
    }

    /// A number that all truths together give, with its Monte-Carlo error.
    pub fn estimated(&self, of: impl Fn(&[Truth]) -> f64) -> Estimated {
        let without: Vec<f64> = self.without.iter().map(|truths| of(truths)).collect();
        Estimated::jackknifed(of(&self.all), &without)
    }

    /// A mean over the draws, with its Monte-Carlo error.
    pub fn mean(&self, of: impl Fn(&Truth) -> f64) -> Estimated {
        self.estimated(|truths| mean(&truths.iter().map(&of).collect::<Vec<_>>()))
    }
}

/// Effects and levels of all draws without their noise.
fn denoised(measured: &[Measured]) -> [Denoised; 2] {
    let list = |of: fn(&Measured) -> f64| measured.iter().map(of).collect::<Vec<f64>>();
    Denoised::pair(
        [&list(|one| one.truth.effect), &list(|one| one.effect_noise)],
        [&list(|one| one.truth.level), &list(|one| one.level_noise)],
        &list(|one| one.shared),
    )
}

/// Level and effect of each draw as one; a level is a share and is kept between 0 and 1.
fn zipped([effects, levels]: &[Denoised; 2]) -> Vec<Truth> {
    let truth = |(effect, level): (&f64, &f64)| Truth { level: level.clamp(0.0, 1.0), effect: *effect };
    effects.values.iter().zip(&levels.values).map(truth).collect()
}
