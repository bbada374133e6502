//! Survival with censoring.

use super::Interval;

/// A time, and whether the event happened then or observation ended before it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Observed {
    pub time: f64,
    pub event: bool,
}

/// The survival curve from this time on.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Step {
    pub time: f64,
    /// Under observation just before this time.
    pub at_risk: u32,
    pub events: u32,
    pub censored: u32,
    /// Share without the event after this time.
    pub survival: f64,
    /// 95 % interval of the share (log-log, Kalbfleisch and Prentice); both ends equal the share where it is 0 or 1.
    pub interval: Interval,
}

/// The estimate of Kaplan and Meier 1958.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct KaplanMeier {
    /// Observations.
    pub n: u32,
    pub events: u32,
    /// One step for each time with an event or a censored observation, ascending.
    pub steps: Vec<Step>,
    /// First time at which the share without the event is one half or less; none if it stays above.
    pub median: Option<f64>,
    /// 95 % interval of the median (Brookmeyer and Crowley 1982); an end is none where the curve does not reach it.
    pub median_interval: (Option<f64>, Option<f64>),
}
