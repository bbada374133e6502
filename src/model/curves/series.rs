//! Curves: values of named variables over common points in time.
//! Left out: points between those recorded; interpolate linearly between them.

use crate::{
    biology::Kind,
    treatment::{Drug, Exposure},
    with_drugs,
};
use std::collections::BTreeMap;

macro_rules! variables {
    ($($(#[$doc:meta])* $variant:ident $name:ident $unit:literal $per_kind:literal,)*) => {
        /// What a curve shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum Variable { $($(#[$doc])* $variant,)* }

        impl Variable {
            /// In the order in which files have their columns.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in files.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($name),)* }
            }

            /// The unit in files; `1` for a pure number.
            pub const fn unit(self) -> &'static str {
                match self { $(Self::$variant => $unit,)* }
            }

            /// Whether there is one curve for each kind of cell.
            pub const fn per_kind(self) -> bool {
                match self { $(Self::$variant => $per_kind,)* }
            }
        }
    };
}

macro_rules! variables_with_levels {
    ($($drug:ident $file:ident {
        $($(#[$about:meta])* $curve:ident $level:ident $unit:literal $site:ident $label:literal,)*
    } { $($others:tt)* })*) => {
        variables! {
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
            /// Mean lesions by cytarabine, the part of that damage that outlives ara-CTP.
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
            $($($(#[$about])* $curve $level $unit false,)*)*
            /// Blood neutrophils.
            Neutrophils neutrophils "G/L" false,
            /// Blood platelets.
            Platelets platelets "G/L" false,
            /// Blood leukocytes: neutrophils, lymphocytes and leukemic cells.
            Leukocytes leukocytes "G/L" false,
            /// Leukemic cells in blood.
            BloodBlasts blood_blasts "G/L" false,
            /// True share of blasts among the cells of a marrow sample (a marrow examination adds counting noise).
            MarrowBlasts marrow_blasts "1" false,
            /// Nucleated marrow cells relative to a healthy marrow.
            Cellularity cellularity "1" false,
        }

        impl Drug {
            /// Its levels that become curves.
            pub const fn levels(self) -> &'static [DrugLevel] {
                match self {
                    $(Self::$drug => {
                        &[$(DrugLevel { variable: Variable::$curve, site: Site::$site, label: $label },)*]
                    })*
                }
            }
        }

        impl CurveSet {
            /// Adds the levels of all drugs that become curves; the caller adds a day first.
            pub fn push_levels(&mut self, exposure: &Exposure) {
                $($(self.push(Variable::$curve, None, exposure.$level);)*)*
            }
        }
    };
}
with_drugs!(variables_with_levels);

impl Variable {
    /// None for a name that no variable has.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|variable| variable.name() == name)
    }
}

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

/// The level of a drug or of its metabolite as a curve.
#[derive(Clone, Copy, Debug)]
pub struct DrugLevel {
    /// The variable of its curve.
    pub variable: Variable,
    /// Where it is measured.
    pub site: Site,
    /// What it is a level of, in figures.
    pub label: &'static str,
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

    /// The curves up to and including this day.
    ///
    /// None of them if it is before the first day.
    pub fn until(&self, day: f64) -> Self {
        let points = self.days.iter().take_while(|at| **at <= day).count();
        let values = self.values.iter().map(|(curve, values)| (*curve, values[..points].to_vec())).collect();
        Self { days: self.days[..points].to_vec(), values }
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
