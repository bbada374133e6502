//! `cenersim run`: simulates a scenario and writes its results.
//!
//! # Examples
//!
//! ```text
//! cenersim run scenarios/arm_b.toml
//! cenersim run scenarios/arm_b.toml --hypothesis all              one folder under each hypothesis
//! cenersim run scenarios/arm_b.toml --against output/arm_b --set arm.courses.maximum=1 --name what_if
//! cenersim run scenarios/phase2_arms.toml --arm B                 one arm of several
//! cenersim run scenarios/arm_b.toml --cells-on 0,3,7,28           every agent on these days
//! cenersim run --branch output/arm_b --at 21d --set arm.courses.maximum=1
//! cenersim run scenarios/arm_b.toml --animate                  a film of the cells as well
//! cenersim run big.toml --no-curves                               tables of events and the summary alone
//! ```
//!
//! The folder is named by the scenario and, where asked for, arm, what differs (see `what_if`) and hypothesis. `--name` renames the scenario
//! itself, so the name is in the files, too.

use super::{
    Failure,
    animation::Animation,
    branch::Branching,
    checkpoint::Checkpointing,
    common::Common,
    driver::{Ask, Asked, done},
    hypotheses::{Asked as Hypotheses, asked},
    machine::Needs,
    named::NamedPatients,
    plan::plan_text,
    print, session,
    what_if::what_differs,
};
use cenersim::{
    parameters::Hypothesis,
    report::{Product, write_figures},
    scenario::Scenario,
    study::{Against, Input, Request, RunRequest, SingleRun},
};
use std::path::PathBuf;

/// Simulate a scenario: population curves, blood counts, response and figures.
#[derive(Clone, clap::Args)]
pub struct Run {
    /// The scenario file.
    #[arg(required_unless_present = "branch")]
    pub scenario: Option<PathBuf>,
    /// What losing p53 is supposed to do, instead of what the scenario says: neutral, clinical or source; `all` runs the
    /// scenario under each of them. The folder's name tells.
    #[arg(long, value_name = "NAME", value_parser = asked, conflicts_with_all = ["branch", "resume"])]
    pub hypothesis: Option<Hypotheses>,
    /// Days on which to save every agent, such as 0,3,7,28.
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = day)]
    pub cells_on: Vec<f64>,
    /// Write neither curves.csv nor curves.parquet; figures cannot be drawn again then.
    #[arg(long, conflicts_with = "animate")]
    pub no_curves: bool,
    /// Lay the run over an earlier one of the same seed: a what-if, with one figure of both and their difference.
    #[arg(long, value_name = "DIR", conflicts_with = "branch")]
    pub against: Option<PathBuf>,
    /// Only the arm of this name.
    #[arg(long, value_name = "NAME")]
    pub arm: Option<String>,
    #[command(flatten)]
    pub animation: Animation,
    #[command(flatten)]
    pub named: NamedPatients,
    #[command(flatten)]
    pub checkpointing: Checkpointing,
    #[command(flatten)]
    pub branching: Branching,
    #[command(flatten)]
    pub common: Common,
}

impl Run {
    /// The scenario with the changes that the arguments ask for, `--arm` included.
    pub fn read(&self) -> Result<Scenario, Failure> {
        let hypothesis = self.hypothesis.and_then(Hypotheses::one);
        let changes = self.named.added_to(self.common.changes(hypothesis)?)?;
        let mut scenario = Scenario::read(&self.file(), &changes)?;
        self.check_list(&scenario)?;
        scenario.name += &Input::of(&scenario, &self.file()).of_patients();
        if let Some(name) = &self.arm {
            scenario.keep_arm(name)?;
        }
        match &self.common.name {
            Some(name) => scenario.name.clone_from(name),
            None => scenario.name += &what_differs(&self.common.changes),
        }
        if let Some(hypothesis) = hypothesis {
            scenario.name = format!("{}_{}", scenario.name, hypothesis.name());
        }
        Ok(scenario)
    }

