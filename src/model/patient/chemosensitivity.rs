//! A patient at a percentile of chemosensitivity. The total log sensitivity of the leukemia to a drug is a sum of what differs
//! between patients: a factor common to the drugs that damage cells, the drug's own, and how much of the drug reaches the cells.
//! Given the percentile of the total among patients of the same status and age, each part is set to what is expected of it (the
//! regression of the part on the total), and everything else stays as the patient's number has it.
//! Left out: poor formers of ara-CTP (such a patient is none of them), correlations that a scenario adds, plasma, and that
//! ara-CTP depends less on its Km at high concentrations.

use super::{
    Patient,
    variability::{class_share, share_by_class, varied},
};
use crate::parameters::{Action, Description, Drug, Ledger, Spread};
use cenersim_statistics::normal_deviate;
use std::collections::BTreeMap;

/// Percentiles of the total log sensitivity, as shares from 0 (least sensitive) to 1: 0.9 means that one of ten leukemias is more
/// sensitive.
///
/// ```text
/// total = Σ parts,   effect of a part (in its own standard deviations) = z loading / sd of the total
/// ```
///
/// for one drug at the percentile with normal deviate z; for several drugs the regression on all totals.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Chemosensitivity {
    /// The patient's number decides.
    #[default]
    AsDrawn,
    /// One for all drugs that damage cells.
    All(f64),
    /// One for each of these drugs.
    Of(BTreeMap<Drug, f64>),
}

/// Numbers of a drug that decide on the sensitivity to it, and whether more of the number makes the leukemia more or less
/// sensitive.
const PARTS: [(&str, f64); 9] = [
    ("lc50", -1.0),
    ("lc50_ratio", -1.0),
    ("ec50", -1.0),
    ("exposure", 1.0),
    ("active.vmax", 1.0),
    ("active.km", -1.0),
    ("active.half_life", 1.0),
    ("half_effect", -1.0),
    ("potency", -1.0),
];

/// Standard deviation of each part, with its sign, of the natural logarithm.
type Loadings = BTreeMap<String, f64>;

impl Chemosensitivity {
    /// In a few words: `90th percentile of chemosensitivity`; none if no percentile is given.
    pub fn short(&self) -> Option<String> {
        match self {
            Self::AsDrawn => None,
            Self::All(share) => Some(format!("{} of chemosensitivity", ordinal(*share))),
            Self::Of(drugs) => {
                let of = |(drug, share): (&Drug, &f64)| (format!("{} of sensitivity", ordinal(*share)), drug.name());
                let mut told = drugs.iter().map(of);
                let (first, drug) = told.next()?;
                let rest =
                    told.map(|(share, drug)| format!(", {} to {drug}", share.trim_end_matches(" of sensitivity")));
                Some(format!("{first} to {drug}{}", rest.collect::<String>()))
            }
        }
    }

    /// In a sentence: `90th percentile of chemosensitivity: one of ten is more sensitive`.
    ///
    /// None if no percentile is given; of different percentiles no rank is told.
    pub fn described(&self) -> Option<String> {
        let one = match self {
            Self::AsDrawn => None,
            Self::All(share) => Some(*share),
            Self::Of(drugs) => {
                drugs.values().next().copied().filter(|first| drugs.values().all(|share| share == first))
            }
        };
        Some(format!("{}{}", self.short()?, one.map_or_else(String::new, rank)))
    }

    /// Two drugs to which the sensitivity is one and the same number but whose percentiles differ.
    pub fn contradiction(&self, medians: &Ledger) -> Option<(Drug, Drug)> {
        let Self::Of(drugs) = self else { return None };
        let known = |drug: &Drug| medians.drug(*drug).map(|of| loadings(medians, of));
        let differ = |(first, one): (&Drug, &f64), (second, other): (&Drug, &f64)| {
            (one != other && known(first)? == known(second)?).then_some((*first, *second))
        };
        let pairs =
            drugs.iter().enumerate().flat_map(|(i, first)| drugs.iter().skip(i + 1).map(move |other| (first, other)));
        pairs.into_iter().find_map(|(first, second)| differ(first, second))
    }

    /// The percentile of each drug that has one, by drug.
    fn asked<'a>(&self, medians: &'a Ledger) -> Vec<(&'a Description, f64)> {
        let share = |of: &Description| match self {
            Self::AsDrawn => None,
            Self::All(share) => damages(of).then_some(*share),
            Self::Of(drugs) => drugs.get(&of.drug).copied(),
        };
        medians.drugs().iter().filter_map(|of| Some((of, share(of)?))).collect()
    }

    /// Effect of each part, in standard deviations of its own.
    fn effects(&self, medians: &Ledger) -> BTreeMap<String, f64> {
        let drugs: Vec<(Loadings, f64)> =
            self.asked(medians).into_iter().map(|(of, share)| (loadings(medians, of), normal_deviate(share))).collect();
        let mut effects = BTreeMap::new();
        for ((loadings, _), weight) in drugs.iter().zip(weights(&drugs)) {
            for (path, loading) in loadings {
                *effects.entry(path.clone()).or_insert(0.0) += loading * weight;
            }
        }
        share_by_class(medians, &mut effects);
        effects
    }
}

