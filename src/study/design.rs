//! The design of a next trial as one stage of units, the draws of the parameters. Left out: what is made of their outcomes
//! (see `cenersim_analyses::design`).
//!
//! ```text
//! stage 0     draws: patients of its own in both arms, under parameters from the ranges of the ledger or a posterior
//! row         day and event of each course; NaN where a simulation failed
//! ```

use super::{
    Analysis, Drawn, DrawnResult, Finished, Input, PosteriorDraws, Segment, Stage, Stages, StudyError, Work, Yield,
    analysis::NAMED_FAILURES,
    compute::Progress,
    drawn::Drawing,
    input::notes,
    request::{Asking, one_input},
};
use cenersim_analyses::{
    comparison::{Arm, Failed},
    design::{DesignResult, NextTrial, Source},
    scenario::Scenario,
};
use cenersim_model::{
    parameters::Ledger,
    simulation::{Settings, jobs},
};
use cenersim_plot::{DesignInput, Figure, Theme, design_figures};
use cenersim_report::{DesignRecord, Look, Made, Product, Staging, design_product};
use rayon::prelude::*;
use std::borrow::Cow;

/// A design that is asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesignRequest {
    /// With a table `[design]`.
    pub input: Input,
    /// What the parameters are drawn from; otherwise from the ranges of the ledger.
    pub posterior: Option<PosteriorDraws>,
}

impl DesignRequest {
    /// Reads and checks everything.
    ///
    /// # Errors
    /// What does not fit: a scenario without a design, rates that cannot be told apart, draws that it cannot take.
    pub fn prepare(&self) -> Result<Designed, StudyError> {
        let scenario = self.input.at(&[])?;
        let Some(protocol) = &scenario.next_trial else {
            return Err(StudyError::Work(format!(
                "{} describes no next trial: expected a table `[design]`, such as that of scenarios/next_trial.toml",
                self.input.place()
            )));
        };
        let arms: Vec<Arm> = scenario.compared_arms().collect();
        let trial = NextTrial::new(&scenario.title, protocol.clone(), &arms, &scenario.settings);
        let trial = trial.map_err(|fault| self.input.fault(fault))?.of(&scenario.cohort);
        let designed = Designed { request: self.clone(), scenario, trial };
        (0..designed.draws()).try_for_each(|draw| designed.posterior_ledger(draw).map(drop))?;
        Ok(designed)
    }
}

impl Asking for DesignRequest {
    fn analysis(&self) -> Result<Box<dyn Analysis>, StudyError> {
        Ok(Box::new(self.prepare()?))
    }

    one_input!();

    /// That of the scenario, and whether the parameters are drawn from a posterior.
    fn name(&self) -> String {
        let under = if self.posterior.is_some() { "_posterior" } else { "" };
        format!("{}{}{under}", self.input.name, self.input.of_patients())
    }
}

/// Chances of a next trial.
pub type DrawnDesign<'a> = Cow<'a, DesignResult>;

impl Drawing for DrawnDesign<'_> {
    fn figures(&self, _seed: u64, footer: &str, theme: &Theme) -> Vec<Figure> {
        design_figures(&DesignInput { result: self, footer }, theme)
    }
}

/// A trial that can be designed.
pub struct Designed {
    /// What was asked for.
    pub request: DesignRequest,
    /// The scenario, read.
    pub scenario: Scenario,
    /// Arms, test, and what is drawn.
    pub trial: NextTrial,
}

/// The only stage.
const DRAWS: usize = 0;

impl Designed {
    fn draws(&self) -> u64 {
        u64::from(self.trial.protocol.draws)
    }

    /// The numbers of a draw of the posterior, if there is one.
    ///
    /// # Errors
    /// If they describe cells that cannot exist.
    fn posterior_ledger(&self, draw: u64) -> Result<Option<Ledger>, StudyError> {
        let Some(posterior) = &self.request.posterior else { return Ok(None) };
        let ledger = posterior.ledger(&self.trial.arms[1].ledger, self.seed(), draw);
        let possible = ledger.filter(|ledger| self.trial.is_possible(draw, ledger));
        possible.map(Some).ok_or_else(|| posterior.impossible(self.seed(), draw))
    }

