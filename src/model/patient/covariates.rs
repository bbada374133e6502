//! What is known of a patient before treatment changes the patient's own numbers here and nowhere else: the state of the
//! disease, the length of the first remission and age make leukemic cells resist both drugs; age makes infections fatal.
//! All sizes are entries of the ledger below `covariate`. The ledger's medians are those of a newly diagnosed patient at
//! the age of `covariate.resistance_age`; for that patient every factor is exactly 1.
//! Left out: sex, burden, cytogenetics, and organ function.

use super::{Disease, Patient};
use crate::{parameters::Ledger, quantity::Time};

/// This patient's numbers, given those that only chance has made different.
///
/// ```text
/// log10 of resistance   r(disease) + a (age - reference)/10
/// odds of a fatal infection   o b^((age - reference)/10)
/// ```
///
/// Healthy people have no factor of resistance; everybody has that of fatality.
///
/// # Panics
/// If a changed number is refused by the ledger, which its bounds exclude.
pub fn with_covariates(mut own: Ledger, patient: &Patient) -> Ledger {
    let resistance = libm::exp10(log_resistance(&own, patient));
    scale(&mut own, "leukemia.chemoresistance", |value| value * resistance);
    let odds = fatality_odds(&own, patient.age_years);
    scale(&mut own, "infection.fatality", |share| share * odds / (1.0 - share + share * odds));
    own
}

/// Decimal logarithm of the resistance of leukemic cells to both drugs relative to the ledger's.
fn log_resistance(ledger: &Ledger, patient: &Patient) -> f64 {
    let of_disease = match patient.disease {
        Disease::Healthy => return 0.0,
        Disease::NewlyDiagnosed => 0.0,
        Disease::Refractory => ledger.number("covariate.refractory_resistance"),
        Disease::Relapsed { first_remission } => of_relapse(ledger, first_remission),
    };
    let decades = (patient.age_years - ledger.time("covariate.resistance_age").in_years()) / 10.0;
    of_disease + ledger.number("covariate.age_resistance") * decades
}

/// Of relapse after a first remission of this length, which counts between a shortest and a longest.
fn of_relapse(ledger: &Ledger, first_remission: Time) -> f64 {
    let days = |path: &str| ledger.time(path).in_days();
    let shortest = days("covariate.shortest_remission");
    let length = first_remission.in_days().clamp(shortest, days("covariate.longest_remission").max(shortest));
    let longer = libm::log10(length / days("covariate.reference_remission"));
    let shift =
        ledger.number("covariate.relapse_resistance") - ledger.number("covariate.remission_resistance") * longer;
    shift.max(-ledger.number("covariate.late_relapse_floor"))
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
    use crate::treatment::Body;

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
            own: Default::default(),
        }
    }

    fn relapsed(weeks: f64) -> Disease {
        Disease::Relapsed { first_remission: Time::days(7.0 * weeks) }
    }

    /// The defaults with round effects.
    fn ledger() -> Ledger {
        let mut ledger = Ledger::defaults();
        for (path, value) in [
            ("covariate.relapse_resistance", "0.3"),
            ("covariate.remission_resistance", "1"),
            ("covariate.late_relapse_floor", "0.1"),
            ("covariate.refractory_resistance", "0.5"),
            ("covariate.age_resistance", "0.1"),
            ("covariate.age_fatality", "1.5"),
        ] {
            ledger.set(path, value.parse().expect("a number")).expect("an entry");
        }
        ledger
    }

    fn log_factor(disease: Disease, age: f64) -> f64 {
        libm::log10(with_covariates(ledger(), &patient(disease, age)).number("leukemia.chemoresistance"))
    }

    #[test]
    fn a_newly_diagnosed_patient_of_the_reference_age_has_the_resistance_of_the_ledger() {
        let own = with_covariates(ledger(), &patient(Disease::NewlyDiagnosed, 50.0));
        assert_eq!(own.number("leukemia.chemoresistance"), ledger().number("leukemia.chemoresistance"));
        assert_eq!(with_covariates(ledger(), &patient(Disease::Healthy, 61.0)), ledger());
    }

    #[test]
    fn refractory_disease_short_remissions_and_age_make_leukemic_cells_resistant() {
        let close = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
        close(log_factor(Disease::NewlyDiagnosed, 70.0), 0.2);
        close(log_factor(Disease::Refractory, 50.0), 0.5);
        close(log_factor(relapsed(30.0), 50.0), 0.3);
        close(log_factor(relapsed(15.0), 60.0), 0.3 + libm::log10(2.0) + 0.1);
    }

    #[test]
    fn remissions_count_between_the_shortest_and_the_longest_and_late_relapse_has_a_floor() {
        assert_eq!(log_factor(relapsed(0.0), 50.0), log_factor(relapsed(4.0), 50.0));
        assert_eq!(log_factor(relapsed(104.0), 50.0), log_factor(relapsed(500.0), 50.0));
        assert!((log_factor(relapsed(104.0), 50.0) + 0.1).abs() < 1e-12);
    }

    #[test]
    fn ten_years_multiply_the_odds_of_dying_of_an_infection() {
        let fatality = |age| with_covariates(ledger(), &patient(relapsed(30.0), age)).number("infection.fatality");
        let odds = |share: f64| share / (1.0 - share);
        assert!((odds(fatality(71.0)) / odds(fatality(61.0)) - 1.5).abs() < 1e-12);
        assert!(fatality(18.0) < fatality(61.0) && fatality(110.0) < 1.0);
    }
}
