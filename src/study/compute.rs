//! Computes chunks that are missing, with all threads of a pool, level by level. Two chunks are under way at a time: while
//! the last units of one are simulated, threads that would be idle begin the next. Left out: what a unit is (see [`Work`]).
//!
//! ```text
//! all chunks that are missing, level by level
//!     prepare          tell the work what all earlier levels yielded
//!     two lanes        take the next chunk, claim it, simulate its segments with the pool, write it, note the time
//!     wait             while other processes compute chunks that the next level needs
//! ```

use super::{
    Chunk, Collected, Folder, Found, Level, Segment, Stages, StudyError, folder::Listing, note::Note, row::Yield,
};
use cenersim_analyses::comparison::Failed;
use rayon::prelude::*;
use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// Chunks under way at a time.
const LANES: usize = 2;

/// How long a process that needs what another one computes sleeps before it looks again: first, and at most.
const PAUSES: [Duration; 2] = [Duration::from_millis(20), Duration::from_secs(2)];

/// Told the hours simulated since its last call.
pub type Progress<'a> = dyn Fn(f64) + Sync + 'a;

/// What simulates the units of a plan.
/// [`Analysis`](super::Analysis) is work with more that it can say; tests use work alone.
pub trait Work: Sync {
    /// Told once the chunks (from 0) that are about to be computed.
    fn begin(&self, _chunks: &[usize]) {}

    /// Told what all stages before this one yielded, which is after them. Called once in each process for every such stage,
    /// in their order, up to the last of which a chunk is computed here; also when all its own chunks are finished.
    ///
    /// # Errors
    /// If no units can follow from what was found.
    fn prepare(&self, _stage: usize, _earlier: &mut dyn Stages) -> Result<(), StudyError> {
        Ok(())
    }

    /// Simulates the units of a segment; the same yield whenever and wherever it is called.
    ///
    /// # Errors
    /// If it cannot even begin; a patient who fails is a [`Failed`] of the part.
    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError>;

    /// Waits for chunks that other processes are computing, before it is looked whether they are there.
    fn wait(&self, pause: Duration) {
        thread::sleep(pause);
    }
}

/// How chunks are computed.
pub struct Run<'a> {
    /// Where plan and chunks are.
    pub folder: &'a Folder,
    /// What simulates them, prepared from the request of the plan.
    pub work: &'a dyn Work,
    /// Threads of this process.
    pub pool: &'a rayon::ThreadPool,
    /// Whether no further chunk is begun once a patient has failed.
    pub stop_at_failure: bool,
}

