//! Whose the effect of an arm is: each drug switched off in the same patients, in every combination (Shapley 1953).
//! Left out: the order in which drugs are given; a share averages what a drug adds over every order of adding them.

use super::{Courses, Units, stream};
use crate::comparison::{Attribution, Contribution, Endpoint, Record};
use cenersim_statistics::{bootstrap_mean, mean, shapley};

/// Shares of the drugs of one arm in each endpoint. `subsets`: for every bit mask over `drugs` (bit set: given) the
/// records of its courses, sorted by patient and replicate. Units that a subset lacks are left out of all.
///
/// The share of a drug is linear in the outcomes, so it is the mean of the units' own shares.
///
/// One [`Attribution`] for each endpoint, in their order, with one contribution for each drug. Intervals are of the
/// bootstrap over units.
///
/// # Panics
/// If a combination of the drugs is missing.
pub fn attribution(
    arm: usize,
    drugs: &[&str],
    subsets: &[Vec<Record>],
    endpoints: &[Endpoint],
    units: Units,
    horizon_days: f64,
    seed: u64,
) -> Vec<Attribution> {
    assert_eq!(subsets.len(), 1 << drugs.len(), "one set of records for every combination of {drugs:?}");
    let records: Vec<Vec<&Record>> = subsets.iter().map(|subset| subset.iter().collect()).collect();
    let courses = Courses::matched(&records, units);
    let attribute = |endpoint: &Endpoint| {
        // Values of every subset, unit by unit.
        let means = |subset: usize| courses.means(|course| endpoint.of(course[subset], horizon_days));
        let values: Vec<Vec<f64>> = (0..subsets.len()).map(means).collect();
        let stream = stream(seed, "attribution", endpoint.stream_name());
        Attribution {
            arm,
            endpoint: endpoint.name().to_owned(),
            label: endpoint.label().to_owned(),
            unit: endpoint.unit().to_owned(),
            n: values[0].len() as u32,
            untreated: mean(&values[0]),
            treated: mean(&values[subsets.len() - 1]),
            contributions: contributions(drugs, &values, stream, matches!(endpoint, Endpoint::Rate(_))),
        }
    };
    endpoints.iter().map(attribute).collect()
}

/// One share for each drug from the values of every subset, unit by unit.
/// `values[subset][unit]`; the shares of a unit sum to what all drugs together do in it. `of_shares`: of a rate.
fn contributions(drugs: &[&str], values: &[Vec<f64>], stream: u64, of_shares: bool) -> Vec<Contribution> {
    let of_unit = |unit: usize| shapley(drugs.len(), |subset| values[subset as usize][unit]);
    let shares: Vec<Vec<f64>> = (0..values[0].len()).map(of_unit).collect();
    let contribution = |(drug, name): (usize, &&str)| {
        let shares: Vec<f64> = shares.iter().map(|unit| unit[drug]).collect();
        let (resampled, share) = (bootstrap_mean(&shares, stream), mean(&shares));
        let bootstrap = if of_shares { resampled.of_shares(share, shares.len() as u32) } else { resampled };
        Contribution {
            drug: (*name).to_owned(),
            share,
            interval: bootstrap.interval,
            standard_error: bootstrap.standard_error,
        }
    };
    drugs.iter().enumerate().map(contribution).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::toy::*, *};
    use crate::comparison::{Measure, Rate};
    use cenersim_model::curves::Response;

    const DRUGS: [&str; 3] = ["cenersen", "idarubicin", "cytarabine"];

    /// Courses of every combination of the drugs, changed by `set` with the bit mask.
    fn combinations(patients: u64, set: impl Fn(&mut Record, u32)) -> Vec<Vec<Record>> {
        (0..8).map(|subset| cohort(patients, 2, &[0], |record| set(record, subset))).collect()
    }

    fn attributed(subsets: &[Vec<Record>], endpoints: &[Endpoint]) -> Vec<Attribution> {
        attribution(3, &DRUGS, subsets, endpoints, Units::Patients, HORIZON, 7)
    }

    #[test]
    fn shares_sum_to_the_whole_effect() {
        let subsets = combinations(40, |record, subset| {
            // Another arm number gives other draws.
            record.arm = subset;
            eventful(record);
        });
        let endpoints: Vec<Endpoint> = Endpoint::all().collect();
        for result in attributed(&subsets, &endpoints) {
            let shares: f64 = result.contributions.iter().map(|drug| drug.share).sum();
            let scale = result.treated.abs().max(result.untreated.abs());
            assert!((shares - (result.treated - result.untreated)).abs() <= 1e-12 * scale, "{}", result.endpoint);
            assert_eq!((result.arm, result.n), (3, 40));
            for drug in &result.contributions {
                assert!(drug.interval.low <= drug.share && drug.share <= drug.interval.high, "{}", result.endpoint);
            }
        }
    }

    #[test]
    fn additive_effects_are_each_drugs_own() {
        let effects = [0.5, 2.0, 3.25];
        let subsets = combinations(20, |record, subset| {
            let given = (0..3).filter(|drug| subset >> drug & 1 == 1).map(|drug| effects[drug]).sum::<f64>();
            record.outcome.milestones.blast_log_kill = record.patient as f64 / 16.0 + given;
        });
        let results = attributed(&subsets, &[Endpoint::Measure(Measure::named("blast_log_kill"))]);
        for (found, effect) in results[0].contributions.iter().zip(effects) {
            assert!((found.share - effect).abs() < 1e-12 && found.standard_error < 1e-12, "{found:?}");
            // Where units agree but for rounding there is no interval, or one as narrow as the rounding.
            let width = found.interval.width();
            assert!(width.is_nan() || width < 1e-12, "{found:?}");
        }
        assert_eq!(results[0].contributions.iter().map(|found| found.drug.as_str()).collect::<Vec<_>>(), DRUGS);
    }

    #[test]
    fn drugs_that_only_work_together_share_alike() {
        let subsets = combinations(10, |record, subset| {
            record.outcome.response = if subset & 0b110 == 0b110 { Response::CR } else { Response::PR };
        });
        let results = attributed(&subsets, &[Endpoint::Rate(Rate::Cr)]);
        let shares: Vec<f64> = results[0].contributions.iter().map(|found| found.share).collect();
        assert!(shares[0] == 0.0 && (shares[1] - 0.5).abs() < 1e-12 && (shares[2] - 0.5).abs() < 1e-12, "{shares:?}");
        assert_eq!((results[0].untreated, results[0].treated), (0.0, 1.0));
    }

    #[test]
    fn units_that_a_combination_lacks_are_left_out_of_all() {
        let mut subsets = combinations(10, |record, _| eventful(record));
        subsets[5].retain(|record| record.patient != 4);
        assert_eq!(attributed(&subsets, &[Endpoint::Rate(Rate::Cr)])[0].n, 9);
    }

    #[test]
    fn an_arm_without_drugs_has_no_contributions() {
        let records = vec![cohort(5, 1, &[0], eventful)];
        let results = attribution(0, &[], &records, &[Endpoint::Rate(Rate::Cr)], Units::Patients, HORIZON, 7);
        assert_eq!((results[0].contributions.len(), results[0].untreated), (0, results[0].treated));
    }
}
