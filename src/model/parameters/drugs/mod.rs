//! A drug is a table of the ledger: its composition and its numbers. The drugs of the defaults are in every ledger; others that
//! are shipped join a ledger when an arm gives them, and a scenario can describe its own.
//! Left out: kinetics (see `treatment`) and action (see `biology`), which read these tables.
//!
//! To ship a drug, write its table in `drugs.toml`; nothing else.

mod description;
mod drug;
mod level;
mod needs;
mod place;
mod sheet;
mod table;
mod whole;

pub use description::{Action, Description, Effector, Product};
pub use drug::Drug;
pub use level::{Level, Site, Which};
pub use needs::{Known, NUMBERS};
pub use place::{MOST_LEVELS, Place, Places};
pub use sheet::Sheet;
pub use table::DrugFault;

use super::{Ledger, entry};
use std::sync::{Arc, LazyLock};

/// The shipped tables.
const SHIPPED: &str = include_str!("../drugs.toml");

static TABLES: LazyLock<toml::Table> = LazyLock::new(|| SHIPPED.parse().unwrap_or_else(|e| panic!("drugs.toml: {e}")));

/// The drugs of a ledger and the places of their levels.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Drugs {
    /// In the order of their names, those of the defaults first.
    all: Vec<Description>,
    /// Which level stands where in an exposure.
    places: Places,
}

impl Drugs {
    /// In the order of their names, those of the defaults first.
    pub fn all(&self) -> &[Description] {
        &self.all
    }

    /// Where a step holds their levels.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// With one more drug.
    fn with(&self, description: Description) -> Self {
        let mut all = self.all.clone();
        all.push(description);
        all.sort_by_key(|description| description.drug);
        let places = Places::of(all.iter());
        Self { all, places }
    }
}

/// The drugs of the defaults, whose numbers are among those of the defaults.
pub(super) fn defaults() -> Arc<Drugs> {
    static DEFAULTS: LazyLock<Arc<Drugs>> = LazyLock::new(|| {
        let entries = entry::read(super::DEFAULTS);
        let drugs = Drug::DEFAULTS.iter().fold(Drugs::default(), |drugs, drug| {
            let read = table::read(drug.name(), shipped(drug.name()).expect("a table"), (&entries, &drugs));
            drugs.with(read.unwrap_or_else(|e| panic!("drugs.toml: {}: {}: {e}", drug.name(), e.path)).0)
        });
        Arc::new(drugs)
    });
    DEFAULTS.clone()
}

/// The shipped description of a drug, none if no drug of this name ships.
fn shipped(name: &str) -> Option<&'static toml::Table> {
    TABLES.get(name)?.as_table()
}

/// Names of all shipped drugs, in their order.
pub fn shipped_names() -> Vec<&'static str> {
    let mut drugs: Vec<Drug> = TABLES.keys().map(|name| Drug::named(name)).collect();
    drugs.sort();
    drugs.into_iter().map(Drug::name).collect()
}

impl Ledger {
    /// The shipped defaults with all drugs that are shipped.
    pub fn with_all_drugs() -> Self {
        let mut ledger = Self::defaults();
        shipped_names().into_iter().for_each(|name| ledger.include(name));
        ledger
    }

    /// Its drugs.
    pub fn drugs(&self) -> &[Description] {
        self.drugs.all()
    }

    /// What it knows of a drug.
    pub fn drug(&self, drug: Drug) -> Option<&Description> {
        self.drugs().iter().find(|description| description.drug == drug)
    }

    /// Where a step holds the levels of its drugs.
    pub fn places(&self) -> &Places {
        self.drugs.places()
    }

    /// Adds a drug that is shipped, with its numbers; nothing changes if it is there.
    ///
    /// # Panics
    /// For a malformed shipped table, which a test excludes.
    pub fn include(&mut self, name: &str) {
        let Some(table) = shipped(name).filter(|_| self.drug(Drug::named(name)).is_none()) else { return };
        self.describe(name, table).unwrap_or_else(|e| panic!("drugs.toml: {name}: {}: {e}", e.path));
    }

    /// Adds a drug with its numbers, as its table says.
    ///
    /// # Errors
    /// A name that is taken, a part without its numbers, a number of another dimension, a metabolite that leads back, or
    /// more levels than a step has room for; the fault says where in the table.
    pub fn describe(&mut self, name: &str, table: &toml::Table) -> Result<(), DrugFault> {
        let taken = |message: String| DrugFault { path: String::new(), message };
        if self.drug(Drug::named(name)).is_some() {
            return Err(taken(format!(
                "two drugs are named `{name}`: expected another name; numbers of a drug are changed by `[parameters]`"
            )));
        }
        let (description, entries) = table::read(name, table, (&self.entries, &self.drugs))?;
        let start = format!("{name}.");
        if self.entries.keys().any(|path| path.starts_with(&start)) {
            return Err(taken(format!("the ledger has other numbers of `{name}`: expected another name")));
        }
        let drugs = self.drugs.with(description);
        if drugs.places().len() > MOST_LEVELS {
            let message = format!(
                "the drugs have {} levels: expected at most {MOST_LEVELS}; leave out a drug",
                drugs.places().len()
            );
            return Err(taken(message));
        }
        // Its curves are known by their names from now on.
        drugs.all().iter().for_each(|of| drop(of.curves()));
        self.entries.extend(entries);
        self.drugs = Arc::new(drugs);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
