//! Survival with censoring: the curve of Kaplan and Meier, its intervals, its median and its restricted mean. An event and
//! a censoring at the same time: the event came first. Left out: left truncation, competing risks, weights.
//!
//! ```text
//! S(t) = Π over t_i <= t (1 - d_i / n_i)          Var(ln S) = Σ d_i / (n_i (n_i - d_i))          (Greenwood)
//! ```
//!
//! Times may be in any unit, as long as it is one.

use super::{DEVIATE, Interval};

/// A time, and whether the event happened then or observation ended before it.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Observed {
    /// From the beginning of observation, finite; the unit is the caller's.
    pub time: f64,
    /// Whether the event happened then; if not, the subject was still without it (censored).
    pub event: bool,
}

/// The survival curve from this time on.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Step {
    /// When it begins.
    pub time: f64,
    /// Under observation just before this time.
    pub at_risk: u32,
    /// Events at this time.
    pub events: u32,
    /// Observations that ended at this time without the event.
    pub censored: u32,
    /// Share without the event after this time.
    pub survival: f64,
    /// 95 % interval of the share (log-log, Kalbfleisch and Prentice); both ends equal the share where it is 0 or 1, see
    /// [`Step::known`].
    pub interval: Interval,
}

impl Step {
    /// The interval of the share where there is one: none before the first event and where nobody is left, as nothing there
    /// tells how sure the share is.
    pub fn known(&self) -> Option<Interval> {
        (self.interval.width() > 0.0).then_some(self.interval)
    }
}

/// The estimate of Kaplan and Meier 1958.
#[derive(Clone, Debug, PartialEq, Default, serde::Serialize, serde::Deserialize)]
pub struct KaplanMeier {
    /// Observations.
    pub n: u32,
    /// Those of them that ended with the event.
    pub events: u32,
    /// One step for each time with an event or a censored observation, ascending.
    pub steps: Vec<Step>,
    /// First time at which the share without the event is one half or less; none if it stays above. Where the curve is flat at
    /// one half it is the middle of the flat part, as in R's `survfit`.
    pub median: Option<f64>,
    /// 95 % interval of the median (Brookmeyer and Crowley 1982): where the ends of the share's interval reach one half, as long
    /// as somebody is left; an end is none where they do not, and both are where they meet at one time: events that are only
    /// seen at examinations share their days, and do not tell the median to the day.
    pub median_interval: (Option<f64>, Option<f64>),
}

/// A share this close to one half is one half: products of fractions miss it by a rounding.
const HALF: f64 = 0.5 + 1e-9;

impl KaplanMeier {
    /// The curve of observations with finite times, in any order.
    /// No observations give no steps and no median.
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

    /// Adds what is read off the curve.
    fn with_median(steps: Vec<Step>) -> Self {
        let first = |reached: &dyn Fn(&Step) -> bool| steps.iter().find(|step| reached(step)).map(|step| step.time);
        let median = first(&|step| step.survival <= HALF).map(|time| middle_of_flat(&steps, time));
        // Where nobody is left the interval of the share says nothing; so R's survfit.
        let low = first(&|step| step.survival > 0.0 && step.interval.low <= 0.5);
        let high = first(&|step| step.survival > 0.0 && step.interval.high <= 0.5);
        let median_interval = if low == high { (None, None) } else { (low, high) };
        let n = steps.first().map_or(0, |step| step.at_risk);
        let events = steps.iter().map(|step| step.events).sum();
        Self { n, events, steps, median, median_interval }
    }

    /// The last step up to a time.
    fn step_at(&self, time: f64) -> Option<&Step> {
        self.steps[..self.steps.partition_point(|step| step.time <= time)].last()
    }

    /// Share without the event at a time; beyond the last observation, as there.
    /// It is 1 before the first step.
    pub fn at(&self, time: f64) -> f64 {
        self.step_at(time).map_or(1.0, |step| step.survival)
    }

    /// 95 % interval of the share at a time.
    /// From 1 to 1 before the first step; beyond the last observation, as there.
    pub fn interval_at(&self, time: f64) -> Interval {
        self.step_at(time).map_or(Interval { low: 1.0, high: 1.0 }, |step| step.interval)
    }

    /// Number under observation just before a time.
    /// Zero beyond the last observation.
    pub fn at_risk(&self, time: f64) -> u32 {
        let next = self.steps.partition_point(|step| step.time < time);
        self.steps.get(next).map_or(0, |step| step.at_risk)
    }
}

