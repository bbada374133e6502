//! Evidence that records become the results they should: identities, small examples by hand, and simulated truth.
//! z = 4.4 leaves one false alarm in 100,000 seeds; all seeds are fixed, so a failure is a change.

use super::{toy::*, *};
use crate::comparison::{
    BestChange, Measure, MeasureDifference, MeasureResult, PairResult, Rate, RateDifference, RateResult, Variance,
};
use cenersim_model::curves::Response;
use cenersim_statistics::{Interval, KaplanMeier, bootstrap_mean, standard_error};

fn rate(results: &[RateResult], rate: Rate) -> &RateResult {
    results.iter().find(|result| result.rate == rate).unwrap()
}

fn measure(results: &[MeasureResult], measure: Measure) -> &MeasureResult {
    results.iter().find(|result| result.measure == measure).unwrap()
}

fn rate_difference(pair: &PairResult, rate: Rate) -> &RateDifference {
    pair.rates.iter().find(|result| result.rate == rate).unwrap()
}

fn measure_difference(pair: &PairResult, measure: Measure) -> &MeasureDifference {
    pair.measures.iter().find(|result| result.measure == measure).unwrap()
}

/// Everything that is said about one arm.
#[derive(Debug, PartialEq)]
struct Said {
    rates: Vec<RateResult>,
    measures: Vec<MeasureResult>,
    responses: Vec<(Response, u32)>,
    best_changes: Vec<BestChange>,
    survival: [KaplanMeier; 2],
    errors: Vec<f64>,
}

fn said(analysis: &Analysis, arm: usize) -> Said {
    Said {
        rates: analysis.rates(arm),
        measures: analysis.measures(arm),
        responses: analysis.responses(arm),
        best_changes: analysis.best_changes(arm),
        survival: [analysis.overall_survival(arm), analysis.disease_free_survival(arm)],
        errors: Endpoint::all().map(|endpoint| analysis.standard_error(arm, endpoint)).collect(),
    }
}

/// The same courses in two arms.
fn twins() -> Vec<Record> {
    let mut records = cohort(60, 2, &[0], eventful);
    let copies: Vec<Record> = records.iter().map(|record| Record { arm: 1, ..record.clone() }).collect();
    records.extend(copies);
    records
}

const NOTHING: Interval = Interval { low: 0.0, high: 0.0 };

#[test]
fn an_arm_against_itself_is_exactly_zero_patient_by_patient() {
    let mut records = twins();
    for units in [Units::Patients, Units::Replicates] {
        let analysis = analysis(&mut records, units);
        for (first, second) in [(0, 1), (1, 0), (0, 0)] {
            let courses = analysis.courses(&[first, second]);
            for endpoint in Endpoint::all() {
                let value = analysis.value(endpoint);
                let differences = courses.means(|course| value(course[1]) - value(course[0]));
                assert!(differences.iter().all(|difference| *difference == 0.0), "{}", endpoint.name());
            }
        }
    }
}

#[test]
fn an_arm_against_itself_differs_in_no_result() {
    let mut records = twins();
    let pair = analysis(&mut records, Units::Patients).pair(0, 1);
    for result in &pair.rates {
        assert_eq!((result.only_first, result.only_second, result.both + result.neither), (0, 0, 60));
        assert_eq!((result.difference, result.share, result.standard_error, result.mcnemar_p), (0.0, 0.0, 0.0, 1.0));
        assert!(result.interval.low <= 0.0 && result.interval.high >= 0.0);
    }
    for result in &pair.measures {
        assert_eq!((result.median, result.median_error, result.mean, result.mean_error), (0.0, 0.0, 0.0, 0.0));
        // That all units agree is no interval.
        assert!(result.median_interval.low.is_nan() && result.mean_interval.low.is_nan());
        assert_eq!((result.quartiles, result.n), (NOTHING, 60));
    }
    assert_eq!(pair.survival_p, Some(1.0));
}

