//! Inference on plain numbers: intervals, contingency tables, survival curves, quantiles, resampling, variance components,
//! sensitivity of outputs to inputs. Knows no biology. Left out: models with more covariates than the group.
//!
//! # What to use for what
//!
//! * One share: [`clopper_pearson`] never covers too seldom and is wide for few units, [`wilson`] is shorter and nearly
//!   right on average.
//! * Two shares of different units: [`newcombe`] for the difference, [`fisher`] for the test.
//! * Two shares of the same units, such as one patient in two arms: [`Pairs`], with its own interval and McNemar's
//!   test.
//! * Times with censoring: [`KaplanMeier`] and [`restricted_mean`] for one group, [`log_rank`] for several;
//!   [`hazard_ratio`], [`restricted_mean_difference`] and [`landmark_difference`] for two, also of the same patients.
//! * Two shares as a ratio of odds: [`odds_ratio`], of pairs [`paired_odds_ratio`]. What a significant estimate says:
//!   [`significance`].
//! * Anything else of one group: [`mean`], [`median`], [`quartiles`], with [`bootstrap_mean`], [`bootstrap_median`] or,
//!   for any statistic, [`bootstrap`].
//! * A spread between groups beyond chance: [`components`].
//! * Which inputs move an output: [`morris`] to screen many, [`sobol`] for the shares of the variance of few,
//!   [`shapley`] for the shares of a joint effect that is known for every subset.
//! * A trial that is planned: [`sample_size`] for a stated effect, [`GroupSequential`] for several looks, [`simon`] for two
//!   stages of one arm, and [`assurance`] over effects that are known from simulated patients alone.
//! * Draws with weights: [`Covariance`], [`cholesky`], [`principal_axes`]. Counts: [`binomial`], [`convolved`],
//!   [`log_dirichlet_multinomial`].
//! * More values than memory holds: [`Histogram`].
//!
//! # Conventions
//!
//! All intervals but [`quartiles`] are of 95 %. Shares and probabilities run from 0 to 1. Where the data do not
//! determine a number it is NaN or `None`, and an interval of a share then holds every share; each function says so,
//! and names its exceptions. What draws random numbers takes a seed, and the same seed gives the same numbers on every
//! machine: elementary functions come from `libm`, not from the machine.

#![warn(missing_docs)]

pub mod assurance;
pub mod beta;
mod bootstrap;
mod covariance;
mod cox;
mod discrete;
mod group_sequential;
mod histogram;
mod influence;
mod interval;
mod log_rank;
pub mod morris;
mod normal;
mod paired;
mod quantile;
mod rank;
mod ratio;
pub mod sample_size;
mod shapley;
mod significance;
pub mod simon;
pub mod sobol;
mod survival;
mod table;
mod variance;

pub use bootstrap::{Bootstrap, RESAMPLES, bootstrap, bootstrap_mean, bootstrap_means, bootstrap_median};
pub use covariance::{Covariance, cholesky, principal_axes};
pub use cox::{Clustered, HazardRatio, clustered_log_rank, hazard_ratio};
pub use discrete::{binomial, convolved, log_dirichlet_multinomial, log_sum};
pub use group_sequential::{GroupSequential, Spending};
pub use histogram::{Histogram, SignedHistogram};
pub use influence::{Difference, landmark_difference, restricted_mean_difference};
pub use interval::{Interval, Shares, clopper_pearson, newcombe, wilson};
pub use log_rank::{log_rank, log_rank_deviate};
pub use normal::{normal_cumulative, normal_density, normal_deviate};
pub use paired::Pairs;
pub use quantile::{mean, median, quantile, quartiles, standard_error};
pub use rank::spearman;
pub use ratio::{LogRatio, odds_ratio, paired_odds_ratio, two_sided};
pub use shapley::shapley;
pub use significance::{Significance, normal_below, significance};
pub use survival::{KaplanMeier, Observed, Step, restricted_mean};
pub use table::fisher;
pub use variance::{Components, components};

/// Normal deviate of a two-sided 95 % interval, R 4.2.2: `qnorm(0.975)`.
const DEVIATE: f64 = 1.959_963_984_540_054;
