//! Pairing, cohorts and failures, on small marrows: what has to be exactly equal is equal.

use super::{Arm, Bands, Design, Part, Record, Who, Without};
use cenersim_model::{
    curves::Course,
    parameters::Ledger,
    patient::{Chemosensitivity, Correlations, Disease, InhibitorUse, Patient, Sex, Tp53},
    quantity::Time,
    simulation::{Case, Settings, simulate},
    treatment::{Basis, Body, Dose, Drug, Infusions, Regimen, Schedule},
};

fn settings() -> Settings {
    Settings {
        horizon: Time::days(16.0),
        agents_per_class: 16,
        record_every: Time::hours(24.0),
        examinations: vec![Time::days(14.0)],
        ..Settings::default()
    }
}

fn reference() -> Patient {
    let disease = Disease::Relapsed { first_remission: Time::days(210.0) };
    let body = Body { weight_kg: 75.0, height_cm: 172.0 };
    let (tp53, inhibitor) = (Tp53::WildType, InhibitorUse::default());
    let chemosensitivity = Chemosensitivity::default();
    Patient {
        number: 0,
        age_years: 61.0,
        sex: Sex::Male,
        body,
        disease,
        tp53,
        burden: 1e12,
        chemosensitivity,
        inhibitor,
        own: Default::default(),
    }
}

fn daily(amount: f64, hours: f64) -> Vec<Schedule> {
    let dose = Dose { amount, basis: Basis::PerSurface, written: String::new() };
    vec![Schedule::new(Time::hours(24.0), Infusions::daily(dose, vec![1, 2, 3], Time::hours(hours)))]
}

fn arm(name: &str, drugs: &[Drug]) -> Arm {
    let given = |drug: &Drug| match *drug {
        Drug::Cenersen => {
            let rate = Dose { amount: 0.1, basis: Basis::PerWeight, written: String::new() };
            (*drug, vec![Schedule::new(Time::ZERO, Infusions::continuous(rate, Time::days(7.0)))])
        }
        Drug::Idarubicin => (*drug, daily(12.0, 0.25)),
        _ => (*drug, daily(500.0, 2.0)),
    };
    let doses = drugs.iter().map(given).collect();
    Arm {
        name: name.into(),
        regimen: Regimen { name: name.into(), doses, ..Regimen::default() },
        ledger: Ledger::defaults(),
        correlations: Correlations::default(),
        patient: reference(),
        without_inhibitors: false,
        published: None,
    }
}

fn design(arms: Vec<Arm>, patients: u64, replicates: u32) -> Design {
    Design { arms, settings: settings(), who: Who::Population(patients), replicates, cohort: Default::default() }
}

fn simulated(design: &Design) -> Part {
    design.simulate(design.patients(), &|_| {})
}

const A: &[Drug] = &[Drug::Cenersen, Drug::Idarubicin];
const B: &[Drug] = &[Drug::Cenersen, Drug::Idarubicin, Drug::Cytarabine];

fn of_arm(part: &Part, arm: u32) -> Vec<Record> {
    part.records.iter().filter(|record| record.arm == arm).cloned().collect()
}

#[test]
fn an_arm_against_itself_is_equal_patient_by_patient_even_when_it_is_simulated_twice() {
    // A change that no cell can notice makes the second arm another model, so that nothing is reused.
    let mut twin = arm("twin", B);
    twin.ledger.set("population.oldest", "85.0000001 y".parse().unwrap()).unwrap();
    let part = simulated(&design(vec![arm("B", B), twin], 6, 2));
    let [one, two] = [0, 1].map(|index| of_arm(&part, index));
    assert_eq!(one.len(), 12);
    assert!(one.iter().zip(&two).all(|(a, b)| Record { arm: 0, ..b.clone() } == *a));
    assert_eq!(format!("{:?}", part.bands[0].results()), format!("{:?}", part.bands[1].results()));
    assert!(part.bands[1].differences().iter().flat_map(|one| &one.median).all(|median| *median == 0.0));
}

#[test]
fn an_arm_that_does_not_differ_has_the_course_of_the_earlier_one() {
    let part = simulated(&design(vec![arm("B", B), arm("the same", B)], 3, 1));
    assert!(of_arm(&part, 0).iter().zip(of_arm(&part, 1)).all(|(a, b)| Record { arm: 0, ..b } == *a));
    assert_eq!(format!("{:?}", part.bands[0].results()), format!("{:?}", part.bands[1].results()));
    assert!(part.bands[1].differences().iter().flat_map(|one| &one.median).all(|median| *median == 0.0));
}

