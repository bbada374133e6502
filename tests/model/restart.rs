//! A run that stops and goes on, and a run that turns to another regimen: equal bits, not equal looks.
//! States pass through the bytes of a file each time, so that nothing that a file would lose is in the comparison.

use crate::patients;
use cenersim::{
    curves::{Course, Event, EventKind, Response},
    quantity::Time,
    scenario::Scenario,
    simulation::{Case, Keep, State, branch, resume, simulate},
};
use std::sync::Mutex;

/// Days on which all agents are kept.
const SNAPSHOTS: [f64; 2] = [3.0, 16.0];

pub fn short(file: &str, changes: &[&str]) -> Scenario {
    let mut scenario = patients::scenario(file, changes);
    (scenario.settings.agents_per_class, scenario.settings.replicates) = (48, 1);
    scenario
}

fn snapshots() -> [Time; 2] {
    SNAPSHOTS.map(Time::days)
}

fn case<'a>(scenario: &'a Scenario, snapshots: &'a [Time]) -> Case<'a> {
    Case {
        ledger: &scenario.ledger,
        correlations: &scenario.correlations,
        patient: &scenario.patient,
        regimen: &scenario.arms[0],
        settings: &scenario.settings,
        snapshots,
    }
}

fn whole(scenario: &Scenario) -> Course {
    simulate(&case(scenario, &snapshots()), 0, &|_| {})
}

/// The course and the states at the first step that ends at or after each multiple of `every`.
fn kept(scenario: &Scenario, every: Time) -> (Course, Vec<Vec<u8>>) {
    let states = Mutex::new(Vec::new());
    let keep = |state: State| states.lock().expect("one thread").push(postcard::to_stdvec(&state).expect("plain data"));
    let keep = Some(Keep { every, with: &keep });
    let course = resume(&case(scenario, &snapshots()), 0, None, keep, &|_| {}).expect("begins anew");
    (course, states.into_inner().expect("one thread"))
}

fn state(bytes: &[u8]) -> State {
    postcard::from_bytes(bytes).expect("what was written can be read")
}

fn resumed(scenario: &Scenario, bytes: &[u8]) -> Course {
    resume(&case(scenario, &snapshots()), 0, Some(state(bytes)), None, &|_| {}).expect("a state of this case")
}

pub fn assert_resumes(scenario: &Scenario, every: Time) -> (Course, Vec<State>) {
    let expected = whole(scenario);
    let (course, states) = kept(scenario, every);
    assert!(course == expected, "keeping states changes the course");
    for bytes in &states {
        let day = state(bytes).now().in_days();
        assert!(resumed(scenario, bytes) == expected, "resumed on day {day} differs");
    }
    (expected, states.iter().map(|bytes| state(bytes)).collect())
}

#[test]
fn a_run_resumed_anywhere_is_the_uninterrupted_run_bit_for_bit() {
    // Cenersen runs until day 7, cytarabine for two hours on days 2 to 4; the last state is the end itself.
    let (course, states) = assert_resumes(&short("arm_b.toml", &["simulation.horizon=\"20 d\""]), Time::hours(37.0));
    assert_eq!(states.len(), 13);
    assert_eq!(course.snapshots.len(), 2, "agents are kept on both days, before and after a resumption");
}

#[test]
fn a_run_resumes_in_the_middle_of_each_infusion() {
    let scenario = short("arm_b.toml", &["simulation.horizon=\"6 d\"", "simulation.step=\"0.25 h\""]);
    let (_, states) = assert_resumes(&scenario, Time::hours(12.25));
    // From hour 24 on: idarubicin for a quarter of an hour or more, cytarabine for two hours.
    let during = |from: f64, until: f64| states.iter().any(|state| (from..until).contains(&state.now().in_hours()));
    assert!(during(24.25, 26.0) && during(0.0, 24.0) && during(48.25, 50.0), "{:?}", states[1].now());
}

#[test]
fn a_run_resumes_during_and_after_the_second_course() {
    let always = ["arm.courses={ maximum = 2, when = \"always\", interval = \"21 d\" }", "simulation.horizon=\"33 d\""];
    let (course, states) = assert_resumes(&short("arm_b.toml", &always), Time::days(5.5));
    assert_eq!((course.outcome.courses, states.len()), (2, 6));
}

#[test]
fn a_decision_against_a_second_course_stands_after_a_resumption() {
    // Decided on day 20, before the first patient in remission is in remission: a second decision would be another.
    let rule = "arm.courses={ maximum = 2, when = \"on_response\", interval = \"20 d\" }";
    let sensitive = "parameters.dna_damage.idarubicin_lc50=\"12 nM\"";
    let seeded = |seed: u32| {
        let seed = format!("simulation.seed={seed}");
        short("arm_b.toml", &[rule, sensitive, "simulation.horizon=\"50 d\"", &seed])
    };
    let late = |scenario: &Scenario| whole(scenario).outcome.survival.response_day.is_some_and(|day| day < 44.0);
    let scenario = (1..40).map(seeded).find(late).expect("some patient has a remission");
    let (course, states) = assert_resumes(&scenario, Time::days(9.0));
    assert_eq!((course.outcome.courses, states.len()), (1, 6));
}

