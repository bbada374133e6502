//! `[sensitivity]`: which numbers of the model are moved through their ranges, and how often the model is asked. `run`,
//! `compare` and `trial` do not read it. Left out: seed, horizon and agents, which stand under `simulation`.
//!
//! Numbers that are not written have a default: 10 trajectories over 4 levels for the screening, 128 rows and the 8
//! most influential parameters for the shares of variance.
//!
//! # Example
//!
//! ```toml
//! [sensitivity]
//! arm = "B"
//! patients = 12
//! trajectories = 10
//! levels = 4
//! rows = 128
//! kept = 8
//! parameters = []        # all numbers of grade B and C with a range
//! ```
//!
//! Points: trajectories × (numbers + 1) in the first stage and rows × (kept + 2) in the second, each with twice as
//! many courses as there are patients.

use super::{ScenarioError, compose::Places};
use crate::sensitivity::{Fault, Protocol};
use cenersim_model::{
    parameters::Ledger,
    quantity::nearest,
    treatment::{Drug, Regimen},
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Global sensitivity: patients of `parameters.population`, the same at every point of the ranges.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SensitivityTable {
    /// Name of the arm, which gives cenersen; by default the first.
    pub arm: Option<String>,
    /// Virtual patients at each point; by default 12.
    #[schemars(range(min = 1))]
    pub patients: Option<u32>,
    /// Trajectories of the screening (Morris); by default 10.
    #[schemars(range(min = 4))]
    pub trajectories: Option<u32>,
    /// Levels of the grid of the screening, an even number; by default 4.
    #[schemars(range(min = 2))]
    pub levels: Option<u32>,
    /// Rows of the matrices of the second stage (Sobol'), each with as many points as inputs are kept and two more; by
    /// default 128.
    #[schemars(range(min = 16))]
    pub rows: Option<u32>,
    /// Inputs that go into the second stage: those with the largest effects; by default 8.
    #[schemars(range(min = 1))]
    pub kept: Option<u32>,
    /// Parameters to vary, each with a range in the ledger; by default all of grade B and C that have one, without
    /// criteria, numerics and eligibility.
    #[serde(default)]
    pub parameters: Vec<String>,
}

/// Sizes with which screening and second stage take some ten minutes each on two cores.
const PATIENTS: u32 = 12;
/// Trajectories of the screening.
const TRAJECTORIES: u32 = 10;
/// Levels of each parameter in the screening.
const LEVELS: u32 = 4;
/// Rows of each matrix of the second stage.
const ROWS: u32 = 128;
/// Parameters that go from the screening into the second stage.
const KEPT: u32 = 8;

/// The protocol, checked against arms and ledger.
/// The arm is by default the first, and must give cenersen, whose effect is one of the outputs.
///
/// # Errors
/// An arm that is not there or gives no cenersen, a parameter that cannot be varied, or a size out of its range.
pub(super) fn protocol(
    table: Option<&SensitivityTable>,
    (arms, ledger): (&[Regimen], &Ledger),
    places: &Places<'_>,
) -> Result<Option<Protocol>, ScenarioError> {
    let Some(table) = table else { return Ok(None) };
    let arm = match &table.arm {
        None => arms.first(),
        Some(name) => Some(named(name, arms, places)?),
    };
    let gives = |arm: &&Regimen| arm.drugs().contains(&Drug::Cenersen);
    let arm = arm.filter(gives).ok_or_else(|| {
        let message = "this arm gives no cenersen, whose effect is one of the outputs: expected an arm that gives it";
        places.fault(if table.arm.is_some() { "sensitivity.arm" } else { "sensitivity" }, message)
    })?;
    let mut protocol = Protocol {
        arm: arm.name.clone(),
        patients: table.patients.unwrap_or(PATIENTS),
        trajectories: table.trajectories.unwrap_or(TRAJECTORIES),
        levels: table.levels.unwrap_or(LEVELS),
        rows: table.rows.unwrap_or(ROWS),
        kept: table.kept.unwrap_or(KEPT),
        parameters: table.parameters.clone(),
    };
    let fault = |fault: Fault| places.fault(&format!("sensitivity.{}", fault.key), fault.message);
    let inputs = protocol.inputs(ledger).map_err(fault)?.len();
    if table.kept.is_none() {
        protocol.kept = KEPT.min(inputs as u32);
    }
    protocol.check(inputs).map_err(fault)?;
    Ok(Some(protocol))
}

/// The nearest name is told if there is none of this.
fn named<'a>(name: &str, arms: &'a [Regimen], places: &Places<'_>) -> Result<&'a Regimen, ScenarioError> {
    arms.iter().find(|arm| arm.name == name).ok_or_else(|| {
        let names: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
        let hint =
            nearest(name, names.iter().copied()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let message = format!("no arm is named `{name}`: expected one of `{}`{hint}", names.join("`, `"));
        places.fault("sensitivity.arm", message)
    })
}
