//! What a trial yields, as plain data. A unit is one virtual subject; times are days since his first dose unless said
//! otherwise; every interval is one of 95 %. A responder is a subject with CR or CRp (`remission`); CR alone is kept apart.

use super::{
    design::Protocol,
    stopping::{Characteristics, Errors},
};
use crate::comparison::{Headline, Record};
use cenersim_model::{
    clinic::Policy,
    curves::{Event, Response},
    patient::{Sex, Tp53},
};
use cenersim_statistics::{Interval, KaplanMeier};

/// One subject of the trial that is shown, in the arm he was randomized to.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Subject {
    /// Order of enrollment, from 1.
    pub number: u32,
    /// Day of enrollment and of the first dose, since the trial opened.
    pub enrollment_day: f64,
    /// Cell of the stratified randomization, such as `refractory, 60 or older`; `all` without strata.
    pub stratum: String,
    /// Index of the arm; `record.arm` is the same.
    pub arm: u32,
    pub age_years: f64,
    pub sex: Sex,
    pub weight_kg: f64,
    pub height_cm: f64,
    /// Otherwise relapsed.
    pub refractory: bool,
    /// Length of the first remission (d); none if refractory.
    pub first_remission_days: Option<f64>,
    pub tp53: Tp53,
    /// Leukemic cells at enrollment.
    pub burden: f64,
    /// Whether he counts as a user of inhibitors, and his days on them within the time that counts.
    pub inhibitor_user: bool,
    pub inhibitor_days: f64,
    /// Courses, responses, dates of response, relapse and death, counts: what his arm did to him.
    pub record: Record,
    /// Everything dated: doses, examinations, responses, infections, bleedings, relapse, death.
    #[serde(skip)]
    pub events: Vec<Event>,
}

impl Subject {
    pub fn response(&self) -> Response {
        self.record.outcome.response
    }

    /// Day of death, or the last day on which he is known to be alive.
    pub fn last_day(&self) -> f64 {
        let survival = &self.record.outcome.survival;
        survival.death_day.unwrap_or(survival.observed_to_day)
    }

    pub fn died(&self) -> bool {
        self.record.outcome.survival.death_day.is_some()
    }
}

/// Subjects from screening to analysis.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Consort {
    pub screened: u32,
    /// Candidates whom the eligibility of the model turned away, by reason. Reasons that the model does not know
    /// (performance, organ function, consent) turn nobody away.
    pub not_eligible: Vec<Excluded>,
    pub randomized: u32,
    /// One for each arm.
    pub arms: Vec<ConsortArm>,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Excluded {
    pub reason: String,
    pub subjects: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ConsortArm {
    pub arm: String,
    pub randomized: u32,
    /// Got the first dose; in the model everybody does.
    pub treated: u32,
    /// Got a second course.
    pub second_course: u32,
    /// Died before the response could be judged.
    pub died_early: u32,
    /// Lived, but had no marrow in the window.
    pub not_examined: u32,
    /// A response could be judged.
    pub evaluable: u32,
    /// In the denominators of all tables: everybody who was randomized.
    pub analyzed: u32,
    /// Dead, and alive at the end of the follow-up.
    pub died: u32,
    pub completed: u32,
}

/// Which table of the source a cell stands in, and those that have no counterpart there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TableName {
    /// Rows: patients, median age, men, women, refractory, relapsed, users; columns: arms and total.
    Demographics,
    /// Rows: CR, CRp, CR + CRp, rate of each; columns: arms and total.
    Response,
    /// Rows: refractory, relapsed; columns: patients, CR, CR + CRp, and their rates.
    Disease,
    /// Rows: users, others; columns: patients, CR, CR + CRp, and their rates.
    Inhibitors,
    /// Rows: neutropenia, thrombocytopenia, infections, bleedings, early deaths, second courses; columns: arms and total.
    Safety,
    /// Rows: landmarks and medians of survival; columns: arms and total.
    Survival,
    /// Rows: responders with a previous remission, how many remissions are longer; columns: arms and total.
    Remission,
}

/// What a cell counts or measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Subjects,
    Events,
    Percent,
    Years,
    Days,
}

