//! Parameters from published counts: draws from priors, weighted by how probable they make what was counted.

mod posterior;
mod results;

pub use posterior::Posterior;
pub use results::{
    Budget, Calibrated, Direction, DrawResult, EffectResult, GenerationResult, ParameterResult, PredictedCount,
    Quantiles, TargetResult, Verdict,
};
