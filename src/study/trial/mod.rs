//! A virtual trial, once and many times. The patients from whom repeated trials are drawn are a stage of units; under
//! posterior draws every trial has subjects of its own, and the trials are the units. Trial 1, the drawing of trials
//! and the headline about cenersen come at the end. Left out: the trial itself (see `cenersim_analyses::trial`).
//!
//! ```text
//! stage 0          with trials: the pool, whose members are in each version of every arm;
//!                  under posterior draws instead: the trials, whose subjects are in each version of their arm
//! at the end       trial 1, whose subjects are told one by one; the repeated trials; the headline
//! row              days on which fevers began in a course of the unit (a member or a trial, from 0)
//! ```
//!
//! A single trial cannot be cut into chunks, as it takes seconds.

mod drawn;
mod posterior;

pub use drawn::DrawnTrial;
pub use posterior::{PosteriorDraws, TRIALS_UNDER_DRAWS};

use super::{
    Analysis, Drawn, DrawnResult, Finished, HeadlineRequest, Input, Row, Segment, Stage, Stages, StudyError, Work,
    Yield,
    analysis::failed_patients,
    comparison::reference,
    compute::Progress,
    headline::{self, headline},
    input::notes,
    request::{Asking, one_input},
};
use cenersim_analyses::{
    comparison::{Failed, Hypothetical, Mechanism, Part, Record, Who},
    scenario::Scenario,
    trial::{Members, Repetitions, Trial, TrialResult, Trials, VERSIONS, check_trials, trial_of},
};
use cenersim_model::simulation::Settings;
use cenersim_report::{Look, Made, Product, Staging, TrialRecord, trial_product};

/// A trial that is asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrialRequest {
    /// With a table `[trial]`.
    pub input: Input,
    /// Trials from repetitions of which intervals are made; none for a single trial.
    pub trials: Option<u32>,
    /// What the parameters of each repeated trial are drawn from; otherwise they are those of the scenario.
    pub posterior: Option<PosteriorDraws>,
    /// What cenersen does under each hypothesis.
    pub headline: HeadlineRequest,
    /// Name of the arm that others are compared against; none for the first.
    #[serde(default)]
    pub reference: Option<String>,
}

impl TrialRequest {
    /// A single trial.
    pub fn of(input: Input) -> Self {
        Self { input, trials: None, posterior: None, headline: HeadlineRequest::default(), reference: None }
    }

    /// Reads and checks everything.
    ///
    /// # Errors
    /// What does not fit: a scenario without a trial, a protocol that cannot be kept, draws that this scenario cannot take.
    pub fn prepare(&self) -> Result<RepeatedTrial, StudyError> {
        let scenario = self.input.at(&[])?;
        let Some(protocol) = &scenario.trial else {
            return Err(StudyError::Work(format!(
                "{} describes no trial: expected a table `[trial]`, such as that of scenarios/phase2.toml",
                self.input.place()
            )));
        };
        let trial =
            Trial::new(&scenario.title, protocol.clone(), scenario.compared_arms().collect(), &scenario.settings);
        let trial = trial.and_then(|trial| trial.of(&scenario.cohort)).map_err(|fault| self.input.fault(fault))?;
        reference(self.reference.as_deref(), &trial.arms)?;
        if let Some(trials) = self.trials {
            check_trials(u64::from(trials)).map_err(StudyError::Work)?;
            let drawn = self.posterior.is_none().then(|| trial.check_repeated());
            drawn.unwrap_or(Ok(())).map_err(|fault| self.input.fault(fault))?;
        }
        self.posterior.as_ref().map_or(Ok(()), |draws| draws.check(&trial))?;
        let hypotheticals = self.headline.hypotheticals(&[scenario.hypothesis], |change| {
            let scenario = self.input.at(change)?;
            let who = match scenario.cohort.len() {
                0 => Who::Population(u64::from(self.headline.pairs)),
                listed => Who::Named(listed),
            };
            Ok(scenario.comparison(who))
        })?;
        Ok(RepeatedTrial { request: self.clone(), scenario, trial, hypotheticals })
    }

