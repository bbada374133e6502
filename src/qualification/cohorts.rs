//! The patients that several subjects look at: each population is drawn once and reduced to what is counted.
//! Left out: curves, and every patient's place in a trial (a population meets each arm as a whole).

use super::{
    Size,
    bench::{Bench, Cohort},
};
use crate::{
    curves::{Course, EventKind, Outcome, Response},
    patient::{Patient, Tp53},
};

/// One patient under one regimen.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    pub patient: Patient,
    pub outcome: Outcome,
    /// Days on which severe infections began.
    pub infections: Vec<f64>,
}

impl Seen {
    fn of(patient: &Patient, course: Course) -> Self {
        let infections = course.events.iter().filter(|event| event.kind == EventKind::Infection);
        let infections = infections.map(|event| event.time.in_days()).collect();
        Self { patient: patient.clone(), outcome: course.outcome, infections }
    }

    pub fn is_cr(&self) -> bool {
        self.outcome.response == Response::CR
    }

    /// CR or CRp.
    pub const fn is_remission(&self) -> bool {
        matches!(self.outcome.response, Response::CR | Response::CRp)
    }

    pub fn died_by(&self, day: f64) -> bool {
        self.outcome.survival.death_day.is_some_and(|death| death <= day)
    }
}

/// Regimens by the names that the scenario gives them.
pub const ALONE: &str = "idarubicin alone";
pub const SALVAGE: &str = "idarubicin 12 mg/m2 for 3 days, cytarabine 1 g/m2 for 4 days";
pub const CYTARABINE: &str = "cytarabine 1 g/m2 for 5 days";
const ARMS: [&str; 3] = ["A", "B", "C"];

/// Patients at full size and days of each population.
const OF_ALONE: (u64, f64) = (1600, 60.0);
const OF_SALVAGE: (u64, f64) = (1200, 60.0);
const OF_TP53: (u64, f64) = (1000, 45.0);
const OF_CYTARABINE: (u64, f64) = (1000, 730.0);
const OF_RELAPSE: (u64, f64) = (800, 1826.0);
/// The longest first remission is a year: afterwards it is known whether a second one is longer.
const OF_TRIAL: (u64, f64) = (1000, 42.0 + 365.0);

/// All populations.
#[derive(Default)]
pub struct Cohorts {
    /// Idarubicin alone.
    pub alone: Vec<Seen>,
    /// Idarubicin and cytarabine.
    pub salvage: Vec<Seen>,
    /// The same with TP53 wild type, and mutated, in every patient.
    pub wild_type: Vec<Seen>,
    pub mutant: Vec<Seen>,
    /// Cytarabine alone.
    pub cytarabine: Vec<Seen>,
    /// Idarubicin and cytarabine in relapsed patients with a first remission of any length.
    pub relapse: Vec<Seen>,
    /// Every patient in arms A, B and C.
    pub trial: Vec<[Seen; 3]>,
}

/// Hours of patients' time that are simulated.
pub fn hours(size: Size) -> f64 {
    let each = [OF_ALONE, OF_SALVAGE, OF_TP53, OF_TP53, OF_CYTARABINE, OF_RELAPSE, OF_TRIAL, OF_TRIAL, OF_TRIAL];
    each.into_iter().map(|(patients, days)| size.patients(patients) as f64 * days * 24.0).sum()
}

impl Cohorts {
    pub fn simulate(bench: &Bench, progress: &(dyn Fn(f64) + Sync)) -> Self {
        let any = [("population.refractory", "0"), ("population.longest_remission", "100000 wk")];
        let population = |regimen, (patients, days): (u64, f64)| Cohort {
            regimen,
            ledger: bench.ledger.clone(),
            patients: bench.size.patients(patients),
            days,
            as_treated: |patient| patient,
        };
        let seen = |cohort: Cohort| bench.cohort(&cohort, progress, Seen::of);
        let with = |as_treated| seen(Cohort { as_treated, ..population(SALVAGE, OF_TP53) });
        let [a, b, c] = ARMS.map(|arm| seen(population(arm, OF_TRIAL)));
        Self {
            alone: seen(population(ALONE, OF_ALONE)),
            salvage: seen(population(SALVAGE, OF_SALVAGE)),
            wild_type: with(|patient| Patient { tp53: Tp53::WildType, ..patient }),
            mutant: with(|patient| Patient { tp53: Tp53::Mutant, ..patient }),
            cytarabine: seen(population(CYTARABINE, OF_CYTARABINE)),
            relapse: seen(Cohort { ledger: bench.with(&any), ..population(SALVAGE, OF_RELAPSE) }),
            trial: a.into_iter().zip(b).zip(c).map(|((a, b), c)| [a, b, c]).collect(),
        }
    }
}