#[test]
fn another_arm_changes_no_number_of_the_others() {
    let mut two = cohort(80, 2, &[0, 1], eventful);
    let mut three = cohort(80, 2, &[0, 1, 2], eventful);
    // The third arm put first, so that the others move.
    let moved = |record: &Record| Record { arm: (record.arm + 1) % 3, ..record.clone() };
    let mut moved: Vec<Record> = three.iter().map(moved).collect();
    let [two, three, moved] = [&mut two, &mut three, &mut moved].map(|records| analysis(records, Units::Patients));
    for arm in [0, 1] {
        assert_eq!(said(&two, arm), said(&three, arm));
        assert_eq!(said(&two, arm), said(&moved, arm + 1));
    }
    assert_eq!(two.pair(0, 1), three.pair(0, 1));
    assert_eq!(PairResult { first: 0, second: 1, ..moved.pair(1, 2) }, two.pair(0, 1));
}

#[test]
fn pairs_come_first_against_later_ones() {
    let mut records = cohort(10, 1, &[0, 1, 2], eventful);
    let analysis = analysis(&mut records, Units::Patients);
    assert_eq!(analysis.pairs(), [analysis.pair(0, 1), analysis.pair(0, 2), analysis.pair(1, 2)]);
}

#[test]
fn swapping_the_arms_of_a_pair_turns_the_signs() {
    let mut records = cohort(50, 2, &[0, 1], eventful);
    let analysis = analysis(&mut records, Units::Patients);
    let (there, back) = (analysis.pair(0, 1), analysis.pair(1, 0));
    for (a, b) in there.rates.iter().zip(&back.rates) {
        assert_eq!((a.share, a.difference, a.only_first), (-b.share, -b.difference, b.only_second));
    }
    for (a, b) in there.measures.iter().zip(&back.measures) {
        assert_eq!((a.median, a.mean, a.mean_error), (-b.median, -b.mean, b.mean_error));
    }
    // Sums in another order: a few last digits.
    assert!((there.survival_p.unwrap() / back.survival_p.unwrap() - 1.0).abs() < 1e-9);
}

/// Patients numbered anew, the last one first: nothing but the resampling depends on who is called what.
#[test]
fn the_numbers_of_the_patients_do_not_matter() {
    let mut records = cohort(70, 2, &[0, 1], eventful);
    let mut renumbered: Vec<Record> =
        records.iter().map(|record| Record { patient: 71 - record.patient, ..record.clone() }).collect();
    let [one, other] = [&mut records, &mut renumbered].map(|records| analysis(records, Units::Patients));
    assert_eq!(one.responses(0), other.responses(0));
    assert_eq!(one.overall_survival(1), other.overall_survival(1));
    for (a, b) in one.rates(0).iter().zip(&other.rates(0)) {
        assert_eq!(a.found, b.found);
        // Sums in another order: a few last digits.
        let off = [a.exact.low - b.exact.low, a.wilson.high - b.wilson.high, a.share - b.share];
        assert!(off.iter().all(|off| off.abs() < 1e-12), "{off:?}");
    }
    for (a, b) in one.measures(0).iter().zip(&other.measures(0)) {
        assert_eq!((a.median, a.quartiles), (b.median, b.quartiles));
        // Sums in another order: a few last digits.
        assert!((a.mean / b.mean - 1.0).abs() < 1e-12 && (a.mean_error / b.mean_error - 1.0).abs() < 1e-12);
    }
    for (a, b) in one.pair(0, 1).measures.iter().zip(&other.pair(0, 1).measures) {
        assert_eq!((a.median, a.quartiles), (b.median, b.quartiles));
    }
}

/// Four patients with two replicates each; whether the course is a CR.
const REMISSIONS: [[[bool; 2]; 4]; 2] = [
    [[true, true], [true, false], [false, true], [false, false]],
    [[true, true], [true, true], [true, true], [false, true]],
];

fn by_hand() -> Vec<Record> {
    cohort(4, 2, &[0, 1], |record| {
        let cr = REMISSIONS[record.arm as usize][record.patient as usize - 1][record.replicate as usize - 1];
        record.outcome.response = if cr { Response::CR } else { Response::PR };
        record.outcome.milestones.stem_log_kill = record.patient as f64 * f64::from(record.arm + 1);
    })
}

