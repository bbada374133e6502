//! Computes chunks that are missing, with all threads of a pool. Two chunks are under way at a time: while the last units
//! of one are simulated, threads that would be idle begin the next. Left out: what a unit is (see [`Work`]).

use super::{Chunk, Folder, Found, Segment, StudyError, folder::Listing, note::Note};
use crate::comparison::{Failed, Part};
use rayon::prelude::*;
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    thread,
    time::Instant,
};

/// Chunks under way at a time.
const LANES: usize = 2;

/// Told the hours simulated since its last call.
pub type Progress<'a> = dyn Fn(f64) + Sync + 'a;

/// What simulates the units of a plan.
pub trait Work: Sync {
    /// Told the chunks (from 0) that are about to be computed.
    fn begin(&self, _chunks: &[usize]) {}

    /// # Errors
    /// If it cannot even begin; a patient who fails is a [`Failed`] of the part.
    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Part, StudyError>;
}

/// How chunks are computed.
pub struct Run<'a> {
    pub folder: &'a Folder,
    pub work: &'a dyn Work,
    pub pool: &'a rayon::ThreadPool,
    /// Whether no further chunk is begun once a patient has failed.
    pub stop_at_failure: bool,
}

/// What a run did and found. Chunks are numbered from 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    pub computed: Vec<usize>,
    /// Chunks that were finished before.
    pub before: usize,
    /// Chunks that other processes are computing.
    pub elsewhere: Vec<usize>,
    /// Chunks that were not begun because a patient had failed.
    pub left: usize,
    /// Chunk and failure of each patient who failed, in this run or before.
    pub failures: Vec<(usize, Failed)>,
}

impl Run<'_> {
    /// Computes every chunk that is missing or damaged and that no other process has claimed.
    ///
    /// # Errors
    /// If chunks cannot be read or written.
    pub fn all(&self, progress: &Progress) -> Result<Ran, StudyError> {
        self.folder.tidy();
        let listing = self.folder.listing()?;
        let mut shared = Shared::new(listing, false);
        for chunk in 0..self.folder.plan().chunks.len() {
            match self.folder.find(chunk, &shared.listing) {
                Found::Finished(found) => shared.finished(chunk, &found),
                Found::Damaged(..) | Found::Missing => shared.queue.push_back(chunk),
            }
        }
        self.lanes(shared, progress)
    }

    /// Computes one chunk (from 1) unless it is finished, whoever else may be computing it.
    ///
    /// # Errors
    /// If there is no such chunk, or it cannot be read or written.
    pub fn one(&self, number: usize, progress: &Progress) -> Result<Ran, StudyError> {
        let chunks = self.folder.plan().chunks.len();
        let chunk = number.checked_sub(1).filter(|chunk| *chunk < chunks);
        let chunk = chunk.ok_or(StudyError::NoChunk { chunk: number, chunks })?;
        let mut shared = Shared::new(self.folder.listing()?, true);
        match self.folder.find(chunk, &shared.listing) {
            Found::Finished(found) => shared.finished(chunk, &found),
            Found::Damaged(..) | Found::Missing => shared.queue.push_back(chunk),
        }
        self.lanes(shared, progress)
    }

    fn lanes(&self, mut shared: Shared, progress: &Progress) -> Result<Ran, StudyError> {
        if self.stop_at_failure && !shared.ran.failures.is_empty() {
            shared.stop();
        }
        self.work.begin(shared.queue.make_contiguous());
        let shared = Mutex::new(shared);
        thread::scope(|scope| {
            for _ in 0..LANES {
                scope.spawn(|| self.lane(&shared, progress));
            }
        });
        let mut shared = shared.into_inner().unwrap_or_else(PoisonError::into_inner);
        shared.ran.computed.sort_unstable();
        shared.ran.elsewhere.sort_unstable();
        shared.ran.failures.sort_by_key(|(chunk, failed)| (*chunk, failed.patient, failed.replicate));
        shared.error.map_or(Ok(shared.ran), Err)
    }

    fn lane(&self, shared: &Mutex<Shared>, progress: &Progress) {
        while let Some(chunk) = next(shared) {
            if let Err(error) = self.claimed(chunk, shared, progress) {
                self.folder.note(chunk, &Note::Error(error.to_string()));
                let mut shared = lock(shared);
                shared.queue.clear();
                shared.error.get_or_insert(error);
            }
        }
    }

    /// Another process may have finished the chunk since the folder was listed.
    fn claimed(&self, chunk: usize, shared: &Mutex<Shared>, progress: &Progress) -> Result<(), StudyError> {
        let claim = self.folder.claim(chunk);
        if claim.is_none() && !lock(shared).regardless {
            lock(shared).ran.elsewhere.push(chunk + 1);
            return Ok(());
        }
        if let Found::Finished(found) = self.folder.find(chunk, &self.folder.listing()?) {
            lock(shared).finished(chunk, &found);
            return Ok(());
        }
        let begun = Instant::now();
        let found = self.simulated(chunk, progress)?;
        self.folder.finish(chunk, &found, &self.folder.listing()?)?;
        let since = lock(shared).computed(chunk, &found, begun);
        self.folder.note(chunk, &Note::took(since.elapsed()));
        if self.stop_at_failure && found.failures().next().is_some() {
            lock(shared).stop();
        }
        Ok(())
    }

    fn simulated(&self, chunk: usize, progress: &Progress) -> Result<Chunk, StudyError> {
        let segments = self.folder.plan().chunks[chunk].clone();
        let simulate = |segment: &Segment| self.work.simulate(segment, progress);
        let parts = self.pool.install(|| segments.par_iter().map(simulate).collect::<Result<Vec<Part>, _>>())?;
        Ok(Chunk { segments, parts })
    }
}

/// What the lanes share.
struct Shared {
    queue: VecDeque<usize>,
    listing: Listing,
    /// Whether chunks are computed that others have claimed.
    regardless: bool,
    ran: Ran,
    /// When the last chunk was finished.
    last: Option<Instant>,
    error: Option<StudyError>,
}

impl Shared {
    fn new(listing: Listing, regardless: bool) -> Self {
        Self { queue: VecDeque::new(), listing, regardless, ran: Ran::default(), last: None, error: None }
    }

    fn finished(&mut self, chunk: usize, found: &Chunk) {
        self.ran.before += 1;
        self.fail(chunk, found);
    }

    /// Since when the threads worked on this chunk rather than on the one before.
    fn computed(&mut self, chunk: usize, found: &Chunk, begun: Instant) -> Instant {
        self.ran.computed.push(chunk + 1);
        self.fail(chunk, found);
        let since = self.last.map_or(begun, |last| last.max(begun));
        self.last = Some(Instant::now());
        since
    }

    fn fail(&mut self, chunk: usize, found: &Chunk) {
        self.ran.failures.extend(found.failures().map(|failed| (chunk + 1, failed.clone())));
    }

    fn stop(&mut self) {
        self.ran.left += self.queue.len();
        self.queue.clear();
    }
}

/// The lock is free again while the chunk is computed.
fn next(shared: &Mutex<Shared>) -> Option<usize> {
    lock(shared).queue.pop_front()
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
