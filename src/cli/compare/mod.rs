//! `cenersim compare`: several arms in the same patients, side by side.

pub(in crate::cli) mod arms;
pub(in crate::cli) mod output;
pub(in crate::cli) mod plan;
pub(in crate::cli) mod sweep;

use super::{
    Failure, complain,
    figures::failure,
    hypotheses::{self, Hypotheses},
    look::Look,
    machine::Needs,
    print, session,
};
pub use arms::Input;
use cenersim::{
    comparison::{
        Compared, Design, Endpoint, Headline, Hypothetical, Measure, Part, Precision, Rate, Subsets, SweepResult, Who,
        Without,
    },
    parameters::Hypothesis,
    report::{FailedPatient, comparison_json, comparison_text},
};
use indicatif::ProgressBar;
pub use output::{failed_patients, figure_files};
use std::{path::PathBuf, time::Instant};
use sweep::Grid;

/// Compare arms in the same patients: response, depth of kill, survival, attribution, sweeps, figures and a report.
#[derive(clap::Args)]
pub struct Compare {
    /// Scenario files; every arm of each takes part.
    #[arg(required = true, value_name = "SCENARIO")]
    pub scenarios: Vec<PathBuf>,
    /// Patients 1 to N of the population, instead of the scenario's patient.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=10_000_000))]
    pub patients: Option<u64>,
    /// Only patient NUMBER of the population, instead of the scenario's patient.
    #[arg(long, value_name = "NUMBER", conflicts_with = "patients", value_parser = clap::value_parser!(u64).range(1..))]
    pub patient: Option<u64>,
    /// Courses of each patient in each arm; by default the scenario's for one patient, 1 for a population.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub replicates: Option<u32>,
    /// Add every arm without a drug, or without inhibitors; several at once as cenersen+inhibitors. Repeatable.
    #[arg(long, value_name = "WHAT", value_parser = arms::without)]
    pub without: Vec<Vec<Without>>,
    /// Repeat the comparison over values of a key, such as arm.cenersen.duration="0 d,2 d,7 d" or "0 d..10 d/6"
    /// (log range: "1..100/5 log"); several give a grid.
    #[arg(long, value_name = "PATH=VALUES")]
    pub sweep: Vec<String>,
    /// Most points of a grid.
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub max_points: usize,
    /// What --until-se and the figure of a sweep are about: a rate or a measure, such as cr or blast_log_kill.
    #[arg(long, value_name = "NAME", value_parser = Endpoint::from_name)]
    pub endpoint: Option<Endpoint>,
    /// Add patients until the standard error of the endpoint's mean is at most this in every arm.
    #[arg(long, value_name = "SE", value_parser = standard_error)]
    pub until_se: Option<f64>,
    /// Patients at most with --until-se.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    pub max_patients: u64,
    /// Patients in whom every combination of drugs is simulated, for attribution; 0 leaves it out.
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub attribution: u64,
    #[command(flatten)]
    pub hypotheses: Hypotheses,
    /// Show neither the plan nor the progress.
    #[arg(long, short)]
    pub quiet: bool,
    /// Print the results as JSON instead of tables.
    #[arg(long)]
    pub json: bool,
    /// Folder that receives a folder of the comparison's name.
    #[arg(long, short, value_name = "DIR", default_value = "output")]
    pub output: PathBuf,
    /// Name of the comparison's folder; by default made from files and options.
    #[arg(long)]
    pub name: Option<String>,
    /// Seed of all draws, instead of the scenarios'.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    pub seed: Option<u64>,
    /// Threads; by default one for each core. The results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4096))]
    pub threads: Option<u32>,
    /// Change a value of every scenario, such as simulation.horizon="180 d"; repeatable.
    #[arg(long = "set", value_name = "PATH=VALUE")]
    pub changes: Vec<String>,
    /// Simulate doses more than a hundred times the largest published one, which are refused otherwise.
    #[arg(long)]
    pub allow_implausible: bool,
    /// Replace results of another comparison that has the same name.
    #[arg(long)]
    pub overwrite: bool,
    #[command(flatten)]
    pub look: Look,
    /// Name and text of each scenario when they come from the plan of a study; no file is read then.
    #[arg(skip)]
    pub planned: Vec<(String, String)>,
}

