use super::*;
use crate::quantity::{Quantity, Rate};

pub(super) const HOUR: Time = Time::hours(1.0);
pub(super) const LEUKEMIC: Findings = Findings {
    blast_share: 0.6,
    cellularity: 1.0,
    neutrophils: 5.0,
    platelets: 150.0,
    leukocytes: 5.4,
    blood_blasts: 0.0,
    leukemic_cells: 0.0,
    cytarabine: 0.0,
};
pub(super) const REMISSION: Findings = Findings { blast_share: 0.0, ..LEUKEMIC };

fn days(days: &[f64]) -> Vec<Time> {
    days.iter().map(|day| Time::days(*day)).collect()
}

/// The defaults with these entries changed.
pub(super) fn ledger(changes: &[(&str, &str)]) -> Ledger {
    let mut ledger = Ledger::defaults();
    for (path, value) in changes {
        ledger.set(path, value.parse::<Quantity>().unwrap()).unwrap();
    }
    ledger
}

/// Nobody falls ill or dies.
pub(super) fn safe() -> Ledger {
    ledger(&[
        ("infection.profound.hazard", "0 /d"),
        ("infection.severe.hazard", "0 /d"),
        ("infection.moderate.hazard", "0 /d"),
        ("infection.otherwise.hazard", "0 /d"),
        ("bleeding.severe.hazard", "0 /d"),
        ("mortality.leukemia.hazard", "0 /d"),
    ])
}

pub(super) fn clinic(ledger: &Ledger, criteria: &str, schedule: &[f64], seed: u64) -> Clinic {
    Clinic::new(ledger, criteria, days(schedule), Seed::new(seed)).unwrap()
}

/// Steps of `span` until `horizon` days, the state as a function of the day.
pub(super) fn follow(clinic: &mut Clinic, horizon: f64, span: Time, state: impl Fn(f64) -> Findings) -> Vec<Event> {
    let steps = (horizon * 24.0 / span.in_hours()).round() as u64;
    let steps = (1..=steps).map(|step| Time::hours(step as f64 * span.in_hours()));
    steps.flat_map(|now| clinic.observe(now, span, state(now.in_days()))).collect()
}

pub(super) fn named(events: &[Event], name: &str) -> Vec<f64> {
    events.iter().filter(|event| event.kind.name() == name).map(|event| event.time.in_days()).collect()
}

pub(super) fn responses(events: &[Event]) -> Vec<(f64, Response)> {
    let response = |event: &Event| match event.kind {
        EventKind::Response(response) => Some((event.time.in_days(), response)),
        _ => None,
    };
    events.iter().filter_map(response).collect()
}

/// Leukemia before day 5, then an empty marrow; blood as given from there on.
pub(super) fn treated(day: f64, neutrophils: f64, platelets: f64) -> Findings {
    if day < 5.0 { LEUKEMIC } else { Findings { neutrophils, platelets, ..REMISSION } }
}

#[test]
fn the_defaults_describe_a_clinic() {
    assert_eq!(check(&Ledger::defaults()), Ok(()));
}

#[test]
fn a_window_that_ends_before_it_begins_is_refused() {
    let error = check(&ledger(&[("criteria.iwg2003.window_to", "27 d")])).unwrap_err();
    assert!(error.starts_with("`criteria.iwg2003.window_from` is after"), "{error}");
    assert!(check(&ledger(&[("examination.surveillance", "1 s")])).unwrap_err().contains("an hour or more"));
    assert!(check(&ledger(&[("infection.severe.hazard", "2 /h")])).unwrap_err().contains("at most 1 /h"));
    assert!(check(&ledger(&[("examination.counted", "0.5")])).unwrap_err().contains("whole number"));
}

#[test]
fn marrows_are_examined_before_treatment_and_on_the_days_of_the_schedule() {
    let events = follow(&mut clinic(&safe(), "iwg2003", &[28.0, 14.0, 0.0], 1), 40.0, HOUR, |_| LEUKEMIC);
    assert_eq!(named(&events, "examination"), [0.0, 14.0, 28.0]);
}

#[test]
fn an_untreated_leukemia_is_resistant() {
    let mut clinic = clinic(&safe(), "iwg2003", &[14.0, 28.0, 42.0], 1);
    let events = follow(&mut clinic, 60.0, HOUR, |_| LEUKEMIC);
    assert_eq!(responses(&events), [(28.0, Response::Resistant)]);
    assert_eq!(clinic.best_response(), Response::Resistant);
}

