//! One patient in one arm as a stage of units, its replicates. Tables are written while replicates come in, so that a run
//! needs no more memory for a thousand of them than for a hundred. Left out: checkpoints and branches, which whoever starts
//! the run brings along as another way to simulate replicates.
//!
//! Of a list of patients each has as many replicates, which are numbered on from one patient to the next. The only stage is that
//! of the replicates. The tables of a run are not part of its product: `finish` writes each
//! batch of replicates as it comes and keeps outcomes, events and the curves of those that are drawn.

mod against;
mod beside;
mod figures;

pub use against::Against;
pub use beside::Beside;
pub use figures::{Shown, curves_to_draw, run_figures, run_movement, shown_chemosensitivity};

use super::{
    Analysis, Finished, Input, Segment, Stage, Stages, StudyError, Work, Yield,
    compute::Progress,
    input::notes,
    request::{Asking, one_input},
};
use cenersim_analyses::{
    comparison::{Failed, caught},
    scenario::Scenario,
};
use cenersim_model::{
    curves::{Course, CurveSet, Event, administrations},
    quantity::Time,
    simulation::{Case, Individual, Settings, jobs, simulate},
    treatment::{Administration, DayNumbers, Regimen},
};
use cenersim_report::{
    BranchPoint, KnownPatient, Look, Made, Product, RunRecord, RunReport, Staging, hash_of_courses, run_product,
};
use figures::DRAWN;
use rayon::prelude::*;
use std::ops::Range;

/// Replicates that are in memory at a time before their tables are written.
const BATCH: u32 = 64;

/// A run that is asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunRequest {
    /// With one arm.
    pub input: Input,
    /// Days on which every agent is saved.
    pub cells_on: Vec<f64>,
    /// Whether the curves of every replicate are written.
    pub curves: bool,
}

/// Another way to simulate the replicates with these numbers.
pub type Replicates<'a> = Box<dyn Fn(Range<u32>, &Progress) -> Result<Vec<Course>, StudyError> + Sync + 'a>;

impl RunRequest {
    /// A run with curves and without agents.
    pub const fn of(input: Input) -> Self {
        Self { input, cells_on: Vec::new(), curves: true }
    }

    /// Reads and checks everything.
    ///
    /// # Errors
    /// What does not fit: several arms, or days after the last one.
    pub fn prepare(&self) -> Result<SingleRun<'static>, StudyError> {
        let scenario = self.input.at(&[])?;
        if scenario.arms.len() > 1 {
            let names: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
            let (file, names) = (self.input.place(), names.join("`, `"));
            return Err(StudyError::Work(format!(
                "{file} has the arms `{names}`: expected one, choose it with --arm NAME"
            )));
        }
        let snapshots = self.snapshots(&scenario)?;
        Ok(SingleRun { request: self.clone(), scenario, snapshots, replicates: None, branch: None, against: None })
    }

    /// When agents are saved, ascending. Days are counted as in the tables.
    ///
    /// # Errors
    /// If one is after the last day.
    fn snapshots(&self, scenario: &Scenario) -> Result<Vec<Time>, StudyError> {
        let days = scenario.arms.first().map_or_else(DayNumbers::default, |arm| arm.days);
        let horizon = days.since_day_one(scenario.settings.horizon).in_days();
        if let Some(late) = self.cells_on.iter().find(|day| **day > horizon) {
            return Err(StudyError::Work(format!(
                "--cells-on names day {late}, after the last day {horizon}: expected an earlier day"
            )));
        }
        let mut asked = self.cells_on.clone();
        asked.sort_by(f64::total_cmp);
        asked.dedup();
        Ok(asked.into_iter().map(|day| days.since_start(Time::days(day))).collect())
    }
}

impl Asking for RunRequest {
    fn analysis(&self) -> Result<Box<dyn Analysis>, StudyError> {
        Ok(Box::new(self.prepare()?))
    }

    one_input!();

    /// The scenario lies with the result, under the hash of its text.
    fn alone(&self) -> Option<&str> {
        Some(&self.input.text)
    }
}