impl Unit {
    /// The unit in tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Subjects => "subjects",
            Self::Events => "events",
            Self::Percent => "%",
            Self::Years => "y",
            Self::Days => "d",
        }
    }
}

/// A published value beside those of the virtual trials.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Cell {
    pub row: String,
    pub column: String,
    pub unit: Unit,
    /// None where nothing was published.
    pub published: Option<f64>,
    /// In the trial that is shown; none where it does not exist, such as a rate of nobody or a median not reached.
    pub this_trial: Option<f64>,
    /// Over repeated trials, as designed; none if there are none.
    pub predicted: Option<Predicted>,
}

/// A number over repeated trials.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Predicted {
    /// Trials in which the number exists.
    pub trials: u32,
    pub median: f64,
    /// From the 2.5th to the 97.5th percentile of the trials.
    pub interval: Interval,
    /// Share of trials at or beyond the published value: twice the smaller of both tails, at most 1.
    pub tail: Option<f64>,
    /// Values that occurred and in how many trials, ascending; empty for numbers that are not whole.
    pub distribution: Vec<(u32, u32)>,
}

/// One table, row by row.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Table {
    pub name: TableName,
    pub title: String,
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    /// Row by row, as many as rows times columns; a cell that has no meaning is none.
    pub cells: Vec<Option<Cell>>,
}

impl Table {
    /// The cell of a row and a column.
    pub fn cell(&self, row: &str, column: &str) -> Option<&Cell> {
        let row = self.rows.iter().position(|name| name == row)?;
        let column = self.columns.iter().position(|name| name == column)?;
        self.cells.get(row * self.columns.len() + column)?.as_ref()
    }
}

/// Responses in one group, for a forest plot.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Subgroup {
    /// What splits the subjects, and this part: `disease` and `refractory`.
    pub heading: String,
    pub label: String,
    pub n: u32,
    pub cr: u32,
    /// CR + CRp.
    pub remission: u32,
    /// Of their shares (Clopper and Pearson 1934).
    pub cr_interval: Interval,
    pub remission_interval: Interval,
    /// As published, where counts can be had; the reconstruction for refractory and relapsed.
    pub published: Option<PublishedGroup>,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PublishedGroup {
    pub n: u32,
    pub cr: Option<u32>,
    pub remission: u32,
    pub cr_interval: Option<Interval>,
    pub remission_interval: Interval,
}

/// Survival of one arm; the last is that of all arms together.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SurvivalResult {
    pub name: String,
    /// Days from the first dose to death.
    pub overall: KaplanMeier,
    /// Days from remission to relapse or death, of those in remission.
    pub disease_free: KaplanMeier,
}

/// The remission of one responder who had one before.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RemissionPair {
    /// Number of the subject.
    pub subject: u32,
    pub arm: u32,
    /// Days; the second lasts to relapse or death, or at least as long if it was under observation to the end.
    pub previous_days: f64,
    pub days: f64,
    pub ongoing: bool,
}

impl RemissionPair {
    /// Whether the second is known to be longer, known not to be, or neither yet.
    pub fn longer(&self) -> Option<bool> {
        if self.days > self.previous_days {
            Some(true)
        } else if self.ongoing {
            None
        } else {
            Some(false)
        }
    }
}

/// One look at an arm.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Look {
    pub subjects: u32,
    /// CR so far.
    pub responses: u32,
    /// Posterior probability that the arm is better than the standard by the margin.
    pub probability: f64,
    /// Whether the rule looks here.
    pub due: bool,
}

/// The stopping rule followed through one arm, subject by subject in order of enrollment.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct StoppingPath {
    pub arm: String,
    pub looks: Vec<Look>,
    /// Subjects after whom the arm would have been stopped. The trial goes on regardless.
    pub stopped_at: Option<u32>,
    /// Number of subjects, and the most CR at which the arm stops there; none where it cannot.
    pub boundary: Vec<(u32, Option<u32>)>,
}

/// What the stopping rule does in one arm, over true CR rates.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ArmCharacteristics {
    pub arm: String,
    /// By exact enumeration, ascending true rates.
    pub exact: Vec<Characteristics>,
}

