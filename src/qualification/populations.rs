//! Who was treated in the publications: mixes of disease status, ages, and the rest as in the population of the ledger.
//! Each patient is drawn from (seed, population, number, name of the covariate), so that they are the same person in every
//! regimen that their population gets, and another one in every other population.
//! Left out: selection by performance status, organ function and cytogenetics, which publications describe in words.
//!
//! Weight, height, sex and burden are those of the ledger's population; ages are normal with the mean and spread of the
//! source, within the ledger's youngest and oldest age. A late first remission is log-uniform from 52 weeks to the
//! longest of the source.
//!
//! # Adding one
//!
//! A population is a name, the mix of disease statuses, how ages are distributed, and lengths of first remissions,
//! each with its source. Everything else comes from the ledger's population, so that two populations differ in what
//! is published of them and in nothing else.

use super::bench::changed;
use cenersim_model::{
    engine::Seed,
    parameters::Ledger,
    patient::{Disease, InhibitorUse, Patient, Tp53, enrolled},
    quantity::Time,
};
use rand_distr::{Distribution, StandardNormal};

/// Patients of different populations have different numbers, and with them other random effects; no cohort is as large.
const APART: u64 = 1_000_000;
/// A late relapse comes after this long first remission (wk).
pub const YEAR: f64 = 52.0;

/// Status of the disease.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Status {
    /// Not treated before.
    New,
    /// As in the ledger: refractory, or relapsed within a year.
    Ledger,
    /// This share is refractory, this share relapsed within a year (as in the ledger), and the others after a first remission
    /// of 52 weeks to `until`, log-uniform.
    Mixed { refractory: f64, early: f64, until: f64 },
    /// Relapsed after a first remission of any length: log-normal, median and limits (wk), standard deviation of the logarithm.
    Any { median: f64, sd: f64, limits: [f64; 2] },
}

/// Patients whom publications describe alike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Population {
    /// Part of the keys of all draws.
    pub name: &'static str,
    pub status: Status,
    /// Mean and standard deviation of a normal distribution (y), cut by the youngest and oldest age of the ledger.
    pub age: [f64; 2],
}

/// Newly diagnosed, with this mean and standard deviation of the ages.
const fn new(name: &'static str, age: [f64; 2]) -> Population {
    Population { name, status: Status::New, age }
}

/// Refractory, relapsed within a year, and relapsed until so many weeks.
const fn mixed(name: &'static str, [refractory, early, until]: [f64; 3], age: [f64; 2]) -> Population {
    Population { name, status: Status::Mixed { refractory, early, until }, age }
}

/// Eligible for the trial of cenersen: refractory, or relapsed within a year (T19, T27, T28).
pub const TRIAL: Population = Population { name: "trial", status: Status::Ledger, age: [56.0, 13.0] };
/// VALOR: refractory, or relapsed within 24 months (C34).
pub const VALOR: Population = mixed("VALOR", [0.42, 0.36, 104.0], [62.0, 11.0]);
/// Refractory or relapsed after any time.
pub const REFRACTORY_OR_RELAPSED: Population = mixed("refractory or relapsed", [0.30, 0.35, 182.0], [50.0, 13.0]);
/// First relapses of a cooperative group.
pub const RELAPSED: Population = mixed("first relapse", [0.0, 0.60, 182.0], [52.0, 13.0]);
/// VALOR from 60 years on, refractory or relapsed within a year, and relapsed within the second year.
pub const OLDER_EARLY: Population =
    mixed("60 years and older, refractory or early relapse", [0.45, 0.55, 104.0], [67.0, 5.0]);
/// The same ages, all relapsed in the second year.
pub const OLDER_LATE: Population = mixed("60 years and older, late relapse", [0.0, 0.0, 104.0], [67.0, 5.0]);
/// Clinically resistant to conventional cytarabine, and not (R16).
pub const RESISTANT: Population = mixed("resistant to cytarabine", [0.45, 0.55, 104.0], [45.0, 12.0]);
/// Relapsed in the second year stands for not resistant.
pub const SENSITIVE: Population = mixed("sensitive to cytarabine", [0.0, 0.0, 104.0], [45.0, 12.0]);
/// First relapse, of which half came within 16 months (R07).
pub const ANY_RELAPSE: Population = Population {
    name: "first relapse at any time",
    status: Status::Any { median: 69.0, sd: 0.75, limits: [12.0, 400.0] },
    age: [56.0, 12.0],
};

