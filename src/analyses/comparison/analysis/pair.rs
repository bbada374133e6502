//! Two arms in the same units: second less first, unit by unit. Left out: comparisons that ignore the pairing.

use super::{Analysis, Courses, Units, overall, stream};
use crate::comparison::{
    Endpoint, Measure, MeasureDifference, PairResult, Rate, RateDifference, Record, TwoArm, pairs_against,
};
use cenersim_statistics::{
    Bootstrap, Clustered, Difference, Pairs, bootstrap_means, bootstrap_median, clustered_log_rank, mean, median,
    quartiles, standard_error,
};
use rayon::prelude::*;

impl Analysis<'_> {
    /// Every pair of arms, the first against each of the later ones, then the second against the later ones, and so on.
    /// k (k - 1) / 2 of them for k arms.
    pub fn pairs(&self) -> Vec<PairResult> {
        let pairs = (0..self.arms).flat_map(|first| (first + 1..self.arms).map(move |second| (first, second)));
        pairs.collect::<Vec<_>>().into_par_iter().map(|(first, second)| self.pair(first, second)).collect()
    }

    /// Every rate and measure of the second arm less the first, in the units that both have.
    /// Intervals and tests are for each endpoint alone, without correction for their number.
    pub fn pair(&self, first: usize, second: usize) -> PairResult {
        let courses = self.courses(&[first, second]);
        PairResult {
            first,
            second,
            rates: Rate::ALL.map(|rate| self.rate_difference(&courses, rate)).into(),
            measures: self.measure_differences(&courses),
            survival_p: clustered_log_rank(&self.timed_deaths(&courses, 0), &self.timed_deaths(&courses, 1)),
        }
    }

    /// Every pair of arms as a controlled trial analyzes it, those with the reference first. All replicates count; those of one
    /// patient, or of the same number where there is one patient, are one cluster. `follow_up_days`: end of follow-up (d).
    pub fn two_arm(&self, reference: usize, follow_up_days: f64) -> Vec<TwoArm> {
        let of = |arm: usize| -> Vec<Record> {
            let records = self.records.iter().filter(|record| record.arm as usize == arm);
            records.map(|record| Record { patient: self.cluster(record), ..record.clone() }).collect()
        };
        let arms: Vec<Vec<Record>> = (0..self.arms).map(of).collect();
        let pair = |(first, second): (usize, usize)| {
            let [one, other] = [first, second].map(|arm| arms[arm].iter().collect::<Vec<_>>());
            TwoArm::of((first, second), [&one, &other], follow_up_days, true)
        };
        pairs_against(reference, self.arms).into_par_iter().filter_map(pair).collect()
    }

    /// What a record is not independent of.
    const fn cluster(&self, record: &Record) -> u64 {
        match self.units {
            Units::Patients => record.patient,
            Units::Replicates => record.replicate as u64,
        }
    }

    /// Survival of all courses in one of the matched arms.
    fn timed_deaths(&self, courses: &Courses, arm: usize) -> Vec<Clustered> {
        let one = |course: &[&Record]| Clustered {
            observed: overall(&course[arm].outcome.survival),
            cluster: self.cluster(course[arm]),
        };
        courses.all().map(one).collect()
    }

    /// Units (first replicates) by whether they have a rate in the first and in the second arm.
    /// The four counts of a paired table, from which Newcombe's interval and McNemar's test are made.
    pub fn counts(&self, first: usize, second: usize, rate: Rate) -> Pairs {
        counts(&self.courses(&[first, second]), rate)
    }

    /// Second less first of each unit.
    fn differences(&self, courses: &Courses, endpoint: Endpoint) -> Vec<f64> {
        let value = self.value(endpoint);
        courses.means(|course: &[&Record]| value(course[1]) - value(course[0]))
    }

    /// Counts from first replicates; difference, interval and test from all, exact where each unit has one.
    fn rate_difference(&self, courses: &Courses, rate: Rate) -> RateDifference {
        let pairs = counts(courses, rate);
        let shares = self.differences(courses, Endpoint::Rate(rate));
        let (share, error) = (mean(&shares), standard_error(&shares));
        let single = courses.are_single();
        let resampled = Difference { first: 0.0, second: share, standard_error: error };
        let normal = resampled.interval().unwrap_or_else(|| pairs.newcombe());
        RateDifference {
            rate,
            both: pairs.both,
            only_first: pairs.only_first,
            only_second: pairs.only_second,
            neither: pairs.neither,
            difference: if single { pairs.difference() } else { share },
            interval: if single { pairs.newcombe() } else { normal },
            mcnemar_p: if single { pairs.mcnemar() } else { resampled.p().unwrap_or(1.0) },
            share,
            standard_error: error,
        }
    }

    /// Means of all measures are resampled with the same units, so one stream serves for all; medians have a stream
    /// each.
    fn measure_differences(&self, courses: &Courses) -> Vec<MeasureDifference> {
        let values = Measure::ALL.map(|measure| self.differences(courses, Endpoint::Measure(measure)));
        let units: Vec<[f64; Measure::ALL.len()]> =
            (0..values[0].len()).map(|unit| std::array::from_fn(|measure| values[measure][unit])).collect();
        let means = bootstrap_means(&units, stream(self.seed, "mean difference", "all"));
        let differences = Measure::ALL.iter().zip(&values).zip(means);
        differences.map(|((measure, values), mean)| self.measure_difference(*measure, values, mean)).collect()
    }

    /// The interval of the mean comes from the resamples that all measures of the pair share.
    fn measure_difference(&self, measure: Measure, values: &[f64], means: Bootstrap) -> MeasureDifference {
        let medians =
            bootstrap_median(values, stream(self.seed, "median difference", Endpoint::Measure(measure).stream_name()));
        MeasureDifference {
            measure,
            n: values.len() as u32,
            median: median(values),
            median_interval: medians.interval,
            median_error: medians.standard_error,
            mean: mean(values),
            mean_interval: means.interval,
            mean_error: standard_error(values),
            quartiles: quartiles(values),
        }
    }
}

/// The four counts of the units' first replicates.
fn counts(courses: &Courses, rate: Rate) -> Pairs {
    Pairs::of(courses.firsts().map(|first| (rate.of(&first[0].outcome), rate.of(&first[1].outcome))))
}