#[test]
fn adding_an_arm_changes_nothing_in_the_others() {
    let two = simulated(&design(vec![arm("A", A), arm("B", B)], 4, 1));
    let three = simulated(&design(vec![arm("A", A), arm("B", B), arm("none", &[])], 4, 1));
    for index in [0, 1] {
        assert_eq!(of_arm(&two, index), of_arm(&three, index));
        assert_eq!(two.bands[index as usize], three.bands[index as usize]);
    }
}

#[test]
fn the_first_patients_of_a_larger_cohort_are_those_of_a_smaller_one() {
    let [small, large] = [3, 7].map(|patients| simulated(&design(vec![arm("B", B)], patients, 1)));
    assert_eq!(small.records, large.records[..3]);
}

#[test]
fn parts_merge_into_what_one_run_yields() {
    let whole = design(vec![arm("A", A), arm("B", B)], 7, 2);
    let mut part = whole.simulate(1..4, &|_| {});
    part.merge(whole.simulate(4..8, &|_| {}));
    assert_eq!(part, simulated(&whole));
}

#[test]
fn units_in_pieces_are_what_all_patients_yield() {
    let whole = design(vec![arm("A", A), arm("B", B)], 3, 3);
    let mut part = whole.simulate_units(0..2, &|_| {});
    part.merge(whole.simulate_units(2..7, &|_| {}));
    part.merge(whole.simulate_units(7..9, &|_| {}));
    assert_eq!(part, simulated(&whole));
    assert_eq!(whole.outcomes_of_units(4..5, &|_| {}).records, part.records[8..10]);
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let design = design(vec![arm("A", A), arm("B", B)], 5, 1);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| simulated(&design))
    };
    assert!(with(1) == with(2) && with(1) == with(7));
}

#[test]
fn the_reference_patient_has_replicates() {
    let design = Design { who: Who::Reference, ..design(vec![arm("B", B)], 1, 3) };
    let part = simulated(&design);
    assert_eq!(part.records.iter().map(|r| (r.patient, r.replicate)).collect::<Vec<_>>(), [(0, 0), (0, 1), (0, 2)]);
    assert_ne!(part.records[0].outcome, part.records[1].outcome);
}

#[test]
fn only_who_takes_inhibitors_differs_without_them() {
    let arms = vec![arm("B", B), arm("B", B).without(&[Without::Inhibitors])];
    let design = design(arms, 20, 1);
    let part = simulated(&design);
    let takes = |number: u64| !design.patient(&design.arms[0], number).inhibitor.periods.is_empty();
    assert!((1..=20).any(takes));
    for (with, without) in of_arm(&part, 0).iter().zip(of_arm(&part, 1)) {
        assert_eq!(with.outcome == without.outcome, !takes(with.patient), "patient {}", with.patient);
    }
}

#[test]
fn subsets_end_with_the_whole_arm_and_begin_with_no_treatment() {
    let design = design(vec![arm("A", A), arm("none", &[])], 3, 1);
    let whole = simulated(&design);
    let (subsets, failures) = design.subsets(&[0], &whole.records, 1..3, &|_| {});
    let [subsets] = &subsets[..] else { panic!("one arm was taken apart") };
    assert!(failures.is_empty() && subsets.drugs == A && subsets.records.len() == 4);
    assert_eq!(subsets.records[3], of_arm(&whole, 0)[..2]);
    let untreated = of_arm(&whole, 1);
    assert!(subsets.records[0].iter().zip(&untreated).all(|(a, b)| a.outcome == b.outcome));
    assert_eq!(design.taken_apart(&[0]).arms.len(), 3);
}

/// Patient 3 fails in arm B; everything else is real.
fn with_a_fault(design: &Design) -> Part {
    let simulator = |case: &Case, replicate: u32, progress: &dyn Fn(f64)| -> Course {
        assert!(!(case.patient.number == 3 && case.regimen.name == "B"), "cells of patient 3 are negative");
        simulate(case, replicate, &progress)
    };
    let bands = design.arms.iter().map(|_| Bands::new(&design.settings)).collect();
    design.with(design.replicates_of(design.patients()), &simulator, &|_| {}, Some(std::sync::Mutex::new(bands)))
}

#[test]
fn a_patient_that_fails_is_named_and_left_out_of_every_arm() {
    let part = with_a_fault(&design(vec![arm("A", A), arm("B", B)], 5, 1));
    let [failed] = &part.failures[..] else { panic!("{:?}", part.failures) };
    assert_eq!((failed.patient, failed.arm.as_str()), (3, "B"));
    assert_eq!(failed.message, "cells of patient 3 are negative");
    let patients: Vec<u64> = of_arm(&part, 0).iter().map(|record| record.patient).collect();
    assert_eq!(patients, [1, 2, 4, 5]);
    assert_eq!(part.bands[0].results()[0].courses[0], 4, "their curves are in no band");
}
