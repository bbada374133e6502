//! How far a study is, from its files alone. Left out: what a cluster knows about its jobs.
//!
//! # Counts
//!
//! `done` are whole files of this plan; `running` are claims that are locked now; `failed` are chunks whose last
//! note is an error; `missing` are all others. A damaged file counts as missing and is named with its reason.
//! Chunks that follow from unfinished ones are not ready, and `--to-compute` leaves them out.

use super::{Folder, Found, Level, Plan, StudyError};
use std::path::PathBuf;

/// State of all chunks, numbered from 1.
///
/// Every chunk is in exactly one of `done`, `running`, `failed` and `missing`. Chunks that wait for an earlier level
/// are missing too; [`Status::ready`] tells which do not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Status {
    /// Finished: a file of this plan is there, whole.
    pub done: Vec<usize>,
    /// Being computed: a process holds the claim.
    pub running: Vec<usize>,
    /// Neither done nor running; the last attempt ended with this error.
    pub failed: Vec<(usize, String)>,
    /// Neither done nor running, and no attempt has ended.
    pub missing: Vec<usize>,
    /// Files that are not what their names say; their chunks are not done.
    pub damaged: Vec<(PathBuf, String)>,
    /// Patients who failed in the chunks that are done.
    pub failed_patients: usize,
    /// Expected time until all is done by one process like those before (s); none before the first chunk.
    pub seconds_left: Option<f64>,
}

impl Status {
    /// Chunks that nobody computes and that are not done.
    pub fn to_compute(&self) -> Vec<usize> {
        let mut all: Vec<usize> = self.missing.iter().copied().chain(self.failed.iter().map(|(n, _)| *n)).collect();
        all.sort_unstable();
        all
    }

    /// Those of [`Status::to_compute`] that wait for no other chunk: of the first level that is not done.
    pub fn ready(&self, plan: &Plan) -> Vec<usize> {
        let done = |chunk: usize| self.done.binary_search(&(chunk + 1)).is_ok();
        let open = plan.levels().into_iter().find(|level| !level.chunks.clone().all(done));
        let chunks = open.map_or(0..0, |level| level.chunks);
        self.to_compute().into_iter().filter(|number| chunks.contains(&(number - 1))).collect()
    }

    /// Those of [`Status::to_compute`] by level, without levels that have none.
    pub fn by_level(&self, plan: &Plan) -> Vec<Vec<usize>> {
        let all = self.to_compute();
        let of = |level: Level| all.iter().copied().filter(|n| level.chunks.contains(&(n - 1))).collect::<Vec<_>>();
        plan.levels().into_iter().map(of).filter(|chunks| !chunks.is_empty()).collect()
    }

    /// A damaged file makes its chunk one to compute again.
    fn add(&mut self, folder: &Folder, chunk: usize, found: Found) {
        let number = chunk + 1;
        match found {
            Found::Finished(found) => {
                self.done.push(number);
                self.failed_patients += found.failures().count();
                return;
            }
            Found::Damaged(file, why) => self.damaged.push((file, why)),
            Found::Missing => {}
        }
        if folder.is_claimed(chunk) {
            return self.running.push(number);
        }
        match folder.noted(chunk) {
            Some(super::note::Note::Error(error)) => self.failed.push((number, error)),
            _ => self.missing.push(number),
        }
    }
}

/// Reads the state of all chunks.
///
/// # Errors
/// If the folder cannot be read.
pub fn status(folder: &Folder) -> Result<Status, StudyError> {
    let listing = folder.listing()?;
    let mut status = Status::default();
    for chunk in 0..folder.plan().chunks.len() {
        status.add(folder, chunk, folder.find(chunk, &listing));
    }
    status.seconds_left = seconds_left(folder, &status);
    Ok(status)
}

/// Remaining cost at the price of the chunks that are done.
///
/// ```text
/// left = Σ seconds of noted chunks / Σ their cost × Σ cost of the chunks that are not done
/// ```
fn seconds_left(folder: &Folder, status: &Status) -> Option<f64> {
    let plan = folder.plan();
    let (mut seconds, mut cost) = (0.0, 0.0);
    for chunk in status.done.iter().map(|number| number - 1) {
        if let Some(spent) = folder.noted(chunk).and_then(|note| note.seconds()) {
            seconds += spent;
            cost += plan.cost(chunk) as f64;
        }
    }
    let undone = (0..plan.chunks.len()).filter(|chunk| status.done.binary_search(&(chunk + 1)).is_err());
    let left: f64 = undone.map(|chunk| plan.cost(chunk) as f64).sum();
    (cost > 0.0).then(|| seconds / cost * left)
}