/// What was simulated.
struct Simulated {
    part: Part,
    subsets: Vec<Subsets>,
    sweep: Option<SweepResult>,
    headline: Option<Headline>,
}

/// What is simulated besides the design itself.
#[derive(Clone, Copy)]
struct Besides<'a> {
    grid: Option<&'a Grid<'a>>,
    hypotheticals: &'a [Hypothetical],
}

impl Compare {
    /// Reads everything, simulates, draws, writes; what is on disk changes only at the very end.
    pub fn execute(&self) -> Result<(), Failure> {
        let inputs = self.inputs(&[])?;
        let mut design = self.design(&inputs)?;
        let precision = self.precision()?;
        let grid = Grid::read(self, &inputs)?;
        let hypotheticals = self.hypotheticals(&inputs)?;
        if !self.quiet && !self.json {
            print(&plan::plan(self, &inputs, &design, grid.as_ref()))?;
        }
        Needs::of_threads(&design.settings, self.threads).check(&self.output)?;
        session::end_on_interrupt();
        let mut staging = output::staging(self, &inputs)?;
        let begun = Instant::now();
        let besides = Besides { grid: grid.as_ref(), hypotheticals: &hypotheticals };
        let simulated = session::threads(self.threads)?.install(|| self.simulate(&mut design, precision, besides))?;
        let title = plan::title(&inputs, &design);
        let mut compared = design.compared(&title, &simulated.part, &simulated.subsets, simulated.sweep.clone());
        compared.headline = simulated.headline;
        let finished = output::Finished {
            compare: self,
            inputs: &inputs,
            design: &design,
            part: &simulated.part,
            compared: &compared,
            wall: begun.elapsed(),
        };
        finished.write(&mut staging)?;
        let written = staging.commit().map_err(failure)?;
        self.conclude(&compared, &failed_patients(design.settings.seed, &simulated.part.failures), &written)?;
        self.own_up(&simulated.part, design.settings.seed)
    }

    /// The scenarios with the changes that the arguments ask for, at a point of a grid.
    pub(in crate::cli) fn inputs(&self, point: &[String]) -> Result<Vec<Input>, Failure> {
        if !self.planned.is_empty() {
            return self.planned.iter().map(|(name, text)| Input::planned(name, text, point)).collect();
        }
        let seed = self.seed.map(|seed| format!("simulation.seed={seed}"));
        let hypothesis = self.hypotheses.one().map(hypotheses::change);
        let changes = session::changes(&self.changes, [seed, hypothesis], self.allow_implausible);
        self.scenarios.iter().map(|file| Input::read(file, &changes, point)).collect()
    }

    pub(in crate::cli) fn design(&self, inputs: &[Input]) -> Result<Design, Failure> {
        let one = self.patient.map_or(Who::Reference, Who::Only);
        let who = self.patients.map_or(one, Who::Population);
        arms::design(inputs, who, self.replicates, &self.without)
    }

    /// What the headline about cenersen needs.
    pub(in crate::cli) fn hypotheticals(&self, inputs: &[Input]) -> Result<Vec<Hypothetical>, Failure> {
        let in_force: Vec<Hypothesis> = inputs.iter().map(|input| input.scenario.hypothesis).collect();
        self.hypotheses.hypotheticals(&in_force, |change| self.design(&self.inputs(change)?))
    }

    fn precision(&self) -> Result<Option<Precision>, Failure> {
        let Some(standard_error) = self.until_se else { return Ok(None) };
        if self.patients.is_none() {
            let message = "--until-se adds patients of the population: expected --patients N for the first of them";
            return Err(Failure::input(message));
        }
        let endpoint = self.endpoint.unwrap_or(Endpoint::Rate(Rate::Cr));
        Ok(Some(Precision { endpoint, standard_error, most: self.max_patients }))
    }

    /// What a sweep shows.
    pub(in crate::cli) fn swept_endpoint(&self) -> Endpoint {
        self.endpoint.unwrap_or(Endpoint::Measure(Measure::named("blast_log_kill")))
    }

