//! Two arms as a controlled trial analyzes them: risk difference and odds ratio of rates; hazard ratio, restricted mean and
//! landmarks of times; and what a randomized trial of so many patients would tell if these numbers were the truth. Courses of
//! one patient in both arms are one cluster. Left out: covariates, looks before the end, corrections for many endpoints.
//!
//! # Methods
//!
//! | number | same patients in both arms | other patients in each arm |
//! |---|---|---|
//! | interval of a risk difference | Newcombe 1998, paired | Newcombe 1998, independent |
//! | p of a risk difference | McNemar | Fisher |
//! | odds ratio | marginal, errors by patient | of two groups |
//! | hazard ratio | Cox, ties by Efron, errors of clusters | Cox, ties by Efron |
//! | restricted mean, landmark | errors by patient | Kaplan and Meier |
//!
//! With several courses of each patient in both arms the shares of the patients are compared, with a normal interval and
//! the test of Wald, since courses of one patient are not independent.
//!
//! ```text
//! risk difference     p₂ - p₁
//! odds ratio          p₂ (1 - p₁) / (p₁ (1 - p₂))
//! restricted mean     ∫ S(t) dt, from 0 to the last day on which both arms are observed
//! landmark            S₂(day) - S₁(day)
//! ```
//!
//! # Why several contrasts of one time
//!
//! A hazard ratio is one number only where hazards are proportional. Intensive treatment harms early by infection and
//! helps late by remission, so curves may cross; then the restricted mean and the landmarks still say what they say, and
//! the hazard ratio is an average that depends on the length of follow-up.
//!
//! # Paired arms are no trial
//!
//! Virtual patients can go through both arms with the same luck, which takes most of the spread between patients out of
//! the contrast. The errors of such a contrast are those of the simulation; the power is always that of a trial of
//! other patients in each arm.

use super::{
    Rate, Record, disease_free,
    estimand::{self, Estimand},
    overall,
};
use cenersim_model::curves::Survival;
use cenersim_statistics::{
    Clustered, Difference, Interval, KaplanMeier, LogRatio, Observed, Pairs, Significance, fisher, hazard_ratio,
    landmark_difference, mean, newcombe, odds_ratio, paired_odds_ratio, restricted_mean_difference, significance,
    standard_error,
};
use std::collections::BTreeMap;

/// A time to an event.
///
/// Times are in days from the first day of treatment, a duration of response from the day of the first remission. Names
/// in files are those of `name`, in snake case, and do not change between versions of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeEndpoint {
    /// To death of any cause.
    OverallSurvival,
    /// To relapse or death; without a remission on day 0 (ELN 2022).
    EventFreeSurvival,
    /// To the first remission; who dies without one never has it, and is observed to the end.
    TimeToResponse,
    /// From the first remission to relapse or death; only of those in remission.
    DurationOfResponse,
}

impl TimeEndpoint {
    /// In the order of tables.
    pub const ALL: [Self; 4] =
        [Self::OverallSurvival, Self::EventFreeSurvival, Self::TimeToResponse, Self::DurationOfResponse];

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::OverallSurvival => "overall_survival",
            Self::EventFreeSurvival => "event_free_survival",
            Self::TimeToResponse => "time_to_response",
            Self::DurationOfResponse => "duration_of_response",
        }
    }

    /// The name in tables.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OverallSurvival => "Overall survival",
            Self::EventFreeSurvival => "Event-free survival",
            Self::TimeToResponse => "Time to response",
            Self::DurationOfResponse => "Duration of response",
        }
    }

    /// What it does with what comes between.
    pub const fn estimand(self) -> Estimand {
        match self {
            Self::OverallSurvival => estimand::SURVIVAL,
            Self::EventFreeSurvival => estimand::EVENT_FREE,
            Self::TimeToResponse => estimand::RESPONSE,
            Self::DurationOfResponse => estimand::OF_REMISSION,
        }
    }

    /// Of one course; `until` is the end of follow-up (d). None where the course has no such time.
    ///
    /// Where no event is seen, the time is the last day observed, except for the time to response of a patient who died
    /// without one: death competes with remission, and who is dead is kept among those who never respond, instead of being
    /// censored as if a response could still come.
    pub fn of(self, survival: &Survival, until: f64) -> Option<Observed> {
        match self {
            Self::OverallSurvival => Some(overall(survival)),
            Self::EventFreeSurvival => Some(event_free(survival)),
            Self::TimeToResponse => Some(survival.response_day.map_or(
                Observed { time: survival.death_day.map_or(survival.observed_to_day, |_| until), event: false },
                |time| Observed { time, event: true },
            )),
            Self::DurationOfResponse => disease_free(survival),
        }
    }
}

