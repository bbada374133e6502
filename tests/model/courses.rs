//! Courses with doses of their own: which follows, when, and what it gives, in whole simulations.

use crate::{restart::assert_resumes, restart::short};
use cenersim::{
    curves::{Course, Event, EventKind},
    scenario::Scenario,
    simulation::simulate,
    treatment::Drug,
};

/// The cured patient for so long with an arm that is written so, and few agents.
fn with_arm(horizon: &str, arm: &str, changes: &[&str]) -> Scenario {
    let replaced =
        ["arm.cenersen=[]", "arm.idarubicin=[]", "arm.cytarabine=[]", "arm.courses=[]", "arm.published=\"\""];
    let arm = format!("arm.course={arm}");
    let horizon = format!("simulation.horizon={horizon}");
    short("patients/cured.toml", &[&replaced[..], &[&horizon, &arm], changes].concat())
}

fn course(scenario: &Scenario) -> Course {
    simulate(&scenario.case(&scenario.arms[0], &[]), 0, &|_| {})
}

/// Day, course and drug of every dose.
fn doses(course: &Course) -> Vec<(f64, u32, Drug)> {
    let dose = |event: &Event| match event.kind {
        EventKind::Dose { drug, course, .. } => Some((event.time.in_days(), course, drug)),
        _ => None,
    };
    course.events.iter().filter_map(dose).collect()
}

const SEVEN_AND_THREE: &str = "idarubicin = { dose = '12 mg/m2', days = '1-3', infusion = '15 min' }, \
                               cytarabine = { rate = '100 mg/m2/d', duration = '7 d' }";
const HIGH_DOSE: &str = "cytarabine = { dose = '3 g/m2', days = [1, 3, 5], infusion = '3 h', every = '12 h' }";

#[test]
fn a_rule_of_courses_is_the_list_of_courses_that_says_the_same() {
    let rule =
        "{ when = 'on_resistant', maximum = 2, interval = '28 d', consolidation = { courses = 2, after = '40 d' } }";
    let list = "[{}, { when = 'on_resistant', interval = '28 d' }, \
                { when = 'in_remission', courses = 2, after = '40 d', interval = '35 d' }]";
    // One who responds and one who does not: each of the two entries is met.
    for (file, courses) in [("patients/cured.toml", 3), ("patients/non_responder.toml", 2)] {
        let by_rule = course(&short(file, &["simulation.horizon=130 d", &format!("arm.courses={rule}")]));
        let by_list =
            course(&short(file, &["simulation.horizon=130 d", "arm.courses=[]", &format!("arm.course={list}")]));
        assert_eq!(by_rule.outcome.courses, courses, "{file}");
        assert!(by_rule == by_list, "{file}");
    }
}

#[test]
fn consolidation_gives_its_own_drugs_on_its_own_days() {
    let arm = format!(
        "[{{ {SEVEN_AND_THREE} }}, {{ when = 'on_resistant', interval = '28 d', same_as = 1 }}, \
         {{ when = 'in_remission', courses = 2, after = '42 d', interval = '35 d', {HIGH_DOSE} }}]"
    );
    let given = doses(&course(&with_arm("120 d", &arm, &[])));
    let of = |number| given.iter().filter(move |(_, course, _)| *course == number).collect::<Vec<_>>();
    assert_eq!(of(1).len(), 4);
    for (number, start) in [(2, 42.0), (3, 77.0)] {
        let days: Vec<f64> = of(number).iter().map(|(day, ..)| day - start).collect();
        assert_eq!(days, [0.0, 0.5, 2.0, 2.5, 4.0, 4.5], "course {number}");
        assert!(of(number).iter().all(|(.., drug)| *drug == Drug::Cytarabine), "course {number}");
    }
}

/// Starts of courses, and when one was held.
fn starts(course: &Course) -> (Vec<f64>, Vec<(f64, f64, f64)>) {
    let given = doses(course);
    let first = |number| given.iter().find(|(_, course, _)| *course == number).map(|(day, ..)| *day);
    let held = |event: &Event| match event.kind {
        EventKind::CourseHeld { neutrophils, platelets } => Some((event.time.in_days(), neutrophils, platelets)),
        _ => None,
    };
    ((1..=course.outcome.courses).filter_map(first).collect(), course.events.iter().filter_map(held).collect())
}

