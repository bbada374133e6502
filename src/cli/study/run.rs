//! `cenersim study run`: computes what is missing, here.
//!
//! # Use
//!
//! ```text
//! cenersim study run output/study_x                 all that is missing, in this process
//! cenersim study run output/study_x --chunk 17      one chunk, as jobs of a cluster do
//! ```
//!
//! Any number of processes may run on the same folder, on machines that share it: each takes a chunk that nobody
//! holds. With `--fail fast` no further chunk is begun once a patient's simulation has failed.

use super::opened;
use crate::cli::{
    Failure, complain,
    driver::{How, compute},
    machine::Needs,
    screen::say,
    session,
};
use cenersim::{
    comparison::Failed,
    study::{Ran, listed},
};
use std::path::PathBuf;

/// Compute the chunks that are not finished; run again to continue.
#[derive(clap::Args)]
pub struct Run {
    /// Folder that `study plan` has written.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Only this chunk, counted from 1.
    #[arg(long, value_name = "N")]
    chunk: Option<usize>,
    /// Threads; by default one for each core. The results do not depend on it.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=4096))]
    threads: Option<u32>,
    /// When a patient's simulation fails: begin no further chunk (fast), or compute all others (end).
    #[arg(long, value_enum, default_value = "end")]
    fail: Fail,
    /// Show no progress and no summary.
    #[arg(long, short)]
    quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Fail {
    Fast,
    End,
}

impl Run {
    pub fn execute(&self) -> Result<(), Failure> {
        let folder = opened(&self.folder)?;
        let analysis = folder.plan().request.prepare()?;
        Needs::of_threads(analysis.settings(), self.threads).check(&self.folder)?;
        session::end_on_interrupt();
        let stop_at_failure = self.fail == Fail::Fast;
        let how = How { chunk: self.chunk, threads: self.threads, stop_at_failure, quiet: self.quiet };
        let ran = compute(&folder, &*analysis, &how)?;
        if !self.quiet {
            say(&self.summary(&ran, folder.plan().chunks.len()))?;
        }
        name_failures(&ran, |failed| analysis.failed(failed))
    }

    /// Chunks computed, finished before, and under way elsewhere; what to do next once all are there.
    fn summary(&self, ran: &Ran, chunks: usize) -> String {
        let mut text = format!("{} of {chunks} chunks computed, {} finished before\n", ran.computed.len(), ran.before);
        if !ran.elsewhere.is_empty() {
            text += &format!("computed by other processes right now: {}\n", listed(&ran.elsewhere));
        }
        if ran.computed.len() + ran.before == chunks {
            text += &format!("next: cenersim study merge {}\n", self.folder.display());
        }
        text
    }
}

/// Names the patients whose simulation failed and how to repeat each.
fn name_failures(ran: &Ran, repeat: impl Fn(&Failed) -> String) -> Result<(), Failure> {
    if ran.failures.is_empty() {
        return Ok(());
    }
    for (chunk, failed) in &ran.failures {
        complain(&format!("chunk {chunk}: {}", repeat(failed)));
    }
    let left = if ran.left > 0 { format!("; {} chunks were not begun", ran.left) } else { String::new() };
    Err(Failure::Run(anyhow::anyhow!("{} patients failed and will be in no result{left}", ran.failures.len())))
}
