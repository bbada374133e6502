//! `cenersim study merge`: the files that the planned command would have written, from finished chunks.
//!
//! It needs nothing but the folder of the study. The result is that of the planned command in one process: same files,
//! same `result_sha256`.
//!
//! # Use
//!
//! ```text
//! cenersim study merge output/study_x --output output
//! ```
//!
//! Chunks that are missing or damaged are named with their numbers, and nothing is written. Failed patients are
//! named again, with exit code 1, as the planned command would have done.

use super::opened;
use crate::cli::{
    Failure,
    driver::{Publication, merged},
    session,
};
use std::path::PathBuf;

/// Write the results of a study whose chunks are all finished.
#[derive(clap::Args)]
pub struct Merge {
    /// Folder that `study plan` has written.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Folder that receives a folder of the result's name; by default `results` in the study.
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Print all tables and the name of every file, instead of one screen.
    #[arg(long, short)]
    verbose: bool,
    /// Print the results as JSON instead of tables.
    #[arg(long)]
    json: bool,
    /// Replace other results that have the same name.
    #[arg(long)]
    overwrite: bool,
}

impl Merge {
    pub fn execute(&self) -> Result<(), Failure> {
        let folder = opened(&self.folder)?;
        let plan = folder.plan();
        let analysis = plan.request.prepare()?;
        let output = self.output.clone().unwrap_or_else(|| folder.path().join("results"));
        session::end_on_interrupt();
        let publication = Publication {
            request: &plan.request,
            analysis: &*analysis,
            name: plan.name.clone(),
            output: &output,
            overwrite: self.overwrite,
            json: self.json,
            verbose: self.verbose,
            look: plan.look,
        };
        merged(&folder, None, &publication)?.1
    }
}