    fn simulate(
        &self,
        design: &mut Design,
        precision: Option<Precision>,
        Besides { grid, hypotheticals }: Besides,
    ) -> Result<Simulated, Failure> {
        let hours = design.settings.horizon.in_hours();
        let besides = hypotheses::hours(hypotheticals);
        let bar = session::progress_bar(self.courses(design, grid) as f64 * hours + besides, self.quiet);
        let progress = |hours: f64| bar.inc(hours.round().max(0.0) as u64);
        let mut part = match precision {
            None => design.simulate(design.patients(), &progress),
            Some(precision) => {
                let courses = design.arms.len() as u64 * u64::from(design.replicates);
                let announce = |patients: u64| lengthen(&bar, patients * courses, hours);
                design.simulate_until(&precision, announce, &progress)
            }
        };
        let attributed = self.attributed(design);
        let whole = &part.records;
        let (subsets, failures) = design.subsets(&attributed.arms, whole, attributed.patients, &progress);
        part.failures.extend(failures);
        let swept = grid.map(|grid| grid.simulate(self.swept_endpoint(), &progress)).transpose()?;
        let (sweep, failures) = swept.unzip();
        part.failures.extend(failures.into_iter().flatten());
        let (headline, failures) = hypotheses::headline(hypotheticals, &progress);
        part.failures.extend(failures);
        bar.finish_and_clear();
        Ok(Simulated { part, subsets, sweep, headline })
    }

    /// Arms of the files, and the first patients.
    pub(in crate::cli) fn attributed(&self, design: &Design) -> Attributed {
        let whole = |&arm: &usize| !design.arms[arm].drugs().is_empty() && !is_counterfactual(design, arm);
        let arms = (0..design.arms.len()).filter(whole);
        let patients = design.patients();
        let end = patients.end.min(patients.start.saturating_add(self.attribution));
        let arms = if self.attribution == 0 { Vec::new() } else { arms.collect() };
        Attributed { arms, patients: patients.start..end }
    }

    /// Courses of comparison, attribution and sweep.
    fn courses(&self, design: &Design, grid: Option<&Grid>) -> u64 {
        let units = |patients: &std::ops::Range<u64>| (patients.end - patients.start) * u64::from(design.replicates);
        let attributed = self.attributed(design);
        let whole = units(&design.patients()) * design.arms.len() as u64;
        let subsets = units(&attributed.patients) * design.subset_courses(&attributed.arms);
        whole + subsets + grid.map_or(0, Grid::courses)
    }

    pub(in crate::cli) fn conclude(
        &self,
        compared: &Compared,
        failures: &[FailedPatient],
        written: &[PathBuf],
    ) -> Result<(), Failure> {
        if self.json {
            return print(&format!("{}\n", comparison_json(compared, failures).trim_end()));
        }
        let folder = written.first().and_then(|path| path.parent());
        let folder = folder.map_or_else(String::new, |folder| format!("\nwritten: {}\n", folder.display()));
        print(&format!("{}{folder}", comparison_text(compared)))
    }

    /// Names the patients whose simulation failed and how to repeat each.
    pub(in crate::cli) fn own_up(&self, part: &Part, seed: u64) -> Result<(), Failure> {
        if part.failures.is_empty() {
            return Ok(());
        }
        for failed in &part.failures {
            complain(&plan::repeat(self, failed, seed));
        }
        let n = part.failures.len();
        Err(Failure::Run(anyhow::anyhow!(
            "{n} patients failed and are in no result; all others finished and are written"
        )))
    }
}

pub(in crate::cli) struct Attributed {
    pub arms: Vec<usize>,
    pub patients: std::ops::Range<u64>,
}

/// Whether the arm is another one without something.
fn is_counterfactual(design: &Design, arm: usize) -> bool {
    let name = &design.arms[arm].name;
    design.arms.iter().any(|other| name.starts_with(&format!("{} without ", other.name)))
}

fn lengthen(bar: &ProgressBar, courses: u64, hours: f64) {
    let length = courses * hours as u64;
    bar.set_length(bar.length().unwrap_or(0).max(length));
}

fn standard_error(text: &str) -> Result<f64, String> {
    let value: Option<f64> = text.trim().parse().ok().filter(|value: &f64| value.is_finite() && *value > 0.0);
    value.ok_or_else(|| format!("`{text}` is no standard error: expected a number above 0, such as 0.01"))
}
