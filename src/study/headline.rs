//! What a comparison or a trial asks about cenersen under each hypothesis about p53.
//!
//! # Cost
//!
//! Two courses for each pair and arm with cenersen, and two for the contrast of TP53, under each hypothesis; with
//! few agents, long steps and no day after a remission. It is simulated at the end by whoever finishes the
//! analysis, so chunks do not hold it.

use super::{StudyError, compute::Progress};
use cenersim_analyses::comparison::{Design, Failed, Headline, Hypothetical, UnderHypothesis};
use cenersim_model::parameters::Hypothesis;

/// Which hypotheses, and how many pairs of patients with and without cenersen under each.
/// By default all hypotheses with 200 pairs each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct HeadlineRequest {
    /// Only this one, which is then in force for everything; otherwise all.
    pub only: Option<Hypothesis>,
    /// 0 leaves the headline out.
    pub pairs: u32,
}

impl Default for HeadlineRequest {
    fn default() -> Self {
        Self { only: None, pairs: 200 }
    }
}

/// The change of a scenario that puts a hypothesis in force.
/// Such as `hypothesis.p53="source"`.
pub fn hypothesis_change(hypothesis: Hypothesis) -> String {
    format!("hypothesis.p53=\"{}\"", hypothesis.name())
}

impl HeadlineRequest {
    /// What is simulated: `design` makes the design under one change of the scenarios; `in_force` are their hypotheses.
    ///
    /// One for each hypothesis with an arm that gives cenersen; none if `pairs` is 0 or no arm gives it. A hypothesis
    /// is in force if all scenarios have it.
    ///
    /// # Errors
    /// As `design` says.
    pub(super) fn hypotheticals(
        &self,
        in_force: &[Hypothesis],
        design: impl Fn(&[String]) -> Result<Design, StudyError>,
    ) -> Result<Vec<Hypothetical>, StudyError> {
        let all: Vec<Hypothesis> = self.only.map_or_else(|| Hypothesis::ALL.into(), |one| vec![one]);
        let mut found = Vec::new();
        for hypothesis in all.into_iter().filter(|_| self.pairs > 0) {
            let force = in_force.iter().all(|other| *other == hypothesis);
            let under = design(&[hypothesis_change(hypothesis)])?;
            found.extend(Hypothetical::new(hypothesis, force, &under, self.pairs));
        }
        Ok(found)
    }
}

/// Simulates the headline; none without an arm that gives cenersen.
pub(super) fn headline(hypotheticals: &[Hypothetical], progress: &Progress) -> (Option<Headline>, Vec<Failed>) {
    let simulated = hypotheticals.iter().map(|hypothetical| hypothetical.simulate(&|hours| progress(hours)));
    let (found, failures): (Vec<UnderHypothesis>, Vec<Vec<Failed>>) = simulated.unzip();
    let who = hypotheticals.first().map(Hypothetical::who);
    (who.map(|who| Headline::of(found, who)), failures.into_iter().flatten().collect())
}

/// Hours of simulation of the headline.
pub(super) fn hours(hypotheticals: &[Hypothetical]) -> f64 {
    hypotheticals.iter().map(Hypothetical::hours).sum()
}
