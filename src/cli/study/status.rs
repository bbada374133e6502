//! `cenersim study status`: how far a study is, from its files alone.
//!
//! # Example
//!
//! ```text
//! study        calibration (calibrate), seed 53, by cenersim 0.1.0 (d7fb95b2cd53)
//! chunks       64
//! done         12
//! running      2: 13, 14
//! failed       0
//! missing      50: 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34 and 30 more
//! time left    about 25 min for one process like those before
//! ```
//!
//! Running are chunks whose lock somebody holds now; a process that died holds none. The time left comes from the
//! notes of finished chunks.

use super::span;
use crate::cli::{Failure, print, screen::say};
use cenersim::study::{Folder, Status as StudyStatus, listed, status};
use cenersim_text::Entries;
use std::path::PathBuf;

/// Tell what is done, running, failed and missing, and the time left.
#[derive(clap::Args)]
pub struct Status {
    /// Folder that `study plan` has written.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Print only the numbers of the chunks that can be computed now: not done, computed by nobody, and following from no
    /// chunk that is not done; one on each line.
    #[arg(long)]
    to_compute: bool,
}

impl Status {
    pub fn execute(&self) -> Result<(), Failure> {
        let folder = Folder::open(&self.folder)?;
        let found = status(&folder)?;
        if self.to_compute {
            return print(&found.ready(folder.plan()).iter().map(|chunk| format!("{chunk}\n")).collect::<String>());
        }
        say(&text(&folder, &found))
    }
}

/// Counts of chunks, errors, damaged files, patients who failed, and the time left.
fn text(folder: &Folder, found: &StudyStatus) -> String {
    let plan = folder.plan();
    let mut entries = Entries::new(13);
    let mut line = |name: &str, value: String| entries.add(name, &value);
    line(
        "study",
        format!("{} ({}), seed {}, by cenersim {}", plan.name, plan.request.kind().name(), plan.seed, plan.version),
    );
    line("chunks", plan.chunks.len().to_string());
    line("done", found.done.len().to_string());
    line("running", counted(&found.running));
    line("failed", counted(&found.failed.iter().map(|(chunk, _)| *chunk).collect::<Vec<_>>()));
    line("missing", counted(&found.missing));
    found.failed.iter().for_each(|(chunk, error)| line("error", format!("chunk {chunk}: {error}")));
    found.damaged.iter().for_each(|(file, why)| line("damaged", format!("`{}` {why}", file.display())));
    if found.failed_patients > 0 {
        let merged = "they are named by `study run` and `study merge`";
        line("patients", format!("{} failed in chunks that are done; {merged}", found.failed_patients));
    }
    if found.done.len() == plan.chunks.len() {
        line("next", format!("cenersim study merge {}", folder.path().display()));
    } else {
        let left = found.seconds_left.map_or("unknown before the first chunk is done".into(), |seconds| {
            format!("about {} for one process like those before", span(seconds))
        });
        line("time left", left);
    }
    entries.text()
}

/// How many, and their numbers.
fn counted(chunks: &[usize]) -> String {
    if chunks.is_empty() { "0".into() } else { format!("{}: {}", chunks.len(), listed(chunks)) }
}
