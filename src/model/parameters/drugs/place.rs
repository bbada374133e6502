//! Where a step holds the levels of all drugs of a ledger: each has a place, resolved once.
//! Left out: the levels themselves (see `treatment`).

use super::{Description, Drug, level::Which};

/// Place of a level among those of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place(pub(crate) u8);

/// Places of the drugs of the defaults.
const DEFAULTS: [(Drug, Which); 11] = [
    (Drug::Cenersen, Which::Plasma),
    (Drug::Cenersen, Which::Cell),
    (Drug::Idarubicin, Which::Plasma),
    (Drug::Idarubicin, Which::MetabolitePlasma),
    (Drug::Idarubicin, Which::Cell),
    (Drug::Idarubicin, Which::MetaboliteCell),
    (Drug::Idarubicin, Which::Bound),
    (Drug::Idarubicin, Which::Renewal),
    (Drug::Cytarabine, Which::Plasma),
    (Drug::Cytarabine, Which::Active),
    (Drug::Cytarabine, Which::ActiveNormal),
];

/// Most levels that a step has room for.
pub const MOST_LEVELS: usize = 64;

/// The place of each level of drugs in this order; those of the defaults are always the same.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Places(Vec<(Drug, Which)>);

impl Places {
    /// Of all levels of these drugs.
    pub(super) fn of<'a>(drugs: impl Iterator<Item = &'a Description>) -> Self {
        let mut all = DEFAULTS.to_vec();
        for description in drugs {
            for level in description.levels().into_iter().map(|which| (description.drug, which)) {
                if !all.contains(&level) {
                    all.push(level);
                }
            }
        }
        Self(all)
    }

    /// How many levels there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// None for a level that the drug does not have.
    pub fn get(&self, drug: Drug, which: Which) -> Option<Place> {
        self.0.iter().position(|level| *level == (drug, which)).and_then(|index| u8::try_from(index).ok()).map(Place)
    }
}
