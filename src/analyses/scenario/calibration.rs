//! `[calibration]`: which numbers are fitted to which published counts, and how much may be simulated for it. Only
//! `calibrate` reads it; it needs a `[trial]` whose subjects are simulated.
//! Left out: the method (see `calibration`).
//!
//! # Example
//!
//! ```toml
//! [calibration]
//! parameters = ["dna_damage.idarubicin_lc50", "cenersen.potency"]
//! generations = 4
//! draws = 225
//! trials = 2
//! posterior = 400
//! effect_log_odds_sd = 0.5
//! contradictions = "reconstructed"     # what is done about tables that exclude each other
//!
//! [[calibration.targets]]              # counts as printed
//! by = "arm"
//! rows = [
//!     { row = "A", patients = 18, cr = 2, crp = 1 },
//!     { row = "B", patients = 18, cr = 3, crp = 1 },
//! ]
//!
//! [[calibration.targets]]              # or whole percentages
//! by = "disease"
//! rows = [{ row = "refractory", patients = 32, cr_percent = 26, remission_percent = 32 }]
//! ```

use super::{ScenarioError, compose::Places};
use crate::{
    calibration::{Choice, Problem, Wanted, WrittenTable},
    trial::Protocol,
};
use cenersim_model::{parameters::Ledger, treatment::Regimen};
use schemars::JsonSchema;
use serde::Deserialize;

/// Parameters from published counts. Priors are the ranges of the ledger.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CalibrationTable {
    /// Free parameters, by their paths in the ledger; each needs a range there.
    pub parameters: Vec<String>,
    /// What is done if the targets contradict each other: "reconstructed", "as_printed" or "left_out". Without it contradictory
    /// targets are refused.
    pub contradictions: Option<Choice>,
    /// Generations of draws; by default 4. The first is drawn from the prior.
    #[schemars(range(min = 1))]
    pub generations: Option<u32>,
    /// Draws of each generation; by default 200.
    #[schemars(range(min = 1))]
    pub draws: Option<u32>,
    /// Trials whose subjects are simulated for each draw, with and without cenersen; by default 2.
    #[schemars(range(min = 1))]
    pub trials: Option<u32>,
    /// Equally weighted draws in the posterior file; by default 400.
    #[schemars(range(min = 1))]
    pub posterior: Option<u32>,
    /// Standard deviation of the skeptical prior of the effect of cenersen, around 0: log odds ratio of CR with against
    /// without it in the same patients; by default 0.5.
    pub effect_log_odds_sd: Option<f64>,
    /// Tables of published counts; the first gives the totals.
    pub targets: Vec<WrittenTable>,
}

/// Generations of draws unless the table says otherwise.
const GENERATIONS: u32 = 4;
/// Draws of each generation.
const DRAWS: u32 = 200;
/// Simulated trials with each draw.
const TRIALS: u32 = 2;
/// Draws of the posterior that are written.
const POSTERIOR: u32 = 400;
/// Standard deviation of the prior of the effect of cenersen (log odds).
const EFFECT_SD: f64 = 0.5;

/// What is asked for, checked against ledger, arms and trial.
/// It needs a `[trial]`; what the sampler would refuse is refused here, with the key that says it.
pub(super) fn wanted(
    table: Option<CalibrationTable>,
    (ledger, arms, trial): (&Ledger, &[Regimen], Option<&Protocol>),
    places: &Places<'_>,
) -> Result<Option<Wanted>, ScenarioError> {
    let Some(table) = table else { return Ok(None) };
    places.check(trial.is_some(), "calibration", || {
        "there are no subjects to simulate: expected a table `[trial]`, such as that of phase2.toml".into()
    })?;
    let wanted = Wanted {
        parameters: table.parameters,
        tables: table.targets,
        contradictions: table.contradictions,
        generations: table.generations.unwrap_or(GENERATIONS),
        draws_per_generation: table.draws.unwrap_or(DRAWS),
        trials_per_draw: table.trials.unwrap_or(TRIALS),
        posterior_draws: table.posterior.unwrap_or(POSTERIOR),
        skeptical_sd: table.effect_log_odds_sd.unwrap_or(EFFECT_SD),
    };
    let arms: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
    Problem::new(&wanted, ledger, &arms, 0)
        .map_err(|error| places.fault(&format!("calibration.{}", error.key()), error.to_string()))?;
    Ok(Some(wanted))
}
