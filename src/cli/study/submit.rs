//! `cenersim study submit`: a job array of Slurm for the chunks that are not finished; one for each level if some follow
//! from others, each of which begins when the one before has ended. Left out: waiting for the jobs, and the requeueing of
//! the cluster, on which nothing depends: submitted again, the study continues.
//!
//! Twelve digits of the plan's hash are in the name of the jobs, so a study that is still in the queue is not submitted
//! again.

use super::opened;
use crate::cli::{Failure, print, session};
use cenersim::study::{Folder, Slurm, elements, largest_index, listed, status};
use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::Command,
};

/// Submit the chunks that are not finished to a cluster.
#[derive(clap::Args)]
pub struct Submit {
    /// Folder that `study plan` has written, on a file system that all nodes share.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// To Slurm, as a job array.
    #[arg(long, required = true)]
    slurm: bool,
    /// Elements of the array that run at the same time.
    #[arg(long, value_name = "N", default_value_t = 32, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    throttle: u32,
    /// Chunks that each element computes, one after the other; more if the cluster takes fewer elements.
    #[arg(long, value_name = "K", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=99_999))]
    chunks_per_element: u32,
    /// Further arguments of sbatch, after `--`, such as --time=01:00:00 --cpus-per-task=8.
    #[arg(last = true, value_name = "SBATCH")]
    extra: Vec<String>,
}

impl Submit {
    pub fn execute(&self) -> Result<(), Failure> {
        let folder = opened(&self.folder)?;
        let busy = || Failure::input("another submission of this study is under way: expected to be the only one");
        let _held = folder.submission().ok_or_else(busy)?;
        let job = format!("cenersim-{}", &folder.digest()[..12]);
        refuse_twice(&job)?;
        let found = status(&folder)?;
        let levels = found.by_level(folder.plan());
        if levels.is_empty() {
            return print(&format!(
                "nothing to submit: {} chunks are done, {} are running\n",
                found.done.len(),
                found.running.len()
            ));
        }
        self.arrays(&folder, &job, &levels)
    }

    /// One array for each level; each waits until the one before has ended, in whatever way. If that has left chunks
    /// unfinished, the elements that follow from them fail at once and are submitted again with them.
    /// The largest array comes from the cluster itself; chunks are grouped so that it suffices.
    fn arrays(&self, folder: &Folder, job: &str, levels: &[Vec<usize>]) -> Result<(), Failure> {
        let most = largest_array()?;
        let mut before: Option<String> = None;
        for (index, chunks) in levels.iter().enumerate() {
            let slurm = Slurm {
                job: job.into(),
                program: absolute(&session::program().map_err(anyhow::Error::new)?)?,
                folder: absolute(folder.path())?,
                throttle: self.throttle as usize,
                elements: elements(chunks, self.chunks_per_element as usize, most),
            };
            let script = if index == 0 { "slurm.sh".into() } else { format!("slurm_{}.sh", index + 1) };
            let id = self.sbatch(folder, &slurm, &script, before.as_deref())?;
            let after = before.map_or_else(String::new, |before| format!(", after job {before}"));
            let (n, chunks) = (slurm.elements.len(), listed(chunks));
            print(&format!("submitted as job {id}: {n} elements for chunks {chunks}{after}\n"))?;
            before = Some(id);
        }
        Ok(())
    }

    /// Submits a script and returns the number of its job.
    fn sbatch(&self, folder: &Folder, slurm: &Slurm, name: &str, after: Option<&str>) -> Result<String, Failure> {
        let script = folder.add(name, &slurm.script())?;
        let log = Path::new(&absolute(&folder.logs()?)?).join("%A_%a.log");
        let mut words = vec!["--parsable".to_owned(), format!("--output={}", log.display())];
        words.extend(after.map(|job| format!("--dependency=afterany:{job}")));
        words.extend(self.extra.iter().cloned());
        words.push(absolute(&script)?);
        // With several clusters their name follows after a semicolon.
        let said = output("sbatch", words)?;
        Ok(said.trim().split(';').next().unwrap_or_default().to_owned())
    }
}

/// Elements that an array of this cluster may have.
fn largest_array() -> Result<usize, Failure> {
    largest_index(&output("scontrol", ["show", "config"])?).ok_or_else(|| {
        Failure::Run(anyhow::anyhow!(
            "`scontrol show config` names no MaxArraySize: expected the configuration of Slurm"
        ))
    })
}

/// A job of this plan that has not ended.
fn refuse_twice(job: &str) -> Result<(), Failure> {
    let name = format!("--name={job}");
    let queue = output("squeue", ["--noheader", name.as_str(), "--format=%A"])?;
    let mut ids: Vec<&str> = queue.split_whitespace().collect();
    ids.dedup();
    match ids.first() {
        None => Ok(()),
        Some(id) => Err(Failure::input(format!(
            "this study is in the queue as job {id}: expected to submit again when it has ended; `scancel {id}` ends it"
        ))),
    }
}

/// For jobs that begin in another folder.
fn absolute(path: &Path) -> Result<String, Failure> {
    let absolute = std::path::absolute(path).map_err(anyhow::Error::new)?;
    Ok(absolute.display().to_string())
}

/// What a command of the cluster prints.
fn output<S: AsRef<OsStr>>(program: &str, words: impl IntoIterator<Item = S>) -> Result<String, Failure> {
    let done = Command::new(program).args(words).output().map_err(|error| {
        Failure::Run(anyhow::anyhow!(
            "`{program}` does not start ({error}): expected a machine of a cluster with Slurm"
        ))
    })?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(Failure::Run(anyhow::anyhow!("`{program}` failed: {}", said.trim())));
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}
