//! What a comparison yields, as plain data. A unit is one patient, the mean of their replicates; when there is only the
//! reference patient, a unit is one of their replicates. Every interval is one of 95 %.

use super::{Headline, Measure, Rate};
use crate::published::PublishedArm;
use cenersim_model::{
    biology::Kind,
    clinic::Policy,
    curves::{Cause, Response, Variable, known_cause},
    treatment::Administration,
};
use cenersim_statistics::{Interval, KaplanMeier};
use serde::{Deserialize, Deserializer, de::Error};

/// A rate in one arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RateResult {
    pub rate: Rate,
    /// Units counted once (their first replicate), and how many of them had it.
    pub n: u32,
    pub found: u32,
    /// Of `found` of `n`: Clopper and Pearson 1934; Wilson 1927.
    pub exact: Interval,
    pub wilson: Interval,
    /// Mean of the units' shares of their replicates, and its Monte-Carlo standard error over units.
    pub share: f64,
    pub standard_error: f64,
    /// Of the indicator of single courses (0 or 1).
    pub variance: Option<Variance>,
}

/// How much units differ by more than chance. One-way random effects; none with a single replicate or a single patient.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Variance {
    /// Variance of the patients' own means.
    pub between_patients: f64,
    /// Variance of replicates of one patient: noise of cells, examinations and complications.
    pub within_patient: f64,
}

/// A measure in one arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MeasureResult {
    pub measure: Measure,
    pub n: u32,
    pub median: f64,
    pub quartiles: Interval,
    pub mean: f64,
    /// Monte-Carlo standard errors of mean and median over units (the latter by bootstrap).
    pub mean_error: f64,
    pub median_error: f64,
    pub variance: Option<Variance>,
}

/// A rate in two arms of the same units: second less first.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RateDifference {
    pub rate: Rate,
    /// Units (first replicates) with it in both arms, only in the first, only in the second, in neither.
    pub both: u32,
    pub only_first: u32,
    pub only_second: u32,
    pub neither: u32,
    /// Of the four counts: Newcombe 1998, paired, method 10.
    pub difference: f64,
    pub interval: Interval,
    /// Exact McNemar test (binomial, two-sided).
    pub mcnemar_p: f64,
    /// Mean of the units' differences in their shares of replicates, and its Monte-Carlo standard error over units.
    pub share: f64,
    pub standard_error: f64,
}

/// A measure in two arms of the same units: second less first, unit by unit.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MeasureDifference {
    pub measure: Measure,
    pub n: u32,
    /// Median and mean of the units' differences with percentile bootstrap intervals, and their standard errors (of the
    /// median by bootstrap).
    pub median: f64,
    pub median_interval: Interval,
    pub median_error: f64,
    pub mean: f64,
    pub mean_interval: Interval,
    pub mean_error: f64,
    /// Quartiles of the units' differences.
    pub quartiles: Interval,
}

/// One arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ArmResult {
    pub name: String,
    /// First course of the reference patient; empty if nothing is given.
    pub doses: Vec<Administration>,
    /// Responses of the units' first replicates, best first, those that occurred.
    pub responses: Vec<(Response, u32)>,
    /// Deaths of the units' first replicates by cause, those that occurred, in the order of `curves::CAUSES_OF_DEATH`.
    #[serde(deserialize_with = "known_deaths")]
    pub deaths: Vec<(Cause, u32)>,
    /// In the order of [`Rate::ALL`] and [`Measure::ALL`].
    pub rates: Vec<RateResult>,
    pub measures: Vec<MeasureResult>,
    /// Of the units' first replicates: days to death, censored at the end of observation; of the remissions among them:
    /// days from the first remission to relapse or death.
    pub overall_survival: KaplanMeier,
    pub disease_free_survival: KaplanMeier,
    /// Of the units' first replicates that were examined, by unit.
    pub best_changes: Vec<BestChange>,
    pub bands: Vec<BandResult>,
    pub published: Option<PublishedArm>,
}

/// Best change of the marrow blasts of one unit.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BestChange {
    pub patient: u64,
    /// In percent of the blasts before treatment, from -100.
    pub percent: f64,
    pub response: Response,
}

