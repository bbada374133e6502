//! A run as a function from numbers of the scenario to means of its outcomes, for samplers, optimizers and analyses of
//! sensitivity of other programs. Left out: curves and files (see [`RunRequest`]).
//!
//! Every call has the seed of the scenario unless another one is given, so two calls differ by what differs in their numbers.

use super::{Input, RunRequest, StudyError, compute::Progress};
use cenersim_analyses::{
    comparison::{Endpoint, Record, caught},
    scenario::Scenario,
};
use cenersim_model::{curves::Course, parameters::Ledger, simulation::some_replicates};
use rayon::prelude::*;

/// A number of the scenario that the function is called with.
#[derive(Clone, Debug, PartialEq)]
struct Given {
    path: String,
    unit: String,
}

impl Given {
    /// A path of the ledger, whose unit is known, or any key of a scenario with its unit in brackets, as in
    /// `arm.cenersen.duration [d]`.
    fn of(text: &str, ledger: &Ledger) -> Self {
        let (path, unit) = text.trim().strip_suffix(']').and_then(|text| text.split_once('[')).unwrap_or((text, ""));
        let (path, unit) = (path.trim(), unit.trim());
        let entry = ledger.get(path.strip_prefix("parameters.").unwrap_or(path));
        let known = entry.map_or("", |entry| entry.value.unit());
        let full = entry.is_some() && !path.starts_with("parameters.");
        let path = if full { format!("parameters.{path}") } else { path.to_owned() };
        Self { path, unit: if unit.is_empty() { known } else { unit }.to_owned() }
    }

    /// As a change of the scenario.
    fn change(&self, value: f64) -> String {
        match self.unit.as_str() {
            "" => format!("{}={value:?}", self.path),
            unit => format!("{}=\"{value:?} {unit}\"", self.path),
        }
    }
}

/// A run as a function.
pub struct Simulator {
    input: Input,
    given: Vec<Given>,
    outputs: Vec<Endpoint>,
}

impl Simulator {
    /// The function of these numbers of a run: paths of the ledger, or keys of the scenario with a unit in brackets. Outputs
    /// are endpoints by name, such as `blast_log_kill` or `cr`.
    ///
    /// # Errors
    /// If the run has several arms or saves cells after its last day, or an output is no endpoint.
    pub fn new(run: &RunRequest, parameters: &[String], outputs: &[String]) -> Result<Self, StudyError> {
        let scenario = run.prepare()?.scenario;
        let given = parameters.iter().map(|text| Given::of(text, &scenario.ledger)).collect();
        let outputs = outputs.iter().map(|name| Endpoint::from_name(name)).collect::<Result<_, _>>();
        Ok(Self { input: run.input.clone(), given, outputs: outputs.map_err(StudyError::Work)? })
    }

    /// The outputs at these numbers, each in its own unit: means over the replicates that have it, NaN if none has.
    /// `progress` is told the hours simulated since its last call.
    ///
    /// # Errors
    /// If there are too many or too few numbers, the scenario cannot have one of them, or the simulation fails.
    pub fn call(&self, numbers: &[f64], seed: Option<u64>, progress: &Progress) -> Result<Vec<f64>, StudyError> {
        if numbers.len() != self.given.len() {
            let (found, expected) = (numbers.len(), self.given.len());
            return Err(StudyError::Work(format!(
                "{found} numbers are given: expected {expected}, one for each parameter"
            )));
        }
        let changes = self.given.iter().zip(numbers).map(|(given, value)| given.change(*value));
        let seed = seed.map(|seed| format!("simulation.seed={seed}"));
        let scenario = self.input.at(&changes.chain(seed).collect::<Vec<_>>())?;
        let case = scenario.case(&scenario.arms[0], &[]);
        let courses = caught(|| some_replicates(&case, 0..scenario.settings.replicates, progress));
        let courses = courses.map_err(|said| StudyError::Failed(format!("the simulation failed: {said}")))?;
        Ok(self.outputs.iter().map(|output| mean(*output, &courses, &scenario)).collect())
    }

