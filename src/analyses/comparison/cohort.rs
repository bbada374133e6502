//! Every patient in every arm. A course is reduced to one record and added to the bands as soon as it ends, so memory
//! grows by a record (about 300 bytes) for each course and not by its curves.
//!
//! A patient whose simulation fails is left out of all arms and named; the others are not touched.
//! Left out: what the numbers mean (see `analysis`).
//!
//! The unit of work is one replicate of one patient through all arms. Units are independent, so they are simulated in
//! parallel and may be divided among processes; their records come back in the order of patients and replicates
//! whatever finishes first.

use super::{
    Bands, Design, Record, Who,
    design::{Arm, Models},
};
use cenersim_model::{
    curves::Course,
    engine::Seed,
    patient::{InhibitorUse, Patient, enrolled},
    simulation::{Case, Individual, jobs, simulate},
};
use rayon::prelude::*;
use std::{
    any::Any,
    ops::Range,
    panic::{AssertUnwindSafe, catch_unwind},
    rc::Rc,
    sync::{Mutex, PoisonError},
};

/// What a range of patients yields; parts of disjoint ranges can be merged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// By patient, replicate and arm.
    pub records: Vec<Record>,
    /// One for each arm; empty if curves were not asked for.
    pub bands: Vec<Bands>,
    /// By patient and replicate.
    pub failures: Vec<Failed>,
}

/// A patient whose simulation failed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Failed {
    /// Number of the patient.
    pub patient: u64,
    /// Number of the course, from 0.
    pub replicate: u32,
    /// Name of the arm in which it happened.
    pub arm: String,
    /// What the simulation said.
    pub message: String,
}

/// How a course is simulated; another function stands in for it in tests.
/// Its arguments are the case, the replicate, and what is told the hours simulated.
pub type Simulator<'a> = dyn Fn(&Case, u32, &dyn Fn(f64)) -> Course + Sync + 'a;

/// Curves of the arms under way.
type Watched = Mutex<Vec<Bands>>;

impl Design {
    /// Numbers of the patients.
    ///
    /// A single number for the reference patient (that of the first arm's patient) or one patient of the population;
    /// those of a population, and of a list, are counted from 1.
    pub fn patients(&self) -> Range<u64> {
        match self.who {
            Who::Reference => self.reference()..self.reference() + 1,
            Who::Population(n) | Who::Named(n) => 1..n + 1,
            Who::Only(number) => number..number + 1,
        }
    }

    /// Number of the reference patient, which is that of the first arm's.
    fn reference(&self) -> u64 {
        self.arms.first().map_or(0, |arm| arm.patient.number)
    }

    /// Patient `number` as they come to this arm.
    ///
    /// A patient of the population is drawn from the arm's own ledger with the seed of the settings and this number, so
    /// the same number is the same person in every arm whose ledger says the same about patients.
    pub fn patient(&self, arm: &Arm, number: u64) -> Patient {
        let patient = match self.who {
            Who::Reference => arm.patient.clone(),
            _ => self.listed(arm, number),
        };
        match arm.without_inhibitors {
            true => Patient { inhibitor: InhibitorUse::default(), ..patient },
            false => patient,
        }
    }

    /// The patient in this row of the list; without one that of the population with this number.
    fn listed(&self, arm: &Arm, number: u64) -> Patient {
        let (ledger, seed) = (&arm.ledger, self.settings.seed);
        self.cohort.patient(number, ledger, seed).unwrap_or_else(|| enrolled(ledger, Seed::new(seed), number))
    }

    /// Simulates these patients in every arm. `progress` is called with the hours simulated since its last call.
    ///
    /// The result has records of all arms for each replicate, sorted by patient, replicate and arm, and one [`Bands`]
    /// for each arm.
    pub fn simulate(&self, patients: Range<u64>, progress: &(impl Fn(f64) + Sync)) -> Part {
        self.with(self.replicates_of(patients), &through_the_model, progress, Some(self.no_bands()))
    }

    /// As [`Design::simulate`], without curves.
    pub fn outcomes(&self, patients: Range<u64>, progress: &(impl Fn(f64) + Sync)) -> Part {
        self.with(self.replicates_of(patients), &through_the_model, progress, None)
    }

    /// As [`Design::simulate`], but of units by their number: unit 0 is the first replicate of the first patient, then
    /// come their other replicates, then those of the second patient.
    pub fn simulate_units(&self, units: Range<u64>, progress: &(impl Fn(f64) + Sync)) -> Part {
        self.with(units.map(|unit| self.numbered(unit)).collect(), &through_the_model, progress, Some(self.no_bands()))
    }

    /// As [`Design::simulate_units`], without curves.
    pub fn outcomes_of_units(&self, units: Range<u64>, progress: &(impl Fn(f64) + Sync)) -> Part {
        self.with(units.map(|unit| self.numbered(unit)).collect(), &through_the_model, progress, None)
    }

    /// As [`Design::outcomes`], of these patients and replicates by number.
    pub fn outcomes_of(&self, units: Vec<(u64, u32)>, progress: &(impl Fn(f64) + Sync)) -> Part {
        self.with(units, &through_the_model, progress, None)
    }

    /// Patient and replicate of a unit.
    fn numbered(&self, unit: u64) -> (u64, u32) {
        let replicates = u64::from(self.replicates);
        (self.patients().start + unit / replicates, (unit % replicates) as u32)
    }