    /// Checkpoints and branches are of one patient.
    fn check_list(&self, scenario: &Scenario) -> Result<(), Failure> {
        let Checkpointing { checkpoint_every, resume } = self.checkpointing;
        let one = [
            (self.branching.branch.is_some(), "--branch"),
            (resume, "--resume"),
            (checkpoint_every.is_some(), "--checkpoint-every"),
        ];
        match one.iter().find(|(asked, _)| *asked && !scenario.cohort.is_empty()) {
            Some((_, option)) => Err(Failure::input(format!(
                "{option} is of one patient and {} has several: expected a scenario without a list",
                scenario.cohort.list
            ))),
            None => Ok(()),
        }
    }

    /// What is asked of a scenario.
    pub fn request(&self, scenario: &Scenario) -> RunRequest {
        let input = Input::of(scenario, &self.file());
        RunRequest { input, cells_on: self.cells_on.clone(), curves: !self.no_curves }
    }

    /// The scenario file, which for a branch lies with the original.
    pub fn file(&self) -> PathBuf {
        self.scenario.clone().unwrap_or_else(|| self.branching.scenario_file())
    }

    /// As many marrows at a time as there are threads, and the curves of a batch beside those that are kept to be drawn.
    pub fn needs_of(&self, run: &SingleRun) -> Needs {
        let settings = &run.scenario.settings;
        let threads = session::thread_count(self.common.threads).min(f64::from(run.units()));
        let written = if self.no_curves { 0 } else { run.units() };
        Needs::new(settings, threads, f64::from(run.held()), f64::from(written))
    }
}

impl Ask for Run {
    fn common(&self) -> &Common {
        &self.common
    }

    fn ask(&self) -> Result<Asked<'_>, Failure> {
        let request = self.request(&self.read()?);
        let run = request.prepare()?;
        let run = match &self.against {
            Some(folder) => run.against(Against::read(folder)?),
            None => run,
        };
        let (text, needs) = (format!("{}\n", plan_text(&run.scenario, run.arm())), self.needs_of(&run));
        Ok(Asked { needs: Some(needs), ..Asked::new(Request::Run(request), run, text) })
    }

    /// The film, from what was written.
    fn conclude(&self, _product: &Product) -> Result<(), Failure> {
        if !self.animation.animate {
            return Ok(());
        }
        let folder = self.common.output.join(self.read()?.name);
        let written = write_figures(&folder, &self.animation.files(&folder, &self.common.look)?)?;
        if self.common.is_silent() {
            return Ok(());
        }
        print(&written.iter().map(|path| format!("{}\n", path.display())).collect::<String>())
    }

    /// Under each hypothesis if all are asked for.
    fn execute(&self) -> Result<(), Failure> {
        if self.hypothesis == Some(Hypotheses::All) {
            let under = |one| Self { hypothesis: Some(Hypotheses::One(one)), ..self.clone() };
            return Hypothesis::ALL.into_iter().try_for_each(|one| under(one).execute());
        }
        if let Some(folder) = &self.branching.branch {
            return self.branch(folder);
        }
        match self.resumption()? {
            Some(resumption) => resumption.execute(self),
            None => done(self),
        }
    }

    fn plannable(&self) -> Result<(), Failure> {
        let Checkpointing { checkpoint_every, resume } = self.checkpointing;
        let asked = [
            (self.branching.branch.is_some(), "--branch"),
            (resume, "--resume"),
            (checkpoint_every.is_some(), "--checkpoint-every"),
            (self.hypothesis == Some(Hypotheses::All), "--hypothesis all"),
        ];
        let refused = asked.iter().find(|(asked, _)| *asked);
        refused.map_or(Ok(()), |(_, option)| {
            Err(Failure::input(format!(
                "{option} cannot be planned in chunks, each of which begins on day 0 of one scenario: expected a run without it"
            )))
        })
    }
}

/// 0 or later.
fn day(text: &str) -> Result<f64, String> {
    let day: Option<f64> = text.trim().parse().ok().filter(|day: &f64| day.is_finite() && *day >= 0.0);
    day.ok_or_else(|| format!("`{text}` is not a day: expected numbers of 0 or more, such as 0,3,7,28"))
}
