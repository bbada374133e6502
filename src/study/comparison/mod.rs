//! Arms in the same patients as stages of units: the cohort, the arms taken apart for attribution, and each point of a
//! sweep; at the end the headline about cenersen. Left out: statistics (see `cenersim_analyses::comparison`).
//!
//! ```text
//! stage 0          cohort: replicates of patients through all arms, with curves
//! stage 1          attribution: the first patients with every combination of each arm's drugs
//! stage 2 + k      point k of the sweep, without curves
//! at the end       the headline: cenersen under each hypothesis about p53
//! ```
//!
//! With `precision` the cohort grows while it is simulated, and the comparison cannot be cut into chunks.

mod arms;
mod found;
mod request;
mod sweep;

pub(super) use arms::reference;

pub use arms::without;
pub use found::DrawnComparison;
pub use request::ComparisonRequest;
pub use sweep::Grid;

use super::{
    Analysis, Finished, Input, Segment, Stage, Stages, StudyError, Work, Yield,
    compute::Progress,
    headline::{self, headline},
    input::notes,
};
use cenersim_analyses::{
    comparison::{Compared, Design, Endpoint, Failed, Hypothetical, Measure, Mechanism, Precision, SweepResult, Who},
    scenario::{Scenario, is_of_patients},
};
use cenersim_model::simulation::Settings;
use cenersim_report::Staging;
use found::Found;
use std::sync::OnceLock;

/// A comparison that can be simulated.
pub struct Comparison {
    /// What was asked for.
    pub request: ComparisonRequest,
    /// The scenarios, in the order of the request.
    pub scenarios: Vec<Scenario>,
    /// All arms of all scenarios, then those without something, as asked for at first.
    pub design: Design,
    /// The design with the patients that were added until it was precise enough.
    grown: OnceLock<Design>,
    /// The arms that are taken apart, and the design that does it.
    attributed: Vec<usize>,
    taken_apart: Design,
    /// The points of the sweep, if there is one.
    pub grid: Option<Grid>,
    hypotheticals: Vec<Hypothetical>,
}

/// The stages of the cohort and of attribution; those of the sweep follow.
const COHORT: usize = 0;
const ATTRIBUTION: usize = 1;
const POINTS: usize = 2;

/// Letters of names that a title has room for; of more the number of arms is told.
const ROOM: usize = 60;

impl Comparison {
    /// Simulates everything in memory; results, and whose simulation failed. `progress` is called with the hours simulated
    /// since its last call.
    ///
    /// # Errors
    /// If a scenario file of a sweep has changed meanwhile.
    pub fn compute(&self, progress: &Progress) -> Result<(Compared, Vec<Failed>), StudyError> {
        let found = self.found(&mut super::Memory::new(self, progress), progress)?;
        Ok((found.compared, found.failures))
    }

    /// With the patients that were added.
    fn design(&self) -> &Design {
        self.grown.get().unwrap_or(&self.design)
    }

    /// The title of the only scenario, or the names of the arms.
    pub fn title(&self) -> String {
        if let ([scenario], true) = (&self.scenarios[..], self.request.without.is_empty()) {
            return scenario.title.clone();
        }
        let names: Vec<&str> = self.design.arms.iter().map(|arm| arm.name.as_str()).collect();
        match names.split_last() {
            Some((last, [])) => format!("Arm {last}"),
            Some(_) if names.concat().chars().count() > ROOM => format!("{} arms", names.len()),
            Some((last, first)) => format!("Arms {} and {last}", first.join(", ")),
            None => String::new(),
        }
    }

    /// What a sweep shows.
    /// By default the log-kill of all leukemic cells.
    fn swept_endpoint(&self) -> Endpoint {
        self.request.endpoint.unwrap_or(Endpoint::Measure(Measure::named("blast_log_kill")))
    }

    /// The cohort, to which patients are added until it is precise enough.
    fn until_precise(&self, precision: &Precision, progress: &Progress) -> Yield {
        let mut design = self.design.clone();
        let part = design.simulate_until(precision, |_| {}, &|hours| progress(hours));
        // Simulated once: whoever asks again asks in another process.
        let _ = self.grown.set(design);
        part.into()
    }

    /// The points of the sweep, one in memory at a time.
    fn swept(&self, stages: &mut dyn Stages) -> Result<(Option<SweepResult>, Vec<Failed>), StudyError> {
        let Some(grid) = &self.grid else { return Ok((None, Vec::new())) };
        let (mut points, mut failures) = (Vec::new(), Vec::new());
        for index in 0..grid.stages.len() {
            let part = stages.stage(POINTS + index)?.part;
            points.extend(grid.point(index, &grid.design(&self.request, index)?, &part.records));
            failures.extend(part.failures);
        }
        Ok((Some(grid.result(points, self.swept_endpoint())), failures))
    }

    /// A unit that fails in attribution or at a point is left out there only; all failures are told together.
    fn found(&self, stages: &mut dyn Stages, progress: &Progress) -> Result<Found<'_>, StudyError> {
        let mut part = stages.stage(COHORT)?.part;
        let apart = stages.stage(ATTRIBUTION)?.part;
        let design = self.design();
        let subsets = design.subsets_of(&self.attributed, &part.records, &apart);
        part.failures.extend(apart.failures);
        let (sweep, failures) = self.swept(stages)?;
        part.failures.extend(failures);
        let mut compared = design.compared(&self.title(), &part, &subsets, sweep);
        let (headline, failures) = headline(&self.hypotheticals, progress);
        compared.headline = headline;
        compared.mechanism = Mechanism::of(&design.arms, &design.settings);
        if let Some(name) = self.request.reference.as_deref() {
            let reference = arms::reference(Some(name), &design.arms)?;
            compared.two_arm = design.analysis(&part.records).two_arm(reference, compared.follow_up_days);
        }
        part.failures.extend(failures);
        Ok(Found { comparison: self, compared, records: part.records, failures: part.failures })
    }
}