#[test]
fn a_marrow_before_the_window_is_no_response() {
    let mut clinic = clinic(&safe(), "iwg2003", &[14.0], 1);
    follow(&mut clinic, 60.0, HOUR, |day| treated(day, 2.0, 200.0));
    assert_eq!(clinic.best_response(), Response::NotEvaluable);
}

#[test]
fn health_has_nothing_to_respond_with() {
    let mut clinic = clinic(&safe(), "iwg2003", &[28.0], 1);
    assert!(responses(&follow(&mut clinic, 60.0, HOUR, |_| REMISSION)).is_empty());
}

/// Marrow free on day 28, neutrophils back on day 31, platelets on day 38: each step up is an event, by both sets.
#[test]
fn the_response_improves_with_the_blood_counts() {
    let state = |day: f64| treated(day, if day < 31.0 { 0.4 } else { 1.0 }, if day < 38.0 { 60.0 } else { 100.0 });
    let found = |criteria: &str| {
        let mut clinic = clinic(&safe(), criteria, &[28.0], 1);
        let responses = responses(&follow(&mut clinic, 50.0, HOUR, state));
        let survival = clinic.survival();
        (responses, survival.response_day, survival.complete_response_day)
    };
    let expected = |incomplete| vec![(28.0, Response::MLFS), (31.0, incomplete), (38.0, Response::CR)];
    assert_eq!(found("iwg2003"), (expected(Response::CRp), Some(31.0), Some(38.0)));
    assert_eq!(found("eln2022"), (expected(Response::CRi), Some(31.0), Some(38.0)));
}

#[test]
fn an_empty_marrow_is_judged_when_it_is_examined_again() {
    let state = |day: f64| Findings { cellularity: if day < 35.0 { 0.05 } else { 0.6 }, ..treated(day, 0.2, 20.0) };
    let events = follow(&mut clinic(&safe(), "iwg2003", &[28.0, 42.0], 1), 60.0, HOUR, state);
    assert_eq!(responses(&events), [(42.0, Response::MLFS)]);
}

#[test]
fn death_in_an_empty_marrow_is_an_early_death_even_after_the_window() {
    let mut deadly = safe();
    deadly.set("mortality.leukemia.hazard", "10 /d".parse().unwrap()).unwrap();
    let state = |day: f64| Findings {
        cellularity: 0.05,
        leukemic_cells: if day > 50.0 { 3e12 } else { 0.0 },
        ..treated(day, 0.2, 20.0)
    };
    let found = |schedule: &[f64]| {
        let mut clinic = clinic(&deadly, "iwg2003", schedule, 1);
        follow(&mut clinic, 60.0, HOUR, state);
        clinic.best_response()
    };
    assert_eq!((found(&[28.0, 42.0]), found(&[14.0])), (Response::EarlyDeath, Response::NotEvaluable));
}

#[test]
fn counts_that_recover_after_the_window_come_too_late() {
    let state = |day: f64| treated(day, 2.0, if day < 42.5 { 60.0 } else { 100.0 });
    let mut clinic = clinic(&safe(), "iwg2003", &[28.0, 42.0, 50.0], 1);
    follow(&mut clinic, 60.0, HOUR, state);
    assert_eq!(clinic.best_response(), Response::CRp);
}

/// The schedule counts again from the second course, so that its window has a marrow: days 28 and 75 after day 42.
#[test]
fn a_second_course_has_its_own_window() {
    let mut clinic = clinic(&safe(), "iwg2003", &[28.0, 75.0], 1);
    let state = |day: f64| if day < 60.0 { LEUKEMIC } else { REMISSION };
    let mut events = follow(&mut clinic, 42.0, HOUR, state);
    clinic.begin_course(Time::days(42.0));
    for hour in 42 * 24 + 1..80 * 24 {
        let now = Time::hours(f64::from(hour));
        events.extend(clinic.observe(now, HOUR, state(now.in_days())));
    }
    assert_eq!(responses(&events), [(28.0, Response::Resistant), (70.0, Response::CR)]);
}

/// True share 1 %: two counts of 10 in 200 running have a chance of 2e-9; about 1,000 patients with 12 marrows each.
#[test]
fn counting_noise_alone_is_no_relapse() {
    let safe = safe();
    for seed in 0..1_000 {
        let mut clinic = clinic(&safe, "iwg2003", &[28.0], seed);
        let noisy = Findings { blast_share: 0.01, ..REMISSION };
        follow(&mut clinic, 400.0, Time::hours(12.0), |day| if day < 5.0 { LEUKEMIC } else { noisy });
        assert_eq!((clinic.best_response(), clinic.relapsed()), (Response::CR, None));
    }
}

