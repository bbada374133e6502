//! The patients that several subjects look at: each arm is simulated once and reduced to what is counted.
//! Left out: curves, and every patient's place in a trial (a population meets each arm as a whole).
//!
//! # Why cohorts
//!
//! Several subjects look at the same arms; to simulate each arm once saves time, and makes rows of different
//! subjects statements about the same patients. What is kept of a course is `Seen`, some hundred bytes.

use super::{
    Size,
    arms::{ALL, Arm, Ends},
    bench::{Bench, Cohort},
    published_arms,
    seen::Seen,
};
use cenersim_model::{
    engine::Seed,
    parameters::Ledger,
    patient::{Patient, enrolled},
};
use std::ops::Range;

const TRIAL_ARMS: [&str; 3] = ["A", "B", "C"];
/// Patients of each arm at full size.
const PATIENTS: u64 = 600;
/// The longest first remission is a year: afterwards it is known whether a second one is longer.
const TRIAL_DAYS: f64 = 42.0 + 365.0;

/// Which populations are simulated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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

/// One population under one regimen.
#[derive(Clone, Copy, Debug)]
pub enum Whom {
    /// Patients of a published arm.
    Arm(Arm),
    /// The trial's population in one of its arms.
    Trial(&'static str),
}

impl Whom {
    /// Whoever is simulated, in the order in which it is counted.
    pub fn all(scope: Scope) -> Vec<Self> {
        let trial = TRIAL_ARMS.into_iter().filter(|_| scope == Scope::All).map(Self::Trial);
        scope.arms().into_iter().map(Self::Arm).chain(trial).collect()
    }

    /// The id of the published arm, or the arm of the trial: `N05`, `trial, arm B`.
    pub fn name(&self) -> String {
        match self {
            Self::Arm(arm) => arm.id.to_owned(),
            Self::Trial(arm) => format!("trial, arm {arm}"),
        }
    }

    /// Days that the cells of each patient are simulated.
    pub const fn days(&self) -> f64 {
        match self {
            Self::Arm(arm) => arm.days,
            Self::Trial(_) => TRIAL_DAYS,
        }
    }

    /// How many there are.
    pub const fn patients(size: Size) -> u64 {
        size.patients(PATIENTS)
    }

    /// Simulates the patients with these numbers, from 1 on.
    pub fn simulate(&self, bench: &Bench, numbers: Range<u64>, progress: &(dyn Fn(f64) + Sync)) -> Vec<Seen> {
        match self {
            Self::Arm(arm) => of_arm(bench, arm, numbers, progress),
            Self::Trial(arm) => of_trial(bench, arm, numbers, progress),
        }
    }
}

impl Cohorts {
    /// What was seen of [`Whom::all`], in the same order.
    pub fn from_seen(scope: Scope, mut seen: Vec<Vec<Seen>>) -> Self {
        let arms = scope.arms();
        let mut trial = seen.split_off(arms.len()).into_iter();
        let [a, b, c] = TRIAL_ARMS.map(|_| trial.next().unwrap_or_default());
        let trial = a.into_iter().zip(b).zip(c).map(|((a, b), c)| [a, b, c]).collect();
        Self { arms: arms.iter().map(|arm| arm.id).zip(seen).collect(), trial }
    }

    /// The patients of an arm; none if it was not simulated.
    pub fn of(&self, arm: &Arm) -> &[Seen] {
        self.arms.iter().find(|(id, _)| *id == arm.id).map_or(&[], |(_, seen)| seen)
    }
}

fn of_arm(bench: &Bench, arm: &Arm, numbers: Range<u64>, progress: &(dyn Fn(f64) + Sync)) -> Vec<Seen> {
    let ledger = bench.with(arm.changes);
    let drawn = arm.population.ledger(&ledger);
    let seed = bench.seed();
    let who = |number| Patient { tp53: arm.tp53, ..arm.population.patient(&drawn, seed, number) };
    let cohort = cohort(bench, &ledger, arm.regimen, numbers, arm.days, arm.ends);
    let cohort = Cohort { agents: arm.agents.unwrap_or(cohort.agents), ..cohort };
    bench.cohort(&cohort, progress, who, Seen::of)
}

fn of_trial(bench: &Bench, arm: &'static str, numbers: Range<u64>, progress: &(dyn Fn(f64) + Sync)) -> Vec<Seen> {
    let who = |number| enrolled(&bench.ledger, Seed::new(bench.seed()), number);
    let cohort = cohort(bench, &bench.ledger, arm, numbers, TRIAL_DAYS, Ends::AtDeath);
    bench.cohort(&cohort, progress, who, Seen::of)
}

fn cohort<'a>(
    bench: &Bench,
    ledger: &'a Ledger,
    regimen: &'static str,
    numbers: Range<u64>,
    days: f64,
    ends: Ends,
) -> Cohort<'a> {
    Cohort { regimen, ledger, numbers, days, ends, agents: bench.size.agents_in_cohorts() }
}
