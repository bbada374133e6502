//! How much is simulated. Left out: what.
//!
//! # Sizes
//!
//! The full size has so many patients that the error of a rate near one fifth is below two percentage points; the
//! reduced one has an eighth of them, so errors are 2.8 times as large and more checks end borderline.

/// How many patients and agents a qualification takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Size {
    /// As many as minutes allow.
    #[default]
    Full,
    /// An eighth of the patients, for a look and for tests.
    Reduced,
}

impl Size {
    /// As the command and its files write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Reduced => "reduced",
        }
    }

    /// Patients of a cohort that has so many at full size.
    ///
    /// The first of them are the same patients at either size.
    pub const fn patients(self, full: u64) -> u64 {
        match self {
            Self::Full => full,
            Self::Reduced => full / 8,
        }
    }

    /// Replicates of a typical patient.
    pub const fn replicates(self) -> u32 {
        match self {
            Self::Full => 32,
            Self::Reduced => 8,
        }
    }

    /// Agents for each class of cells in patients of a cohort: who differ more than their cells do by chance.
    pub const fn agents_in_cohorts(self) -> u32 {
        64
    }

    /// Agents for each class of cells in a typical patient.
    pub const fn agents(self) -> u32 {
        match self {
            Self::Full => 512,
            Self::Reduced => 256,
        }
    }
}
