//! What a talk quotes from one patient's course: response, survival, nadirs, recovery days, log-kill.

/// Response, from best to worst. IWG 2003 and ELN names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
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

/// Lowest points and recoveries of the first course. Days since the start of treatment; none if it did not happen.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct Milestones {
    /// Leukemic cells of all kinds at their lowest: cells, day, and decimal logarithm of the fall.
    pub blast_nadir_cells: f64,
    pub blast_nadir_day: f64,
    pub blast_log_kill: f64,
    pub stem_nadir_cells: f64,
    pub stem_nadir_day: f64,
    pub stem_log_kill: f64,
    /// True when no leukemic stem cell is left (only possible at weight 1).
    pub stem_extinct: bool,
    pub neutrophil_nadir: f64,
    pub neutrophil_nadir_day: f64,
    /// First day at or above the recovery threshold after the nadir (0.5 and 1.0 x 10^9/L).
    pub neutrophils_above_half_day: Option<f64>,
    pub neutrophils_above_one_day: Option<f64>,
    pub days_neutrophils_below_half: f64,
    pub platelet_nadir: f64,
    pub platelet_nadir_day: f64,
    /// First day at or above 50 and 100 x 10^9/L after the nadir.
    pub platelets_above_50_day: Option<f64>,
    pub platelets_above_100_day: Option<f64>,
    pub days_platelets_below_50: f64,
}

/// Everything quoted from one replicate.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Outcome {
    pub response: Response,
    pub courses: u32,
    pub survival: Survival,
    pub milestones: Milestones,
}
