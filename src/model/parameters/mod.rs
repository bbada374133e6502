//! The ledger: every number of the model with unit, range, spread between patients, grade and source.
//! Left out: meaning. The modules that use a number say what it does.
//!
//! The defaults are one commented TOML file that is compiled in; a scenario changes entries by path.
//!
//! [`Ledger::defaults`] has the shipped numbers, [`Ledger::under`] those of a [`Hypothesis`], [`Ledger::set`] changes
//! one, and [`Ledger::number`], [`Ledger::time`], [`Ledger::rate`] and [`Ledger::fraction`] read one. Each is an
//! [`Entry`] with the [`Grade`] of its evidence. [`influence()`] says which numbers drive the answers, [`Listing`]
//! prints them. Patients draw their own numbers around these (see [`patient`](crate::patient)). What a drug is made of
//! is a table of the ledger, too (see [`drugs`]).
//!
//! ```
//! use cenersim_model::parameters::{Grade, Ledger};
//! let mut ledger = Ledger::defaults();
//! ledger.set("p53.mrna_half_life", "8 h".parse()?)?;
//! assert_eq!(ledger.time("p53.mrna_half_life").in_hours(), 8.0);
//! // Numbers that nobody has measured.
//! let assumed = ledger.entries().filter(|(_, entry)| entry.grade == Grade::C).count();
//! assert!(assumed > 0);
//! # Ok::<(), cenersim_model::parameters::LedgerError>(())
//! ```

pub mod drugs;
mod entry;
mod hypotheses;
mod influence;
mod listing;

pub use drugs::{Action, Description, Drug, DrugFault, Place, Site, Which};
pub use entry::{Entry, Grade, Spread};
pub use hypotheses::Hypothesis;
pub use influence::{
    CHANCE, DRIVEN, Driven, IMPORTANT, INFLUENCE, Influence, Level, Weak, influence, weak_and_important,
};
pub use listing::Listing;

use crate::quantity::{Dimension, Fraction, Quantity, QuantityError, Rate, Time, nearest};
use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

/// The shipped defaults.
/// A table for each number: value, range, spread, grade, source and what it is.
pub const DEFAULTS: &str = include_str!("defaults.toml");

/// All numbers of the model, by path such as `cenersen.clearance`.
///
/// A ledger that exists has every number of the defaults, each of the right dimension and within its bounds; that the
/// numbers fit each other is for [`biology::check`](crate::biology::check()), [`clinic::check`](crate::clinic::check)
/// and [`treatment::check`](crate::treatment::check).
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Every number by its path.
    entries: Entries,
    /// The drugs whose numbers these are; shared by copies.
    drugs: Arc<drugs::Drugs>,
}

/// Entries by path. Ledgers are copied for every patient, and few numbers differ: copies share what they have in common.
type Entries = BTreeMap<Arc<str>, Arc<Entry>>;

/// Why a change to the ledger is refused.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LedgerError {
    /// The ledger has no such number.
    #[error("unknown parameter `{path}`{}", .nearest.as_ref().map_or_else(String::new, |n| format!(": did you mean `{n}`?")))]
    Unknown {
        /// The path that was asked for.
        path: String,
        /// A path of the ledger that is spelled like it.
        nearest: Option<String>,
    },
    /// The value does not fit the number.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
}

impl Ledger {
    /// The shipped defaults.
    pub fn defaults() -> Self {
        static READ: LazyLock<Entries> = LazyLock::new(|| entry::read(DEFAULTS));
        Self { entries: READ.clone(), drugs: drugs::defaults() }
    }

    /// A ledger of other entries, in the format of the defaults.
    #[cfg(test)]
    pub(crate) fn read(text: &str) -> Self {
        Self { entries: entry::read(text), drugs: Arc::default() }
    }

    /// Every entry in the order of its path.
    ///
    /// Paths are in alphabetical order.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(path, entry)| (&**path, &**entry))
    }

    /// None for a path that the defaults do not have.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.get(path).map(|entry| &**entry)
    }

    /// Entries whose value is not that of `other`, each with the value there.
    ///
    /// In the order of their paths; entries that `other` lacks are left out. Values are compared, not texts: `1 d` and
    /// `24 h` are the same.
    pub fn changes_from<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a str, &'a Entry, &'a Quantity)> {
        self.entries().filter_map(|(path, entry)| {
            let before = &other.get(path)?.value;
            (before.canonical() != entry.value.canonical()).then_some((path, entry, before))
        })
    }

    /// Replaces the value at `path`; the dimension must be that of the default and the entry's bounds must hold.
    ///
    /// # Errors
    /// [`LedgerError::Unknown`] for a path that the ledger does not have, [`LedgerError::Quantity`] for another
    /// dimension, a negative number, zero where it makes no sense, or a probability above 1.
    pub fn set(&mut self, path: &str, value: Quantity) -> Result<(), LedgerError> {
        let Some(entry) = self.entries.get_mut(path) else {
            let nearest = nearest(path, self.entries.keys().map(|path| &**path));
            return Err(LedgerError::Unknown { path: path.into(), nearest });
        };
        entry.check(&value)?;
        Arc::make_mut(entry).value = value;
        Ok(())
    }

    /// Replaces a value and what is said of it. Panics for what does not fit: a mistake in a shipped file.
    fn assume(&mut self, path: &str, value: Quantity, about: &str) {
        self.set(path, value).unwrap_or_else(|error| panic!("{path}: {error}"));
        self.entries.entry(path.into()).and_modify(|entry| about.clone_into(&mut Arc::make_mut(entry).about));
    }

    /// The value in canonical units (mg, umol, L, h, kg, m2, cells, cm).
    ///
    /// # Panics
    /// For a path that the shipped defaults do not have: a mistake in the code.
    pub fn number(&self, path: &str) -> f64 {
        self.quantity(path).canonical()
    }

    /// A duration.
    ///
    /// # Panics
    /// As [`Ledger::number`], and for a number of another dimension, here and below.
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

    /// The number at a path in canonical units. Panics if it is not there or is of another dimension.
    fn of(&self, path: &str, dimension: Dimension) -> f64 {
        self.quantity(path).expect(dimension, "").unwrap_or_else(|e| panic!("{path}: {e}"))
    }

    /// The quantity at a path. Panics if it is not there, because the defaults have every path that the model asks for.
    fn quantity(&self, path: &str) -> &Quantity {
        &self.entries.get(path).unwrap_or_else(|| panic!("the ledger has no `{path}`")).value
    }
}
