//! Variability between patients: each number of the ledger that has a spread gets the patient's own value; and between
//! courses of one patient: part of some differences is drawn anew for each further course (`occasion.*`).
//! Left out: trends within a patient over time, and covariates (body size scales doses and volumes elsewhere).
//!
//! The random effect of a number belongs to the stream (seed, patient, path of the number): the same patient is the same
//! person in every arm, and a number added to the ledger leaves all other effects as they were. Patient 0 is typical.

use super::{Disease, Patient};
use crate::engine::Seed;
use crate::parameters::{Description, Ledger, Spread};
use cenersim_statistics::cholesky;
use rand_distr::{Distribution, StandardNormal};
use std::collections::BTreeMap;

/// Correlations between random effects: a positive definite matrix over named numbers of the ledger.
///
/// None by default: effects are independent.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Correlations {
    /// Numbers of the ledger, in the order of the rows.
    paths: Vec<String>,
    /// Lower triangle L of the Cholesky decomposition: correlation = L L'.
    triangle: Vec<Vec<f64>>,
}

/// Why a matrix is not one of correlations.
///
/// Each says what was found and what was expected.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CorrelationError {
    /// Rows and columns do not match the parameters.
    #[error("correlations need one row and one column per parameter: expected {expected}, found {found} in `{path}`")]
    Shape {
        /// The parameter whose row is wrong, or `matrix`.
        path: String,
        /// Number of parameters.
        expected: usize,
        /// Number of rows, or of columns in the row.
        found: usize,
    },
    /// The path that is named more than once.
    #[error("correlations name `{0}` twice: expected each parameter once")]
    Twice(String),
    /// The path, which the ledger does not have or whose number is the same in all patients.
    #[error("correlations name `{0}`, which does not differ between patients: expected a parameter with a spread")]
    NoSpread(String),
    /// A parameter does not agree with itself.
    #[error("the correlation of `{path}` with itself is `{found}`: expected 1")]
    Diagonal {
        /// The parameter.
        path: String,
        /// Its entry on the diagonal.
        found: f64,
    },
    /// An entry that is no correlation, or differs from its mirror image.
    #[error("the correlation of `{a}` and `{b}` is `{found}`: expected a number from -1 to 1, the same both ways")]
    Pair {
        /// The parameter of the row.
        a: String,
        /// The parameter of the column.
        b: String,
        /// The entry.
        found: f64,
    },
    /// The first path whose row depends on those before.
    #[error(
        "the correlations are not positive definite from `{0}` on: expected weaker correlations of it with those before"
    )]
    NotPositiveDefinite(String),
}

impl Correlations {
    /// Checks the matrix; row and column `i` belong to `paths[i]`, which must have a spread in the ledger.
    ///
    /// # Errors
    /// The first of the faults of [`CorrelationError`], in their order.
    pub fn new(ledger: &Ledger, paths: Vec<String>, matrix: &[Vec<f64>]) -> Result<Self, CorrelationError> {
        check_paths(ledger, &paths)?;
        check_shape(&paths, matrix)?;
        check_entries(&paths, matrix)?;
        let triangle = cholesky(matrix).map_err(|row| CorrelationError::NotPositiveDefinite(paths[row].clone()))?;
        Ok(Self { paths, triangle })
    }

    /// Replaces independent standard normal effects by correlated ones.
    fn apply(&self, effects: &mut BTreeMap<String, f64>) {
        let independent: Vec<f64> = self.paths.iter().map(|path| effects[path]).collect();
        for (path, row) in self.paths.iter().zip(&self.triangle) {
            let effect = row.iter().zip(&independent).map(|(weight, effect)| weight * effect).sum();
            effects.insert(path.clone(), effect);
        }
    }
}

/// The ledger of one relapsed patient in the first course with independent effects; patient 0 is typical and has the
/// ledger itself.
pub fn individual(ledger: &Ledger, seed: Seed, patient: u64) -> Ledger {
    of_course(ledger, seed, patient, &Correlations::default(), (LATER, 1))
}

/// The ledger of one patient in a course (from 1) with correlated effects; patient 0 is typical and has the ledger itself.
///
/// `ledger` holds the medians; the result has the patient's own values in their place, and sources and ranges as they
/// were.
///
/// ```text
/// log-normal   median exp(sd z)          logit   odds(median) exp(sd z)          z from (seed, patient, path)
/// further course   z' = k z + √(1 - k²) ε,   k = 1 - share that is re-drawn
/// ```
pub fn correlated(ledger: &Ledger, seed: Seed, patient: &Patient, correlations: &Correlations, course: u32) -> Ledger {
    of_course(ledger, seed, patient.number, correlations, (poor_formers(patient.disease), course))
}