    /// The outputs at each of many points, on all threads.
    ///
    /// # Errors
    /// As [`Simulator::call`], at the first point that cannot be.
    pub fn calls(
        &self,
        points: &[Vec<f64>],
        seed: Option<u64>,
        progress: &Progress,
    ) -> Result<Vec<Vec<f64>>, StudyError> {
        points.par_iter().map(|point| self.call(point, seed, progress)).collect()
    }

    /// Units of the outputs; shares are from 0 to 1.
    pub fn units(&self) -> Vec<&'static str> {
        self.outputs.iter().map(|output| output.unit()).collect()
    }
}

/// Over the replicates that have it.
fn mean(output: Endpoint, courses: &[Course], scenario: &Scenario) -> f64 {
    let horizon = scenario.settings.horizon.in_days();
    let values = courses.iter().map(|course| output.of(&Record::of(0, 0, course), horizon));
    let finite = values.filter(|value| value.is_finite()).collect::<Vec<f64>>();
    finite.iter().sum::<f64>() / finite.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_analyses::comparison::Rate;
    use std::path::Path;

    fn run(changes: &[&str]) -> RunRequest {
        let few = ["simulation.agents_per_class=8", "simulation.replicates=2", "simulation.horizon=40 d"];
        let changes = few.iter().chain(changes).map(|change| (*change).to_owned()).collect::<Vec<_>>();
        RunRequest::of(Input::read(Path::new("arm_b"), &changes).unwrap())
    }

    fn simulator(parameters: &[&str], outputs: &[&str]) -> Result<Simulator, StudyError> {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Simulator::new(&run(&[]), &owned(parameters), &owned(outputs))
    }

    #[test]
    fn a_call_is_the_run_with_its_numbers_set() {
        let parameters = ["arm.cenersen.duration [d]", "dna_damage.idarubicin_lc50"];
        let function = simulator(&parameters, &["blast_log_kill", "cr"]).unwrap();
        let set = ["arm.cenersen.duration=\"3 d\"", "parameters.dna_damage.idarubicin_lc50=\"20 nM\""];
        let scenario = run(&set).prepare().unwrap().scenario;
        let courses = some_replicates(&scenario.case(&scenario.arms[0], &[]), 0..2, |_| {});
        let kill = courses.iter().map(|course| course.outcome.milestones.blast_log_kill).sum::<f64>() / 2.0;
        let cr = courses.iter().filter(|course| Rate::Cr.of(&course.outcome)).count() as f64 / 2.0;
        assert_eq!(function.call(&[3.0, 20.0], None, &|_| {}).unwrap(), [kill, cr]);
        assert_eq!(function.units(), ["log10", "share"]);
        let points = [vec![3.0, 20.0], vec![0.0, 20.0]];
        let both = function.calls(&points, None, &|_| {}).unwrap();
        assert_eq!(both[0], [kill, cr]);
        assert_ne!(both[1][0], kill);
        assert_ne!(function.call(&[3.0, 20.0], Some(2), &|_| {}).unwrap()[0], kill);
    }

    #[test]
    fn what_cannot_be_is_told_in_a_sentence() {
        let said = |found: Result<Vec<f64>, StudyError>| found.unwrap_err().to_string();
        let function = simulator(&["arm.cenersen.duration [d]"], &["cr"]).unwrap();
        assert!(said(function.call(&[], None, &|_| {})).contains("0 numbers are given: expected 1"));
        assert!(said(function.call(&[-1.0], None, &|_| {})).contains("-1"));
        assert!(simulator(&[], &["cure"]).is_err_and(|error| error.to_string().contains("`cure` is not an endpoint")));
        let unknown = simulator(&["arm.cenersen.durations [d]"], &["cr"]).unwrap();
        assert!(said(unknown.call(&[1.0], None, &|_| {})).contains("did you mean `duration`?"));
    }
}
