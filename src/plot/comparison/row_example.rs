//! The real rates, differences, shares and sweep, for as many arms and patients as a test asks for.

use super::example::example;
use crate::fixtures::comparison;
use cenersim_analyses::comparison::{
    Attribution, Compared, Measure, MeasureDifference, MeasureResult, PairResult, Rate, RateDifference, RateResult,
    SweepAxis, SweepPoint, SweepResult,
};
use cenersim_statistics::{Interval, Pairs, clopper_pearson, wilson};

/// Arms with rates, measures, pairs, shares, and published counts; each arm has this share of remissions, or its own.
pub fn with_rows(arms: u32, patients: u32, share: Option<f64>) -> Compared {
    let (real, mut compared) = (&comparison(), example(arms, patients));
    for (arm, real) in compared.arms.iter_mut().zip(real.arms.iter().cycle()) {
        arm.rates = real.rates.iter().map(|one| rate(one.rate, patients, share.unwrap_or(one.share))).collect();
        arm.measures = real.measures.iter().map(|one| MeasureResult { n: patients, ..one.clone() }).collect();
        arm.published.clone_from(&real.published);
    }
    compared.pairs.iter_mut().zip(real.pairs.iter().cycle()).for_each(|(pair, real)| fill(pair, real, patients, share));
    let shares = |arm: usize| {
        let of = real.attribution.iter().filter(move |one| one.arm == arm % real.arms.len());
        of.map(move |one| Attribution { arm, n: patients, ..one.clone() })
    };
    compared.attribution = (0..arms as usize).flat_map(shares).collect();
    compared
}

fn rate(rate: Rate, n: u32, share: f64) -> RateResult {
    let found = (share * f64::from(n)).round() as u32;
    let (exact, wilson) = (clopper_pearson(found, n), wilson(found, n));
    let share = f64::from(found) / f64::from(n);
    RateResult { rate, n, found, exact, wilson, share, standard_error: 0.02, variance: None }
}

/// The differences of a pair, in so many patients.
fn fill(pair: &mut PairResult, real: &PairResult, patients: u32, share: Option<f64>) {
    let counts = |one: &RateDifference| {
        let n = one.both + one.only_first + one.only_second + one.neither;
        let part = |count: u32| if share.is_some() { 0 } else { count * patients / n };
        let both = share.map_or(part(one.both), |share| (share * f64::from(patients)) as u32);
        let (only_first, only_second) = (part(one.only_first), part(one.only_second));
        Pairs { both, only_first, only_second, neither: patients - both - only_first - only_second }
    };
    pair.rates = real.rates.iter().map(|one| difference(one.rate, &counts(one))).collect();
    pair.measures = real.measures.iter().map(|one| MeasureDifference { n: patients, ..one.clone() }).collect();
}

fn difference(rate: Rate, pairs: &Pairs) -> RateDifference {
    RateDifference {
        rate,
        both: pairs.both,
        only_first: pairs.only_first,
        only_second: pairs.only_second,
        neither: pairs.neither,
        difference: pairs.difference(),
        interval: pairs.newcombe(),
        mcnemar_p: pairs.mcnemar(),
        share: pairs.difference(),
        standard_error: 0.02,
    }
}

/// Arms over the grid of these values, each with a hill of its own height over it.
pub fn swept(arms: u32, axes: &[(&str, Vec<String>)], endpoint: &str) -> Compared {
    let mut compared = with_rows(arms, 200, None);
    let axes: Vec<SweepAxis> =
        axes.iter().map(|(path, values)| SweepAxis { path: (*path).into(), values: values.clone() }).collect();
    let grid = axes.iter().fold(vec![Vec::<usize>::new()], |grid, axis| {
        grid.iter().flat_map(|point| (0..axis.values.len()).map(move |i| [point.clone(), vec![i]].concat())).collect()
    });
    let names: Vec<String> = compared.arms.iter().map(|arm| arm.name.clone()).collect();
    let points =
        grid.iter().flat_map(|place| (0..arms as usize).map(|arm| point(&axes, place, arm)).collect::<Vec<_>>());
    compared.sweep =
        Some(SweepResult { points: points.collect(), axes: axes.clone(), arms: names, endpoint: endpoint.into() });
    compared
}

fn point(axes: &[SweepAxis], place: &[usize], arm: usize) -> SweepPoint {
    let along = |i: usize| place.get(i).map_or(0.5, |at| (*at as f64 + 0.5) / axes[i].values.len() as f64);
    let hill = 1.0 - 2.0 * (along(0) - 0.6) * (along(0) - 0.6) - 1.5 * (along(1) - 0.3) * (along(1) - 0.3);
    let share = (0.12 + 0.04 * arm as f64) * hill.max(0.0) * 1.8;
    SweepPoint {
        values: axes.iter().zip(place).map(|(axis, at)| axis.values[*at].clone()).collect(),
        arm,
        rates: Rate::ALL.map(|one| rate(one, 200, share.clamp(0.0, 1.0))).to_vec(),
        measures: Measure::ALL.map(|one| measure(one, 200, share.clamp(0.0, 1.0))).to_vec(),
    }
}

/// A measure of this height of the hill.
fn measure(measure: Measure, n: u32, height: f64) -> MeasureResult {
    let size = if measure.spans_decades() { libm::pow(10.0, 9.0 * height) } else { 3.0 * height };
    let quartiles = Interval { low: 0.8 * size, high: 1.3 * size };
    let (mean_error, median_error) = (0.05 * size, 0.06 * size);
    MeasureResult { measure, n, median: size, quartiles, mean: size, mean_error, median_error, variance: None }
}
