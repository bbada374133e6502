//! Shipped protocols against the amounts that their publications print, course by course.
//! Left out: what the model says of them.

use crate::patients::scenario;
use cenersim::{
    quantity::Time,
    treatment::{Body, Drug, Regimen},
};

/// A body of exactly 1 m2 (and 60 kg), so that amounts are per m2.
pub const ONE: Body = Body { weight_kg: 60.0, height_cm: 60.0 };

/// What an entry of an arm gives in all of each drug (mg/m2), and when its infusions begin (h) and how long they run (h).
pub type Given = (f64, Vec<(f64, f64)>);

pub fn given(arm: &Regimen, entry: usize, drug: Drug) -> Given {
    let given = arm.expand_of(entry, ONE, 50.0, 1, Time::ZERO);
    let of_drug = || given.iter().filter(|given| given.drug == drug);
    let times = of_drug().map(|given| (given.start.in_hours(), given.duration.in_hours())).collect();
    (of_drug().map(|given| given.amount_mg).sum(), times)
}

/// Infusions of this length at the beginning of these days.
fn on(days: &[u32], hours: f64) -> Vec<(f64, f64)> {
    days.iter().map(|day| (24.0 * f64::from(day - 1), hours)).collect()
}

fn close(found: Given, total: f64, times: &[(f64, f64)], what: &str) {
    assert!((found.0 - total).abs() < 1e-9 * total.max(1.0), "{what}: {} of {total} mg/m2", found.0);
    let alike = |(a, b): (&(f64, f64), &(f64, f64))| (a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9;
    assert!(found.1.len() == times.len() && found.1.iter().zip(times).all(alike), "{what}: {:?}", found.1);
}

fn protocol(name: &str) -> Regimen {
    scenario(&format!("protocols/{name}.toml"), &[]).arms.remove(0)
}

const IDARUBICIN: &[u32] = &[1, 2, 3];
const WEEK: &[u32] = &[1, 2, 3, 4, 5, 6, 7];

/// Product information: 12 mg/m2 for three days, 100 mg/m2 a day for seven.
#[test]
fn seven_and_three_gives_36_and_700_mg_per_m2_in_each_of_two_courses() {
    let arm = protocol("seven_and_three");
    for entry in [0, 1] {
        close(given(&arm, entry, Drug::Idarubicin), 36.0, &on(IDARUBICIN, 0.25), "idarubicin");
        close(given(&arm, entry, Drug::Cytarabine), 700.0, &on(WEEK, 24.0), "cytarabine");
    }
}

/// Burnett 2015 and Fernandez 2009: 60 and 90 mg/m2 for three days.
#[test]
fn seven_and_three_with_daunorubicin_gives_180_or_270_mg_per_m2() {
    for (dose, total) in [(60, 180.0), (90, 270.0)] {
        let arm = protocol(&format!("seven_and_three_daunorubicin_{dose}"));
        close(given(&arm, 0, Drug::named("daunorubicin")), total, &on(IDARUBICIN, 0.5), "daunorubicin");
        close(given(&arm, 0, Drug::Cytarabine), 700.0, &on(WEEK, 24.0), "cytarabine");
        close(given(&arm, 0, Drug::Idarubicin), 0.0, &[], "idarubicin");
    }
}

/// Berman 1991: 25 mg/m2, then 200 mg/m2/d for five days.
#[test]
fn a_bolus_and_five_days_give_1025_mg_per_m2() {
    let arm = protocol("bolus_and_five_days");
    close(given(&arm, 0, Drug::Idarubicin), 36.0, &on(IDARUBICIN, 0.25), "idarubicin");
    close(given(&arm, 0, Drug::Cytarabine), 1025.0, &[(0.0, 5.0 / 60.0), (0.0, 120.0)], "cytarabine");
}

#[test]
fn five_and_two_gives_two_and_five_days_of_the_same() {
    let arm = protocol("five_and_two");
    close(given(&arm, 0, Drug::Cytarabine), 700.0, &on(WEEK, 24.0), "cytarabine");
    close(given(&arm, 1, Drug::Idarubicin), 24.0, &on(&[1, 2], 0.25), "idarubicin");
    close(given(&arm, 1, Drug::Cytarabine), 500.0, &on(&WEEK[..5], 24.0), "cytarabine");
}

/// Mayer 1994: 3 g/m2 in 3 h every 12 h on days 1, 3 and 5, four courses. Büchner 1999: every 12 h six times. A registry:
/// a median of 5.9 g/m2 (5.7 to 8.6) for intermediate doses.
#[test]
fn consolidation_gives_18_or_6_g_per_m2_in_six_infusions() {
    for (name, total, days, courses) in [
        ("high_dose_days_1_3_5", 18_000.0, [0.0, 2.0, 4.0], 4),
        ("high_dose_days_1_2_3", 18_000.0, [0.0, 1.0, 2.0], 3),
        ("intermediate_dose", 6000.0, [0.0, 1.0, 2.0], 3),
    ] {
        let arm = protocol(name);
        close(given(&arm, 0, Drug::Idarubicin), 36.0, &on(IDARUBICIN, 0.25), name);
        let times: Vec<(f64, f64)> =
            days.iter().flat_map(|day| [(24.0 * day, 3.0), (24.0 * day + 12.0, 3.0)]).collect();
        close(given(&arm, 2, Drug::Cytarabine), total, &times, name);
        close(given(&arm, 2, Drug::Idarubicin), 0.0, &[], name);
        assert_eq!(arm.courses.further[1].most, courses, "{name}");
    }
}

/// L05: 20 mg/m2 once a day for ten days, every 28 days.
#[test]
fn low_doses_under_the_skin_give_200_mg_per_m2_a_course() {
    let arm = protocol("low_dose_subcutaneous");
    let days: Vec<u32> = (1..=10).collect();
    close(given(&arm, 0, Drug::Cytarabine), 200.0, &on(&days, 5.0 / 60.0), "cytarabine");
    let routes = arm.expand(ONE, 75.0, 1, Time::ZERO).into_iter().map(|given| given.route.name());
    assert!(routes.into_iter().all(|route| route == "subcutaneous"));
    assert_eq!(arm.courses.further[0].interval, Time::days(28.0));
}

/// FLAG-Ida10: cytarabine 2 g/m2 over 4 h on days 2 to 6, idarubicin 10 mg/m2 on days 2 to 4.
#[test]
fn flag_ida_gives_10_g_per_m2_of_cytarabine_and_30_mg_per_m2_of_idarubicin() {
    let arm = protocol("flag_ida");
    let times: Vec<(f64, f64)> = on(&[2, 3, 4, 5, 6], 4.0).iter().map(|(start, hours)| (start + 4.0, *hours)).collect();
    close(given(&arm, 0, Drug::Cytarabine), 10_000.0, &times, "cytarabine");
    close(given(&arm, 0, Drug::Idarubicin), 30.0, &on(&[2, 3, 4], 0.25), "idarubicin");
}

/// FLAG-Ida10: fludarabine 30 mg/m2 over 30 min on days 2 to 6, as phosphate (365.2 of 285.2 g/mol).
#[test]
fn flag_ida_with_a_table_for_fludarabine_gives_117_mg_per_m2_of_it_and_all_else_as_without() {
    let (arm, without) = (protocol("flag_ida_fludarabine"), protocol("flag_ida"));
    let total = 5.0 * 30.0 * 285.2 / 365.2;
    let (found, times) = given(&arm, 0, Drug::named("fludarabine"));
    assert!((found / total - 1.0).abs() < 2e-3 && times == on(&[2, 3, 4, 5, 6], 0.5), "{found} of {total}: {times:?}");
    for drug in [Drug::Idarubicin, Drug::Cytarabine] {
        assert_eq!(given(&arm, 0, drug), given(&without, 0, drug));
    }
}

/// Cenersen 0.1 mg/kg/h for seven days (the source document) or four (as presented), idarubicin 12 mg/m2 for three days, and cytarabine
/// 0.5 or 1.5 g/m2 for three days, or 100 mg/m2 for seven and 1 g/m2 for four.
#[test]
fn the_arms_of_the_trial_give_what_was_printed() {
    for (file, days, cytarabine) in [
        ("arm_a", 7.0, 0.0),
        ("arm_b", 7.0, 1500.0),
        ("arm_c", 7.0, 4500.0),
        ("published/arm_a_published", 4.0, 0.0),
        ("published/arm_b_published", 4.0, 700.0),
        ("published/arm_c_published", 4.0, 4000.0),
    ] {
        let arm = scenario(&format!("{file}.toml"), &[]).arms.remove(0);
        let total = |drug| given(&arm, 0, drug).0;
        assert!((total(Drug::Cenersen) - 0.1 * 60.0 * 24.0 * days).abs() < 1e-9, "{file}: {}", total(Drug::Cenersen));
        assert!((total(Drug::Idarubicin) - 36.0).abs() < 1e-9, "{file}");
        assert!((total(Drug::Cytarabine) - cytarabine).abs() < 1e-9, "{file}: {}", total(Drug::Cytarabine));
    }
}
