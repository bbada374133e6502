//! Drugs as values, made from the list of `treatment`, and one value for each of them.
//! Left out: body size and doses.

use crate::with_drugs;

macro_rules! drugs {
    ($($drug:ident $file:ident { $($levels:tt)* } { $($others:tt)* })*) => {
        /// A drug that a regimen can contain.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Drug {
            $(
                #[doc = concat!("Its kinetics are in `", stringify!($file), ".rs`.")]
                $drug,
            )*
        }

        impl Drug {
            /// In the order of the list of `treatment`.
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
///
/// In the order of [`Drug::ALL`]; indexed by [`Drug`].
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct PerDrug<T>(pub [T; Drug::ALL.len()]);

impl<T> PerDrug<T> {
    /// Calls `f` once for each drug, in their order.
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
