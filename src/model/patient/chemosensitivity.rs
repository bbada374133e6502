//! A patient at a percentile of chemosensitivity. The total log sensitivity of the leukemia to a drug is a sum of what differs
//! between patients: a factor common to both drugs, the drug's own, and how much of the drug reaches the cells. Given the
//! percentile of the total among patients of the same status and age, each part is set to what is expected of it (the regression
//! of the part on the total), and everything else stays as the patient's number has it.
//! Left out: poor formers of ara-CTP (such a patient is none of them), correlations that a scenario adds, other drugs than
//! idarubicin and cytarabine unless they share their numbers, and that ara-CTP depends less on its Km at high concentrations.

use super::{Patient, variability::varied};
use crate::parameters::{Ledger, Spread};
use cenersim_statistics::normal_deviate;
use std::collections::BTreeMap;

/// Percentiles of the total log sensitivity to each drug, as shares from 0 (least sensitive) to 1; none where the patient's
/// number decides.
///
/// ```text
/// total = Σ parts,   effect of a part (in its own standard deviations) = z loading / sd of the total
/// ```
///
/// for one drug at the percentile with normal deviate z; for both drugs the regression on both totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Chemosensitivity {
    /// For idarubicin: 0.9 means that one of ten leukemias is more sensitive.
    pub idarubicin: Option<f64>,
    /// For cytarabine.
    pub cytarabine: Option<f64>,
}

/// Parts of the log sensitivity to a drug, and whether more of the number makes the leukemia more or less sensitive.
type Parts = &'static [(&'static str, f64)];

const IDARUBICIN: Parts =
    &[("leukemia.chemoresistance", -1.0), ("dna_damage.idarubicin_lc50", -1.0), ("idarubicin.exposure", 1.0)];
const CYTARABINE: Parts = &[
    ("leukemia.chemoresistance", -1.0),
    ("dna_damage.cytarabine_ec50", -1.0),
    ("ara_ctp.vmax", 1.0),
    ("ara_ctp.km", -1.0),
    ("ara_ctp.half_life", 1.0),
];

/// Standard deviation of each part, with its sign, of the natural logarithm.
type Loadings = BTreeMap<&'static str, f64>;

impl Chemosensitivity {
    /// In a few words: `90th percentile of chemosensitivity`; none if no percentile is given.
    pub fn short(&self) -> Option<String> {
        let of = |share: f64, what: &str| Some(format!("{} of {what}", ordinal(share)));
        match (self.idarubicin, self.cytarabine) {
            (None, None) => None,
            (Some(one), Some(other)) if one == other => of(one, "chemosensitivity"),
            (Some(one), Some(other)) => {
                of(one, &format!("sensitivity to idarubicin, {} to cytarabine", ordinal(other)))
            }
            (Some(one), None) => of(one, "sensitivity to idarubicin"),
            (None, Some(one)) => of(one, "sensitivity to cytarabine"),
        }
    }

    /// In a sentence: `90th percentile of chemosensitivity: one of ten is more sensitive`.
    ///
    /// None if no percentile is given; of two different percentiles no rank is told.
    pub fn described(&self) -> Option<String> {
        let one = match (self.idarubicin, self.cytarabine) {
            (Some(one), Some(other)) if one != other => None,
            (one, other) => one.or(other),
        };
        Some(format!("{}{}", self.short()?, one.map_or_else(String::new, rank)))
    }

    /// Effect of each part, in standard deviations of its own.
    fn effects(&self, medians: &Ledger) -> BTreeMap<&'static str, f64> {
        let asked = [(IDARUBICIN, self.idarubicin), (CYTARABINE, self.cytarabine)];
        let drugs: Vec<(Loadings, f64)> = asked
            .into_iter()
            .filter_map(|(parts, percentile)| Some((loadings(medians, parts), normal_deviate(percentile?))))
            .collect();
        let weights = weights(&drugs);
        let mut effects = BTreeMap::new();
        for ((loadings, _), weight) in drugs.iter().zip(weights) {
            for (path, loading) in loadings {
                *effects.entry(*path).or_insert(0.0) += loading * weight;
            }
        }
        effects
    }
}

