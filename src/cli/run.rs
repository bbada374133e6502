//! `cenersim run`: simulates a scenario and writes its results.

use super::{Failure, plan::plan_text, print};
use cenersim::{quantity::Time, scenario::Scenario};
use std::path::PathBuf;

/// Simulate a scenario: population curves, blood counts, response and figures.
#[derive(clap::Args)]
pub struct Run {
    /// The scenario file.
    pub scenario: PathBuf,
    /// Show neither the plan nor the progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the summary as JSON instead of a table.
    #[arg(long)]
    pub json: bool,
    /// Folder that receives a folder of the scenario's name.
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Threads; by default one for each core. The results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub threads: Option<u32>,
    /// Change a value of the scenario, such as arm.cenersen.duration="4 d"; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub changes: Vec<String>,
    /// Days on which every agent is written down, such as 0,3,7,28.
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = day)]
    pub cells_on: Vec<f64>,
    /// Only the arm of this name.
    #[arg(long, value_name = "NAME")]
    pub arm: Option<String>,
    /// Replace results of another scenario that has the same name.
    #[arg(long)]
    pub overwrite: bool,
}

impl Run {
    /// The scenario with the changes that the arguments ask for, `--arm` included.
    pub fn read(&self) -> Result<Scenario, Failure> {
        let seed = self.seed.map(|seed| format!("simulation.seed={seed}"));
        let changes: Vec<String> = self.changes.iter().cloned().chain(seed).collect();
        let mut scenario = Scenario::read(&self.scenario, &changes)?;
        if let Some(name) = &self.arm {
            scenario.arms = vec![scenario.arm(name)?.clone()];
        }
        self.snapshot_times(&scenario)?;
        Ok(scenario)
    }

    /// The times of `--cells-on`, ascending.
    pub fn snapshot_times(&self, scenario: &Scenario) -> Result<Vec<Time>, Failure> {
        let horizon = scenario.settings.horizon.in_days();
        if let Some(late) = self.cells_on.iter().find(|day| **day > horizon) {
            let message = format!("--cells-on names day {late}, after the last day {horizon}: expected an earlier day");
            return Err(Failure::input(message));
        }
        let mut days = self.cells_on.clone();
        days.sort_by(f64::total_cmp);
        days.dedup();
        Ok(days.into_iter().map(Time::days).collect())
    }

    pub fn execute(&self) -> Result<(), Failure> {
        let scenario = self.read()?;
        scenario.arms.iter().try_for_each(|arm| print(&plan_text(&scenario, arm)))
    }
}

fn day(text: &str) -> Result<f64, String> {
    let day: Option<f64> = text.trim().parse().ok().filter(|day: &f64| day.is_finite() && *day >= 0.0);
    day.ok_or_else(|| format!("`{text}` is not a day: expected numbers of 0 or more, such as 0,3,7,28"))
}