#[test]
fn a_single_high_count_calls_for_another_and_is_no_relapse() {
    let mut clinic = clinic(&safe(), "iwg2003", &[28.0], 1);
    let state = |day: f64| if (58.0..59.0).contains(&day) { LEUKEMIC } else { treated(day, 2.0, 200.0) };
    let events = follow(&mut clinic, 100.0, HOUR, state);
    assert_eq!(named(&events, "examination"), [0.0, 28.0, 58.0, 65.0, 88.0]);
    assert_eq!(clinic.relapsed(), None);
}

#[test]
fn a_relapse_is_found_by_surveillance_and_confirmed() {
    let mut clinic = clinic(&safe(), "iwg2003", &[28.0], 1);
    let state = |day: f64| if day > 70.0 { LEUKEMIC } else { treated(day, 2.0, 200.0) };
    let events = follow(&mut clinic, 200.0, HOUR, state);
    assert_eq!(named(&events, "examination"), [0.0, 28.0, 58.0, 88.0, 95.0]);
    // Leukemic again on day 70: clear on day 58, blasts on day 88, confirmed a week later.
    assert_eq!(named(&events, "relapse"), [88.0]);
    let survival = clinic.survival();
    assert_eq!((survival.relapse_after_day, survival.relapse_day), (Some(58.0), Some(88.0)));
    assert_eq!(clinic.relapsed(), Some(Time::days(95.0)));
}

/// In remission since day 28; the marrow of day 42 is in this state when it is examined before a course.
fn examined_on_day_42(ledger: &Ledger, state: Findings) -> (Clinic, Vec<Event>) {
    let mut clinic = clinic(ledger, "iwg2003", &[28.0], 1);
    follow(&mut clinic, 42.0, HOUR, |day| if day < 42.0 { treated(day, 2.0, 200.0) } else { state });
    let events = clinic.examine_before_course();
    (clinic, events)
}

/// From day 42 to day 60 in this state.
fn go_on(clinic: &mut Clinic, state: Findings) -> Vec<Event> {
    (42 * 24 + 1..=60 * 24).flat_map(|hour| clinic.observe(Time::hours(f64::from(hour)), HOUR, state)).collect()
}

#[test]
fn a_clean_marrow_before_a_course_lets_it_begin() {
    let (mut clinic, events) = examined_on_day_42(&safe(), REMISSION);
    assert_eq!((named(&events, "examination"), clinic.confirmation()), (vec![42.0], None));
    assert!(clinic.examine_before_course().is_empty(), "one marrow a day is enough");
}

#[test]
fn blasts_before_a_course_are_a_relapse_once_another_marrow_confirms_them() {
    let (mut clinic, events) = examined_on_day_42(&safe(), LEUKEMIC);
    assert_eq!((named(&events, "examination"), named(&events, "relapse")), (vec![42.0], vec![]));
    assert_eq!(clinic.confirmation(), Some(Time::days(49.0)));
    let events = go_on(&mut clinic, LEUKEMIC);
    assert_eq!((named(&events, "relapse"), clinic.confirmation()), (vec![42.0], None));
    assert_eq!(clinic.survival().relapse_after_day, Some(28.0));
    assert!(clinic.examine_before_course().is_empty(), "no course follows a relapse");
}

#[test]
fn blasts_before_a_course_that_another_marrow_refutes_are_no_relapse() {
    let (mut clinic, _) = examined_on_day_42(&safe(), LEUKEMIC);
    let events = go_on(&mut clinic, REMISSION);
    assert_eq!(named(&events, "examination"), [49.0, 58.0]);
    assert_eq!((clinic.relapsed(), clinic.confirmation()), (None, None));
}

#[test]
fn marrows_before_a_course_need_a_remission_and_a_living_patient() {
    let mut resistant = clinic(&safe(), "iwg2003", &[28.0], 1);
    follow(&mut resistant, 42.0, HOUR, |_| LEUKEMIC);
    assert!(resistant.examine_before_course().is_empty());
    let mut deadly = safe();
    deadly.set("mortality.leukemia.hazard", "10 /d".parse().unwrap()).unwrap();
    let (mut dead, _) = examined_on_day_42(&deadly, LEUKEMIC);
    go_on(&mut dead, Findings { leukemic_cells: 3e12, ..LEUKEMIC });
    assert!(dead.dead().is_some_and(|(time, _)| time < Time::days(49.0)));
    assert_eq!((dead.examine_before_course(), dead.confirmation()), (vec![], None));
}