#[test]
fn rates_count_first_replicates_and_average_all() {
    let mut records = by_hand();
    let analysis = analysis(&mut records, Units::Patients);
    let rates = analysis.rates(0);
    let cr = rate(&rates, Rate::Cr);
    // First replicates: true, true, false, false; shares of the patients: 1, 1/2, 1/2, 0.
    assert_eq!((cr.n, cr.found, cr.share), (4, 2, 0.5));
    assert!((cr.standard_error - (0.5_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-15);
    // As many independent patients as have this error: 1/4 over 1/24 are 6, of whom half have a CR.
    // R 4.2.2: binom.test(3, 6)$conf.int; prop.test(3, 6, correct = FALSE)$conf.int
    assert!((cr.exact.low - 0.118_117_249).abs() < 1e-8 && (cr.exact.high - 0.881_882_751).abs() < 1e-8);
    assert!((cr.wilson.low - 0.187_616_306).abs() < 1e-8 && (cr.wilson.high - 0.812_383_694).abs() < 1e-8);
    // Mean squares: between 2 x (1/4 + 1/4) / 3 = 1/3; within (1/2 + 1/2) / 4 = 1/4; (1/3 - 1/4) / 2 = 1/24.
    let Variance { between_patients, within_patient } = cr.variance.unwrap();
    assert!((between_patients - 1.0 / 24.0).abs() < 1e-15 && (within_patient - 0.25).abs() < 1e-15);
    assert_eq!(analysis.responses(0), [(Response::CR, 2), (Response::PR, 2)]);
}

#[test]
fn measures_describe_the_patients() {
    let mut records = by_hand();
    let measures = analysis(&mut records, Units::Patients).measures(1);
    // Patients have 2, 4, 6 and 8, in both replicates.
    let kill = measure(&measures, Measure::named("stem_log_kill"));
    assert_eq!((kill.n, kill.median, kill.mean), (4, 5.0, 5.0));
    assert_eq!(kill.quartiles, Interval { low: 3.5, high: 6.5 });
    assert!((kill.mean_error - (20.0_f64 / 3.0 / 4.0).sqrt()).abs() < 1e-15 && kill.median_error > 0.5);
    let Variance { between_patients, within_patient } = kill.variance.unwrap();
    assert!((between_patients - 20.0 / 3.0).abs() < 1e-14 && within_patient == 0.0);
}

#[test]
fn pairs_count_first_replicates_and_average_all() {
    let mut records = by_hand();
    let pair = analysis(&mut records, Units::Patients).pair(0, 1);
    let cr = rate_difference(&pair, Rate::Cr);
    // First replicates: (true, true), (true, true), (false, true), (false, false).
    assert_eq!((cr.both, cr.only_first, cr.only_second, cr.neither), (2, 0, 1, 1));
    // R 4.2.2: 2 * pnorm(-3), and 0.375 -+ 1.96 of the error.
    assert!(cr.difference == 0.375 && (cr.mcnemar_p - 0.002_699_796_063).abs() < 1e-11);
    assert!((cr.interval.low - 0.130_004_502).abs() < 1e-8 && (cr.interval.high - 0.619_995_498).abs() < 1e-8);
    // Differences of the patients' shares: 0, 1/2, 1/2, 1/2; their variance is 1/16.
    assert!((cr.share - 0.375).abs() < 1e-15 && (cr.standard_error - 0.125).abs() < 1e-15);
    let kill = measure_difference(&pair, Measure::named("stem_log_kill"));
    assert_eq!((kill.n, kill.median, kill.mean), (4, 2.5, 2.5));
    assert_eq!(kill.quartiles, Interval { low: 1.75, high: 3.25 });
    assert!(kill.mean_interval.low >= 1.0 && kill.mean_interval.high <= 4.0);
}

#[test]
fn replicates_of_the_reference_patient_are_units() {
    let mut records = cohort(1, 40, &[0, 1], eventful);
    let analysis = analysis(&mut records, Units::Replicates);
    let rates = analysis.rates(0);
    let cr = rate(&rates, Rate::Cr);
    assert_eq!((cr.n, cr.variance), (40, None));
    assert!((cr.share - f64::from(cr.found) / 40.0).abs() < 1e-15);
    assert_eq!(analysis.best_changes(0).len(), 40);
    assert_eq!(analysis.overall_survival(0).n, 40);
    assert!(analysis.measures(0).iter().all(|result| result.n == 40 && result.variance.is_none()));
    let pair = analysis.pair(0, 1);
    assert!((rate_difference(&pair, Rate::Cr).share - rate_difference(&pair, Rate::Cr).difference).abs() < 1e-15);
}

#[test]
fn a_course_that_one_arm_lacks_is_left_out_of_the_pair_alone() {
    let mut records = by_hand();
    // The second arm lacks patient 2, and the second replicate of patient 3.
    records.retain(|record| record.arm == 0 || !matches!((record.patient, record.replicate), (2, _) | (3, 2)));
    let analysis = analysis(&mut records, Units::Patients);
    assert_eq!(rate(&analysis.rates(0), Rate::Cr).n, 4);
    assert_eq!(rate(&analysis.rates(1), Rate::Cr).n, 3);
    let pair = analysis.pair(0, 1);
    let cr = rate_difference(&pair, Rate::Cr);
    assert_eq!((cr.both, cr.only_first, cr.only_second, cr.neither), (1, 0, 1, 1));
    // Differences of the shares: 0, 1 (only the first replicate of patient 3), 1/2.
    assert!((cr.share - 0.5).abs() < 1e-15);
    assert_eq!(measure_difference(&pair, Measure::named("stem_log_kill")).n, 3);
}

#[test]
fn survival_ends_with_death_though_the_curves_go_on() {
    let mut records = cohort(3, 2, &[0], |record| {
        let survival = &mut record.outcome.survival;
        match (record.patient, record.replicate) {
            (1, 1) => survival.death_day = Some(20.0),
            (2, 1) => survival.observed_to_day = 50.0,
            // Second replicates do not count.
            (2, 2) => survival.death_day = Some(1.0),
            _ => {}
        }
    });
    let survival = analysis(&mut records, Units::Patients).overall_survival(0);
    let steps: Vec<(f64, u32, u32)> = survival.steps.iter().map(|s| (s.time, s.events, s.censored)).collect();
    assert_eq!(steps, [(20.0, 1, 0), (50.0, 0, 1), (90.0, 0, 1)]);
    assert!((survival.steps[2].survival - 2.0 / 3.0).abs() < 1e-15);
}

#[test]
fn disease_free_survival_starts_with_remission() {
    let mut records = cohort(5, 1, &[0], |record| {
        let survival = &mut record.outcome.survival;
        // Resistant, relapse then death, death in remission, lasting remission, relapse alone.
        let days = [None, Some(30.0), Some(40.0), Some(50.0), Some(35.0)];
        survival.response_day = days[record.patient as usize - 1];
        survival.relapse_day = [None, Some(60.0), None, None, Some(75.0)][record.patient as usize - 1];
        survival.death_day = [Some(12.0), Some(70.0), Some(45.0), None, None][record.patient as usize - 1];
    });
    let survival = analysis(&mut records, Units::Patients).disease_free_survival(0);
    let steps: Vec<(f64, u32, u32)> = survival.steps.iter().map(|s| (s.time, s.events, s.censored)).collect();
    assert_eq!(steps, [(5.0, 1, 0), (30.0, 1, 0), (40.0, 1, 1)]);
    assert_eq!((survival.n, survival.events), (4, 3));
}

#[test]
fn patients_without_examination_have_no_best_change() {
    let mut records = cohort(3, 2, &[0], |record| {
        record.best_blast_change = (record.patient != 2).then_some(-f64::from(record.replicate));
    });
    let changes = analysis(&mut records, Units::Patients).best_changes(0);
    let found: Vec<(u64, f64)> = changes.iter().map(|change| (change.patient, change.percent)).collect();
    assert_eq!(found, [(1, -1.0), (3, -1.0)]);
}

#[test]
fn zero_events_and_all_events_have_results() {
    let mut records = cohort(20, 1, &[0, 1], |record| {
        if record.arm == 1 {
            (record.outcome.response, record.outcome.residual_disease) = (Response::CR, Some(0.0));
            (record.outcome.survival.response_day, record.outcome.survival.death_day) = (Some(10.0), Some(20.0));
        }
    });
    let analysis = analysis(&mut records, Units::Patients);
    let [none, all] = [0, 1].map(|arm| analysis.rates(arm));
    for kind in Rate::ALL {
        let (none, all) = (rate(&none, kind), rate(&all, kind));
        assert_eq!((none.found, none.share, none.standard_error, none.exact.low), (0, 0.0, 0.0, 0.0));
        assert_eq!((all.found, all.share, all.standard_error, all.exact.high), (20, 1.0, 0.0, 1.0));
    }
    assert_eq!([0, 1].map(|arm| analysis.overall_survival(arm).events), [0, 20]);
    assert_eq!([0, 1].map(|arm| analysis.disease_free_survival(arm).n), [0, 20]);
    let pair = analysis.pair(0, 1);
    // binomial with one half: 2 x 0.5^20
    assert!((rate_difference(&pair, Rate::Cr).mcnemar_p - 2.0 * libm::pow(0.5, 20.0)).abs() < 1e-15);
    assert_eq!(rate_difference(&pair, Rate::Cr).share, 1.0);
    // Twenty patients who all say the same: R 4.2.2, 2 * pnorm(-sqrt(20)).
    assert!((pair.survival_p.unwrap() / 7.744_216_431_044e-6 - 1.0).abs() < 1e-6, "{:?}", pair.survival_p);
    assert_eq!(analysis.pair(0, 0).survival_p, None);
}

#[test]
fn a_single_unit_has_results_without_spread() {
    let mut records = cohort(1, 1, &[0, 1], eventful);
    let analysis = analysis(&mut records, Units::Patients);
    assert!(analysis.rates(0).iter().all(|result| (result.n, result.standard_error) == (1, 0.0)));
    for result in analysis.measures(0) {
        assert_eq!((result.mean, result.mean_error), (result.median, 0.0));
        assert!(result.median_error.is_nan() || result.median_error == 0.0);
        assert_eq!(result.variance, None);
    }
    for result in analysis.pair(0, 1).measures {
        // One patient has a value and no interval.
        let none = |interval: Interval| interval.low.is_nan() && interval.high.is_nan();
        assert!(result.n == 1 && none(result.mean_interval) && none(result.median_interval), "{result:?}");
    }
    assert!(Endpoint::all().all(|endpoint| analysis.standard_error(0, endpoint).is_infinite()));
}

#[test]
fn no_course_at_all_is_no_panic() {
    let analysis = analysis(&mut [], Units::Patients);
    assert!(analysis.rates(0).iter().all(|result| (result.n, result.exact) == (0, Interval { low: 0.0, high: 1.0 })));
    assert!(analysis.measures(0).iter().all(|result| result.n == 0 && result.median.is_nan()));
    assert_eq!((analysis.overall_survival(0).n, analysis.best_changes(0).len()), (0, 0));
    assert_eq!(analysis.pair(0, 0).survival_p, None);
}

#[test]
fn agreement_of_few_is_not_taken_for_certainty() {
    let cr = Endpoint::Rate(Rate::Cr);
    let error = |patients| {
        let mut records = cohort(patients, 1, &[0], |_| {});
        analysis(&mut records, Units::Patients).standard_error(0, cr)
    };
    // 2 of 14: sqrt(2/14 x 12/14 / 14).
    assert!((error(10) - (24.0_f64 / 2744.0).sqrt()).abs() < 1e-15);
    assert!(error(100) > 0.01 && error(200) < 0.01);
    let mut mixed = by_hand();
    let analysis = analysis(&mut mixed, Units::Patients);
    assert_eq!(analysis.standard_error(0, cr), rate(&analysis.rates(0), Rate::Cr).standard_error);
    let kill = Endpoint::Measure(Measure::named("stem_log_kill"));
    assert_eq!(
        analysis.standard_error(1, kill),
        measure(&analysis.measures(1), Measure::named("stem_log_kill")).mean_error
    );
}

#[test]
fn variance_is_split_as_it_was_made() {
    // Patients differ with variance 4, replicates of one with variance 1.
    let mut records = cohort(2000, 3, &[0], |record| {
        let (patient, replicate) = (record.patient, u64::from(record.replicate));
        record.outcome.milestones.blast_log_kill = 2.0 * normal(&[patient]) + normal(&[patient, replicate]);
    });
    let measures = analysis(&mut records, Units::Patients).measures(0);
    let found = measure(&measures, Measure::named("blast_log_kill")).variance.unwrap();
    // Standard errors of the mean squares: 1 x sqrt(2 / 4000), and 13 x sqrt(2 / 1999), the latter divided by 3 replicates.
    let (within, between) = ((2.0_f64 / 4000.0).sqrt(), 13.0 * (2.0_f64 / 1999.0).sqrt() / 3.0);
    assert!((found.within_patient - 1.0).abs() < 4.4 * within, "{found:?}");
    assert!((found.between_patients - 4.0).abs() < 4.4 * (between + within / 3.0), "{found:?}");
}

#[test]
fn pairing_takes_the_differences_between_patients_out_of_the_error() {
    // Patients differ with standard deviation 3, courses with 1/2: unpaired over paired is sqrt(9.25 / 0.25) = 6.1.
    let mut records = cohort(1000, 1, &[0, 1], |record| {
        let (patient, arm) = (record.patient, u64::from(record.arm));
        record.outcome.milestones.blast_log_kill =
            3.0 * normal(&[patient]) + 0.5 * normal(&[patient, arm]) + arm as f64;
    });
    let analysis = analysis(&mut records, Units::Patients);
    let alone = [0, 1].map(|arm| measure(&analysis.measures(arm), Measure::named("blast_log_kill")).mean_error);
    let pair = analysis.pair(0, 1);
    let kill = measure_difference(&pair, Measure::named("blast_log_kill"));
    let ratio = (alone[0] * alone[0] + alone[1] * alone[1]).sqrt() / kill.mean_error;
    // Logarithm of the ratio: standard error about 1 / sqrt(1000).
    assert!((ratio / 37.0_f64.sqrt() - 1.0).abs() < 4.4 * 0.032, "{ratio}");
    assert!((kill.mean - 1.0).abs() < 4.4 * kill.mean_error && (kill.median - 1.0).abs() < 4.4 * kill.median_error);
}

#[test]
fn many_patients_have_the_bootstrap_of_large_samples() {
    let mut records = cohort(10_000, 1, &[0, 1], eventful);
    let pair = analysis(&mut records, Units::Patients).pair(0, 1);
    for result in &pair.measures {
        // 2,000 resamples know the half width of a percentile interval to about 3 %, one standard error.
        let width = (result.mean_interval.high - result.mean_interval.low) / (2.0 * 1.959_964 * result.mean_error);
        assert!((width - 1.0).abs() < 4.4 * 0.03, "{}: {width}", result.measure.name());
        assert_eq!(result.n, 10_000);
    }
}

#[test]
fn means_bootstrapped_together_are_those_bootstrapped_alone() {
    let mut records = cohort(30, 1, &[0, 1], eventful);
    let analysis = analysis(&mut records, Units::Patients);
    let stream = stream(analysis.seed, "mean difference", "all");
    let courses = analysis.courses(&[0, 1]);
    for result in analysis.pair(0, 1).measures {
        let value = analysis.value(Endpoint::Measure(result.measure));
        let differences = courses.means(|course| value(course[1]) - value(course[0]));
        assert_eq!(bootstrap_mean(&differences, stream).interval, result.mean_interval);
        assert_eq!(standard_error(&differences), result.mean_error);
    }
}
