//! A calibration as stages of units: each generation is a stage, each of its draws a unit. Where the draws of a generation lie
//! follows from what all earlier ones yielded, so each stage but the first is after those before it.
//! Left out: the sampler (see `cenersim_analyses::calibration`).
//!
//! ```text
//! stage g     generation g of draws, each after the ones before it
//! unit        one draw: all arms of the trial simulated under its parameters
//! row         the evaluation of the draw as numbers; none where its cells cannot exist or its simulation failed
//! finish      weights -> posterior, its predictions, and equally weighted draws for posterior.parquet
//! ```

use super::{
    Analysis, Drawn, DrawnResult, Finished, Input, Segment, Stage, Stages, StudyError, Work, Yield,
    analysis::failed_patients,
    compute::Progress,
    drawn::Drawing,
    input::notes,
    request::{Asking, one_input},
};
use cenersim_analyses::{
    calibration::{About, Calibrated, Evaluation, Experiment, Problem, calibrated, equally_weighted},
    comparison::Failed,
    scenario::Scenario,
    trial::Trial,
};
use cenersim_model::simulation::{Settings, jobs};
use cenersim_plot::{CalibrationInput, Figure, Theme, calibration_figures};
use cenersim_report::{CalibrationRecord, Look, Made, Product, Staging, calibration_product};
use rayon::prelude::*;
use std::{borrow::Cow, sync::OnceLock};

/// A calibration that is asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationRequest {
    /// With the tables `[calibration]` and `[trial]`.
    /// The scenario as it was given.
    pub input: Input,
}

impl CalibrationRequest {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// What cannot be fitted, contradictory targets without a choice, or a budget that sees nothing.
    pub fn prepare(&self) -> Result<Calibration, StudyError> {
        let scenario = self.input.at(&[])?;
        let (Some(wanted), Some(protocol)) = (&scenario.calibration, &scenario.trial) else {
            return Err(StudyError::Work(format!(
                "{} describes no calibration: expected a table `[calibration]`, such as that of scenarios/calibration.toml",
                self.input.place()
            )));
        };
        let arms: Vec<&str> = scenario.arms.iter().map(|arm| arm.name.as_str()).collect();
        let problem = Problem::new(wanted, &scenario.ledger, &arms, scenario.settings.seed);
        let problem = problem.map_err(|error| self.input.fault(error))?;
        let trial =
            Trial::new(&scenario.title, protocol.clone(), scenario.compared_arms().collect(), &scenario.settings);
        let experiment = Experiment::new(problem, trial.map_err(|fault| self.input.fault(fault))?);
        let places = (0..experiment.problem.plan.generations).map(|_| OnceLock::new()).collect();
        Ok(Calibration { input: self.input.clone(), scenario, experiment, places })
    }
}

impl Asking for CalibrationRequest {
    fn analysis(&self) -> Result<Box<dyn Analysis>, StudyError> {
        Ok(Box::new(self.prepare()?))
    }

    one_input!();
}

/// A posterior with what it predicts.
pub type DrawnCalibration<'a> = Cow<'a, Calibrated>;

impl Drawing for DrawnCalibration<'_> {
    fn figures(&self, _seed: u64, footer: &str, theme: &Theme) -> Vec<Figure> {
        calibration_figures(&CalibrationInput { calibrated: self, footer }, theme)
    }
}

/// A calibration, with the draws of its generations as soon as they are known.
pub struct Calibration {
    /// The scenario as it was given.
    pub input: Input,
    /// The same, read.
    pub scenario: Scenario,
    /// Targets, priors and the trial that is simulated for each draw.
    pub experiment: Experiment,
    /// One for each generation: its draws, each as many numbers as there are parameters.
    places: Vec<OnceLock<Vec<Vec<f64>>>>,
}

impl Calibration {
    /// What the units of the first so many stages yielded, in order, and whose simulation failed.
    fn evaluations(
        &self,
        stages: usize,
        earlier: &mut dyn Stages,
    ) -> Result<(Vec<Option<Evaluation>>, Vec<Failed>), StudyError> {
        let (mut all, mut failures) = (Vec::new(), Vec::new());
        for stage in 0..stages {
            let Yield { part, rows, .. } = earlier.stage(stage)?;
            let targets = &self.experiment.problem.targets;
            all.extend(rows.iter().map(|row| Evaluation::from_values(targets, &row.values)));
            failures.extend(part.failures);
        }
        Ok((all, failures))
    }

