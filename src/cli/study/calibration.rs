//! A calibration as stages of units: each generation is a stage, each of its draws a unit. Where the draws of a generation lie
//! follows from what all earlier ones yielded, so each stage but the first is after those before it.

use super::{
    failure,
    planned::{Arguments, Filing, Planned, Study},
};
use crate::cli::{
    Failure,
    calibrate::{Calibrate, plan},
    compare::Input,
};
use cenersim::{
    calibration::{Evaluation, Experiment},
    comparison::Failed,
    simulation::{Settings, jobs},
    study::{Collected, Folder, Kind, PlannedScenario, Progress, Row, Segment, Stage, StudyError, Work, Yield},
};
use rayon::prelude::*;
use std::{sync::OnceLock, time::Duration};

impl Planned for Calibrate {
    fn kind(&self) -> Kind {
        Kind::Calibrate
    }

    /// Every field is named here, so that a new one cannot be forgotten.
    fn arguments(&self) -> Vec<String> {
        let Self {
            scenario: _,
            quiet: _,
            json: _,
            output: _,
            name: _,
            seed: _,
            threads: _,
            changes: _,
            allow_implausible: _,
            overwrite: _,
            look,
            planned: _,
        } = self;
        let mut list = Arguments::default();
        list.look(look);
        list.finished()
    }

    fn adopt(&mut self, scenarios: Vec<(String, String)>) {
        self.planned = scenarios.into_iter().next();
    }

    fn filing(&mut self) -> Filing<'_> {
        let Self { output, name, overwrite, json, quiet, .. } = self;
        Filing { output, name, overwrite, json, quiet }
    }

    fn study(&self) -> Result<Box<dyn Study + '_>, Failure> {
        let input = self.input()?;
        let experiment = self.experiment(&input)?;
        let places = (0..experiment.problem.plan.generations).map(|_| OnceLock::new()).collect();
        Ok(Box::new(Calibration { command: self, input, experiment, places }))
    }
}

/// A calibration, with the draws of its generations as soon as they are known.
struct Calibration<'a> {
    command: &'a Calibrate,
    input: Input,
    experiment: Experiment,
    places: Vec<OnceLock<Vec<Vec<f64>>>>,
}

/// What the units of the first so many stages yielded, in order; and how many of them failed.
fn evaluations(
    experiment: &Experiment,
    stages: usize,
    chunks: &mut Collected,
) -> Result<(Vec<Option<Evaluation>>, Vec<Failed>), StudyError> {
    let (mut all, mut failures) = (Vec::new(), Vec::new());
    for stage in 0..stages {
        let Yield { part, rows } = chunks.stage(stage)?;
        all.extend(rows.iter().map(|row| Evaluation::from_values(&experiment.problem.targets, &row.values)));
        failures.extend(part.failures);
    }
    Ok((all, failures))
}

impl Calibration<'_> {
    /// The first generation comes from the prior; each other one must have been prepared.
    fn places(&self, generation: usize) -> Result<&Vec<Vec<f64>>, StudyError> {
        if generation == 0 {
            return Ok(self.places[0].get_or_init(|| self.experiment.problem.generation(0, &[])));
        }
        self.places[generation].get().ok_or_else(|| StudyError::Work("the generation before is not finished".into()))
    }
}

impl Work for Calibration<'_> {
    fn prepare(&self, stage: usize, earlier: &mut Collected) -> Result<(), StudyError> {
        let (evaluations, _) = evaluations(&self.experiment, stage, earlier)?;
        self.places[stage].get_or_init(|| self.experiment.problem.generation(stage as u32, &evaluations));
        Ok(())
    }

    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let places = self.places(segment.stage)?;
        let units: Vec<u64> = (segment.first..segment.end).collect();
        let one = |unit: u64| (unit, self.experiment.evaluate(&places[unit as usize], &|hours| progress(hours)));
        let found: Vec<_> = jobs(units).map(one).collect();
        let mut whole = Yield::default();
        for (unit, evaluation) in found {
            // No numbers: cells that cannot exist, or a failure, which is told apart.
            let values = match evaluation {
                Ok(found) => found.map_or_else(Vec::new, |found| found.to_values()),
                Err(failed) => {
                    whole.part.failures.push(failed);
                    Vec::new()
                }
            };
            whole.rows.push(Row { unit, values });
        }
        Ok(whole)
    }
}

impl Study for Calibration<'_> {
    fn name(&self) -> String {
        self.command.folder_name(&self.input)
    }

    fn seed(&self) -> u64 {
        self.experiment.problem.plan.seed
    }

    fn settings(&self) -> &Settings {
        &self.experiment.trial().settings
    }

    fn scenarios(&self) -> Vec<PlannedScenario> {
        let scenario = &self.input.scenario;
        vec![PlannedScenario { name: scenario.name.clone(), text: scenario.source.clone() }]
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

    fn text(&self) -> String {
        plan::plan(&self.input, &self.experiment)
    }

    fn hours(&self, segment: &Segment) -> f64 {
        segment.units() as f64 * self.experiment.hours()
    }

    fn failed(&self, failed: &Failed) -> String {
        let Failed { patient, arm, message, .. } = failed;
        format!("a draw fails, at patient {patient}, arm `{arm}`: {message}")
    }

    fn merge(&self, folder: &Folder, chunks: &mut Collected) -> Result<(), Failure> {
        let stages = self.experiment.problem.plan.generations as usize;
        let (evaluations, failures) = evaluations(&self.experiment, stages, chunks).map_err(failure)?;
        let wall = Duration::try_from_secs_f64(folder.seconds()).unwrap_or_default();
        self.command.file((&self.input, &self.experiment), &evaluations, &failures, wall)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::planned::typed, *};

    #[test]
    fn every_option_comes_back() {
        let words = ["--theme", "dark", "--width", "800", "--height", "600", "--font-scale", "1.1"];
        assert_eq!(typed::<Calibrate>(&words).arguments(), words);
    }
}