/// Whether a ledger says what the sensitivity to a drug depends on, and that it differs between patients.
pub fn has_chemosensitivity(of: &Description, medians: &Ledger) -> bool {
    !loadings(medians, of).is_empty()
}

/// Whether it damages cells, so that resistance to chemotherapy concerns it.
fn damages(of: &Description) -> bool {
    of.does(Action::Breaks) || of.does(Action::Lesions)
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
        let Some((value, spread)) = medians.get(&path).and_then(|entry| Some((entry.value.clone(), entry.spread?)))
        else {
            continue;
        };
        let at_percentile = varied(value.canonical(), spread, effect);
        if at_percentile != own.number(&path) {
            let set = own.set(&path, value.with_canonical(at_percentile));
            assert!(set.is_ok(), "a percentile keeps the sign and the bounds of `{path}`");
        }
    }
    own
}

/// Parts without a spread are left out. A part that follows that of another drug of its class is told in both independent
/// effects that it is made of.
fn loadings(medians: &Ledger, of: &Description) -> Loadings {
    let common = damages(of).then(|| ("leukemia.chemoresistance".to_owned(), -1.0));
    let own = PARTS.into_iter().filter(|(number, _)| of.has(number)).map(|(number, sign)| (of.path(number), sign));
    let spread = |path: &str| medians.get(path).and_then(|entry| entry.spread).map(log_sd);
    let mut loadings: Loadings =
        common.into_iter().chain(own).filter_map(|(path, sign)| Some((path.clone(), sign * spread(&path)?))).collect();
    if let Some((first, path, r)) = class_share(medians, of)
        && spread(&first).is_some()
        && let Some(loading) = loadings.get_mut(&path)
    {
        let shared = r * *loading;
        *loading *= libm::sqrt(1.0 - r * r);
        *loadings.entry(first).or_insert(0.0) += shared;
    }
    loadings
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

/// Scalar product of two loadings; a path that one of them lacks counts as 0.
fn product(a: &Loadings, b: &Loadings) -> f64 {
    a.iter().map(|(path, x)| x * b.get(path).unwrap_or(&0.0)).sum()
}

/// What the loadings of each drug are multiplied with: the inverse of the covariance of the totals times the totals.
fn weights(drugs: &[(Loadings, f64)]) -> Vec<f64> {
    let variance = |(loadings, _): &(Loadings, f64)| product(loadings, loadings);
    let total = |drug: &(Loadings, f64)| drug.1 * variance(drug).sqrt();
    let alone = |drug: &(Loadings, f64)| if variance(drug) > 0.0 { total(drug) / variance(drug) } else { 0.0 };
    let [one, other] = drugs else {
        return if drugs.len() < 2 { drugs.iter().map(alone).collect() } else { eliminated(drugs) };
    };
    let (a, b, c) = (variance(one), variance(other), product(&one.0, &other.0));
    let determinant = a * b - c * c;
    if determinant <= 1e-12 * a * b {
        return vec![0.5 * alone(one), 0.5 * alone(other)];
    }
    vec![(b * total(one) - c * total(other)) / determinant, (a * total(other) - c * total(one)) / determinant]
}

/// The same for three drugs or more, by Gauss and Jordan. A drug whose total follows from those before has no weight.
fn eliminated(drugs: &[(Loadings, f64)]) -> Vec<f64> {
    let n = drugs.len();
    let row = |(loadings, deviate): &(Loadings, f64)| {
        let covariances = drugs.iter().map(|(other, _)| product(loadings, other));
        covariances.chain([deviate * product(loadings, loadings).sqrt()]).collect::<Vec<f64>>()
    };
    let mut rows: Vec<Vec<f64>> = drugs.iter().map(row).collect();
    let variances: Vec<f64> = (0..n).map(|i| rows[i][i]).collect();
    let mut kept = vec![false; n];
    for pivot in 0..n {
        kept[pivot] = rows[pivot][pivot] > 1e-12 * variances[pivot];
        if !kept[pivot] {
            continue;
        }
        let by = rows[pivot].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(index, _)| *index != pivot) {
            let factor = row[pivot] / by[pivot];
            row.iter_mut().zip(&by).for_each(|(x, y)| *x -= factor * y);
        }
    }
    (0..n).map(|i| if kept[i] { rows[i][n] / rows[i][i] } else { 0.0 }).collect()
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
    /// Numbers to ten in words, by their size.
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

    const IDARUBICIN: Drug = Drug::Idarubicin;
    const CYTARABINE: Drug = Drug::Cytarabine;

    const fn both(percentile: f64) -> Chemosensitivity {
        Chemosensitivity::All(percentile)
    }

    fn each<const N: usize>(percentiles: [(Drug, f64); N]) -> Chemosensitivity {
        Chemosensitivity::Of(percentiles.into())
    }

    fn patient(chemosensitivity: Chemosensitivity) -> Patient {
        let number = 0;
        Patient { number, chemosensitivity, ..enrolled(&Ledger::defaults(), Seed::new(1), 1) }
    }

    /// The total in standard deviations of its own, which is that of correlated parts.
    fn total(own: &Ledger, medians: &Ledger, drug: Drug) -> f64 {
        let of = medians.drug(drug).expect("a drug");
        let variance = product(&loadings(medians, of), &loadings(medians, of));
        let log = |path: &str| libm::log(own.number(path) / medians.number(path));
        let parts =
            PARTS.into_iter().filter(|(number, _)| of.has(number)).map(|(number, sign)| (of.path(number), sign));
        let parts = parts.chain([("leukemia.chemoresistance".to_owned(), -1.0)]);
        let varies = |path: &str| medians.get(path).is_some_and(|entry| entry.spread.is_some());
        parts.filter(|(path, _)| varies(path)).map(|(path, sign)| sign * log(&path)).sum::<f64>() / variance.sqrt()
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
            let own = at(each([(IDARUBICIN, percentile)]));
            assert!((total(&own, &medians, IDARUBICIN) - deviate).abs() < 1e-9);
        }
    }

    #[test]
    fn each_drug_may_have_a_percentile_of_its_own() {
        let medians = Ledger::defaults();
        let own = at(each([(IDARUBICIN, 0.9), (CYTARABINE, 0.6)]));
        assert!((total(&own, &medians, IDARUBICIN) - normal_deviate(0.9)).abs() < 1e-9);
        assert!((total(&own, &medians, CYTARABINE) - normal_deviate(0.6)).abs() < 1e-9);
    }

    #[test]
    fn each_part_is_what_is_expected_of_it_given_the_total() {
        // Among 10,000 patients those near the 90th percentile have on average the effects that the percentile sets.
        let medians = Ledger::defaults();
        let path = "dna_damage.idarubicin_lc50";
        let effect = |own: &Ledger| libm::log(own.number(path) / medians.number(path));
        let people = (1..=10_000_u64).map(|n| individual(&medians, Seed::new(3), n));
        let near: Vec<f64> = people
            .filter(|own| (total(own, &medians, IDARUBICIN) - normal_deviate(0.9)).abs() < 0.05)
            .map(|own| effect(&own))
            .collect();
        let mean = near.iter().sum::<f64>() / near.len() as f64;
        let squares = near.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
        let error = (squares / near.len() as f64 / near.len() as f64).sqrt();
        let expected = effect(&at(each([(IDARUBICIN, 0.9)])));
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

    /// A ledger with a third anthracycline, whose sensitivity follows that of the first as far as r goes, and with daunorubicin,
    /// which shares all its numbers with idarubicin.
    fn with_more_drugs() -> (Ledger, Drug) {
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
            class_correlation = 0.6
        "#;
        ledger.describe("doxorubicin", &table.parse().expect("a table")).expect("a drug");
        ledger.include("daunorubicin");
        (ledger, Drug::named("doxorubicin"))
    }

    #[test]
    fn every_drug_of_a_ledger_is_at_the_percentile_also_where_drugs_share_numbers_or_a_class() {
        let (medians, doxorubicin) = with_more_drugs();
        let at = |asked| with_chemosensitivity(medians.clone(), &medians, &patient(asked));
        for drug in [IDARUBICIN, CYTARABINE, doxorubicin, Drug::named("daunorubicin")] {
            assert!((total(&at(both(0.9)), &medians, drug) - normal_deviate(0.9)).abs() < 1e-9, "{drug:?}");
        }
        let own = at(each([(doxorubicin, 0.8), (IDARUBICIN, 0.3), (CYTARABINE, 0.6)]));
        for (drug, percentile) in [(doxorubicin, 0.8), (IDARUBICIN, 0.3), (CYTARABINE, 0.6)] {
            assert!((total(&own, &medians, drug) - normal_deviate(percentile)).abs() < 1e-9, "{drug:?}");
        }
    }

    #[test]
    fn drugs_with_one_sensitivity_cannot_have_two_percentiles() {
        let (medians, doxorubicin) = with_more_drugs();
        let daunorubicin = Drug::named("daunorubicin");
        let of =
            |one, other| each([(IDARUBICIN, 0.5), (daunorubicin, one), (doxorubicin, other)]).contradiction(&medians);
        assert_eq!(of(0.9, 0.1), Some((IDARUBICIN, daunorubicin)));
        assert_eq!(of(0.5, 0.1), None);
    }

    #[test]
    fn percentiles_are_told_in_words() {
        let told = |percentile| both(percentile).described().expect("a percentile");
        assert_eq!(told(0.9), "90th percentile of chemosensitivity: one of ten is more sensitive");
        assert_eq!(told(0.03), "3rd percentile of chemosensitivity: one of 33 is less sensitive");
        assert_eq!(told(0.5), "50th percentile of chemosensitivity: one of two is less sensitive");
        let two = each([(IDARUBICIN, 0.9), (CYTARABINE, 0.61)]);
        assert_eq!(
            two.described().expect("two"),
            "90th percentile of sensitivity to idarubicin, 61st percentile to cytarabine"
        );
        assert_eq!(Chemosensitivity::default().described(), None);
    }
}
