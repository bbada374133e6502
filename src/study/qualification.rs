//! A qualification as stages of units: each population under its regimen is a stage, each of its patients a unit.
//! Left out: the checks (see `cenersim_qualification`).
//!
//! ```text
//! stage k     the cohort k of the qualifier (a population under a regimen)
//! unit        one patient of it, from 0; its row is what was seen of them, packed
//! finish      all that was seen -> estimates of the checks -> scorecard
//! ```

use super::{
    Analysis, Drawn, DrawnResult, Finished, Input, Row, Segment, Stage, Stages, StudyError, Work, Yield,
    compute::Progress, drawn::Drawing, input::notes, request::Asking,
};
use cenersim_analyses::{comparison::Failed, scenario::Scenario};
use cenersim_model::{
    parameters::{Hypothesis, Ledger},
    simulation::Settings,
};
use cenersim_plot::{Figure, Theme, qualification as qualification_figures};
use cenersim_qualification::{Estimate, Qualification, Qualifier, REGIMENS, Scope, Seen, Size};
use cenersim_report::{Look, Made, Product, QualificationRecord, Staging, qualification_product};
use std::borrow::Cow;

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

impl Asking for QualificationRequest {
    fn analysis(&self) -> Result<Box<dyn Analysis>, StudyError> {
        Ok(Box::new(self.prepare()?))
    }

    fn inputs(&self) -> &[Input] {
        std::slice::from_ref(&self.regimens)
    }

    fn inputs_mut(&mut self) -> &mut [Input] {
        std::slice::from_mut(&mut self.regimens)
    }

    fn name(&self) -> String {
        self.name()
    }
}

/// Estimates of the checks; the checks themselves are part of the program.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DrawnQualification<'a> {
    /// Numbers of patients and agents.
    pub size: Size,
    /// What it was limited to.
    pub scope: Scope,
    /// What was estimated of each check, by its id.
    pub estimates: Cow<'a, [(String, Estimate)]>,
}

impl DrawnQualification<'_> {
    /// What is kept of a qualification.
    pub fn of(found: &Qualification) -> Self {
        let Qualification { size, scope, .. } = *found;
        Self { size, scope, estimates: found.estimates().into() }
    }
}

impl Drawing for DrawnQualification<'_> {
    fn figures(&self, seed: u64, footer: &str, theme: &Theme) -> Vec<Figure> {
        let found = Qualification::of(self.size, self.scope, seed, &self.estimates);
        qualification_figures(&found, footer, theme)
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
        let result = DrawnResult::Qualification(Box::new(DrawnQualification::of(found)));
        let drawn = Drawn { subject, seed: found.seed, result };
        let regimens = self.asked.request.regimens.text.as_str();
        let record = QualificationRecord { found, regimens, ledger: &self.asked.ledger, made: *made };
        drawn.product(made, look, |figures| qualification_product(&record, figures, look.dark))
    }

    fn failures(&self) -> (Vec<String>, String) {
        (Vec::new(), String::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cenersim_qualification::SUBJECTS;

    #[test]
    fn a_qualification_comes_back_with_every_estimate_even_one_that_is_no_number() {
        let ids = SUBJECTS.iter().flat_map(|subject| subject.checks).map(|check| check.id.to_owned()).step_by(2);
        let value = |index: usize| if index == 3 { f64::NAN } else { 1.0 / (index as f64 + 3.0) };
        let estimate = |index: usize| Estimate { value: value(index), error: 0.1, n: 7 };
        let estimates: Vec<(String, Estimate)> = ids.enumerate().map(|(index, id)| (id, estimate(index))).collect();
        let found = Qualification::of(Size::Reduced, Scope::All, 5, &estimates);
        let result = DrawnResult::Qualification(Box::new(DrawnQualification::of(&found)));
        let bytes = Drawn { subject: "qualification".into(), seed: 5, result }.to_bytes();
        let read = Drawn::from_bytes(&bytes).unwrap();
        let DrawnResult::Qualification(back) = read.result else { panic!("{:?} is no qualification", read.result) };
        let bits = |all: &[(String, Estimate)]| all.iter().map(|(_, one)| one.value.to_bits()).collect::<Vec<_>>();
        let expected = (Size::Reduced, Scope::All, 5, bits(&estimates));
        assert_eq!((back.size, back.scope, read.seed, bits(&back.estimates)), expected);
        assert_eq!(found.rows.iter().filter(|row| row.estimate.is_some()).count(), estimates.len());
    }
}
