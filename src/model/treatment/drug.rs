//! The list of drugs. A drug is one entry here, a file of kinetics with its name, tables in the defaults, and a line and a
//! color in figures; scenarios, curves, recording, counterfactuals and the ODD protocol read the list.
//! Left out: what a drug does to cells, which a process says (see `biology`).

/// Calls a macro with the list of drugs: each with its file, the levels that become curves with their units, and further
/// levels that only cells see. All levels are fields of [`crate::treatment::Exposure`].
#[macro_export]
macro_rules! with_drugs {
    ($callback:ident) => {
        $callback! {
            Cenersen cenersen {
                /// Cenersen in plasma (mg/L).
                CenersenPlasma cenersen_plasma "mg/L",
                /// Cenersen inside a reference cell (relative uptake 1) (pmol/mg protein), before any loss of activity to inhibitors.
                CenersenCell cenersen_cell "pmol/mg",
            } {
                /// Share of cenersen's activity that an inhibitor takes away during this step, 0 to 1.
                inhibition,
            }
            Idarubicin idarubicin {
                /// Idarubicin in plasma (ng/mL).
                IdarubicinPlasma idarubicin_plasma "ng/mL",
                /// Idarubicinol in plasma (ng/mL).
                IdarubicinolPlasma idarubicinol_plasma "ng/mL",
                /// Idarubicin in nucleated cells, fast and slow pool together (ng/mL cell).
                IdarubicinCell idarubicin_cell "ng/mL",
                /// Idarubicinol in nucleated cells (ng/mL cell).
                IdarubicinolCell idarubicinol_cell "ng/mL",
            } {
                /// Idarubicin in the slow, DNA-bound pool alone (ng/mL cell).
                idarubicin_bound,
                /// Rate at which uptake renews the bound idarubicin and idarubicinol of a cell [1/h]: uptake over content.
                anthracycline_renewal,
            }
            Cytarabine cytarabine {
                /// Cytarabine in plasma (umol/L).
                CytarabinePlasma cytarabine_plasma "umol/L",
                /// Ara-CTP in a reference leukemic cell (pmol per 10^6 cells).
                AraCtp ara_ctp "pmol/1e6",
                /// Ara-CTP in a normal cell (pmol per 10^6 cells).
                AraCtpNormal ara_ctp_normal "pmol/1e6",
            } {}
        }
    };
}

macro_rules! drugs {
    ($($drug:ident $file:ident { $($levels:tt)* } { $($others:tt)* })*) => {
        /// A drug that a regimen can contain.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Drug {
            $($drug,)*
        }

        impl Drug {
            pub const ALL: [Self; [$(stringify!($drug)),*].len()] = [$(Self::$drug),*];

            /// The name in files, in scenarios and of its numbers in the ledger.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$drug => stringify!($file),)*
                }
            }

            /// Beginnings of the paths of its numbers in the ledger.
            pub const fn numbers(self) -> &'static [&'static str] {
                match self {
                    $(Self::$drug => super::$file::NUMBERS,)*
                }
            }

            /// The heading of its kinetics among the submodels, and the text of their file.
            pub const fn kinetics(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$drug => (stringify!($drug), include_str!(concat!(stringify!($file), ".rs"))),)*
                }
            }
        }
    };
}
with_drugs!(drugs);

/// One value for each drug.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct PerDrug<T>(pub [T; Drug::ALL.len()]);

impl<T> PerDrug<T> {
    pub fn from_fn(f: impl FnMut(Drug) -> T) -> Self {
        Self(Drug::ALL.map(f))
    }

    /// Every drug with its value, in the order of the list.
    pub fn each(self) -> impl Iterator<Item = (Drug, T)> {
        Drug::ALL.into_iter().zip(self.0)
    }
}

impl<T> std::ops::Index<Drug> for PerDrug<T> {
    type Output = T;
    fn index(&self, drug: Drug) -> &T {
        &self.0[drug as usize]
    }
}
