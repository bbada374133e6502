//! The ledger: every number of the model with unit, range, spread between patients, grade and source.
//! Left out: meaning. The modules that use a number say what it does.
//!
//! The defaults are one commented TOML file that is compiled in; a scenario changes entries by path.

mod entry;
mod hypotheses;
mod influence;
mod listing;

pub use entry::{Entry, Grade, Spread};
pub use hypotheses::Hypothesis;
pub use influence::{
    CHANCE, DRIVEN, Driven, IMPORTANT, INFLUENCE, Influence, Level, Weak, influence, weak_and_important,
};
pub use listing::Listing;

use crate::quantity::{Dimension, Fraction, Quantity, QuantityError, Rate, Time, nearest};
use std::collections::BTreeMap;

/// The shipped defaults.
pub const DEFAULTS: &str = include_str!("defaults.toml");

/// All numbers of the model, by path such as `cenersen.clearance`.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    entries: BTreeMap<String, Entry>,
}

/// Why a change to the ledger is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LedgerError {
    #[error("unknown parameter `{path}`{}", .nearest.as_ref().map_or_else(String::new, |n| format!(": did you mean `{n}`?")))]
    Unknown { path: String, nearest: Option<String> },
    #[error(transparent)]
    Quantity(#[from] QuantityError),
}

impl Ledger {
    /// The shipped defaults.
    pub fn defaults() -> Self {
        Self { entries: entry::read(DEFAULTS) }
    }

    /// A ledger of other entries, in the format of the defaults.
    #[cfg(test)]
    pub(crate) fn read(text: &str) -> Self {
        Self { entries: entry::read(text) }
    }

    /// Every entry in the order of its path.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(path, entry)| (path.as_str(), entry))
    }

    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path)
    }

    /// Entries whose value is not that of `other`, each with the value there.
    pub fn changes_from<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a str, &'a Entry, &'a Quantity)> {
        self.entries().filter_map(|(path, entry)| {
            let before = &other.get(path)?.value;
            (before.canonical() != entry.value.canonical()).then_some((path, entry, before))
        })
    }

    /// Replaces the value at `path`; the dimension must be that of the default and the entry's bounds must hold.
    pub fn set(&mut self, path: &str, value: Quantity) -> Result<(), LedgerError> {
        let Some(entry) = self.entries.get_mut(path) else {
            let nearest = nearest(path, self.entries.keys().map(String::as_str));
            return Err(LedgerError::Unknown { path: path.into(), nearest });
        };
        entry.check(&value)?;
        entry.value = value;
        Ok(())
    }

    /// Replaces a value and what is said of it. Panics for what does not fit: a mistake in a shipped file.
    fn assume(&mut self, path: &str, value: Quantity, about: &str) {
        self.set(path, value).unwrap_or_else(|error| panic!("{path}: {error}"));
        self.entries.entry(path.to_owned()).and_modify(|entry| about.clone_into(&mut entry.about));
    }

    /// The value in canonical units. Panics for a path that the shipped defaults do not have: a mistake in the code.
    pub fn number(&self, path: &str) -> f64 {
        self.quantity(path).canonical()
    }

    /// A duration.
    pub fn time(&self, path: &str) -> Time {
        Time::hours(self.of(path, Dimension::TIME))
    }

    /// A rate or hazard.
    pub fn rate(&self, path: &str) -> Rate {
        Rate::per_hour(self.of(path, Dimension::RATE))
    }

    /// A fraction or probability.
    pub fn fraction(&self, path: &str) -> Fraction {
        Fraction::new(self.of(path, Dimension::NONE)).unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    fn of(&self, path: &str, dimension: Dimension) -> f64 {
        self.quantity(path).expect(dimension, "").unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    fn quantity(&self, path: &str) -> &Quantity {
        &self.entries.get(path).unwrap_or_else(|| panic!("the ledger has no `{path}`")).value
    }
}
