//! One arm: rates, measures, responses, survival. Left out: comparisons with other arms.

use super::{Analysis, Courses, disease_free, overall, stream};
use crate::comparison::{BestChange, Endpoint, Measure, MeasureResult, Rate, RateResult, Record, Variance};
use cenersim_model::curves::{CAUSES_OF_DEATH, Cause, Response};
use cenersim_statistics::{
    KaplanMeier, Shares, bootstrap_median, clopper_pearson, components, mean, median, quartiles, standard_error, wilson,
};
use std::collections::BTreeMap;

impl Analysis<'_> {
    /// Every rate of an arm, in the order of [`Rate::ALL`].
    ///
    /// Counts are of first replicates; shares are means over units of all replicates, with exact (Clopper and Pearson 1934)
    /// and score (Wilson 1927) intervals.
    pub fn rates(&self, arm: usize) -> Vec<RateResult> {
        let courses = self.courses(&[arm]);
        Rate::ALL.map(|rate| self.rate(&courses, rate)).into()
    }

    /// Counts from first replicates, shares from all.
    fn rate(&self, courses: &Courses, rate: Rate) -> RateResult {
        let value = self.value(Endpoint::Rate(rate));
        let n = courses.firsts().count() as u32;
        let found = courses.firsts().filter(|first| rate.of(&first[0].outcome)).count() as u32;
        let shares = courses.means(|course| value(course[0]));
        let all = Shares::of(&shares);
        let single = courses.are_single();
        RateResult {
            rate,
            n,
            found,
            exact: if single { clopper_pearson(found, n) } else { all.exact() },
            wilson: if single { wilson(found, n) } else { all.wilson() },
            share: mean(&shares),
            standard_error: standard_error(&shares),
            variance: variance(courses, &value),
        }
    }

    /// Every measure of an arm, in the order of [`Measure::ALL`].
    /// Means, medians and quartiles over units; the standard error of the median is from the bootstrap.
    pub fn measures(&self, arm: usize) -> Vec<MeasureResult> {
        let courses = self.courses(&[arm]);
        Measure::ALL.map(|measure| self.measure(&courses, measure)).into()
    }

    /// Of the units' means.
    fn measure(&self, courses: &Courses, measure: Measure) -> MeasureResult {
        let value = self.value(Endpoint::Measure(measure));
        let values = courses.means(|course| value(course[0]));
        MeasureResult {
            measure,
            n: values.len() as u32,
            median: median(&values),
            quartiles: quartiles(&values),
            mean: mean(&values),
            mean_error: standard_error(&values),
            median_error: bootstrap_median(
                &values,
                stream(self.seed, "measure", Endpoint::Measure(measure).stream_name()),
            )
            .standard_error,
            variance: variance(courses, &value),
        }
    }

    /// Responses of the units' first replicates, best first, those that occurred.
    pub fn responses(&self, arm: usize) -> Vec<(Response, u32)> {
        let mut counts = BTreeMap::new();
        for first in self.courses(&[arm]).firsts() {
            *counts.entry(first[0].outcome.response).or_insert(0) += 1;
        }
        counts.into_iter().collect()
    }

    /// Deaths of the units' first replicates by cause, those that occurred.
    pub fn deaths(&self, arm: usize) -> Vec<(Cause, u32)> {
        let courses = self.courses(&[arm]);
        let of = |cause: Cause| {
            let dies = |first: &Record| first.outcome.survival.death_cause.as_deref() == Some(cause);
            (cause, courses.firsts().filter(|first| dies(first[0])).count() as u32)
        };
        CAUSES_OF_DEATH.map(of).into_iter().filter(|(_, count)| *count > 0).collect()
    }

    /// Best change of the marrow blasts in the first replicate of each unit, of those that were examined, by unit.
    pub fn best_changes(&self, arm: usize) -> Vec<BestChange> {
        let change = |record: &Record| {
            let percent = record.best_blast_change?;
            Some(BestChange { patient: record.patient, percent, response: record.outcome.response })
        };
        self.courses(&[arm]).firsts().filter_map(|first| change(first[0])).collect()
    }

    /// Days to death of the units' first replicates, censored at the end of observation.
    pub fn overall_survival(&self, arm: usize) -> KaplanMeier {
        let courses = self.courses(&[arm]);
        KaplanMeier::of(&courses.firsts().map(|first| overall(&first[0].outcome.survival)).collect::<Vec<_>>())
    }

    /// Days from remission to relapse or death of the remissions among the units' first replicates, censored at the
    /// end of observation.
    pub fn disease_free_survival(&self, arm: usize) -> KaplanMeier {
        let courses = self.courses(&[arm]);
        let observed = courses.firsts().filter_map(|first| disease_free(&first[0].outcome.survival));
        KaplanMeier::of(&observed.collect::<Vec<_>>())
    }

    /// Monte-Carlo standard error of the mean of an endpoint over units, as a rule for when to stop. Infinite below two
    /// units. Units that all agree on a rate count as if two of four further ones had it (Agresti and Coull 1998), since
    /// none of ten is no proof of never.
    /// In the unit of the endpoint, as a share for rates.
    pub fn standard_error(&self, arm: usize, endpoint: Endpoint) -> f64 {
        let value = self.value(endpoint);
        let values = self.courses(&[arm]).means(|course| value(course[0]));
        match endpoint {
            _ if values.len() < 2 => f64::INFINITY,
            Endpoint::Rate(_) if values.iter().all(|value| *value == 0.0 || *value == 1.0) && all_alike(&values) => {
                agresti_coull(&values)
            }
            _ => standard_error(&values),
        }
    }
}

/// Whether all values are the same.
fn all_alike(values: &[f64]) -> bool {
    values.windows(2).all(|pair| pair[0] == pair[1])
}

/// Standard error of a share with two successes and two failures added.
///
/// ```text
/// p = (Σ shares + 2) / (n + 4)          error = √(p (1 - p) / (n + 4))
/// ```
fn agresti_coull(shares: &[f64]) -> f64 {
    let n = shares.len() as f64 + 4.0;
    let share = (shares.iter().sum::<f64>() + 2.0) / n;
    (share * (1.0 - share) / n).sqrt()
}

/// Of the replicates of each patient; none with a single patient or a single replicate of each.
fn variance(courses: &Courses, value: impl Fn(&Record) -> f64) -> Option<Variance> {
    let components = components(&courses.by_patient(|course| value(course[0]))?)?;
    Some(Variance { between_patients: components.between, within_patient: components.within })
}
