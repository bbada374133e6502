//! `[trial]`: the protocol of a virtual trial. `run` and `compare` do not read it.
//! Left out: what the arms give, which stands under `arm`, and how one subject is simulated.
//!
//! # Example
//!
//! ```toml
//! [trial]
//! subjects = [18, 18, 17]      # of each arm, in the order of the arms
//! block = 6                    # permuted blocks within each stratum
//! strata = []                  # or ["disease", "age60"]
//! refractory = 19              # of all subjects; the others are relapsed
//! men = 30
//! accrual = "37 mo"
//! follow_up = "730 d"
//! pool = 600                   # patients from whom repeated trials are drawn
//!
//! [trial.eligibility]
//! youngest = "18 y"
//! relapse_within = "52 wk"
//!
//! [trial.inhibitors]
//! users = 17
//! from = "0 d"
//! length = "7 d"
//! counted_until = "42 d"
//!
//! [trial.stopping]             # Thall, Simon and Estey 1995
//! standard = [14.0, 86.0]      # beta distribution of the CR rate of the standard
//! experimental = [0.28, 1.72]  # of an arm before its data
//! margin = 0.0
//! lower = 0.05                 # an arm stops when it is better with less than this probability
//! first_look = 5
//! every = 1
//! ```
//!
//! Prescribed numbers are met in every trial; eligibility moves the population of the ledger, so it is a part of
//! the numbers of the model and not of the randomization.

use super::{
    ScenarioError,
    compose::{Places, time_or},
    measured::{Measured, Span},
};
use crate::trial::{Protocol, PublishedCounts, Quotas, StoppingRule, Stratum};
use cenersim_model::{
    parameters::Ledger,
    quantity::{Quantity, Time},
};
use schemars::JsonSchema;
use serde::Deserialize;

/// A virtual trial: its subjects come from the population of `parameters.population`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TrialTable {
    /// Subjects planned for each arm, in the order of the arms, such as [18, 18, 17].
    pub subjects: Vec<u32>,
    /// Subjects of a permuted block, a multiple of the number of arms; by default two of each arm.
    #[schemars(range(min = 1))]
    pub block: Option<u32>,
    /// What the randomization is stratified by; by default nothing.
    #[serde(default)]
    pub strata: Vec<Stratum>,
    /// Refractory subjects among all; the others are relapsed. By default the share of the population.
    pub refractory: Option<u32>,
    /// Men among all; by default the share of the population.
    pub men: Option<u32>,
    /// Time over which subjects are enrolled; by default 37 mo.
    pub accrual: Option<Measured<Span>>,
    /// Observation of each subject from the first dose; by default 730 d.
    pub follow_up: Option<Measured<Span>>,
    /// Responses of another trial to stand beside the arms, one for each arm; by default those of the published trial.
    #[serde(default)]
    pub published: Vec<PublishedCounts>,
    /// Patients from whom repeated trials are drawn; by default 600, or more if the numbers above need them.
    #[schemars(range(min = 1))]
    pub pool: Option<u32>,
    #[serde(default)]
    pub eligibility: EligibilityTable,
    #[serde(default)]
    pub inhibitors: InhibitorsTable,
    /// Without it no arm can be stopped.
    pub stopping: Option<StoppingTable>,
}

/// Who may be enrolled: refractory to one course, or relapsed.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EligibilityTable {
    /// By default parameters.population.youngest.
    pub youngest: Option<Measured<Span>>,
    /// Longest first remission; by default parameters.population.longest_remission.
    pub relapse_within: Option<Measured<Span>>,
}

/// Who takes inhibitors of cenersen.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct InhibitorsTable {
    /// Users among all subjects; by default the share of the population.
    pub users: Option<u32>,
    /// First day; by default parameters.population.inhibitor_from.
    pub from: Option<Measured<Span>>,
    /// Time of exposure; by default parameters.population.inhibitor_length.
    pub length: Option<Measured<Span>>,
    /// Time from the first dose within which exposure makes a user; by default 42 d.
    pub counted_until: Option<Measured<Span>>,
}

/// Bayesian monitoring of the CR rate of each arm (Thall, Simon and Estey 1995). The constants of the trial are not published.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StoppingTable {
    /// Beta distribution of the CR rate of the standard, such as [14, 86] for 14 % known as from 100 subjects.
    pub standard: [f64; 2],
    /// Beta distribution of the CR rate of an arm before its first subject, such as [0.28, 1.72].
    pub experimental: [f64; 2],
    /// Improvement that is hoped for, as a difference of rates; by default 0.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub margin: Option<f64>,
    /// An arm stops when the probability of that improvement falls below this; by default 0.05.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub lower: Option<f64>,
    /// Subjects of an arm at the first look; by default 5.
    #[schemars(range(min = 1))]
    pub first_look: Option<u32>,
    /// Subjects from one look to the next; by default 1.
    #[schemars(range(min = 1))]
    pub every: Option<u32>,
}