/// A run that can be simulated.
pub struct SingleRun<'a> {
    /// What was asked for.
    pub request: RunRequest,
    /// The scenario, with one arm.
    pub scenario: Scenario,
    /// When every agent is saved, ascending.
    pub snapshots: Vec<Time>,
    replicates: Option<Replicates<'a>>,
    branch: Option<BranchPoint>,
    against: Option<Against>,
}

impl<'a> SingleRun<'a> {
    /// The only arm.
    pub fn arm(&self) -> &Regimen {
        &self.scenario.arms[0]
    }

    /// The same with its replicates simulated in another way, perhaps as a branch of another run.
    /// This is how a run goes on from checkpoints, or branches from another run.
    pub fn simulated_by(self, replicates: Replicates<'a>, branch: Option<BranchPoint>) -> Self {
        Self { replicates: Some(replicates), branch, ..self }
    }

    /// The same with an earlier run to lay it over.
    pub fn against(self, earlier: Against) -> Self {
        Self { against: Some(earlier), ..self }
    }

    /// Courses in all: the replicates of the patient, or of each of a list.
    pub fn units(&self) -> u32 {
        self.scenario.settings.replicates.saturating_mul(self.scenario.cohort.len().max(1) as u32)
    }

    /// Replicates that are in memory at a time, with those whose curves are kept to be drawn.
    pub fn held(&self) -> u32 {
        self.units().min(DRAWN + BATCH)
    }

    /// By the model, or in the way that the command brought along.
    fn courses(&self, numbers: Range<u32>, progress: &Progress) -> Result<Vec<Course>, StudyError> {
        if let Some(replicates) = &self.replicates {
            return replicates(numbers, progress);
        }
        let asked = (self.arm(), &self.scenario.settings, &self.snapshots[..]);
        Ok(jobs(numbers).map(|number| self.replicate(number, asked, progress)).collect())
    }

    /// The course of this number; of patients of a list the replicates of the first, then those of the second.
    fn replicate(
        &self,
        number: u32,
        (regimen, settings, snapshots): (&Regimen, &Settings, &[Time]),
        progress: &Progress,
    ) -> Course {
        let case = Case { settings, ..self.scenario.case(regimen, snapshots) };
        if self.scenario.cohort.is_empty() {
            return simulate(&case, number, &|hours| progress(hours));
        }
        let replicates = self.scenario.settings.replicates;
        let patient = self.scenario.patient_in(u64::from(number / replicates) + 1);
        let course = simulate(&Case { patient: &patient, ..case }, number % replicates, &|hours| progress(hours));
        Course { replicate: number, ..course }
    }
}

/// The patient, or those of the list, before treatment, with what plasma met of the first course as it was given, by courses
/// whose days count from day 1.
fn known_patients(scenario: &Scenario, courses: &[Course]) -> Vec<KnownPatient> {
    let first = |row: u64| courses.get((row as usize - 1) * scenario.settings.replicates as usize);
    let one = |row: u64| {
        let patient = scenario.patient_in(row);
        let case = Case { patient: &patient, ..scenario.case(&scenario.arms[0], &[]) };
        let name = scenario.cohort.named(row).map(|named| named.name.clone());
        let given = first(row).map_or_else(Vec::new, |course| administrations(&course.events));
        let since_start =
            |dose: Administration| Administration { start: scenario.arms[0].days.since_start(dose.start), ..dose };
        let doses: Vec<Administration> = given.into_iter().map(since_start).collect();
        KnownPatient { name, individual: Individual::given(&case, &doses) }
    };
    (1..=scenario.cohort.len().max(1)).map(one).collect()
}

/// What `result_sha256` of a run with these courses of the scenario's only arm would be, though nothing is written.
pub fn fingerprint(scenario: &Scenario, courses: &[Course]) -> String {
    hash_of_courses(courses, &known_patients(scenario, courses))
}

impl Work for SingleRun<'_> {
    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let numbers = segment.first as u32..segment.end as u32;
        let failed = |said| StudyError::Failed(format!("the simulation failed: {said}; nothing is written"));
        let courses = caught(|| self.courses(numbers, progress)).map_err(failed)??;
        Ok(Yield { courses, ..Yield::default() })
    }
}

