//! Trials of patients of whom only the response is made up, and small trials of real ones. Each test says in a comment how
//! often it would fail by chance; seeds are fixed, so a failure is a change.

use super::{
    courses::{Taken, Versions},
    enrollment::{allocated, person, places, prescribed, stratum, stream},
    explanations::{effects, published_p},
    monitor::power,
    pool::{Member, PARTS, Pool, Prescription, VERSIONS, sizes},
    *,
};
use crate::{
    comparison::{Arm, Failed, Record, Without},
    scenario::Scenario,
};
use cenersim_model::{
    curves::{Outcome, Response, Survival},
    engine::Seed,
    parameters::Ledger,
    patient::enrolled,
    simulation::Settings,
    treatment::{Drug, Regimen},
};
use std::{iter::repeat_n, path::Path as File, rc::Rc};

/// The shipped trial with few agents, each subject followed for 60 days.
fn shipped() -> Trial {
    let file = File::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/phase2.toml");
    let scenario = Scenario::read(&file, &[]).unwrap_or_else(|error| panic!("{error}"));
    let arm = |(index, regimen): (usize, &Regimen)| Arm {
        name: regimen.name.clone(),
        regimen: regimen.clone(),
        ledger: scenario.ledger.clone(),
        correlations: scenario.correlations.clone(),
        patient: scenario.patient.clone(),
        without_inhibitors: false,
        published: scenario.published[index].clone(),
    };
    let arms = scenario.arms.iter().enumerate().map(arm).collect();
    let protocol = Protocol { follow_up_days: 60.0, ..scenario.trial.expect("a trial") };
    let settings = Settings { agents_per_class: 16, ..scenario.settings };
    Trial::new(&scenario.title, protocol, arms, &settings).unwrap()
}

/// A course of which only the response and the day of the first fever are known.
fn taken(patient: u64, arm: usize, response: Response, fever: Option<f64>) -> Taken {
    let survival = Survival {
        response_day: (response <= Response::CRi).then_some(35.0),
        observed_to_day: 60.0,
        ..Survival::default()
    };
    let outcome = Outcome { response, courses: 1, survival, ..Outcome::default() };
    let record =
        Record { patient, arm: arm as u32, outcome, infections: u32::from(fever.is_some()), ..Record::default() };
    Taken { record, fevers: fever.into_iter().collect() }
}

/// What a made-up patient does in an arm: with cenersen, without it, and whether they have a fever.
type MadeUp<'a> = dyn Fn(Prescription, Seed) -> (bool, bool, bool) + 'a;

/// A pool of real persons with made-up courses.
fn pool_of(trial: &Trial, seed: u64, patients: u32, made_up: &MadeUp) -> Pool {
    let sizes = Prescription::all().into_iter().zip(sizes(&trial.protocol, patients));
    // What a prescription makes of the ledger is the same for all who have it.
    let population = |prescription| Rc::new(prescribed(&trial.arms[0].ledger, prescription));
    let all = sizes.flat_map(|(prescription, size)| repeat_n((prescription, population(prescription)), size as usize));
    let member = |(number, (prescription, ledger)): (u64, (Prescription, Rc<Ledger>))| {
        let arm = |arm: usize| {
            let (with, without, fever) = made_up(prescription, Seed::new(seed).number(number).number(arm as u64));
            let response = |has: bool| if has { Response::CR } else { Response::Resistant };
            let taken = |has: bool| taken(number, arm, response(has), fever.then_some(10.0));
            Versions { as_designed: taken(with), without_cenersen: taken(without), without_inhibitors: taken(with) }
        };
        let patient = enrolled(&ledger, Seed::new(seed), number);
        Member { patient, prescription, arms: (0..trial.arms.len()).map(arm).collect() }
    };
    Pool::new((1..).zip(all).map(member).collect(), Vec::new(), true)
}

#[test]
fn every_trial_has_exactly_what_the_protocol_prescribes() {
    let Trial { protocol, .. } = shipped();
    let mut orders = std::collections::BTreeSet::new();
    for number in 1..=200 {
        let places = places(&protocol, stream(1, number));
        let count = |has: fn(&Prescription) -> bool| places.iter().filter(|place| has(&place.prescription)).count();
        assert_eq!((places.len(), count(|p| p.refractory), count(|p| p.man), count(|p| p.user)), (53, 19, 30, 17));
        assert!(places.windows(2).all(|pair| pair[0].day <= pair[1].day));
        assert!(places.iter().all(|place| (0.0..=protocol.accrual_days).contains(&place.day)));
        orders.insert(places.iter().map(|place| place.prescription.index()).collect::<Vec<_>>());
    }
    assert_eq!(orders.len(), 200);
}

