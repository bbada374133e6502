//! The levels of a drug that are followed in plasma and in cells: their names and units, and where a step holds them.
//! Left out: how they come about (see `treatment`).
//!
//! | level | curve | of a drug with |
//! |---|---|---|
//! | drug in plasma | `NAME_plasma` | any kinetics |
//! | metabolite in plasma | `METABOLITE_plasma` | a metabolite |
//! | drug in cells | `NAME_cell` | pools in cells |
//! | metabolite in cells | `METABOLITE_cell` | a metabolite that cells hold |
//! | active form in leukemic and in normal cells | `ACTIVE`, `ACTIVE_normal` | phosphorylation |
//! | the slow pool alone, and how fast uptake renews it | none | pools in cells |

use super::Drug;
use std::{
    cmp::Ordering,
    collections::BTreeMap,
    hash::{Hash, Hasher},
    sync::{Mutex, PoisonError},
};

/// What a level of a drug is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Site {
    /// In plasma.
    Plasma,
    /// Reference leukemic cells, or cells of all kinds.
    Cells,
    /// Normal cells alone.
    NormalCells,
}

/// Which of the levels of a drug; those that become curves first, in the order of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// The drug in plasma.
    Plasma,
    /// Its metabolite in plasma.
    MetabolitePlasma,
    /// All of it in cells.
    Cell,
    /// Its metabolite in cells.
    MetaboliteCell,
    /// What leukemic cells make of it.
    Active,
    /// What normal cells make of it.
    ActiveNormal,
    /// Its slow pool in cells.
    Bound,
    /// Uptake of what is bound over its content (1/h).
    Renewal,
}

impl Which {
    /// In their order.
    pub const ALL: [Self; 8] = [
        Self::Plasma,
        Self::MetabolitePlasma,
        Self::Cell,
        Self::MetaboliteCell,
        Self::Active,
        Self::ActiveNormal,
        Self::Bound,
        Self::Renewal,
    ];

    /// Whether it is recorded.
    pub fn is_curve(self) -> bool {
        self < Self::Bound
    }

    /// Where it is measured.
    pub(super) const fn site(self) -> Site {
        match self {
            Self::Plasma | Self::MetabolitePlasma => Site::Plasma,
            Self::ActiveNormal => Site::NormalCells,
            _ => Site::Cells,
        }
    }
}

/// What is known of a level as a curve.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct About {
    /// The drug, or the one it is made of.
    pub drug: Drug,
    /// Which level of it: in plasma, in cells, free or bound.
    pub which: Which,
    /// Name of the curve in files.
    pub name: &'static str,
    /// Unit of the curve, as files write it.
    pub unit: &'static str,
    /// Name of the curve in figures.
    pub label: &'static str,
}

/// A level of a drug as a curve. Equal if drug and kind of level are.
#[derive(Clone, Copy, Debug)]
pub struct Level(&'static About);

/// Levels of drugs that are not those of the defaults, by name, as they were described last.
static OTHERS: Mutex<BTreeMap<&'static str, &'static About>> = Mutex::new(BTreeMap::new());

macro_rules! levels {
    ($($(#[$doc:meta])* $constant:ident $drug:ident $which:ident $name:literal $unit:literal $label:literal,)*) => {
        impl Level {
            $($(#[$doc])* pub const $constant: Self = Self(&About {
                drug: Drug::$drug,
                which: Which::$which,
                name: $name,
                unit: $unit,
                label: $label,
            });)*

            /// Those of the drugs of the defaults, in the order of files.
            pub const DEFAULTS: &[Self] = &[$(Self::$constant),*];
        }
    };
}
levels! {
    /// Cenersen in plasma (mg/L).
    CENERSEN_PLASMA Cenersen Plasma "cenersen_plasma" "mg/L" "Cenersen",
    /// Cenersen inside a reference cell (pmol/mg protein).
    CENERSEN_CELL Cenersen Cell "cenersen_cell" "pmol/mg" "Cenersen",
    /// Idarubicin in plasma (ng/mL).
    IDARUBICIN_PLASMA Idarubicin Plasma "idarubicin_plasma" "ng/mL" "Idarubicin",
    /// Idarubicinol in plasma (ng/mL).
    IDARUBICINOL_PLASMA Idarubicin MetabolitePlasma "idarubicinol_plasma" "ng/mL" "Idarubicinol",
    /// Idarubicin in nucleated cells (ng/mL).
    IDARUBICIN_CELL Idarubicin Cell "idarubicin_cell" "ng/mL" "Idarubicin",
    /// Idarubicinol in nucleated cells (ng/mL).
    IDARUBICINOL_CELL Idarubicin MetaboliteCell "idarubicinol_cell" "ng/mL" "Idarubicinol",
    /// Cytarabine in plasma (umol/L).
    CYTARABINE_PLASMA Cytarabine Plasma "cytarabine_plasma" "umol/L" "Cytarabine",
    /// Ara-CTP in a reference leukemic cell (pmol per 10^6 cells).
    ARA_CTP Cytarabine Active "ara_ctp" "pmol/1e6" "Ara-CTP",
    /// Ara-CTP in a normal cell (pmol per 10^6 cells).
    ARA_CTP_NORMAL Cytarabine ActiveNormal "ara_ctp_normal" "pmol/1e6" "Ara-CTP",
}

impl Level {
    /// The level as described, which becomes known by its name.
    pub(super) fn described((drug, which): (Drug, Which), name: &str, unit: &str, label: &str) -> Self {
        let same = |about: &About| {
            (about.drug, about.which, about.name, about.unit, about.label) == (drug, which, name, unit, label)
        };
        if let Some(default) = Self::DEFAULTS.iter().find(|level| same(level.0)) {
            return *default;
        }
        let mut others = OTHERS.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = others.get(name).filter(|known| same(known)) {
            return Self(known);
        }
        let kept = |text: &str| -> &'static str { text.to_owned().leak() };
        let about = About { drug, which, name: kept(name), unit: kept(unit), label: kept(label) };
        let about: &'static About = Box::leak(Box::new(about));
        others.insert(about.name, about);
        Self(about)
    }

    /// None for a name that no drug described so far has.
    pub fn from_name(name: &str) -> Option<Self> {
        let default = Self::DEFAULTS.iter().find(|level| level.name() == name).copied();
        let others = || OTHERS.lock().unwrap_or_else(PoisonError::into_inner).get(name).map(|about| Self(about));
        default.or_else(others)
    }

    /// The drug whose level it is.
    pub const fn drug(self) -> Drug {
        self.0.drug
    }

    /// Which of its levels.
    pub const fn which(self) -> Which {
        self.0.which
    }

    /// Where it is measured.
    pub const fn site(self) -> Site {
        self.0.which.site()
    }

    /// The name of its curve in files.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// The unit in files.
    pub const fn unit(self) -> &'static str {
        self.0.unit
    }

    /// What it is a level of, in figures.
    pub const fn label(self) -> &'static str {
        self.0.label
    }
}

impl Ord for Level {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.drug(), self.which()).cmp(&(other.drug(), other.which()))
    }
}

impl PartialOrd for Level {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Level {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Level {}

impl Hash for Level {
    fn hash<H: Hasher>(&self, to: &mut H) {
        self.name().hash(to);
    }
}
