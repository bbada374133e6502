//! What a comparison yields, as plain data. A unit is one patient, the mean of their replicates; when there is only the
//! reference patient, a unit is one of their replicates. Every interval is one of 95 %.
//!
//! [`Compared`] is the whole: one [`ArmResult`] for each arm, one [`PairResult`] for each pair of arms, and what was
//! asked for besides (attribution, sweep, headline). Shares are from 0 to 1 and differences of shares from -1 to 1;
//! days count from 0 (d). Means and medians of no unit are NaN; a standard error of one unit is 0.

use super::{Headline, Measure, Mechanism, Rate, TwoArm};
use crate::published::PublishedArm;
use cenersim_model::{
    biology::Kind,
    clinic::Policy,
    curves::{Cause, Response, Variable, known_cause},
    quantity::Time,
    treatment::{Administration, DayNumbers, Drug},
};
use cenersim_statistics::{Interval, KaplanMeier};
use serde::{Deserialize, Deserializer, de::Error};

/// A rate in one arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RateResult {
    /// What is counted.
    pub rate: Rate,
    /// Units counted once (their first replicate), and how many of them had it.
    pub n: u32,
    /// Units that had it.
    pub found: u32,
    /// Confidence interval of `share` (Clopper and Pearson 1934); with several replicates of a unit that of as many independent
    /// units as have its error (Korn and Graubard 1998).
    pub exact: Interval,
    /// Score interval of the same (Wilson 1927), for figures: it is closer to the stated coverage than the exact one.
    pub wilson: Interval,
    /// What is shown: mean of the units' shares of all their replicates, and its Monte-Carlo standard error over units.
    pub share: f64,
    /// Of `share`; 0 for fewer than two units.
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
    /// What is measured; numbers below are in its unit.
    pub measure: Measure,
    /// Units with at least one course.
    pub n: u32,
    /// Of the units' means over their replicates.
    pub median: f64,
    /// 25th and 75th percentile of the same.
    pub quartiles: Interval,
    /// Of the same.
    pub mean: f64,
    /// Monte-Carlo standard errors of mean and median over units (the latter by bootstrap).
    pub mean_error: f64,
    /// Of the median, by bootstrap.
    pub median_error: f64,
    /// Of single courses, in the squared unit.
    pub variance: Option<Variance>,
}

/// A rate in two arms of the same units: second less first.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RateDifference {
    /// What is counted.
    pub rate: Rate,
    /// Units (first replicates) with it in both arms, only in the first, only in the second, in neither.
    pub both: u32,
    /// Lost with the second arm, if it is a benefit.
    pub only_first: u32,
    /// Gained with the second arm, if it is a benefit.
    pub only_second: u32,
    /// In neither arm. The four sum to the units that both arms have.
    pub neither: u32,
    /// Of all replicates.
    pub difference: f64,
    /// Confidence interval of `difference`: with one replicate of each unit Newcombe 1998, paired, method 10; with several the
    /// normal one of the mean over units.
    pub interval: Interval,
    /// With one replicate of each unit the exact McNemar test (binomial, two-sided); with several the Wald test of the mean
    /// over units.
    pub mcnemar_p: f64,
    /// Mean of the units' differences in their shares of replicates, and its Monte-Carlo standard error over units.
    pub share: f64,
    /// Of `share`.
    pub standard_error: f64,
}

/// A measure in two arms of the same units: second less first, unit by unit.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct MeasureDifference {
    /// What is measured; numbers below are in its unit.
    pub measure: Measure,
    /// Units that both arms have.
    pub n: u32,
    /// Median and mean of the units' differences with percentile bootstrap intervals, and their standard errors (of the
    /// median by bootstrap).
    pub median: f64,
    /// Percentile bootstrap over units.
    pub median_interval: Interval,
    /// Standard error of the median, by bootstrap.
    pub median_error: f64,
    /// Mean of the units' differences.
    pub mean: f64,
    /// Percentile bootstrap over units; the same resamples for all measures of a pair.
    pub mean_interval: Interval,
    /// Standard error of the mean over units.
    pub mean_error: f64,
    /// Quartiles of the units' differences.
    pub quartiles: Interval,
}