impl Analysis for SingleRun<'_> {
    fn seed(&self) -> u64 {
        self.scenario.settings.seed
    }

    fn settings(&self) -> &Settings {
        &self.scenario.settings
    }

    fn stages(&self) -> Vec<Stage> {
        let settings = &self.scenario.settings;
        let unit_cost = settings.steps() * u64::from(settings.agents_per_class);
        let units = u64::from(self.units());
        vec![Stage { name: "replicates".into(), units, unit_cost, after_earlier: false }]
    }

    fn hours(&self, segment: &Segment) -> f64 {
        segment.units() as f64 * self.scenario.settings.horizon.in_hours()
    }

    fn batch(&self) -> Option<u64> {
        Some(u64::from(BATCH))
    }

    fn notes(&self) -> Vec<String> {
        notes(&self.scenario)
    }

    fn failed(&self, Failed { replicate, arm, message, .. }: &Failed) -> String {
        format!("replicate {replicate} in arm `{arm}` failed: {message}")
    }

    fn finish<'b>(
        &'b self,
        stages: &mut dyn Stages,
        staging: &mut Staging,
        _: &Progress,
    ) -> Result<Box<dyn Finished + 'b>, StudyError> {
        staging.write_curves(self.request.curves);
        if let Some(branch) = &self.branch {
            staging.branches_from(branch.clone());
        }
        staging.begin_run(self.seed(), env!("CARGO_PKG_VERSION"))?;
        let mut courses = Vec::new();
        stages.each(0, &mut |found| {
            let found: Vec<Course> =
                found.courses.into_iter().map(|course| course.since_day_one(self.arm().days)).collect();
            staging.add_courses(&found)?;
            courses.extend(found.into_iter().map(without_what_is_written));
            Ok(())
        })?;
        let patients = known_patients(&self.scenario, &courses);
        let without = self.without_cenersen(&courses);
        let earlier = self.against.as_ref().map(|earlier| earlier.under(&self.scenario, &courses));
        Ok(Box::new(Found { asked: self, courses, patients, beside: Beside { without, earlier } }))
    }
}

/// A replicate without what only the tables need: snapshots, and curves that are not drawn.
fn without_what_is_written(course: Course) -> Course {
    let curves = curves_to_draw(course.replicate, course.curves);
    Course { curves, snapshots: Vec::new(), ..course }
}

/// A run that was simulated, and what of its replicates the summary and the figures need.
struct Found<'a> {
    asked: &'a SingleRun<'a>,
    courses: Vec<Course>,
    patients: Vec<KnownPatient>,
    beside: Beside,
}

impl Found<'_> {
    fn report<'a>(&'a self, made: &Made<'a>) -> RunReport<'a> {
        let SingleRun { scenario, request, .. } = self.asked;
        let record = RunRecord {
            seed: scenario.settings.seed,
            hypothesis: scenario.hypothesis.name(),
            made: *made,
            courses: &self.courses,
            patients: &self.patients,
        };
        RunReport {
            record,
            scenario: (&request.input.name, &request.input.text),
            title: &scenario.title,
            arm: self.asked.arm(),
            ledger: &scenario.ledger,
            after_failure: scenario.settings.after_failure,
            curves: request.curves,
            cells: !request.cells_on.is_empty(),
            cohort: &scenario.cohort,
        }
    }
}

impl Finished for Found<'_> {
    fn product(&self, made: &Made, look: &Look) -> Product {
        let curves: Vec<CurveSet> = self.courses.iter().map(|course| course.curves.clone()).collect();
        let events: Vec<Vec<Event>> = self.courses.iter().map(|course| course.events.clone()).collect();
        let scenario = &self.asked.scenario;
        let shown = Shown {
            scenario,
            arm: self.asked.arm(),
            curves: &curves,
            events: &events,
            beside: Some(&self.beside),
            program: &made.program(),
        };
        run_product(&self.report(made), run_figures(&shown, &look.theme()), look.dark)
    }

    fn failures(&self) -> (Vec<String>, String) {
        (Vec::new(), String::new())
    }

    fn end_tables(&self, staging: &mut Staging, made: &Made) -> Result<(), StudyError> {
        let curves_are_written = self.asked.request.curves;
        staging.draws_from(if curves_are_written { self.beside.to_bytes() } else { Vec::new() })?;
        Ok(staging.finish_run(&self.report(made).record)?)
    }
}
