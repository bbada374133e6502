//! What a calibration yields, as plain data for tables, figures and files. Values of parameters are in the unit of their
//! entry of the ledger; every interval holds 95 %. Left out: the simulated courses, of which only counts are kept.

use cenersim_statistics::Interval;
use serde::{Deserialize, Deserializer, de::Error};

/// Everything that is shown of a calibration.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Calibrated {
    /// Title of the scenario.
    pub title: String,
    /// Root of all draws.
    pub seed: u64,
    /// What was simulated.
    pub budget: Budget,
    /// What was found contradictory among the published counts.
    pub contradictions: Vec<String>,
    /// What the scenario chose to do about it, in words; empty without a choice.
    pub choice: String,
    /// In the order of the scenario.
    pub parameters: Vec<ParameterResult>,
    /// Published counts against what prior and posterior predict.
    pub targets: Vec<TargetResult>,
    /// The effect of cenersen on CR, in the same patients with and without it.
    pub effect: EffectResult,
    /// Directions in the space of parameters, the best known first.
    pub directions: Vec<Direction>,
    /// One for each, from the first.
    pub generations: Vec<GenerationResult>,
    /// Effective number of independent posterior draws (Kish 1965).
    pub effective_sample_size: f64,
    /// Share of the weight that the heaviest draw has.
    pub heaviest_share: f64,
    /// Every draw that was simulated.
    pub draws: Vec<DrawResult>,
    /// What a reader must know before using the posterior.
    pub warnings: Vec<String>,
}

/// What was simulated; fixed by the scenario.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Budget {
    /// Generations of draws.
    pub generations: u32,
    /// Draws of each.
    pub draws_per_generation: u32,
    /// Trials whose subjects are simulated for each draw; the same patients for every draw.
    pub trials_per_draw: u32,
    /// Subjects of one trial.
    pub subjects: u32,
    /// Courses that were simulated: each subject with and without cenersen.
    pub courses: u64,
    /// Agents for each class of cells.
    pub agents_per_class: u32,
    /// Days that each subject is simulated.
    pub horizon_days: f64,
    /// Equally weighted draws in the posterior file.
    pub posterior_draws: u32,
}

/// How far a parameter is known after the calibration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The posterior standard deviation is at most half of the prior one.
    Identified,
    /// At most 0.85 of it.
    Weakly,
    /// The data say next to nothing: the posterior is essentially the prior.
    Not,
}

/// Quantiles of a distribution.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Quantiles {
    /// 2.5 %.
    pub low: f64,
    /// 25 %.
    pub lower: f64,
    /// 50 %.
    pub median: f64,
    /// 75 %.
    pub upper: f64,
    /// 97.5 %.
    pub high: f64,
}

/// Prior against posterior of one parameter.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ParameterResult {
    /// Entry of the ledger, such as `dna_damage.idarubicin_lc50`.
    pub path: String,
    /// Empty for numbers without one.
    pub unit: String,
    /// What it is.
    pub about: String,
    /// How well it is known.
    #[serde(deserialize_with = "known_word")]
    pub grade: Word,
    /// Row of the evidence table, or `assumed`.
    pub source: String,
    /// Family of the prior in words, such as `log-normal`.
    #[serde(deserialize_with = "known_word")]
    pub family: Word,
    /// Whether an axis should be logarithmic.
    pub logarithmic: bool,
    /// Before the counts.
    pub prior: Quantiles,
    /// After the counts.
    pub posterior: Quantiles,
    /// Posterior mean on the scale on which the prior is standard normal.
    pub posterior_mean_z: f64,
    /// Posterior standard deviation on that scale.
    pub posterior_sd_z: f64,
    /// Monte-Carlo standard error of the posterior median on that scale: by leaving out draws, each with the noise of its
    /// patients.
    pub median_error_z: f64,
    /// 1 - posterior variance / prior variance on that scale: 0 nothing learned, 1 all.
    pub shrinkage: f64,
    /// Whether the counts identify it.
    pub verdict: Verdict,
    /// The value that the program ships.
    pub shipped: f64,
}