    /// Name of the folder, made from scenario and options.
    pub fn name(&self) -> String {
        let again = self.trials.map_or_else(String::new, |trials| format!("_{trials}_trials"));
        let under = if self.posterior.is_some() { "_posterior" } else { "" };
        let one = self.headline.only.map_or_else(String::new, |one| format!("_{}", one.name()));
        format!("trial_{}{}{again}{under}{one}", self.input.name, self.input.of_patients())
    }
}

impl Asking for TrialRequest {
    fn analysis(&self) -> Result<Box<dyn Analysis>, StudyError> {
        Ok(Box::new(self.prepare()?))
    }

    one_input!();

    fn name(&self) -> String {
        self.name()
    }
}

/// A trial that can be conducted and, if it is asked for, repeated.
pub struct RepeatedTrial {
    /// What was asked for.
    pub request: TrialRequest,
    /// The scenario with its protocol.
    pub scenario: Scenario,
    /// Protocol and arms, ready to be conducted.
    pub trial: Trial,
    hypotheticals: Vec<Hypothetical>,
}

/// The only stage, where there is one.
const REPEATED: usize = 0;

impl RepeatedTrial {
    /// Conducts everything in memory; results, and whose simulation failed. `progress` is called with the hours simulated
    /// since its last call.
    ///
    /// # Errors
    /// If the simulation of a subject of the trial fails, or no repeated trial is left.
    pub fn compute(&self, progress: &Progress) -> Result<(TrialResult, Vec<Failed>), StudyError> {
        let found = self.found(&mut super::Memory::new(self, progress), progress)?;
        Ok((found.result, found.failures))
    }

    /// A subject of trial 1 whose simulation fails ends the analysis; a member of the pool who fails is left out of it.
    fn found(&self, stages: &mut dyn Stages, progress: &Progress) -> Result<Found<'_>, StudyError> {
        let single =
            self.trial.conduct(1, &|hours| progress(hours)).map_err(|Failed { patient, arm, message, .. }| {
                StudyError::Simulation(format!("subject number {patient} in arm `{arm}` failed: {message}"))
            })?;
        let (repetitions, mut failures) = self.repeated(stages)?;
        let reference = reference(self.request.reference.as_deref(), &self.trial.arms)?;
        let trials = repetitions.as_ref().map(|found| self.trial.trials(found));
        let mut result = self.trial.result(single, repetitions);
        if reference > 0 {
            result.two_arm = self.trial.two_arm(&result.trial, reference);
        }
        let (headline, further) = headline(&self.hypotheticals, progress);
        result.headline = headline;
        failures.extend(further);
        Ok(Found { asked: self, result, trials, failures })
    }

    /// The repetitions that are asked for, and whose simulations failed.
    fn repeated(&self, stages: &mut dyn Stages) -> Result<(Option<Repetitions>, Vec<Failed>), StudyError> {
        let Some(trials) = self.request.trials else { return Ok((None, Vec::new())) };
        let Yield { part, rows, .. } = stages.stage(REPEATED)?;
        let fevers = rows.into_iter().map(|row| row.values).collect();
        let members = Members { records: part.records, fevers, failures: part.failures };
        if let Some(draws) = &self.request.posterior {
            let (repetitions, failures) = draws.repeat(&self.trial, trials, members)?;
            return Ok((Some(repetitions), failures));
        }
        let pool = self.trial.pool(members);
        let repetitions = self.trial.repeat(&pool, trials, &|_| {}).map_err(StudyError::Failed)?;
        Ok((Some(repetitions), pool.failures().to_vec()))
    }

    /// Unit of the stage that a course of a patient belongs to.
    /// Members are numbered from 1, as trials are.
    fn unit_of(&self, patient: u64) -> u64 {
        if self.request.posterior.is_some() { trial_of(patient) - 1 } else { patient - 1 }
    }
}

