//! The trial that is shown: subjects, responses in groups, survival, remissions, and the stopping rule in each arm.
//! Left out: its tables, which stand beside those of repeated trials.

use super::{Consort, StoppingPath, Subject};
use cenersim_statistics::{Interval, KaplanMeier};

/// Responses in one group, for a forest plot.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Subgroup {
    /// What splits the subjects, such as `disease`.
    pub heading: String,
    /// This part of them, such as `refractory`.
    pub label: String,
    /// Subjects of the group.
    pub n: u32,
    /// Subjects with CR.
    pub cr: u32,
    /// CR + CRp.
    pub remission: u32,
    /// Exact 95 % interval of the share with CR (Clopper and Pearson 1934).
    pub cr_interval: Interval,
    /// The same of CR + CRp.
    pub remission_interval: Interval,
    /// As published, where counts can be had; the reconstruction for refractory and relapsed.
    pub published: Option<PublishedGroup>,
}

/// Responses of a group as published, with exact 95 % intervals (Clopper and Pearson 1934).
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PublishedGroup {
    /// Patients of the group.
    pub n: u32,
    /// Patients with CR; none where only CR + CRp was published.
    pub cr: Option<u32>,
    /// Patients with CR or CRp.
    pub remission: u32,
    /// Of the share with CR.
    pub cr_interval: Option<Interval>,
    /// Of the share with CR or CRp.
    pub remission_interval: Interval,
}

/// Survival of one arm; the last is that of all arms together.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SurvivalResult {
    /// Name of the arm, or `total`.
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
    /// Index of the arm.
    pub arm: u32,
    /// Length of the remission before the trial (d).
    pub previous_days: f64,
    /// Length of the remission in the trial (d): to relapse or death, or as long as it was observed.
    pub days: f64,
    /// Whether it went on at the end of observation.
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

/// The trial that is shown: fresh patients, each in one arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SingleTrial {
    /// In order of enrollment.
    pub subjects: Vec<Subject>,
    /// From screening to analysis.
    pub consort: Consort,
    /// Arms, then disease, use of inhibitors and all subjects.
    pub subgroups: Vec<Subgroup>,
    /// One for each arm, then all.
    pub survival: Vec<SurvivalResult>,
    /// Log-rank test of overall survival in the arms, two-sided; none without an event.
    pub overall_log_rank_p: Option<f64>,
    /// The same of disease-free survival.
    pub disease_free_log_rank_p: Option<f64>,
    /// Responders who had a remission before.
    pub remissions: Vec<RemissionPair>,
    /// One for each arm; empty without a rule.
    pub stopping: Vec<StoppingPath>,
    /// Fisher's exact test, two-sided, of CR + CRp: refractory against relapsed.
    pub disease_p: f64,
    /// The same of users of inhibitors against others.
    pub inhibitor_p: f64,
}
