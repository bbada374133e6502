//! Blood: neutrophils and platelets, from the last division of a progenitor to their end in blood.
//!
//! Compartments, not agents. Neutrophil precursors pass a chain of transit compartments, some die on the way, the rest
//! are released and leave blood at a constant rate. Megakaryocytes pass a chain of their own and shed platelets, which
//! pass age classes and end with the last. Feedback follows Friberg et al. 2002: powers of (baseline / count). Low
//! neutrophils save precursors from death, low platelets raise the number of megakaryocytes that progenitors form.
//! Leukemic cells reach the blood the more, the fuller the marrow is with them: a power of the burden. Lymphocytes are constant.
//! Left out: red cells and monocytes; what leukemic cells in blood do there; the marginated and splenic pools; faster release under stress; loss of
//! platelets to the vessel wall; transfusions and growth factors.
//!
//! The feedback of blood and marrow on progenitors themselves belongs to the niche, which reads the counts from here.

use super::{
    About,
    shared::{BloodCounts, Fates, HealthyOutput, Step},
};
use crate::{parameters::Ledger, quantity::Time};
use bevy_ecs::prelude::{Res, ResMut, Resource};

/// How the process is listed: in the schedule, in the ODD protocol and in the check of who reads and writes what.
pub const ABOUT: About = About {
    title: "Blood",
    what: "neutrophils and platelets",
    reads: "cells that left the marrow",
    writes: "blood counts",
    numbers: &["blood."],
};

/// Largest product of rate and time in one step of the integrator: its relative error is then below 1e-6 in a day.
const RESOLUTION: f64 = 0.1;
/// Most compartments of one chain.
const COMPARTMENTS: f64 = 100.0;

/// Times that cells stay somewhere, which steps must resolve.
const STAYS: [&str; 4] = [
    "blood.neutrophils.half_life",
    "blood.neutrophils.transit",
    "blood.platelets.life_span",
    "blood.platelets.transit",
];

/// What changes in [`Blood`]: the cells of every compartment.
///
/// Neutrophil precursors by compartment and then neutrophils; megakaryocytes by compartment and then platelets by age
/// (10^9/L).
pub type BloodState = (Vec<f64>, Vec<f64>);

/// Neutrophils and platelets of one patient.
///
/// ```text
/// precursors   dT_1/dt = F out - k T_1          dT_i/dt = s k T_(i-1) - k T_i          dN/dt = s k T_n - c N
///              s^n = (1 - loss)^((N/N_0)^f)     F = c N_0/(1 - loss)
/// platelets    dM_1/dt = G out min((P/P_0)^-f, limit) - m M_1,  then chains of M and of age classes
/// ```
///
/// with the output of the marrow relative to health (`out`) and the baselines N_0 and P_0, which are its fixed point at
/// an output of 1.
#[derive(Resource, Clone, Debug, PartialEq)]
pub struct Blood {
    /// Constants of the chain from progenitor to neutrophil.
    granulopoiesis: Granulopoiesis,
    /// Constants of the chain from progenitor to platelet.
    thrombopoiesis: Thrombopoiesis,
    /// Precursors by transit compartment, then neutrophils in blood (10^9/L of blood).
    neutrophils: Vec<f64>,
    /// Megakaryocytes by transit compartment (as the platelets they will shed), then platelets by age (10^9/L).
    platelets: Vec<f64>,
    /// Neutrophil precursors in health, in the same unit.
    healthy_precursors: f64,
    /// What else blood holds: leukemic cells that the marrow releases, and lymphocytes.
    release: Release,
}

/// Leukemic cells and lymphocytes in blood.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Release {
    /// Burden with 1 x 10^9/L of leukemic cells in blood (cells), and the power of the burden (AT-K1).
    reference_burden: f64,
    /// Exponent of the relation between burden and leukemic cells in blood.
    power: f64,
    /// Lymphocytes in blood (10^9/L).
    lymphocytes: f64,
}

impl Release {
    /// From the ledger: the burden to which release refers, its power, and lymphocytes, which stay as they are.
    fn new(ledger: &Ledger) -> Self {
        Self {
            reference_burden: ledger.number("niche.reference_burden"),
            power: ledger.number("blood.blast_release"),
            lymphocytes: count(ledger, "blood.lymphocytes"),
        }
    }
}

impl Blood {
    /// The healthy steady state.
    pub fn new(ledger: &Ledger) -> Self {
        Self::at_output(ledger, 1.0)
    }

