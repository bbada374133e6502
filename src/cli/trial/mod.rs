//! `cenersim trial`: one virtual trial with its tables beside the published ones, and the same trial many times.

mod mechanism;
mod output;
pub(in crate::cli) mod plan;
mod uncertain;

use super::{
    Failure,
    compare::{Input, failed_patients},
    complain,
    figures::failure,
    hypotheses::{self, Hypotheses},
    look::Look,
    machine::Needs,
    print, session,
};
use cenersim::{
    comparison::{Design, Failed, Hypothetical, Who},
    report::{Staging, trial_json, trial_text},
    trial::{Pool, Repetitions, SingleTrial, Trial, TrialResult, check_trials},
};
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// Conduct a virtual trial: tables beside the published ones, predictive intervals over repeated trials, data, figures and a
/// report.
#[derive(clap::Args)]
pub struct TrialCommand {
    /// Scenario file with a table `[trial]`.
    #[arg(value_name = "SCENARIO")]
    pub scenario: PathBuf,
    /// Repeat the trial so many times, for predictive intervals and for what the trial could not do.
    #[arg(long, value_name = "N")]
    pub trials: Option<u64>,
    /// Repeat the trial over posterior draws of `cenersim calibrate`, each trial under one of them with subjects of its own, so that
    /// predictive intervals hold what is not known of the parameters, too.
    #[arg(long, value_name = "FILE")]
    pub parameters: Option<PathBuf>,
    #[command(flatten)]
    pub hypotheses: Hypotheses,
    /// Show neither the plan nor the progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the results as JSON instead of tables.
    #[arg(long)]
    pub json: bool,
    /// Folder that receives a folder of the trial's name.
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// Name of the trial's folder; by default made from file and options.
    #[arg(long)]
    pub name: Option<String>,
    /// Seed of all draws, instead of the scenario's.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Threads; by default one for each core. The results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub threads: Option<u32>,
    /// Change a value of the scenario, such as trial.follow_up="365 d"; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub changes: Vec<String>,
    /// Simulate doses more than a hundred times the largest published one, which are refused otherwise.
    #[arg(long)]
    pub allow_implausible: bool,
    /// Replace results of another trial that has the same name.
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub look: Look,
    /// Name and text of the scenario when it comes from the plan of a study; no file is read then.
    #[arg(skip)]
    pub planned: Option<(String, String)>,
}

/// What was simulated.
struct Simulated {
    result: TrialResult,
    failures: Vec<Failed>,
}

impl TrialCommand {
    /// Reads everything, simulates, draws, writes; what is on disk changes only at the very end.
    pub fn execute(&self) -> Result<(), Failure> {
        let input = self.input()?;
        let (trial, trials) = (self.trial(&input)?, self.trials()?);
        if !self.quiet && !self.json {
            print(&plan::plan(&input, &trial, trials, self.parameters.as_deref()))?;
        }
        Needs::of_threads(&input.scenario.settings, self.threads).check(&self.output)?;
        session::end_on_interrupt();
        let staging = output::staging(self, &input, trials)?;
        let begun = Instant::now();
        let simulate = || match (&self.parameters, trials) {
            (Some(file), Some(trials)) => uncertain::simulate(self, &trial, file, trials),
            _ => self.simulate(&trial, trials),
        };
        let hypotheticals = self.hypotheticals(&input)?;
        let simulated = session::threads(self.threads)?
            .install(|| simulate().map(|found| self.with_headline(found, &hypotheticals)))?;
        self.file(staging, &input, &trial, &simulated, begun.elapsed())
    }

    /// Writes what a pool yields that was simulated elsewhere, with trial 1.
    pub(in crate::cli) fn complete(
        &self,
        (input, trial, trials): (&Input, &Trial, u32),
        pool: Pool,
        wall: Duration,
    ) -> Result<(), Failure> {
        let staging = output::staging(self, input, Some(trials))?;
        let single = trial.conduct(1, &|_| {}).map_err(|failed| self.failed(&failed))?;
        let simulated = self.simulated(trial, single, Some((pool, trials)))?;
        let simulated = self.with_headline(simulated, &self.hypotheticals(input)?);
        self.file(staging, input, trial, &simulated, wall)
    }

    fn file(
        &self,
        mut staging: Staging,
        input: &Input,
        trial: &Trial,
        simulated: &Simulated,
        wall: Duration,
    ) -> Result<(), Failure> {
        let failures = &failed_patients(trial.settings.seed, &simulated.failures);
        let finished = output::Finished { command: self, input, trial, result: &simulated.result, failures, wall };
        finished.write(&mut staging)?;
        let written = staging.commit().map_err(failure)?;
        self.conclude(&finished, &written)?;
        self.own_up(&simulated.failures)
    }

    /// The scenario with the changes that the arguments ask for.
    pub(in crate::cli) fn input(&self) -> Result<Input, Failure> {
        self.at(&[])
    }

    /// The same with further changes.
    fn at(&self, point: &[String]) -> Result<Input, Failure> {
        if let Some((name, text)) = &self.planned {
            return Input::planned(name, text, point);
        }
        let seed = self.seed.map(|seed| format!("simulation.seed={seed}"));
        let hypothesis = self.hypotheses.one().map(hypotheses::change);
        let changes = session::changes(&self.changes, [seed, hypothesis], self.allow_implausible);
        Input::read(&self.scenario, &changes, point)
    }

