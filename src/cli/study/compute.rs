//! Computes chunks with a progress bar. Left out: what they are of, and what is said afterwards.

use super::{failure, planned::Study};
use crate::cli::{Failure, session};
use cenersim::study::{Collected, Folder, Progress, Ran, Run, Segment, StudyError, Work, Yield};
use indicatif::ProgressBar;

/// How chunks are computed.
pub struct How {
    /// Only this chunk, counted from 1.
    pub chunk: Option<usize>,
    pub threads: Option<u32>,
    /// Whether no further chunk is begun once a patient has failed.
    pub stop_at_failure: bool,
    pub quiet: bool,
}

/// Computes what is missing of a study, or one chunk of it.
pub fn compute(folder: &Folder, study: &dyn Study, how: &How) -> Result<Ran, Failure> {
    let pool = session::threads(how.threads)?;
    let bar = session::progress_bar(1.0, how.quiet);
    let work = Watched { study, folder, bar: &bar };
    let run = Run { folder, work: &work, pool: &pool, stop_at_failure: how.stop_at_failure };
    let progress = |hours: f64| bar.inc(hours.round().max(0.0) as u64);
    let ran = match how.chunk {
        None => run.all(&progress),
        Some(chunk) => run.one(chunk, &progress),
    };
    bar.finish_and_clear();
    ran.map_err(failure)
}

/// A study while it is simulated, with its progress bar.
struct Watched<'a> {
    study: &'a dyn Study,
    folder: &'a Folder,
    bar: &'a ProgressBar,
}

impl Work for Watched<'_> {
    fn begin(&self, chunks: &[usize]) {
        let segments = chunks.iter().flat_map(|chunk| &self.folder.plan().chunks[*chunk]);
        self.bar.set_length(segments.map(|segment| self.study.hours(segment)).sum::<f64>() as u64);
        self.study.begin(chunks);
    }

    fn prepare(&self, stage: usize, earlier: &mut Collected) -> Result<(), StudyError> {
        self.study.prepare(stage, earlier)
    }

    fn simulate(&self, segment: &Segment, progress: &Progress) -> Result<Yield, StudyError> {
        self.study.simulate(segment, progress)
    }
}
