//! `run --branch`: the same patient with the same cells up to a day, another decision from then on.
//!
//! The past is simulated again from the scenario that lies with the result, and compared with the curves that lie there:
//! so a branch needs no checkpoint of that day, and a past that this program does not reproduce is found out.
//!
//! A dose belongs to the past if it started before the day of the branch; the branch goes on from the cells of that
//! day, with the same random streams as its original, so what differs afterwards is due to the decision alone.
//!
//! # Examples
//!
//! ```text
//! cenersim run --branch output/arm_b --at 14d --set patient.inhibitor.for_fever=true
//! cenersim run --branch output/arm_b --at 21d --name without_second --set arm.courses.maximum=1
//! ```
//!
//! The original must lie whole in its folder. Changes may concern what comes after the day; one that would have
//! changed the past, such as a dose that was already given, is refused with the dose and its day.

use super::{
    Failure,
    checkpoint::span,
    complain,
    driver::{Asked, execute},
    run::Run,
};
use cenersim::{
    curves::{Course, CurveSet},
    quantity::Time,
    report::{BranchPoint, StoredRun, hash_of_curves, read_run_keeping},
    scenario::Scenario,
    simulation::{branch, jobs},
    study::{Replicates, Request, StudyError},
    treatment::Administration,
};
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// What of a scenario a branch may change: the arm, and words.
const CHANGEABLE: [&str; 3] = ["arm", "title", "description"];

/// Flags of a branch.
#[derive(Clone, clap::Args)]
pub struct Branching {
    /// Begin from this result: its patient and their course up to --at, then what --set changes.
    #[arg(long, value_name = "DIR", requires = "at", conflicts_with_all = ["scenario", "seed", "arm", "parameters"])]
    pub branch: Option<PathBuf>,
    /// Doses from this time on are the changed ones, such as 14d; those that started before are the original's.
    #[arg(long, value_name = "TIME", value_parser = span, requires = "branch")]
    pub at: Option<Time>,
}

/// The original, with the fingerprints of its replicates up to the branch, and what becomes of it.
struct Fork {
    stored: StoredRun<String>,
    original: Scenario,
    changed: Scenario,
    at: Time,
}

impl Run {
    /// Reads the original, simulates its past and the branch's future, draws, writes.
    pub fn branch(&self, folder: &Path) -> Result<(), Failure> {
        let fork = self.fork(folder)?;
        if !self.common.changes.is_empty() && !fork.has_effect() {
            let day = fork.day();
            complain(&format!("note: no dose from day {day} on is changed: the branch is the original"));
        }
        let request = self.request(&fork.changed);
        let run = request.prepare()?;
        let (needs, snapshots) = (self.needs_of(&run), run.snapshots.clone());
        let replicates: Replicates = Box::new(|numbers, progress| {
            let [original, changed] =
                [&fork.original, &fork.changed].map(|scenario: &Scenario| scenario.case(&scenario.arms[0], &snapshots));
            let one = |replicate| branch(&original, &changed, fork.at, replicate, &progress);
            let courses: Vec<Course> = jobs(numbers).map(one).collect();
            fork.check_past(folder, &courses)?;
            Ok(courses)
        });
        let run = run.simulated_by(replicates, Some(fork.point()));
        // What is hardly meant was said of the original.
        let asked = Asked::new(Request::Run(request), run, fork.plan_text());
        let asked = Asked { needs: Some(needs), notes: Vec::new(), ..asked };
        execute(&asked, &self.common)?.1
    }

    /// Everything that is checked before anything is simulated.
    fn fork(&self, folder: &Path) -> Result<Fork, Failure> {
        let day = self.branching.at.unwrap_or(Time::ZERO);
        let past = |_, curves: CurveSet| hash_of_curves(&curves.until(day.in_days()));
        let stored = read_run_keeping(folder, past)?;
        let folder = folder.display();
        if let Some(earlier) = &stored.provenance.branch {
            let of = &earlier.of;
            return Err(Failure::input(format!(
                "`{folder}` is a branch of `{of}`: expected the result of a whole run"
            )));
        }
        self.common.changes.iter().try_for_each(|change| check_change(change))?;
        let original = Scenario::parse(&stored.provenance.scenario, &stored.scenario_text)?;
        // Its arm, and the days on which agents are saved.
        self.request(&original).prepare()?;
        let days = original.arms[0].days;
        let at = days.since_start(day);
        if at > original.settings.horizon {
            let (day, last) = (day.in_days(), days.since_day_one(original.settings.horizon).in_days());
            let message =
                format!("--at is day {day}, after the last day {last} of `{folder}`: expected an earlier day");
            return Err(Failure::input(message));
        }
        let mut changed = Scenario::read(&self.file(), &self.common.changes)?;
        let name = &stored.provenance.scenario;
        changed.name = self.common.name.clone().unwrap_or_else(|| format!("{name}_branch"));
        let fork = Fork { stored, original, changed, at };
        Ok(fork.explained())
    }
}

