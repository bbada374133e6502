//! Inference on plain numbers: intervals, contingency tables, survival curves, quantiles, resampling, variance components,
//! sensitivity of outputs to inputs. Knows no biology. Left out: models with covariates.

pub mod beta;
mod bootstrap;
mod covariance;
mod discrete;
mod histogram;
mod interval;
mod log_rank;
pub mod morris;
mod normal;
mod paired;
mod quantile;
mod shapley;
pub mod sobol;
mod survival;
mod table;
mod variance;

pub use bootstrap::{Bootstrap, RESAMPLES, bootstrap, bootstrap_mean, bootstrap_means, bootstrap_median};
pub use covariance::{Covariance, cholesky, principal_axes};
pub use discrete::{binomial, convolved, log_dirichlet_multinomial, log_sum};
pub use histogram::Histogram;
pub use interval::{Interval, clopper_pearson, newcombe, wilson};
pub use log_rank::log_rank;
pub use normal::normal_deviate;
pub use paired::Pairs;
pub use quantile::{mean, median, quantile, quartiles, standard_error};
pub use shapley::shapley;
pub use survival::{KaplanMeier, Observed, Step, restricted_mean};
pub use table::fisher;
pub use variance::{Components, components};

/// Normal deviate of a two-sided 95 % interval, R 4.2.2: `qnorm(0.975)`.
const DEVIATE: f64 = 1.959_963_984_540_054;