/// One arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ArmResult {
    /// Name of the arm in figures and files.
    pub name: String,
    /// How it numbers its days. Doses and curves below count from the beginning of its day 1, survival and milestones from the
    /// start of treatment.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub days: DayNumbers,
    /// First course of the reference patient; empty if nothing is given.
    pub doses: Vec<Administration>,
    /// Later courses of the reference patient within the horizon, as far as they are known before anybody is treated.
    #[serde(default)]
    pub later: Vec<Administration>,
    /// Responses of the units' first replicates, best first, those that occurred.
    pub responses: Vec<(Response, u32)>,
    /// Deaths of the units' first replicates by cause, those that occurred, in the order of `curves::CAUSES_OF_DEATH`.
    #[serde(deserialize_with = "known_deaths")]
    pub deaths: Vec<(Cause, u32)>,
    /// In the order of [`Rate::ALL`] and [`Measure::ALL`].
    pub rates: Vec<RateResult>,
    /// In the order of [`Measure::ALL`].
    pub measures: Vec<MeasureResult>,
    /// Of the units' first replicates: days to death, censored at the end of observation; of the remissions among them:
    /// days from the first remission to relapse or death.
    pub overall_survival: KaplanMeier,
    /// Of the remissions: an event is a relapse or a death; a transplantation in remission censors.
    pub disease_free_survival: KaplanMeier,
    /// Of the units' first replicates that were examined, by unit.
    pub best_changes: Vec<BestChange>,
    /// Curves of all courses; empty where they were not asked for.
    pub bands: Vec<BandResult>,
    /// Counts of the published arm that this one stands for.
    pub published: Option<PublishedArm>,
}

/// Whether day 1 is the first.
fn is_plain(days: &DayNumbers) -> bool {
    *days == DayNumbers::default()
}

/// Best change of the marrow blasts of one unit.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BestChange {
    /// Number of the patient.
    pub patient: u64,
    /// In percent of the blasts before treatment, from -100.
    pub percent: f64,
    /// Best response, by which a waterfall is colored.
    pub response: Response,
}

/// One curve over all courses of an arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BandResult {
    /// What the curve is of; it gives the unit.
    pub variable: Variable,
    /// Kind of cells, where it is a number of cells.
    pub kind: Option<Kind>,
    /// Days of the points, the same for all curves (d).
    pub days: Vec<f64>,
    /// Courses that reached each day.
    pub courses: Vec<u32>,
    /// 5th, 25th, 50th, 75th and 95th percentile of the courses on each day; NaN where no course has a value.
    pub quantiles: [Vec<f64>; 5],
}

impl BandResult {
    /// The same with days counted from the beginning of day 1 of its arm.
    pub fn since_day_one(mut self, days: DayNumbers) -> Self {
        count_from_day_one(&mut self.days, days);
        self
    }
}

/// Days that are those of the simulation where an arm begins on day 1 keep every bit.
fn count_from_day_one(counted: &mut [f64], days: DayNumbers) {
    if !is_plain(&days) {
        counted.iter_mut().for_each(|day| *day = days.since_day_one(Time::days(*day)).in_days());
    }
}

/// One curve of an arm less that of the first arm in the same courses: cells by their decimal logarithms, all others in
/// their unit.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct BandDifference {
    /// What the curve is of.
    pub variable: Variable,
    /// Kind of cells, where it is a number of cells.
    pub kind: Option<Kind>,
    /// Days of the points, the same for all curves (d).
    pub days: Vec<f64>,
    /// Courses that reached each day in both arms.
    pub courses: Vec<u32>,
    /// Median of the paired differences; NaN where there is none.
    pub median: Vec<f64>,
    /// Lower end of its 95 % interval by ranks, day by day; NaN for fewer than six courses.
    pub low: Vec<f64>,
    /// Upper end.
    pub high: Vec<f64>,
}

impl BandDifference {
    /// The same with days counted from the beginning of day 1 of its arm.
    pub fn since_day_one(mut self, days: DayNumbers) -> Self {
        count_from_day_one(&mut self.days, days);
        self
    }
}

/// What figures show of an arm besides its results; empty in results of earlier versions.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ShownOfArm {
    /// The first course in the words of the prescription, such as `12 mg/m2, days 1–3`, drug by drug.
    pub prescribed: Vec<(Drug, String)>,
    /// Its curves less those of the first arm; none of the first arm.
    pub differences: Vec<BandDifference>,
}

/// Two arms in the same units.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PairResult {
    /// Indices of the arms.
    pub first: usize,
    /// Index of the other arm; differences are second less first.
    pub second: usize,
    /// In the order of [`Rate::ALL`].
    pub rates: Vec<RateDifference>,
    /// In the order of [`Measure::ALL`].
    pub measures: Vec<MeasureDifference>,
    /// Log-rank test of overall survival, two-sided, with the error of clusters (Lin and Wei 1989): courses of one patient count
    /// together, over all replicates; none without an event.
    pub survival_p: Option<f64>,
}

