//! `run --checkpoint-every` and `run --resume`: what a run keeps on its way, and where it goes on from.
//!
//! A checkpoint belongs to version, scenario, seed and days of agents together; any other is refused. With `--resume`
//! each replicate goes on from its newest whole file, or from day 0 without one, and the result has the same
//! fingerprint as that of a run that was not interrupted. When the result is in its place, the checkpoints are removed.
//!
//! # Use
//!
//! ```text
//! cenersim run big.toml --checkpoint-every 7d      a state of each replicate every simulated week
//! cenersim run big.toml --checkpoint-every 7d --resume
//! ```
//!
//! The interval is simulated time, so the states are the same on every machine. They lie in
//! `output/<name>.checkpoints/`.

use super::{
    Failure, complain,
    driver::{Asked, execute},
    plan::plan_text,
    run::Run,
};
use cenersim::{
    curves::Course,
    quantity::{Dimension, Quantity, Time},
    report::{About, Checkpoints, Found, Refusal},
    simulation::{Case, Keep, State, jobs, resume},
    study::{Replicates, Request, RunRequest, StudyError},
};
use rayon::prelude::*;
use std::{
    ops::Range,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

/// Flags of a run that survives its interruption.
#[derive(Clone, clap::Args)]
pub struct Checkpointing {
    /// Keep the state of the run at this interval of simulated time, such as 30d.
    #[arg(long, value_name = "TIME", value_parser = span, conflicts_with = "branch")]
    pub checkpoint_every: Option<Time>,
    /// Go on from the newest checkpoints of this run; the result is that of an uninterrupted run.
    #[arg(long, conflicts_with = "branch")]
    pub resume: bool,
}

/// Checkpoints of one run, and those it goes on from.
pub struct Resumption {
    request: RunRequest,
    checkpoints: Checkpoints,
    every: Option<Time>,
    /// File and day of each replicate.
    from: Vec<Option<(PathBuf, f64)>>,
    /// Whether a checkpoint could not be written, which is told once.
    failed: AtomicBool,
}

impl Run {
    /// What the flags ask for; none if there are none.
    ///
    /// Fails on an interval that is off the grid of days and records, on checkpoints of another run, and on a folder in
    /// which no checkpoint can be used.
    pub fn resumption(&self) -> Result<Option<Resumption>, Failure> {
        let Checkpointing { checkpoint_every, resume } = self.checkpointing;
        if checkpoint_every.is_none() && !resume {
            return Ok(None);
        }
        let request = self.request(&self.read()?);
        let run = request.prepare()?;
        let scenario = &run.scenario;
        checkpoint_every.map_or(Ok(()), |every| check_interval(every, scenario.settings.record_every))?;
        let about = About::new(env!("CENERSIM_VERSION"), &request.input.text, scenario.settings.seed, &run.snapshots);
        let checkpoints = Checkpoints::beside(&self.common.output, &scenario.name, about);
        let found = checkpoints.look(scenario.settings.replicates);
        let failed = AtomicBool::new(false);
        if resume {
            tell_of_refused(&checkpoints, &found)?;
            let every = checkpoint_every.or(found.every);
            return Ok(Some(Resumption { request, checkpoints, every, from: found.newest, failed }));
        }
        self.begin_anew(&checkpoints, &found)?;
        let from = vec![None; found.newest.len()];
        Ok(Some(Resumption { request, checkpoints, every: checkpoint_every, from, failed }))
    }

    /// Another run's checkpoints are not replaced unasked: hours of work may be in them.
    fn begin_anew(&self, checkpoints: &Checkpoints, found: &Found) -> Result<(), Failure> {
        if self.common.overwrite {
            checkpoints.remove();
            return Ok(());
        }
        if let Some(other) = found.refused.iter().find(|refusal| matches!(refusal, Refusal::OtherRun { .. })) {
            let way_out = "use --overwrite to delete it or --output to write elsewhere";
            return Err(Failure::input(format!("{other}; {way_out}")));
        }
        if let Some(day) = latest(&found.newest) {
            let folder = checkpoints.folder().display();
            complain(&format!("note: `{folder}` holds this run up to day {day}; with --resume it goes on from there"));
        }
        Ok(())
    }
}

impl Resumption {
    /// Runs from the checkpoints on, and keeps new ones on the way. When the result is in its place, nothing is left to
    /// resume.
    pub fn execute(self, run: &Run) -> Result<(), Failure> {
        let single = self.request.prepare()?;
        let needs = run.needs_of(&single);
        let text = format!("{}{}\n", plan_text(&single.scenario, single.arm()), self.text());
        let (scenario, snapshots) = (single.scenario.clone(), single.snapshots.clone());
        let replicates: Replicates = Box::new(|numbers, progress| {
            let case = scenario.case(&scenario.arms[0], &snapshots);
            self.courses(&case, numbers, progress)
        });
        let single = single.simulated_by(replicates, None);
        let asked = Asked { needs: Some(needs), ..Asked::new(Request::Run(self.request.clone()), single, text) };
        let (_, failed) = execute(&asked, &run.common)?;
        self.checkpoints.remove();
        failed
    }

    /// From where it goes on, for a reader.
    fn text(&self) -> String {
        let known = self.from.iter().flatten().map(|(_, day)| *day);
        let first = known.clone().fold(f64::INFINITY, f64::min);
        match (known.count(), latest(&self.from)) {
            (number, Some(last)) => {
                let all = self.from.len();
                format!("\ngoes on with {number} of {all} replicates from day {first} to {last}\n")
            }
            _ => String::new(),
        }
    }

    /// The replicates with these numbers, in order.
    fn courses(
        &self,
        case: &Case,
        numbers: Range<u32>,
        progress: &(dyn Fn(f64) + Sync),
    ) -> Result<Vec<Course>, StudyError> {
        jobs(numbers).map(|number| self.course(case, number, progress)).collect()
    }

    /// Of one replicate: from its checkpoint, or from day 0.
    fn course(&self, case: &Case, replicate: u32, progress: &(dyn Fn(f64) + Sync)) -> Result<Course, StudyError> {
        let from = self.from.get(replicate as usize).and_then(Option::as_ref);
        let from = from.map(|(path, _)| self.checkpoints.read(path, replicate)).transpose();
        let from = from.map_err(|refused| StudyError::Work(refused.to_string()))?;
        let with = |state: State| self.write(&state);
        let keep = self.every.map(|every| Keep { every, with: &with });
        resume(case, replicate, from, keep, &progress).map_err(|error| StudyError::Failed(error.to_string()))
    }

    /// A run is worth more than its checkpoints: it goes on without.
    fn write(&self, state: &State) {
        let Some(every) = self.every else { return };
        if let Err(error) = self.checkpoints.write(state, every)
            && !self.failed.swap(true, Ordering::Relaxed)
        {
            complain(&format!("note: {error}; the run goes on, and can be resumed from earlier checkpoints only"));
        }
    }
}

/// Says which checkpoints are passed over. Fails if there are some and none can be used.
fn tell_of_refused(checkpoints: &Checkpoints, found: &Found) -> Result<(), Failure> {
    let usable = latest(&found.newest).is_some();
    match &found.refused[..] {
        [] if !usable => {
            complain(&format!(
                "note: `{}` holds no checkpoint: the run begins on day 0",
                checkpoints.folder().display()
            ));
        }
        [first, ..] if !usable => {
            return Err(Failure::input(format!("{first}; no checkpoint can be used: begin anew without --resume")));
        }
        refused => {
            for refusal in refused {
                complain(&format!("note: {refusal}; the replicate goes on from what is older"));
            }
        }
    }
    Ok(())
}

/// Latest day among these.
fn latest(files: &[Option<(PathBuf, f64)>]) -> Option<f64> {
    files.iter().flatten().map(|(_, day)| *day).max_by(f64::total_cmp)
}

/// States are taken at ends of steps, which whole days and records are.
fn check_interval(every: Time, record_every: Time) -> Result<(), Failure> {
    let seconds = every.in_seconds();
    let is_multiple = |unit: Time| seconds > 0 && seconds % unit.in_seconds() == 0;
    if is_multiple(Time::days(1.0)) || is_multiple(record_every) {
        return Ok(());
    }
    let (every, record) = (every.in_hours(), record_every.in_hours());
    Err(Failure::input(format!(
        "--checkpoint-every is {every} h: expected a multiple of a day or of `simulation.record_every`, {record} h"
    )))
}

/// A time of 0 or more as in a scenario.
pub fn span(text: &str) -> Result<Time, String> {
    let quantity = Quantity::read(text, &|found| found == Dimension::TIME).map_err(|error| error.to_string())?;
    let time = Time::try_from(&quantity).map_err(|error| error.to_string())?;
    if time < Time::ZERO { Err(format!("`{text}` is negative: expected a time such as 14d")) } else { Ok(time) }
}
