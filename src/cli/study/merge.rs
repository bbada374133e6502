//! `cenersim study merge`: the files that the planned command would have written, from finished chunks.

use super::{failure, opened, planned};
use crate::cli::{Failure, session};
use cenersim::study::Collected;
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
        let mut command = planned::command(&folder)?;
        let filing = command.filing();
        *filing.output = self.output.clone().unwrap_or_else(|| folder.path().join("results"));
        (*filing.json, *filing.overwrite) = (self.json, self.overwrite);
        let study = command.study()?;
        let mut chunks = Collected::new(&folder).map_err(failure)?;
        session::end_on_interrupt();
        study.merge(&folder, &mut chunks)
    }
}
