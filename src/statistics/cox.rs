//! The hazard ratio of two groups (Cox 1972), with the errors of independent subjects and of clusters, such as one patient in
//! two arms. Ties by Efron 1977; the error of clusters is the sandwich of Lin and Wei 1989. Left out: other covariates,
//! hazards that are not proportional.
//!
//! ```text
//! U(b) = Σ_events x - Σ_times Σ_l m_l      m_l = (S₁ - l/d D₁)/(S₀ - l/d D₀), l = 0 .. d - 1      S, D: at risk, dying
//! error² = 1/I(b)                          clustered: Σ_clusters (Σ residuals of the score)² / I(b)²
//! ```

use super::{
    Observed,
    ratio::{LogRatio, two_sided},
};
use std::collections::BTreeMap;

/// A time of a subject, and whom it belongs to: times of one cluster are not independent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clustered {
    /// The time, and whether it is an event.
    pub observed: Observed,
    /// Number of the patient or of whatever else shares its luck.
    pub cluster: u64,
}

/// A hazard ratio, second group to first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HazardRatio {
    /// With the error of independent subjects.
    pub independent: LogRatio,
    /// With the error of clusters.
    pub clustered: LogRatio,
}

/// Most steps of Newton, and the largest logarithm that is still a ratio and no divergence.
const STEPS: u32 = 50;
/// Beyond e^15 or e^-15 a ratio of hazards is taken as divergent.
const LARGEST: f64 = 15.0;

/// The hazard ratio of the second group to the first; none where no finite one exists, such as without an event in a group.
pub fn hazard_ratio(first: &[Clustered], second: &[Clustered]) -> Option<HazardRatio> {
    let times = Times::of(first, second);
    let mut log = 0.0;
    for _ in 0..STEPS {
        let (score, information) = times.score(log);
        let step = score / information;
        log += step;
        if !(information > 0.0 && log.abs() < LARGEST) {
            return None;
        }
        if step.abs() < 1e-12 {
            break;
        }
    }
    let (_, information) = times.score(log);
    let spread = times.clusters(log, first, second).values().map(|sum| sum * sum).sum::<f64>().sqrt();
    let ratio = |standard_error| LogRatio { log, standard_error };
    Some(HazardRatio { independent: ratio(1.0 / information.sqrt()), clustered: ratio(spread / information) })
}

/// Two-sided p value of equal hazards when subjects of a cluster are not independent: the score test with the sandwich of the
/// residuals at a ratio of one, which is the log-rank test but for ties, and exists where no finite ratio does. None without an
/// event; 1 where every cluster is balanced.
///
/// ```text
/// z = U(0) / √(Σ_clusters (Σ residuals of the score)²)
/// ```
pub fn clustered_log_rank(first: &[Clustered], second: &[Clustered]) -> Option<f64> {
    let times = Times::of(first, second);
    let score = times.score(0.0).0;
    let spread = times.clusters(0.0, first, second).values().map(|sum| sum * sum).sum::<f64>().sqrt();
    let known = !times.0.is_empty() && !first.is_empty() && !second.is_empty();
    match spread > BALANCED {
        true => known.then(|| two_sided(score / spread)),
        false => (known && score.abs() < BALANCED).then_some(1.0),
    }
}

/// Scores below this are roundings.
const BALANCED: f64 = 1e-9;

/// Numbers in the first and in the second group.
type Both = [f64; 2];

/// A time with events.
struct Time {
    /// In the unit of the data.
    time: f64,
    /// Under observation just before the time.
    at_risk: Both,
    /// Events at the time.
    events: Both,
}

impl Time {
    /// Events in both groups.
    fn deaths(&self) -> f64 {
        self.events[0] + self.events[1]
    }