impl Branching {
    /// The scenario as the original was run.
    pub fn scenario_file(&self) -> PathBuf {
        self.branch.as_deref().unwrap_or(Path::new("")).join("scenario.toml")
    }
}

impl Fork {
    /// The scenario of a branch says that it does not stand for itself.
    fn explained(mut self) -> Self {
        let (of, hash, day) = self.named();
        let head = format!(
            "# Branch of `{of}` (result {hash}) on day {day}: what started before is the original's, not what stands below.\n\n"
        );
        self.changed.source.insert_str(0, &head);
        self
    }

    fn named(&self) -> (&str, &str, f64) {
        (&self.stored.provenance.scenario, &self.stored.provenance.result_sha256, self.day())
    }

    /// The day of the branch as the tables of the original count it.
    fn day(&self) -> f64 {
        self.original.arms[0].days.since_day_one(self.at).in_days()
    }

    /// For the provenance of the branch.
    fn point(&self) -> BranchPoint {
        let (of, hash, at_day) = self.named();
        BranchPoint { of: of.into(), of_result_sha256: hash.into(), at_day }
    }

    /// Original, day, and whose the doses before it are.
    fn plan_text(&self) -> String {
        let (of, _, day) = self.named();
        let name = &self.changed.name;
        format!("{name}: branch of {of} on day {day}; doses that started before are those of {of}\n\n")
    }

    /// Whether anything after the branch can differ: a dose of this course, or another course.
    fn has_effect(&self) -> bool {
        let [a, b] = [&self.original, &self.changed].map(|scenario| &scenario.arms[0]);
        let doses = |scenario: &Scenario, from: Time| -> Vec<Administration> {
            let patient = &scenario.patient;
            let all = scenario.arms[0].expand(patient.body, patient.age_years, 1, Time::ZERO);
            all.into_iter().filter(|dose| dose.start >= from).collect()
        };
        let differ = |from: Time| doses(&self.original, from) != doses(&self.changed, from);
        let more_courses = [a, b].iter().any(|arm| arm.courses.further.iter().any(|further| further.most > 0));
        differ(self.at) || a.courses != b.courses || more_courses && differ(Time::ZERO)
    }

    /// The past must be the one that lies in the folder, to the last bit.
    fn check_past(&self, folder: &Path, courses: &[Course]) -> Result<(), StudyError> {
        let (day, days) = (self.day(), self.original.arms[0].days);
        let same = |course: &Course| {
            let past = self.stored.curves.get(course.replicate as usize);
            let curves = course.curves.clone().since_day_one(days);
            past.is_some_and(|past| *past == hash_of_curves(&curves.until(day)))
        };
        if courses.iter().all(same) {
            return Ok(());
        }
        let (folder, then, now) = (folder.display(), &self.stored.provenance.version, env!("CARGO_PKG_VERSION"));
        Err(StudyError::Failed(format!(
            "the course in `{folder}` up to day {day}, simulated by version {then}, is not what this version {now} simulates: \
             run its scenario again and branch from that"
        )))
    }
}

/// Who the patient is and how they are simulated belongs to the past.
fn check_change(change: &str) -> Result<(), Failure> {
    let key = change.split('=').next().unwrap_or_default().trim();
    let root = key.split('.').next().unwrap_or_default().trim();
    if CHANGEABLE.contains(&root) {
        return Ok(());
    }
    Err(Failure::input(format!(
        "`{key}` belongs to the past of a branch: expected a change of what is given, such as arm.cytarabine.dose=\"1 g/m2\""
    )))
}
