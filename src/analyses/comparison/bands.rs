//! Curves of any number of courses in a fixed space: for each day and curve a histogram of whole counts, from which
//! percentiles are read. Counts do not depend on the order in which courses end, so neither does any band.
//! Left out: curves of single patients, which `run` writes.
//!
//! Kept are the cells of each kind, the share of blasts in the marrow, neutrophils and platelets in blood, and the
//! cellularity of the marrow, once a day; and of arms after the first how far they are from the first in the same course. A day after the end of a course (death, or nothing more to see) counts no value of it, so a band is one of
//! those who are still observed.

use super::{BandDifference, BandResult};
use cenersim_model::{
    biology::Kind,
    curves::{Curve, CurveSet, Variable},
    quantity::Time,
    simulation::Settings,
};
use cenersim_statistics::{Histogram, SignedHistogram};

/// Percentiles of a band.
const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// A point belongs to a day when it is at most this long before it (d).
/// It absorbs the rounding of sums of steps.
const TOLERANCE: f64 = 1e-6;

/// The curves that are kept.
fn curves() -> impl Iterator<Item = Curve> {
    let cells = Kind::ALL.into_iter().map(|kind| Curve { variable: Variable::Cells, kind: Some(kind) });
    let clinic = [Variable::MarrowBlasts, Variable::Neutrophils, Variable::Platelets, Variable::Cellularity];
    cells.chain(clinic.map(|variable| Curve { variable, kind: None }))
}

/// How far the second of two values of a curve is from the first: numbers of cells by their decimal logarithms (of at least
/// one cell), all others by their difference.
fn difference(curve: Curve, first: f64, second: f64) -> f64 {
    match curve.variable {
        Variable::Cells => libm::log10(second.max(1.0)) - libm::log10(first.max(1.0)),
        _ => second - first,
    }
}

/// Histograms of one arm.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Bands {
    /// Days of the histograms, the same for every curve.
    days: Vec<f64>,
    /// In the order of `curves`, one histogram for each day.
    histograms: Vec<Vec<Histogram>>,
    /// The same of the differences to the first arm; empty for the first.
    #[serde(default)]
    differences: Vec<Vec<SignedHistogram>>,
}

impl Bands {
    /// One day apart, or as far as the points of the curves are.
    ///
    /// Days 0, 1, 2 and so on up to the horizon; where curves are recorded less often than once a day, days at that
    /// distance.
    pub fn new(settings: &Settings) -> Self {
        let spacing = settings.record_every.in_days().max(Time::days(1.0).in_days());
        let last = (settings.horizon.in_days() / spacing + TOLERANCE).floor() as usize;
        let days: Vec<f64> = (0..=last).map(|i| i as f64 * spacing).collect();
        let histograms = curves().map(|_| vec![Histogram::default(); days.len()]).collect();
        Self { days, histograms, differences: Vec::new() }
    }

    /// Adds one course, as far as it goes.
    pub fn add(&mut self, course: &CurveSet) {
        let points = self.points(&course.days);
        for (curve, histograms) in curves().zip(&mut self.histograms) {
            let values = course.of(curve.variable, curve.kind);
            for (histogram, point) in histograms.iter_mut().zip(&points) {
                point.and_then(|point| values.get(point)).into_iter().for_each(|value| histogram.add(*value));
            }
        }
    }

    /// Adds how far a course is from the same course in the first arm, on days that both reached.
    pub fn compare(&mut self, course: &CurveSet, first: &CurveSet) {
        if self.differences.is_empty() {
            self.differences = curves().map(|_| vec![SignedHistogram::default(); self.days.len()]).collect();
        }
        let (here, there) = (self.points(&course.days), self.points(&first.days));
        for (curve, histograms) in curves().zip(&mut self.differences) {
            let [values, others] = [course, first].map(|set| set.of(curve.variable, curve.kind));
            for (histogram, (here, there)) in histograms.iter_mut().zip(here.iter().zip(&there)) {
                let value = here.and_then(|point| values.get(point)).copied();
                let other = there.and_then(|point| others.get(point)).copied();
                value.zip(other).into_iter().for_each(|(value, other)| histogram.add(difference(curve, other, value)));
            }
        }
    }

    /// Adds the courses of another part.
    /// Both must be of the same settings; the order of merging does not matter.
    pub fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.histograms.iter_mut().flatten().zip(other.histograms.iter().flatten()) {
            ours.merge(theirs);
        }
        if self.differences.is_empty() {
            self.differences.clone_from(&other.differences);
            return;
        }
        for (ours, theirs) in self.differences.iter_mut().flatten().zip(other.differences.iter().flatten()) {
            ours.merge(theirs);
        }
    }

    /// For each day the last point of a course up to it; none after its end.
    fn points(&self, recorded: &[f64]) -> Vec<Option<usize>> {
        let end = recorded.last().copied().unwrap_or(f64::NEG_INFINITY);
        let point = |day: &f64| {
            let reached = recorded.partition_point(|at| *at <= day + TOLERANCE);
            (end + TOLERANCE >= *day).then(|| reached.checked_sub(1)).flatten()
        };
        self.days.iter().map(point).collect()
    }

    /// Percentiles over all courses.
    ///
    /// One result for each curve: cells of each kind in the order of [`Kind::ALL`], then marrow blasts, neutrophils,
    /// platelets, cellularity. Percentiles are those of the histogram's classes (see [`Histogram`]), NaN on days that no course
    /// reached.
    pub fn results(&self) -> Vec<BandResult> {
        let result = |(curve, histograms): (Curve, &Vec<Histogram>)| BandResult {
            variable: curve.variable,
            kind: curve.kind,
            days: self.days.clone(),
            courses: histograms.iter().map(Histogram::count).collect(),
            quantiles: QUANTILES.map(|p| histograms.iter().map(|histogram| histogram.quantile(p)).collect()),
        };
        curves().zip(&self.histograms).map(result).collect()
    }

    /// Medians of the differences to the first arm, with their intervals; none of the first arm itself.
    pub fn differences(&self) -> Vec<BandDifference> {
        let result = |(curve, histograms): (Curve, &Vec<SignedHistogram>)| {
            let intervals = histograms.iter().map(SignedHistogram::median_interval);
            let (low, high) = intervals.map(|interval| (interval.low, interval.high)).unzip();
            BandDifference {
                variable: curve.variable,
                kind: curve.kind,
                days: self.days.clone(),
                courses: histograms.iter().map(SignedHistogram::count).collect(),
                median: histograms.iter().map(SignedHistogram::median).collect(),
                low,
                high,
            }
        };
        curves().zip(&self.differences).map(result).collect()
    }
}
