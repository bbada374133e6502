use super::{
    tests::{HOUR, LEUKEMIC, REMISSION, clinic, follow, ledger, named, responses, safe, treated},
    *,
};

const LONG: Time = Time::days(1826.0);

/// A patient of 61 years in whom a policy follows a failure.
fn followed(ledger: &Ledger, policy: Policy, schedule: &[f64], seed: u64) -> Clinic {
    clinic(ledger, "iwg2003", schedule, seed).followed(ledger, policy, 61.0, LONG, Seed::new(seed))
}

/// As `follow`, with decisions: induction is over from the start.
fn settled(clinic: &mut Clinic, days: f64, state: impl Fn(f64) -> Findings) -> Vec<Event> {
    let mut events = Vec::new();
    for hour in 1..=(days * 24.0) as u32 {
        let now = Time::hours(f64::from(hour));
        events.extend(clinic.observe(now, HOUR, state(now.in_days())));
        events.extend(clinic.settle(true));
    }
    events
}

fn seed_with(has: impl Fn(u64) -> bool) -> u64 {
    (1..400).find(|seed| has(*seed)).expect("such a patient")
}

#[test]
fn without_remission_the_treatment_has_failed_on_day_42() {
    let mut clinic = followed(&safe(), Policy::Palliative, &[28.0], 1);
    let events = settled(&mut clinic, 60.0, |_| LEUKEMIC);
    assert_eq!((named(&events, "failure"), named(&events, "palliative_care")), (vec![42.0], vec![42.0]));
    let survival = clinic.survival();
    assert_eq!((survival.failure_day, survival.death_cause.as_deref()), (Some(42.0), Some("leukemia after failure")));
    assert_eq!(survival.death_day, named(&events, "death").first().copied());
    assert!(survival.death_day.is_some_and(|day| day > 60.0), "told before it has happened: {survival:?}");
    assert!(clinic.is_settled() && !clinic.is_open());
}

#[test]
fn a_second_course_puts_the_decision_off() {
    let mut clinic = followed(&safe(), Policy::Palliative, &[28.0], 1);
    let mut events = Vec::new();
    for hour in 1..=80 * 24 {
        events.extend(clinic.observe(Time::hours(f64::from(hour)), HOUR, LEUKEMIC));
        if hour == 28 * 24 {
            assert!(clinic.is_resistant());
            clinic.begin_course(Time::days(28.0));
        }
        events.extend(clinic.settle(hour >= 28 * 24));
    }
    assert_eq!(named(&events, "examination"), [0.0, 28.0, 56.0]);
    assert_eq!(named(&events, "failure"), [70.0]);
}

#[test]
fn an_empty_marrow_on_day_28_is_not_resistant() {
    let mut clinic = clinic(&safe(), "iwg2003", &[28.0], 1);
    follow(
        &mut clinic,
        30.0,
        HOUR,
        |day| if day < 5.0 { LEUKEMIC } else { Findings { cellularity: 0.05, ..LEUKEMIC } },
    );
    assert!(!clinic.is_resistant());
}

#[test]
fn a_relapse_is_a_failure_and_a_remission_is_none() {
    let remission = |seed| {
        let mut clinic = followed(&safe(), Policy::Published, &[28.0], seed);
        let events = settled(&mut clinic, 200.0, |day| treated(day, 2.0, 200.0));
        (events, clinic)
    };
    let kept = seed_with(|seed| !remission(seed).1.is_settled());
    assert!(named(&remission(kept).0, "failure").is_empty());
    let mut clinic = followed(&safe(), Policy::Published, &[28.0], kept);
    let state = |day: f64| if day > 70.0 { LEUKEMIC } else { treated(day, 2.0, 200.0) };
    let events = settled(&mut clinic, 200.0, state);
    // Seen on day 88, known and so a failure on day 95.
    assert_eq!((named(&events, "relapse"), named(&events, "failure")), (vec![88.0], vec![95.0]));
}

#[test]
fn a_remission_is_transplanted_after_sixty_days_and_then_the_cells_no_longer_count() {
    let course = |seed, relapse: f64| {
        let mut clinic = followed(&safe(), Policy::Published, &[28.0], seed);
        let state = |day: f64| if day > relapse { LEUKEMIC } else { treated(day, 2.0, 200.0) };
        (settled(&mut clinic, 200.0, state), clinic.survival())
    };
    let seed = seed_with(|seed| !named(&course(seed, 300.0).0, "transplantation").is_empty());
    let (events, survival) = course(seed, 88.5);
    assert_eq!((named(&events, "transplantation"), named(&events, "relapse")), (vec![88.0], vec![]));
    assert_eq!((survival.transplantation_day, survival.failure_day), (Some(88.0), None));
    assert!(survival.death_day.is_some() || survival.observed_to_day == LONG.in_days());
    let relapsed = course(seed, 50.0).1;
    assert_eq!((relapsed.relapse_day, relapsed.failure_day), (Some(58.0), Some(65.0)));
}