    /// The steady state under a constant `relative_output`, such as a leukemic marrow at presentation.
    ///
    /// `relative_output`: flux of normal progenitors out of their last division relative to health, 0 or more.
    pub fn at_output(ledger: &Ledger, relative_output: f64) -> Self {
        let granulopoiesis = Granulopoiesis::new(ledger);
        let thrombopoiesis = Thrombopoiesis::new(ledger);
        let neutrophils = granulopoiesis.steady_state(relative_output);
        let platelets = thrombopoiesis.steady_state(relative_output);
        let healthy_precursors = granulopoiesis.precursors(&granulopoiesis.steady_state(1.0));
        let release = Release::new(ledger);
        Self { granulopoiesis, thrombopoiesis, neutrophils, platelets, healthy_precursors, release }
    }

    /// Whether a changed ledger describes blood: the error names the path, what was expected and what was found.
    ///
    /// Compartments and divisions are whole numbers, stays last an hour or more, some precursors survive, and the limit
    /// of platelet feedback is 1 or more.
    ///
    /// # Errors
    /// The first that does not hold.
    pub fn check(ledger: &Ledger) -> Result<(), String> {
        for path in ["blood.neutrophils.compartments", "blood.platelets.compartments", "blood.platelets.age_classes"] {
            let number = ledger.number(path);
            if libm::trunc(number) != number || !(1.0..=COMPARTMENTS).contains(&number) {
                return Err(format!("`{path}` is `{number}`: expected a whole number from 1 to {COMPARTMENTS}"));
            }
        }
        for path in STAYS {
            if ledger.time(path).in_hours() < 1.0 {
                return Err(format!("`{path}` is `{} h`: expected an hour or more", ledger.time(path).in_hours()));
            }
        }
        let (path, most) = ("blood.platelets.divisions", ledger.number("normal.progenitor.divisions"));
        let number = ledger.number(path);
        if libm::trunc(number) != number || !(0.0..=most).contains(&number) {
            return Err(format!(
                "`{path}` is `{number}`: expected a whole number from 0 to normal.progenitor.divisions, {most}"
            ));
        }
        let path = "blood.neutrophils.precursor_loss";
        if ledger.number(path) >= 1.0 {
            return Err(format!("`{path}` is 1: expected less, because no neutrophil would reach the blood"));
        }
        let path = "blood.platelets.feedback_limit";
        if ledger.number(path) < 1.0 {
            return Err(format!("`{path}` is below 1: expected 1 or more, the factor at a normal count"));
        }
        Ok(())
    }

    /// Moves on by `span` (an hour to half a day) under constant outputs relative to health (see [`Blood::at_output`]): of
    /// granulocyte progenitors out of their last division, and of progenitors past the branch of the megakaryocytes.
    ///
    /// Integrated by steps of order 4 that are short for the fastest rate; what flows out of one compartment flows into
    /// the next.
    pub fn advance(&mut self, span: Time, granulocytes: f64, megakaryocytes: f64) {
        let Self { granulopoiesis, thrombopoiesis, neutrophils, platelets, .. } = self;
        integrate(neutrophils, span, granulopoiesis.fastest(), |state, slope| {
            granulopoiesis.slope(state, slope, granulocytes);
        });
        integrate(platelets, span, thrombopoiesis.fastest(), |state, slope| {
            thrombopoiesis.slope(state, slope, megakaryocytes);
        });
    }

    /// Cells of all compartments: precursors and neutrophils, megakaryocytes and platelets (10^9/L).
    pub fn state(&self) -> BloodState {
        (self.neutrophils.clone(), self.platelets.clone())
    }

    /// Goes back to a state of the same patient. False, and nothing is changed, if it has other compartments.
    pub fn restore(&mut self, (neutrophils, platelets): BloodState) -> bool {
        let fits = neutrophils.len() == self.neutrophils.len() && platelets.len() == self.platelets.len();
        if fits {
            (self.neutrophils, self.platelets) = (neutrophils, platelets);
        }
        fits
    }

    /// Neutrophils in blood (10^9/L).
    pub fn neutrophils(&self) -> f64 {
        self.neutrophils[self.granulopoiesis.compartments]
    }

    /// Platelets in blood (10^9/L).
    pub fn platelets(&self) -> f64 {
        self.thrombopoiesis.count(&self.platelets)
    }

    /// Leukemic cells in blood at this burden (10^9/L).
    ///
    /// ```text
    /// (burden / reference burden)^release          none without a leukemia
    /// ```
    pub fn blasts(&self, burden: f64) -> f64 {
        libm::pow(burden / self.release.reference_burden, self.release.power)
    }

    /// Leukocytes in blood at this burden: neutrophils, lymphocytes and leukemic cells (10^9/L).
    pub fn leukocytes(&self, burden: f64) -> f64 {
        self.neutrophils() + self.release.lymphocytes + self.blasts(burden)
    }

    /// Neutrophils in blood relative to health.
    pub fn relative_neutrophils(&self) -> f64 {
        self.neutrophils() / self.granulopoiesis.baseline
    }

    /// Platelets in blood relative to health.
    pub fn relative_platelets(&self) -> f64 {
        self.platelets() / self.thrombopoiesis.baseline
    }

