//! What a trial yields, as plain data. A unit is one virtual subject; times are days since the first dose unless said
//! otherwise; every interval is one of 95 %. A responder is a subject with CR or CRp (`remission`); CR alone is kept apart.
//! Left out: how it is computed.

mod repeated;
mod single;
mod stopping;
mod subjects;
mod tables;

pub use repeated::{
    ArmStopping, Contrast, Effect, Estimated, Explanation, ExplanationResult, PoolCell, PoolResult, PosteriorUsed,
    Repeated,
};
pub use single::{PublishedGroup, RemissionPair, SingleTrial, Subgroup, SurvivalResult};
pub use stopping::{ArmCharacteristics, Look, Power, StoppingPath};
pub use subjects::{Consort, ConsortArm, Excluded, Subject};
pub use tables::{Cell, CellName, Predicted, Table, TableName, Trials, Unit};

use super::design::Protocol;
use crate::comparison::{Headline, TwoArm, policy_from_words};
use cenersim_model::clinic::Policy;

/// Everything that tables, figures and the report of a trial show.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TrialResult {
    /// Title of the scenario.
    pub title: String,
    /// What was planned.
    pub protocol: Protocol,
    /// Names of the arms, in the order of the scenario.
    pub arms: Vec<String>,
    /// For each arm the published arm that it stands for, if any.
    pub published_arms: Vec<Option<String>>,
    /// The one trial that is shown.
    pub trial: SingleTrial,
    /// Each pair of arms of the trial that is shown: the other arms against the reference first.
    #[serde(default)]
    pub two_arm: Vec<TwoArm>,
    /// All of [`TableName`], in that order.
    pub tables: Vec<Table>,
    /// Repeated trials; none if they were not asked for.
    pub repeated: Option<Repeated>,
    /// What cenersen does under each hypothesis about p53; none without cenersen, or if it was not asked for.
    pub headline: Option<Headline>,
    /// One for each arm; empty without a stopping rule.
    pub characteristics: Vec<ArmCharacteristics>,
    /// Each arm, then `total`, at ascending true rates.
    pub power: Vec<Power>,
    /// Name of the response criteria.
    pub criteria: String,
    /// What follows a failure of the treatment.
    #[serde(deserialize_with = "policy_from_words")]
    pub after_failure: Policy,
    /// Root of all draws.
    pub seed: u64,
}

impl TrialResult {
    /// What the parameters of repeated trials were drawn from, if they differ between trials.
    pub fn posterior(&self) -> Option<&PosteriorUsed> {
        self.repeated.as_ref()?.posterior.as_ref()
    }

    /// What all subjects together can tell, at ascending true rates.
    pub fn total_power(&self) -> impl Iterator<Item = &Power> {
        self.power.iter().filter(|power| power.arm == super::tables::TOTAL)
    }

    /// None if there is no such table.
    pub fn table(&self, name: TableName) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}
