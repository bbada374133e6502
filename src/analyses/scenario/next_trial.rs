//! `[design]`: a next trial, which is to be designed. `run`, `compare` and `trial` do not read it. Left out: what the arms
//! give, which stands under `arm`, and horizon, agents and seed, which stand under `simulation`.
//!
//! Numbers that are not written have a default: two-sided 5 % (one-sided with one arm), 80 % power, equal arms, 3 looks of
//! a group-sequential trial, 200 draws of 16 patients.

use super::{
    Scenario, ScenarioError,
    compose::{Places, time_or},
    measured::{Measured, Span},
};
use crate::{
    comparison::Arm,
    design::{Fault, Kind, NextTrial, Protocol, Spending, endpoint},
};
use cenersim_model::parameters::Ledger;
use schemars::JsonSchema;
use serde::Deserialize;

/// A next trial: what it would show in patients of `parameters.population`, over all numbers that are uncertain.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DesignTable {
    /// Name of the arm that is tested; by default the first.
    pub treatment: Option<String>,
    /// Name of the arm that it is compared with; by default the same arm without cenersen.
    pub control: Option<String>,
    /// cr (complete remission), remission (CR, CRp or CRi) or overall_survival.
    pub endpoint: String,
    /// How the trial is analyzed; by default fixed.
    pub kind: Option<Kind>,
    /// Chance of a significant result without an effect, above 0 and below 0.5; by default 0.05.
    #[schemars(range(min = 0.0, max = 0.5))]
    pub alpha: Option<f64>,
    /// Sides of the test; by default 2, and 1 for one arm.
    #[schemars(range(min = 1, max = 2))]
    pub sides: Option<u32>,
    /// Chance of success that is wanted; by default 0.8.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub power: Option<f64>,
    /// Patients of the treatment for each one of the control; by default 1.
    #[schemars(range(min = 0.0))]
    pub allocation: Option<f64>,
    /// Expected rate of the control, 0 to 1: of responses, or of patients alive at the end of the follow-up. For one arm the
    /// response rate that is of no interest.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub control_rate: f64,
    /// Rate of the treatment that is hoped for, above that of the control.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub treatment_rate: f64,
    /// Looks of a group-sequential trial, evenly spaced; by default 3.
    #[schemars(range(min = 2, max = 20))]
    pub looks: Option<u32>,
    /// How the looks spend alpha (Lan and DeMets); by default obrien_fleming.
    pub spending: Option<SpendingName>,
    /// Patients planned; by default as many as the hoped-for effect needs.
    #[schemars(range(min = 4))]
    pub patients: Option<u32>,
    /// Largest trial that is looked at; by default 2000 patients, and 200 with one arm.
    #[schemars(range(min = 4))]
    pub largest: Option<u32>,
    /// Observation of each patient, for overall_survival; by default to the end of the simulation.
    pub follow_up: Option<Measured<Span>>,
    /// Draws of the parameters; by default 200.
    #[schemars(range(min = 10))]
    pub draws: Option<u32>,
    /// Virtual patients of each draw; by default 16.
    #[schemars(range(min = 2))]
    pub patients_per_draw: Option<u32>,
    /// Courses of each virtual patient in each arm, which tell the luck of a course from the patient; by default 2.
    #[schemars(range(min = 1))]
    pub replicates: Option<u32>,
    /// Trials that are simulated one by one without an effect, to count how often they err; by default 4000.
    #[schemars(range(min = 100))]
    pub trials: Option<u32>,
    /// Parameters that are uncertain, each with a range in the ledger; by default all of grade B and C that have one,
    /// without criteria, numerics, eligibility, and what the scenario itself sets.
    #[serde(default)]
    pub parameters: Vec<String>,
}

/// Functions that spend alpha.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum SpendingName {
    /// Hardly anything early, like the boundaries of O'Brien and Fleming.
    ObrienFleming,
    /// Nearly alike at all looks, like those of Pocock.
    Pocock,
}

/// Sizes with which the simulation takes one or two minutes on two cores.
const DRAWS: u32 = 200;
/// Patients with each draw.
const PATIENTS_PER_DRAW: u32 = 16;
/// Courses of each patient in each arm.
const REPLICATES: u32 = 2;
/// Simulated trials.
const TRIALS: u32 = 4000;
/// Looks of a group-sequential trial.
const LOOKS: u32 = 3;
/// Largest trials, of two arms and of one.
const LARGEST: [u32; 2] = [2000, 200];

/// The protocol, checked against arms, ledger and horizon.
pub(super) fn protocol(
    table: Option<&DesignTable>,
    scenario: &Scenario,
    places: &Places<'_>,
) -> Result<Option<Protocol>, ScenarioError> {
    let Some(table) = table else { return Ok(None) };
    let (arms, settings) = (scenario.compared_arms().collect::<Vec<Arm>>(), &scenario.settings);
    let fault = |fault: Fault| places.fault(&format!("design.{}", fault.key), fault.message);
    let kind = table.kind.unwrap_or(Kind::Fixed);
    let protocol = Protocol {
        treatment: table.treatment.clone().unwrap_or_else(|| arms[0].name.clone()),
        control: table.control.clone(),
        endpoint: endpoint(&table.endpoint).map_err(|message| places.fault("design.endpoint", message))?,
        kind,
        alpha: table.alpha.unwrap_or(0.05),
        sides: table.sides.unwrap_or(if kind.is_controlled() { 2 } else { 1 }),
        power: table.power.unwrap_or(0.8),
        allocation: table.allocation.unwrap_or(1.0),
        control_rate: table.control_rate,
        treatment_rate: table.treatment_rate,
        looks: if kind == Kind::GroupSequential { table.looks.unwrap_or(LOOKS) } else { 1 },
        spending: table.spending.map_or(Spending::ObrienFleming, SpendingName::spending),
        patients: table.patients,
        largest: table.largest.unwrap_or(LARGEST[usize::from(!kind.is_controlled())]),
        follow_up_days: time_or(table.follow_up.as_ref(), settings.end()).in_days(),
        draws: table.draws.unwrap_or(DRAWS),
        patients_per_draw: table.patients_per_draw.unwrap_or(PATIENTS_PER_DRAW),
        replicates: table.replicates.unwrap_or(REPLICATES),
        trials: table.trials.unwrap_or(TRIALS),
        parameters: table.parameters.clone(),
        known: known(scenario),
    };
    let trial = NextTrial::new("", protocol.clone(), &arms, settings).map_err(fault)?;
    trial.check_power().map_err(fault)?;
    Ok(Some(protocol))
}

/// Numbers that the scenario sets itself, beyond its hypothesis.
fn known(scenario: &Scenario) -> Vec<String> {
    let under = Ledger::under(scenario.hypothesis);
    scenario.ledger.changes_from(&under).map(|(path, _, _)| path.to_owned()).collect()
}

impl SpendingName {
    /// What the name stands for in statistics.
    const fn spending(self) -> Spending {
        match self {
            Self::ObrienFleming => Spending::ObrienFleming,
            Self::Pocock => Spending::Pocock,
        }
    }
}