/// Where the curve is flat at exactly one half, the middle of the flat part, as in R's survfit; otherwise this time.
fn middle_of_flat(steps: &[Step], time: f64) -> f64 {
    let flat = steps.iter().any(|step| step.time == time && step.survival >= 1.0 - HALF);
    let end = steps.iter().find(|step| step.survival < 1.0 - HALF).filter(|_| flat);
    end.map_or(time, |end| (time + end.time) / 2.0)
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
///
/// The result has the unit of the times and is at most `until`. A curve that ends in a censored observation stays level
/// from there, so the mean is too favorable where follow-up is shorter than `until`.
pub fn restricted_mean(km: &KaplanMeier, until: f64) -> f64 {
    let (mut area, mut since, mut survival) = (0.0, 0.0, 1.0);
    for step in km.steps.iter().take_while(|step| step.time < until) {
        area += survival * (step.time - since);
        (since, survival) = (step.time, step.survival);
    }
    area + survival * (until - since)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Observations from times; a negative one is censored.
    fn observed(times: &[f64]) -> Vec<Observed> {
        times.iter().map(|time| Observed { time: time.abs(), event: *time > 0.0 }).collect()
    }

    // R, survival::aml (Miller 1981): maintenance chemotherapy of acute myeloid leukemia, weeks of remission.
    const MAINTAINED: [f64; 11] = [9.0, 13.0, -13.0, 18.0, 23.0, -28.0, 31.0, 34.0, -45.0, 48.0, -161.0];
    const NOT_MAINTAINED: [f64; 12] = [5.0, 5.0, 8.0, 8.0, 12.0, -16.0, 23.0, 27.0, 30.0, 33.0, 43.0, 45.0];
    // R, survival::veteran, small cell: days; 19 tied times, 3 censored.
    const SMALL_CELL: [f64; 48] = [
        2.0, 4.0, 7.0, 7.0, 8.0, 10.0, 13.0, 13.0, 16.0, 18.0, 18.0, 20.0, 20.0, 21.0, 21.0, 22.0, 24.0, 25.0, 25.0,
        27.0, 29.0, 30.0, 31.0, 51.0, 51.0, 52.0, 54.0, 54.0, 56.0, 59.0, 61.0, 63.0, 80.0, 87.0, 95.0, -97.0, 99.0,
        99.0, -103.0, 117.0, 122.0, -123.0, 139.0, 151.0, 153.0, 287.0, 384.0, 392.0,
    ];

    fn curve(times: &[f64]) -> KaplanMeier {
        KaplanMeier::of(&observed(times))
    }

    // R 4.2.2, survival 3.5-3: survfit(Surv(time, status) ~ 1, conf.type = "log-log").
    #[test]
    fn the_curve_with_ties_and_censoring_is_that_of_r() {
        let expected = [
            (9.0, 11, 1, 0, 0.909_090_909_091, 0.508_080_205_770, 0.986_673_822_668),
            (13.0, 10, 1, 1, 0.818_181_818_182, 0.447_428_614_682, 0.951_162_228_582),
            (18.0, 8, 1, 0, 0.715_909_090_909, 0.350_190_385_908, 0.899_023_974_191),
            (23.0, 7, 1, 0, 0.613_636_363_636, 0.265_752_040_001, 0.835_299_243_250),
            (28.0, 6, 0, 1, 0.613_636_363_636, 0.265_752_040_001, 0.835_299_243_250),
            (31.0, 5, 1, 0, 0.490_909_090_909, 0.167_330_909_777, 0.753_399_790_371),
            (34.0, 4, 1, 0, 0.368_181_818_182, 0.092_829_574_937, 0.657_040_832_398),
            (45.0, 3, 0, 1, 0.368_181_818_182, 0.092_829_574_937, 0.657_040_832_398),
            (48.0, 2, 1, 0, 0.184_090_909_091, 0.011_738_480_123, 0.525_014_842_727),
            (161.0, 1, 0, 1, 0.184_090_909_091, 0.011_738_480_123, 0.525_014_842_727),
        ];
        let km = curve(&MAINTAINED);
        assert_eq!((km.n, km.events, km.steps.len()), (11, 7, expected.len()));
        for (step, (time, at_risk, events, censored, survival, low, high)) in km.steps.iter().zip(expected) {
            assert_eq!((step.time, step.at_risk, step.events, step.censored), (time, at_risk, events, censored));
            let off = [step.survival - survival, step.interval.low - low, step.interval.high - high];
            assert!(off.iter().all(|off| off.abs() < 1e-11), "{step:?}");
        }
    }

    // R 4.2.2, survival 3.5-3: summary(survfit(...), times = c(50, 100, 200)).
    #[test]
    fn shares_and_numbers_at_risk_between_the_steps_are_those_of_r() {
        let expected = [
            (50.0, 25, 0.520_833_333_333, 0.372_016_768_987, 0.650_287_353_387),
            (100.0, 10, 0.225_694_444_444, 0.119_636_686_024, 0.352_188_055_347),
            (200.0, 3, 0.087_770_061_728, 0.024_696_562_840, 0.202_010_423_884),
        ];
        let km = curve(&SMALL_CELL);
        for (time, at_risk, survival, low, high) in expected {
            let interval = km.interval_at(time);
            let off = [km.at(time) - survival, interval.low - low, interval.high - high];
            assert!(km.at_risk(time) == at_risk && off.iter().all(|off| off.abs() < 1e-11), "{time}: {off:?}");
        }
    }

    // R 4.2.2, survival 3.5-3: quantile(survfit(..., conf.type = "log-log"), 0.5).
    #[test]
    fn medians_and_their_intervals_are_those_of_r() {
        let found =
            [curve(&MAINTAINED), curve(&NOT_MAINTAINED), curve(&SMALL_CELL)].map(|km| (km.median, km.median_interval));
        assert_eq!(found[0], (Some(31.0), (Some(13.0), None)));
        assert_eq!(found[1], (Some(23.0), (Some(5.0), Some(33.0))));
        assert_eq!(found[2], (Some(51.0), (Some(24.0), Some(61.0))));
    }

    // R 4.2.2, survival 3.5-3: print(survfit(...), rmean = 40) and rmean = 200.
    #[test]
    fn restricted_means_are_those_of_r() {
        let found = [
            restricted_mean(&curve(&MAINTAINED), 40.0) - 28.897_727_272_727_27,
            restricted_mean(&curve(&NOT_MAINTAINED), 40.0) - 21.930_555_555_555_557,
            restricted_mean(&curve(&SMALL_CELL), 200.0) - 65.435_249_485_6,
        ];
        assert!(found.iter().all(|off| off.abs() < 1e-9), "{found:?}");
    }

    #[test]
    fn zero_events_give_a_flat_curve() {
        let km = curve(&[-90.0; 200]);
        assert_eq!((km.n, km.events, km.steps.len()), (200, 0, 1));
        assert_eq!((km.at(90.0), km.interval_at(90.0)), (1.0, Interval { low: 1.0, high: 1.0 }));
        assert_eq!((km.median, km.median_interval), (None, (None, None)));
        assert_eq!(restricted_mean(&km, 90.0), 90.0);
    }

    // R 4.2.2, survival 3.5-3: survfit(Surv(rep(5, 20), rep(1, 20)) ~ 1): median 5, interval NA to NA.
    #[test]
    fn events_all_at_once_give_a_median_without_interval() {
        let km = curve(&[5.0; 20]);
        assert_eq!((km.at(4.9), km.at(5.0), km.interval_at(5.0)), (1.0, 0.0, Interval { low: 0.0, high: 0.0 }));
        assert_eq!((km.median, km.median_interval), (Some(5.0), (None, None)));
        assert!(km.steps.iter().all(|step| step.known().is_none()));
    }

    // R 4.2.2, survival 3.5-3, gives 14 to 14 for these, conf.type = "log-log".
    #[test]
    fn a_median_whose_interval_is_one_day_of_examinations_has_none() {
        let seen: Vec<f64> = [vec![14.0; 20], vec![60.0, 90.0, -120.0]].concat();
        let km = curve(&seen);
        assert_eq!((km.median, km.median_interval), (Some(14.0), (None, None)));
        assert!(km.steps.iter().all(|step| step.known().is_some_and(|interval| interval.width() > 0.1)));
    }

    #[test]
    fn a_median_on_the_very_half_is_found_in_spite_of_rounding() {
        let times: Vec<f64> = (1..=10).map(f64::from).collect();
        // R 4.2.2, survival 3.5-3: survfit(Surv(1:10, rep(1, 10)) ~ 1): 5.5, the middle of the flat part.
        assert_eq!(curve(&times).median, Some(5.5));
    }

    #[test]
    fn nobody_gives_an_empty_curve() {
        let km = KaplanMeier::of(&[]);
        assert_eq!(km, KaplanMeier::default());
        assert_eq!((km.at(10.0), km.at_risk(0.0), restricted_mean(&km, 7.0)), (1.0, 0, 7.0));
    }

    #[test]
    fn whoever_leaves_at_a_time_is_still_at_risk_then() {
        let km = curve(&[3.0, -3.0, 5.0]);
        assert_eq!([0.0, 3.0, 3.1, 5.0, 5.1].map(|time| km.at_risk(time)), [3, 3, 1, 1, 0]);
    }

    proptest! {
        #[test]
        fn the_curve_only_falls_and_stays_within_its_interval(times in prop::collection::vec(-60_i32..60, 1..80)) {
            let km = curve(&times.iter().map(|time| f64::from(*time) + 0.5).collect::<Vec<_>>());
            prop_assert!(km.steps.windows(2).all(|two| two[0].time < two[1].time && two[0].survival >= two[1].survival));
            for step in &km.steps {
                prop_assert!(step.interval.low <= step.survival && step.survival <= step.interval.high);
                prop_assert!(0.0 <= step.interval.low && step.interval.high <= 1.0);
            }
        }

        #[test]
        fn without_censoring_the_curve_is_the_share_still_to_come(times in prop::collection::vec(1_u32..40, 1..80), at in 0_u32..40) {
            let km = curve(&times.iter().map(|time| f64::from(*time)).collect::<Vec<_>>());
            let still = times.iter().filter(|time| **time > at).count() as f64 / times.len() as f64;
            prop_assert!((km.at(f64::from(at)) - still).abs() < 1e-12);
        }
    }
}