/// What all subjects of a trial can tell about the expected CR rate, by exact enumeration: the test is two-sided at 10 %, so
/// 5 % in either direction.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Power {
    /// True CR rate.
    pub truth: f64,
    pub errors: Errors,
}

/// The trial that is shown: fresh patients, each in one arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SingleTrial {
    /// In order of enrollment.
    pub subjects: Vec<Subject>,
    pub consort: Consort,
    pub subgroups: Vec<Subgroup>,
    /// One for each arm, then all.
    pub survival: Vec<SurvivalResult>,
    /// Log-rank tests of the arms, two-sided; none without an event.
    pub overall_log_rank_p: Option<f64>,
    pub disease_free_log_rank_p: Option<f64>,
    pub remissions: Vec<RemissionPair>,
    /// One for each arm; empty without a rule.
    pub stopping: Vec<StoppingPath>,
    /// Fisher's exact test, two-sided, of CR + CRp: refractory against relapsed, users against others.
    pub disease_p: f64,
    pub inhibitor_p: f64,
}

/// A share with its Monte-Carlo standard error: that of the trials, and that of the pool.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Estimated {
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
    /// Share with it under this explanation, and without cenersen.
    pub share: f64,
    pub without_cenersen: f64,
    /// The former less the latter: what is due to cenersen. Bootstrap over patients.
    pub difference: f64,
    pub interval: Interval,
    pub standard_error: f64,
}

/// The contrast of users and others that the trial reported, in virtual trials under one explanation.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Contrast {
    /// Users and responders among them, others and responders among them, over the trials (means).
    pub users: f64,
    pub responders_among_users: f64,
    pub others: f64,
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
    pub explanation: Explanation,
    /// CR, then CR + CRp: each arm, then `total`.
    pub effects: Vec<Effect>,
    pub contrast: Contrast,
    /// Responders (CR + CRp) and CR of a whole trial.
    pub responders: Predicted,
    pub cr: Predicted,
    /// One for each arm; empty without a stopping rule.
    pub stopping: Vec<ArmStopping>,
}

/// The stopping rule over repeated trials.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ArmStopping {
    pub arm: String,
    pub probability: Estimated,
    /// Mean number of subjects that the arm enrolls.
    pub expected_subjects: f64,
}

/// How the pool stands for the population.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PoolResult {
    pub patients: u32,
    /// Patients by what is prescribed, in the order of the cells.
    pub cells: Vec<PoolCell>,
    /// Expected share of the subjects of a trial who are also in another given trial.
    pub overlap: f64,
    /// Patients left out because a simulation failed.
    pub failures: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PoolCell {
    pub refractory: bool,
    pub man: bool,
    pub user: bool,
    pub patients: u32,
}

/// The trial again and again.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Repeated {
    pub trials: u32,
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
    /// Name of the calibration, and its seed.
    pub calibration: String,
    pub seed: u64,
    /// Draws that were used.
    pub draws: u32,
    /// Entries of the ledger that differ between draws.
    pub parameters: Vec<String>,
}

/// Everything that tables, figures and the report of a trial show.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TrialResult {
    pub title: String,
    pub protocol: Protocol,
    /// Names of the arms, and of the published arms that they stand for.
    pub arms: Vec<String>,
    pub published_arms: Vec<Option<String>>,
    pub trial: SingleTrial,
    /// All of [`TableName`], in that order.
    pub tables: Vec<Table>,
    pub repeated: Option<Repeated>,
    /// What cenersen does under each hypothesis about p53; none without cenersen, or if it was not asked for.
    pub headline: Option<Headline>,
    /// One for each arm; empty without a stopping rule.
    pub characteristics: Vec<ArmCharacteristics>,
    /// Ascending true rates.
    pub power: Vec<Power>,
    pub criteria: String,
    /// What follows a failure of the treatment; none where nothing is said of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_failure: Option<Policy>,
    pub seed: u64,
}

impl TrialResult {
    /// What the parameters of repeated trials were drawn from, if they differ between trials.
    pub fn posterior(&self) -> Option<&PosteriorUsed> {
        self.repeated.as_ref()?.posterior.as_ref()
    }

    pub fn table(&self, name: TableName) -> Option<&Table> {
        self.tables.iter().find(|table| table.name == name)
    }
}
