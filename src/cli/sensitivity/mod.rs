//! `cenersim sensitivity`: which of the model's own numbers drive its answers.

mod compute;
mod output;
mod plan;

use super::{Failure, compare::Input, complain, figures::failure, look::Look, print, session};
use cenersim::{
    report::{sensitivity_json, sensitivity_text},
    sensitivity::Sensitivity,
};
use compute::Computed;
use std::{path::PathBuf, time::Instant};

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
    /// Replace results of another analysis that has the same name.
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub look: Look,
}

impl SensitivityCommand {
    /// Reads everything, simulates, draws, writes; what is on disk changes only at the very end.
    pub fn execute(&self) -> Result<(), Failure> {
        let input = self.input()?;
        let sensitivity = self.sensitivity(&input)?;
        if !self.quiet && !self.json {
            print(&plan::plan(&input, &sensitivity))?;
        }
        session::end_on_interrupt();
        let mut staging = output::staging(self, &input)?;
        let begun = Instant::now();
        let computed = session::threads(self.threads)?.install(|| compute::compute(&sensitivity, self.quiet))?;
        let finished = output::Finished {
            command: self,
            input: &input,
            sensitivity: &sensitivity,
            computed: &computed,
            wall: begun.elapsed(),
        };
        finished.write(&mut staging)?;
        let written = staging.commit().map_err(failure)?;
        self.conclude(&computed, &written)?;
        own_up(&computed)
    }

    /// The scenario with the changes that the arguments ask for.
    fn input(&self) -> Result<Input, Failure> {
        let seed = self.seed.map(|seed| format!("simulation.seed={seed}"));
        let changes: Vec<String> = self.changes.iter().cloned().chain(seed).collect();
        Input::read(&self.scenario, &changes, &[])
    }

    fn sensitivity(&self, input: &Input) -> Result<Sensitivity, Failure> {
        let scenario = &input.scenario;
        let arm = scenario.sensitivity.as_ref().and_then(|protocol| input.arms().find(|arm| arm.name == protocol.arm));
        let Some((protocol, arm)) = scenario.sensitivity.as_ref().zip(arm) else {
            return Err(Failure::input(format!(
                "{} describes no analysis: expected a table `[sensitivity]`, such as that of scenarios/sensitivity.toml",
                self.scenario.display()
            )));
        };
        Sensitivity::new(&scenario.title, protocol.clone(), arm, &scenario.settings)
            .map_err(|fault| Failure::input(format!("{}: {fault}", self.scenario.display())))
    }

    fn conclude(&self, computed: &Computed, written: &[PathBuf]) -> Result<(), Failure> {
        if self.json {
            return print(&format!("{}\n", sensitivity_json(&computed.result, &computed.failures).trim_end()));
        }
        let folder = written.first().and_then(|path| path.parent());
        let folder = folder.map_or_else(String::new, |folder| format!("\nwritten: {}\n", folder.display()));
        print(&format!("{}{folder}", sensitivity_text(&computed.result)))
    }
}

/// Names what was said at the points whose simulation failed.
fn own_up(computed: &Computed) -> Result<(), Failure> {
    if computed.failures.is_empty() {
        return Ok(());
    }
    computed.failures.iter().for_each(|failure| complain(failure));
    Err(Failure::Run(anyhow::anyhow!(
        "simulations failed at {} of {} points, which are in no result; all others finished and are written",
        computed.result.failed,
        computed.result.points
    )))
}