#[test]
fn arms_have_their_planned_numbers_without_strata_and_are_balanced_in_each_with_them() {
    let trial = shipped();
    let all = vec!["all".to_owned(); 53];
    let arms = allocated(&trial.protocol, stream(1, 7), &all);
    let count = |arms: &[usize], arm: usize| arms.iter().filter(|found| **found == arm).count();
    assert_eq!([0, 1, 2].map(|arm| count(&arms, arm)), [18, 18, 17]);
    let protocol = Protocol { strata: vec![Stratum::Disease, Stratum::Age60], ..trial.protocol.clone() };
    let patients: Vec<_> = places(&protocol, stream(1, 7))
        .into_iter()
        .zip(1..)
        .map(|(place, number)| person(&trial.arms[0].ledger, 1, number, place.prescription))
        .collect();
    let strata: Vec<String> = patients.iter().map(|patient| stratum(&protocol, patient)).collect();
    let arms = allocated(&protocol, stream(1, 7), &strata);
    let cells: std::collections::BTreeSet<&String> = strata.iter().collect();
    assert_eq!(cells.len(), 4);
    for cell in cells {
        let here: Vec<usize> = arms.iter().zip(&strata).filter(|(_, of)| *of == cell).map(|(arm, _)| *arm).collect();
        // A block of six is open at the end: two of each arm at most apart.
        let [a, b, c] = [0, 1, 2].map(|arm| count(&here, arm));
        assert!(a.max(b).max(c) - a.min(b).min(c) <= 2, "{cell}: {a} {b} {c}");
    }
}

#[test]
fn a_trial_draws_nobody_twice_and_nobody_of_the_part_that_is_left_out() {
    let trial = shipped();
    let pool = pool_of(&trial, 1, 600, &|_, _| (false, false, false));
    let of_part = |member: usize, part: u32| {
        let prescription = pool.members[member].prescription;
        let before = pool.members[..member].iter().filter(|other| other.prescription == prescription).count() as u32;
        before % PARTS == part
    };
    for number in 1..=50 {
        let places = places(&trial.protocol, stream(1, number));
        for part in [None, Some(0), Some(9)] {
            let mut drawn = pool.draw(&places, stream(1, number), part).expect("enough patients");
            let fits = |(member, place): (&usize, &super::enrollment::Place)| {
                pool.members[*member].prescription == place.prescription
            };
            assert!(drawn.iter().zip(&places).all(fits));
            assert!(part.is_none_or(|part| drawn.iter().all(|member| !of_part(*member, part))));
            drawn.sort_unstable();
            drawn.dedup();
            assert_eq!(drawn.len(), 53);
        }
    }
}

#[test]
fn one_trial_is_the_same_again_and_accounts_for_everybody() {
    let mut trial = shipped();
    trial.settings.agents_per_class = 8;
    let single = trial.conduct(3, &|_| {}).unwrap();
    assert_eq!(single, trial.conduct(3, &|_| {}).unwrap());
    let consort = &single.consort;
    assert_eq!((single.subjects.len(), consort.randomized), (53, 53));
    assert_eq!(consort.screened, 53 + consort.not_eligible.iter().map(|reason| reason.subjects).sum::<u32>());
    assert_eq!(consort.arms.iter().map(|arm| arm.randomized).collect::<Vec<_>>(), [18, 18, 17]);
    for arm in &consort.arms {
        assert_eq!(arm.randomized, arm.evaluable + arm.died_early + arm.not_examined);
        assert_eq!(arm.randomized, arm.died + arm.completed);
    }
    assert_eq!(single.subjects.iter().filter(|subject| subject.inhibitor_user).count(), 17);
    assert!(single.subjects.iter().all(|subject| subject.inhibitor_days <= 7.0 && !subject.events.is_empty()));
    assert_eq!(single.survival.last().map(|all| all.overall.n), Some(53));
    let result = trial.result(single, None);
    let patients = result.table(TableName::Demographics).and_then(|table| table.cell("Patients", "total")).unwrap();
    assert_eq!((patients.published, patients.this_trial, &patients.predicted), (Some(53.0), Some(53.0), &None));
    assert_eq!((result.characteristics.len(), result.power.len(), result.total_power().count()), (3, 240, 60));
}

