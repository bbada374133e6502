//! `cenersim sensitivity`: which of the model's own numbers drive its answers.
//!
//! # How long it takes
//!
//! The plan prints the number of courses: points of both stages times patients times two, with and without
//! cenersen. With the sizes of scenarios/sensitivity.toml it is some twenty minutes on two cores. What is computed
//! is kept in `output/study_<name>/`, so the same command goes on where it was ended, and the folder can be deleted
//! afterwards.
//!
//! A new `influence.csv` that is meant to ship replaces the one beside the ledger; reports then name other key
//! assumptions.

use super::{
    Failure,
    common::Common,
    driver::{Ask, Asked},
};
use cenersim::{
    parameters::Ledger,
    study::{Request, SensitivityRequest, Varied},
};
use cenersim_text::Entries;
use std::path::PathBuf;

/// Move every assumed number through its range and show which of them drive the answers: tables, figures and a report.
#[derive(clap::Args)]
pub struct SensitivityCommand {
    /// Scenario file with a table `[sensitivity]`.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    #[command(flatten)]
    pub common: Common,
}

impl Ask for SensitivityCommand {
    fn common(&self) -> &Common {
        &self.common
    }

    fn ask(&self) -> Result<Asked<'_>, Failure> {
        let request = SensitivityRequest { input: self.common.input(&self.scenario)? };
        let varied = request.prepare()?;
        let text = plan(&varied);
        Ok(Asked::new(Request::Sensitivity(request), varied, text))
    }
}

/// Arm, inputs, points of both stages, patients, horizon, agents and seed.
fn plan(Varied { scenario, sensitivity, .. }: &Varied) -> String {
    let (protocol, settings) = (&sensitivity.protocol, &sensitivity.settings);
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    let (screened, sampled) = (sensitivity.screening_units(), sensitivity.sampling_units());
    let (patients, arm) = (protocol.patients, &protocol.arm);
    line("analysis", format!("{}: {}", scenario.name, sensitivity.title));
    line("arm", format!("{arm}, with and without cenersen, in the same {patients} virtual patients at every point"));
    line("inputs", format!("{} numbers of the ledger, each over its range", sensitivity.inputs.len()));
    line("screening", format!("{} trajectories, {screened} points (Morris)", protocol.trajectories));
    line("variance", format!("{} inputs, {} rows, {sampled} points (Sobol')", protocol.kept, protocol.rows));
    line("courses", ((screened + sampled) * 2 * u64::from(patients)).to_string());
    for (path, entry, before) in scenario.ledger.changes_from(&Ledger::defaults()) {
        line("parameter", format!("{path} = {} instead of {before}", entry.value));
    }
    line("horizon", format!("{} d in steps of {} h", settings.horizon.in_days(), settings.step.in_hours()));
    line("agents", format!("{} per class", settings.agents_per_class));
    line("seed", settings.seed.to_string());
    entries.text() + "\n"
}
