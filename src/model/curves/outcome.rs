//! What a talk quotes from one patient's course: response, survival, and the milestones of its curves.
//! Left out: everything about several patients, such as rates and survival curves.

use super::Milestones;

/// Response, from best to worst. IWG 2003 and ELN names.
///
/// The order of the variants is that of the responses, so the better of two is the smaller.
#[derive(Default, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum Response {
    /// Complete remission.
    CR,
    /// Complete remission with incomplete platelet recovery.
    CRp,
    /// Complete remission with incomplete recovery of neutrophils or platelets (ELN).
    CRi,
    /// Morphologic leukemia-free state.
    MLFS,
    /// Partial remission.
    PR,
    /// Resistant disease.
    Resistant,
    /// Death in aplasia or before the response could be judged.
    EarlyDeath,
    /// Not judged: no examination fell into the window.
    #[default]
    NotEvaluable,
}

impl Response {
    /// As tables write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::CR => "CR",
            Self::CRp => "CRp",
            Self::CRi => "CRi",
            Self::MLFS => "MLFS",
            Self::PR => "PR",
            Self::Resistant => "resistant disease",
            Self::EarlyDeath => "early death",
            Self::NotEvaluable => "not evaluable",
        }
    }
}

/// Days of what matters for survival; none if it did not happen before the end of observation.
///
/// Days count from the beginning of the first dose day.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Survival {
    /// When the first remission (CR, CRp or CRi) was found.
    pub response_day: Option<f64>,
    /// When the criteria of a complete remission were met first; none without a CR.
    pub complete_response_day: Option<f64>,
    /// The last marrow without too many blasts before a relapse: it happened between this day and `relapse_day`.
    pub relapse_after_day: Option<f64>,
    /// The first of the two marrows that show the relapse.
    pub relapse_day: Option<f64>,
    /// When the treatment failed; none without a policy for what follows a failure.
    pub failure_day: Option<f64>,
    /// Transplantation, in remission or after a failure; none without such a policy.
    pub transplantation_day: Option<f64>,
    /// None if the patient was alive when observation ended.
    pub death_day: Option<f64>,
    /// One of [`CAUSES_OF_DEATH`](super::CAUSES_OF_DEATH).
    pub death_cause: Option<String>,
    /// Last day on which is known whether the patient lives.
    pub observed_to_day: f64,
}

impl Survival {
    /// Every day that it holds.
    pub(super) fn days_mut(&mut self) -> impl Iterator<Item = &mut f64> {
        let days = [
            &mut self.response_day,
            &mut self.complete_response_day,
            &mut self.relapse_after_day,
            &mut self.relapse_day,
            &mut self.failure_day,
            &mut self.transplantation_day,
            &mut self.death_day,
        ];
        days.into_iter().flatten().chain([&mut self.observed_to_day])
    }
}

/// Everything quoted from one replicate.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Outcome {
    /// The best of all courses.
    pub response: Response,
    /// Courses that began, those of consolidation included.
    pub courses: u32,
    /// Days of remission, relapse, failure, transplantation and death.
    pub survival: Survival,
    /// Share of leukemic cells in the marrow when the first remission was found, from 0 to 1; none without one.
    pub residual_disease: Option<f64>,
    /// Lowest points and days of cytopenia from the first dose to the end of the response window of the first course,
    /// recoveries up to the horizon; nothing of a day after death.
    pub milestones: Milestones,
}