    /// What other processes see of it.
    ///
    /// Precursors and neutrophils relative to health, which the niche reads in the next step.
    pub fn counts(&self) -> BloodCounts {
        BloodCounts { precursors: self.precursors(), neutrophils: self.relative_neutrophils() }
    }

    /// Post-mitotic cells of the marrow relative to health. Megakaryocytes are too few to count.
    pub fn precursors(&self) -> f64 {
        self.granulopoiesis.precursors(&self.neutrophils) / self.healthy_precursors
    }
}

/// System of this process: blood follows the cells that left the dividing pool.
pub fn blood(
    step: Res<Step>,
    fates: Res<Fates>,
    healthy: Res<HealthyOutput>,
    mut blood: ResMut<Blood>,
    mut counts: ResMut<BloodCounts>,
) {
    let granulocytes = fates.output as f64 / step.span / healthy.granulocytes;
    let megakaryocytes = fates.branched as f64 / step.span / healthy.megakaryocytes;
    blood.advance(Time::hours(step.span), granulocytes, megakaryocytes);
    *counts = blood.counts();
}

/// From the last division of a granulocyte progenitor to the end of the neutrophil.
#[derive(Clone, Debug, PartialEq)]
struct Granulopoiesis {
    /// Number of transit compartments, all with the same mean time.
    compartments: usize,
    /// Rate of passing one transit compartment, dead or alive (1/h).
    passage: f64,
    /// Rate of leaving the blood (1/h).
    clearance: f64,
    /// Share of precursors that survive in health.
    survival: f64,
    /// Exponent of the feedback of blood on the survival of precursors; without unit.
    feedback: f64,
    /// Neutrophils in blood in health (10^9/L).
    baseline: f64,
}

impl Granulopoiesis {
    /// From the ledger, with the times of transit and half-lives turned into rates.
    fn new(ledger: &Ledger) -> Self {
        let compartments = whole(ledger, "blood.neutrophils.compartments");
        Self {
            compartments,
            passage: compartments as f64 / ledger.time("blood.neutrophils.transit").in_hours(),
            clearance: std::f64::consts::LN_2 / ledger.time("blood.neutrophils.half_life").in_hours(),
            survival: 1.0 - ledger.fraction("blood.neutrophils.precursor_loss").value(),
            feedback: ledger.number("blood.neutrophils.feedback"),
            baseline: count(ledger, "blood.neutrophils.baseline"),
        }
    }

    /// The rate that steps must resolve (1/h).
    fn fastest(&self) -> f64 {
        self.passage.max(self.clearance)
    }

    /// Precursors of all compartments together, in the unit of the neutrophils (10^9/L).
    fn precursors(&self, state: &[f64]) -> f64 {
        state[..self.compartments].iter().sum()
    }

    /// Flux out of the last division in health [10^9/L/h]: what blood loses, before precursors die.
    fn healthy_flux(&self) -> f64 {
        self.clearance * self.baseline / self.survival
    }

    /// Share of precursors that survive when blood holds `relative` times its baseline.
    fn survival_at(&self, relative: f64) -> f64 {
        libm::pow(self.survival, libm::pow(relative.max(0.0), self.feedback))
    }

    /// Share that survives one compartment.
    fn survival_of_one(&self, relative: f64) -> f64 {
        libm::pow(self.survival_at(relative), 1.0 / self.compartments as f64)
    }

    /// Change of every compartment per hour, written into `slope`.
    fn slope(&self, state: &[f64], slope: &mut [f64], relative_output: f64) {
        let blood = state[self.compartments];
        let survive = self.survival_of_one(blood / self.baseline);
        let mut entering = relative_output * self.healthy_flux();
        for (cells, change) in state.iter().zip(slope.iter_mut()).take(self.compartments) {
            *change = entering - self.passage * cells;
            entering = survive * self.passage * cells;
        }
        slope[self.compartments] = entering - self.clearance * blood;
    }

    /// Cells of all compartments under a constant output.
    fn steady_state(&self, relative_output: f64) -> Vec<f64> {
        let relative = root(relative_output / self.survival, |relative| {
            relative - relative_output * self.survival_at(relative) / self.survival
        });
        let survive = self.survival_of_one(relative);
        let first = relative_output * self.healthy_flux() / self.passage;
        let precursors = (0..self.compartments).map(|place| first * libm::pow(survive, place as f64));
        precursors.chain([relative * self.baseline]).collect()
    }
}

