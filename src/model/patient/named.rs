//! Patients by name: what somebody knows of each, from a list of their own. What a list does not say is drawn as for the patient
//! of the population who has the same number.
//! Left out: how such a list is written (that is the reader's of scenarios), and correlations between covariates.

use super::{
    Chemosensitivity, Disease, InhibitorUse, Patient, Sex, Tp53,
    population::{enrolled_as, remission_of},
};
use crate::{engine::Seed, parameters::Ledger, quantity::Time, treatment::Body};
use std::collections::BTreeMap;

/// What is known of the disease of one patient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum KnownDisease {
    /// All of it.
    Whole(Disease),
    /// That it came back, but not after how long.
    Relapsed,
}

/// One patient of a list. What is none is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    /// As the list calls the patient; no two have the same.
    pub name: String,
    /// The patient of the population whose draws these are, random effects included; 0 has every effect at its median. Two of the
    /// same number are twins.
    pub number: u64,
    /// At the beginning of treatment.
    pub age_years: Option<f64>,
    /// Decides on the weight and height that are drawn.
    pub sex: Option<Sex>,
    /// Body weight (kg).
    pub weight_kg: Option<f64>,
    /// Height (cm).
    pub height_cm: Option<f64>,
    /// State when treatment begins.
    pub disease: Option<KnownDisease>,
    /// Of the leukemia.
    pub tp53: Option<Tp53>,
    /// Leukemic cells in the whole body.
    pub burden: Option<f64>,
    /// Percentiles; where there are none the number decides, which is no draw of a covariate.
    pub chemosensitivity: Chemosensitivity,
    /// Periods in which drugs that disturb cenersen are taken; empty for none.
    pub inhibitor_periods: Option<Vec<(Time, Time)>>,
    /// Whether they are taken for fever, too.
    pub inhibitor_for_fever: Option<bool>,
    /// The patient's own numbers by their path in the ledger (canonical unit).
    pub own: BTreeMap<String, f64>,
}

impl Named {
    /// The whole patient. `ledger` holds the medians of the population, `seed` is the root of the study.
    pub fn patient(&self, ledger: &Ledger, seed: u64) -> Patient {
        let seed = Seed::new(seed);
        let drawn = enrolled_as(ledger, seed, self.number, self.sex);
        let disease = match self.disease {
            None => drawn.disease,
            Some(KnownDisease::Whole(disease)) => disease,
            Some(KnownDisease::Relapsed) => {
                Disease::Relapsed { first_remission: remission_of(ledger, seed, self.number) }
            }
        };
        let burden = if disease == Disease::Healthy { 0.0 } else { self.burden.unwrap_or(drawn.burden) };
        Patient {
            number: self.number,
            age_years: self.age_years.unwrap_or(drawn.age_years),
            sex: drawn.sex,
            body: Body {
                weight_kg: self.weight_kg.unwrap_or(drawn.body.weight_kg),
                height_cm: self.height_cm.unwrap_or(drawn.body.height_cm),
            },
            disease,
            tp53: self.tp53.unwrap_or(drawn.tp53),
            burden,
            chemosensitivity: self.chemosensitivity.clone(),
            inhibitor: InhibitorUse {
                periods: self.inhibitor_periods.clone().unwrap_or(drawn.inhibitor.periods),
                for_fever: self.inhibitor_for_fever.unwrap_or(drawn.inhibitor.for_fever),
            },
            own: self.own.clone(),
        }
    }

    /// Names of the covariates that are drawn, in the order of a list.
    pub fn drawn(&self) -> Vec<&'static str> {
        let healthy = self.disease == Some(KnownDisease::Whole(Disease::Healthy));
        let relapsed = self.disease == Some(KnownDisease::Relapsed);
        let missing = [
            ("age", self.age_years.is_none()),
            ("sex", self.sex.is_none()),
            ("weight", self.weight_kg.is_none()),
            ("height", self.height_cm.is_none()),
            ("disease", self.disease.is_none()),
            ("first_remission", relapsed),
            ("tp53", self.tp53.is_none()),
            ("burden", self.burden.is_none() && !healthy),
            ("inhibitor_periods", self.inhibitor_periods.is_none()),
            ("inhibitor_for_fever", self.inhibitor_for_fever.is_none()),
        ];
        missing.into_iter().filter(|(_, missing)| *missing).map(|(name, _)| name).collect()
    }
}

/// Patients by name, in the order of their list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cohort {
    /// What the list is called: its file, without folders.
    pub list: String,
    /// Empty where patients have no names.
    pub members: Vec<Named>,
}

impl Cohort {
    /// Whether nobody is named.
    pub const fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// How many there are.
    pub const fn len(&self) -> u64 {
        self.members.len() as u64
    }

    /// The patient in this row, from 1 on; none where nobody is named.
    pub fn patient(&self, row: u64, ledger: &Ledger, seed: u64) -> Option<Patient> {
        self.named(row).map(|named| named.patient(ledger, seed))
    }

    /// What is known of the patient in this row, from 1 on.
    pub fn named(&self, row: u64) -> Option<&Named> {
        self.members.get(usize::try_from(row.checked_sub(1)?).ok()?)
    }
}

/// The numbers of a patient with those that a list gives in place of what was drawn.
///
/// # Panics
/// If a number is refused by the ledger, which the reader of lists has checked.
pub fn with_own_numbers(mut drawn: Ledger, patient: &Patient) -> Ledger {
    for (path, number) in &patient.own {
        let Some(value) = drawn.get(path).map(|entry| entry.value.with_canonical(*number)) else { continue };
        let set = drawn.set(path, value);
        assert!(set.is_ok(), "a list of patients keeps the bounds of `{path}`");
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::{super::enrolled, *};

    #[test]
    fn a_patient_of_whom_nothing_is_known_is_the_one_of_the_population() {
        let (ledger, seed) = (Ledger::defaults(), 5_u64);
        for number in 1..50 {
            let named = Named { number, ..Named::default() };
            assert_eq!(named.patient(&ledger, seed), enrolled(&ledger, Seed::new(seed), number));
            assert_eq!(named.drawn().len(), 9);
        }
    }

    #[test]
    fn what_is_known_is_kept_and_the_rest_is_drawn_for_this_sex() {
        let (ledger, seed) = (Ledger::defaults(), 5_u64);
        let mut other = Ledger::defaults();
        other.set("population.male", "0".parse().unwrap()).unwrap();
        let known = Named { number: 3, sex: Some(Sex::Female), age_years: Some(40.0), ..Named::default() };
        let (patient, woman) = (known.patient(&ledger, seed), enrolled(&other, Seed::new(seed), 3));
        assert_eq!((patient.sex, patient.age_years, patient.body), (Sex::Female, 40.0, woman.body));
        assert!(!known.drawn().contains(&"sex") && known.drawn().contains(&"weight"));
    }

    #[test]
    fn a_relapse_of_unknown_length_gets_the_remission_that_this_number_would_have_had() {
        let (ledger, seed) = (Ledger::defaults(), 5_u64);
        let relapsed = |number| Named { number, disease: Some(KnownDisease::Relapsed), ..Named::default() };
        for number in 1..50 {
            let (mine, drawn) =
                (relapsed(number).patient(&ledger, seed).disease, enrolled(&ledger, Seed::new(seed), number).disease);
            assert!(matches!(mine, Disease::Relapsed { .. }));
            assert!(!matches!(drawn, Disease::Relapsed { .. }) || drawn == mine);
        }
    }
}