/// How much of an arm's effect is whose: each drug switched off in the same patients, in every combination.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Attribution {
    /// Index of the arm.
    pub arm: usize,
    /// Name of a [`Rate`] or a [`Measure`].
    pub endpoint: String,
    /// The endpoint's name in figures and tables.
    pub label: String,
    /// Unit of all numbers below; `share` for rates.
    pub unit: String,
    /// Units that were simulated with every combination.
    pub n: u32,
    /// Mean without any drug and with all of them.
    pub untreated: f64,
    /// Mean with all drugs.
    pub treated: f64,
    /// One for each drug of the arm; their shares sum to `treated` less `untreated`.
    pub contributions: Vec<Contribution>,
}

/// The share of one drug (Shapley 1953).
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Contribution {
    /// Name of the drug.
    pub drug: String,
    /// Mean over units of what the drug adds, averaged over every order of adding the drugs; in the endpoint's unit.
    pub share: f64,
    /// Bootstrap over units.
    pub interval: Interval,
    /// Of `share`, by bootstrap.
    pub standard_error: f64,
}

/// One swept key and its values as written.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepAxis {
    /// Path in the scenario, such as `arm.cenersen.duration`.
    pub path: String,
    /// In the order in which they are swept.
    pub values: Vec<String>,
}

/// One point of the grid.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepPoint {
    /// One value for each axis.
    pub values: Vec<String>,
    /// Index of the arm.
    pub arm: usize,
    /// In the order of [`Rate::ALL`].
    pub rates: Vec<RateResult>,
    /// In the order of [`Measure::ALL`].
    pub measures: Vec<MeasureResult>,
}

/// Arms over a grid of scenario values, in the same patients.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SweepResult {
    /// Keys that are varied, at least one.
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
    /// Of the report and the figures.
    pub title: String,
    /// In the order of the design.
    pub arms: Vec<ArmResult>,
    /// What figures show besides, in the order of the arms.
    #[serde(default)]
    pub shown: Vec<ShownOfArm>,
    /// What cenersen does in the first arm that gives it; none where no arm does, and in results of earlier versions.
    #[serde(default)]
    pub mechanism: Option<Mechanism>,
    /// Every pair of arms, the first against each of the later ones, then the second against the later ones, and so on.
    pub pairs: Vec<PairResult>,
    /// Each pair as a controlled trial analyzes it: the other arms against the reference first.
    #[serde(default)]
    pub two_arm: Vec<TwoArm>,
    /// By arm, and within an arm by endpoint; empty where no arm was taken apart.
    pub attribution: Vec<Attribution>,
    /// None where nothing was swept.
    pub sweep: Option<SweepResult>,
    /// What cenersen does under each hypothesis about p53; none without cenersen, or if it was not asked for.
    pub headline: Option<Headline>,
    /// Whether patients were drawn from the population; otherwise all courses are of the reference patient.
    pub population: bool,
    /// Patients that were asked for, with those that failed; 1 for a single patient.
    pub patients: u32,
    /// Courses of each patient in each arm.
    pub replicates: u32,
    /// Last day of cells and curves (d).
    pub horizon_days: f64,
    /// Until when survival is known: the horizon, or later where something follows a failure.
    pub follow_up_days: f64,
    /// What follows a failure of the treatment.
    #[serde(deserialize_with = "policy_from_words")]
    pub after_failure: Policy,
    /// Name of the response criteria.
    pub criteria: String,
    /// Seed of every random stream.
    pub seed: u64,
}

/// Deaths by cause, as they are read back.
/// Causes are static texts in memory, so a file with a cause that this version does not know is refused.
fn known_deaths<'a, D: Deserializer<'a>>(from: D) -> Result<Vec<(Cause, u32)>, D::Error> {
    let found = Vec::<(Death, u32)>::deserialize(from)?;
    Ok(found.into_iter().map(|(Death(cause), count)| (cause, count)).collect())
}

/// A cause of death by its name, which must be one that the model has.
#[derive(serde::Deserialize)]
struct Death(#[serde(deserialize_with = "known_cause")] Cause);

/// A policy by what results say of it.
pub(crate) fn policy_from_words<'a, D: Deserializer<'a>>(from: D) -> Result<Policy, D::Error> {
    let told = String::deserialize(from)?;
    let found = Policy::ALL.into_iter().find(|policy| policy.to_string() == told);
    found.ok_or_else(|| D::Error::custom(format_args!("`{told}` follows no failure")))
}