    /// For each death of the tie: its weight against those before it, the hazard, and the mean covariate of those at risk.
    fn ties(&self, log: f64) -> impl Iterator<Item = (f64, f64, f64)> {
        let (ratio, deaths) = (libm::exp(log), self.deaths());
        (0..deaths as u32).map(move |place| {
            let left = f64::from(place) / deaths;
            let of = |group: usize| self.at_risk[group] - left * self.events[group];
            let sum = of(0) + ratio * of(1);
            (left, 1.0 / sum, ratio * of(1) / sum)
        })
    }
}

/// All times with events, ascending.
struct Times(Vec<Time>);

impl Times {
    /// All times with events, ascending, with the numbers at risk and of events. Censored subjects count until their
    /// time.
    fn of(first: &[Clustered], second: &[Clustered]) -> Self {
        let groups = [first, second].map(|group| {
            let mut ends: Vec<Observed> = group.iter().map(|one| one.observed).collect();
            ends.sort_by(|a, b| a.time.total_cmp(&b.time));
            ends
        });
        let mut times: Vec<f64> = groups.iter().flatten().filter(|one| one.event).map(|one| one.time).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        let from = |group: &Vec<Observed>, time: f64| group.partition_point(|one| one.time < time);
        let at = |time: f64| {
            let at_risk = [0, 1].map(|group| (groups[group].len() - from(&groups[group], time)) as f64);
            let same = |group: &Vec<Observed>| {
                let tied = group[from(group, time)..].iter().take_while(|one| one.time == time);
                tied.filter(|one| one.event).count() as f64
            };
            Time { time, at_risk, events: [same(&groups[0]), same(&groups[1])] }
        };
        Self(times.into_iter().map(at).collect())
    }

    /// The score and its information at a logarithm of the ratio.
    fn score(&self, log: f64) -> (f64, f64) {
        let mut sums = (0.0, 0.0);
        for time in &self.0 {
            sums.0 += time.events[1];
            for (_, _, mean) in time.ties(log) {
                sums.0 -= mean;
                sums.1 += mean * (1.0 - mean);
            }
        }
        sums
    }

    /// Residuals of the score, summed over each cluster.
    fn clusters(&self, log: f64, first: &[Clustered], second: &[Clustered]) -> BTreeMap<u64, f64> {
        let mut sums = BTreeMap::new();
        for (group, subjects) in [first, second].into_iter().enumerate() {
            let expected = self.expected(log, group as f64);
            for Clustered { observed, cluster } in subjects {
                let upto = self.0.partition_point(|time| time.time <= observed.time);
                let hazard = if group == 1 { libm::exp(log) } else { 1.0 };
                let mut residual = -hazard * upto.checked_sub(1).map_or(0.0, |last| expected[last]);
                if observed.event {
                    residual += self.own(log, group as f64, hazard, &self.0[upto - 1]);
                }
                *sums.entry(*cluster).or_insert(0.0) += residual;
            }
        }
        sums
    }

    /// For each time, what a subject with this covariate has gathered by then, at the hazard of the first group.
    fn expected(&self, log: f64, covariate: f64) -> Vec<f64> {
        let of = |time: &Time| time.ties(log).map(|(_, hazard, mean)| (covariate - mean) * hazard).sum::<f64>();
        let gathered = self.0.iter().scan(0.0, |sum, time| {
            *sum += of(time);
            Some(*sum)
        });
        gathered.collect()
    }