/// Effects, what drugs of a class share, correlations, what a further course changes, and poor formation of ara-CTP, in this
/// order.
fn of_course(
    ledger: &Ledger,
    seed: Seed,
    patient: u64,
    correlations: &Correlations,
    (poor_formers, course): (&str, u32),
) -> Ledger {
    let mut person = ledger.clone();
    if patient > 0 {
        let stream = seed.number(patient);
        let mut effects = effects(ledger, stream);
        share_by_class(ledger, &mut effects);
        correlations.apply(&mut effects);
        if course > 1 {
            draw_anew(ledger, &mut effects, stream, course);
        }
        vary(&mut person, &effects);
        form_little_ara_ctp(&mut person, stream, poor_formers);
    }
    person
}

/// Numbers of a drug that differ between courses, with the share of the patient's difference that is drawn anew: what was assumed
/// of idarubicin and cytarabine holds for every drug.
const OCCASIONS: [(&str, &str); 3] = [
    ("exposure", "occasion.idarubicin_exposure"),
    ("active.vmax", "occasion.ara_ctp_vmax"),
    ("lc50", "occasion.idarubicin_lc50"),
];

/// The same by path, with what is common to all drugs.
fn occasions(ledger: &Ledger) -> BTreeMap<String, &'static str> {
    let known =
        |drug: &Description| OCCASIONS.map(|(number, share)| drug.has(number).then(|| (drug.path(number), share)));
    let common = [("leukemia.chemoresistance".to_owned(), "occasion.chemoresistance")];
    ledger.drugs().iter().flat_map(known).flatten().chain(common).collect()
}

/// Effects of a further course: of a share f only 1 - f is left of the correlation with the first course, and the spread
/// between patients stays what it is.
fn draw_anew(ledger: &Ledger, effects: &mut BTreeMap<String, f64>, stream: Seed, course: u32) {
    for (path, share) in occasions(ledger) {
        let Some(effect) = effects.get_mut(&path) else { continue };
        let kept = 1.0 - ledger.number(share);
        let stream = stream.named(&path).named("course").number(u64::from(course));
        let fresh: f64 = StandardNormal.sample(&mut stream.generator());
        *effect = kept * *effect + libm::sqrt(1.0 - kept * kept) * fresh;
    }
}

/// A standard normal number for each entry with a spread.
fn effects(ledger: &Ledger, stream: Seed) -> BTreeMap<String, f64> {
    let varying = ledger.entries().filter(|(_, entry)| entry.spread.is_some());
    varying.map(|(path, _)| (path.to_owned(), StandardNormal.sample(&mut stream.named(path).generator()))).collect()
}

/// The sensitivity to a drug with a `class_correlation` r is that of the first drug of its class, as far as r goes:
///
/// ```text
/// z = r z(first) + √(1 - r²) z(own)
/// ```
pub(super) fn share_by_class(ledger: &Ledger, effects: &mut BTreeMap<String, f64>) {
    for (first, own, r) in ledger.drugs().iter().filter_map(|drug| class_share(ledger, drug)) {
        let Some(shared) = effects.get(&first).copied() else { continue };
        let Some(alone) = effects.get_mut(&own) else { continue };
        *alone = r * shared + libm::sqrt(1.0 - r * r) * *alone;
    }
}

/// Path of the sensitivity to the first drug of its class, of that to a drug, and how far they go together.
pub(super) fn class_share(ledger: &Ledger, drug: &Description) -> Option<(String, String, f64)> {
    if drug.class.is_none() || !drug.has("class_correlation") {
        return None;
    }
    let first = ledger.drugs().iter().find(|other| other.class == drug.class && other.drug != drug.drug);
    let paths = first.and_then(sensitivity).zip(sensitivity(drug)).filter(|(first, own)| first != own);
    paths.map(|(first, own)| (first, own, ledger.number(&drug.path("class_correlation"))))
}

/// Path of the concentration that the potency of a drug is stated as.
fn sensitivity(drug: &Description) -> Option<String> {
    ["lc50", "ec50", "half_effect"].into_iter().find(|number| drug.has(number)).map(|number| drug.path(number))
}