#[test]
fn health_and_an_untreated_leukemia_do_not_fail() {
    let mut healthy = followed(&safe(), Policy::Published, &[28.0], 1);
    assert!(settled(&mut healthy, 100.0, |_| REMISSION).iter().all(|event| event.kind.name() == "examination"));
    let mut untreated = followed(&safe(), Policy::Published, &[28.0], 1);
    follow(&mut untreated, 100.0, HOUR, |_| LEUKEMIC);
    assert!(untreated.settle(false).is_empty() && untreated.is_open());
}

/// Infected on day 40, dead on day 45: the infection was fatal before the treatment had failed.
#[test]
fn an_infection_that_was_bound_to_kill_still_does() {
    let fatal = ledger(&[("infection.fatality", "1"), ("infection.otherwise.hazard", "0.02 /d")]);
    let course = |seed| {
        let mut clinic = followed(&fatal, Policy::Palliative, &[28.0], seed);
        (settled(&mut clinic, 60.0, |_| LEUKEMIC), clinic.survival())
    };
    let infected = |seed| named(&course(seed).0, "infection").first().is_some_and(|day| (38.0..42.0).contains(day));
    let (events, survival) = course(seed_with(infected));
    assert_eq!(survival.death_cause.as_deref(), Some("infection"));
    assert!(survival.death_day.is_some_and(|day| (42.0..47.0).contains(&day)));
    assert_eq!(named(&events, "death").len(), 1);
}

#[test]
fn who_dies_before_a_second_course_is_judged_dies_early() {
    let deadly = ledger(&[("mortality.leukemia.hazard", "10 /d"), ("infection.otherwise.hazard", "0 /d")]);
    let state = |day: f64| if day < 45.0 { LEUKEMIC } else { Findings { leukemic_cells: 3e12, ..LEUKEMIC } };
    let mut clinic = clinic(&deadly, "iwg2003", &[28.0], 1);
    let mut events = follow(&mut clinic, 28.0, HOUR, state);
    clinic.begin_course(Time::days(28.0));
    for hour in 28 * 24 + 1..50 * 24 {
        let now = Time::hours(f64::from(hour));
        events.extend(clinic.observe(now, HOUR, state(now.in_days())));
    }
    let judged: Vec<Response> = responses(&events).into_iter().map(|(_, response)| response).collect();
    assert_eq!(judged, [Response::Resistant, Response::EarlyDeath]);
}

/// Until the failure nothing differs: the same events, whatever follows.
#[test]
fn a_policy_changes_nothing_before_the_failure() {
    let state =
        |day: f64| Findings { neutrophils: if day < 30.0 { 0.2 } else { 2.0 }, leukemic_cells: 1e12, ..LEUKEMIC };
    for seed in 0..100 {
        let course = |policy| settled(&mut followed(&Ledger::defaults(), policy, &[14.0, 28.0], seed), 100.0, state);
        let (without, with) = (course(Policy::None), course(Policy::Published));
        let before = |events: &[Event]| -> Vec<Event> {
            events.iter().filter(|event| event.time < Time::days(42.0)).cloned().collect()
        };
        assert_eq!(before(&without), before(&with));
        assert!(with.iter().filter(|event| event.kind.name() == "death").count() <= 1);
    }
}

#[test]
fn the_state_of_a_patient_after_failure_goes_through_a_restart() {
    let course = |stop: Option<u32>| {
        let mut clinic = followed(&Ledger::defaults(), Policy::Published, &[28.0], 3);
        for hour in 1..=60 * 24 {
            clinic.observe(Time::hours(f64::from(hour)), HOUR, LEUKEMIC);
            clinic.settle(true);
            if stop == Some(hour) {
                let state = clinic.state();
                clinic = followed(&Ledger::defaults(), Policy::Published, &[28.0], 3);
                clinic.restore(state);
            }
        }
        clinic
    };
    let whole = course(None);
    assert!([20, 41 * 24, 42 * 24, 50 * 24].into_iter().all(|hour| course(Some(hour)) == whole));
}
