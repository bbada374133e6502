//! Arms in the same patients as stages of units: the cohort, the arms taken apart for attribution, and each point of a
//! sweep; at the end the headline about cenersen. Left out: statistics (see `cenersim_analyses::comparison`).

mod arms;
mod sweep;

pub use arms::without;
pub use sweep::Grid;

use super::{
    Analysis, Drawn, DrawnResult, Finished, HeadlineRequest, Input, Segment, Stage, Stages, StudyError, Work, Yield,
    analysis::{failed_patients, named},
    compute::Progress,
    headline::{self, headline},
    input::notes,
};
use arms::Part;
use cenersim_analyses::{
    comparison::{
        Arm, Compared, Design, Endpoint, Failed, Hypothetical, Measure, Precision, Record, SweepResult, Who, Without,
    },
    scenario::{Scenario, Sweep},
};
use cenersim_model::{parameters::Hypothesis, patient::Patient, simulation::Settings};
use cenersim_report::{ComparisonRecord, Look, Made, Product, Staging, comparison_product};
use std::{borrow::Cow, sync::OnceLock};

/// Longest name of a folder that is made from files and options.
const LONGEST_NAME: usize = 80;

/// A comparison that is asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonRequest {
    /// At least one; every arm of each takes part.
    pub inputs: Vec<Input>,
    pub who: Who,
    /// Courses of each patient in each arm; by default the scenario's for one patient, 1 for a population.
    pub replicates: Option<u32>,
    /// Every arm is added without these, once for each list.
    pub without: Vec<Vec<Without>>,
    /// Keys with several values; empty for those of the scenarios.
    pub sweep: Vec<Sweep>,
    /// Most points of a grid.
    pub max_points: usize,
    /// What the figure of a sweep is about.
    pub endpoint: Option<Endpoint>,
    /// Until when patients are added; a population is then its first patients.
    pub precision: Option<Precision>,
    /// Patients in whom every combination of drugs is simulated; 0 leaves attribution out.
    pub attribution: u64,
    pub headline: HeadlineRequest,
}

impl ComparisonRequest {
    /// What `cenersim compare` does with these scenarios and no option.
    pub fn of(inputs: Vec<Input>) -> Self {
        Self {
            inputs,
            who: Who::Reference,
            replicates: None,
            without: Vec::new(),
            sweep: Vec::new(),
            max_points: 1000,
            endpoint: None,
            precision: None,
            attribution: 20,
            headline: HeadlineRequest::default(),
        }
    }

    /// Reads and checks everything.
    ///
    /// # Errors
    /// What does not fit: arms that differ in more than treatment, points that are no scenario, a precision without patients.
    pub fn prepare(&self) -> Result<Comparison, StudyError> {
        if self.inputs.is_empty() {
            return Err(StudyError::Work("nothing is compared: expected at least one scenario".into()));
        }
        if self.precision.is_some() && !matches!(self.who, Who::Population(_)) {
            let message = "--until-se adds patients of the population: expected --patients N for the first of them";
            return Err(StudyError::Work(message.into()));
        }
        let (scenarios, design) = self.at(&[])?;
        let grid = Grid::read(self, &scenarios)?;
        let arms = attributed(&design, self.attribution);
        let taken_apart = design.taken_apart(&arms);
        let in_force: Vec<Hypothesis> = scenarios.iter().map(|scenario| scenario.hypothesis).collect();
        let hypotheticals = self.headline.hypotheticals(&in_force, |change| Ok(self.at(change)?.1))?;
        let (request, grown) = (self.clone(), OnceLock::new());
        Ok(Comparison { request, scenarios, design, grown, attributed: arms, taken_apart, grid, hypotheticals })
    }

    /// The scenarios at a point, and the design that they give.
    fn at(&self, point: &[String]) -> Result<(Vec<Scenario>, Design), StudyError> {
        let scenarios = self.inputs.iter().map(|input| input.at(point)).collect::<Result<Vec<_>, _>>()?;
        let parts = self.inputs.iter().zip(&scenarios).map(|(input, scenario)| Part { input, scenario });
        let design = arms::design(&parts.collect::<Vec<_>>(), self.who, self.replicates, &self.without)?;
        Ok((scenarios, design))
    }

    /// The design at a point of a grid, and what of its scenarios is hardly meant.
    fn design_at(&self, point: &[String]) -> Result<(Design, Vec<String>), StudyError> {
        let (scenarios, design) = self.at(point)?;
        Ok((design, scenarios.iter().flat_map(notes).collect()))
    }

    /// Name of the folder, made from scenarios and options.
    pub fn name(&self) -> String {
        let mut parts = vec!["compare".to_owned()];
        parts.extend(self.inputs.iter().map(|input| input.name.clone()));
        parts.extend(self.without.iter().map(|these| {
            let names: Vec<&str> = these.iter().map(|one| one.name()).collect();
            format!("without_{}", names.join("_"))
        }));
        match self.who {
            Who::Reference => {}
            Who::Population(patients) => parts.push(format!("{patients}_patients")),
            Who::Only(number) => parts.push(format!("patient_{number}")),
        }
        if !self.sweep.is_empty() {
            parts.push("sweep".into());
        }
        parts.extend(self.headline.only.map(|hypothesis| hypothesis.name().to_owned()));
        parts.join("_").chars().take(LONGEST_NAME).collect()
    }
}

/// A comparison that can be simulated.
pub struct Comparison {
    pub request: ComparisonRequest,
    pub scenarios: Vec<Scenario>,
    pub design: Design,
    /// The design with the patients that were added until it was precise enough.
    grown: OnceLock<Design>,
    /// The arms that are taken apart, and the design that does it.
    attributed: Vec<usize>,
    taken_apart: Design,
    pub grid: Option<Grid>,
    hypotheticals: Vec<Hypothetical>,
}

