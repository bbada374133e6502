//! Small results as the program kept them for its figures, which tests read and then change; `assets/fixtures.sh`
//! writes them again. A run is small enough to be simulated where it is needed. The tests of the figures and those of the
//! reports compile this, each for themselves; programs do not.

#![allow(dead_code)]

use cenersim_analyses::{
    calibration::Calibrated,
    comparison::{Compared, CrDifference, Headline},
    scenario::Scenario,
    sensitivity::SensitivityResult,
    trial::TrialResult,
};
use cenersim_model::{
    curves::{Course, Event},
    patient::Patient,
    quantity::Time,
    simulation::replicates,
    treatment::{CourseRule, Doses, Further, NextCourse},
};
use serde::de::DeserializeOwned;
use std::{collections::BTreeMap, path::Path, sync::LazyLock};

/// The result in a file of one kind.
#[derive(serde::Deserialize)]
struct Drawn<T> {
    result: BTreeMap<String, T>,
}

/// Reads `figures.cbor` of a result.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> T {
    let drawn: Drawn<T> = ciborium::from_reader(bytes).expect("the file holds a result of this version");
    drawn.result.into_values().next().expect("the file holds a result")
}

static ARM_B: LazyLock<Scenario> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scenarios/arm_b.toml");
    Scenario::read(Path::new(file), &[]).expect("a shipped scenario")
});

/// The patient of arm B.
pub fn patient() -> Patient {
    ARM_B.patient.clone()
}

/// So many replicates of arm B in its patient with few agents, for so many days; so many courses are given, one every 42 days,
/// or nothing at all.
pub fn arm_b(count: u32, days: f64, courses: u32) -> Vec<Course> {
    let (mut scenario, end) = (ARM_B.clone(), Time::days(days));
    let settings = &mut scenario.settings;
    (settings.horizon, settings.replicates, settings.agents_per_class) = (end, count, 8);
    settings.examinations.retain(|examination| *examination <= end);
    let arm = &mut scenario.arms[0];
    let further = Further::alike(NextCourse::Always, courses.saturating_sub(1), Time::days(42.0));
    arm.courses = CourseRule { further: vec![further] };
    if courses == 0 {
        arm.doses = Doses::default();
    }
    replicates(&scenario.case(&scenario.arms[0], &[]), |_| {})
}

static COMPARISON: LazyLock<Compared> = LazyLock::new(|| read(include_bytes!("fixtures/comparison.cbor")));

/// Arms A, B and C in twelve patients, two replicates each, with headline, attribution and a sweep.
pub fn comparison() -> Compared {
    COMPARISON.clone()
}

/// Fourteen parameters, fitted to the published counts in nine subjects.
pub fn calibration() -> Calibrated {
    read(include_bytes!("fixtures/calibration.cbor"))
}

/// A dozen inputs of a small analysis.
pub fn sensitivity() -> SensitivityResult {
    read(include_bytes!("fixtures/sensitivity.cbor"))
}

/// A trial as its figures show it, with what cenersen does in its reference patient.
#[derive(serde::Deserialize)]
struct DrawnTrial<T> {
    result: TrialResult,
    events: Vec<Vec<Event>>,
    mechanism: T,
}

fn read_trial<T: DeserializeOwned>() -> DrawnTrial<T> {
    read(include_bytes!("fixtures/trial.cbor"))
}

static TRIAL: LazyLock<TrialResult> = LazyLock::new(|| {
    let DrawnTrial::<serde::de::IgnoredAny> { mut result, events, .. } = read_trial();
    result.trial.subjects.iter_mut().zip(events).for_each(|(subject, events)| subject.events = events);
    result
});

/// The trial with 53 subjects, repeated two hundred times.
pub fn trial() -> TrialResult {
    TRIAL.clone()
}

/// The pathway in the reference patient of that trial.
pub fn mechanism<T: DeserializeOwned>() -> T {
    read_trial().mechanism
}

/// The headline of these arms under all three hypotheses, `source` being in force.
pub fn headline(names: &[&str]) -> Headline {
    let mut headline = COMPARISON.headline.clone().expect("the comparison has a headline");
    for under in &mut headline.hypotheses {
        let named = names.iter().zip(under.arms.iter().cycle());
        under.arms = named.map(|(name, arm)| CrDifference { name: (*name).to_owned(), ..arm.clone() }).collect();
    }
    headline
}
