//! What follows a failure in whole courses: without a policy nothing changes, cells never notice one, states go through
//! files and branches, second induction and consolidation come on their days, and every death has one cause.

use crate::{
    patients::{self, case},
    restart,
};
use cenersim::{
    clinic::Policy,
    curves::{CAUSES_OF_DEATH, Course, Event, EventKind},
    quantity::Time,
    scenario::Scenario,
    simulation::branch,
};

const PUBLISHED: &str = "after_failure.policy=\"published\"";
const RESISTANT: &str = "arm.courses={ when = \"on_resistant\", maximum = 2, interval = \"28 d\", consolidation = { courses = 3, interval = \"35 d\" } }";

fn small(file: &str, changes: &[&str]) -> Scenario {
    let mut scenario = patients::scenario(file, changes);
    (scenario.settings.agents_per_class, scenario.settings.replicates) = (16, 24);
    scenario
}

fn days(course: &Course, of: impl Fn(&EventKind) -> bool) -> Vec<f64> {
    course.events.iter().filter(|event| of(&event.kind)).map(|event| event.time.in_days()).collect()
}

fn starts(course: &Course) -> Vec<f64> {
    let mut first = std::collections::BTreeMap::new();
    for event in &course.events {
        if let EventKind::Dose { course, .. } = event.kind {
            first.entry(course).or_insert(event.time.in_days());
        }
    }
    first.into_values().collect()
}

#[test]
fn no_policy_is_the_policy_none_bit_for_bit() {
    let with = |changes: &[&str]| patients::courses(&small("arm_a.toml", changes));
    let none = with(&["after_failure.policy=\"none\"", "after_failure.follow_up=\"3 y\""]);
    assert!(with(&[]) == none);
    assert!(none.iter().all(|course| course.outcome.survival.failure_day.is_none()));
}

/// Everybody's cells go on alike, and so does everything until the failure; who has failed dies of what follows.
#[test]
fn cells_never_notice_what_follows_a_failure() {
    let courses = |policy: &str| patients::courses(&small("arm_a.toml", &[policy]));
    let pairs: Vec<(Course, Course)> =
        courses("after_failure.policy=\"none\"").into_iter().zip(courses(PUBLISHED)).collect();
    for (without, with) in &pairs {
        let failure = with.outcome.survival.failure_day.unwrap_or(f64::INFINITY);
        let until =
            |events: &[Event]| events.iter().filter(|e| e.time.in_days() < failure).cloned().collect::<Vec<_>>();
        if with.outcome.courses == without.outcome.courses {
            assert!(with.curves == without.curves, "the curves differ");
        }
        if with.outcome.survival.transplantation_day.is_none() {
            assert_eq!(until(&with.events), until(&without.events));
        }
    }
    assert!(pairs.iter().any(|(_, with)| with.outcome.survival.failure_day == Some(42.0)));
}

#[test]
fn survival_is_known_to_the_end_of_the_follow_up_and_curves_to_the_horizon() {
    let follow_up = "after_failure.follow_up=\"5 y\"";
    for stop in ["true", "false"] {
        let stops = format!("simulation.stop_at_death={stop}");
        let scenario = small("arm_a.toml", &[PUBLISHED, follow_up, "simulation.horizon=\"60 d\"", &stops]);
        let courses = patients::courses(&scenario);
        assert!(courses.iter().all(|course| course.curves.days.last().is_some_and(|day| *day <= 60.0)));
        let end = 5.0 * 365.25;
        for survival in courses.iter().map(|course| &course.outcome.survival) {
            assert!(
                survival.death_day.is_some_and(|day| day <= end) || survival.observed_to_day == end,
                "{survival:?}"
            );
        }
        let beyond = courses.iter().filter_map(|course| course.outcome.survival.death_day).filter(|day| *day > 60.0);
        assert!(beyond.count() >= 8, "published survival goes beyond the cells");
    }
}

#[test]
fn every_death_has_one_cause_and_causes_sum_to_the_deaths() {
    let courses = patients::courses(&small("arm_a.toml", &[PUBLISHED, "after_failure.follow_up=\"5 y\""]));
    let died = courses.iter().filter(|course| course.outcome.survival.death_day.is_some()).count();
    let of = |cause: &str| courses.iter().filter(|c| c.outcome.survival.death_cause.as_deref() == Some(cause)).count();
    assert_eq!(CAUSES_OF_DEATH.map(of).iter().sum::<usize>(), died);
    assert!(of("leukemia after failure") > 0);
    for course in &courses {
        let deaths = days(course, |kind| matches!(kind, EventKind::Death { .. }));
        assert_eq!(deaths, course.outcome.survival.death_day.into_iter().collect::<Vec<_>>());
        let last = deaths.first().copied().unwrap_or(f64::INFINITY);
        let later = |event: &Event| event.time.in_days() > last;
        assert!(!course.events.iter().any(later), "something happens after death");
    }
}

