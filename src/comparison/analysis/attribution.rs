//! Whose the effect of an arm is: each drug switched off in the same patients, in every combination (Shapley 1953).
//! Left out: the order in which drugs are given; a share averages what a drug adds over every order of adding them.

use super::{Courses, Units, stream};
use crate::{
    comparison::{Attribution, Contribution, Endpoint, Record},
    statistics::{bootstrap_mean, mean, shapley},
};

/// Shares of the drugs of one arm in each endpoint. `subsets`: for every bit mask over `drugs` (bit set: given) the
/// records of its courses, sorted by patient and replicate. Units that a subset lacks are left out of all.
///
/// The share of a drug is linear in the outcomes, so it is the mean of the units' own shares.
pub fn attribution(
    arm: usize,
    drugs: &[&str],
    subsets: &[Vec<Record>],
    endpoints: &[Endpoint],
    units: Units,
    horizon_days: f64,
    seed: u64,
) -> Vec<Attribution> {
    debug_assert_eq!(subsets.len(), 1 << drugs.len(), "one set of records for every combination of {drugs:?}");
    let records: Vec<Vec<&Record>> = subsets.iter().map(|subset| subset.iter().collect()).collect();
    let courses = Courses::matched(&records, units);
    let attribute = |endpoint: &Endpoint| {
        // Values of every subset, unit by unit.
        let means = |subset: usize| courses.means(|course| endpoint.of(course[subset], horizon_days));
        let values: Vec<Vec<f64>> = (0..subsets.len()).map(means).collect();
        let stream = stream(seed, "attribution", endpoint.name());
        Attribution {
            arm,
            endpoint: endpoint.name().to_owned(),
            label: endpoint.label().to_owned(),
            unit: endpoint.unit().to_owned(),
            n: values[0].len() as u32,
            untreated: mean(&values[0]),
            treated: mean(&values[subsets.len() - 1]),
            contributions: contributions(drugs, &values, stream),
        }
    };
    endpoints.iter().map(attribute).collect()
}

/// One share for each drug from the values of every subset, unit by unit.
fn contributions(drugs: &[&str], values: &[Vec<f64>], stream: u64) -> Vec<Contribution> {
    let of_unit = |unit: usize| shapley(drugs.len(), |subset| values[subset as usize][unit]);
    let shares: Vec<Vec<f64>> = (0..values[0].len()).map(of_unit).collect();
    let contribution = |(drug, name): (usize, &&str)| {
        let shares: Vec<f64> = shares.iter().map(|unit| unit[drug]).collect();
        let bootstrap = bootstrap_mean(&shares, stream);
        Contribution {
            drug: (*name).to_owned(),
            share: mean(&shares),
            interval: bootstrap.interval,
            standard_error: bootstrap.standard_error,
        }
    };
    drugs.iter().enumerate().map(contribution).collect()
}
