//! A drug by its name: a handle that is copied, compared and written as that name.
//! Left out: what the drug is, which its table says (see `description`).

use super::shipped_names;
use std::{
    borrow::Cow,
    cmp::Ordering,
    collections::BTreeSet,
    fmt,
    sync::{Mutex, PoisonError},
};

/// A drug that a regimen can contain.
///
/// Drugs of the defaults come first in order, then others by name.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Drug(&'static str);

/// Names of all other drugs that were ever spoken of: a few words each.
static NAMES: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

#[allow(non_upper_case_globals)]
impl Drug {
    /// Antisense oligonucleotide against p53 mRNA.
    pub const Cenersen: Self = Self("cenersen");
    /// Anthracycline.
    pub const Idarubicin: Self = Self("idarubicin");
    /// Antimetabolite of S phase.
    pub const Cytarabine: Self = Self("cytarabine");
    /// Those whose numbers every ledger has.
    pub const DEFAULTS: [Self; 3] = [Self::Cenersen, Self::Idarubicin, Self::Cytarabine];

    /// The drug of this name, whether or not a ledger knows it.
    pub fn named(name: &str) -> Self {
        if let Some(known) = Self::DEFAULTS.into_iter().find(|known| known.0 == name) {
            return known;
        }
        let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = names.get(name) {
            return Self(known);
        }
        let name: &'static str = name.to_owned().leak();
        names.insert(name);
        Self(name)
    }

    /// The drug of this name, if one of this name has been spoken of or stands in a shipped table.
    pub fn known(name: &str) -> Option<Self> {
        let spoken_of = || NAMES.lock().unwrap_or_else(PoisonError::into_inner).contains(name);
        let known = Self::DEFAULTS.iter().any(|drug| drug.0 == name) || spoken_of() || shipped_names().contains(&name);
        known.then(|| Self::named(name))
    }

    /// The name in files, in scenarios and of its numbers in the ledger.
    pub const fn name(self) -> &'static str {
        self.0
    }

    /// Place among the drugs of the defaults, and after them.
    fn rank(self) -> usize {
        Self::DEFAULTS.iter().position(|known| *known == self).unwrap_or(Self::DEFAULTS.len())
    }
}

impl Ord for Drug {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank()).then_with(|| self.0.cmp(other.0))
    }
}

impl PartialOrd for Drug {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for Drug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl serde::Serialize for Drug {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.0)
    }
}

impl<'de> serde::Deserialize<'de> for Drug {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Cow::<str>::deserialize(from).map(|name| Self::named(&name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_always_the_same_drug_and_those_of_the_defaults_come_first() {
        assert_eq!(Drug::named("idarubicin"), Drug::Idarubicin);
        assert_eq!(Drug::named("azacitidine"), Drug::named("azacitidine"));
        let mut drugs = ["venetoclax", "cytarabine", "azacitidine", "cenersen"].map(Drug::named);
        drugs.sort();
        assert_eq!(drugs.map(Drug::name), ["cenersen", "cytarabine", "azacitidine", "venetoclax"]);
    }

    #[test]
    fn a_name_that_nobody_has_spoken_of_is_no_drug() {
        assert_eq!(Drug::known("aspirin"), None);
        assert_eq!(Drug::known("daunorubicin"), Some(Drug::named("daunorubicin")));
    }

    #[test]
    fn a_drug_is_written_as_its_name() {
        let text = serde_json::to_string(&Drug::named("azacitidine")).expect("plain data");
        assert_eq!(text, "\"azacitidine\"");
        assert_eq!(serde_json::from_str::<Drug>(&text).expect("a name"), Drug::named("azacitidine"));
    }
}