    /// What the headline about cenersen needs: the population of the trial in all of its arms.
    fn hypotheticals(&self, input: &Input) -> Result<Vec<Hypothetical>, Failure> {
        self.hypotheses.hypotheticals(&[input.scenario.hypothesis], |change| {
            let input = self.at(change)?;
            let who = Who::Population(u64::from(self.hypotheses.pairs));
            Ok(Design {
                arms: input.scenario.compared_arms().collect(),
                settings: input.scenario.settings,
                who,
                replicates: 1,
            })
        })
    }

    pub(in crate::cli) fn trial(&self, input: &Input) -> Result<Trial, Failure> {
        let scenario = &input.scenario;
        let Some(protocol) = &scenario.trial else {
            return Err(Failure::input(format!(
                "{} describes no trial: expected a table `[trial]`, such as that of scenarios/phase2.toml",
                self.scenario.display()
            )));
        };
        Trial::new(&scenario.title, protocol.clone(), input.scenario.compared_arms().collect(), &scenario.settings)
            .map_err(|fault| Failure::input(format!("{}: {fault}", self.scenario.display())))
    }

    /// Repeated trials, if any are asked for.
    pub(in crate::cli) fn trials(&self) -> Result<Option<u32>, Failure> {
        let posterior = self.parameters.as_ref().map(|_| uncertain::TRIALS);
        let Some(trials) = self.trials.or(posterior) else { return Ok(None) };
        check_trials(trials).map_err(Failure::input)?;
        u32::try_from(trials).map(Some).map_err(Failure::input)
    }

    fn simulate(&self, trial: &Trial, trials: Option<u32>) -> Result<Simulated, Failure> {
        let hours = trial.trial_hours() + trials.map_or(0.0, |_| trial.pool_hours());
        let bar = session::progress_bar(hours, self.quiet);
        let progress = |hours: f64| bar.inc(hours.round().max(0.0) as u64);
        let single = trial.conduct(1, &progress);
        let pool = single.is_ok().then(|| trials.map(|_| trial.simulate_pool(&progress))).flatten();
        bar.finish_and_clear();
        let single = single.map_err(|failed| self.failed(&failed))?;
        self.simulated(trial, single, pool.zip(trials))
    }

    fn with_headline(&self, mut simulated: Simulated, hypotheticals: &[Hypothetical]) -> Simulated {
        // A pair that fails is named at the end, in one sentence.
        std::panic::set_hook(Box::new(|_| {}));
        let bar = session::progress_bar(hypotheses::hours(hypotheticals), self.quiet);
        let (headline, failures) =
            hypotheses::headline(hypotheticals, &|hours: f64| bar.inc(hours.round().max(0.0) as u64));
        bar.finish_and_clear();
        let _ = std::panic::take_hook();
        simulated.result.headline = headline;
        simulated.failures.extend(failures);
        simulated
    }

    fn simulated(&self, trial: &Trial, single: SingleTrial, pool: Option<(Pool, u32)>) -> Result<Simulated, Failure> {
        let repetitions = pool.as_ref().map(|(pool, trials)| self.repeat(trial, pool, *trials)).transpose()?;
        let failures = pool.map_or_else(Vec::new, |(pool, _)| pool.failures().to_vec());
        Ok(Simulated { result: trial.result(single, repetitions), failures })
    }

    /// Name of the folder: what was asked for, or made from file and options.
    pub(in crate::cli) fn folder_name(&self, input: &Input, trials: Option<u32>) -> String {
        let made = || {
            let again = trials.map_or_else(String::new, |trials| format!("_{trials}_trials"));
            let under = if self.parameters.is_some() { "_posterior" } else { "" };
            let one = self.hypotheses.one().map_or_else(String::new, |one| format!("_{}", one.name()));
            format!("trial_{}{again}{under}{one}", input.scenario.name)
        };
        self.name.clone().unwrap_or_else(made)
    }

    fn repeat(&self, trial: &Trial, pool: &Pool, trials: u32) -> Result<Repetitions, Failure> {
        let bar = session::bar("drawing trials", u64::from(trials), self.quiet);
        let repeated = trial.repeat(pool, trials, &|trials| bar.inc(trials));
        bar.finish_and_clear();
        repeated.map_err(|message| Failure::Run(anyhow::Error::msg(message)))
    }

    fn failed(&self, failed: &Failed) -> Failure {
        Failure::Run(anyhow::anyhow!(
            "subject number {} in arm `{}` failed: {}; to repeat it: {}",
            failed.patient,
            failed.arm,
            failed.message,
            session::command_line()
        ))
    }

    fn conclude(&self, finished: &output::Finished, written: &[PathBuf]) -> Result<(), Failure> {
        if self.json {
            return print(&format!("{}\n", trial_json(finished.result, finished.failures).trim_end()));
        }
        let folder = written.first().and_then(|path| path.parent());
        let folder = folder.map_or_else(String::new, |folder| format!("\nwritten: {}\n", folder.display()));
        print(&format!("{}{folder}", trial_text(finished.result)))
    }

    /// Names the patients of the pool whose simulation failed.
    fn own_up(&self, failures: &[Failed]) -> Result<(), Failure> {
        if failures.is_empty() {
            return Ok(());
        }
        for failed in failures {
            complain(&Self::failed_member(failed));
        }
        let n = failures.len();
        Err(Failure::Run(anyhow::anyhow!(
            "{n} patients of the pool failed and are in no trial; all others finished and are written"
        )))
    }

    /// Whose simulation failed, and how.
    pub(in crate::cli) fn failed_member(failed: &Failed) -> String {
        format!("patient {} of the pool, arm `{}` failed: {}", failed.patient, failed.arm, failed.message)
    }
}
