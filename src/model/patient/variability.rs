//! Variability between patients: each number of the ledger that has a spread gets the patient's own value; and between
//! courses of one patient: part of some differences is drawn anew for each further course (`occasion.*`).
//! Left out: trends within a patient over time, and covariates (body size scales doses and volumes elsewhere).
//!
//! The random effect of a number belongs to the stream (seed, patient, path of the number): the same patient is the same
//! person in every arm, and a number added to the ledger leaves all other effects as they were. Patient 0 is typical.

use super::{Correlations, Disease, Patient};
use crate::engine::Seed;
use crate::parameters::{Description, Ledger, Spread};
use rand_distr::{Distribution, StandardNormal};
use std::collections::BTreeMap;

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

/// The entry with the share of patients whose cells form little ara-CTP, which is larger in leukemia treated before.
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

#[cfg(test)]
mod tests;
