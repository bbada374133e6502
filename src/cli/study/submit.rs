//! `cenersim study submit`: one job array of Slurm for the chunks that are not finished. Left out: waiting for the jobs,
//! and the requeueing of the cluster, on which nothing depends: submitted again, the study continues.

use super::{failure, opened};
use crate::cli::{Failure, print};
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
    /// To Slurm, as one job array.
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
        let found = status(&folder).map_err(failure)?;
        let chunks = found.to_compute();
        if chunks.is_empty() {
            return print(&format!(
                "nothing to submit: {} chunks are done, {} are running\n",
                found.done.len(),
                found.running.len()
            ));
        }
        let configuration = output("scontrol", ["show", "config"])?;
        let most = largest_index(&configuration).ok_or_else(|| {
            Failure::Run(anyhow::anyhow!(
                "`scontrol show config` names no MaxArraySize: expected the configuration of Slurm"
            ))
        })?;
        let slurm = Slurm {
            job,
            program: absolute(&std::env::current_exe().map_err(anyhow::Error::new)?)?,
            folder: absolute(folder.path())?,
            throttle: self.throttle as usize,
            elements: elements(&chunks, self.chunks_per_element as usize, most),
        };
        let id = self.sbatch(&folder, &slurm)?;
        print(&format!("submitted as job {id}: {} elements for chunks {}\n", slurm.elements.len(), listed(&chunks)))
    }

    fn sbatch(&self, folder: &Folder, slurm: &Slurm) -> Result<String, Failure> {
        let script = folder.add("slurm.sh", &slurm.script()).map_err(failure)?;
        let log = Path::new(&absolute(&folder.logs().map_err(failure)?)?).join("%A_%a.log");
        let mut words = vec!["--parsable".to_owned(), format!("--output={}", log.display())];
        words.extend(self.extra.iter().cloned());
        words.push(absolute(&script)?);
        Ok(output("sbatch", words)?.trim().to_owned())
    }
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
