//! A sensitivity analysis as two stages of units, the points at which the model is asked. The second stage varies the
//! numbers that matter most in the first, so it is after it. Left out: designs and indices (see
//! `cenersim_analyses::sensitivity`).
//!
//! ```text
//! stage 0     screening: points of the elementary effects of all numbers
//! stage 1     variance: points of the numbers that were kept, after stage 0
//! row         the outputs at the point in the order of Output::ALL; NaN where a simulation failed
//! ```

use super::{
    Analysis, Drawn, DrawnResult, Finished, Input, Segment, Stage, Stages, StudyError, Work, Yield,
    analysis::NAMED_FAILURES,
    compute::Progress,
    drawn::Drawing,
    input::notes,
    request::{Asking, one_input},
};
use cenersim_analyses::{
    comparison::Failed,
    scenario::Scenario,
    sensitivity::{Asked, Output, Sampling, Screening, Sensitivity, SensitivityResult, chosen},
};
use cenersim_model::simulation::{Settings, jobs};
use cenersim_plot::{Figure, SensitivityInput, Theme, sensitivity_figures};
use cenersim_report::{Look, Made, Product, SensitivityRecord, Staging, sensitivity_product};
use rayon::prelude::*;
use std::{borrow::Cow, sync::OnceLock};

/// An analysis that is asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SensitivityRequest {
    /// With a table `[sensitivity]`.
    pub input: Input,
}

impl SensitivityRequest {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// What does not fit: a scenario without an analysis, or numbers that cannot be varied.
    pub fn prepare(&self) -> Result<Varied, StudyError> {
        let scenario = self.input.at(&[])?;
        let arm = |protocol: &cenersim_analyses::sensitivity::Protocol| {
            scenario.compared_arms().find(|arm| arm.name == protocol.arm)
        };
        let arm = scenario.sensitivity.as_ref().and_then(arm);
        let Some((protocol, arm)) = scenario.sensitivity.as_ref().zip(arm) else {
            return Err(StudyError::Work(format!(
                "{} describes no analysis: expected a table `[sensitivity]`, such as that of scenarios/sensitivity.toml",
                self.input.place()
            )));
        };
        let sensitivity = Sensitivity::new(&scenario.title, protocol.clone(), arm, &scenario.settings);
        let sensitivity = sensitivity.map_err(|fault| self.input.fault(fault))?;
        let (screening, sampling) = (OnceLock::new(), OnceLock::new());
        Ok(Varied { input: self.input.clone(), scenario, sensitivity, screening, sampling })
    }
}

impl Asking for SensitivityRequest {
    fn analysis(&self) -> Result<Box<dyn Analysis>, StudyError> {
        Ok(Box::new(self.prepare()?))
    }

    one_input!();
}

/// Effects and shares of variance.
pub type DrawnSensitivity<'a> = Cow<'a, SensitivityResult>;

impl Drawing for DrawnSensitivity<'_> {
    fn figures(&self, _seed: u64, footer: &str, theme: &Theme) -> Vec<Figure> {
        sensitivity_figures(&SensitivityInput { result: self, footer }, theme)
    }
}

/// An analysis, with the points of its stages as soon as they are known.
pub struct Varied {
    /// The scenario as it was given.
    pub input: Input,
    /// The same, read.
    pub scenario: Scenario,
    /// Ranges, designs and the arm that is simulated.
    pub sensitivity: Sensitivity,
    screening: OnceLock<Result<Screening, String>>,
    sampling: OnceLock<Result<Sampling, String>>,
}

/// The two stages.
const SCREENING: usize = 0;
const VARIANCE: usize = 1;

impl Varied {
    /// Points of the first stage, drawn once in each process.
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

    /// Points of the second stage, once [`Work::prepare`] has drawn them.
    fn sampling(&self) -> Result<&Sampling, StudyError> {
        let prepared = self.sampling.get().ok_or_else(|| StudyError::Work("the first stage is not finished".into()))?;
        prepared.as_ref().map_err(|fault| StudyError::Work(fault.clone()))
    }
}

impl Work for Varied {
    /// The points are drawn before any thread of the pool needs them: a thread that waited for others while it drew them
    /// could take up a unit that waits for the points.
    fn begin(&self, chunks: &[usize]) {
        if !chunks.is_empty() {
            // A fault is told by the first unit.
            let _ = self.screening();
        }
    }

    fn prepare(&self, _stage: usize, earlier: &mut dyn Stages) -> Result<(), StudyError> {
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
        Ok(Yield::of_units(jobs(points).map(outputs).collect(), &[f64::NAN; Output::ALL.len()]))
    }
}

/// The outputs by unit.
fn values(whole: Yield) -> Vec<Vec<f64>> {
    whole.rows.into_iter().map(|row| row.values).collect()
}

impl Analysis for Varied {
    fn seed(&self) -> u64 {
        self.sensitivity.settings.seed
    }

    fn settings(&self) -> &Settings {
        &self.sensitivity.settings
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

    fn hours(&self, segment: &Segment) -> f64 {
        segment.units() as f64 * self.sensitivity.hours_of_a_point()
    }

    fn is_long(&self) -> bool {
        true
    }

    fn notes(&self) -> Vec<String> {
        notes(&self.scenario)
    }

    fn failed(&self, Failed { patient, arm, message, .. }: &Failed) -> String {
        format!("a point fails, at patient {patient}, arm `{arm}`: {message}")
    }

    fn finish<'a>(
        &'a self,
        stages: &mut dyn Stages,
        _: &mut Staging,
        _: &Progress,
    ) -> Result<Box<dyn Finished + 'a>, StudyError> {
        let (screened, sampled) = (stages.stage(SCREENING)?, stages.stage(VARIANCE)?);
        let failed = screened.part.failures.iter().chain(&sampled.part.failures);
        let failures: Vec<String> = failed.map(|failed| self.failed(failed)).collect();
        let (screened, sampled) = (values(screened), values(sampled));
        let sampling = self.sampling_after(&screened)?;
        let screening = self.screening()?;
        let result = self.sensitivity.result((screening, &screened), (sampling, &sampled));
        let points = self.sensitivity.asked((screening, &screened), (sampling, &sampled));
        Ok(Box::new(Found { asked: self, result, points, failures }))
    }
}

/// An analysis that was computed.
struct Found<'a> {
    asked: &'a Varied,
    result: SensitivityResult,
    points: Vec<Asked>,
    /// What each simulation that failed said.
    failures: Vec<String>,
}

impl Finished for Found<'_> {
    fn product(&self, made: &Made, look: &Look) -> Product {
        let Varied { input, sensitivity, .. } = self.asked;
        let result = DrawnResult::Sensitivity(Box::new(Cow::Borrowed(&self.result)));
        let drawn = Drawn { subject: format!("scenario {}", input.name), seed: self.result.seed, result };
        let record = SensitivityRecord {
            result: &self.result,
            points: &self.points,
            ledger: &sensitivity.arm.ledger,
            scenario: (&input.name, &input.text),
            failures: &self.failures,
            made: *made,
        };
        drawn.product(made, look, |figures| sensitivity_product(&record, figures, look.dark))
    }

    fn failures(&self) -> (Vec<String>, String) {
        let SensitivityResult { failed, points, .. } = &self.result;
        let said = format!(
            "simulations failed at {failed} of {points} points, which are in no result; all others finished and are written"
        );
        (self.failures.iter().take(NAMED_FAILURES).cloned().collect(), said)
    }
}