/// The marrow of day 28 decides; responders are consolidated on day 42 or 70 and every five weeks from then on.
#[test]
fn second_induction_and_consolidation_come_on_their_days() {
    let courses = patients::courses(&small("arm_a.toml", &[RESISTANT, PUBLISHED, "simulation.horizon=\"200 d\""]));
    let mut second = 0;
    for course in &courses {
        let begun = starts(course);
        let resistant = begun.get(1) == Some(&28.0);
        second += u32::from(resistant);
        let consolidated = if resistant { &begun[2..] } else { &begun[1..] };
        let expected = [0.0, 35.0, 70.0].map(|day| day + if resistant { 70.0 } else { 42.0 });
        assert_eq!(consolidated, &expected[..consolidated.len()]);
        let failed = course.outcome.survival.failure_day.filter(|_| course.outcome.survival.relapse_day.is_none());
        assert!(failed.is_none_or(|day| day == if resistant { 70.0 } else { 42.0 }), "{failed:?}");
    }
    assert!(second > 0, "nobody was resistant");
}

#[test]
fn a_run_resumes_after_a_failure_and_during_consolidation() {
    for (seed, changes) in [(1, vec![PUBLISHED]), (2, vec![RESISTANT, PUBLISHED])] {
        let seed = format!("simulation.seed={seed}");
        let changes: Vec<&str> = changes.into_iter().chain(["simulation.horizon=\"80 d\"", &seed]).collect();
        restart::assert_resumes(&restart::short("arm_a.toml", &changes), Time::days(13.0));
    }
}

#[test]
fn a_branch_keeps_the_fate_of_a_patient_who_has_failed() {
    let scenario = small("arm_a.toml", &[PUBLISHED]);
    let changed = small("arm_c.toml", &[PUBLISHED]);
    assert_eq!(scenario.settings.after_failure, Policy::Published);
    let failed = |course: &Course| course.outcome.survival.failure_day == Some(42.0);
    let original = patients::courses(&scenario).into_iter().find(failed).expect("a failure");
    let turned = branch(&case(&scenario), &case(&changed), Time::days(50.0), original.replicate, &|_| {});
    assert_eq!(turned.outcome.survival, original.outcome.survival);
}

/// Share of blasts in the marrow of that day, counted once.
fn blasts_on(course: &Course, day: f64) -> f64 {
    let shares =
        course.events.iter().filter(|event| event.time.in_days() == day).filter_map(|event| match event.kind {
            EventKind::Examination { blasts, counted, .. } => Some(f64::from(blasts) / f64::from(counted)),
            _ => None,
        });
    let shares: Vec<f64> = shares.collect();
    assert_eq!(shares.len(), 1, "marrows on day {day}");
    shares[0]
}

/// When the second course of a responder begins: on day 42, a week later if the marrow of day 42 has too many blasts and that
/// of day 49 has not, or never if both have.
fn second_course(course: &Course) -> Option<f64> {
    let too_many = |day| blasts_on(course, day) >= 0.05;
    let relapse = if too_many(42.0) && too_many(49.0) { Some(42.0) } else { None };
    assert_eq!(course.outcome.survival.relapse_day, relapse);
    if relapse.is_some() { None } else { Some(if too_many(42.0) { 49.0 } else { 42.0 }) }
}

/// Arm B gives a second course on response (source document). At the 95th percentile those who respond have relapsed before it;
/// at the 99th some get it on day 42, and some a week later.
#[test]
fn a_second_course_for_a_response_waits_for_the_marrow() {
    let mut second = Vec::new();
    for percentile in ["95 %", "99 %"] {
        let sensitive = format!("patient.chemosensitivity=\"{percentile}\"");
        let courses = patients::courses(&small("arm_b.toml", &[&sensitive, "simulation.horizon=\"52 d\""]));
        let lives = |course: &&Course| course.outcome.survival.death_day.is_none();
        for course in courses.iter().filter(lives).filter(|course| course.outcome.survival.response_day.is_some()) {
            let expected = second_course(course);
            assert_eq!(starts(course)[1..], expected.into_iter().collect::<Vec<_>>());
            second.push(expected);
        }
    }
    let of = |day| second.iter().filter(|found| **found == day).count();
    assert!([None, Some(42.0), Some(49.0)].into_iter().all(|day| of(day) > 0), "{second:?}");
}
