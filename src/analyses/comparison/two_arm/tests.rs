//! Two arms of made-up courses against published algorithms and definitions.

use super::*;
use cenersim_model::{
    curves::{Outcome, Response},
    engine::Seed,
};

fn record(patient: u64, arm: u32, response: Response, survival: Survival) -> Record {
    let outcome = Outcome { response, courses: 1, survival, ..Outcome::default() };
    Record { patient, arm, outcome, ..Record::default() }
}

fn alive() -> Survival {
    Survival { observed_to_day: 400.0, ..Survival::default() }
}

fn two_arm(courses: [&[Record]; 2], paired: bool) -> TwoArm {
    let [first, second] = courses.map(|courses| courses.iter().collect::<Vec<_>>());
    TwoArm::of((0, 1), [&first, &second], 400.0, paired).unwrap()
}

#[test]
fn no_remission_is_an_event_on_the_first_day_and_death_without_one_never_a_response() {
    let days = |response, relapse, death| {
        let survival = Survival { response_day: response, relapse_day: relapse, death_day: death, ..alive() };
        TimeEndpoint::ALL.map(|endpoint| endpoint.of(&survival, 400.0).map(|found| (found.time, found.event)))
    };
    let [dead, none, never, no_duration] = days(None, None, Some(50.0));
    assert_eq!((dead, none, never, no_duration), (Some((50.0, true)), Some((0.0, true)), Some((400.0, false)), None));
    let relapsed = days(Some(30.0), Some(90.0), Some(120.0));
    assert_eq!(relapsed, [(120.0, true), (90.0, true), (30.0, true), (60.0, true)].map(Some));
    let well = days(Some(30.0), None, None);
    assert_eq!(well, [(400.0, false), (400.0, false), (30.0, true), (370.0, false)].map(Some));
}

/// 14 with CR in both arms, 3 in the first alone, 5 in the second alone, 22 in neither.
#[test]
fn the_same_patients_have_paired_intervals_tests_and_odds() {
    let arm = |arm: u32, with: &dyn Fn(u64) -> bool| -> Vec<Record> {
        let response = |patient| if with(patient) { Response::CR } else { Response::Resistant };
        (0..44).map(|patient| record(patient, arm, response(patient), alive())).collect()
    };
    let (first, second) =
        (arm(0, &|patient| patient < 17), arm(1, &|patient| patient < 14 || (17..22).contains(&patient)));
    let found = two_arm([&first, &second], true);
    let cr = &found.rates[0];
    // statsmodels 0.14, GEE with independence; R 4.2.2: binom.test(3, 8)$p.value.
    let odds = cr.odds_ratio.unwrap();
    assert!(
        (odds.log - 0.188_186_676_246_353_5).abs() < 1e-9
            && (odds.standard_error - 0.265_010_335_942_155_6).abs() < 1e-9
    );
    assert!((cr.p - 0.726_562_5).abs() < 1e-9 && (cr.second - cr.first - 2.0 / 44.0).abs() < 1e-12);
    assert_eq!(cr.interval, Some(Pairs { both: 14, only_first: 3, only_second: 5, neither: 22 }.newcombe()));
    // As if they were others: R 4.2.2, fisher.test(matrix(c(17, 27, 19, 25), 2))$p.value.
    let apart = two_arm([&first, &second], false);
    assert!((apart.rates[0].p - 0.828_541_560_03).abs() < 1e-9, "{}", apart.rates[0].p);
    // Nobody died: no hazard ratio, no interval of what does not vary.
    let survival = &found.times[0];
    assert_eq!((survival.hazard_ratio, survival.restricted_mean.interval()), (None, None));
}

/// Both arms give the same deaths but for luck of their own: the null hypothesis is rejected about as often as the level says.
#[test]
fn without_an_effect_the_tests_keep_their_level() {
    let mut rejected = [0; 2];
    for trial in 0..400 {
        let arm = |arm: u32| -> Vec<Record> {
            let one = |patient: u64| {
                let seed = Seed::new(31).number(trial).number(patient);
                // Half of the luck is the patient's.
                let luck = seed.uniform() + seed.number(1 + u64::from(arm)).uniform();
                let death = 400.0 * luck;
                let dead = (death < 400.0).then_some(death);
                record(patient, arm, Response::PR, Survival { death_day: dead, ..alive() })
            };
            (0..60).map(one).collect()
        };
        let (first, second) = (arm(0), arm(1));
        let found = &two_arm([&first, &second], true).times[0];
        rejected[0] += u32::from(found.hazard_ratio.unwrap().p() < 0.05);
        rejected[1] += u32::from(found.restricted_mean.p().unwrap() < 0.05);
    }
    // 20 of 400 are expected; z = 3.3 of the binomial are 14. The sandwich is a little too small with 60 clusters.
    assert!(rejected.iter().all(|count| (6..=38).contains(count)), "{rejected:?}");
}

/// Power of a risk difference against Fleiss 1981, eq. 3.14 (without correction for continuity): 25 % against 50 % needs 55
/// patients in each arm (power 0.8, level 0.05), so 50 have less and 100 much more.
#[test]
fn the_power_agrees_with_the_sample_size_of_fleiss() {
    let rate = RateContrast { rate: Rate::Cr, first: 0.25, second: 0.5, interval: None, odds_ratio: None, p: 1.0 };
    let power = |per_arm| power_of_rate(&rate).into_iter().find(|found| found.per_arm == per_arm).unwrap().significance;
    assert!((0.75..0.8).contains(&power(50).power) && power(100).power > 0.96);
    let exact = significance(0.25, ((0.25 * 0.75 + 0.25) / 54.95_f64).sqrt(), 0.05);
    assert!((exact.power - 0.8).abs() < 1e-3, "{exact:?}");
}

#[test]
fn every_arm_meets_the_reference_first() {
    assert_eq!(pairs_against(1, 4), [(1, 0), (1, 2), (1, 3), (0, 2), (0, 3), (2, 3)]);
    assert_eq!(pairs_against(0, 1), []);
}
