//! `cenersim calibrate`: which parameters make the published counts probable.

mod output;
pub(super) mod plan;

use super::{
    Failure,
    compare::{Input, failed_patients},
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
    calibration::{About, Calibrated, Evaluation, Experiment, Problem, calibrated, equally_weighted},
    comparison::Failed,
    report::{FailedPatient, calibration_json, calibration_text},
    study::{Collected, Folder},
    trial::Trial,
};
use std::{path::PathBuf, time::Duration};

/// Find the parameters that make published counts probable: posterior draws for other commands, tables, figures and a report.
#[derive(clap::Args)]
pub struct Calibrate {
    /// Scenario file with the tables `[calibration]` and `[trial]`.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Show neither the plan nor the progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the results as JSON instead of tables.
    #[arg(long)]
    pub json: bool,
    /// Folder that receives a folder of the calibration's name.
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// Name of the calibration's folder; by default that of the file.
    #[arg(long)]
    pub name: Option<String>,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Threads; by default one for each core. The results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub threads: Option<u32>,
    /// Change a value of the scenario, such as calibration.draws=400; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub changes: Vec<String>,
    /// Simulate doses more than a hundred times the largest published one, which are refused otherwise.
    #[arg(long)]
    pub allow_implausible: bool,
    /// Replace results of another calibration that has the same name.
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub look: Look,
    /// Name and text of the scenario when it comes from the plan of a study; no file is read then.
    #[arg(skip)]
    pub planned: Option<(String, String)>,
}

/// Chunks of the study that the command runs: a killed one loses about a hundredth of its work.
const CHUNKS: usize = 128;

impl Calibrate {
    /// Plans the calibration as a study beside its results, computes what is missing of it, and writes the results: so it
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

    pub(in crate::cli) fn experiment(&self, input: &Input) -> Result<Experiment, Failure> {
        let (scenario, file) = (&input.scenario, self.scenario.display());
        let (Some(wanted), Some(protocol)) = (&scenario.calibration, &scenario.trial) else {
            return Err(Failure::input(format!(
                "{file} describes no calibration: expected a table `[calibration]`, such as that of scenarios/calibration.toml"
            )));
        };
        let arms: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
        let refused = |error: &dyn std::fmt::Display| Failure::input(format!("{file}: {error}"));
        let problem =
            Problem::new(wanted, &scenario.ledger, &arms, scenario.settings.seed).map_err(|error| refused(&error))?;
        let trial =
            Trial::new(&scenario.title, protocol.clone(), input.scenario.compared_arms().collect(), &scenario.settings);
        Ok(Experiment::new(problem, trial.map_err(|fault| refused(&fault))?))
    }

    /// Name of the results' folder.
    pub(in crate::cli) fn folder_name(&self, input: &Input) -> String {
        self.name.clone().unwrap_or_else(|| input.scenario.name.clone())
    }

    /// Writes and shows what all draws yield.
    pub(in crate::cli) fn file(
        &self,
        (input, experiment): (&Input, &Experiment),
        evaluations: &[Option<Evaluation>],
        failures: &[Failed],
        wall: Duration,
    ) -> Result<(), Failure> {
        let (problem, trial) = (&experiment.problem, experiment.trial());
        let about = About {
            title: &trial.title,
            ledger: &input.scenario.ledger,
            subjects_per_trial: trial.protocol.total(),
            agents_per_class: trial.settings.agents_per_class,
            horizon_days: trial.settings.horizon.in_days(),
            failed: failures.len() as u64,
        };
        let impossible = |error| Failure::Run(anyhow::Error::new(error));
        let calibrated = calibrated(problem, evaluations, &about).map_err(impossible)?;
        let posterior = equally_weighted(problem, evaluations).map_err(impossible)?;
        let failed = failed_patients(problem.plan.seed, failures);
        let mut staging = output::staging(self, input)?;
        let (calibrated, posterior) = (&calibrated, &posterior);
        output::Finished { command: self, input, calibrated, posterior, failures: &failed, wall }
            .write(&mut staging)?;
        let written = staging.commit().map_err(failure)?;
        self.conclude(calibrated, &failed, &written)?;
        own_up(failures)
    }

    fn conclude(&self, calibrated: &Calibrated, failed: &[FailedPatient], written: &[PathBuf]) -> Result<(), Failure> {
        if self.json {
            return print(&format!("{}\n", calibration_json(calibrated, failed).trim_end()));
        }
        let folder = written.first().and_then(|path| path.parent());
        let folder = folder.map_or_else(String::new, |folder| format!("\nwritten: {}\n", folder.display()));
        print(&format!("{}{folder}", calibration_text(calibrated)))
    }
}

/// Names the draws whose simulation failed.
fn own_up(failures: &[Failed]) -> Result<(), Failure> {
    if failures.is_empty() {
        return Ok(());
    }
    for Failed { patient, arm, message, .. } in failures {
        complain(&format!("a draw fails, at patient {patient}, arm `{arm}`: {message}"));
    }
    Err(Failure::Run(anyhow::anyhow!(
        "the simulation of {} draws failed, which have no weight; all others finished and are written",
        failures.len()
    )))
}
