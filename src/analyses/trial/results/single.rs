//! The trial that is shown: subjects, responses in groups, survival, remissions, and the stopping rule in each arm.
//! Left out: its tables, which stand beside those of repeated trials.

use super::{Consort, StoppingPath, Subject};
use cenersim_statistics::{Interval, KaplanMeier};

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