/// Patients of the pool unless more are needed or said.
const POOL: u32 = 600;
/// Length of accrual (T29), of the follow-up, and until exposure counts.
const ACCRUAL: Time = Time::days(37.0 * 365.25 / 12.0);
/// Of each subject after the last is enrolled.
const FOLLOW_UP: Time = Time::days(730.0);
/// After the start of treatment, until when the use of inhibitors counts as exposure.
const COUNTED_UNTIL: Time = Time::days(42.0);

/// What the table says about the population goes into the ledger, where all of the population is.
/// Youngest age, longest remission before the relapse, and the period of inhibitors.
///
/// # Errors
/// A number out of the bounds of its entry, or ages that nobody has, at its key.
pub(super) fn apply(table: Option<&TrialTable>, ledger: &mut Ledger, places: &Places<'_>) -> Result<(), ScenarioError> {
    let Some(table) = table else { return Ok(()) };
    let (eligible, inhibitors) = (&table.eligibility, &table.inhibitors);
    for (key, path, value) in [
        ("eligibility.youngest", "population.youngest", &eligible.youngest),
        ("eligibility.relapse_within", "population.longest_remission", &eligible.relapse_within),
        ("inhibitors.from", "population.inhibitor_from", &inhibitors.from),
        ("inhibitors.length", "population.inhibitor_length", &inhibitors.length),
    ] {
        let Some(written) = value else { continue };
        let quantity: Option<Quantity> = ledger.get(path).map(|entry| entry.value.with_canonical(written.0));
        if let Some(Err(error)) = quantity.map(|quantity| ledger.set(path, quantity)) {
            return Err(places.fault(&format!("trial.{key}"), error.to_string()));
        }
    }
    let [youngest, oldest] = ["population.youngest", "population.oldest"].map(|path| ledger.time(path).in_years());
    places.check(youngest < oldest, "trial.eligibility.youngest", || {
        format!("nobody is {youngest} to {oldest} y old: expected an age below `parameters.population.oldest`")
    })
}

/// The protocol, checked against arms, population and response window.
/// Quotas that are not written are those of the population; blocks are by default twice as long as there are arms.
///
/// # Errors
/// Subjects, quotas or times that do not fit each other or the population, at the key.
pub(super) fn protocol(
    table: Option<&TrialTable>,
    (arms, ledger, criteria): (usize, &Ledger, &str),
    places: &Places<'_>,
) -> Result<Option<Protocol>, ScenarioError> {
    let Some(table) = table else { return Ok(None) };
    let total = table.subjects.iter().fold(0_u32, |sum, subjects| sum.saturating_add(*subjects));
    let population = Quotas::of(ledger, total);
    let mut protocol = Protocol {
        subjects: table.subjects.clone(),
        block: table.block.unwrap_or(2 * arms as u32),
        strata: table.strata.clone(),
        quotas: Quotas {
            refractory: table.refractory.unwrap_or(population.refractory),
            men: table.men.unwrap_or(population.men),
            users: table.inhibitors.users.unwrap_or(population.users),
        },
        accrual_days: time_or(table.accrual.as_ref(), ACCRUAL).in_days(),
        follow_up_days: time_or(table.follow_up.as_ref(), FOLLOW_UP).in_days(),
        users_until_day: time_or(table.inhibitors.counted_until.as_ref(), COUNTED_UNTIL).in_days(),
        stopping: table.stopping.as_ref().map(StoppingTable::rule),
        published: table.published.clone(),
        pool: POOL,
    };
    protocol.pool = table.pool.unwrap_or_else(|| POOL.max(protocol.least_pool()));
    let fault = |fault: crate::trial::Fault| places.fault(&format!("trial.{}", fault.key), fault.message);
    protocol.check(arms, ledger, criteria).map_err(fault)?;
    Ok(Some(protocol))
}

impl StoppingTable {
    /// With the defaults of what is not written.
    fn rule(&self) -> StoppingRule {
        StoppingRule {
            standard: (self.standard[0], self.standard[1]),
            experimental: (self.experimental[0], self.experimental[1]),
            margin: self.margin.unwrap_or(0.0),
            lower: self.lower.unwrap_or(0.05),
            first_look: self.first_look.unwrap_or(5),
            every: self.every.unwrap_or(1),
        }
    }
}