/// One curve over all courses of an arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BandResult {
    pub variable: Variable,
    pub kind: Option<Kind>,
    pub days: Vec<f64>,
    /// Courses that reached each day.
    pub courses: Vec<u32>,
    /// 5th, 25th, 50th, 75th and 95th percentile of the courses on each day; NaN where no course has a value.
    pub quantiles: [Vec<f64>; 5],
}

/// Two arms in the same units.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PairResult {
    /// Indices of the arms.
    pub first: usize,
    pub second: usize,
    pub rates: Vec<RateDifference>,
    pub measures: Vec<MeasureDifference>,
    /// Log-rank test of overall survival of the units' first replicates, two-sided (it ignores the pairing); none without
    /// an event.
    pub log_rank_p: Option<f64>,
}

/// How much of an arm's effect is whose: each drug switched off in the same patients, in every combination.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Attribution {
    /// Index of the arm.
    pub arm: usize,
    /// Name of a [`Rate`] or a [`Measure`].
    pub endpoint: String,
    pub label: String,
    pub unit: String,
    /// Units that were simulated with every combination.
    pub n: u32,
    /// Mean without any drug and with all of them.
    pub untreated: f64,
    pub treated: f64,
    /// One for each drug of the arm; their shares sum to `treated` less `untreated`.
    pub contributions: Vec<Contribution>,
}

/// The share of one drug (Shapley 1953).
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Contribution {
    pub drug: String,
    pub share: f64,
    /// Bootstrap over units.
    pub interval: Interval,
    pub standard_error: f64,
}

/// One swept key and its values as written.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepAxis {
    pub path: String,
    pub values: Vec<String>,
}

/// One point of the grid.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepPoint {
    /// One value for each axis.
    pub values: Vec<String>,
    /// Index of the arm.
    pub arm: usize,
    pub rates: Vec<RateResult>,
    pub measures: Vec<MeasureResult>,
}

/// Arms over a grid of scenario values, in the same patients.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepResult {
    pub axes: Vec<SweepAxis>,
    /// Names of the arms.
    pub arms: Vec<String>,
    /// The last axis varies fastest, and the arm faster than any axis.
    pub points: Vec<SweepPoint>,
    /// Name of the [`Rate`] or [`Measure`] that is drawn.
    pub endpoint: String,
}

/// Everything that tables, figures and the report of a comparison show.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Compared {
    pub title: String,
    pub arms: Vec<ArmResult>,
    /// Every pair of arms, the first against each of the later ones, then the second against the later ones, and so on.
    pub pairs: Vec<PairResult>,
    pub attribution: Vec<Attribution>,
    pub sweep: Option<SweepResult>,
    /// What cenersen does under each hypothesis about p53; none without cenersen, or if it was not asked for.
    pub headline: Option<Headline>,
    /// Whether patients were drawn from the population; otherwise all courses are of the reference patient.
    pub population: bool,
    pub patients: u32,
    pub replicates: u32,
    pub horizon_days: f64,
    /// Until when survival is known: the horizon, or later where something follows a failure.
    pub follow_up_days: f64,
    /// What follows a failure of the treatment; none where nothing is said of it.
    #[serde(deserialize_with = "told_policy")]
    pub after_failure: Option<Policy>,
    /// Name of the response criteria.
    pub criteria: String,
    pub seed: u64,
}

/// Deaths by cause, as they are read back.
fn known_deaths<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<(Cause, u32)>, D::Error> {
    let found = Vec::<(Death, u32)>::deserialize(from)?;
    Ok(found.into_iter().map(|(Death(cause), count)| (cause, count)).collect())
}

#[derive(serde::Deserialize)]
struct Death(#[serde(deserialize_with = "known_cause")] Cause);

/// A policy by what results say of it.
pub(crate) fn told_policy<'a, D: Deserializer<'a>>(from: D) -> Result<Option<Policy>, D::Error> {
    let Some(told) = Option::<String>::deserialize(from)? else { return Ok(None) };
    let found = Policy::ALL.into_iter().find(|policy| policy.to_string() == told);
    found.map(Some).ok_or_else(|| D::Error::custom(format_args!("`{told}` follows no failure")))
}