/// To relapse or death, on day 0 without a remission.
///
/// A patient who never comes into remission has the event on day 0, whatever happens later, so that the curve begins at
/// the share of those in remission. It is therefore no curve from which an early hazard can be read.
fn event_free(survival: &Survival) -> Observed {
    let end = [survival.relapse_day, survival.death_day].into_iter().flatten().reduce(f64::min);
    let time = end.unwrap_or(survival.observed_to_day);
    match survival.response_day {
        None => Observed { time: 0.0, event: true },
        Some(_) => Observed { time, event: end.is_some() },
    }
}

/// A rate in both arms.
///
/// Shares are from 0 to 1; the interval is of a difference of shares, from -1 to 1.
///
/// `p` and `interval` come from different methods, each the better one of its kind, so that at the edge one may exclude
/// no difference where the other does not.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct RateContrast {
    /// What is counted.
    pub rate: Rate,
    /// Share in the first arm.
    pub first: f64,
    /// Share in the second arm.
    pub second: f64,
    /// 95 % confidence interval of the second less the first: Newcombe 1998, of pairs or of independent groups; normal over
    /// patients with several courses each; none where nothing varies there.
    pub interval: Option<Interval>,
    /// Odds of the second over those of the first; none where no finite ratio exists.
    pub odds_ratio: Option<LogRatio>,
    /// Two-sided: McNemar (pairs), Fisher (independent), Wald (several courses of each patient).
    pub p: f64,
}

/// A share that is still without the event at a day.
///
/// Read from the curve of Kaplan and Meier of each arm, so courses that were censored before the day count as far as
/// they were seen. `shares` holds the share without the event, from 0 to 1, in the first and in the second arm.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Landmark {
    /// Day since the time began.
    pub day: f64,
    /// In both arms, and the error of the difference.
    pub shares: Difference,
}

/// A time in both arms.
///
/// All times are in days. For a duration of response the courses are those in remission alone, which are other patients
/// in each arm: such a contrast describes both arms and is not one of randomized groups.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TimeContrast {
    /// What is timed.
    pub endpoint: TimeEndpoint,
    /// Courses with such a time, in the first and in the second arm.
    pub courses: [u32; 2],
    /// Events among them.
    pub events: [u32; 2],
    /// Medians (d); none where not reached.
    pub medians: [Option<f64>; 2],
    /// Hazard of the second over that of the first (Cox, ties by Efron), with the error of clusters where patients are in both
    /// arms; none where no finite ratio exists.
    pub hazard_ratio: Option<LogRatio>,
    /// Day up to which means are restricted: the last on which somebody of each arm is observed. Of an arm whose last patient
    /// has had the event the curve is known to be zero until the end of follow-up.
    pub until_days: f64,
    /// Restricted means (d).
    pub restricted_mean: Difference,
    /// Those days that are observed in both arms.
    pub landmarks: Vec<Landmark>,
}

/// What a randomized trial with so many patients in each arm would tell, if the numbers found here were the truth.
///
/// The effect is taken for known and the standard error for that of two independent groups:
///
/// ```text
/// power = P(|z| > 1.96)     z normal with mean effect / error, variance 1
/// ```
///
/// This is a power after the fact, of an effect that was estimated. It says how large a trial would have to be to see
/// what the model shows, and not how probable it is that the model is right; that is the assurance of `design`.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct PowerAt {
    /// `CR` or another rate (risk difference), or a time (hazard ratio).
    pub endpoint: String,
    /// Patients in each arm.
    pub per_arm: u32,
    /// Risk difference, or logarithm of the hazard ratio.
    pub effect: f64,
    /// At the two-sided level of 0.05.
    pub significance: Significance,
}