    /// What a death at its own time adds: the observed part, and what those tied with it had already taken away.
    fn own(&self, log: f64, covariate: f64, subject: f64, time: &Time) -> f64 {
        let part = |(left, hazard, mean): (f64, f64, f64)| {
            (covariate - mean) * (1.0 / time.deaths() + subject * hazard * left)
        };
        time.ties(log).map(part).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Observations from times; a negative one is censored.
    fn group(times: &[f64], cluster: impl Fn(usize) -> u64) -> Vec<Clustered> {
        let one = |(index, time): (usize, &f64)| Clustered {
            observed: Observed { time: time.abs(), event: *time > 0.0 },
            cluster: cluster(index),
        };
        times.iter().enumerate().map(one).collect()
    }

    // R, survival::aml.
    const MAINTAINED: [f64; 11] = [9.0, 13.0, -13.0, 18.0, 23.0, -28.0, 31.0, 34.0, -45.0, 48.0, -161.0];
    const NOT_MAINTAINED: [f64; 12] = [5.0, 5.0, 8.0, 8.0, 12.0, -16.0, 23.0, 27.0, 30.0, 33.0, 43.0, 45.0];

    fn near(found: f64, expected: f64) -> bool {
        (found - expected).abs() < 1e-9
    }

    // R 4.2.2, survival 3.5-3: coxph(Surv(time, status) ~ (x == "Nonmaintained"), aml), ties by Efron; then with
    // cluster = rep(1:12, length.out = 23).
    #[test]
    fn the_hazard_ratio_with_ties_and_both_errors_are_those_of_r() {
        let first = group(&MAINTAINED, |index| index as u64 % 12);
        let second = group(&NOT_MAINTAINED, |index| (index as u64 + 11) % 12);
        let found = hazard_ratio(&first, &second).unwrap();
        assert!(near(found.independent.log, 0.915_532_575_014_718), "{found:?}");
        assert!(near(found.independent.standard_error, 0.511_934_275_172_005), "{found:?}");
        assert!(near(found.clustered.standard_error, 0.300_229_883_095_869), "{found:?}");
        // summary(...)$robscore["pvalue"] of the same fit.
        assert!(near(clustered_log_rank(&first, &second).unwrap(), 0.009_124_778_652_048));
    }

    /// With every subject twice, as the same patient, nothing more is known: the error of clusters stays, the other shrinks.
    #[test]
    fn a_copy_of_every_subject_tells_nothing_new() {
        let (first, second) = (group(&MAINTAINED, |i| i as u64), group(&NOT_MAINTAINED, |i| 100 + i as u64));
        let apart = |group: &[Clustered]| {
            // Moved by less than any difference, so that copies are no ties.
            let moved = |one: &Clustered| Clustered {
                observed: Observed { time: one.observed.time + 1e-7, ..one.observed },
                ..*one
            };
            group.iter().copied().chain(group.iter().map(moved)).collect::<Vec<_>>()
        };
        let (once, twice) =
            (hazard_ratio(&first, &second).unwrap(), hazard_ratio(&apart(&first), &apart(&second)).unwrap());
        assert!(
            (twice.clustered.standard_error / once.clustered.standard_error - 1.0).abs() < 0.05,
            "{once:?} {twice:?}"
        );
        assert!((twice.independent.standard_error / once.independent.standard_error - 0.5_f64.sqrt()).abs() < 0.05);
    }

    #[test]
    fn patients_with_the_same_time_in_both_groups_have_a_ratio_without_interval() {
        let both = group(&MAINTAINED, |i| i as u64);
        let found = hazard_ratio(&both, &both).unwrap();
        assert!(found.clustered.log.abs() < 1e-12 && found.clustered.standard_error < 1e-12, "{found:?}");
        assert!(found.clustered.interval().low.is_nan() && found.clustered.p().is_nan(), "{found:?}");
        assert!(found.independent.interval().width() > 1.0);
    }

    #[test]
    fn groups_exchange_the_sign_and_no_finite_ratio_is_none() {
        let (first, second) = (group(&MAINTAINED, |i| i as u64), group(&NOT_MAINTAINED, |i| i as u64));
        let (there, back) = (hazard_ratio(&first, &second).unwrap(), hazard_ratio(&second, &first).unwrap());
        assert!(near(there.clustered.log, -back.clustered.log));
        assert!(near(there.clustered.standard_error, back.clustered.standard_error));
        assert_eq!(hazard_ratio(&group(&[-9.0, -9.0], |i| i as u64), &second), None);
        assert_eq!((hazard_ratio(&[], &second), hazard_ratio(&[], &[])), (None, None));
    }
}
