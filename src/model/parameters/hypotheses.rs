//! Three hypotheses about p53, as named sets of numbers that replace those of the ledger: what losing p53 does to a
//! leukemic cell decides whether cenersen helps or harms, and nobody has measured it.
//! Left out: which of them is true, and how much each is to be believed.
//!
//! The sets are one commented TOML file that is compiled in. The ledger's default is `neutral`.

use super::{Ledger, entry::Written};
use std::{collections::BTreeMap, sync::LazyLock};

/// The shipped sets.
const HYPOTHESES: &str = include_str!("hypotheses.toml");

/// What losing p53 does to a leukemic cell.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Hypothesis {
    /// Losing p53 protects and sensitizes about equally; the ledger's default.
    #[default]
    Neutral,
    /// Losing p53 protects more than it sensitizes, as TP53-mutated leukemia suggests.
    Clinical,
    /// Without p53, dividing leukemic cells repair less, do not arrest and die independently of p53.
    Source,
}

/// A number that a hypothesis replaces.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Assumed {
    /// The number that holds under the hypothesis, in any unit of its dimension.
    value: Written,
    /// Why the hypothesis says so.
    about: String,
}

static SETS: LazyLock<BTreeMap<Hypothesis, BTreeMap<String, Assumed>>> =
    LazyLock::new(|| toml::from_str(HYPOTHESES).unwrap_or_else(|error| panic!("hypotheses.toml: {error}")));

impl Hypothesis {
    /// The default first.
    pub const ALL: [Self; 3] = [Self::Neutral, Self::Clinical, Self::Source];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Clinical => "clinical",
            Self::Source => "source",
        }
    }

    /// In half a sentence, for tables and figures.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Neutral => "losing p53 protects and sensitizes about equally",
            Self::Clinical => "losing p53 protects, as TP53-mutated leukemia suggests",
            Self::Source => "losing p53 sensitizes, as the source document says",
        }
    }

    /// Paths of the numbers that this hypothesis replaces.
    pub fn paths(self) -> impl Iterator<Item = &'static str> {
        SETS[&self].keys().map(String::as_str)
    }
}

impl std::str::FromStr for Hypothesis {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|hypothesis| hypothesis.name() == text);
        let names = Self::ALL.map(Self::name).join("`, `");
        known.ok_or_else(|| format!("`{text}` is not a hypothesis about p53: expected one of `{names}`"))
    }
}

impl Ledger {
    /// The shipped defaults under a hypothesis. Panics if a set does not fit the ledger, which a test excludes.
    pub fn under(hypothesis: Hypothesis) -> Self {
        let mut ledger = Self::defaults();
        for (path, assumed) in &SETS[&hypothesis] {
            let value = assumed.value.quantity().unwrap_or_else(|error| panic!("hypotheses.toml: {path}: {error}"));
            ledger.assume(path, value, &format!("({}) {}", hypothesis.name(), assumed.about));
        }
        ledger
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_fits_the_ledger_and_stays_inside_its_ranges() {
        for hypothesis in Hypothesis::ALL {
            let ledger = Ledger::under(hypothesis);
            for path in hypothesis.paths() {
                let entry = ledger.get(path).expect("an entry");
                let value = entry.value.canonical();
                let low = entry.low.as_ref().expect("a range").canonical();
                let high = entry.high.as_ref().expect("a range").canonical();
                assert!((low..=high).contains(&value), "{hypothesis:?}: {path} is {value}, range {low} to {high}");
            }
        }
    }

    #[test]
    fn the_default_is_neutral() {
        let neutral = Ledger::under(Hypothesis::default());
        assert_eq!(neutral.changes_from(&Ledger::defaults()).map(|(path, ..)| path).next(), None);
    }

    #[test]
    fn a_hypothesis_changes_what_it_names_and_nothing_else() {
        for hypothesis in [Hypothesis::Clinical, Hypothesis::Source] {
            let (ledger, defaults) = (Ledger::under(hypothesis), Ledger::defaults());
            let changed: Vec<&str> = ledger.changes_from(&defaults).map(|(path, ..)| path).collect();
            assert_eq!(changed, hypothesis.paths().collect::<Vec<_>>());
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_all_three() {
        let error = "sourc".parse::<Hypothesis>().unwrap_err();
        let expected = "`sourc` is not a hypothesis about p53: expected one of `neutral`, `clinical`, `source`";
        assert_eq!(error, expected);
        assert!(Hypothesis::ALL.into_iter().all(|known| known.name().parse() == Ok(known)));
    }
}
