//! Curves: values of named variables over common points in time.
//! Left out: points between those recorded; interpolate linearly between them.

use crate::{
    biology::Kind,
    parameters::{Drug, Ledger, Place, Site, drugs::Level},
    quantity::Time,
    treatment::{DayNumbers, Exposure},
};
use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

macro_rules! variables {
    (
        { $($(#[$doc:meta])* $variant:ident $name:ident $unit:literal $per_kind:literal,)* }
        { $($(#[$later_doc:meta])* $later:ident $later_name:ident $later_unit:literal,)* }
    ) => {
        /// What a curve shows, in the order in which files have their columns.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Variable {
            $($(#[$doc])* $variant,)*
            /// A level of a drug.
            Level(Level),
            $($(#[$later_doc])* $later,)*
        }

        impl Variable {
            /// Those of every simulation.
            pub fn all() -> Vec<Self> {
                let levels = Level::DEFAULTS.iter().map(|level| Self::Level(*level));
                [$(Self::$variant,)*].into_iter().chain(levels).chain([$(Self::$later,)*]).collect()
            }

            /// The name in files.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($name),)*
                    Self::Level(level) => level.name(),
                    $(Self::$later => stringify!($later_name),)*
                }
            }

            /// The unit in files; `1` for a pure number.
            pub const fn unit(self) -> &'static str {
                match self {
                    $(Self::$variant => $unit,)*
                    Self::Level(level) => level.unit(),
                    $(Self::$later => $later_unit,)*
                }
            }

            /// Whether there is one curve for each kind of cell.
            pub const fn per_kind(self) -> bool {
                match self {
                    $(Self::$variant => $per_kind,)*
                    _ => false,
                }
            }
        }
    };
}
variables! {
    {
        /// Cells in the patient (agents times weight).
        Cells cells "cells" true,
        /// Agents that stand for them.
        Agents agents "agents" true,
        /// Mean p53 mRNA relative to an untreated wild-type cell.
        P53Mrna p53_mrna "1" true,
        /// Mean p53 protein relative to an untreated wild-type cell.
        P53Protein p53_protein "1" true,
        /// Mean DNA damage in units of the mean that triggers mitotic catastrophe.
        Damage damage "1" true,
        /// Mean lesions, the part of that damage that is made in S phase and outlives the active form of the drug.
        Lesions lesions "1" true,
        /// Share of cells in G0.
        ShareG0 share_g0 "1" true,
        /// Share of cells in G1.
        ShareG1 share_g1 "1" true,
        /// Share of cells in S.
        ShareS share_s "1" true,
        /// Share of cells in G2 and M.
        ShareG2M share_g2m "1" true,
        /// Rate of p53-dependent apoptosis.
        DeathP53 death_p53 "1/d" true,
        /// Rate of p53-independent apoptosis from unrepaired damage.
        DeathDamage death_damage "1/d" true,
        /// Rate of mitotic catastrophe.
        Catastrophe catastrophe "1/d" true,
    } {
        /// Blood neutrophils.
        Neutrophils neutrophils "G/L",
        /// Blood platelets.
        Platelets platelets "G/L",
        /// Blood leukocytes: neutrophils, lymphocytes and leukemic cells.
        Leukocytes leukocytes "G/L",
        /// Leukemic cells in blood.
        BloodBlasts blood_blasts "G/L",
        /// True share of blasts among the cells of a marrow sample (a marrow examination adds counting noise).
        MarrowBlasts marrow_blasts "1",
        /// Nucleated marrow cells relative to a healthy marrow.
        Cellularity cellularity "1",
    }
}

#[allow(non_upper_case_globals)]
impl Variable {
    /// Cenersen in plasma (mg/L).
    pub const CenersenPlasma: Self = Self::Level(Level::CENERSEN_PLASMA);
    /// Cenersen inside a reference cell (pmol/mg protein).
    pub const CenersenCell: Self = Self::Level(Level::CENERSEN_CELL);
    /// Idarubicin in plasma (ng/mL).
    pub const IdarubicinPlasma: Self = Self::Level(Level::IDARUBICIN_PLASMA);
    /// Idarubicinol in plasma (ng/mL).
    pub const IdarubicinolPlasma: Self = Self::Level(Level::IDARUBICINOL_PLASMA);
    /// Idarubicin in nucleated cells (ng/mL).
    pub const IdarubicinCell: Self = Self::Level(Level::IDARUBICIN_CELL);
    /// Idarubicinol in nucleated cells (ng/mL).
    pub const IdarubicinolCell: Self = Self::Level(Level::IDARUBICINOL_CELL);
    /// Cytarabine in plasma (umol/L).
    pub const CytarabinePlasma: Self = Self::Level(Level::CYTARABINE_PLASMA);
    /// Ara-CTP in a reference leukemic cell (pmol per 10^6 cells).
    pub const AraCtp: Self = Self::Level(Level::ARA_CTP);
    /// Ara-CTP in a normal cell (pmol per 10^6 cells).
    pub const AraCtpNormal: Self = Self::Level(Level::ARA_CTP_NORMAL);

    /// None for a name that no variable has; a drug of a scenario is known once the scenario has been read.
    pub fn from_name(name: &str) -> Option<Self> {
        static DEFAULTS: LazyLock<Vec<Variable>> = LazyLock::new(Variable::all);
        let default = DEFAULTS.iter().copied().find(|variable| variable.name() == name);
        default.or_else(|| Level::from_name(name).map(Self::Level))
    }
}

impl serde::Serialize for Variable {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for Variable {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(from)?;
        Self::from_name(&name).ok_or_else(|| serde::de::Error::custom(format!("no curve is named `{name}`")))
    }
}

/// The level of a drug or of its metabolite as a curve.
#[derive(Clone, Copy, Debug)]
pub struct DrugLevel {
    /// The drug.
    pub drug: Drug,
    /// The variable of its curve.
    pub variable: Variable,
    /// Where it is measured.
    pub site: Site,
    /// What it is a level of, in figures.
    pub label: &'static str,
}

impl DrugLevel {
    /// Of all drugs of the defaults, and of others that these curves have, in the order of files.
    pub fn of<'a>(curves: impl IntoIterator<Item = &'a CurveSet>) -> Vec<Self> {
        let recorded = curves.into_iter().flat_map(|set| set.values.keys()).filter_map(|curve| match curve.variable {
            Variable::Level(level) => Some(level),
            _ => None,
        });
        let levels: std::collections::BTreeSet<Level> = Level::DEFAULTS.iter().copied().chain(recorded).collect();
        let one = |level: Level| Self {
            drug: level.drug(),
            variable: Variable::Level(level),
            site: level.site(),
            label: level.label(),
        };
        levels.into_iter().map(one).collect()
    }
}

/// The levels that are recorded, and where a step holds them.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct RecordedLevels(Vec<(Variable, Place)>);

impl RecordedLevels {
    /// Of all drugs of this ledger.
    pub fn of(ledger: &Ledger) -> Self {
        let levels = ledger.drugs().iter().flat_map(|drug| drug.curves());
        let placed = levels
            .filter_map(|level| Some((Variable::Level(level), ledger.places().get(level.drug(), level.which())?)));
        Self(placed.collect())
    }
}

/// One curve: a variable, of one kind of cell where the variable has kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Curve {
    /// What it shows.
    pub variable: Variable,
    /// The kind of cell; none where the variable is one of the patient.
    pub kind: Option<Kind>,
}

/// All curves of one replicate, over common points in time.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct CurveSet {
    /// Days since the start of treatment.
    /// Ascending, the first being 0; equal distances only far from infusions.
    pub days: Vec<f64>,
    /// One value for each day and curve.
    /// Every series is as long as `days`.
    pub values: BTreeMap<Curve, Vec<f64>>,
}

impl CurveSet {
    /// Adds one value to one curve; the caller adds a day first.
    ///
    /// All curves get a value for every day, so that they stay equally long.
    pub fn push(&mut self, variable: Variable, kind: Option<Kind>, value: f64) {
        self.values.entry(Curve { variable, kind }).or_default().push(value);
    }

    /// Adds the levels of all drugs that become curves; the caller adds a day first.
    pub fn push_levels(&mut self, levels: &RecordedLevels, exposure: &Exposure) {
        levels.0.iter().for_each(|(variable, place)| self.push(*variable, None, exposure.at(*place)));
    }

    /// The curves up to and including this day.
    ///
    /// None of them if it is before the first day.
    pub fn until(&self, day: f64) -> Self {
        let points = self.days.iter().take_while(|at| **at <= day).count();
        let values = self.values.iter().map(|(curve, values)| (*curve, values[..points].to_vec())).collect();
        Self { days: self.days[..points].to_vec(), values }
    }

    /// The same with days counted from day 1 of an arm that numbers its days so.
    pub fn since_day_one(mut self, days: DayNumbers) -> Self {
        if days.before_day_one() > 0 {
            self.days.iter_mut().for_each(|day| *day = days.since_day_one(Time::days(*day)).in_days());
        }
        self
    }

    /// The first curve with a value that is no finite number, its day and the value.
    pub fn first_not_finite(&self) -> Option<(Curve, f64, f64)> {
        self.values.iter().find_map(|(curve, values)| {
            let place = values.iter().position(|value| !value.is_finite())?;
            Some((*curve, self.days.get(place).copied()?, values[place]))
        })
    }

    /// The values of one curve; empty if it was not recorded.
    pub fn of(&self, variable: Variable, kind: Option<Kind>) -> &[f64] {
        self.values.get(&Curve { variable, kind }).map_or(&[], Vec::as_slice)
    }
}
