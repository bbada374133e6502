//! Survival with censoring: the curve of Kaplan and Meier, its intervals, its median and its restricted mean. An event and
//! a censoring at the same time: the event came first. Left out: left truncation, competing risks, weights.

use super::{DEVIATE, Interval};

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

/// A share this close to one half is one half: products of fractions miss it by a rounding.
const HALF: f64 = 0.5 + 1e-9;

impl KaplanMeier {
    /// The curve of observations with finite times, in any order.
    pub fn of(observed: &[Observed]) -> Self {
        let mut sorted = observed.to_vec();
        sorted.sort_by(|a, b| a.time.total_cmp(&b.time));
        let (mut at_risk, mut survival, mut greenwood) = (sorted.len() as u32, 1.0, 0.0);
        let mut steps = Vec::new();
        for same_time in sorted.chunk_by(|a, b| a.time == b.time) {
            let events = same_time.iter().filter(|observed| observed.event).count() as u32;
            let (left, before) = (f64::from(at_risk - events), f64::from(at_risk));
            survival *= left / before;
            greenwood += if left > 0.0 { f64::from(events) / (before * left) } else { 0.0 };
            let (time, censored) = (same_time[0].time, same_time.len() as u32 - events);
            steps.push(Step { time, at_risk, events, censored, survival, interval: log_log(survival, greenwood) });
            at_risk -= same_time.len() as u32;
        }
        Self::with_median(steps)
    }

    fn with_median(steps: Vec<Step>) -> Self {
        let first = |reached: &dyn Fn(&Step) -> bool| steps.iter().find(|step| reached(step)).map(|step| step.time);
        let median = first(&|step| step.survival <= HALF);
        // Where nobody is left the interval of the share says nothing; so R's survfit.
        let low = first(&|step| step.survival > 0.0 && step.interval.low <= 0.5);
        let high = first(&|step| step.survival > 0.0 && step.interval.high <= 0.5);
        let n = steps.first().map_or(0, |step| step.at_risk);
        let events = steps.iter().map(|step| step.events).sum();
        Self { n, events, steps, median, median_interval: (low, high) }
    }

    /// The last step up to a time.
    fn step_at(&self, time: f64) -> Option<&Step> {
        self.steps[..self.steps.partition_point(|step| step.time <= time)].last()
    }

    /// Share without the event at a time; beyond the last observation, as there.
    pub fn at(&self, time: f64) -> f64 {
        self.step_at(time).map_or(1.0, |step| step.survival)
    }

    /// 95 % interval of the share at a time.
    pub fn interval_at(&self, time: f64) -> Interval {
        self.step_at(time).map_or(Interval { low: 1.0, high: 1.0 }, |step| step.interval)
    }

    /// Number under observation just before a time.
    pub fn at_risk(&self, time: f64) -> u32 {
        let next = self.steps.partition_point(|step| step.time < time);
        self.steps.get(next).map_or(0, |step| step.at_risk)
    }
}

/// Interval of a share by the logarithm of its negative logarithm; `greenwood` is the variance of the logarithm.
fn log_log(survival: f64, greenwood: f64) -> Interval {
    if survival <= 0.0 || survival >= 1.0 {
        return Interval { low: survival, high: survival };
    }
    let reach = DEVIATE * greenwood.sqrt() / libm::log(survival);
    Interval { low: libm::pow(survival, libm::exp(-reach)), high: libm::pow(survival, libm::exp(reach)) }
}

/// Mean time without the event up to a time: the area under the curve, which goes on as it ended if that is earlier.
pub fn restricted_mean(km: &KaplanMeier, until: f64) -> f64 {
    let (mut area, mut since, mut survival) = (0.0, 0.0, 1.0);
    for step in km.steps.iter().take_while(|step| step.time < until) {
        area += survival * (step.time - since);
        (since, survival) = (step.time, step.survival);
    }
    area + survival * (until - since)
}
