//! Made-up rates, differences, shares and sweeps for the tests of the figures, added to the made-up courses.

use super::example::example;
use cenersim_analyses::{
    comparison::{
        Attribution, Compared, Contribution, Measure, MeasureDifference, MeasureResult, PairResult, Rate,
        RateDifference, RateResult, SweepAxis, SweepPoint, SweepResult,
    },
    published::PublishedArm,
};
use cenersim_model::{engine::Seed, treatment::Drug};
use cenersim_statistics::{Interval, Pairs, clopper_pearson, wilson};

fn luck(what: &str, n: usize, m: usize) -> f64 {
    Seed::new(2).named(what).number(n as u64).number(m as u64).uniform()
}

/// Arms with rates, measures, pairs, shares, and published counts; each arm has this share of remissions, or a likely one.
pub fn with_rows(arms: u32, patients: u32, share: Option<f64>) -> Compared {
    let mut compared = example(arms, patients);
    for (i, arm) in compared.arms.iter_mut().enumerate() {
        let likely = |rate: usize| 0.08 + 0.12 * rate as f64 + 0.15 * luck("share", i, rate);
        arm.rates = Rate::ALL.iter().enumerate().map(|(n, r)| rate(*r, patients, share.unwrap_or(likely(n)))).collect();
        arm.measures =
            Measure::ALL.iter().enumerate().map(|(n, m)| measure(*m, patients, luck("measure", i, n))).collect();
        let counts = [(17, 3), (19, 5), (17, 0)].get(i).copied();
        arm.published = counts.map(|(n, cr)| PublishedArm {
            name: format!("arm {i}"),
            patients: n,
            cr,
            crp: cr / 2,
            source: "T15 T16".into(),
        });
    }
    compared.pairs.iter_mut().for_each(|pair| fill(pair, patients, share));
    compared.attribution = (0..arms as usize).flat_map(|arm| attributions(arm, patients)).collect();
    compared
}

fn rate(rate: Rate, n: u32, share: f64) -> RateResult {
    let found = (share * f64::from(n)).round() as u32;
    let (exact, wilson) = (clopper_pearson(found, n), wilson(found, n));
    let share = f64::from(found) / f64::from(n);
    RateResult { rate, n, found, exact, wilson, share, standard_error: 0.02, variance: None }
}

fn measure(measure: Measure, n: u32, luck: f64) -> MeasureResult {
    let size = match measure {
        measure if measure.spans_decades() => libm::pow(10.0, 9.0 * luck),
        _ => 3.0 * luck,
    };
    let quartiles = Interval { low: 0.8 * size, high: 1.3 * size };
    let (mean_error, median_error) = (0.05 * size, 0.06 * size);
    MeasureResult { measure, n, median: size, quartiles, mean: size, mean_error, median_error, variance: None }
}

fn fill(pair: &mut PairResult, patients: u32, share: Option<f64>) {
    let at = 31 * pair.first + pair.second;
    let part = |what: &str, most: f64| (most * luck(what, at, 0) * f64::from(patients)) as u32;
    let (only_first, only_second) = if share.is_some() { (0, 0) } else { (part("first", 0.15), part("second", 0.25)) };
    let both = share.map_or(part("both", 0.2), |share| (share * f64::from(patients)) as u32);
    let pairs = Pairs { both, only_first, only_second, neither: patients - both - only_first - only_second };
    pair.rates = Rate::ALL.map(|rate| difference(rate, &pairs)).to_vec();
    let scale = |measure: Measure| if measure.unit() == "d" { 12.0 } else { 1.5 };
    let of =
        |(n, measure): (usize, &Measure)| change(*measure, patients, scale(*measure) * (luck("change", at, n) - 0.4));
    pair.measures = Measure::ALL.iter().enumerate().map(of).collect();
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

fn change(measure: Measure, n: u32, change: f64) -> MeasureDifference {
    let half = 0.3 * change.abs() + 2.0 / libm::sqrt(f64::from(n));
    let interval = Interval { low: change - half, high: change + 1.2 * half };
    MeasureDifference {
        measure,
        n,
        median: change,
        median_interval: interval,
        median_error: half / 2.0,
        mean: change,
        mean_interval: interval,
        mean_error: half / 2.0,
        quartiles: Interval { low: change - 3.0 * half, high: change + 3.0 * half },
    }
}

/// Cenersen does nothing or harms, the others help.
fn attributions(arm: usize, n: u32) -> Vec<Attribution> {
    let endpoints = [
        ("remission", "CR + CRp", "", 0.2),
        ("blast_log_kill", "Leukemic cells, log-kill", "log10", 2.0),
        ("stem_log_kill", "Leukemic stem cells, log-kill", "log10", 1.0),
    ];
    let drugs = if arm == 0 { &Drug::DEFAULTS[1..] } else { &Drug::DEFAULTS[..] };
    endpoints
        .into_iter()
        .enumerate()
        .map(|(e, (endpoint, label, unit, size))| {
            let share = |(i, drug): (usize, &Drug)| {
                let share = if *drug == Drug::Cenersen {
                    -0.1 * luck("harm", arm, e) * size
                } else {
                    size * luck("share of drug", arm + e, i)
                };
                let half = 0.08 * size;
                let interval = Interval { low: share - half, high: share + half };
                Contribution { drug: drug.name().into(), share, interval, standard_error: half / 2.0 }
            };
            let contributions: Vec<Contribution> = drugs.iter().enumerate().map(share).collect();
            let treated = contributions.iter().map(|one| one.share).sum::<f64>() + 0.01;
            Attribution {
                arm,
                endpoint: endpoint.into(),
                label: label.into(),
                unit: unit.into(),
                n,
                untreated: 0.01,
                treated,
                contributions,
            }
        })
        .collect()
}

/// Arms over the grid of these values.
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
