//! `cenersim run`: simulates a scenario and writes its results.

use super::{
    Failure,
    branch::Branching,
    checkpoint::{Checkpointing, Resumption},
    figures::{DRAWN, Shown, curves_to_draw, drawn, failure, program},
    hypotheses::{Asked, asked, change},
    last_words,
    machine::Needs,
    plan::plan_text,
    print, session,
};
use cenersim::{
    curves::{Course, CurveSet, Event},
    parameters::Hypothesis,
    plot::Theme,
    quantity::Time,
    report::{RunRecord, Staging, summary_json, summary_table},
    scenario::Scenario,
    simulation::some_replicates,
    treatment::Regimen,
};
use std::{ops::Range, path::PathBuf, time::Instant};

/// Replicates that are in memory at a time before their tables are written.
const BATCH: u32 = 64;

/// Simulate a scenario: population curves, blood counts, response and figures.
#[derive(Clone, clap::Args)]
pub struct Run {
    /// The scenario file.
    #[arg(required_unless_present = "branch")]
    pub scenario: Option<PathBuf>,
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
    /// What losing p53 is supposed to do, instead of what the scenario says: neutral, clinical or source; `all` runs the
    /// scenario under each of them. The folder's name tells.
    #[arg(long, value_name = "NAME", value_parser = asked, conflicts_with_all = ["branch", "resume"])]
    pub hypothesis: Option<Asked>,
    /// Change a value of the scenario, such as arm.cenersen.duration="4 d"; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub changes: Vec<String>,
    /// Simulate doses more than a hundred times the largest published one, which are refused otherwise.
    #[arg(long)]
    pub allow_implausible: bool,
    /// Days on which every agent is written down, such as 0,3,7,28.
    #[arg(long, value_name = "DAYS", value_delimiter = ',', value_parser = day)]
    pub cells_on: Vec<f64>,
    /// Write neither curves.csv nor curves.parquet; figures cannot be drawn again then.
    #[arg(long)]
    pub no_curves: bool,
    /// Only the arm of this name.
    #[arg(long, value_name = "NAME")]
    pub arm: Option<String>,
    /// Replace results of another scenario that has the same name.
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub checkpointing: Checkpointing,
    #[command(flatten)]
    pub branching: Branching,
}

impl Run {
    /// The scenario with the changes that the arguments ask for, `--arm` included.
    pub fn read(&self) -> Result<Scenario, Failure> {
        let seed = self.seed.map(|seed| format!("simulation.seed={seed}"));
        let hypothesis = self.hypothesis.and_then(Asked::one);
        let changes = session::changes(&self.changes, [seed, hypothesis.map(change)], self.allow_implausible);
        let mut scenario = Scenario::read(&self.file(), &changes)?;
        if let Some(name) = &self.arm {
            scenario.keep_arm(name)?;
        }
        if let Some(hypothesis) = hypothesis {
            scenario.name = format!("{}_{}", scenario.name, hypothesis.name());
        }
        session::note(&scenario);
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

    /// The scenario file, which for a branch lies with the original.
    pub fn file(&self) -> PathBuf {
        self.scenario.clone().unwrap_or_else(|| self.branching.scenario_file())
    }

    /// Plans, simulates, draws, writes; what is on disk changes only at the very end, except for checkpoints.
    pub fn execute(&self) -> Result<(), Failure> {
        if let Some(folder) = &self.branching.branch {
            return self.branch(folder);
        }
        if self.hypothesis == Some(Asked::All) {
            let under = |one| Self { hypothesis: Some(Asked::One(one)), ..self.clone() };
            return Hypothesis::ALL.into_iter().try_for_each(|one| under(one).execute());
        }
        let scenario = self.read()?;
        let arm = self.only_arm(&scenario)?;
        let resumption = self.resumption(&scenario)?;
        if !self.quiet && !self.json {
            let from = resumption.as_ref().map(Resumption::plan_text).unwrap_or_default();
            print(&format!("{}{from}\n", plan_text(&scenario, arm)))?;
        }
        self.needs(&scenario).check(&self.output)?;
        session::end_on_interrupt();
        let mut staging =
            Staging::new(&self.output, &scenario.name, &scenario.source, self.overwrite).map_err(failure)?;
        staging.write_curves(!self.no_curves);
        let begun = Instant::now();
        staging.begin_run(scenario.settings.seed, env!("CARGO_PKG_VERSION")).map_err(failure)?;
        let courses = self.simulate(&scenario, arm, resumption.as_ref(), &mut staging)?;
        let written = publish(staging, &scenario, arm, &courses, begun)?;
        if let Some(resumption) = resumption {
            resumption.remove();
        }
        self.conclude(&scenario, &courses, &written)
    }

    /// As many marrows at a time as there are threads, and the curves of a batch beside those that are kept to be drawn.
    pub fn needs(&self, scenario: &Scenario) -> Needs {
        let replicates = scenario.settings.replicates;
        let threads = session::thread_count(self.threads).min(f64::from(replicates));
        let written = if self.no_curves { 0 } else { replicates };
        let held = replicates.min(DRAWN + BATCH);
        Needs::new(&scenario.settings, threads, f64::from(held), f64::from(written))
    }

    /// The arm to run; a scenario with several needs `--arm`.
    pub fn only_arm<'a>(&self, scenario: &'a Scenario) -> Result<&'a Regimen, Failure> {
        if let [arm] = &scenario.arms[..] {
            return Ok(arm);
        }
        let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
        let (file, names) = (self.file(), names.join("`, `"));
        Err(Failure::input(format!(
            "{} has the arms `{names}`: expected one, choose it with --arm NAME",
            file.display()
        )))
    }

    fn simulate(
        &self,
        scenario: &Scenario,
        arm: &Regimen,
        resumption: Option<&Resumption>,
        staging: &mut Staging,
    ) -> Result<Vec<Course>, Failure> {
        let snapshots = self.snapshot_times(scenario)?;
        let case = scenario.case(arm, &snapshots);
        self.with_threads(scenario, |progress| {
            in_batches(scenario.settings.replicates, staging, |batch| match resumption {
                Some(resumption) => resumption.courses(&case, batch, progress),
                None => Ok(some_replicates(&case, batch, progress)),
            })
        })?
    }

    /// Lets `simulate` use the threads asked for and show its progress.
    pub fn with_threads<T: Send>(
        &self,
        scenario: &Scenario,
        simulate: impl FnOnce(&(dyn Fn(f64) + Sync)) -> T + Send,
    ) -> Result<T, Failure> {
        let settings = &scenario.settings;
        let bar = session::progress_bar(settings.horizon.in_hours() * f64::from(settings.replicates), self.quiet);
        let progress = |hours: f64| bar.inc(hours.round().max(0.0) as u64);
        let threads = session::threads(self.threads)?;
        let done = last_words::caught(|| threads.install(|| simulate(&progress)));
        bar.finish_and_clear();
        let failed = |said: String| anyhow::anyhow!("the simulation failed: {said}; nothing is written");
        done.map_err(|words| Failure::Run(failed(words.said)))
    }

    /// Prints the summary and what was written.
    pub fn conclude(&self, scenario: &Scenario, courses: &[Course], written: &[PathBuf]) -> Result<(), Failure> {
        if self.json {
            return print(&format!("{}\n", summary_json(courses).trim_end()));
        }
        let paths: String = written.iter().map(|path| format!("  {}\n", path.display())).collect();
        let after = scenario.settings.after_failure;
        print(&format!("{}Survival: {after}\n\nwritten:\n{paths}", summary_table(courses)))
    }
}