#[test]
fn every_published_count_stands_beside_its_cell() {
    let trial = shipped();
    let table = |name| trial.result(empty(&trial), None).table(name).cloned().unwrap();
    let published = |name, row: &str, column: &str| table(name).cell(row, column).and_then(|cell| cell.published);
    assert_eq!(
        ["A", "B", "C", "total"].map(|arm| published(TableName::Response, "CR", arm).unwrap()),
        [2.0, 3.0, 3.0, 8.0]
    );
    assert_eq!(published(TableName::Response, "CR + CRp rate", "total").map(f64::round), Some(19.0));
    assert_eq!(published(TableName::Demographics, "Median age", "A"), Some(63.0));
    assert_eq!(published(TableName::Disease, "Refractory", "CR"), Some(5.0));
    assert_eq!(published(TableName::Inhibitors, "Others", "CR + CRp"), Some(10.0));
    assert_eq!(published(TableName::Remission, "Longer than the previous one", "total"), Some(7.0));
    assert_eq!(published(TableName::Survival, "Overall survival, median", "total"), None);
    let mut printed = trial.clone();
    printed.protocol.quotas.refractory = 32;
    let table = printed.result(empty(&printed), None).table(TableName::Disease).cloned().unwrap();
    let cell = |column| table.cell("Refractory", column).and_then(|cell| cell.published);
    assert_eq!((cell("Patients"), cell("CR"), cell("CR rate")), (Some(32.0), None, Some(26.0)));
}

/// A trial that nobody entered.
fn empty(trial: &Trial) -> SingleTrial {
    trial.analyzed(Vec::new(), [("", 0), ("", 0)])
}

#[test]
fn responders_by_rule_give_the_contrast_in_every_trial() {
    let trial = shipped();
    let pool = pool_of(&trial, 1, 600, &|who, _| (!who.user, false, who.refractory));
    let found = trial.repeat(&pool, 40, &|_| {}).unwrap().repeated;
    assert_eq!((found.pool.patients, found.pool.failures), (600, 0));
    // 53 of 600, by parts of the pool in proportion.
    assert!((found.pool.overlap - 53.0 / 600.0).abs() < 0.005, "{}", found.pool.overlap);
    let [designed, without, _, confounded] = &found.explanations[..] else { panic!("four explanations") };
    let contrast = &designed.contrast;
    assert_eq!((contrast.users, contrast.responders_among_users, contrast.responders_among_others), (17.0, 0.0, 36.0));
    for share in [contrast.none_of_users, contrast.as_published, contrast.as_extreme] {
        assert_eq!((share.value, share.trials_error, share.pool_error), (1.0, 0.0, 0.0));
    }
    assert_eq!(designed.responders.distribution, [(36, 40)]);
    assert_eq!((without.contrast.none_of_users.value, without.contrast.as_extreme.value), (1.0, 0.0));
    // By fever, the refractory are the users.
    assert_eq!((confounded.contrast.users, confounded.contrast.others), (19.0, 34.0));
    // Nobody responds without cenersen, so every arm stops at the fifth subject or soon after.
    assert!(without.stopping.iter().all(|arm| arm.probability.value == 1.0 && arm.expected_subjects < 18.0));
    let effect = designed.effects.iter().find(|effect| effect.arm == "total" && effect.endpoint == "CR").unwrap();
    assert!((effect.share - 36.0 / 53.0).abs() < 0.01 && effect.difference == effect.share);
}

// R 4.2.2: fisher.test(matrix(c(0, 17, 10, 26), 2))$p.value
#[test]
fn the_published_contrast_has_the_p_value_that_r_gives() {
    assert!((published_p() - 0.021_34).abs() < 5e-4, "{}", published_p());
}

/// With responses that do not depend on cenersen the interval of the difference holds zero in 95 % of pools. Of 150 pools,
/// 95 % +- 4.4 standard errors (1.78 %) are 87.2 % and more: one false alarm in 100,000 seeds.
#[test]
fn an_effect_of_zero_is_recovered_in_95_percent_of_pools() {
    let trial = shipped();
    let pools = 150;
    let holds = |seed: u64| {
        let pool = pool_of(&trial, seed, 200, &|_, stream| {
            // Half of the patients have one fate with and without; in the others both are drawn anew.
            let own = |name: &str| stream.named(name).uniform() < 0.2;
            if stream.named("fixed").uniform() < 0.5 {
                (own("one"), own("one"), false)
            } else {
                (own("with"), own("without"), false)
            }
        });
        let effects = effects(&trial, &pool, Explanation::AsDesigned);
        let total = effects.iter().find(|effect| effect.arm == "total" && effect.endpoint == "CR + CRp");
        total.expect("all arms together").interval.contains(0.0)
    };
    let held = (1..=pools).filter(|seed| holds(*seed)).count();
    assert!(held as f64 / pools as f64 > 0.872, "{held} of {pools}");
    assert!(held < pools as usize, "an interval that always holds zero is too wide");
}

