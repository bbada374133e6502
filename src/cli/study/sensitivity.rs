//! A sensitivity analysis as two stages of units, the points at which the model is asked. The second stage varies the
//! numbers that matter most in the first, so it is after it.

use super::{
    failure,
    planned::{Arguments, Filing, Planned, Study},
};
use crate::cli::{
    Failure,
    compare::Input,
    sensitivity::{SensitivityCommand, plan},
};
use cenersim::{
    comparison::{Failed, Part},
    sensitivity::{Output, Sampling, Screening, Sensitivity, chosen},
    simulation::{Settings, jobs},
    study::{Collected, Folder, Kind, PlannedScenario, Progress, Row, Segment, Stage, StudyError, Work, Yield},
};
use rayon::prelude::*;
use std::{sync::OnceLock, time::Duration};

impl Planned for SensitivityCommand {
    fn kind(&self) -> Kind {
        Kind::Sensitivity
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
        let sensitivity = self.sensitivity(&input)?;
        Ok(Box::new(Analysis {
            command: self,
            input,
            sensitivity,
            screening: OnceLock::new(),
            sampling: OnceLock::new(),
        }))
    }
}

/// An analysis, with the points of its stages as soon as they are known.
struct Analysis<'a> {
    command: &'a SensitivityCommand,
    input: Input,
    sensitivity: Sensitivity,
    screening: OnceLock<Result<Screening, String>>,
    sampling: OnceLock<Result<Sampling, String>>,
}

const SCREENING: usize = 0;
const VARIANCE: usize = 1;

impl Analysis<'_> {
    fn screening(&self) -> Result<&Screening, StudyError> {
        let drawn = || self.sensitivity.screening().map_err(|fault| fault.to_string());
        self.screening.get_or_init(drawn).as_ref().map_err(|fault| StudyError::Work(fault.clone()))
    }

    /// The second stage, from what all units of the first yielded.
    fn sampling_after(&self, screened: &[Vec<f64>]) -> Result<&Sampling, StudyError> {
        let screening = self.screening()?;
        let drawn = || {
            let kept = chosen(&self.sensitivity.screened(screening, screened), self.sensitivity.protocol.kept);
            self.sensitivity.sampling(kept).map_err(|fault| fault.to_string())
        };
        self.sampling.get_or_init(drawn).as_ref().map_err(|fault| StudyError::Work(fault.clone()))
    }

    fn sampling(&self) -> Result<&Sampling, StudyError> {
        let prepared = self.sampling.get().ok_or_else(|| StudyError::Work("the first stage is not finished".into()))?;
        prepared.as_ref().map_err(|fault| StudyError::Work(fault.clone()))
    }
}

impl Work for Analysis<'_> {
    /// The points are drawn before any thread of the pool needs them: a thread that waited for others while it drew them
    /// could take up a unit that waits for the points.
    fn begin(&self, chunks: &[usize]) {
        if !chunks.is_empty() {
            // A fault is told by the first unit.
            let _ = self.screening();
        }
    }

    fn prepare(&self, _stage: usize, earlier: &mut Collected) -> Result<(), StudyError> {
        self.sampling_after(&values(earlier.stage(SCREENING)?)).map(drop)
    }

    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let sensitivity = &self.sensitivity;
        let units: Vec<u64> = (segment.first..segment.end).collect();
        let points = match segment.stage {
            SCREENING => {
                let screening = self.screening()?;
                units.into_iter().map(|unit| (unit, sensitivity.screening_point(screening, unit))).collect::<Vec<_>>()
            }
            _ => {
                let sampling = self.sampling()?;
                units.into_iter().map(|unit| (unit, sensitivity.sampling_point(sampling, unit))).collect()
            }
        };
        let outputs = |(unit, point)| (unit, sensitivity.outputs_at(&point, &|hours| progress(hours)));
        let found: Vec<(u64, Result<Vec<f64>, Failed>)> = jobs(points).map(outputs).collect();
        Ok(yielded(found))
    }
}

/// Outputs of each unit, NaN where a simulation failed.
fn yielded(found: Vec<(u64, Result<Vec<f64>, Failed>)>) -> Yield {
    let mut whole =
        Yield { part: Part { records: Vec::new(), bands: Vec::new(), failures: Vec::new() }, rows: Vec::new() };
    for (unit, outputs) in found {
        let values = outputs.unwrap_or_else(|failed| {
            whole.part.failures.push(failed);
            vec![f64::NAN; Output::ALL.len()]
        });
        whole.rows.push(Row { unit, values });
    }
    whole
}

/// The outputs by unit.
fn values(whole: Yield) -> Vec<Vec<f64>> {
    whole.rows.into_iter().map(|row| row.values).collect()
}

impl Study for Analysis<'_> {
    fn name(&self) -> String {
        self.command.folder_name(&self.input)
    }

    fn seed(&self) -> u64 {
        self.sensitivity.settings.seed
    }

    fn settings(&self) -> &Settings {
        &self.sensitivity.settings
    }

    fn scenarios(&self) -> Vec<PlannedScenario> {
        let scenario = &self.input.scenario;
        vec![PlannedScenario { name: scenario.name.clone(), text: scenario.source.clone() }]
    }

    fn stages(&self) -> Vec<Stage> {
        let (settings, protocol) = (&self.sensitivity.settings, &self.sensitivity.protocol);
        let unit_cost = 2 * u64::from(protocol.patients) * settings.steps() * u64::from(settings.agents_per_class);
        let stage = |name: &str, units, after_earlier| Stage { name: name.into(), units, unit_cost, after_earlier };
        vec![
            stage("screening", self.sensitivity.screening_units(), false),
            stage("variance", self.sensitivity.sampling_units(), true),
        ]
    }

    fn text(&self) -> String {
        plan::plan(&self.input, &self.sensitivity)
    }

    fn hours(&self, segment: &Segment) -> f64 {
        segment.units() as f64 * self.sensitivity.hours_of_a_point()
    }

    fn failed(&self, failed: &Failed) -> String {
        let Failed { patient, arm, message, .. } = failed;
        format!("a point fails, at patient {patient}, arm `{arm}`: {message}")
    }

    fn merge(&self, folder: &Folder, chunks: &mut Collected) -> Result<(), Failure> {
        let screened = chunks.stage(SCREENING).map_err(failure)?;
        let sampled = chunks.stage(VARIANCE).map_err(failure)?;
        let failures: Vec<String> =
            screened.part.failures.iter().chain(&sampled.part.failures).map(|failed| self.failed(failed)).collect();
        let (screened, sampled) = (values(screened), values(sampled));
        let sampling = self.sampling_after(&screened).map_err(failure)?;
        let result = self.sensitivity.result((self.screening().map_err(failure)?, &screened), (sampling, &sampled));
        let wall = Duration::try_from_secs_f64(folder.seconds()).unwrap_or_default();
        self.command.file((&self.input, &self.sensitivity), &result, &failures, wall)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::planned::typed, *};

    #[test]
    fn every_option_comes_back() {
        let words = ["--theme", "dark", "--width", "800", "--height", "600", "--font-scale", "1.1"];
        assert_eq!(typed::<SensitivityCommand>(&words).arguments(), words);
    }
}
