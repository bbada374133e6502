//! Spreads, correlations and courses of samples of patients.

use super::*;

/// Patients in a sample.
const SAMPLE: u64 = 5_000;

const SOME: &str = r#"
    [b.cv]
    value = "10 L/h/m2"
    spread = { cv = 0.5 }
    grade = "A"
    source = "test"
    about = "test"
    positive = true
    [b.ln]
    value = "4 h"
    spread = { ln_sd = 0.67 }
    grade = "A"
    source = "test"
    about = "test"
    [b.log10]
    value = 20.0
    spread = { log10_sd = 0.7 }
    grade = "A"
    source = "test"
    about = "test"
    [b.logit]
    value = 0.3
    spread = { logit_sd = 1.0 }
    grade = "A"
    source = "test"
    about = "test"
    probability = true
    [b.share]
    value = 0.9
    spread = { cv = 0.5 }
    grade = "A"
    source = "test"
    about = "test"
    probability = true
    [b.fixed]
    value = 7.0
    grade = "A"
    source = "test"
    about = "test"
"#;

const MORE: &str = r#"
    [a.first]
    value = 1.0
    spread = { cv = 0.2 }
    grade = "A"
    source = "test"
    about = "test"
"#;

fn seed() -> Seed {
    Seed::new(20_261_122)
}

fn sample(path: &str, scale: impl Fn(f64) -> f64) -> Vec<f64> {
    let ledger = Ledger::read(SOME);
    (1..=SAMPLE).map(|patient| scale(individual(&ledger, seed(), patient).number(path))).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Mean and standard deviation by z-test; z = 4.4 leaves one false alarm in 100,000 seeds, and the seed is fixed, so a
/// failure is a change. On this scale the values are normal: the error of the standard deviation is sd/sqrt(2 n).
fn is_normal(values: &[f64], center: f64, sd: f64) {
    let n = values.len() as f64;
    let found_mean = mean(values);
    let squares: Vec<f64> = values.iter().map(|x| (x - center) * (x - center)).collect();
    let found_sd = mean(&squares).sqrt();
    assert!((found_mean - center).abs() < 4.4 * sd / n.sqrt(), "mean {found_mean}, expected {center}");
    assert!((found_sd - sd).abs() < 4.4 * sd / (2.0 * n).sqrt(), "spread {found_sd}, expected {sd}");
}

#[test]
fn spreads_are_what_the_ledger_says_around_its_value_as_median() {
    is_normal(&sample("b.cv", f64::ln), 10_f64.ln(), 1.25_f64.ln().sqrt());
    is_normal(&sample("b.ln", f64::ln), 4_f64.ln(), 0.67);
    is_normal(&sample("b.log10", f64::log10), 20_f64.log10(), 0.7);
    is_normal(&sample("b.logit", |p| (p / (1.0 - p)).ln()), (0.3_f64 / 0.7).ln(), 1.0);
}

#[test]
fn half_of_the_patients_are_below_the_median_even_where_a_bound_holds() {
    let shares = sample("b.share", |share| share);
    let below = shares.iter().filter(|share| **share < 0.9).count() as f64;
    let n = SAMPLE as f64;
    // z = 4.4 leaves one false alarm in 100,000 seeds.
    assert!((below - n / 2.0).abs() < 4.4 * (n / 4.0).sqrt(), "{below}");
    assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)) && shares.contains(&1.0));
}

#[test]
fn patient_zero_is_the_typical_patient() {
    assert_eq!(individual(&Ledger::defaults(), seed(), 0), Ledger::defaults());
}

#[test]
fn a_patient_is_the_same_person_each_time_and_differs_from_others() {
    let ledger = Ledger::defaults();
    assert_eq!(individual(&ledger, seed(), 7), individual(&ledger, seed(), 7));
    assert_ne!(individual(&ledger, seed(), 7), individual(&ledger, seed(), 8));
    assert_ne!(individual(&ledger, seed(), 7), individual(&ledger, Seed::new(1), 7));
}

#[test]
fn a_number_added_to_the_ledger_leaves_the_other_effects_as_they_were() {
    let (some, more) = (Ledger::read(SOME), Ledger::read(&format!("{MORE}{SOME}")));
    for patient in 1..50 {
        let (a, b) = (individual(&some, seed(), patient), individual(&more, seed(), patient));
        assert!(a.entries().all(|(path, _)| a.number(path) == b.number(path)));
    }
}

#[test]
fn numbers_without_spread_are_the_same_for_all() {
    assert!(sample("b.fixed", |x| x).iter().all(|x| *x == 7.0));
}

