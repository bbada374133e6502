//! `cenersim sensitivity`: which of the model's own numbers drive its answers.

mod output;
pub(super) mod plan;

use super::{
    Failure,
    compare::Input,
    complain,
    figures::failure,
    look::Look,
    machine::Needs,
    print, session,
    study::{
        compute::{How, compute},
        failure as of_study,
        planned::{self, Planned},
    },
};
use cenersim::{
    report::{sensitivity_json, sensitivity_text},
    sensitivity::{Sensitivity, SensitivityResult},
    study::{Collected, Folder},
};
use std::{path::PathBuf, time::Duration};

/// Move every assumed number through its range and show which of them drive the answers: tables, figures and a report.
#[derive(clap::Args)]
pub struct SensitivityCommand {
    /// Scenario file with a table `[sensitivity]`.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Show neither the plan nor the progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the results as JSON instead of tables.
    #[arg(long)]
    pub json: bool,
    /// Folder that receives a folder of the analysis' name.
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// Name of the analysis' folder; by default that of the file.
    #[arg(long)]
    pub name: Option<String>,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Threads; by default one for each core. The results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub threads: Option<u32>,
    /// Change a value of the scenario, such as sensitivity.trajectories=20; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub changes: Vec<String>,
    /// Simulate doses more than a hundred times the largest published one, which are refused otherwise.
    #[arg(long)]
    pub allow_implausible: bool,
    /// Replace results of another analysis that has the same name.
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub look: Look,
    /// Name and text of the scenario when it comes from the plan of a study; no file is read then.
    #[arg(skip)]
    pub planned: Option<(String, String)>,
}

/// Chunks of the study that the command runs: a killed one loses less than a hundredth of its work.
const CHUNKS: usize = 128;

impl SensitivityCommand {
    /// Plans the analysis as a study beside its results, computes what is missing of it, and writes the results: so it
    /// continues when it was killed.
    pub fn execute(&self) -> Result<(), Failure> {
        let study = self.study()?;
        let path = self.output.join(format!("study_{}", study.name()));
        let plan = planned::plan(self, &*study, CHUNKS);
        if !self.quiet && !self.json {
            print(&study.text())?;
        }
        Needs::of_threads(&self.input()?.scenario.settings, self.threads).check(&self.output)?;
        let folder = Folder::create(&path, plan, self.overwrite).map_err(of_study)?;
        session::end_on_interrupt();
        let how = How { chunk: None, threads: self.threads, stop_at_failure: false, quiet: self.quiet };
        compute(&folder, &*study, &how)?;
        study.merge(&folder, &mut Collected::new(&folder).map_err(of_study)?)
    }

    /// The scenario with the changes that the arguments ask for.
    pub(in crate::cli) fn input(&self) -> Result<Input, Failure> {
        if let Some((name, text)) = &self.planned {
            return Input::planned(name, text, &[]);
        }
        let seed = self.seed.map(|seed| format!("simulation.seed={seed}"));
        let changes = session::changes(&self.changes, [seed], self.allow_implausible);
        Input::read(&self.scenario, &changes, &[])
    }

    pub(in crate::cli) fn sensitivity(&self, input: &Input) -> Result<Sensitivity, Failure> {
        let scenario = &input.scenario;
        let arm = scenario
            .sensitivity
            .as_ref()
            .and_then(|protocol| input.scenario.compared_arms().find(|arm| arm.name == protocol.arm));
        let Some((protocol, arm)) = scenario.sensitivity.as_ref().zip(arm) else {
            return Err(Failure::input(format!(
                "{} describes no analysis: expected a table `[sensitivity]`, such as that of scenarios/sensitivity.toml",
                self.scenario.display()
            )));
        };
        Sensitivity::new(&scenario.title, protocol.clone(), arm, &scenario.settings)
            .map_err(|fault| Failure::input(format!("{}: {fault}", self.scenario.display())))
    }

    /// Name of the results' folder.
    pub(in crate::cli) fn folder_name(&self, input: &Input) -> String {
        self.name.clone().unwrap_or_else(|| input.scenario.name.clone())
    }

    /// Writes and shows what all points yield.
    pub(in crate::cli) fn file(
        &self,
        (input, sensitivity): (&Input, &Sensitivity),
        result: &SensitivityResult,
        failures: &[String],
        wall: Duration,
    ) -> Result<(), Failure> {
        let mut staging = output::staging(self, input)?;
        output::Finished { command: self, input, sensitivity, result, failures, wall }.write(&mut staging)?;
        let written = staging.commit().map_err(failure)?;
        self.conclude(result, failures, &written)?;
        own_up(result, failures)
    }

    fn conclude(&self, result: &SensitivityResult, failures: &[String], written: &[PathBuf]) -> Result<(), Failure> {
        if self.json {
            return print(&format!("{}\n", sensitivity_json(result, failures).trim_end()));
        }
        let folder = written.first().and_then(|path| path.parent());
        let folder = folder.map_or_else(String::new, |folder| format!("\nwritten: {}\n", folder.display()));
        print(&format!("{}{folder}", sensitivity_text(result)))
    }
}

/// Failures that are named on the terminal; sensitivity.json has all.
const NAMED: usize = 10;

/// Names what was said at the points whose simulation failed.
fn own_up(result: &SensitivityResult, failures: &[String]) -> Result<(), Failure> {
    if failures.is_empty() {
        return Ok(());
    }
    failures.iter().take(NAMED).for_each(|failure| complain(failure));
    Err(Failure::Run(anyhow::anyhow!(
        "simulations failed at {} of {} points, which are in no result; all others finished and are written",
        result.failed,
        result.points
    )))
}