/// The stages of the cohort and of attribution; those of the sweep follow.
const COHORT: usize = 0;
const ATTRIBUTION: usize = 1;
const POINTS: usize = 2;

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
        let whole = self.design.arms.iter().all(|arm| !arm.name.contains(" without "));
        if let ([scenario], true) = (&self.scenarios[..], whole) {
            return scenario.title.clone();
        }
        let names: Vec<&str> = self.design.arms.iter().map(|arm| arm.name.as_str()).collect();
        match names.split_last() {
            Some((last, [])) => format!("Arm {last}"),
            Some((last, first)) => format!("Arms {} and {last}", first.join(", ")),
            None => String::new(),
        }
    }

    /// What a sweep shows.
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
        changes.retain(|change| !change.starts_with("simulation.seed="));
        let changes = changes[..changes.len() / inputs.len()].iter().map(|change| format!(" --set '{change}'"));
        let Failed { patient, replicate, arm, message } = failed;
        let who = if *who == Who::Reference { String::new() } else { format!(" --patient {patient}") };
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

/// A comparison that was simulated.
struct Found<'a> {
    comparison: &'a Comparison,
    compared: Compared,
    records: Vec<Record>,
    failures: Vec<Failed>,
}

impl Found<'_> {
    /// Scenarios as they were run, by a name of their own.
    fn texts(&self) -> Vec<(String, String)> {
        let inputs = &self.comparison.request.inputs;
        let named = |(index, input): (usize, &Input)| {
            let taken = inputs[..index].iter().any(|other| other.name == input.name);
            let name = if taken { format!("{}_{}", input.name, index + 1) } else { input.name.clone() };
            (name, input.text.clone())
        };
        inputs.iter().enumerate().map(named).collect()
    }

    /// The patients of one arm, by number.
    fn patients(&self, arm: &Arm) -> Vec<Patient> {
        let design = self.comparison.design();
        design.patients().map(|number| design.patient(arm, number)).collect()
    }
}

impl Finished for Found<'_> {
    fn product(&self, made: &Made, look: &Look) -> Product {
        let (comparison, design) = (self.comparison, self.comparison.design());
        let hypothesis = named(comparison.scenarios.iter().map(|scenario| scenario.hypothesis));
        let names: Vec<&str> = comparison.request.inputs.iter().map(|input| input.name.as_str()).collect();
        let subject = format!("scenario {} | p53 hypothesis {hypothesis}", names.join(", "));
        let result = DrawnResult::Comparison(Cow::Borrowed(&self.compared));
        let drawn = Drawn { subject, seed: self.compared.seed, result };
        let patients: Vec<Vec<Patient>> = design.arms.iter().map(|arm| self.patients(arm)).collect();
        let record = ComparisonRecord {
            compared: &self.compared,
            records: &self.records,
            patients: &patients.iter().map(Vec::as_slice).collect::<Vec<_>>(),
            ledgers: &design.arms.iter().map(|arm| &arm.ledger).collect::<Vec<_>>(),
            scenarios: &self.texts(),
            failures: &failed_patients(self.compared.seed, &self.failures),
            hypothesis: &hypothesis,
            made: *made,
        };
        drawn.product(made, look, |figures| comparison_product(&record, figures, look.dark))
    }

    fn failures(&self) -> (Vec<String>, String) {
        let n = self.failures.len();
        let said = self.failures.iter().map(|failed| self.comparison.failed(failed)).collect();
        (said, format!("{n} patients failed and are in no result; all others finished and are written"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two scenarios that were read with one change.
    fn request() -> ComparisonRequest {
        let file = |name: &str| concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/").to_owned() + name;
        let read = |name: &str| {
            let changes = ["patient.age=50 y", "simulation.seed=42"].map(String::from);
            Input::read(file(name).as_ref(), &changes).unwrap()
        };
        let inputs = ["arm_a.toml", "arm_b.toml"].map(read).into();
        ComparisonRequest { who: Who::Population(9), replicates: Some(3), ..ComparisonRequest::of(inputs) }
    }

    #[test]
    fn a_patient_that_fails_is_named_with_the_command_and_the_seed_that_repeat_him() {
        let mut comparison = request().prepare().unwrap();
        for (input, name) in comparison.request.inputs.iter_mut().zip(["a.toml", "b.toml"]) {
            input.lies_in(name.into());
        }
        let failed = Failed { patient: 7, replicate: 1, arm: "B".into(), message: "no cell is left".into() };
        assert_eq!(
            comparison.failed(&failed),
            "patient 7, replicate 1, arm `B` failed: no cell is left; to repeat it: cenersim compare a.toml b.toml \
             --patient 7 --replicates 2 --set 'patient.age=50 y' --seed 42"
        );
    }

    #[test]
    fn a_request_comes_back_from_its_text() {
        let request = ComparisonRequest {
            who: Who::Only(3),
            without: vec![vec![Without::Inhibitors]],
            sweep: vec![Sweep::parse("arm.cenersen.duration=0 d,7 d").unwrap()],
            endpoint: Some(Endpoint::from_name("cr").unwrap()),
            headline: HeadlineRequest { only: Some(Hypothesis::ALL[1]), pairs: 20 },
            ..request()
        };
        let text = serde_json::to_string(&request).unwrap();
        assert_eq!(serde_json::from_str::<ComparisonRequest>(&text).unwrap(), request);
        assert!(!text.contains("scenarios"), "no path of this machine: {text}");
    }

    #[test]
    fn nothing_is_no_comparison() {
        let refused = ComparisonRequest::of(Vec::new()).prepare().err().expect("refused").to_string();
        assert!(refused.contains("expected at least one scenario"), "{refused}");
    }
}