#[test]
fn a_run_resumes_with_inhibitors_and_with_fever() {
    let periods = "patient.inhibitor={ periods = [{ from = \"1 d\", until = \"3 d\" }], for_fever = true }";
    // Every second day of neutropenia brings an infection.
    let often = "parameters.infection.profound.hazard=\"0.5 1/d\"";
    let too = "parameters.infection.severe.hazard=\"0.5 1/d\"";
    let changes = [periods, often, too, "simulation.horizon=\"24 d\""];
    let (course, _) = assert_resumes(&short("arm_b.toml", &changes), Time::days(2.0));
    assert!(course.events.iter().any(|event| event.kind == EventKind::Infection), "nobody had a fever");
}

#[test]
fn a_run_resumes_after_death() {
    for stop in ["true", "false"] {
        let deadly = "parameters.mortality.leukemia.hazard=\"0.5 1/d\"";
        let changes = [deadly, "simulation.horizon=\"15 d\"", &format!("simulation.stop_at_death={stop}")];
        let (course, states) = assert_resumes(&short("untreated.toml", &changes), Time::days(4.0));
        let death = course.outcome.survival.death_day.expect("the patient dies");
        let last = states.last().expect("a state").now().in_days();
        assert!(if stop == "true" { last < death + 1.0 } else { last == 15.0 && death < 11.0 }, "{death} {last}");
    }
}

#[test]
fn states_of_whole_days_fall_on_whole_days() {
    let (_, states) = assert_resumes(&short("arm_a.toml", &["simulation.horizon=\"25 d\""]), Time::days(5.0));
    let days: Vec<f64> = states.iter().map(|state| state.now().in_days()).collect();
    assert_eq!(days, [5.0, 10.0, 15.0, 20.0, 25.0]);
}

#[test]
fn a_state_of_another_marrow_is_refused() {
    let scenario = short("arm_a.toml", &["simulation.horizon=\"5 d\""]);
    let (_, states) = kept(&scenario, Time::days(1.0));
    let mut smaller = scenario.clone();
    smaller.settings.agents_per_class = 24;
    let refused = resume(&case(&smaller, &snapshots()), 0, Some(state(&states[0])), None, &|_| {});
    assert!(refused.is_err_and(|error| error.to_string().contains("expected one of the same scenario")));
    assert!(resume(&case(&scenario, &snapshots()), 1, Some(state(&states[0])), None, &|_| {}).is_err());
}

fn branched(original: &Scenario, changed: &Scenario, day: f64) -> Course {
    let snapshots = snapshots();
    branch(&case(original, &snapshots), &case(changed, &snapshots), Time::days(day), 0, &|_| {})
}

fn doses(events: &[Event]) -> Vec<(f64, u64)> {
    let dose = |event: &Event| match event.kind {
        EventKind::Dose { amount_mg, .. } => Some((event.time.in_hours(), amount_mg.to_bits())),
        _ => None,
    };
    events.iter().filter_map(dose).collect()
}

#[test]
fn a_branch_without_a_change_is_the_original() {
    let scenario = short("arm_b.toml", &["simulation.horizon=\"20 d\""]);
    let expected = whole(&scenario);
    for day in [0.0, 1.0, 2.05, 3.0, 14.0, 20.0] {
        assert!(branched(&scenario, &scenario, day) == expected, "branched on day {day}");
    }
}

#[test]
fn a_branch_on_the_first_day_is_the_changed_scenario() {
    let original = short("arm_a.toml", &["simulation.horizon=\"12 d\""]);
    let changed = short("arm_c.toml", &["simulation.horizon=\"12 d\""]);
    assert!(branched(&original, &changed, 0.0) == whole(&changed));
}

#[test]
fn a_change_of_later_doses_leaves_the_past_as_it_was_to_the_last_bit() {
    let horizon = "simulation.horizon=\"20 d\"";
    let original = short("arm_b.toml", &[horizon]);
    let changed = short("arm_b.toml", &[horizon, "arm.cytarabine.dose=\"1 g/m2\"", "arm.cenersen.duration=\"1 d\""]);
    let (before, after) = (whole(&original), branched(&original, &changed, 2.0));
    assert!(after.curves.until(2.0) == before.curves.until(2.0) && after.curves != before.curves);
    let earlier =
        |course: &Course| doses(&course.events).into_iter().filter(|(hour, _)| *hour < 48.0).collect::<Vec<_>>();
    assert_eq!(earlier(&after), earlier(&before), "cenersen began before the branch and runs on");
    // Cytarabine on days 2, 3 and 4: the first of them is that of the original.
    let (then, now) = (doses(&before.events), doses(&after.events));
    let changed = then.iter().zip(&now).filter(|(a, b)| a != b).map(|(a, _)| a.0).collect::<Vec<_>>();
    assert_eq!((then.len(), now.len(), changed), (7, 7, vec![48.0, 72.0]));
}

#[test]
fn a_branch_into_a_second_course_keeps_the_first_and_its_cells() {
    let when = |when: &str| format!("arm.courses={{ maximum = 2, when = \"{when}\", interval = \"14 d\" }}");
    let horizon = "simulation.horizon=\"20 d\"";
    let (one, two) =
        (short("arm_b.toml", &[&when("never"), horizon]), short("arm_b.toml", &[&when("always"), horizon]));
    let never = branched(&two, &one, 10.0);
    let always = branched(&one, &two, 10.0);
    assert!(never == whole(&one) && always == whole(&two), "the decision of day 14 is the changed one");
    assert_eq!((never.outcome.courses, always.outcome.courses), (1, 2));
    let late = branched(&two, &one, 15.0);
    assert_eq!(late.outcome.courses, 2, "a course that has begun stays begun");
    assert_ne!(late.outcome.response, Response::EarlyDeath);
}
