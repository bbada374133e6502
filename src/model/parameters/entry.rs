//! One row of the ledger, and how it is read from the defaults.
//! Left out: the numbers themselves, which are in `defaults.toml`.

use super::Entries;
use crate::quantity::{Quantity, QuantityError};

/// How well a number is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
pub enum Grade {
    /// Measured in a source that was read, or arithmetic on such numbers.
    A,
    /// Well established, recalled.
    B,
    /// Assumed.
    C,
    /// Stated only by the document the project starts from.
    Source,
}

impl Grade {
    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::Source => "Source",
        }
    }
}

impl std::str::FromStr for Grade {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = [Self::A, Self::B, Self::C, Self::Source];
        let found = known.into_iter().find(|grade| grade.name().eq_ignore_ascii_case(text));
        found.ok_or_else(|| format!("`{text}` is not a grade: expected A, B, C or Source"))
    }
}

/// How a number differs between patients.
///
/// [`Spread::Cv`] is turned into the standard deviation √(ln(1 + cv²)) of the natural logarithm.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Spread {
    /// Log-normal with this coefficient of variation; the value is the median.
    Cv(f64),
    /// Log-normal with this standard deviation of the natural logarithm; the value is the median.
    LnSd(f64),
    /// Log-normal with this standard deviation of the decimal logarithm; the value is the median.
    Log10Sd(f64),
    /// Normal on the logit scale around the logit of the value, for numbers from 0 to 1.
    LogitSd(f64),
}

impl std::fmt::Display for Spread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Cv(cv) => write!(f, "cv {cv}"),
            Self::LnSd(sd) => write!(f, "ln sd {sd}"),
            Self::Log10Sd(sd) => write!(f, "log10 sd {sd}"),
            Self::LogitSd(sd) => write!(f, "logit sd {sd}"),
        }
    }
}

/// One number of the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The median of the population where there is a spread.
    pub value: Quantity,
    /// Lower end of the plausible range between sources, in any unit of the dimension; none if no range is stated.
    pub low: Option<Quantity>,
    /// Upper end of that range.
    pub high: Option<Quantity>,
    /// How the number differs between patients; none if it is the same in all.
    pub spread: Option<Spread>,
    /// How well it is known.
    pub grade: Grade,
    /// Row of the evidence table, or `assumed`.
    pub source: String,
    /// What it is; for an assumption, why this value.
    pub about: String,
    /// True for shares and probabilities: the value must stay within 0 and 1.
    pub probability: bool,
    /// True for half-lives, volumes and the like: zero makes no sense.
    pub positive: bool,
}

impl Entry {
    /// Checks a replacement: same dimension, not negative, within 0-1 for a probability.
    ///
    /// # Errors
    /// What was found and what was expected; the range of plausible values is no bound.
    pub fn check(&self, value: &Quantity) -> Result<(), QuantityError> {
        let number = value.expect(self.value.dimension(), self.value.written())?;
        let bad = |expected: &str| {
            Err(QuantityError::OutOfRange { found: value.written().into(), expected: expected.into() })
        };
        if number < 0.0 {
            return bad("a number of 0 or more");
        }
        if self.positive && number == 0.0 {
            return bad("a number above 0");
        }
        if self.probability && number > 1.0 {
            return bad("a probability, a number from 0 to 1");
        }
        Ok(())
    }
}

/// A table of the file.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    /// The number, with its unit if it has one.
    value: Written,
    /// Lower end of the range within which it is plausible.
    low: Option<Written>,
    /// Upper end of that range.
    high: Option<Written>,
    /// How it differs between patients; none if it is the same for all.
    spread: Option<Spread>,
    /// How well it is known.
    grade: Grade,
    /// Where it comes from, as evidence or publication; `assumed` where it does.
    source: String,
    /// What it is, in words that tables and pages quote.
    about: String,
    /// Whether it lies between 0 and 1.
    #[serde(default)]
    probability: bool,
    /// Whether it is above zero.
    #[serde(default)]
    positive: bool,
}

/// A number of the file without or with a unit.
#[derive(serde::Deserialize)]
#[serde(untagged)]
pub(super) enum Written {
    /// Without unit.
    Number(f64),
    /// With unit, such as `12 mg/m2`.
    Text(String),
}

impl Written {
    /// The number in canonical units.
    ///
    /// # Errors
    /// A text that is no number with a known unit.
    pub(super) fn quantity(&self) -> Result<Quantity, QuantityError> {
        match self {
            Self::Number(number) => Quantity::number(*number),
            Self::Text(text) => text.parse(),
        }
    }
}

/// Reads the defaults. Panics on a malformed file: it is compiled in and tested.
pub(super) fn read(text: &str) -> Entries {
    let table: toml::Table = text.parse().unwrap_or_else(|e| panic!("defaults.toml: {e}"));
    let mut entries = Entries::new();
    collect(&table, "", &mut entries);
    entries
}

/// All numbers of a table and of the tables below it, with their path in dots. Panics on a malformed file.
fn collect(table: &toml::Table, prefix: &str, entries: &mut Entries) {
    for (key, value) in table {
        let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
        let inner = value.as_table().unwrap_or_else(|| panic!("defaults.toml: `{path}` is not a table"));
        if inner.contains_key("value") {
            entries.insert(path.as_str().into(), entry(&path, value).into());
        } else {
            collect(inner, &path, entries);
        }
    }
}

/// One entry of the defaults. Panics, naming the path, if a key is missing or the unit does not fit.
fn entry(path: &str, value: &toml::Value) -> Entry {
    let row: Row = value.clone().try_into().unwrap_or_else(|e| panic!("defaults.toml: `{path}`: {e}"));
    row.entry().unwrap_or_else(|e| panic!("defaults.toml: `{path}`: {e}"))
}

impl Row {
    /// With quantities for texts.
    ///
    /// # Errors
    /// A number or an end of its range that is no number with a known unit.
    pub(super) fn entry(self) -> Result<Entry, QuantityError> {
        Ok(Entry {
            value: self.value.quantity()?,
            low: self.low.map(|low| low.quantity()).transpose()?,
            high: self.high.map(|high| high.quantity()).transpose()?,
            spread: self.spread,
            grade: self.grade,
            source: self.source,
            about: self.about,
            probability: self.probability,
            positive: self.positive,
        })
    }
}