/// From the last division of a megakaryocyte progenitor to the end of the platelet.
#[derive(Clone, Debug, PartialEq)]
struct Thrombopoiesis {
    /// Number of transit compartments of megakaryocytes.
    compartments: usize,
    /// Number of age classes of platelets in blood; many make the life span nearly the same for all.
    age_classes: usize,
    /// Rate of passing one compartment of megakaryocytes (1/h).
    passage: f64,
    /// Rate of passing one age class of platelets (1/h).
    aging: f64,
    /// Exponent of the feedback of platelets on the formation of megakaryocytes; without unit.
    feedback: f64,
    /// The most by which this feedback can multiply the formation.
    feedback_limit: f64,
    /// Platelets in blood in health (10^9/L).
    baseline: f64,
}

impl Thrombopoiesis {
    /// From the ledger; the mean times of transit and of life are divided among compartments and classes.
    fn new(ledger: &Ledger) -> Self {
        let compartments = whole(ledger, "blood.platelets.compartments");
        let age_classes = whole(ledger, "blood.platelets.age_classes");
        Self {
            compartments,
            age_classes,
            passage: compartments as f64 / ledger.time("blood.platelets.transit").in_hours(),
            aging: age_classes as f64 / ledger.time("blood.platelets.life_span").in_hours(),
            feedback: ledger.number("blood.platelets.feedback"),
            feedback_limit: ledger.number("blood.platelets.feedback_limit"),
            baseline: count(ledger, "blood.platelets.baseline"),
        }
    }

    /// Highest rate of the chain (1/h), which bounds the step of the integration.
    fn fastest(&self) -> f64 {
        self.passage.max(self.aging)
    }

    /// Platelets of all ages in blood (10^9/L).
    fn count(&self, state: &[f64]) -> f64 {
        state[self.compartments..].iter().sum()
    }

    /// Production in health (10^9/L/h).
    fn healthy_flux(&self) -> f64 {
        self.baseline * self.aging / self.age_classes as f64
    }

    /// How many times more megakaryocytes the same progenitors form when blood holds `relative` times its baseline.
    fn stimulation(&self, relative: f64) -> f64 {
        libm::pow(relative.max(0.0), -self.feedback).min(self.feedback_limit)
    }

    /// Derivative of `state` (10^9/L/h) at this output of the marrow relative to health, written into `slope`.
    fn slope(&self, state: &[f64], slope: &mut [f64], relative_output: f64) {
        let stimulation = self.stimulation(self.count(state) / self.baseline);
        let mut entering = relative_output * stimulation * self.healthy_flux();
        for (place, (cells, change)) in state.iter().zip(slope.iter_mut()).enumerate() {
            let rate = if place < self.compartments { self.passage } else { self.aging };
            *change = entering - rate * cells;
            entering = rate * cells;
        }
    }

    /// State in which nothing changes at this relative output: megakaryocytes by compartment, then platelets by age.
    /// Found by the root of the feedback, as the number of platelets decides on its own production.
    fn steady_state(&self, relative_output: f64) -> Vec<f64> {
        let relative = root(relative_output * self.feedback_limit, |relative| {
            relative - relative_output * self.stimulation(relative)
        });
        let flux = relative * self.healthy_flux();
        let mut state = vec![flux / self.passage; self.compartments];
        state.resize(self.compartments + self.age_classes, flux / self.aging);
        state
    }
}

/// A blood count in 10^9/L.
fn count(ledger: &Ledger, path: &str) -> f64 {
    ledger.number(path) / 1e9
}

/// A number of compartments; [`Blood::check`] refuses what would have to be rounded.
fn whole(ledger: &Ledger, path: &str) -> usize {
    libm::round(ledger.number(path)).clamp(1.0, COMPARTMENTS) as usize
}

/// The zero of an increasing function between 0 and `high`, by bisection to the last digit.
fn root(high: f64, excess: impl Fn(f64) -> f64) -> f64 {
    let (mut low, mut high) = (0.0, high);
    for _ in 0..200 {
        let middle = 0.5 * (low + high);
        if excess(middle) < 0.0 {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// Classical Runge-Kutta steps of order 4, short enough for the fastest rate (1/h). Linear balances hold exactly.
fn integrate(state: &mut [f64], span: Time, fastest: f64, slope: impl Fn(&[f64], &mut [f64])) {
    let steps = libm::ceil(span.in_hours() * fastest / RESOLUTION).max(1.0);
    let step = span.in_hours() / steps;
    for _ in 0..steps as u64 {
        let mut total = vec![0.0; state.len()];
        let mut trial = state.to_vec();
        let mut change = vec![0.0; state.len()];
        for (reach, weight) in [(0.5, 1.0), (0.5, 2.0), (1.0, 2.0), (0.0, 1.0)] {
            slope(&trial, &mut change);
            for (place, slope) in change.iter().enumerate() {
                total[place] += weight / 6.0 * slope;
                trial[place] = state[place] + reach * step * slope;
            }
        }
        state.iter_mut().zip(&total).for_each(|(cells, slope)| *cells += step * slope);
    }
}

#[cfg(test)]
mod tests;