/// Simulates and writes batch by batch, and keeps of each replicate what the summary and the figures need.
pub fn in_batches(
    replicates: u32,
    staging: &mut Staging,
    simulate: impl Fn(Range<u32>) -> Result<Vec<Course>, Failure>,
) -> Result<Vec<Course>, Failure> {
    let mut kept = Vec::new();
    for first in (0..replicates).step_by(BATCH as usize) {
        let courses = simulate(first..replicates.min(first + BATCH))?;
        staging.add_courses(&courses).map_err(failure)?;
        kept.extend(courses.into_iter().map(without_what_is_written));
    }
    Ok(kept)
}

/// A replicate without what only the tables need: snapshots, and curves that are not drawn.
fn without_what_is_written(course: Course) -> Course {
    let curves = curves_to_draw(course.replicate, course.curves);
    Course { curves, snapshots: Vec::new(), ..course }
}

/// Writes what follows the tables and puts the folder in its place.
pub fn publish(
    mut staging: Staging,
    scenario: &Scenario,
    arm: &Regimen,
    courses: &[Course],
    begun: Instant,
) -> Result<Vec<PathBuf>, Failure> {
    let record = RunRecord {
        seed: scenario.settings.seed,
        hypothesis: scenario.hypothesis.name(),
        command: &session::command_line(),
        version: env!("CARGO_PKG_VERSION"),
        commit: session::commit(),
        wall: begun.elapsed(),
        courses,
    };
    staging.finish_run(&record).map_err(failure)?;
    for (name, bytes) in draw(scenario, arm, courses) {
        staging.add_figure(&name, &bytes).map_err(failure)?;
    }
    staging.commit().map_err(failure)
}

fn draw(scenario: &Scenario, arm: &Regimen, courses: &[Course]) -> Vec<(String, Vec<u8>)> {
    let curves: Vec<CurveSet> = courses.iter().map(|course| course.curves.clone()).collect();
    let events: Vec<Vec<Event>> = courses.iter().map(|course| course.events.clone()).collect();
    let version = program(env!("CARGO_PKG_VERSION"), session::commit());
    let shown = Shown { scenario, arm, curves: &curves, events: &events, version: &version };
    drawn(&shown, &Theme::light(), 1920, 1080)
}

fn day(text: &str) -> Result<f64, String> {
    let day: Option<f64> = text.trim().parse().ok().filter(|day: &f64| day.is_finite() && *day >= 0.0);
    day.ok_or_else(|| format!("`{text}` is not a day: expected numbers of 0 or more, such as 0,3,7,28"))
}