impl Work for RepeatedTrial {
    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let units = segment.first..segment.end;
        let Members { records, fevers, failures } = match &self.request.posterior {
            Some(draws) => draws.simulate(&self.trial, units, progress),
            None => self.trial.simulate_members(units, &|hours| progress(hours)),
        };
        let row = |(record, values): (&Record, _)| Row::of(self.unit_of(record.patient), values);
        let rows = records.iter().zip(fevers).map(row).collect();
        Ok(Yield { part: Part { records, bands: Vec::new(), failures }, rows, courses: Vec::new() })
    }
}

impl Analysis for RepeatedTrial {
    fn seed(&self) -> u64 {
        self.trial.settings.seed
    }

    fn settings(&self) -> &Settings {
        &self.trial.settings
    }

    fn stages(&self) -> Vec<Stage> {
        let (settings, protocol) = (&self.trial.settings, &self.trial.protocol);
        let stage = |name: &str, units: u32, courses: usize| Stage {
            name: name.into(),
            units: u64::from(units),
            unit_cost: courses as u64 * settings.steps() * u64::from(settings.agents_per_class),
            after_earlier: false,
        };
        let repeated = |trials: u32| match self.request.posterior {
            Some(_) => stage("trials", trials, VERSIONS * protocol.total() as usize),
            None => stage("pool", protocol.pool, VERSIONS * self.trial.arms.len()),
        };
        self.request.trials.map(repeated).into_iter().collect()
    }

    fn hours(&self, segment: &Segment) -> f64 {
        let of_one = match self.request.posterior {
            Some(_) => self.trial.hours_under(),
            None => self.trial.pool_hours() / f64::from(self.trial.protocol.pool),
        };
        segment.units() as f64 * of_one
    }

    fn hours_at_the_end(&self) -> f64 {
        self.trial.trial_hours() + headline::hours(&self.hypotheticals)
    }

    fn indivisible(&self) -> Option<String> {
        let message = "a single trial takes seconds, so there is nothing to divide: expected --trials N to repeat it";
        self.request.trials.is_none().then(|| message.into())
    }

    fn notes(&self) -> Vec<String> {
        notes(&self.scenario)
    }

    fn failed(&self, Failed { patient, arm, message, .. }: &Failed) -> String {
        format!("patient {patient} of the pool, arm `{arm}` failed: {message}")
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

/// A trial that was conducted.
struct Found<'a> {
    asked: &'a RepeatedTrial,
    result: TrialResult,
    /// Repeated trials one by one.
    trials: Option<Trials>,
    failures: Vec<Failed>,
}

impl Finished for Found<'_> {
    fn product(&self, made: &Made, look: &Look) -> Product {
        let RepeatedTrial { request: TrialRequest { input, .. }, scenario, trial, .. } = self.asked;
        let hypothesis = scenario.hypothesis.name();
        let subject = format!("scenario {} | p53 hypothesis {hypothesis}", input.name);
        let kept = DrawnTrial::of(&self.result, Mechanism::of(&trial.arms, &trial.settings));
        let drawn = Drawn { subject, seed: self.result.seed, result: DrawnResult::Trial(Box::new(kept)) };
        let record = TrialRecord {
            trial,
            result: &self.result,
            trials: self.trials.as_ref(),
            scenario: (&input.name, &input.text),
            failures: &failed_patients(self.result.seed, &self.failures),
            hypothesis,
            made: *made,
        };
        drawn.product(made, look, |figures| trial_product(&record, figures, look.dark))
    }

    fn failures(&self) -> (Vec<String>, String) {
        let n = self.failures.len();
        let said = self.failures.iter().map(|failed| self.asked.failed(failed)).collect();
        (said, format!("{n} patients of the pool failed and are in no trial; all others finished and are written"))
    }
}