    /// The first generation comes from the prior; each other one must have been prepared.
    fn places(&self, generation: usize) -> Result<&Vec<Vec<f64>>, StudyError> {
        if generation == 0 {
            return Ok(self.places[0].get_or_init(|| self.experiment.problem.generation(0, &[])));
        }
        self.places[generation].get().ok_or_else(|| StudyError::Work("the generation before is not finished".into()))
    }
}

impl Work for Calibration {
    fn prepare(&self, stage: usize, earlier: &mut dyn Stages) -> Result<(), StudyError> {
        let (evaluations, _) = self.evaluations(stage, earlier)?;
        self.places[stage].get_or_init(|| self.experiment.problem.generation(stage as u32, &evaluations));
        Ok(())
    }

    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let places = self.places(segment.stage)?;
        let units: Vec<u64> = (segment.first..segment.end).collect();
        // No numbers: cells that cannot exist, or a failure, which is told apart.
        let values = |found: Option<Evaluation>| found.map_or_else(Vec::new, |found| found.to_values());
        let one = |unit: u64| {
            let found = self.experiment.evaluate(&places[unit as usize], &|hours| progress(hours));
            (unit, found.map(values))
        };
        Ok(Yield::of_units(jobs(units).map(one).collect(), &[]))
    }
}

impl Analysis for Calibration {
    fn seed(&self) -> u64 {
        self.experiment.problem.plan.seed
    }

    fn settings(&self) -> &Settings {
        &self.experiment.trial().settings
    }

    fn stages(&self) -> Vec<Stage> {
        let (plan, settings) = (&self.experiment.problem.plan, &self.experiment.trial().settings);
        let unit_cost = 2 * self.experiment.subjects() * settings.steps() * u64::from(settings.agents_per_class);
        let stage = |generation: u32| Stage {
            name: format!("generation {}", generation + 1),
            units: u64::from(plan.draws_per_generation),
            unit_cost,
            after_earlier: generation > 0,
        };
        (0..plan.generations).map(stage).collect()
    }

    fn hours(&self, segment: &Segment) -> f64 {
        segment.units() as f64 * self.experiment.hours()
    }

    fn is_long(&self) -> bool {
        true
    }

    fn notes(&self) -> Vec<String> {
        notes(&self.scenario)
    }

    fn failed(&self, Failed { patient, arm, message, .. }: &Failed) -> String {
        format!("a draw fails, at patient {patient}, arm `{arm}`: {message}")
    }

    fn finish<'a>(
        &'a self,
        stages: &mut dyn Stages,
        _: &mut Staging,
        _: &Progress,
    ) -> Result<Box<dyn Finished + 'a>, StudyError> {
        let (problem, trial) = (&self.experiment.problem, self.experiment.trial());
        let (evaluations, failures) = self.evaluations(problem.plan.generations as usize, stages)?;
        let about = About {
            title: &trial.title,
            ledger: &self.scenario.ledger,
            subjects_per_trial: trial.protocol.total(),
            agents_per_class: trial.settings.agents_per_class,
            horizon_days: trial.settings.horizon.in_days(),
            failed: failures.len() as u64,
        };
        let impossible =
            |error: cenersim_analyses::calibration::CalibrationError| StudyError::Failed(error.to_string());
        let found = calibrated(problem, &evaluations, &about).map_err(impossible)?;
        let posterior = equally_weighted(problem, &evaluations).map_err(impossible)?;
        Ok(Box::new(Found { asked: self, found, posterior, failures }))
    }
}

/// A calibration that was computed.
struct Found<'a> {
    asked: &'a Calibration,
    found: Calibrated,
    posterior: Vec<Vec<f64>>,
    failures: Vec<Failed>,
}

impl Finished for Found<'_> {
    fn product(&self, made: &Made, look: &Look) -> Product {
        let Calibration { input, scenario, .. } = self.asked;
        let result = DrawnResult::Calibration(Box::new(Cow::Borrowed(&self.found)));
        let drawn = Drawn { subject: format!("scenario {}", input.name), seed: self.found.seed, result };
        let record = CalibrationRecord {
            calibrated: &self.found,
            posterior: &self.posterior,
            scenario: (&input.name, &input.text),
            ledger: &scenario.ledger,
            failures: &failed_patients(self.found.seed, &self.failures),
            made: *made,
        };
        drawn.product(made, look, |figures| calibration_product(&record, figures, look.dark))
    }

    fn failures(&self) -> (Vec<String>, String) {
        let n = self.failures.len();
        let said = self.failures.iter().map(|failed| self.asked.failed(failed)).collect();
        (said, format!("the simulation of {n} draws failed, which have no weight; all others finished and are written"))
    }
}
