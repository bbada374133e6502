//! `cenersim calibrate`: which parameters make the published counts probable.
//!
//! # Plan
//!
//! ```text
//! calibration  calibration: Parameters from the counts of the phase II trial
//! contradicts  CR: 26 % of 32 and 9 % of 21 patients are 9.9 to 10.5, but the arms total 8
//! free         dna_damage.idarubicin_lc50: log-normal, 95 % from 3.000 to 200.000
//! target       CR + CRp by arm: A 2 + 1 of 18, B 3 + 1 of 18, C 3 + 0 of 17
//! draws        4 generations of 200
//! ```
//!
//! Its result is `posterior.parquet`, which `run`, `compare`, `qualify` and `trial` take with `--parameters`. What
//! is computed is kept in `output/study_<name>/` until the result is written, and the command continues there when
//! it was killed.

use super::{
    Failure,
    common::Common,
    driver::{Ask, Asked},
};
use cenersim::{
    calibration::TargetRow,
    parameters::Ledger,
    study::{Calibration, CalibrationRequest, Request},
};
use cenersim_text::Entries;
use std::path::PathBuf;

/// Find the parameters that make published counts probable: posterior draws for other commands, tables, figures and a report.
#[derive(clap::Args)]
pub struct Calibrate {
    /// Scenario file with the tables `[calibration]` and `[trial]`.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub common: Common,
}

impl Ask for Calibrate {
    fn common(&self) -> &Common {
        &self.common
    }

    fn ask(&self) -> Result<Asked<'_>, Failure> {
        if let Some(file) = &self.common.parameters {
            return Err(Failure::input(format!(
                "--parameters {}: a calibration begins from the ranges of the ledger; expected no posterior draws, which is what it \
                 yields",
                file.display()
            )));
        }
        let request = CalibrationRequest { input: self.common.input(&self.scenario)? };
        let calibration = request.prepare()?;
        let text = plan(&calibration);
        Ok(Asked::new(Request::Calibrate(request), calibration, text))
    }
}

/// Contradictions and the choice, free parameters with their priors, targets, budget, agents and seed.
fn plan(Calibration { scenario, experiment, .. }: &Calibration) -> String {
    let (problem, trial) = (&experiment.problem, experiment.trial());
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    line("calibration", format!("{}: {}", scenario.name, trial.title));
    problem.targets.contradictions.iter().for_each(|found| line("contradicts", found.clone()));
    if let (false, Some(choice)) = (problem.targets.contradictions.is_empty(), problem.targets.choice) {
        line("chosen", choice.description().to_owned());
    }
    for prior in &problem.priors {
        let range = prior.quantiles();
        line("free", format!("{}: {}, 95 % from {:.3} to {:.3}", prior.path, prior.family(), range.low, range.high));
    }
    for table in &problem.targets.tables {
        let row =
            |row: &TargetRow| format!("{} {} + {} of {}", row.label, row.count.cr, row.count.crp, row.count.patients);
        let rows: Vec<String> = table.rows.iter().map(row).collect();
        let how = if table.fitted { "" } else { " (predicted, not fitted)" };
        line("target", format!("CR + CRp by {}: {}{how}", table.by.name(), rows.join(", ")));
    }
    let (plan, subjects) = (&problem.plan, experiment.subjects());
    line("draws", format!("{} generations of {}", plan.generations, plan.draws_per_generation));
    line("patients", format!("{subjects}, the same for every draw, with and without cenersen"));
    line("courses", (2 * subjects * problem.draws()).to_string());
    for (path, entry, before) in scenario.ledger.changes_from(&Ledger::defaults()) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    let settings = &trial.settings;
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    line("agents", format!("{} per class", settings.agents_per_class));
    line("seed", settings.seed.to_string());
    entries.text() + "\n"
}
