//! Chances of success over what is not known, against the number of patients, and the questions that are asked of them: how
//! many patients are enough, and what must be true. Left out: costs.
//!
//! ```text
//! power(n)       P(success | n, hoped-for effect)
//! assurance(n)   mean over draws of P(success | n, part × true effect of the draw)          part: 1, 1/2 or 0
//! ```
//!
//! Assurance is O'Hagan, Stevens and Campbell 2005 (Pharm Stat 4:187). Power answers "if the effect is as hoped, will the
//! trial see it"; assurance answers "will the trial succeed", and is the number for a decision. Between both stands the
//! doubt about the effect, so assurance is nearer to one half than power is as long as that doubt is large.
//!
//! # Why three worlds
//!
//! The draws cover what is not known of the parameters, and not that the model itself may be wrong. Half of the effect and
//! none are no estimates of that: they say how much the answer depends on it.

use super::{
    Protocol,
    rule::Rule,
    truths::{Truth, Truths},
};
use cenersim_statistics::assurance::Estimated;

/// What is supposed of the model.
///
/// Only the effect is changed; the level of the control stays that of the draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum World {
    /// Cenersen does what the model says.
    Right,
    /// It does half of it: of every two patients who would gain or lose, one does.
    Half,
    /// It does nothing.
    Nothing,
}

impl World {
    /// From what is hoped for to what is feared.
    pub const ALL: [Self; 3] = [Self::Right, Self::Half, Self::Nothing];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Half => "half",
            Self::Nothing => "nothing",
        }
    }

    /// The name in figures and tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Right => "model right",
            Self::Half => "model half right",
            Self::Nothing => "no effect",
        }
    }

    /// The part of the effect that is there.
    pub const fn part(self) -> f64 {
        match self {
            Self::Right => 1.0,
            Self::Half => 0.5,
            Self::Nothing => 0.0,
        }
    }
}

/// A number in each world, in the order of [`World::ALL`].
pub type Worlds = [Estimated; 3];

/// Chances of success of a trial of so many patients.
///
/// Chances are shares from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct CurvePoint {
    /// Patients of all arms.
    pub patients: u32,
    /// At the hoped-for effect, which is taken as known.
    pub power: f64,
    /// Averaged over the draws, in each world.
    pub assurance: Worlds,
}

/// How many patients are enough in a world.
///
/// The interval is where the curve of assurance, moved up and down by 1.96 of its errors, meets the wanted chance; it can be
/// open at the upper end, and is wide where the curve is flat.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Answer {
    /// What is supposed.
    pub world: World,
    /// Fewest patients with the chance of success that is wanted; none if the largest trial does not have it.
    pub patients: Option<u32>,
    /// The same where the chance is larger by 1.96 of its Monte-Carlo errors.
    pub from: Option<u32>,
    /// The same where it is smaller.
    pub to: Option<u32>,
    /// Chance of success of the largest trial.
    pub largest: Estimated,
}

/// What must be true for the chance of success that is wanted.
///
/// A level is held at its mean over the draws while the effect is sought; the share takes each draw with its own level.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Needed {
    /// The effect, at the mean level of the draws: a difference of rates, or of scores; none if no effect is enough.
    pub effect: Option<f64>,
    /// The same as rate of the treatment, or as hazard ratio.
    pub treatment: Option<f64>,
    /// Share of the draws whose effect is that large.
    pub share: Estimated,
}

/// Deviate of a two-sided 95 % interval, R 4.2.2: `qnorm(0.975)`.
const DEVIATE: f64 = 1.959_963_984_540_054;
/// Points of a curve, and patients of the smallest trial on it.
const POINTS: u32 = 36;
/// Patients of the smallest trial, in all arms together.
const SMALLEST: u32 = 10;

/// What all chances are computed from.
#[derive(Clone, Copy, Debug)]
pub struct Chances<'a> {
    /// Kind, error rates and sizes of the trial.
    pub protocol: &'a Protocol,
    /// When it succeeds.
    pub rule: &'a Rule,
    /// What may be true, by draws of the parameters.
    pub truths: &'a Truths,
}

impl Protocol {
    /// What is hoped for.
    ///
    /// Of survival the protocol states shares alive at the end of the observation. With proportional hazards they give
    ///
    /// ```text
    /// hazard ratio = ln(alive, treatment) / ln(alive, control)          effect = -ln(hazard ratio) × share of deaths
    /// ```
    pub(super) fn hoped_for(&self) -> Truth {
        let (control, treatment) = (self.control_rate, self.treatment_rate);
        if !self.is_survival() {
            return Truth { level: control, effect: treatment - control };
        }
        // Rates are shares alive: proportional hazards, and the deaths of both arms.
        let part = if self.kind.is_controlled() { self.allocation / (1.0 + self.allocation) } else { 1.0 };
        let level = (1.0 - part) * (1.0 - control) + part * (1.0 - treatment);
        let log_hazard_ratio = libm::log(libm::log(treatment) / libm::log(control));
        Truth { level, effect: -log_hazard_ratio * level }
    }
}