/// This patient's numbers at their percentile, given those that only chance has made their own and the medians that they are
/// drawn around. Nothing changes without a percentile, nor at 50 % in the typical patient.
///
/// `medians` is the ledger of the population with the scenario's changes.
///
/// # Panics
/// If a number at the percentile is refused by the ledger, which its spread excludes.
pub fn with_chemosensitivity(mut own: Ledger, medians: &Ledger, patient: &Patient) -> Ledger {
    for (path, effect) in patient.chemosensitivity.effects(medians) {
        let Some((value, spread)) = medians.get(path).and_then(|entry| Some((entry.value.clone(), entry.spread?)))
        else {
            continue;
        };
        let at_percentile = varied(value.canonical(), spread, effect);
        if at_percentile != own.number(path) {
            let set = own.set(path, value.with_canonical(at_percentile));
            assert!(set.is_ok(), "a percentile keeps the sign and the bounds of `{path}`");
        }
    }
    own
}

/// Parts without a spread are left out.
fn loadings(medians: &Ledger, parts: Parts) -> Loadings {
    let spread = |path: &str| medians.get(path).and_then(|entry| entry.spread).map(log_sd);
    parts.iter().filter_map(|(path, sign)| Some((*path, sign * spread(path)?))).collect()
}

/// Standard deviation of the natural logarithm; 0 for a share, which is no factor of sensitivity.
fn log_sd(spread: Spread) -> f64 {
    match spread {
        Spread::Cv(cv) => libm::sqrt(libm::log1p(cv * cv)),
        Spread::LnSd(sd) => sd,
        Spread::Log10Sd(sd) => sd * std::f64::consts::LN_10,
        Spread::LogitSd(_) => 0.0,
    }
}

/// What the loadings of each drug are multiplied with: the inverse of the covariance of the totals times the totals.
fn weights(drugs: &[(Loadings, f64)]) -> Vec<f64> {
    let product = |a: &Loadings, b: &Loadings| a.iter().map(|(path, x)| x * b.get(path).unwrap_or(&0.0)).sum::<f64>();
    let variance = |(loadings, _): &(Loadings, f64)| product(loadings, loadings);
    let total = |drug: &(Loadings, f64)| drug.1 * variance(drug).sqrt();
    let alone = |drug: &(Loadings, f64)| if variance(drug) > 0.0 { total(drug) / variance(drug) } else { 0.0 };
    let [one, other] = drugs else { return drugs.iter().map(alone).collect() };
    let (a, b, c) = (variance(one), variance(other), product(&one.0, &other.0));
    let determinant = a * b - c * c;
    if determinant <= 1e-12 * a * b {
        return vec![0.5 * alone(one), 0.5 * alone(other)];
    }
    vec![(b * total(one) - c * total(other)) / determinant, (a * total(other) - c * total(one)) / determinant]
}

/// `90th percentile`.
fn ordinal(share: f64) -> String {
    let percent = (1e6 * share).round() / 1e4;
    let ending = match (percent % 10.0, percent % 100.0) {
        (_, 11.0..=13.0) => "th",
        (1.0, _) => "st",
        (2.0, _) => "nd",
        (3.0, _) => "rd",
        _ => "th",
    };
    format!("{percent}{ending} percentile")
}