#[test]
fn two_of_five_patients_at_relapse_form_a_tenth_of_the_ara_ctp() {
    let ledger = Ledger::defaults();
    let poor = (1..=2000_u64).filter(|patient| {
        let person = individual(&ledger, seed(), *patient);
        let effect = effects(&ledger, seed().number(*patient))["ara_ctp.vmax"];
        let full = varied(ledger.number("ara_ctp.vmax"), Spread::LnSd(0.59), effect);
        let ratio = person.number("ara_ctp.vmax") / full;
        assert!((ratio - 1.0).abs() < 1e-12 || (ratio - 0.1).abs() < 1e-12, "{ratio}");
        ratio < 0.5
    });
    // z = 4.4 leaves one false alarm in 100,000 seeds.
    let poor = poor.count() as f64;
    assert!((poor - 800.0).abs() < 4.4 * (2000.0_f64 * 0.4 * 0.6).sqrt(), "{poor}");
}

#[test]
fn the_spread_of_deamination_is_capped_at_30_percent() {
    let ledger = Ledger::defaults();
    assert_eq!(ledger.get("cytarabine.vmax").and_then(|entry| entry.spread), Some(Spread::Cv(0.3)));
}

/// Correlation of the logarithms of two samples around their medians, in units of the spread.
fn correlation(first: &[f64], second: &[f64]) -> f64 {
    first.iter().zip(second).map(|(a, b)| a * b).sum::<f64>() / first.len() as f64
}

#[test]
fn a_share_of_the_difference_is_drawn_anew_for_each_further_course_and_the_spread_stays() {
    let ledger = Ledger::defaults();
    let none = Correlations::default();
    let differing = [
        ("idarubicin.exposure", 0.15, 0.0),
        ("leukemia.chemoresistance", 0.18, 0.6),
        ("dna_damage.idarubicin_lc50", 0.22, 0.8),
        ("dna_damage.cytarabine_ec50", 0.20, 1.0),
    ];
    let numbers = |course| -> Vec<[f64; 4]> {
        let of = |patient| of_course(&ledger, seed(), patient, &none, (LATER, course));
        let all =
            |person: Ledger| differing.map(|(path, sd, _)| (person.number(path) / ledger.number(path)).log10() / sd);
        (1..=SAMPLE).map(|patient| all(of(patient))).collect()
    };
    let (first, second) = (numbers(1), numbers(2));
    for (index, (path, _, kept)) in differing.into_iter().enumerate() {
        let one = |course: &[[f64; 4]]| -> Vec<f64> { course.iter().map(|numbers| numbers[index]).collect() };
        let (first, second) = (one(&first), one(&second));
        is_normal(&second, 0.0, 1.0);
        // The product of standard normals has variance 1 + r^2; z = 4.4 leaves one false alarm in 100,000 seeds.
        let error = ((1.0 + kept * kept) / SAMPLE as f64).sqrt();
        assert!((correlation(&first, &second) - kept).abs() < 4.4 * error, "{path}");
    }
}

