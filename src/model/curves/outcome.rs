//! What a talk quotes from one patient's course: response, survival, and the milestones of its curves.

use super::Milestones;

/// Response, from best to worst. IWG 2003 and ELN names.
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
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Survival {
    pub response_day: Option<f64>,
    pub relapse_day: Option<f64>,
    /// Failure of the treatment, and transplantation; none without a policy for what follows a failure.
    pub failure_day: Option<f64>,
    pub transplantation_day: Option<f64>,
    pub death_day: Option<f64>,
    pub death_cause: Option<String>,
    /// Last day on which is known whether the patient lives.
    pub observed_to_day: f64,
}

/// Everything quoted from one replicate.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Outcome {
    pub response: Response,
    pub courses: u32,
    pub survival: Survival,
    pub milestones: Milestones,
}