/// `: one of ten is more sensitive`.
fn rank(share: f64) -> String {
    const WORDS: [&str; 11] = ["", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let (rarer, than) = if share > 0.5 { (1.0 - share, "more") } else { (share, "less") };
    let of = (1.0 / rarer).round() as usize;
    let of = WORDS.get(of).map_or_else(|| of.to_string(), |word| (*word).to_owned());
    format!(": one of {of} is {than} sensitive")
}

#[cfg(test)]
mod tests {
    use super::{
        super::{enrolled, individual},
        *,
    };
    use crate::engine::Seed;

    fn both(percentile: f64) -> Chemosensitivity {
        Chemosensitivity { idarubicin: Some(percentile), cytarabine: Some(percentile) }
    }

    fn patient(chemosensitivity: Chemosensitivity) -> Patient {
        let number = 0;
        Patient { number, chemosensitivity, ..enrolled(&Ledger::defaults(), Seed::new(1), 1) }
    }

    /// Total log sensitivity in standard deviations of its own.
    fn total(own: &Ledger, medians: &Ledger, parts: Parts) -> f64 {
        let loadings = loadings(medians, parts);
        let sd = loadings.values().map(|loading| loading * loading).sum::<f64>().sqrt();
        let log = |path: &str| libm::log(own.number(path) / medians.number(path));
        parts.iter().filter(|(path, _)| loadings.contains_key(path)).map(|(path, sign)| sign * log(path)).sum::<f64>()
            / sd
    }

    fn at(chemosensitivity: Chemosensitivity) -> Ledger {
        with_chemosensitivity(Ledger::defaults(), &Ledger::defaults(), &patient(chemosensitivity))
    }

    #[test]
    fn half_is_the_typical_patient_bit_for_bit() {
        assert_eq!(at(both(0.5)), Ledger::defaults());
        assert_eq!(at(Chemosensitivity::default()), Ledger::defaults());
    }

    #[test]
    fn the_total_is_at_the_percentile_for_one_drug_and_for_both() {
        let medians = Ledger::defaults();
        for (percentile, deviate) in [(0.9, 1.281_551_565_544_600_4), (0.025, -1.959_963_984_540_054)] {
            let own = at(both(percentile));
            assert!((total(&own, &medians, IDARUBICIN) - deviate).abs() < 1e-9);
            assert!((total(&own, &medians, CYTARABINE) - deviate).abs() < 1e-9);
            let own = at(Chemosensitivity { idarubicin: Some(percentile), cytarabine: None });
            assert!((total(&own, &medians, IDARUBICIN) - deviate).abs() < 1e-9);
        }
    }

    #[test]
    fn each_drug_may_have_a_percentile_of_its_own() {
        let medians = Ledger::defaults();
        let own = at(Chemosensitivity { idarubicin: Some(0.9), cytarabine: Some(0.6) });
        assert!((total(&own, &medians, IDARUBICIN) - normal_deviate(0.9)).abs() < 1e-9);
        assert!((total(&own, &medians, CYTARABINE) - normal_deviate(0.6)).abs() < 1e-9);
    }

    #[test]
    fn each_part_is_what_is_expected_of_it_given_the_total() {
        // Among 40,000 patients those near the 90th percentile have on average the effects that the percentile sets.
        let medians = Ledger::defaults();
        let path = "dna_damage.idarubicin_lc50";
        let effect = |own: &Ledger| libm::log(own.number(path) / medians.number(path));
        let people = (1..=40_000_u64).map(|n| individual(&medians, Seed::new(3), n));
        let near: Vec<f64> = people
            .filter(|own| (total(own, &medians, IDARUBICIN) - normal_deviate(0.9)).abs() < 0.05)
            .map(|own| effect(&own))
            .collect();
        let mean = near.iter().sum::<f64>() / near.len() as f64;
        let squares = near.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
        let error = (squares / near.len() as f64 / near.len() as f64).sqrt();
        let expected = effect(&at(Chemosensitivity { idarubicin: Some(0.9), cytarabine: None }));
        // z = 4.4 leaves one false alarm in 100,000 seeds; the window of 0.05 moves the mean by less than its error.
        assert!((mean - expected).abs() < 4.4 * error.max(1e-9), "{mean}, expected {expected}, error {error}");
    }

    #[test]
    fn such_a_patient_forms_ara_ctp_and_is_otherwise_who_his_number_says() {
        let medians = Ledger::defaults();
        let (typical, expected) = (patient(both(0.3)), at(both(0.3)).number("ara_ctp.vmax"));
        for number in 1..200 {
            let own = individual(&medians, Seed::new(1), number);
            let patient = Patient { number, ..typical.clone() };
            let set = with_chemosensitivity(own.clone(), &medians, &patient);
            assert_eq!(set.number("ara_ctp.vmax"), expected);
            assert_eq!(set.number("cytarabine.vmax"), own.number("cytarabine.vmax"));
        }
    }

    #[test]
    fn percentiles_are_told_in_words() {
        let told = |percentile| both(percentile).described().expect("a percentile");
        assert_eq!(told(0.9), "90th percentile of chemosensitivity: one of ten is more sensitive");
        assert_eq!(told(0.03), "3rd percentile of chemosensitivity: one of 33 is less sensitive");
        assert_eq!(told(0.5), "50th percentile of chemosensitivity: one of two is less sensitive");
        let two = Chemosensitivity { idarubicin: Some(0.9), cytarabine: Some(0.61) };
        assert_eq!(
            two.described().expect("two"),
            "90th percentile of sensitivity to idarubicin, 61st percentile to cytarabine"
        );
        assert_eq!(Chemosensitivity::default().described(), None);
    }
}