fn paths(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn three(r: f64, s: f64, t: f64) -> Vec<Vec<f64>> {
    vec![vec![1.0, r, s], vec![r, 1.0, t], vec![s, t, 1.0]]
}

#[test]
fn a_drug_shares_the_sensitivity_to_the_first_of_its_class_as_far_as_their_correlation_goes() {
    let mut ledger = Ledger::defaults();
    let table = r#"
        class = "anthracycline"
        molar_mass = 543.5
        action = ["breaks"]
        [numbers]
        clearance = "30 L/h/m2"
        central_volume = "20 L/m2"
        cell_ratio = 100
        cell_half_life = "80 h"
        lc50 = { value = "100 nM", spread = { log10_sd = 0.3 }, grade = "C", source = "test", about = "test" }
        class_correlation = 0.8
    "#;
    ledger.describe("doxorubicin", &table.parse().expect("a table")).expect("a drug");
    let effects = |path: &str, sd: f64| -> Vec<f64> {
        let of = |patient| individual(&ledger, seed(), patient).number(path) / ledger.number(path);
        (1..=SAMPLE).map(|patient| of(patient).log10() / sd).collect()
    };
    let (own, first) = (effects("doxorubicin.lc50", 0.3), effects("dna_damage.idarubicin_lc50", 0.22));
    is_normal(&own, 0.0, 1.0);
    is_normal(&first, 0.0, 1.0);
    // The product of standard normals has variance 1 + r^2; z = 4.4 leaves one false alarm in 100,000 seeds.
    let error = ((1.0 + 0.64) / SAMPLE as f64).sqrt();
    assert!((correlation(&own, &first) - 0.8).abs() < 4.4 * error, "{}", correlation(&own, &first));
}

#[test]
fn effects_are_correlated_as_asked_and_keep_their_spread() {
    let ledger = Ledger::read(SOME);
    let names = paths(&["b.cv", "b.log10", "b.ln"]);
    let correlations = Correlations::new(&ledger, names, &three(0.65, -0.3, 0.1)).expect("positive definite");
    let people: Vec<Ledger> =
        (1..=SAMPLE).map(|patient| of_course(&ledger, seed(), patient, &correlations, (LATER, 1))).collect();
    let scaled = |path: &str, median: f64, sd: f64| -> Vec<f64> {
        people.iter().map(|person| (person.number(path) / median).ln() / sd).collect()
    };
    let sd_cv = 1.25_f64.ln().sqrt();
    let (cv, log10, ln) =
        (scaled("b.cv", 10.0, sd_cv), scaled("b.log10", 20.0, 0.7 * 10_f64.ln()), scaled("b.ln", 4.0, 0.67));
    for (a, b, expected) in [(&cv, &log10, 0.65), (&cv, &ln, -0.3), (&log10, &ln, 0.1)] {
        let products: Vec<f64> = a.iter().zip(b).map(|(a, b)| a * b).collect();
        // The product of standard normals has variance 1 + r^2; z = 4.4 leaves one false alarm in 100,000 seeds.
        let error = ((1.0 + expected * expected) / SAMPLE as f64).sqrt();
        assert!((mean(&products) - expected).abs() < 4.4 * error, "{} {expected}", mean(&products));
    }
    [&cv, &log10, &ln].into_iter().for_each(|values| is_normal(values, 0.0, 1.0));
}

#[test]
fn correlations_leave_the_first_and_the_unnamed_effects_as_they_were() {
    let ledger = Ledger::read(SOME);
    let matrix = [vec![1.0, 0.9], vec![0.9, 1.0]];
    let correlations = Correlations::new(&ledger, paths(&["b.ln", "b.cv"]), &matrix).expect("positive definite");
    let (alone, together) = (individual(&ledger, seed(), 3), of_course(&ledger, seed(), 3, &correlations, (LATER, 1)));
    for path in ["b.ln", "b.log10", "b.logit", "b.fixed"] {
        assert_eq!(alone.number(path), together.number(path));
    }
    assert_ne!(alone.number("b.cv"), together.number("b.cv"));
}

fn refusal(names: &[&str], matrix: &[Vec<f64>]) -> String {
    Correlations::new(&Ledger::read(SOME), paths(names), matrix).expect_err("not correlations").to_string()
}

#[test]
fn a_matrix_that_is_not_positive_definite_is_refused_by_the_first_path_that_fails() {
    let found = refusal(&["b.cv", "b.ln", "b.log10"], &three(0.9, 0.9, -0.9));
    let expected = "the correlations are not positive definite from `b.log10` on: \
                    expected weaker correlations of it with those before";
    assert_eq!(found, expected);
    assert!(refusal(&["b.cv", "b.ln"], &[vec![1.0, 1.0], vec![1.0, 1.0]]).contains("from `b.ln` on"));
}

#[test]
fn other_mistakes_in_correlations_are_named() {
    let pair = |r, s| [vec![1.0, r], vec![s, 1.0]];
    let names = ["b.cv", "b.ln"];
    assert!(refusal(&["b.cv", "b.fixed"], &pair(0.1, 0.1)).contains("`b.fixed`, which does not differ"));
    assert!(refusal(&["b.cv", "b.cv"], &pair(0.1, 0.1)).contains("`b.cv` twice"));
    assert!(refusal(&names, &pair(0.1, 0.2)).contains("correlation of `b.ln` and `b.cv` is `0.2`"));
    assert!(refusal(&names, &pair(f64::NAN, f64::NAN)).contains("is `NaN`"));
    assert!(refusal(&names, &[vec![2.0, 0.1], vec![0.1, 1.0]]).contains("with itself is `2`: expected 1"));
    assert!(refusal(&names, &[vec![1.0, 0.1]]).contains("expected 2, found 1 in `matrix`"));
    assert!(refusal(&names, &[vec![1.0, 0.1], vec![0.1]]).contains("expected 2, found 1 in `b.ln`"));
}
