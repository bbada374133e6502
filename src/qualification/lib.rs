//! Qualification: the model beside everything that was published about it and can be compared, one check for each number.
//! Left out: any tuning. A check that fails stays, with what is known of the reason.
//!
//! # What is compared
//!
//! * Drugs: levels, areas and half-lives of cenersen, idarubicin and cytarabine in plasma and cells, of the typical
//!   patient.
//! * Cells: knock-down of p53 mRNA, assays in a dish, the untreated leukemia, healthy marrow and blood, recovery of
//!   counts.
//! * Patients: remissions, differences between doses and covariates, depth and length of remissions, infections and
//!   early deaths, survival, each in a population with the disease status and ages of its source.
//! * The trial: its counts by arm and group, its stopping rule.
//! * The calculation: steps of half the length, twice the agents, few agents against many.
//! * Every published arm whose drugs the model has, as a section of its own; [`split`] says which were meant for
//!   calibration.
//!
//! # How a check is judged
//!
//! ```text
//! pass         value - 2 error and value + 2 error both lie in the published interval
//! fail         value + 2 error lies below it, or value - 2 error above it
//! borderline   otherwise: more patients may tell
//! ```
//!
//! with the value and the Monte-Carlo standard error of the [`Estimate`]. What the interval rests on is the [`Basis`].
//! A check whose source the ledger names as that of a number set by hand is no test of the model. [`Score`] and
//! [`Counting`] sum up.
//!
//! # Where it is
//!
//! One file for each subject: what was published as a table of [`Check`]s, and how the model's values are measured.
//! `populations` says who was treated, `arms` with what, `cohorts` simulates them once, and `seen` is what is kept of each. A check passes or fails only if chance cannot have decided it, see
//! [`Check::judge`].
//!
//! The parameters come from outside: a [`Qualifier`] of several scenarios, such as draws from a posterior, gives a value for each.

#![warn(missing_docs)]

mod agents;
mod arms;
pub mod assay;
mod bench;
mod cenersen;
mod check;
mod cohorts;
mod contrasts;
mod cytarabine;
mod durability;
mod estimate;
mod healthy;
mod idarubicin;
mod levels;
mod mechanism;
mod numerics;
mod outcome;
mod populations;
mod published_arms;
mod recovery;
mod response;
mod score;
mod seen;
mod size;
mod stopping;
mod survival;
mod trial;
mod untreated;

#[cfg(test)]
mod tests;

pub use bench::REGIMENS;
pub use check::{Basis, Check, DEVIATES, Published, Verdict};
pub use cohorts::{Scope, Whom};
pub use estimate::Estimate;
pub use published_arms::{Split, deviation, split};
pub use score::{Counting, Score};
pub use seen::Seen;
pub use size::Size;

use bench::Bench;
use cenersim_analyses::scenario::Scenario;
use cenersim_model::{parameters::Ledger, simulation::Settings};
use cohorts::Cohorts;
use std::ops::Range;

/// Values of the model by the name of their check.
type Measured = Vec<(&'static str, Estimate)>;

/// What checks have in common.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Of its section in reports, unlike that of any other subject.
    pub heading: &'static str,
    /// What is simulated for all of them.
    pub text: &'static str,
    /// In the order of reports.
    pub checks: &'static [Check],
    /// Whether populations are simulated for it, which takes most of the time.
    pub needs_population: bool,
    /// Values by the id of their check; a check without one is not modelled.
    measure: fn(&Bench, &Cohorts) -> Measured,
}

/// All subjects, from the drugs to the trial, and the published arms.
/// Reports have one section for each, in this order.
pub const SUBJECTS: [Subject; 18] = [
    cenersen::SUBJECT,
    idarubicin::SUBJECT,
    cytarabine::SUBJECT,
    mechanism::SUBJECT,
    assay::SUBJECT,
    untreated::SUBJECT,
    healthy::SUBJECT,
    recovery::SUBJECT,
    response::SUBJECT,
    contrasts::SUBJECT,
    durability::SUBJECT,
    outcome::SUBJECT,
    survival::SUBJECT,
    trial::SUBJECT,
    stopping::SUBJECT,
    numerics::SUBJECT,
    agents::SUBJECT,
    published_arms::SUBJECT,
];

impl Scope {
    const fn subjects(self) -> &'static [Subject] {
        match self {
            Self::All => &SUBJECTS,
            Self::Arms => &[published_arms::SUBJECT],
        }
    }
}

/// A check with what came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// Heading of its subject.
    pub subject: &'static str,
    /// What was published, and how it is judged.
    pub check: Check,
    /// None where the model lacks something.
    pub estimate: Option<Estimate>,
    /// How the estimate stands beside the published interval.
    pub verdict: Verdict,
}

impl Row {
    /// Whether it belongs to the section of published arms, which is counted by itself.
    pub fn is_published_arm(&self) -> bool {
        self.subject == published_arms::SUBJECT.heading
    }