/// Arms of the scenarios that give something, but those without something.
fn attributed(design: &Design, patients: u64) -> Vec<usize> {
    let whole = |&arm: &usize| !design.arms[arm].drugs().is_empty() && !is_counterfactual(design, arm);
    if patients == 0 { Vec::new() } else { (0..design.arms.len()).filter(whole).collect() }
}

/// Whether the arm is another one without something.
fn is_counterfactual(design: &Design, arm: usize) -> bool {
    let name = &design.arms[arm].name;
    design.arms.iter().any(|other| name.starts_with(&format!("{} without ", other.name)))
}

/// All replicates of all patients of a design.
fn units(design: &Design) -> u64 {
    let patients = design.patients();
    (patients.end - patients.start) * u64::from(design.replicates)
}

/// So many units of a design, at what one of them is expected to cost.
fn stage(name: &str, design: &Design, units: u64) -> Stage {
    let settings = &design.settings;
    let unit_cost = design.arms.len() as u64 * settings.steps() * u64::from(settings.agents_per_class);
    Stage { name: name.into(), units, unit_cost, after_earlier: false }
}

impl Work for Comparison {
    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let (units, progress) = (segment.first..segment.end, |hours| progress(hours));
        let part = match (segment.stage, &self.grid, &self.request.precision) {
            (COHORT, _, Some(precision)) => return Ok(self.until_precise(precision, &progress)),
            (COHORT, _, None) => self.design.simulate_units(units, &progress),
            (ATTRIBUTION, ..) => self.taken_apart.outcomes_of_units(units, &progress),
            (stage, Some(grid), _) => grid.design(&self.request, stage - POINTS)?.outcomes_of_units(units, &progress),
            (stage, None, _) => {
                return Err(StudyError::Work(format!("stage {stage} is none of a comparison without a sweep")));
            }
        };
        Ok(part.into())
    }
}

impl Analysis for Comparison {
    fn seed(&self) -> u64 {
        self.design.settings.seed
    }

    fn settings(&self) -> &Settings {
        &self.design.settings
    }

    fn stages(&self) -> Vec<Stage> {
        let (design, replicates) = (self.design(), u64::from(self.design.replicates));
        let taken = if self.attributed.is_empty() { 0 } else { self.request.attribution.saturating_mul(replicates) };
        let cohort = stage("cohort", design, units(design));
        let attribution = stage("attribution", &self.taken_apart, taken.min(units(design)));
        let points = self.grid.iter().flat_map(|grid| grid.stages.iter().cloned());
        [cohort, attribution].into_iter().chain(points).collect()
    }

    fn hours(&self, segment: &Segment) -> f64 {
        let arms = match segment.stage {
            COHORT => self.design.arms.len(),
            ATTRIBUTION => self.taken_apart.arms.len(),
            _ => self.grid.as_ref().map_or(0, |grid| grid.arms.len()),
        };
        segment.units() as f64 * arms as f64 * self.design.settings.horizon.in_hours()
    }

    fn hours_at_the_end(&self) -> f64 {
        headline::hours(&self.hypotheticals)
    }

    fn indivisible(&self) -> Option<String> {
        let message = "--until-se decides while it runs how many patients there are, so it cannot be planned in chunks: \
                       expected --patients N";
        self.request.precision.map(|_| message.into())
    }

    fn notes(&self) -> Vec<String> {
        let points = self.grid.iter().flat_map(|grid| grid.notes.iter().cloned());
        self.scenarios.iter().flat_map(notes).chain(points).collect()
    }

    /// Whose simulation failed, how, and the command with the seed that repeats it.
    fn failed(&self, failed: &Failed) -> String {
        let ComparisonRequest { inputs, who, .. } = &self.request;
        let files: Vec<String> = inputs.iter().map(Input::place).collect();
        let mut changes: Vec<&String> = inputs.iter().flat_map(Input::changes).collect();
        changes.retain(|change| !change.starts_with("simulation.seed=") && !is_of_patients(change));
        let changes = changes[..changes.len() / inputs.len()].iter().map(|change| format!(" --set '{change}'"));
        let Failed { patient, replicate, arm, message } = failed;
        let list = inputs.first().and_then(|input| input.patients.as_deref());
        let who = match list {
            None if *who == Who::Reference => String::new(),
            None => format!(" --patient {patient}"),
            Some(list) => format!(" --patients-from {list} --patient {patient}"),
        };
        format!(
            "patient {patient}, replicate {replicate}, arm `{arm}` failed: {message}; to repeat it: cenersim compare {}{who} \
             --replicates {}{} --seed {}",
            files.join(" "),
            replicate + 1,
            changes.collect::<String>(),
            self.seed()
        )
    }

    fn finish<'a>(
        &'a self,
        stages: &mut dyn Stages,
        _: &mut Staging,
        progress: &Progress,
    ) -> Result<Box<dyn Finished + 'a>, StudyError> {
        Ok(Box::new(self.found(stages, progress)?))
    }
}
