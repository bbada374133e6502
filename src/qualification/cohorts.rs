//! The patients that several subjects look at: each arm is simulated once and reduced to what is counted.
//! Left out: curves, and every patient's place in a trial (a population meets each arm as a whole).

use super::{
    Size,
    arms::{ALL, Arm, Ends},
    bench::{Bench, Cohort},
    published_arms,
    seen::Seen,
};
use cenersim_model::{
    parameters::Ledger,
    patient::{Patient, enrolled},
};

const TRIAL_ARMS: [&str; 3] = ["A", "B", "C"];
/// Patients of each arm at full size.
const PATIENTS: u64 = 600;
/// The longest first remission is a year: afterwards it is known whether a second one is longer.
const TRIAL_DAYS: f64 = 42.0 + 365.0;

/// Which populations are simulated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everybody: the populations of all subjects, and the trial's in its three arms.
    #[default]
    All,
    /// Those beside published arms.
    Arms,
}

impl Scope {
    /// As the command and its files write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Arms => "arms",
        }
    }

    /// Those of the list that are in this scope.
    fn arms(self) -> Vec<Arm> {
        let shown = |arm: &Arm| self == Self::All || published_arms::shows(arm);
        ALL.into_iter().filter(shown).map(|arm| self.shortened(arm)).collect()
    }

    /// Beside published arms only responses and early deaths are counted.
    const fn shortened(self, arm: Arm) -> Arm {
        match self {
            Self::All => arm,
            Self::Arms => Arm { days: arm.days.min(171.0), ..arm },
        }
    }
}

/// All populations.
#[derive(Default)]
pub struct Cohorts {
    /// By the id of the arm.
    arms: Vec<(&'static str, Vec<Seen>)>,
    /// Every patient of the trial's population in arms A, B and C.
    pub trial: Vec<[Seen; 3]>,
}

/// Hours of patients' time that are simulated.
pub fn hours(size: Size, scope: Scope) -> f64 {
    let trial = if scope == Scope::All { 3.0 * TRIAL_DAYS } else { 0.0 };
    let days = scope.arms().iter().map(|arm| arm.days).sum::<f64>() + trial;
    size.patients(PATIENTS) as f64 * days * 24.0
}

impl Cohorts {
    pub fn simulate(bench: &Bench, scope: Scope, progress: &(dyn Fn(f64) + Sync)) -> Self {
        let arms = scope.arms();
        let arms = arms.iter().map(|arm| (arm.id, of_arm(bench, arm, progress))).collect();
        let trial = if scope == Scope::All { trial(bench, progress) } else { Vec::new() };
        Self { arms, trial }
    }

    /// The patients of an arm; none if it was not simulated.
    pub fn of(&self, arm: &Arm) -> &[Seen] {
        self.arms.iter().find(|(id, _)| *id == arm.id).map_or(&[], |(_, seen)| seen)
    }
}

fn of_arm(bench: &Bench, arm: &Arm, progress: &(dyn Fn(f64) + Sync)) -> Vec<Seen> {
    let ledger = bench.with(arm.changes);
    let drawn = arm.population.ledger(&ledger);
    let seed = bench.seed();
    let who = |number| Patient { tp53: arm.tp53, ..arm.population.patient(&drawn, seed, number) };
    let cohort = cohort(bench, &ledger, arm.regimen, arm.days, arm.ends);
    let cohort = Cohort { agents: arm.agents.unwrap_or(cohort.agents), ..cohort };
    bench.cohort(&cohort, progress, who, Seen::of)
}

fn trial(bench: &Bench, progress: &(dyn Fn(f64) + Sync)) -> Vec<[Seen; 3]> {
    let who = |number| enrolled(&bench.ledger, cenersim_model::engine::Seed::new(bench.seed()), number);
    let seen =
        |arm| bench.cohort(&cohort(bench, &bench.ledger, arm, TRIAL_DAYS, Ends::AtDeath), progress, who, Seen::of);
    let [a, b, c] = TRIAL_ARMS.map(seen);
    a.into_iter().zip(b).zip(c).map(|((a, b), c)| [a, b, c]).collect()
}

fn cohort<'a>(bench: &Bench, ledger: &'a Ledger, regimen: &'static str, days: f64, ends: Ends) -> Cohort<'a> {
    Cohort {
        regimen,
        ledger,
        patients: bench.size.patients(PATIENTS),
        days,
        ends,
        agents: bench.size.agents_in_cohorts(),
    }
}