// R 4.2.2: sums of dbinom(k, n, rate) over all k with pbinom(k, n, 0.3) or its upper tail of at most 0.025, at 0.3 and 0.6.
#[test]
fn power_is_against_the_standard_of_the_scenario_for_each_arm_and_for_all() {
    let mut trial = shipped();
    let rule = trial.protocol.stopping.as_mut().expect("a rule");
    (rule.standard, rule.lower) = ((30.0, 70.0), 0.025);
    let found = power(&trial);
    let expected = [
        ("A", 18, 0.035_158_449_475, 0.736_843_093_167),
        ("B", 18, 0.035_158_449_475, 0.736_843_093_167),
        ("C", 17, 0.031_967_824_453, 0.640_512_209_732),
        ("total", 53, 0.036_652_401_337, 0.989_355_462_122),
    ];
    for (arm, subjects, size, power) in expected {
        let at = found.iter().find(|one| one.arm == arm && (one.truth - 0.6).abs() < 1e-9).expect("a rate");
        assert_eq!((at.subjects, at.reference, at.level), (subjects, 0.3, 0.05), "{arm}");
        assert!((at.errors.size - size).abs() < 1e-9 && (at.errors.power - power).abs() < 1e-9, "{at:?}");
    }
}

/// The explanation by confounding takes the courses without cenersen: they must be those with cenersen that does nothing.
#[test]
fn cenersen_without_effect_is_no_cenersen_whoever_takes_inhibitors_for_fever() {
    let mut trial = shipped();
    for (index, prescription) in [(0, 0), (1, 1), (2, 5)].map(|(arm, index)| (arm, Prescription::all()[index])) {
        let mut patient = person(&trial.arms[0].ledger, 1, 11 + index as u64, prescription);
        let arm = trial.arms[index].clone();
        let none = trial.course((index, &arm.without(&[Without::Drug(Drug::Cenersen)])), &patient, &|_| {}).unwrap();
        let nothing = "0".parse().expect("a number");
        trial.arms[index].ledger.set("cenersen.maximal_effect", nothing).expect("an entry");
        patient.inhibitor.for_fever = true;
        let idle = trial.course((index, &trial.arms[index]), &patient, &|_| {}).unwrap();
        assert_eq!(Record::of(1, 0, &none).outcome, Record::of(1, 0, &idle).outcome);
    }
}

/// A trial of few agents and days, whose pool is simulated in seconds.
fn short() -> Trial {
    let mut trial = shipped();
    trial.settings.agents_per_class = 8;
    trial.settings.horizon = cenersim_model::quantity::Time::days(20.0);
    trial
}

#[test]
fn a_pool_in_pieces_is_the_pool_at_once() {
    let trial = short();
    let few = Trial { protocol: Protocol { pool: 6, ..trial.protocol.clone() }, ..trial };
    let mut whole = few.simulate_members(0..2, &|_| {});
    let rest = few.simulate_members(2..6, &|_| {});
    whole.records.extend(rest.records);
    whole.fevers.extend(rest.fevers);
    assert_eq!((whole.records.len(), whole.fevers.len()), (6 * VERSIONS * few.arms.len(), whole.records.len()));
    let pool = few.pool(whole);
    assert_eq!(pool, few.simulate_pool(&|_| {}));
    assert_eq!(
        pool.members.iter().map(|member| member.patient.number).collect::<Vec<_>>(),
        (1..=6).collect::<Vec<_>>()
    );
}

#[test]
fn members_who_failed_are_left_out_and_named() {
    let trial = short();
    let few = Trial { protocol: Protocol { pool: 6, ..trial.protocol.clone() }, ..trial };
    let mut members = few.simulate_members(0..6, &|_| {});
    let courses = VERSIONS * few.arms.len();
    members.records.drain(courses..2 * courses);
    members.fevers.drain(courses..2 * courses);
    members.failures.push(Failed { patient: 2, replicate: 0, arm: "B".into(), message: "negative cells".into() });
    let pool = few.pool(members);
    assert_eq!(pool.members.iter().map(|member| member.patient.number).collect::<Vec<_>>(), [1, 3, 4, 5, 6]);
    assert_eq!(pool.failures().len(), 1);
}
