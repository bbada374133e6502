//! Who the patient is, before anything is drawn: covariates, disease, and drugs that disturb cenersen.
//! Left out: differences between patients that no one sees; they are drawn from the patient's number.

use super::Chemosensitivity;
use crate::{quantity::Time, treatment::Body};

/// Sex, as it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

/// State of the disease when treatment begins.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Disease {
    /// No leukemia at all.
    Healthy,
    /// Leukemia that has not been treated.
    NewlyDiagnosed,
    /// No remission after the first induction.
    Refractory,
    /// Leukemia that came back after a remission of this length.
    Relapsed { first_remission: Time },
}

impl Disease {
    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::NewlyDiagnosed => "newly_diagnosed",
            Self::Refractory => "refractory",
            Self::Relapsed { .. } => "relapsed",
        }
    }
}

/// TP53 of the leukemia; normal cells are always wild type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tp53 {
    /// Functional p53.
    #[default]
    WildType,
    /// The protein is made but has lost its function.
    Mutant,
    /// No protein is made.
    Null,
}

/// Use of drugs that take away cenersen's activity (acetaminophen, high-dose antioxidants).
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct InhibitorUse {
    /// From and until, since the first dose day began; sorted by start.
    pub periods: Vec<(Time, Time)>,
    /// Also taken for 7 days after the onset of each infection, as for fever.
    pub for_fever: bool,
}

/// One virtual patient.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Patient {
    /// 0 is the typical patient, with every random effect at its median; any other number draws its own.
    pub number: u64,
    pub age_years: f64,
    pub sex: Sex,
    pub body: Body,
    pub disease: Disease,
    pub tp53: Tp53,
    /// Leukemic cells in the whole body.
    pub burden: f64,
    /// Where the leukemia stands among those of patients of the same status and age.
    pub chemosensitivity: Chemosensitivity,
    pub inhibitor: InhibitorUse,
}
