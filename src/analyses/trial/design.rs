//! The protocol of a trial: how many are enrolled, who may be, how they are randomized, how long they are followed, and
//! when an arm would be stopped. Left out: what the arms give (that is their regimens) and how to simulate a patient.

use super::{fault::Fault, randomization::Blocks};
use crate::comparison::Arm;
use cenersim_model::{
    parameters::Ledger,
    patient::Cohort,
    quantity::{Quantity, Time},
    simulation::{Settings, Until},
};
use std::sync::Arc;

/// A trial before anybody is enrolled. Arms are in the order of the scenario.
///
/// Whether it can be carried out is for [`Protocol::check`], which [`Trial::new`] calls.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Protocol {
    /// Subjects planned for each arm.
    pub subjects: Vec<u32>,
    /// Subjects of a permuted block, a multiple of the number of arms.
    pub block: u32,
    /// What the randomization is stratified by; empty for one list.
    pub strata: Vec<Stratum>,
    /// How many of all subjects are refractory, men, and users of inhibitors.
    pub quotas: Quotas,
    /// Days during which subjects are enrolled, each day alike (T29).
    pub accrual_days: f64,
    /// Days from the first dose of each subject to the end of the observation.
    pub follow_up_days: f64,
    /// Days from the first dose within which an inhibitor or a fever makes a user.
    pub users_until_day: f64,
    /// Watched with; none if no arm can be stopped.
    pub stopping: Option<StoppingRule>,
    /// Responses of another trial to stand beside the arms, one for each arm; empty for those of the published trial.
    pub published: Vec<PublishedCounts>,
    /// Patients that are simulated for repeated trials; every trial draws its subjects from them.
    pub pool: u32,
}

/// A covariate that splits the randomization.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stratum {
    /// Refractory or relapsed.
    Disease,
    /// Younger than 60 y, or not.
    Age60,
}

/// Responses in one arm of another trial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedCounts {
    /// Patients of the arm.
    pub patients: u32,
    /// With a complete remission.
    pub cr: u32,
    /// With a complete remission but for the platelets.
    pub crp: u32,
}

/// How many of the subjects have what; all else is drawn from the population.
///
/// They hold in every trial exactly, so a trial differs from another in who these subjects are, not in how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Quotas {
    /// Refractory; all others are relapsed.
    pub refractory: u32,
    /// Men; all others are women.
    pub men: u32,
    /// Users of inhibitors of cenersen.
    pub users: u32,
}

/// Constants of the monitoring after Thall, Simon and Estey 1995; those of the trial were not published.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StoppingRule {
    /// Parameters a and b of the beta distribution of the CR rate of the standard.
    pub standard: (f64, f64),
    /// The same of an arm before its first subject.
    pub experimental: (f64, f64),
    /// Improvement that is hoped for (difference of CR rates).
    pub margin: f64,
    /// An arm stops when the probability of that improvement falls below this.
    pub lower: f64,
    /// Subjects of the arm at the first look.
    pub first_look: u32,
    /// Subjects from one look to the next.
    pub every: u32,
}

/// A protocol with everything that decides its result.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Title of the scenario.
    pub title: String,
    /// Who is enrolled, how they are randomized and followed.
    pub protocol: Protocol,
    /// As many as `protocol.subjects`; their ledgers hold the population.
    pub arms: Vec<Arm>,
    /// The horizon is the follow-up; the simulation of a subject ends with their death.
    pub settings: Settings,
    /// Patients by name, from whom subjects are drawn whatever the quotas say; empty for those of the population.
    pub cohort: Arc<Cohort>,
}

/// Days between two points of a subject's curves: neutropenia and thrombocytopenia are counted between them.
const RECORD_EVERY: Time = Time::days(1.0);

impl Trial {
    /// Puts a protocol and its arms together. Subjects are followed from their first dose to death or to the end of the
    /// follow-up.
    ///
    /// # Errors
    /// What does not fit, by the key of the protocol.
    pub fn new(title: &str, protocol: Protocol, arms: Vec<Arm>, settings: &Settings) -> Result<Self, Fault> {
        let settings = Settings {
            horizon: Time::days(protocol.follow_up_days),
            record_every: RECORD_EVERY,
            replicates: 1,
            until: Until::Death,
            follow_up: None,
            ..settings.clone()
        };
        if let Some(first) = arms.first() {
            protocol.check(arms.len(), &first.ledger, &settings.criteria)?;
        }
        Ok(Self { title: title.to_owned(), protocol, arms, settings, cohort: Arc::default() })
    }

    /// The same trial of the patients of a list, unless it is empty; all of them are the pool.
    ///
    /// # Errors
    /// If they are too few, by the key of the protocol.
    pub fn of(mut self, cohort: &Arc<Cohort>) -> Result<Self, Fault> {
        if cohort.is_empty() {
            return Ok(self);
        }
        let (total, listed) = (self.protocol.total(), cohort.len());
        if listed < u64::from(total) {
            let message =
                format!("{} has {listed} patients for {total} subjects: expected as many or more", cohort.list);
            return Err(Fault { key: "subjects", message });
        }
        self.protocol.pool = listed as u32;
        self.cohort = Arc::clone(cohort);
        Ok(self)
    }

    /// Whether repeated trials can be drawn from the list with a part of it left out.
    ///
    /// # Errors
    /// How many patients are too few.
    pub fn check_repeated(&self) -> Result<(), Fault> {
        let (total, listed) = (self.protocol.total(), self.cohort.len() as u32);
        let left = listed - listed.div_ceil(super::pool::PARTS);
        if self.cohort.is_empty() || left >= total {
            return Ok(());
        }
        let message = format!(
            "{} has {listed} patients, {left} without a tenth of them, which repeated trials leave out in turn: expected {total} \
             subjects or more without it",
            self.cohort.list
        );
        Err(Fault { key: "subjects", message })
    }
}

impl Protocol {
    /// Subjects of all arms.
    ///
    /// At most the largest number that a `u32` holds.
    pub fn total(&self) -> u32 {
        self.subjects.iter().fold(0, |sum, subjects| sum.saturating_add(*subjects))
    }

    /// The permuted blocks of the randomization.
    pub fn blocks(&self) -> Blocks {
        Blocks { size: self.block, planned: self.subjects.clone() }
    }

    /// The smallest pool from which every trial of this protocol can be drawn.
    ///
    /// It depends on quotas and subjects, because a trial may need all with one prescription from a small part of the
    /// pool.
    pub fn least_pool(&self) -> u32 {
        super::pool::least(self)
    }
}

impl Quotas {
    /// The shares of the population, in whole subjects.
    ///
    /// Rounded to the nearest whole number, each by itself.
    pub fn of(ledger: &Ledger, subjects: u32) -> Self {
        let share = |path: &str| libm::round(ledger.number(path) * f64::from(subjects)) as u32;
        Self {
            refractory: share("population.refractory"),
            men: share("population.male"),
            users: share("population.inhibitor_use"),
        }
    }
}

/// The ledger of a population in which everybody is (true) or nobody is (false) one of these.
///
/// The three shares are set to 1 or 0.
pub(super) fn with_shares(ledger: &Ledger, shares: [(&str, bool); 3]) -> Ledger {
    let mut ledger = ledger.clone();
    for (path, everybody) in shares {
        let set = Quantity::number(if everybody { 1.0 } else { 0.0 }).map(|share| ledger.set(path, share));
        assert!(matches!(set, Ok(Ok(()))), "`{path}` is a share of the population");
    }
    ledger
}