    /// The numbers of a draw.
    fn ledger(&self, draw: u64) -> Result<Ledger, StudyError> {
        if let Some(ledger) = self.posterior_ledger(draw)? {
            return Ok(ledger);
        }
        Ok(self.trial.drawn(&self.places(draw)?))
    }

    /// Where each parameter lies in its range.
    fn places(&self, draw: u64) -> Result<Vec<f64>, StudyError> {
        self.trial.places(draw).map_err(|fault| self.request.input.fault(fault))
    }

    /// What was drawn, for all draws.
    fn source(&self) -> Result<Source, StudyError> {
        if let Some(posterior) = &self.request.posterior {
            let (parameters, values) = posterior.used(self.seed(), self.draws());
            return Ok(Source { posterior: Some(posterior.calibration().to_owned()), parameters, values });
        }
        let parameters = self.trial.inputs.iter().map(|input| input.path.clone()).collect();
        let values: Result<Vec<_>, _> =
            jobs((0..self.draws()).collect::<Vec<_>>()).map(|draw| self.places(draw)).collect();
        Ok(Source { posterior: None, parameters, values: values? })
    }
}

impl Work for Designed {
    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let simulated = |draw: u64| {
            let ledger = self.ledger(draw)?;
            Ok((draw, self.trial.outcomes_at(draw, &ledger, &|hours| progress(hours))))
        };
        let found: Result<Vec<_>, StudyError> =
            jobs((segment.first..segment.end).collect::<Vec<u64>>()).map(simulated).collect();
        Ok(Yield::of_units(found?, &vec![f64::NAN; self.trial.width()]))
    }
}

impl Analysis for Designed {
    fn seed(&self) -> u64 {
        self.trial.settings.seed
    }

    fn settings(&self) -> &Settings {
        &self.trial.settings
    }

    fn stages(&self) -> Vec<Stage> {
        let (settings, protocol) = (&self.trial.settings, &self.trial.protocol);
        let courses = 2 * u64::from(protocol.patients_per_draw) * u64::from(protocol.replicates);
        let unit_cost = courses * settings.steps() * u64::from(settings.agents_per_class);
        vec![Stage { name: "draws".into(), units: self.draws(), unit_cost, after_earlier: false }]
    }

    fn hours(&self, segment: &Segment) -> f64 {
        segment.units() as f64 * self.trial.hours_of_a_draw()
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
        let whole = stages.stage(DRAWS)?;
        let failures = whole.part.failures.iter().map(|failed| self.failed(failed)).collect();
        let rows: Vec<Vec<f64>> = whole.rows.into_iter().map(|row| row.values).collect();
        let source = self.source()?;
        let result = self.trial.result(&rows, &source).map_err(|fault| StudyError::Failed(fault.to_string()))?;
        Ok(Box::new(Found { asked: self, result, source, failures }))
    }
}

/// A design that was computed.
struct Found<'a> {
    asked: &'a Designed,
    result: DesignResult,
    /// The parameters of each draw, so that anybody can compute again.
    source: Source,
    /// What each simulation that failed said.
    failures: Vec<String>,
}

impl Finished for Found<'_> {
    fn product(&self, made: &Made, look: &Look) -> Product {
        let Designed { request: DesignRequest { input, .. }, scenario, trial } = self.asked;
        let hypothesis = scenario.hypothesis.name();
        let subject = format!("scenario {} | p53 hypothesis {hypothesis}", input.name);
        let result = DrawnResult::Design(Box::new(Cow::Borrowed(&self.result)));
        let drawn = Drawn { subject, seed: self.result.seed, result };
        let record = DesignRecord {
            result: &self.result,
            source: &self.source,
            ledger: &trial.arms[1].ledger,
            hypothesis,
            scenario: (&input.name, &input.text),
            failures: &self.failures,
            made: *made,
        };
        drawn.product(made, look, |figures| design_product(&record, figures, look.dark))
    }

    fn failures(&self) -> (Vec<String>, String) {
        let DesignResult { failed, protocol, .. } = &self.result;
        let said = format!(
            "simulations failed in {failed} of {} draws, which are in no result; all others finished and are written",
            protocol.draws
        );
        (self.failures.iter().take(NAMED_FAILURES).cloned().collect(), said)
    }
}
