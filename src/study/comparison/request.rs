//! What is asked of a comparison. Left out: how it is simulated.

use super::{
    super::{Analysis, HeadlineRequest, Input, StudyError, input::notes, request::Asking},
    Comparison, Grid,
    arms::{self, Part, reference},
    attributed,
};
use cenersim_analyses::{
    comparison::{Design, Endpoint, Precision, Who, Without},
    scenario::{Scenario, Sweep},
};
use cenersim_model::parameters::Hypothesis;
use std::sync::OnceLock;

/// Longest name of a folder that is made from files and options.
const LONGEST_NAME: usize = 80;

/// A comparison that is asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComparisonRequest {
    /// At least one; every arm of each takes part.
    pub inputs: Vec<Input>,
    /// The reference patient, a population, or one patient of it.
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
    /// What cenersen does under each hypothesis.
    pub headline: HeadlineRequest,
    /// Name of the arm that others are compared against; none for the first.
    #[serde(default)]
    pub reference: Option<String>,
}

impl ComparisonRequest {
    /// What `cenersim compare` does with these scenarios and no option.
    /// The reference patient, no sweep, attribution in 20 patients, the headline in 200 pairs.
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
            reference: None,
        }
    }

    /// Reads and checks everything.
    ///
    /// Every point of a sweep is read as well, so that a fault at the last one is found before the first is simulated.
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
        reference(self.reference.as_deref(), &design.arms)?;
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
    pub(super) fn design_at(&self, point: &[String]) -> Result<(Design, Vec<String>), StudyError> {
        let (scenarios, design) = self.at(point)?;
        Ok((design, scenarios.iter().flat_map(notes).collect()))
    }

    /// Name of the folder, made from scenarios and options.
    /// At most 80 letters.
    pub fn name(&self) -> String {
        let mut parts = vec!["compare".to_owned()];
        parts.extend(self.inputs.iter().map(|input| input.name.clone()));
        let list = self.inputs.first().map_or_else(String::new, Input::of_patients);
        parts.extend(list.strip_prefix('_').map(str::to_owned));
        parts.extend(self.without.iter().map(|these| {
            let names: Vec<&str> = these.iter().map(|one| one.name()).collect();
            format!("without_{}", names.join("_"))
        }));
        match self.who {
            Who::Reference => {}
            Who::Population(patients) => parts.push(format!("{patients}_patients")),
            Who::Only(number) => parts.push(format!("patient_{number}")),
            Who::Named(_) => {}
        }
        let keys = self.sweep.iter().map(|sweep| sweep.path.split('.').skip(1).collect::<Vec<_>>().join("_"));
        parts.extend(keys.map(|key| format!("sweep_{key}")));
        parts.extend(self.headline.only.map(|hypothesis| hypothesis.name().to_owned()));
        parts.join("_").chars().take(LONGEST_NAME).collect()
    }
}

impl Asking for ComparisonRequest {
    fn analysis(&self) -> Result<Box<dyn Analysis>, StudyError> {
        Ok(Box::new(self.prepare()?))
    }

    fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    fn inputs_mut(&mut self) -> &mut [Input] {
        &mut self.inputs
    }

    fn name(&self) -> String {
        self.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_analyses::comparison::Failed;

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
    fn a_sweep_is_named_by_its_key() {
        let sweep = vec![Sweep::parse("arm.cenersen.duration=0 d,7 d").unwrap()];
        let name = ComparisonRequest { sweep, ..request() }.name();
        assert_eq!(name, "compare_arm_a_arm_b_9_patients_sweep_cenersen_duration");
    }

    #[test]
    fn nothing_is_no_comparison() {
        let refused = ComparisonRequest::of(Vec::new()).prepare().err().expect("refused").to_string();
        assert!(refused.contains("expected at least one scenario"), "{refused}");
    }
}