#[test]
fn surveillance_is_as_often_as_the_ledger_says() {
    let mut quarterly = safe();
    quarterly.set("examination.surveillance", "90 d".parse().unwrap()).unwrap();
    let mut clinic = clinic(&quarterly, "iwg2003", &[28.0], 1);
    let events = follow(&mut clinic, 220.0, HOUR, |day| treated(day, 2.0, 200.0));
    assert_eq!(named(&events, "examination"), [0.0, 28.0, 118.0, 208.0]);
}

/// Neutrophils below 0.1 for 10 d, then between 0.1 and 0.5 for 10 d: 10 x 0.0239 + 10 x 0.0104.
const NEUTROPENIA: f64 = 0.343;

fn neutropenic(day: f64) -> Findings {
    let neutrophils = if day <= 10.0 { 0.05 } else { 0.3 };
    Findings { neutrophils, ..LEUKEMIC }
}

/// z = 4.4 leaves one false alarm in 100,000 seeds; the seeds are fixed, so a failure is a change.
fn is_share(found: usize, of: usize, expected: f64) {
    let (share, error) = (found as f64 / of as f64, libm::sqrt(expected * (1.0 - expected) / of as f64));
    assert!((share - expected).abs() < 4.4 * error, "{share} is not {expected} +- {error}");
}

/// How many of 4,000 patients have an infection and how many die, by the horizon.
fn infected_and_dead(ledger: &Ledger, horizon: f64, state: impl Fn(f64) -> Findings) -> (usize, usize) {
    let (mut infected, mut dead) = (0, 0);
    for patient in 0..4_000 {
        let mut clinic = clinic(ledger, "iwg2003", &[], 1_000 + patient);
        infected +=
            usize::from(!named(&follow(&mut clinic, horizon, Time::hours(6.0), &state), "infection").is_empty());
        dead += usize::from(clinic.dead().is_some());
    }
    (infected, dead)
}

/// The step of 6 h in which a band changes is shared between both bands: below 0.01 of the cumulative hazard.
#[test]
fn infections_follow_the_closed_form_of_their_bands() {
    let quiet = ledger(&[("infection.otherwise.hazard", "0 /d")]);
    let state = |day: f64| if day <= 20.0 { neutropenic(day) } else { LEUKEMIC };
    let (infected, dead) = infected_and_dead(&quiet, 26.0, state);
    is_share(infected, 4_000, -libm::expm1(-NEUTROPENIA));
    is_share(dead, 4_000, -libm::expm1(-quiet.number("infection.fatality") * NEUTROPENIA));
}

/// Eighteen days below 0.5 from day 6 on, half of them below 0.1: death of infection by day 30 is 4.6 %. The published early
/// death of 6.6 % by day 30 and 19.4 % by day 60 includes death of leukemia. Infections after day 25 kill after day 30.
#[test]
fn eighteen_days_of_neutropenia_kill_five_percent_by_day_thirty() {
    let ledger = Ledger::defaults();
    let hazard = |band: &str| ledger.rate(&format!("infection.{band}.hazard")).in_per_day();
    let cumulative = 7.0 * hazard("otherwise") + 9.0 * hazard("profound") + 9.0 * hazard("severe");
    let death = -libm::expm1(-ledger.number("infection.fatality") * cumulative);
    assert!((death - 0.0460).abs() < 5e-4, "{death}");
    let neutrophils = |day: f64| if (6.0..=15.0).contains(&day) { 0.05 } else { 0.3 };
    let state = |day: f64| match day {
        6.0..=24.0 => Findings { neutrophils: neutrophils(day), ..LEUKEMIC },
        _ => LEUKEMIC,
    };
    is_share(infected_and_dead(&ledger, 30.0, state).1, 4_000, death);
}

#[test]
fn fewer_platelets_than_ten_bleed() {
    let state = |_: f64| Findings { platelets: 9.0, ..LEUKEMIC };
    let quiet = ledger(&[("infection.otherwise.hazard", "0 /d")]);
    let mut bled = 0;
    for patient in 0..4_000 {
        let mut clinic = clinic(&quiet, "iwg2003", &[], patient);
        bled += usize::from(!named(&follow(&mut clinic, 14.0, Time::hours(12.0), state), "bleeding").is_empty());
    }
    is_share(bled, 4_000, Rate::per_hour(0.005 / 24.0).probability_within(Time::days(14.0)));
}

#[test]
fn the_burden_of_half_kills_at_half_the_greatest_hazard() {
    let half = Ledger::defaults().number("mortality.leukemia.burden");
    let state = |_: f64| Findings { leukemic_cells: half, ..LEUKEMIC };
    let quiet = ledger(&[("infection.otherwise.hazard", "0 /d")]);
    let mut dead = 0;
    for patient in 0..4_000 {
        let mut clinic = clinic(&quiet, "iwg2003", &[], patient);
        follow(&mut clinic, 60.0, Time::hours(12.0), state);
        dead += usize::from(clinic.dead().is_some_and(|(_, cause)| cause == "leukemia"));
    }
    is_share(dead, 4_000, -libm::expm1(-60.0 * 0.5 * quiet.rate("mortality.leukemia.hazard").in_per_day()));
}