    /// Each patient with all of their replicates, in order.
    pub(super) fn replicates_of(&self, patients: Range<u64>) -> Vec<(u64, u32)> {
        patients.flat_map(|patient| (0..self.replicates).map(move |replicate| (patient, replicate))).collect()
    }

    /// One for each arm, without a course.
    fn no_bands(&self) -> Watched {
        Mutex::new(self.arms.iter().map(|_| Bands::new(&self.settings)).collect())
    }

    /// The order of the result is that of the units, whichever ends first.
    pub(super) fn with(
        &self,
        units: Vec<(u64, u32)>,
        simulator: &Simulator,
        progress: &(impl Fn(f64) + Sync),
        watched: Option<Watched>,
    ) -> Part {
        let models = Models::of(&self.arms);
        let one = |unit: (u64, u32)| self.unit(unit, &models, simulator, progress, watched.as_ref());
        let found: Vec<Result<Vec<Record>, Failed>> = jobs(units).map(one).collect();
        let bands =
            watched.map_or_else(Vec::new, |watched| watched.into_inner().unwrap_or_else(PoisonError::into_inner));
        Part::new(found, bands)
    }

    /// One replicate of one patient in all arms; it counts in all of them or in none.
    /// Arms that give the same to the same patient share one course. The first failure ends the unit.
    fn unit(
        &self,
        (number, replicate): (u64, u32),
        models: &Models,
        simulator: &Simulator,
        progress: &(impl Fn(f64) + Sync),
        watched: Option<&Watched>,
    ) -> Result<Vec<Record>, Failed> {
        let patients: Vec<Patient> = self.arms.iter().map(|arm| self.patient(arm, number)).collect();
        let mut courses: Vec<Rc<Course>> = Vec::with_capacity(self.arms.len());
        for (index, arm) in self.arms.iter().enumerate() {
            // An arm in which nothing differs from an earlier one has its course.
            let same = (0..index).find(|&other| models.same(other, index) && patients[other] == patients[index]);
            if let Some(other) = same {
                progress(self.settings.horizon.in_hours());
                courses.push(Rc::clone(&courses[other]));
                continue;
            }
            let case = self.case(arm, &patients[index]);
            let course = caught(|| simulator(&case, replicate, &|hours| progress(hours)));
            let failed = |message| Failed { patient: number, replicate, arm: arm.name.clone(), message };
            courses.push(Rc::new(course.map_err(failed)?));
        }
        watch(watched, &courses, replicate == 0 || matches!(self.who, Who::Reference | Who::Only(_)));
        Ok(courses.iter().enumerate().map(|(arm, course)| Record::of(number, arm, course)).collect())
    }

    /// What is known of each patient of an arm before treatment, in the order of their numbers.
    pub fn individuals(&self, arm: &Arm) -> Vec<Individual> {
        let one = |number: u64| Individual::of(&self.case(arm, &self.patient(arm, number)));
        jobs(self.patients()).map(one).collect()
    }

    /// What the model simulates for a patient in an arm: the arm's numbers and regimen, and the settings of the cohort.
    fn case<'a>(&'a self, arm: &'a Arm, patient: &'a Patient) -> Case<'a> {
        let Arm { ledger, correlations, regimen, .. } = arm;
        Case { ledger, correlations, patient, regimen, settings: &self.settings, snapshots: &[] }
    }
}

/// The simulator that is no test's.
fn through_the_model(case: &Case, replicate: u32, progress: &dyn Fn(f64)) -> Course {
    simulate(case, replicate, &progress)
}

/// Adds the curves of one unit; the counts are the same in whatever order units end. Differences between arms are of units
/// that are `independent`: of several courses of a patient of the population, of the first alone.
fn watch(watched: Option<&Watched>, courses: &[Rc<Course>], independent: bool) {
    let Some(watched) = watched else { return };
    let mut bands = watched.lock().unwrap_or_else(PoisonError::into_inner);
    bands.iter_mut().zip(courses).for_each(|(bands, course)| bands.add(&course.curves));
    let [first, others @ ..] = courses else { return };
    for (bands, course) in bands.iter_mut().skip(1).zip(others).filter(|_| independent) {
        bands.compare(&course.curves, &first.curves);
    }
}

/// What a simulation yields, or what it said when it panicked.
///
/// A panic is caught, so one patient whose simulation breaks an invariant does not take the others with it.
///
/// # Errors
/// Its last words.
pub fn caught<T>(simulation: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(simulation)).map_err(|panic: Box<dyn Any + Send>| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "no message".into())
    })
}

impl Part {
    /// Units that failed have no record in any arm.
    fn new(found: Vec<Result<Vec<Record>, Failed>>, bands: Vec<Bands>) -> Self {
        let mut part = Self { records: Vec::new(), bands, failures: Vec::new() };
        for unit in found {
            match unit {
                Ok(records) => part.records.extend(records),
                Err(failed) => part.failures.push(failed),
            }
        }
        part
    }

    /// Adds a part with later patients.
    /// Patients must be later than all of this part, or records are no longer sorted as analyses need them.
    pub fn merge(&mut self, later: Self) {
        self.records.extend(later.records);
        self.failures.extend(later.failures);
        self.bands.iter_mut().zip(&later.bands).for_each(|(ours, theirs)| ours.merge(theirs));
    }
}
