//! Protocols as people wrote them elsewhere, each over the shipped arm A: what a course gives the man of 61 y and 1.893 m2
//! there, infusion by infusion. What has to be written in another way is refused with that way.

use super::{Scenario, ScenarioError};
use cenersim_model::{
    quantity::Time,
    treatment::{Drug, Regimen},
};

/// sqrt(172 cm x 75 kg / 3600), in m2.
const SURFACE: f64 = 1.892_969;

fn read(text: &str) -> Result<Scenario, ScenarioError> {
    let base = "extends = \"arm_a\"\ntitle = \"as written\"\nsimulation.horizon = \"150 d\"\n";
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("written.toml");
    std::fs::write(&file, format!("{base}{text}\n")).unwrap();
    Scenario::read(&file, &[])
}

fn scenario(text: &str) -> Scenario {
    read(text).unwrap_or_else(|error| panic!("{error}"))
}

fn arm(text: &str) -> Regimen {
    scenario(text).arms.remove(0)
}

fn refused(text: &str) -> String {
    read(text).expect_err("it cannot be written so").to_string()
}

/// Start (h), length (h) and amount (mg) of each infusion of a drug in a course of this entry.
fn given(scenario: &Scenario, entry: usize, drug: &str) -> Vec<(f64, f64, f64)> {
    let patient = &scenario.patient;
    let plan = scenario.arms[0].expand_of(entry, patient.body, patient.age_years, 1, Time::ZERO);
    let of_drug = plan.into_iter().filter(|given| given.drug == Drug::named(drug));
    of_drug.map(|given| (given.start.in_hours(), given.duration.in_hours(), given.amount_mg)).collect()
}

fn close(found: &[(f64, f64, f64)], expected: &[(f64, f64, f64)]) {
    let alike = |(a, b): (&(f64, f64, f64), &(f64, f64, f64))| {
        (a.0 - b.0).abs() < 1e-6 && (a.1 - b.1).abs() < 1e-6 && (a.2 / b.2 - 1.0).abs() < 1e-6
    };
    assert!(found.len() == expected.len() && found.iter().zip(expected).all(alike), "{found:?} for {expected:?}");
}

#[test]
fn four_courses_of_28_days_need_a_marrow_in_each_of_them() {
    let courses = "[arm.courses]\nwhen = 'on_no_response'\nmaximum = 4\ninterval = '28 d'";
    assert_eq!(arm(courses).courses.further[0].interval, Time::days(28.0));
    let late = refused(&format!("simulation.examinations = ['42 d']\n{courses}"));
    assert!(late.contains("examinations"), "{late}");
}

#[test]
fn consolidation_gives_other_drugs_than_induction() {
    let scenario = scenario(
        "[arm]\ncourses = []\ncenersen = []\nidarubicin = []\n[[arm.course]]\nidarubicin = '12 mg/m2 over 15 min days 1-3'\n\
         cytarabine = '100 mg/m2 over 24 h x 7'\n[[arm.course]]\nwhen = 'in_remission'\ncourses = 2\ninterval = '42 d'\n\
         cytarabine = '3 g/m2 over 3 h every 12 h days 1,3,5'",
    );
    close(
        &given(&scenario, 0, "cytarabine"),
        &[0, 1, 2, 3, 4, 5, 6].map(|day| (24.0 * f64::from(day), 24.0, 100.0 * SURFACE)),
    );
    let starts = [0.0, 12.0, 48.0, 60.0, 96.0, 108.0];
    close(&given(&scenario, 1, "cytarabine"), &starts.map(|start| (start, 3.0, 3000.0 * SURFACE)));
    close(&given(&scenario, 1, "idarubicin"), &[]);
    assert_eq!(scenario.arms[0].courses.further[0].most, 2);
}

#[test]
fn a_dose_is_capped_in_mg_or_by_the_body_surface() {
    let large = "patient.weight = '120 kg'\npatient.height = '190 cm'\n";
    for cap in ["idarubicin.maximum = '24 mg'", "body_surface_at_most = '2.0 m2'"] {
        let scenario = scenario(&format!("{large}[arm]\n{cap}"));
        close(&given(&scenario, 0, "idarubicin"), &[24.0, 48.0, 72.0].map(|start| (start, 0.25, 24.0)));
    }
}

#[test]
fn a_rate_is_reduced_with_age_as_a_rate_and_a_dose_there_is_refused_with_the_rate_to_write() {
    let older = |key: &str| {
        format!("[arm.cytarabine]\nrate = '200 mg/m2/d'\nduration = '7 d'\nolder = {{ from_age = '60 y', {key} }}")
    };
    close(&given(&scenario(&older("rate = '100 mg/m2/d'")), 0, "cytarabine"), &[(0.0, 168.0, 700.0 * SURFACE)]);
    let refused = refused(&older("dose = '100 mg/m2'"));
    assert!(refused.contains("rate = \"100 mg/m2/d\""), "{refused}");
}

#[test]
fn a_rate_with_an_infusion_runs_so_long_on_each_of_its_days() {
    let rate = "[arm.cytarabine]\nrate = '4 mg/m2/h'\ndays = [1, 2, 3]\n";
    let whole = scenario(&format!("{rate}infusion = '24 h'"));
    close(&given(&whole, 0, "cytarabine"), &[0.0, 24.0, 48.0].map(|start| (start, 24.0, 96.0 * SURFACE)));
    // A band may say the length by the other key.
    let shorter = scenario(&format!("{rate}infusion = '24 h'\nolder = {{ from_age = '60 y', duration = '6 h' }}"));
    close(&given(&shorter, 0, "cytarabine"), &[0.0, 24.0, 48.0].map(|start| (start, 6.0, 24.0 * SURFACE)));
}

#[test]
fn twenty_mg_under_the_skin_twice_a_day_in_six_courses() {
    let scenario = scenario(
        "[arm]\ncenersen = []\nidarubicin = []\ncourses = { when = 'always', maximum = 6, interval = '28 d' }\n\
         [arm.cytarabine]\ndose = '20 mg'\ndays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]\nrepeat = 2\nevery = '12 h'\n\
         infusion = '5 min'\nroute = 'subcutaneous'",
    );
    let expected: Vec<_> = (0..20).map(|dose| (12.0 * f64::from(dose), 5.0 / 60.0, 20.0)).collect();
    close(&given(&scenario, 0, "cytarabine"), &expected);
    assert_eq!(scenario.arms[0].courses.further[0].most, 5);
}

#[test]
fn days_before_day_one_need_an_arm_that_begins_then() {
    let days = "[arm.cytarabine]\ndose = '2 g/m2'\ndays = [-1, 0, 1]\ninfusion = '4 h'";
    let scenario = scenario(&format!("[arm]\nfirst_day = -1\n{days}"));
    close(&given(&scenario, 0, "cytarabine"), &[0.0, 24.0, 48.0].map(|start| (start, 4.0, 2000.0 * SURFACE)));
    let refused = refused(days);
    assert!(refused.contains("first_day = -1 of the arm"), "{refused}");
}
