//! Courses of one arm, or matched over several, and the independent units that they belong to.
//! Left out: what is computed from the units.

use crate::comparison::Record;

/// Which courses are independent of each other.
/// Intervals and tests count units, never courses: replicates of one patient are more alike than two patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Units {
    /// Each patient is a unit, the mean of their replicates: patients were drawn from the population.
    Patients,
    /// Each replicate is a unit: there is only the reference patient.
    Replicates,
}

/// One replicate of one patient in as many arms as are looked at together.
pub struct Matched<'a> {
    /// Patient and replicate.
    key: (u64, u32),
    /// One record for each arm.
    pub arms: Vec<&'a Record>,
}

/// All matched courses, sorted by patient and replicate.
pub struct Courses<'a> {
    /// In the order of their keys.
    matched: Vec<Matched<'a>>,
    /// Whether patients or replicates are independent.
    units: Units,
}

/// By what courses of different arms belong together: patient and replicate.
const fn key(record: &Record) -> (u64, u32) {
    (record.patient, record.replicate)
}

impl<'a> Courses<'a> {
    /// The courses that every arm has, in the order of the first one. `arms` are sorted by patient and replicate.
    /// A course that failed or is missing in one arm is left out of all, so that pairs stay pairs.
    pub fn matched(arms: &[Vec<&'a Record>], units: Units) -> Self {
        assert!(arms.iter().all(|arm| arm.is_sorted_by(|a, b| key(a) < key(b))), "records are not sorted");
        let find = |arm: &Vec<&'a Record>, wanted| arm.binary_search_by_key(&wanted, |r| key(r)).ok().map(|at| arm[at]);
        let matched = |record: &&'a Record| {
            let key = key(record);
            let arms = arms.iter().map(|arm| find(arm, key)).collect::<Option<_>>()?;
            Some(Matched { key, arms })
        };
        Self { matched: arms.first().into_iter().flatten().filter_map(matched).collect(), units }
    }

    /// The courses of each unit.
    /// One slice for each unit, in the order of patients and replicates.
    fn by_unit(&self) -> impl Iterator<Item = &[Matched<'a>]> {
        self.matched.chunk_by(|a, b| self.units == Units::Patients && a.key.0 == b.key.0)
    }

    /// The first replicate of each unit.
    /// One record for each arm. These are independent of each other, as counts and survival curves need them.
    pub fn firsts(&self) -> impl Iterator<Item = &[&'a Record]> {
        self.by_unit().filter_map(|unit| unit.first()).map(|first| first.arms.as_slice())
    }

    /// Every course, one record for each arm.
    pub fn all(&self) -> impl Iterator<Item = &[&'a Record]> {
        self.matched.iter().map(|course| course.arms.as_slice())
    }

    /// Whether each unit has one replicate, which then says all.
    pub fn are_single(&self) -> bool {
        self.by_unit().all(|unit| unit.len() == 1)
    }

    /// Mean of each unit over its replicates.
    /// One number for each unit; `value` has the records of one course in all matched arms.
    pub fn means(&self, value: impl Fn(&[&'a Record]) -> f64) -> Vec<f64> {
        let mean =
            |unit: &[Matched<'a>]| unit.iter().map(|course| value(&course.arms)).sum::<f64>() / unit.len() as f64;
        self.by_unit().map(mean).collect()
    }

    /// The replicates of each patient; none where a unit is not a patient.
    /// What components of variance are estimated from.
    pub fn by_patient(&self, value: impl Fn(&[&'a Record]) -> f64) -> Option<Vec<Vec<f64>>> {
        let replicates = |unit: &[Matched<'a>]| unit.iter().map(|course| value(&course.arms)).collect();
        (self.units == Units::Patients).then(|| self.by_unit().map(replicates).collect())
    }
}
