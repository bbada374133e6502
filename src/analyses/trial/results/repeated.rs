//! The trial again and again, as designed and without what could explain its responses otherwise.
//! Left out: the cells of its tables over these trials.

use super::Predicted;
use cenersim_statistics::Interval;

/// A share with its Monte-Carlo standard error: that of the trials, and that of the pool.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Estimated {
    /// Share of the trials.
    pub value: f64,
    /// Of a finite number of trials drawn from this pool (binomial for shares).
    pub trials_error: f64,
    /// Of a finite pool, by leaving out one part of it at a time (jackknife).
    pub pool_error: f64,
}

/// What makes the responses, in the same patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Explanation {
    /// Cenersen and inhibitors act as the model says.
    AsDesigned,
    /// Nobody gets cenersen; users are who they were.
    WithoutCenersen,
    /// Nobody takes an inhibitor, and cenersen acts in all; users are those who would have taken one.
    WithoutInhibitors,
    /// Cenersen does nothing, and inhibitors are taken for the fever of an infection: users are among those with fever.
    ConfoundingAlone,
}

impl Explanation {
    /// In the order of figures and tables.
    pub const ALL: [Self; 4] =
        [Self::AsDesigned, Self::WithoutCenersen, Self::WithoutInhibitors, Self::ConfoundingAlone];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AsDesigned => "as_designed",
            Self::WithoutCenersen => "without_cenersen",
            Self::WithoutInhibitors => "without_inhibitors",
            Self::ConfoundingAlone => "confounding_alone",
        }
    }

    /// The name in figures and tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AsDesigned => "As designed",
            Self::WithoutCenersen => "Without cenersen",
            Self::WithoutInhibitors => "Without inhibitors",
            Self::ConfoundingAlone => "Confounding alone",
        }
    }
}

/// A response rate in the pool, with and without cenersen in the same patients.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Effect {
    /// Name of the arm, or `total` (arms weighted by their planned subjects).
    pub arm: String,
    /// `CR` or `CR + CRp`.
    pub endpoint: String,
    /// Patients of the pool.
    pub n: u32,
    /// Share of patients with it under this explanation.
    pub share: f64,
    /// The same patients without cenersen.
    pub without_cenersen: f64,
    /// The former less the latter: the response that is due to cenersen.
    pub difference: f64,
    /// 95 % confidence interval of the mean difference, by the bootstrap over patients, or over trials where each has
    /// parameters of its own: more of them make it narrower.
    pub interval: Interval,
    /// Where 95 % of the trials have the difference of their own subjects, if each has parameters of its own: how many
    /// there are does not matter.
    #[serde(default)]
    pub predictive: Option<Interval>,
    /// Standard error of the difference, in the same resamples.
    pub standard_error: f64,
}

/// The contrast of users and others that the trial reported, in virtual trials under one explanation.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Contrast {
    /// Users of inhibitors in a trial (mean over trials).
    pub users: f64,
    /// Responders among them (mean).
    pub responders_among_users: f64,
    /// Other subjects (mean).
    pub others: f64,
    /// Responders among these (mean).
    pub responders_among_others: f64,
    /// Share of trials in which no user responds, whatever the others do.
    pub none_of_users: Estimated,
    /// Share of trials in which no user and at least as many of the others as published respond.
    pub as_published: Estimated,
    /// Share of trials in which users respond less and Fisher's two-sided p is at most the published one.
    pub as_extreme: Estimated,
    /// Response rate of users less that of others over trials (percent): median and 95 %.
    pub difference: Option<Predicted>,
}

/// Repeated trials under one explanation.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ExplanationResult {
    /// What makes the responses.
    pub explanation: Explanation,
    /// CR, then CR + CRp: each arm, then `total`.
    pub effects: Vec<Effect>,
    /// Users of inhibitors against others.
    pub contrast: Contrast,
    /// Responders (CR + CRp) of a whole trial.
    pub responders: Predicted,
    /// Subjects with CR of a whole trial.
    pub cr: Predicted,
    /// One for each arm; empty without a stopping rule.
    pub stopping: Vec<ArmStopping>,
}

/// The stopping rule over repeated trials.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ArmStopping {
    /// Name of the arm.
    pub arm: String,
    /// Share of trials in which the rule stops the arm.
    pub probability: Estimated,
    /// Mean number of subjects that the arm enrolls.
    pub expected_subjects: f64,
}

/// How the pool stands for the population.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PoolResult {
    /// Patients in the pool.
    pub patients: u32,
    /// Patients by what is prescribed, in the order of the cells.
    pub cells: Vec<PoolCell>,
    /// Expected share of the subjects of a trial who are also in another given trial.
    pub overlap: f64,
    /// Patients left out because a simulation failed.
    pub failures: u32,
}

/// Patients of the pool with one prescription.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PoolCell {
    /// Refractory, or else relapsed.
    pub refractory: bool,
    /// Men, or else women.
    pub man: bool,
    /// Users of inhibitors, or else not.
    pub user: bool,
    /// How many they are.
    pub patients: u32,
}

/// The trial again and again.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Repeated {
    /// Number of trials.
    pub trials: u32,
    /// The patients from whom they were drawn.
    pub pool: PoolResult,
    /// In the order of [`Explanation::ALL`].
    pub explanations: Vec<ExplanationResult>,
    /// What the parameters of the trials were drawn from; none if they were the same in all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub posterior: Option<PosteriorUsed>,
}

/// Draws of parameters over which trials were repeated.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PosteriorUsed {
    /// Name of the calibration.
    pub calibration: String,
    /// Seed of the calibration.
    pub seed: u64,
    /// Draws that were used.
    pub draws: u32,
    /// Entries of the ledger that differ between draws.
    pub parameters: Vec<String>,
}