/// Two arms, the second against the first.
///
/// Indices are those of the arms of the comparison. `rates` and `times` always have all endpoints, also where no course
/// has an event; `power` lacks an endpoint whose effect has no error, and the duration of response.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TwoArm {
    /// Index of the arm that is compared against.
    pub first: usize,
    /// Index of the other arm.
    pub second: usize,
    /// Whether both arms have the same patients.
    pub paired: bool,
    /// In the order of [`Rate::ALL`].
    pub rates: Vec<RateContrast>,
    /// In the order of [`TimeEndpoint::ALL`].
    pub times: Vec<TimeContrast>,
    /// By endpoint, then by patients.
    pub power: Vec<PowerAt>,
}

/// Days of the landmarks: two, six, twelve and twenty-four months.
const LANDMARKS: [f64; 4] = [60.0, 182.625, 365.25, 730.0];
/// Patients in each arm for whom power is told.
const SIZES: [u32; 7] = [25, 50, 100, 200, 400, 800, 1600];
/// Two-sided level of the power.
const LEVEL: f64 = 0.05;

impl TwoArm {
    /// Of the courses of two arms; `follow_up_days` is the end of follow-up of everybody (d). `paired`: patients of one number
    /// are the same in both arms.
    pub fn of(
        (first, second): (usize, usize),
        courses: [&[&Record]; 2],
        follow_up_days: f64,
        paired: bool,
    ) -> Option<Self> {
        if courses.iter().any(|courses| courses.is_empty()) {
            return None;
        }
        let rates: Vec<RateContrast> = Rate::ALL.iter().map(|rate| of_rate(*rate, courses, paired)).collect();
        let time = |endpoint: &TimeEndpoint| of_time(*endpoint, courses, follow_up_days, paired);
        let times: Vec<TimeContrast> = TimeEndpoint::ALL.iter().map(time).collect();
        let power = rates.iter().flat_map(power_of_rate).chain(times.iter().flat_map(power_of_time)).collect();
        Some(Self { first, second, paired, rates, times, power })
    }
}

/// Every pair of so many arms: each other arm against the reference, then the others among themselves.
///
/// For three arms and reference 0: (0, 1), (0, 2), (1, 2). The first of each pair is what is compared against.
pub fn pairs_against(reference: usize, arms: usize) -> Vec<(usize, usize)> {
    let others: Vec<usize> = (0..arms).filter(|arm| *arm != reference).collect();
    let among =
        others.iter().enumerate().flat_map(|(at, first)| others[at + 1..].iter().map(|second| (*first, *second)));
    others.iter().map(|other| (reference, *other)).chain(among).collect()
}

/// Share of the courses of each patient.
///
/// By number of the patient: the sum over the courses, and how many there are. In an ordered map, so that results do not
/// depend on the order in which courses were simulated.
fn shares(rate: Rate, courses: &[&Record]) -> BTreeMap<u64, (f64, u32)> {
    let mut sums = BTreeMap::new();
    for course in courses {
        let sum = sums.entry(course.patient).or_insert((0.0, 0));
        *sum = (sum.0 + f64::from(u8::from(rate.of(&course.outcome))), sum.1 + 1);
    }
    sums
}

/// One rate in both arms, by the method that fits: other patients, the same patients with one course each, or the same
/// patients with several.
fn of_rate(rate: Rate, courses: [&[&Record]; 2], paired: bool) -> RateContrast {
    let [first, second] = courses.map(|courses| shares(rate, courses));
    let single = first.values().chain(second.values()).all(|(_, courses)| *courses == 1);
    let share = |(sum, courses): &(f64, u32)| sum / f64::from(*courses);
    if !paired {
        return independent(rate, [&first, &second].map(|group| group.values().map(share).collect()));
    }
    let both: Vec<[f64; 2]> = first.iter().filter_map(|(id, one)| Some([share(one), share(second.get(id)?)])).collect();
    let [a, b] = [0, 1].map(|arm| both.iter().map(|pair| pair[arm]).collect::<Vec<f64>>());
    let pairs = Pairs::of(both.iter().map(|pair| (pair[0] > 0.5, pair[1] > 0.5)));
    let differences: Vec<f64> = both.iter().map(|pair| pair[1] - pair[0]).collect();
    let normal = Difference { first: mean(&a), second: mean(&b), standard_error: standard_error(&differences) };
    RateContrast {
        rate,
        first: normal.first,
        second: normal.second,
        interval: if single { Some(pairs.newcombe()) } else { normal.interval() },
        odds_ratio: paired_odds_ratio(&a, &b),
        p: if single { pairs.mcnemar() } else { normal.p().unwrap_or(1.0) },
    }
}