/// What a run did and found. Chunks are numbered from 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ran {
    /// Chunks that this process has computed, ascending.
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
    /// Computes every chunk that is missing or damaged and that no other process has claimed. Before a level that depends on
    /// chunks of other processes it waits for them, and takes over those of processes that have died.
    ///
    /// # Errors
    /// If chunks cannot be read or written.
    pub fn all(&self, progress: &Progress) -> Result<Ran, StudyError> {
        self.folder.tidy();
        let mut shared = Shared::new(self.folder.listing()?, false);
        let missing: Vec<usize> =
            (0..self.folder.plan().chunks.len()).filter(|chunk| !self.is_finished(*chunk, &mut shared)).collect();
        self.work.begin(&missing);
        self.levels(&missing, Mutex::new(shared), progress)
    }

    /// Levels after the last missing chunk are not prepared, because nothing is to be computed in them.
    fn levels(&self, missing: &[usize], shared: Mutex<Shared>, progress: &Progress) -> Result<Ran, StudyError> {
        let last = missing.last().copied();
        for (index, level) in self.folder.plan().levels().iter().enumerate() {
            let stopped = self.stop_at_failure && !lock(&shared).ran.failures.is_empty();
            let these: Vec<usize> = missing.iter().copied().filter(|chunk| level.chunks.contains(chunk)).collect();
            if stopped {
                lock(&shared).ran.left += these.len();
            } else if last.is_some_and(|last| last >= level.chunks.start) {
                self.prepared(index, level)?;
                let needed = last.is_some_and(|last| last >= level.chunks.end);
                self.level(these, needed, &shared, progress)?;
            }
        }
        Ok(shared.into_inner().unwrap_or_else(PoisonError::into_inner).sorted())
    }

    /// Computes chunks of one level; if they are `needed`, until none is missing.
    fn level(
        &self,
        mut chunks: Vec<usize>,
        needed: bool,
        shared: &Mutex<Shared>,
        progress: &Progress,
    ) -> Result<(), StudyError> {
        let mut pause = PAUSES[0];
        loop {
            lock(shared).queue.extend(chunks);
            self.lanes(shared, progress)?;
            if !needed || lock(shared).ran.left > 0 || lock(shared).ran.elsewhere.is_empty() {
                return Ok(());
            }
            chunks = lock(shared).ran.elsewhere.drain(..).map(|number| number - 1).collect();
            self.work.wait(pause);
            pause = (2 * pause).min(PAUSES[1]);
        }
    }

    /// Computes one chunk (from 1) unless it is finished, whoever else may be computing it.
    ///
    /// # Errors
    /// If there is no such chunk, it follows from chunks that are not finished, or it cannot be read or written.
    pub fn one(&self, number: usize, progress: &Progress) -> Result<Ran, StudyError> {
        let plan = self.folder.plan();
        let chunks = plan.chunks.len();
        let chunk = number.checked_sub(1).filter(|chunk| *chunk < chunks);
        let chunk = chunk.ok_or(StudyError::NoChunk { chunk: number, chunks })?;
        let mut shared = Shared::new(self.folder.listing()?, true);
        if self.is_finished(chunk, &mut shared) {
            return Ok(shared.sorted());
        }
        for (index, level) in plan.levels().iter().enumerate().take(plan.level_of(chunk) + 1) {
            self.prepared(index, level).map_err(|error| error.before(number))?;
        }
        self.work.begin(&[chunk]);
        shared.queue.push_back(chunk);
        let shared = Mutex::new(shared);
        self.lanes(&shared, progress)?;
        Ok(shared.into_inner().unwrap_or_else(PoisonError::into_inner).sorted())
    }

    /// Its failures count as found.
    fn is_finished(&self, chunk: usize, shared: &mut Shared) -> bool {
        let Found::Finished(found) = self.folder.find(chunk, &shared.listing) else { return false };
        shared.finished(chunk, &found);
        true
    }

    /// Tells the work what is known before a level; nothing is before the first.
    fn prepared(&self, index: usize, level: &Level) -> Result<(), StudyError> {
        if index == 0 {
            return Ok(());
        }
        let mut earlier = Collected::before(self.folder, level.stages.start)?;
        self.pool.install(|| self.work.prepare(level.stages.start, &mut earlier))
    }

    /// Computes what is in the queue.
    fn lanes(&self, shared: &Mutex<Shared>, progress: &Progress) -> Result<(), StudyError> {
        thread::scope(|scope| {
            for _ in 0..LANES {
                scope.spawn(|| self.lane(shared, progress));
            }
        });
        lock(shared).error.take().map_or(Ok(()), Err)
    }

    /// The first error empties the queue; chunks under way are finished.
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

    /// Its segments in parallel; their yields in order.
    fn simulated(&self, chunk: usize, progress: &Progress) -> Result<Chunk, StudyError> {
        let segments = self.folder.plan().chunks[chunk].clone();
        let simulate = |segment: &Segment| self.work.simulate(segment, progress);
        let yields = self.pool.install(|| segments.par_iter().map(simulate).collect::<Result<Vec<Yield>, _>>())?;
        Ok(Chunk { segments, yields })
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

    /// Counts it as done before.
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

    /// Chunk and failure of each patient.
    fn fail(&mut self, chunk: usize, found: &Chunk) {
        self.ran.failures.extend(found.failures().map(|failed| (chunk + 1, failed.clone())));
    }

    /// Chunks that are still in the queue are left.
    fn stop(&mut self) {
        self.ran.left += self.queue.len();
        self.queue.clear();
    }

    /// What was done, in the order of the chunks.
    fn sorted(mut self) -> Ran {
        self.ran.computed.sort_unstable();
        self.ran.elsewhere.sort_unstable();
        self.ran.failures.sort_by_key(|(chunk, failed)| (*chunk, failed.patient, failed.replicate));
        self.ran
    }
}

/// The lock is free again while the chunk is computed.
fn next(shared: &Mutex<Shared>) -> Option<usize> {
    lock(shared).queue.pop_front()
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