/// Newly diagnosed, by the ages of the sources.
pub const NEW: Population = new("newly diagnosed, 18 to 65", [50.0, 10.0]);
/// For N04, S01 and S02.
pub const NEW_ANY_AGE: Population = new("newly diagnosed, any age", [58.0, 14.0]);
/// For N05.
pub const NEW_55_78: Population = new("newly diagnosed, 55 to 78", [66.0, 6.0]);
/// For N16 and N17.
pub const NEW_UP_TO_60: Population = new("newly diagnosed, up to 60", [43.0, 11.0]);
/// For N08 and C03.
pub const NEW_55_75: Population = new("newly diagnosed, 55 to 75", [65.0, 5.0]);
/// For L01 and L02.
pub const NEW_UNFIT: Population = new("newly diagnosed, unfit", [75.0, 5.0]);
/// For R09.
pub const NEW_45: Population = new("newly diagnosed, median 45", [45.0, 10.0]);
/// For N02.
pub const NEW_17_60: Population = new("newly diagnosed, 17 to 60", [36.0, 11.0]);
/// For N21.
pub const NEW_65_74: Population = new("newly diagnosed, 65 to 74", [69.0, 3.0]);
/// For N22.
pub const NEW_55_64: Population = new("newly diagnosed, 55 to 64", [60.0, 3.0]);
/// For N27.
pub const NEW_16_73: Population = new("newly diagnosed, 16 to 73", [52.0, 13.0]);
/// For N40 and N41.
pub const NEW_14_80: Population = new("newly diagnosed, 14 to 80", [45.0, 15.0]);
/// For N12.
pub const NEW_YOUNG: Population = new("newly diagnosed, below 50", [38.0, 8.0]);
/// For C23.
pub const NEW_79: Population = new("newly diagnosed, supportive care", [79.0, 5.0]);
/// For L04 and L05.
pub const NEW_OVER_65: Population = new("newly diagnosed, 65 and older", [73.0, 5.0]);

/// All populations; the place of one decides the numbers of its patients, so new ones go to the end.
pub const ALL: [Population; 24] = [
    TRIAL,
    VALOR,
    REFRACTORY_OR_RELAPSED,
    RELAPSED,
    OLDER_EARLY,
    OLDER_LATE,
    RESISTANT,
    SENSITIVE,
    ANY_RELAPSE,
    NEW,
    NEW_ANY_AGE,
    NEW_55_78,
    NEW_55_75,
    NEW_UNFIT,
    NEW_45,
    NEW_17_60,
    NEW_65_74,
    NEW_55_64,
    NEW_16_73,
    NEW_14_80,
    NEW_YOUNG,
    NEW_OVER_65,
    NEW_79,
    NEW_UP_TO_60,
];

impl Population {
    /// Ledger from which these patients are drawn: that of the model with their ages, and, unless they are those of the
    /// trial, with nobody refractory, which is drawn here.
    pub fn ledger(&self, ledger: &Ledger) -> Ledger {
        let [mean, sd] = self.age.map(|years| format!("{years} y"));
        let ages = changed(ledger, &[("population.age", &mean), ("population.age_sd", &sd)]);
        if self.status == Status::Ledger { ages } else { changed(&ages, &[("population.refractory", "0")]) }
    }

    /// Patient `number`, from 1 on; `ledger` is that of [`Self::ledger`]. TP53 is wild type and nobody takes inhibitors.
    pub fn patient(&self, ledger: &Ledger, seed: u64, number: u64) -> Patient {
        let seed = Seed::new(seed).named("qualification").named(self.name);
        let drawn = enrolled(ledger, seed, number);
        let place = ALL.iter().position(|population| population.name == self.name).unwrap_or(ALL.len()) as u64;
        Patient {
            number: APART * (place + 1) + number,
            disease: self.disease(drawn.disease, seed.number(number)),
            tp53: Tp53::WildType,
            inhibitor: InhibitorUse::default(),
            ..drawn
        }
    }