impl Chances<'_> {
    /// Chance of success at the hoped-for effect.
    pub fn power(&self, patients: u32) -> f64 {
        self.rule.success(self.protocol, &self.protocol.hoped_for(), patients)
    }

    /// Chance of success averaged over the draws.
    pub fn assurance(&self, world: World, patients: u32) -> Estimated {
        self.truths.mean(|truth| self.rule.success(self.protocol, &truth.with_effect(world.part()), patients))
    }

    /// The same of the trial as planned.
    pub fn planned(&self, patients: u32) -> Worlds {
        World::ALL.map(|world| {
            let of =
                |truth: &Truth| self.rule.planned_success(self.protocol, &truth.with_effect(world.part()), patients);
            self.truths.mean(of)
        })
    }

    /// Expected number of patients of the trial as planned.
    pub fn expected_patients(&self, patients: u32) -> Worlds {
        World::ALL.map(|world| {
            let of =
                |truth: &Truth| self.rule.expected_patients(self.protocol, &truth.with_effect(world.part()), patients);
            self.truths.mean(of)
        })
    }

    /// Both against the number of patients, and at this one.
    ///
    /// Up to 37 numbers of patients from 10 to the largest, each a constant factor above the one before, and the planned
    /// one.
    pub fn curve(&self, planned: u32) -> Vec<CurvePoint> {
        let largest = f64::from(self.protocol.largest);
        let smallest = f64::from(SMALLEST).min(largest);
        let at = |i: u32| smallest * libm::pow(largest / smallest, f64::from(i) / f64::from(POINTS));
        // Even numbers, so that equal arms are equal.
        let even = |number: f64| 2 * (0.5 * number).round() as u32;
        let mut numbers: Vec<u32> = (0..=POINTS).map(|i| even(at(i))).chain([planned]).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let point = |patients: u32| CurvePoint {
            patients,
            power: self.power(patients),
            assurance: World::ALL.map(|world| self.assurance(world, patients)),
        };
        numbers.into_iter().map(point).collect()
    }

    /// How many patients are enough in a world.
    ///
    /// Found by bisection, which takes the chance to rise with the patients. Of one arm, whose exact test is uneven from one
    /// number to the next, the answer is one from which the bisection found no way down, and may not be the very smallest.
    pub fn answer(&self, world: World) -> Answer {
        let wanted = self.protocol.power;
        let largest = self.protocol.largest;
        let with = |errors: f64| {
            fewest(largest, |patients| {
                let Estimated { value, error } = self.assurance(world, patients);
                let error = if error.is_finite() { error } else { 0.0 };
                value + errors * error >= wanted
            })
        };
        Answer {
            world,
            patients: with(0.0),
            from: with(DEVIATE),
            to: with(-DEVIATE),
            largest: self.assurance(world, largest),
        }
    }

    /// Fewest patients with the wanted power at the hoped-for effect.
    pub fn patients_for_power(&self) -> Option<u32> {
        fewest(self.protocol.largest, |patients| self.power(patients) >= self.protocol.power)
    }

    /// What must be true for the wanted chance of success of the trial as planned.
    ///
    /// Effects are sought up to a rate of 100 %, of survival up to a log hazard ratio of -5.
    pub fn needed(&self, patients: u32) -> Needed {
        let (protocol, level) = (self.protocol, self.truths.levels.mean);
        let most = if protocol.is_survival() { 5.0 * level } else { 1.0 - level };
        let success = |effect: f64| self.rule.planned_success(protocol, &Truth { level, effect }, patients);
        let effect =
            (success(most) >= protocol.power).then(|| smallest(most, |effect| success(effect) >= protocol.power));
        let treatment = effect.map(|effect| {
            let truth = Truth { level, effect };
            if protocol.is_survival() { truth.hazard_ratio() } else { truth.rates()[1] }
        });
        let enough = |truth: &Truth| {
            let chance = self.rule.planned_success(protocol, truth, patients);
            f64::from(u8::from(chance >= protocol.power))
        };
        Needed { effect, treatment, share: self.truths.mean(enough) }
    }
}

/// The fewest patients from which on it holds; none if it does not for the largest trial.
fn fewest(largest: u32, holds: impl Fn(u32) -> bool) -> Option<u32> {
    let (mut low, mut high) = (2, largest);
    if !holds(high) {
        return None;
    }
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}

/// The smallest number from 0 to `most` from which on it holds.
fn smallest(most: f64, holds: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, most);
    for _ in 0..40 {
        let middle = 0.5 * (low + high);
        if holds(middle) { high = middle } else { low = middle }
    }
    high
}
