//! Who the patient is, before anything is drawn: covariates, disease, and drugs that disturb cenersen.
//! Left out: differences between patients that no one sees; they are drawn from the patient's number.

use super::Chemosensitivity;
use crate::{quantity::Time, treatment::Body};
use std::collections::BTreeMap;

/// Sex, as it is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the words would repeat themselves in the schema of scenarios")]
pub enum Sex {
    Female,
    Male,
}

/// State of the disease when treatment begins.
///
/// It decides on resistance to both drugs (see [`super::with_covariates`]) and on the share of poor formers of ara-CTP.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Disease {
    /// No leukemia at all.
    Healthy,
    /// Leukemia that has not been treated.
    NewlyDiagnosed,
    /// No remission after the first induction.
    Refractory,
    /// Leukemia that came back after a remission of this length.
    Relapsed {
        /// How long the first remission lasted.
        first_remission: Time,
    },
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
///
/// How much is lost is `inhibitor.loss` of the ledger. Nobody takes any by default.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct InhibitorUse {
    /// From and until, since the first dose day began; sorted by start.
    pub periods: Vec<(Time, Time)>,
    /// Also taken for 7 days after the onset of each infection, as for fever.
    pub for_fever: bool,
}

/// One virtual patient.
///
/// Made by [`super::enrolled`] or from a scenario. Two patients of the same number and seed have the same random
/// effects, whatever else they are.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Patient {
    /// 0 is the typical patient, with every random effect at its median; any other number draws its own.
    pub number: u64,
    /// At the beginning of treatment.
    pub age_years: f64,
    /// It decides on body size in the population and on nothing else.
    pub sex: Sex,
    /// Weight and height, which scale doses and volumes.
    pub body: Body,
    /// State when treatment begins.
    pub disease: Disease,
    /// Of the leukemia.
    pub tp53: Tp53,
    /// Leukemic cells in the whole body.
    /// Counts for nothing in a healthy person.
    pub burden: f64,
    /// Where the leukemia stands among those of patients of the same status and age.
    pub chemosensitivity: Chemosensitivity,
    /// When drugs that disturb cenersen are taken.
    pub inhibitor: InhibitorUse,
    /// The patient's own numbers by their path in the ledger (canonical unit), in place of those that their number draws.
    #[serde(default)]
    pub own: BTreeMap<String, f64>,
}
