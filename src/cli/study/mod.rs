//! `cenersim study`: simulations in chunks, computed anywhere, resumed after any interruption, merged exactly.
//! Left out: the protocol itself (see `cenersim::study`).
//!
//! ```text
//! study plan      a command with its options -> output/<study>/plan, in so many chunks
//! study run       computes what is missing, or one chunk
//! study submit    the same as a job array of Slurm
//! study status    what is done, running, failed, missing
//! study merge     finished chunks -> the files of the command
//! ```

mod merge;
mod plan;
mod run;
mod status;
mod submit;

use super::{Failure, driver::PROGRAM};
use cenersim::study::Folder;
use std::path::Path;

/// Plan, run, submit and merge studies that outgrow one machine.
#[derive(clap::Args)]
pub struct Study {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    Plan(Box<plan::Plan>),
    Run(run::Run),
    Status(status::Status),
    Merge(merge::Merge),
    Submit(submit::Submit),
}

impl Study {
    pub fn execute(self) -> Result<(), Failure> {
        match self.command {
            Command::Plan(plan) => plan.execute(),
            Command::Run(run) => run.execute(),
            Command::Status(status) => status.execute(),
            Command::Merge(merge) => merge.execute(),
            Command::Submit(submit) => submit.execute(),
        }
    }
}

/// A study that this program may continue.
fn opened(path: &Path) -> Result<Folder, Failure> {
    let folder = Folder::open(path)?;
    folder.plan().check_version(PROGRAM)?;
    Ok(folder)
}

/// Seconds as a reader wants them.
fn span(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round() as u64;
    match minutes {
        0 => format!("{} s", seconds.round()),
        1..120 => format!("{minutes} min"),
        _ => format!("{} h {} min", minutes / 60, minutes % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::span;

    #[test]
    fn times_are_told_as_one_says_them() {
        assert_eq!([12.4, 600.0, 9000.0].map(span), ["12 s", "10 min", "2 h 30 min"]);
    }
}