/// One published count against what prior and posterior predict.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TargetResult {
    /// Table, such as `arm`, `disease` or `inhibitors`.
    pub table: String,
    /// Row of the table, such as `A`, `refractory` or `total`.
    pub group: String,
    /// `CR` or `CR + CRp`.
    #[serde(deserialize_with = "known_word")]
    pub endpoint: Word,
    /// Patients of the row.
    pub patients: u32,
    /// The published count.
    pub observed: u32,
    /// Whether the count was fitted; others are predicted only.
    pub fitted: bool,
    /// Predicted before the counts.
    pub prior: PredictedCount,
    /// Predicted after them.
    pub posterior: PredictedCount,
}

/// A count as predicted for one further trial.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PredictedCount {
    /// The count up to which half of the probability lies.
    pub median: f64,
    /// 95 % interval.
    pub interval: Interval,
    /// Twice the smaller probability of a count at or beyond the observed one, at most 1.
    pub tail: f64,
    /// Probability of each count from 0 to the number of patients.
    pub probabilities: Vec<f64>,
}

/// The effect of cenersen on CR before and after the data; positive: more CR with cenersen.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EffectResult {
    /// Standard deviation of the skeptical prior of the log odds ratio around 0.
    pub skeptical_sd: f64,
    /// Log odds ratio of CR with against without cenersen: what the mechanism allows, before the skeptical prior and data.
    pub mechanism: Quantiles,
    /// With the skeptical prior.
    pub prior: Quantiles,
    /// After the counts.
    pub posterior: Quantiles,
    /// Difference in CR in percentage points.
    pub points: Quantiles,
    /// Standard deviation of the log odds ratio between draws, without the noise of the patients of each.
    pub between_draws: f64,
    /// Monte-Carlo standard error of the log odds ratio of one draw, which is not part of any interval here.
    pub noise: f64,
    /// Monte-Carlo standard error of the posterior median of the log odds ratio.
    pub median_error: f64,
    /// Posterior probability of more CR with cenersen than without.
    pub probability_of_benefit: f64,
    /// The same before the data.
    pub prior_probability_of_benefit: f64,
    /// Patients in each of two arms, with against without cenersen, that would tell the posterior median difference from
    /// none with a power of 0.8 at a two-sided level of 0.05; none where the posterior interval includes no difference.
    pub patients_per_arm: Option<f64>,
}

/// A direction in the space of parameters (in prior standard deviations).
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Direction {
    /// Posterior variance along it relative to the prior: 1 says that nothing was learned.
    pub variance: f64,
    /// Weight of each parameter, in the order of `parameters`; their squares sum to 1.
    pub loadings: Vec<f64>,
}

/// One generation of draws.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct GenerationResult {
    /// From 1; the first is drawn from the prior.
    pub number: u32,
    /// Draws of this generation.
    pub draws: u32,
    /// Effective number of draws after this generation.
    pub effective_sample_size: f64,
}

/// One draw that was simulated.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct DrawResult {
    /// From 1.
    pub generation: u32,
    /// In the order of `parameters`, in their units.
    pub values: Vec<f64>,
    /// Posterior weight; all weights sum to 1.
    pub weight: f64,
    /// Weight under the prior alone, skepticism about cenersen included; these sum to 1, too.
    pub prior_weight: f64,
    /// Natural logarithm of the likelihood of the counts; minus infinity if the draw was not simulated.
    pub log_likelihood: f64,
    /// Share of the simulated subjects with CR; NaN if the draw was not simulated, here and below.
    pub cr: f64,
    /// Share with CR, CRp or CRi.
    pub remission: f64,
    /// Share with CR without cenersen.
    pub cr_without_cenersen: f64,
    /// Log odds ratio of CR with against without cenersen, as it was counted.
    pub log_odds_ratio: f64,
    /// The same as all draws together tell it: middle of what it may be.
    pub effect: f64,
    /// Standard deviation of what it may be around that.
    pub effect_error: f64,
}

/// A word of a fixed list.
pub type Word = &'static str;

/// Words that fields of these results are.
const WORDS: [Word; 9] = ["A", "B", "C", "Source", "log-normal", "logit-normal", "uniform", "CR", "CR + CRp"];

/// One of the words, as it is read back.
fn known_word<'a, D: Deserializer<'a>>(from: D) -> Result<Word, D::Error> {
    let found = String::deserialize(from)?;
    let known = WORDS.into_iter().find(|word| *word == found);
    known.ok_or_else(|| D::Error::custom(format_args!("`{found}` is no grade, prior or endpoint of a calibration")))
}