#[test]
fn a_course_waits_for_blood_counts_but_not_for_ever() {
    let held = |at_most: &str| {
        let arm = format!(
            "[{{ {SEVEN_AND_THREE} }}, {{ when = 'always', interval = '14 d', {HIGH_DOSE}, \
             hold_until = {{ neutrophils = '1 G/L', platelets = '100 G/L', at_most = '{at_most}' }} }}]"
        );
        with_arm("60 d", &arm, &[])
    };
    let (starts_late, waits) = starts(&course(&held("60 d")));
    // Two weeks after seven and three nobody has recovered; the patient is looked at every day.
    let [(14.0, neutrophils, platelets)] = waits[..] else { panic!("{waits:?}") };
    assert!(neutrophils < 1.0 && platelets < 100.0, "{waits:?}");
    let recovered = starts_late[1];
    assert!(recovered > 16.0 && recovered < 45.0 && (recovered - 14.0).fract() == 0.0, "{starts_late:?}");
    let (starts_soon, _) = starts(&course(&held("2 d")));
    assert_eq!(starts_soon, [0.0, 16.0]);
    // A run that is resumed while a course is held goes on as the uninterrupted one.
    assert_resumes(&held("60 d"), cenersim::quantity::Time::days(5.0));
}

#[test]
fn a_course_with_days_before_day_one_is_the_same_course_with_other_numbers() {
    let days =
        |days: &str| format!("[{{ idarubicin = {{ dose = '12 mg/m2', days = '{days}', infusion = '15 min' }} }}]");
    // Examinations count from day 1, which is two days after day -1 where there is a day 0.
    let plain = course(&with_arm("50 d", &days("1-3"), &["simulation.examinations=[\"16 d\", \"30 d\", \"37 d\"]"]));
    let early = &["arm.first_day=-1", "simulation.examinations=[\"14 d\", \"28 d\", \"35 d\"]"];
    let early = course(&with_arm("50 d", &days("-1-1"), early));
    assert_eq!(early.curves, plain.curves);
    let marrows = |course: &Course| {
        let is_marrow = |event: &&Event| matches!(event.kind, EventKind::Examination { .. });
        course.events.iter().filter(is_marrow).map(|event| event.time.in_days()).collect::<Vec<_>>()
    };
    // No more until a remission is watched.
    assert_eq!((marrows(&early), marrows(&plain)), (vec![0.0, 16.0, 30.0], vec![0.0, 16.0, 30.0]));
}

#[test]
fn a_course_that_begins_with_low_counts_gives_less_of_every_drug() {
    let reduced = |to: &str| {
        let arm = format!(
            "[{{ {SEVEN_AND_THREE} }}, {{ when = 'always', interval = '14 d', {SEVEN_AND_THREE}, \
             reduce_below = [{{ neutrophils = '1 G/L', to = '90 %' }}, {{ platelets = '100 G/L', to = '{to}' }}] }}]"
        );
        with_arm("20 d", &arm, &[])
    };
    let amounts = |course: &Course, number: u32| -> f64 {
        let amount = |event: &Event| match event.kind {
            EventKind::Dose { amount_mg, course, .. } if course == number => amount_mg,
            _ => 0.0,
        };
        course.events.iter().map(amount).sum()
    };
    // Two weeks after seven and three nobody has recovered.
    let half = course(&reduced("50 %"));
    assert!((amounts(&half, 2) / amounts(&half, 1) - 0.5).abs() < 1e-12);
    let told = half.events.iter().find(|event| matches!(event.kind, EventKind::CourseReduced { course: 2, .. }));
    assert_eq!(told.map(|event| event.time.in_days()), Some(14.0));
    assert!((amounts(&course(&reduced("95 %")), 2) / amounts(&half, 1) - 0.9).abs() < 1e-12, "the strongest counts");
    assert_resumes(&reduced("50 %"), cenersim::quantity::Time::days(5.0));
}
