//! A qualification as stages of units: each population under its regimen is a stage, each of its patients a unit.
//! Left out: the checks (see `cenersim_qualification`).
//!
//! ```text
//! stage k     the cohort k of the qualifier (a population under a regimen)
//! unit        one patient of it, from 0; its row is what was seen of him, packed
//! finish      all that was seen -> estimates of the checks -> scorecard
//! ```

use super::{
    Analysis, Drawn, Finished, Input, Row, Segment, Stage, Stages, StudyError, Work, Yield, compute::Progress,
    input::notes,
};
use cenersim_analyses::{comparison::Failed, scenario::Scenario};
use cenersim_model::{
    parameters::{Hypothesis, Ledger},
    simulation::Settings,
};
use cenersim_qualification::{Qualification, Qualifier, REGIMENS, Scope, Seen, Size};
use cenersim_report::{Look, Made, Product, QualificationRecord, Staging, qualification_product};

/// A qualification that is asked for.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualificationRequest {
    /// The regimens, with the parameters and the seed of the model.
    pub regimens: Input,
    /// Full, or with an eighth of the patients.
    pub size: Size,
    /// Everybody, or the trial's arms alone.
    pub scope: Scope,
}

impl QualificationRequest {
    /// The shipped regimens with changes of the form `path.to.key=value`.
    ///
    /// # Errors
    /// What is wrong with a change.
    pub fn of(changes: &[String], size: Size, scope: Scope) -> Result<Self, StudyError> {
        let scenario = Scenario::parse_point("regimens", REGIMENS, changes)?;
        let mut regimens = Input::of(&scenario, "regimens.toml".as_ref());
        if changes.is_empty() {
            // With its comments.
            regimens.text = REGIMENS.to_owned();
        }
        Ok(Self { regimens, size, scope })
    }

    /// Reads and checks everything.
    ///
    /// # Errors
    /// What does not fit.
    pub fn prepare(&self) -> Result<Qualifying, StudyError> {
        let scenario = self.regimens.at(&[])?;
        let (hypothesis, ledger, notes) = (scenario.hypothesis, scenario.ledger.clone(), notes(&scenario));
        let qualifier = Qualifier::new(scenario, self.size, self.scope).map_err(|fault| self.regimens.fault(fault))?;
        Ok(Qualifying { request: self.clone(), qualifier, hypothesis, ledger, notes })
    }

    /// Name of the folder, made from what it is limited to.
    /// Such as `qualification_arms_reduced_source`; the neutral hypothesis is not named.
    pub fn name(&self) -> String {
        let arms = if self.scope == Scope::Arms { "_arms" } else { "" };
        let reduced = if self.size == Size::Reduced { "_reduced" } else { "" };
        let hypothesis = self.regimens.at(&[]).map(|scenario| scenario.hypothesis).unwrap_or_default();
        let under = match hypothesis {
            Hypothesis::Neutral => String::new(),
            other => format!("_{}", other.name()),
        };
        format!("qualification{arms}{reduced}{under}")
    }
}

/// A qualification that can be simulated.
pub struct Qualifying {
    /// What was asked for.
    pub request: QualificationRequest,
    /// The cohorts and the checks.
    pub qualifier: Qualifier,
    /// What losing p53 does in this model.
    pub hypothesis: Hypothesis,
    ledger: Ledger,
    notes: Vec<String>,
}

impl Work for Qualifying {
    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        let cohort = self.qualifier.cohorts()[segment.stage];
        let seen = self.qualifier.simulate(&cohort, segment.first + 1..segment.end + 1, progress);
        let rows = (segment.first..).zip(&seen).map(|(unit, seen)| Row::packed(unit, seen)).collect();
        Ok(Yield { rows, ..Yield::default() })
    }
}

impl Analysis for Qualifying {
    fn seed(&self) -> u64 {
        self.qualifier.seed()
    }

    fn settings(&self) -> &Settings {
        self.qualifier.settings()
    }

    fn stages(&self) -> Vec<Stage> {
        let settings = self.qualifier.settings();
        let (agents, step) = (u64::from(self.request.size.agents_in_cohorts()), settings.step.in_days());
        let units = self.qualifier.patients();
        let stage = |cohort: &cenersim_qualification::Whom| Stage {
            name: cohort.name(),
            units,
            unit_cost: (cohort.days() / step) as u64 * agents,
            after_earlier: false,
        };
        self.qualifier.cohorts().iter().map(stage).collect()
    }

    fn hours(&self, segment: &Segment) -> f64 {
        segment.units() as f64 * self.qualifier.cohorts()[segment.stage].days() * 24.0
    }

    fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    fn failed(&self, Failed { patient, arm, message, .. }: &Failed) -> String {
        format!("patient {patient} of `{arm}` failed: {message}")
    }

    fn finish<'a>(
        &'a self,
        stages: &mut dyn Stages,
        _: &mut Staging,
        _: &Progress,
    ) -> Result<Box<dyn Finished + 'a>, StudyError> {
        let mut seen = Vec::new();
        for stage in 0..self.qualifier.cohorts().len() {
            let rows = stages.stage(stage)?.rows;
            seen.push(rows.iter().map(Row::unpacked).collect::<Result<Vec<Seen>, StudyError>>()?);
        }
        Ok(Box::new(Found { asked: self, found: self.qualifier.qualify(seen) }))
    }
}

/// A qualification that was made.
struct Found<'a> {
    asked: &'a Qualifying,
    found: Qualification,
}

impl Finished for Found<'_> {
    fn product(&self, made: &Made, look: &Look) -> Product {
        let (found, hypothesis) = (&self.found, self.asked.hypothesis.name());
        let subject = format!("qualification, size {} | p53 hypothesis {hypothesis}", found.size.name());
        let drawn = Drawn::qualification(subject, found);
        let regimens = self.asked.request.regimens.text.as_str();
        let record = QualificationRecord { found, regimens, ledger: &self.asked.ledger, made: *made };
        drawn.product(made, look, |figures| qualification_product(&record, figures, look.dark))
    }

    fn failures(&self) -> (Vec<String>, String) {
        (Vec::new(), String::new())
    }
}
