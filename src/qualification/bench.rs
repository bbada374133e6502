//! What every check takes from: the parameters, the regimens, the reference patient, and how to simulate them.
//! Left out: whom a check simulates.

use super::{Size, arms::Ends};
use cenersim_analyses::scenario::Scenario;
use cenersim_model::{
    curves::Course,
    parameters::Ledger,
    patient::Patient,
    quantity::{Quantity, Time},
    simulation::{Case, Settings, Until, jobs, replicates, simulate},
    treatment::Regimen,
};
use rayon::prelude::*;
use std::ops::Range;

/// The regimens, as a scenario.
pub const REGIMENS: &str = include_str!("../../scenarios/qualification/regimens.toml");

/// Regimens and parameters.
pub struct Bench {
    /// The parameters that are qualified.
    pub ledger: Ledger,
    /// How much is simulated.
    pub size: Size,
    scenario: Scenario,
}

impl Bench {
    /// The shipped regimens under these parameters. Panics if they are no scenario, which a test excludes.
    pub fn new(ledger: &Ledger, size: Size) -> Self {
        let scenario = Scenario::parse("regimens", REGIMENS);
        let scenario = scenario.unwrap_or_else(|error| panic!("{}", error.render(false)));
        Self { ledger: ledger.clone(), ..Self::of(scenario, size) }
    }

    /// Regimens with their own parameters and seed.
    pub fn of(scenario: Scenario, size: Size) -> Self {
        Self { ledger: scenario.ledger.clone(), size, scenario }
    }

    pub const fn simulation(&self) -> &Settings {
        &self.scenario.settings
    }

    /// Root of all draws.
    pub const fn seed(&self) -> u64 {
        self.scenario.settings.seed
    }

    /// The reference patient.
    pub const fn patient(&self) -> &Patient {
        &self.scenario.patient
    }

    /// The parameters with one number changed.
    pub fn with(&self, changes: &[(&str, &str)]) -> Ledger {
        changed(&self.ledger, changes)
    }

    /// A regimen by its name. Panics without one: a mistake in the code, which every qualification meets.
    pub fn regimen(&self, name: &str) -> &Regimen {
        self.scenario.arm(name).unwrap_or_else(|error| panic!("{}", error.render(false)))
    }

    /// Settings of so many days; `ends` says what follows death and failure.
    pub fn settings(&self, days: f64, agents: u32, ends: Ends) -> Settings {
        let mut settings = self.scenario.settings.clone();
        settings.horizon = Time::days(days);
        settings.examinations.retain(|day| *day <= settings.horizon);
        settings.agents_per_class = agents;
        settings.replicates = self.size.replicates();
        settings.until = if ends == Ends::Never { Until::Horizon } else { Until::Death };
        if ends != Ends::Published {
            settings.after_failure = Default::default();
            settings.follow_up = None;
        }
        settings
    }

    /// Replicates of one patient, as if the patient could not die.
    pub fn typical(&self, patient: &Patient, regimen: &str, days: f64) -> Vec<Course> {
        let settings = self.settings(days, self.size.agents(), Ends::Never);
        replicates(&self.case(&self.ledger, patient, self.regimen(regimen), &settings), |_| {})
    }

    /// One course of each of the patients, whom `who` tells by their number, in order.
    pub fn cohort<T: Send>(
        &self,
        cohort: &Cohort,
        progress: &(dyn Fn(f64) + Sync),
        who: impl Fn(u64) -> Patient + Sync,
        reduce: impl Fn(&Patient, Course) -> T + Sync,
    ) -> Vec<T> {
        let settings = self.settings(cohort.days, cohort.agents, cohort.ends);
        let regimen = self.regimen(cohort.regimen);
        let one = |number: u64| {
            let patient = who(number);
            let course = simulate(&self.case(cohort.ledger, &patient, regimen, &settings), 0, &progress);
            reduce(&patient, course)
        };
        jobs(cohort.numbers.clone()).map(one).collect()
    }

    /// The case that `simulate` takes, with the correlations of the regimens and without snapshots.
    pub fn case<'a>(
        &'a self,
        ledger: &'a Ledger,
        patient: &'a Patient,
        regimen: &'a Regimen,
        settings: &'a Settings,
    ) -> Case<'a> {
        Case { ledger, correlations: &self.scenario.correlations, patient, regimen, settings, snapshots: &[] }
    }
}

/// The patients of these numbers under one regimen.
pub struct Cohort<'a> {
    pub regimen: &'static str,
    pub ledger: &'a Ledger,
    pub numbers: Range<u64>,
    pub days: f64,
    pub ends: Ends,
    /// Agents for each class of cells.
    pub agents: u32,
}

/// A ledger with these numbers changed, each a path and a value with its unit. Panics for what is no number of the ledger: a
/// mistake in the code.
pub fn changed(ledger: &Ledger, changes: &[(&str, &str)]) -> Ledger {
    let mut ledger = ledger.clone();
    for (path, value) in changes {
        let value = value.parse::<f64>().map_or_else(|_| value.parse::<Quantity>(), Quantity::number);
        let set = value.map_err(|error| error.to_string());
        let set = set.and_then(|value| ledger.set(path, value).map_err(|error| error.to_string()));
        set.unwrap_or_else(|error| panic!("{path}: {error}"));
    }
    ledger
}