/// Of other patients in each arm, one course of each.
fn independent(rate: Rate, groups: [Vec<f64>; 2]) -> RateContrast {
    let found = [0, 1].map(|arm| groups[arm].iter().filter(|share| **share > 0.5).count() as u32);
    let of = [0, 1].map(|arm| groups[arm].len() as u32);
    RateContrast {
        rate,
        first: mean(&groups[0]),
        second: mean(&groups[1]),
        interval: Some(newcombe(found, of)),
        odds_ratio: odds_ratio(found, of),
        p: fisher([0, 1].map(|arm| [found[arm], of[arm] - found[arm]])),
    }
}

/// Contrast of a time to an event of two arms, the second against the first, up to `follow_up_days` (d). `paired`: both
/// arms have the same patients, whose courses are correlated.
fn of_time(endpoint: TimeEndpoint, courses: [&[&Record]; 2], follow_up_days: f64, paired: bool) -> TimeContrast {
    let group = |courses: &[&Record]| -> Vec<Clustered> {
        let timed = |course: &&Record| {
            let observed = endpoint.of(&course.outcome.survival, follow_up_days)?;
            Some(Clustered { observed, cluster: course.patient })
        };
        courses.iter().filter_map(timed).collect()
    };
    let groups = courses.map(group);
    let km = [0, 1].map(|arm| KaplanMeier::of(&groups[arm].iter().map(|one| one.observed).collect::<Vec<_>>()));
    let last = |km: &KaplanMeier| km.steps.last().map_or(0.0, |step| step.time);
    // Where nobody is left the curve is known to be zero, as long as the follow-up goes.
    let known = |km: &KaplanMeier| {
        if km.steps.last().is_some_and(|step| step.survival <= 0.0) { follow_up_days } else { last(km) }
    };
    let until_days = km.iter().map(known).fold(follow_up_days, f64::min);
    let [first, second] = [&groups[0], &groups[1]];
    let landmark = |day: f64| Landmark { day, shares: landmark_difference(first, second, day) };
    let any = !first.is_empty() && !second.is_empty();
    TimeContrast {
        endpoint,
        courses: [0, 1].map(|arm| km[arm].n),
        events: [0, 1].map(|arm| km[arm].events),
        medians: [0, 1].map(|arm| km[arm].median),
        hazard_ratio: hazard_ratio(first, second).map(|found| if paired { found.clustered } else { found.independent }),
        until_days,
        restricted_mean: restricted_mean_difference(first, second, until_days),
        landmarks: LANDMARKS.into_iter().filter(|day| any && *day <= until_days).map(landmark).collect(),
    }
}

/// Risk difference of independent groups (normal approximation).
///
/// ```text
/// error² = (p₁ (1 - p₁) + p₂ (1 - p₂)) / n
/// ```
fn power_of_rate(found: &RateContrast) -> Vec<PowerAt> {
    let variance = found.first * (1.0 - found.first) + found.second * (1.0 - found.second);
    let effect = found.second - found.first;
    powers(found.rate.name(), effect, |per_arm| (variance / per_arm).sqrt())
}

/// Hazard ratio of independent groups of which the same shares have the event (Schoenfeld 1981).
///
/// ```text
/// error² = 1/(n e₁) + 1/(n e₂)          e: share with the event
/// ```
fn power_of_time(found: &TimeContrast) -> Vec<PowerAt> {
    let Some(ratio) = found.hazard_ratio.filter(|_| found.endpoint != TimeEndpoint::DurationOfResponse) else {
        return Vec::new();
    };
    let [one, other] = [0, 1].map(|arm| f64::from(found.events[arm]) / f64::from(found.courses[arm]));
    powers(found.endpoint.name(), ratio.log, |per_arm| (1.0 / (per_arm * one) + 1.0 / (per_arm * other)).sqrt())
}

/// None where nothing varies.
fn powers(endpoint: &str, effect: f64, error: impl Fn(f64) -> f64) -> Vec<PowerAt> {
    let one = |per_arm: u32| {
        let error = error(f64::from(per_arm));
        let significance = significance(effect, error, LEVEL);
        (error > 0.0).then(|| PowerAt { endpoint: endpoint.to_owned(), per_arm, effect, significance })
    };
    SIZES.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests;
