//! Many courses side by side: replicates of one case, and one replicate of each of many patients. Left out: what a course is
//! (see `simulate`), and what is made of many.

use super::{Case, simulate};
use crate::{curves::Course, patient::Patient};
use rayon::prelude::*;
use std::ops::Range;

/// All replicates of one case, in order; `progress` is called with the hours simulated since its last call.
///
/// Replicates are the same patient with other draws of cells and clinic. They run side by side on all threads of the
/// pool of `rayon`; results do not depend on their number.
pub fn replicates(case: &Case, progress: impl Fn(f64) + Sync) -> Vec<Course> {
    some_replicates(case, 0..case.settings.replicates, progress)
}

/// Items to be worked on in parallel, each a job of its own: courses differ in length many times over, and of jobs that hold
/// several the last keep one thread busy while the others wait.
pub fn jobs<T: Send>(items: impl IntoIterator<Item = T>) -> impl IndexedParallelIterator<Item = T> {
    items.into_iter().collect::<Vec<T>>().into_par_iter().with_max_len(1)
}

/// The replicates with these numbers, as [`replicates`].
pub fn some_replicates(case: &Case, numbers: Range<u32>, progress: impl Fn(f64) + Sync) -> Vec<Course> {
    jobs(numbers).map(|number| simulate(case, number, &progress)).collect()
}

/// One replicate of each patient with one of these numbers, in order. A course is reduced as soon as it ends and then
/// forgotten, so that memory grows with the threads and with what is kept, not with the patients.
///
/// `reduce` gets each course as it ends, in any order and on any thread; the result is in the order of the patients.
/// All are the patient of the case but for their number, and with it their random effects.
pub fn cohort<T: Send>(case: &Case, patients: Range<u64>, reduce: impl Fn(Course) -> T + Sync) -> Vec<T> {
    let one = |number: u64| {
        let patient = Patient { number, ..case.patient.clone() };
        reduce(simulate(&Case { patient: &patient, ..*case }, 0, &|_| {}))
    };
    jobs(patients).map(one).collect()
}