    /// The status; `drawn` is that of the ledger's population.
    fn disease(&self, drawn: Disease, stream: Seed) -> Disease {
        let relapsed = |weeks: f64| Disease::Relapsed { first_remission: Time::days(7.0 * weeks) };
        let at = stream.named("status").uniform();
        match self.status {
            Status::New => Disease::NewlyDiagnosed,
            Status::Ledger => drawn,
            Status::Mixed { refractory, .. } if at < refractory => Disease::Refractory,
            Status::Mixed { refractory, early, .. } if at < refractory + early => drawn,
            Status::Mixed { until, .. } => {
                relapsed(YEAR * libm::pow(until / YEAR, stream.named("late relapse").uniform()))
            }
            Status::Any { median, sd, limits: [low, high] } => {
                let effect: f64 = StandardNormal.sample(&mut stream.named("first remission").generator());
                relapsed((median * libm::exp(sd * effect)).clamp(low, high))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: u64 = 20_000;

    fn drawn(population: &Population) -> Vec<Patient> {
        let ledger = population.ledger(&Ledger::defaults());
        (1..=N).map(|number| population.patient(&ledger, 1, number)).collect()
    }

    fn weeks(patient: &Patient) -> Option<f64> {
        match patient.disease {
            Disease::Relapsed { first_remission } => Some(first_remission.in_days() / 7.0),
            _ => None,
        }
    }

    fn share(patients: &[Patient], has: impl Fn(&Patient) -> bool) -> f64 {
        patients.iter().filter(|patient| has(patient)).count() as f64 / patients.len() as f64
    }

    // z = 4.4 leaves one false alarm in 100,000 seeds; the seed is fixed, so a failure is a change.
    fn is_share(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 4.4 * (expected * (1.0 - expected) / N as f64).sqrt(),
            "{found} {expected}"
        );
    }

    #[test]
    fn every_mix_has_its_shares_and_its_remissions() {
        for population in ALL {
            let Status::Mixed { refractory, early, until } = population.status else { continue };
            let patients = drawn(&population);
            is_share(share(&patients, |patient| patient.disease == Disease::Refractory), refractory);
            is_share(share(&patients, |patient| weeks(patient).is_some_and(|weeks| weeks < YEAR)), early);
            assert!(patients.iter().filter_map(weeks).all(|weeks| weeks <= until + 1e-9), "{}", population.name);
        }
    }

    #[test]
    fn half_of_the_late_relapses_come_before_the_geometric_middle() {
        let patients = drawn(&OLDER_LATE);
        is_share(share(&patients, |patient| weeks(patient).is_some_and(|weeks| weeks < YEAR * 2_f64.sqrt())), 0.5);
    }

    #[test]
    fn relapses_at_any_time_have_the_median_of_their_source() {
        is_share(share(&drawn(&ANY_RELAPSE), |patient| weeks(patient).is_some_and(|weeks| weeks < 69.0)), 0.5);
    }

    #[test]
    fn ages_are_those_of_the_population_and_everybody_is_wild_type() {
        for population in [VALOR, NEW, NEW_UNFIT] {
            let patients = drawn(&population);
            let mean = patients.iter().map(|patient| patient.age_years).sum::<f64>() / N as f64;
            assert!((mean - population.age[0]).abs() < 0.6, "{} {mean}", population.name);
            assert!(
                patients
                    .iter()
                    .all(|patient| patient.tp53 == Tp53::WildType && (18.0..=85.0).contains(&patient.age_years))
            );
        }
    }

    #[test]
    fn the_same_number_is_another_patient_in_another_population() {
        let [a, b] = [NEW, NEW_45].map(|population| population.patient(&population.ledger(&Ledger::defaults()), 1, 7));
        assert!(a.number != b.number && a.body != b.body);
        assert_eq!(a, NEW.patient(&NEW.ledger(&Ledger::defaults()), 1, 7));
    }
}