    /// Why the check was not passed, or what the model lacks; empty if it was passed or nothing is known.
    pub const fn note(&self) -> &'static str {
        match self.verdict {
            Verdict::Pass => "",
            Verdict::Fail | Verdict::Borderline => self.check.why,
            Verdict::NotModelled => self.check.lacks,
        }
    }
}

/// All checks of one set of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Qualification {
    /// How much was simulated.
    pub size: Size,
    /// Which populations were simulated.
    pub scope: Scope,
    /// Root of all draws.
    pub seed: u64,
    /// Every check of the subjects, in their order.
    pub rows: Vec<Row>,
}

impl Qualification {
    /// The checks of what was estimated, by their ids; all others lack something of the model.
    pub fn of(size: Size, scope: Scope, seed: u64, estimates: &[(String, Estimate)]) -> Self {
        let of = |check: &Check| {
            let found = estimates.iter().find(|(id, _)| id == check.id);
            found.map(|(_, estimate)| (check.id, *estimate))
        };
        let measured = |subject: &Subject| subject.checks.iter().filter_map(of).collect::<Measured>();
        let rows = scope.subjects().iter().flat_map(|subject| rows(subject, &measured(subject))).collect();
        Self { size, scope, seed, rows }
    }

    /// What was estimated, by the ids of the checks.
    pub fn estimates(&self) -> Vec<(String, Estimate)> {
        self.rows.iter().filter_map(|row| Some((row.check.id.to_owned(), row.estimate?))).collect()
    }

    /// Rows but those of the published arms.
    pub fn checks(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| !row.is_published_arm())
    }

    /// Rows of the published arms.
    pub fn arms(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.is_published_arm())
    }

    /// How many checks ended so; published arms are not among them.
    pub fn number(&self, verdict: Verdict) -> usize {
        self.checks().filter(|row| row.verdict == verdict).count()
    }

    /// Checks that failed although nobody has said why they may.
    pub fn unexplained(&self) -> impl Iterator<Item = &Row> {
        self.checks().filter(|row| row.verdict == Verdict::Fail && row.note().is_empty())
    }
}

/// A qualification before anything is simulated: all checks, or only those of the published arms.
pub struct Qualifier {
    bench: Bench,
    scope: Scope,
}

impl Qualifier {
    /// The parameters and the seed are those of the scenario, whose arms are the regimens.
    ///
    /// # Errors
    /// The regimen that the checks need and the scenario lacks.
    pub fn new(scenario: Scenario, size: Size, scope: Scope) -> Result<Self, String> {
        let shipped = Scenario::parse("regimens", REGIMENS).map_err(|error| error.to_string())?;
        shipped.arms.iter().try_for_each(|arm| scenario.arm(&arm.name).map(drop)).map_err(|error| error.to_string())?;
        Ok(Self { bench: Bench::of(scenario, size), scope })
    }

    /// Root of all draws.
    pub const fn seed(&self) -> u64 {
        self.bench.seed()
    }

    /// How patients are simulated.
    pub const fn settings(&self) -> &Settings {
        self.bench.simulation()
    }

    /// The populations that are simulated once.
    pub fn cohorts(&self) -> Vec<Whom> {
        Whom::all(self.scope)
    }

    /// Patients of each of them.
    pub const fn patients(&self) -> u64 {
        Whom::patients(self.bench.size)
    }

    /// Simulates the patients of a population with these numbers, from 1 on. `progress` is called with the hours simulated
    /// since its last call.
    pub fn simulate(&self, cohort: &Whom, numbers: Range<u64>, progress: &(dyn Fn(f64) + Sync)) -> Vec<Seen> {
        cohort.simulate(&self.bench, numbers, progress)
    }

    /// Makes the checks of what was seen of the populations, in their order. Some checks simulate a patient of their own.
    pub fn qualify(&self, seen: Vec<Vec<Seen>>) -> Qualification {
        of_subjects(self.scope.subjects(), self.scope, &self.bench, &Cohorts::from_seen(self.scope, seen))
    }
}

/// All checks with these parameters, but only the subjects that need no population: a matter of seconds.
pub fn qualify_without_population(ledger: &Ledger, size: Size) -> Qualification {
    let subjects: Vec<Subject> = SUBJECTS.into_iter().filter(|subject| !subject.needs_population).collect();
    of_subjects(&subjects, Scope::All, &Bench::new(ledger, size), &Cohorts::default())
}

fn of_subjects(subjects: &[Subject], scope: Scope, bench: &Bench, cohorts: &Cohorts) -> Qualification {
    let rows = subjects.iter().flat_map(|subject| rows(subject, &(subject.measure)(bench, cohorts)));
    Qualification { size: bench.size, scope, seed: bench.seed(), rows: rows.collect() }
}

/// One for each check of a subject, whether or not it was measured.
fn rows(subject: &Subject, measured: &Measured) -> Vec<Row> {
    let row = |check: &Check| {
        let estimate = measured.iter().find(|(id, _)| *id == check.id).map(|(_, estimate)| *estimate);
        Row { subject: subject.heading, check: *check, verdict: check.judge(estimate.as_ref()), estimate }
    };
    subject.checks.iter().map(row).collect()
}