/// The whole course of a patient whose counts move, by steps of 1 h and of half of that.
#[test]
fn halving_the_step_moves_events_by_less_than_a_step() {
    let state = |day: f64| Findings {
        neutrophils: 2.0 * (1.0 + libm::cos(day / 4.0)),
        platelets: 60.0 * (1.0 + libm::cos(day / 6.0)),
        leukemic_cells: 3e11 * (1.0 + libm::sin(day / 5.0)),
        ..LEUKEMIC
    };
    let mut total = 0;
    for seed in 0..200 {
        let course = |span: f64| {
            follow(&mut clinic(&Ledger::defaults(), "iwg2003", &[28.0], seed), 60.0, Time::hours(span), state)
        };
        let (whole, half) = (course(1.0), course(0.5));
        total += whole.len();
        assert_eq!(whole.len(), half.len());
        for (a, b) in whole.iter().zip(&half) {
            assert_eq!(a.kind.name(), b.kind.name());
            assert!((a.time - b.time).in_hours().abs() <= 1.0, "{a:?} {b:?}");
        }
    }
    // More than the examinations, two for each patient.
    assert!(total > 500, "{total}");
}

/// Two arms share their thresholds: with neutropenia of half the length, the infections that remain are the same ones.
#[test]
fn arms_share_the_thresholds_of_a_patient() {
    let ledger = ledger(&[("infection.otherwise.hazard", "0 /d"), ("infection.profound.hazard", "0.2 /d")]);
    let infections = |length: f64| {
        let state = |day: f64| Findings { neutrophils: if day <= length { 0.0 } else { 5.0 }, ..LEUKEMIC };
        let mut clinic = clinic(&ledger, "iwg2003", &[], 5);
        let events = follow(&mut clinic, 60.0, HOUR, state);
        (named(&events, "infection"), clinic.dead())
    };
    let ((long, dead_long), (short, dead_short)) = (infections(30.0), infections(15.0));
    let until = dead_long.or(dead_short).map_or(15.0, |(time, _)| time.in_days().min(15.0));
    let early = |days: &[f64]| days.iter().copied().filter(|day| *day < until).collect::<Vec<f64>>();
    assert!(!early(&short).is_empty() && early(&long) == early(&short));
}

#[test]
fn a_fatal_infection_kills_after_days_of_fever() {
    let fatal = ledger(&[("infection.fatality", "1"), ("infection.otherwise.hazard", "0.1 /d")]);
    let mut clinic = clinic(&fatal, "iwg2003", &[28.0], 2);
    let mut fever = 0;
    let mut events = Vec::new();
    for hour in 1..200 * 24 {
        events.extend(clinic.observe(Time::hours(f64::from(hour)), HOUR, LEUKEMIC));
        fever += i32::from(clinic.in_fever());
        if clinic.dead().is_some() {
            break;
        }
    }
    let first = named(&events, "infection")[0];
    let (time, cause) = clinic.dead().unwrap();
    assert!((time.in_days() - first - 5.0).abs() < 1e-9 && cause == "infection");
    assert!((119..=121).contains(&fever), "{fever}");
    assert_eq!(events.last().map(|event| event.kind.name()), Some("death"));
}

#[test]
fn death_before_the_response_is_judged_is_an_early_death_and_ends_everything() {
    let deadly = ledger(&[("mortality.leukemia.hazard", "10 /d")]);
    let mut clinic = clinic(&deadly, "iwg2003", &[28.0], 1);
    let state = |_: f64| Findings { leukemic_cells: 3e12, ..LEUKEMIC };
    let events = follow(&mut clinic, 60.0, HOUR, state);
    let names: Vec<&str> = events.iter().map(|event| event.kind.name()).collect();
    assert_eq!(names, ["examination", "response", "death"]);
    assert_eq!(clinic.best_response(), Response::EarlyDeath);
    assert_eq!(clinic.survival().death_cause.as_deref(), Some("leukemia"));
    assert_eq!(clinic.survival().death_day, Some(clinic.survival().observed_to_day));
}

#[test]
fn an_unknown_set_of_criteria_is_refused() {
    let error = Clinic::new(&Ledger::defaults(), "cheson", Vec::new(), Seed::new(1)).unwrap_err();
    assert_eq!(error.known, ["eln2022", "iwg2003"]);
}