/// Every number with an effect gets its own value.
fn vary(person: &mut Ledger, effects: &BTreeMap<String, f64>) {
    for (path, effect) in effects {
        let Some(entry) = person.get(path) else { continue };
        let Some(spread) = entry.spread else { continue };
        let value = varied(entry.value.canonical(), spread, *effect);
        set(person, path, if entry.probability { value.min(1.0) } else { value });
    }
}

/// The value at `effect` standard deviations from the median.
pub(super) fn varied(median: f64, spread: Spread, effect: f64) -> f64 {
    match spread {
        Spread::Cv(cv) => median * libm::exp(effect * libm::sqrt(libm::log1p(cv * cv))),
        Spread::LnSd(sd) => median * libm::exp(effect * sd),
        Spread::Log10Sd(sd) => median * libm::exp(effect * sd * std::f64::consts::LN_10),
        Spread::LogitSd(sd) => {
            let odds = libm::exp(effect * sd);
            // the odds of the median times these odds, written so that 0 and 1 stay what they are
            median * odds / (1.0 - median + median * odds)
        }
    }
}

/// Entry with the share of patients with later disease who form little ara-CTP.
const LATER: &str = "ara_ctp.poor_formers.later";

const fn poor_formers(disease: Disease) -> &'static str {
    match disease {
        Disease::Healthy | Disease::NewlyDiagnosed => "ara_ctp.poor_formers.newly_diagnosed",
        Disease::Refractory | Disease::Relapsed { .. } => LATER,
    }
}

/// The leukemic cells of a share of patients form little ara-CTP, whatever the others do (evidence A14).
fn form_little_ara_ctp(person: &mut Ledger, stream: Seed, share: &str) {
    if ["ara_ctp.vmax", share, "ara_ctp.poor_formation"].iter().any(|path| person.get(path).is_none()) {
        return;
    }
    if stream.named("ara_ctp.poor_formation").uniform() < person.number(share) {
        let formation = person.number("ara_ctp.vmax") * person.number("ara_ctp.poor_formation");
        set(person, "ara_ctp.vmax", formation);
    }
}

/// A random effect keeps sign and bounds, so the ledger accepts it.
fn set(person: &mut Ledger, path: &str, canonical: f64) {
    let Some(entry) = person.get(path) else { return };
    let value = entry.value.with_canonical(canonical);
    person.set(path, value).unwrap_or_else(|e| panic!("random effect: {e}"));
}

fn check_paths(ledger: &Ledger, paths: &[String]) -> Result<(), CorrelationError> {
    for (i, path) in paths.iter().enumerate() {
        if paths[..i].contains(path) {
            return Err(CorrelationError::Twice(path.clone()));
        }
        if ledger.get(path).is_none_or(|entry| entry.spread.is_none()) {
            return Err(CorrelationError::NoSpread(path.clone()));
        }
    }
    Ok(())
}

/// A row and a column for each path.
fn check_shape(paths: &[String], matrix: &[Vec<f64>]) -> Result<(), CorrelationError> {
    let expected = paths.len();
    let wrong = |path: &str, found| Err(CorrelationError::Shape { path: path.into(), expected, found });
    if matrix.len() != expected {
        return wrong("matrix", matrix.len());
    }
    let bad = paths.iter().zip(matrix).find(|(_, row)| row.len() != expected);
    bad.map_or(Ok(()), |(path, row)| wrong(path, row.len()))
}

/// Ones on the diagonal, and the same number from -1 to 1 on both sides of it.
fn check_entries(paths: &[String], matrix: &[Vec<f64>]) -> Result<(), CorrelationError> {
    for (i, row) in matrix.iter().enumerate() {
        if row[i] != 1.0 {
            return Err(CorrelationError::Diagonal { path: paths[i].clone(), found: row[i] });
        }
        for (j, &found) in row[..i].iter().enumerate() {
            if !(-1.0..=1.0).contains(&found) || found != matrix[j][i] {
                return Err(CorrelationError::Pair { a: paths[i].clone(), b: paths[j].clone(), found });
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Patients in a sample.
    const SAMPLE: u64 = 20_000;

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
            let all = |person: Ledger| {
                differing.map(|(path, sd, _)| (person.number(path) / ledger.number(path)).log10() / sd)
            };
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
        let (alone, together) =
            (individual(&ledger, seed(), 3), of_course(&ledger, seed(), 3, &correlations, (LATER, 1)));
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
}
