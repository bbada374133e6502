//! What is known of a patient before treatment changes his own numbers here and nowhere else: the length of the first
//! remission and resistance to induction make leukemic cells resistant to idarubicin; age makes infections fatal. All
//! sizes are entries of the ledger below `covariate`. For the reference patient, relapsed after 30 weeks at 61 years,
//! every factor is exactly 1.
//! Left out: resistance to cytarabine (the model has no cells that differ in it), sex, burden, and organ function.

use super::{Disease, Patient};
use crate::parameters::Ledger;

/// Kinds of cells that a refractory leukemia or a short remission makes resistant.
const LEUKEMIC: [&str; 3] =
    ["dna_damage.resistance.leukemic_stem", "dna_damage.resistance.leukemic_progenitor", "dna_damage.resistance.blast"];

/// This patient's numbers, given those that only chance has made his own.
pub fn with_covariates(mut own: Ledger, patient: &Patient) -> Ledger {
    let resistance = resistance(&own, patient.disease);
    for path in LEUKEMIC {
        scale(&mut own, path, |value| value * resistance);
    }
    let odds = fatality_odds(&own, patient.age_years);
    scale(&mut own, "infection.fatality", |share| share * odds / (1.0 - share + share * odds));
    own
}

/// Factor on the resistance of leukemic cells.
fn resistance(ledger: &Ledger, disease: Disease) -> f64 {
    match disease {
        Disease::Healthy => 1.0,
        Disease::Refractory => ledger.number("covariate.refractory_resistance"),
        Disease::Relapsed { first_remission } => {
            let reference = ledger.time("covariate.reference_remission");
            // A remission of less than a day is as bad as one of a day.
            let length = first_remission.in_days().max(1.0) / reference.in_days();
            libm::pow(length, -ledger.number("covariate.remission_resistance"))
        }
    }
}

/// Factor on the odds that a severe infection is fatal.
fn fatality_odds(ledger: &Ledger, age_years: f64) -> f64 {
    let decades = (age_years - ledger.time("covariate.reference_age").in_years()) / 10.0;
    libm::pow(ledger.number("covariate.age_fatality"), decades)
}

/// Changes a number that the ledger has, unless nothing changes; ledgers of tests may lack it.
fn scale(ledger: &mut Ledger, path: &str, change: impl Fn(f64) -> f64) {
    let Some(value) = ledger.get(path).map(|entry| entry.value.clone()) else { return };
    let changed = change(value.canonical());
    if changed != value.canonical() {
        let set = ledger.set(path, value.with_canonical(changed));
        assert!(set.is_ok(), "a covariate keeps the sign and the bounds of `{path}`");
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{InhibitorUse, Sex, Tp53},
        *,
    };
    use crate::{quantity::Time, treatment::Body};

    fn patient(disease: Disease, age_years: f64) -> Patient {
        Patient {
            number: 0,
            age_years,
            sex: Sex::Male,
            body: Body { weight_kg: 75.0, height_cm: 172.0 },
            disease,
            tp53: Tp53::WildType,
            burden: 1e12,
            chemosensitivity: crate::patient::Chemosensitivity::default(),
            inhibitor: InhibitorUse::default(),
        }
    }

    fn relapsed(weeks: f64) -> Disease {
        Disease::Relapsed { first_remission: Time::days(7.0 * weeks) }
    }

    /// The defaults with effects of all three covariates.
    fn ledger() -> Ledger {
        let mut ledger = Ledger::defaults();
        for (path, value) in [
            ("covariate.remission_resistance", "0.5"),
            ("covariate.refractory_resistance", "2"),
            ("covariate.age_fatality", "1.5"),
        ] {
            ledger.set(path, value.parse().expect("a number")).expect("an entry");
        }
        ledger
    }

    #[test]
    fn the_reference_patient_keeps_every_number_whatever_the_effects() {
        assert_eq!(with_covariates(ledger(), &patient(relapsed(30.0), 61.0)), ledger());
        let healthy = patient(Disease::Healthy, 61.0);
        assert_eq!(with_covariates(ledger(), &healthy), ledger());
    }

    #[test]
    fn a_short_remission_and_no_remission_at_all_make_leukemic_cells_resistant() {
        let stem = |disease, kind: &str| {
            let own = with_covariates(ledger(), &patient(disease, 61.0));
            let path = format!("dna_damage.resistance.{kind}");
            own.number(&path) / ledger().number(&path)
        };
        assert!((stem(relapsed(7.5), "blast") - 2.0).abs() < 1e-12);
        assert!((stem(relapsed(120.0), "leukemic_stem") - 0.5).abs() < 1e-12);
        assert_eq!(stem(Disease::Refractory, "leukemic_progenitor"), 2.0);
        assert_eq!(stem(Disease::Refractory, "normal_stem"), 1.0);
        assert!(stem(relapsed(0.0), "blast").is_finite());
    }

    #[test]
    fn ten_years_multiply_the_odds_of_dying_of_an_infection() {
        let fatality = |age| with_covariates(ledger(), &patient(relapsed(30.0), age)).number("infection.fatality");
        let odds = |share: f64| share / (1.0 - share);
        assert!((odds(fatality(71.0)) / odds(fatality(61.0)) - 1.5).abs() < 1e-12);
        assert!(fatality(18.0) < fatality(61.0) && fatality(110.0) < 1.0);
    }
}
