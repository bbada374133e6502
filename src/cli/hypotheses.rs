//! `--hypothesis NAME|all`: what losing p53 is supposed to do, and the headline about cenersen under each of it.
//!
//! # Which option does what
//!
//! | command | `--hypothesis neutral` | `--hypothesis all`, and without the option |
//! |---|---|---|
//! | `run` | the scenario under that hypothesis | `all`: a run under each; without: what the scenario says |
//! | `compare`, `trial` | everything under it, headline included | the scenario's own, the headline under each |
//! | `qualify` | the checks under it | without: neutral |
//!
//! The headline simulates `--pairs` patients with and without cenersen under each hypothesis; `--pairs 0` leaves it
//! out.

use cenersim::{parameters::Hypothesis, study::HeadlineRequest};

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

impl Asked {
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

    /// What the headline is about.
    pub fn headline(&self) -> HeadlineRequest {
        HeadlineRequest { only: self.one(), pairs: self.pairs }
    }
}
