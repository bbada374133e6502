//! `--hypothesis NAME|all`: what losing p53 is supposed to do, and the headline about cenersen under each of it.

use super::Failure;
use cenersim::{
    comparison::{Design, Failed, Headline, Hypothetical, UnderHypothesis},
    parameters::Hypothesis,
};

/// One of the hypotheses, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    All,
    One(Hypothesis),
}

/// Options about hypotheses of commands that compare.
#[derive(Clone, Debug, clap::Args)]
pub struct Hypotheses {
    /// What losing p53 is supposed to do, instead of what the scenario says: neutral, clinical or source. The headline about
    /// cenersen is then simulated under this one only; by default (all) under all three.
    #[arg(long, value_name = "NAME", value_parser = asked)]
    pub hypothesis: Option<Asked>,
    /// Pairs with and without cenersen under each hypothesis, for the headline; 0 leaves it out.
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    pub pairs: u32,
}

/// Reads a name.
pub fn asked(text: &str) -> Result<Asked, String> {
    if text == "all" {
        return Ok(Asked::All);
    }
    text.parse().map(Asked::One).map_err(|error: String| format!("{error}, or `all`"))
}

/// The change of a scenario that puts a hypothesis in force.
pub fn change(hypothesis: Hypothesis) -> String {
    format!("hypothesis.p53=\"{}\"", hypothesis.name())
}

/// Names, each once: `source`, or `neutral, source` where arms differ.
pub fn named(hypotheses: impl IntoIterator<Item = Hypothesis>) -> String {
    let mut names: Vec<&str> = hypotheses.into_iter().map(Hypothesis::name).collect();
    names.sort_unstable();
    names.dedup();
    names.join(", ")
}

impl Asked {
    pub const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::One(hypothesis) => hypothesis.name(),
        }
    }

    /// The one that is asked for, if it is one.
    pub const fn one(self) -> Option<Hypothesis> {
        match self {
            Self::All => None,
            Self::One(hypothesis) => Some(hypothesis),
        }
    }
}

impl Hypotheses {
    /// The one that everything is simulated under, if the scenario does not decide.
    pub fn one(&self) -> Option<Hypothesis> {
        self.hypothesis.and_then(Asked::one)
    }

    /// What the headline needs: `design` makes the design under one change of the scenarios; `in_force` are the hypotheses of
    /// the scenarios.
    pub fn hypotheticals(
        &self,
        in_force: &[Hypothesis],
        design: impl Fn(&[String]) -> Result<Design, Failure>,
    ) -> Result<Vec<Hypothetical>, Failure> {
        let all: Vec<Hypothesis> = self.one().map_or_else(|| Hypothesis::ALL.into(), |one| vec![one]);
        let mut found = Vec::new();
        for hypothesis in all.into_iter().filter(|_| self.pairs > 0) {
            let force = in_force.iter().all(|other| *other == hypothesis);
            found.extend(Hypothetical::new(hypothesis, force, &design(&[change(hypothesis)])?, self.pairs));
        }
        Ok(found)
    }
}

/// Simulates the headline; none without an arm that gives cenersen.
pub fn headline(hypotheticals: &[Hypothetical], progress: &(impl Fn(f64) + Sync)) -> (Option<Headline>, Vec<Failed>) {
    let simulated = hypotheticals.iter().map(|hypothetical| hypothetical.simulate(progress));
    let (found, failures): (Vec<UnderHypothesis>, Vec<Vec<Failed>>) = simulated.unzip();
    let who = hypotheticals.first().map(Hypothetical::who);
    (who.map(|who| Headline::of(found, who)), failures.into_iter().flatten().collect())
}

/// Hours of simulation of the headline.
pub fn hours(hypotheticals: &[Hypothetical]) -> f64 {
    hypotheticals.iter().map(Hypothetical::hours).sum()
}
