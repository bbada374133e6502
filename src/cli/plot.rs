//! `cenersim plot`: draws the figures of written results again, without simulating.

use super::{Failure, complain, look::Look, print};
use cenersim::{
    plot::Figure,
    report::{Made, read_run_keeping, write_figures},
    scenario::Scenario,
    study::{Shown, curves_to_draw, run_figures},
};
use std::path::PathBuf;

/// Draw the figures of a results folder again, without simulating.
#[derive(clap::Args)]
pub struct Plot {
    /// Folder of one scenario's results.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    #[command(flatten)]
    pub look: Look,
}

impl Plot {
    pub fn execute(&self) -> Result<(), Failure> {
        let run = read_run_keeping(&self.folder, curves_to_draw)?;
        self.note_version(&run.provenance.version);
        let scenario = Scenario::parse(&run.provenance.scenario, &run.scenario_text)?;
        let Some(arm) = scenario.arms.first() else { return Ok(()) };
        let program = Made::program_of(&run.provenance.version, &run.provenance.commit);
        let shown = Shown { scenario: &scenario, arm, curves: &run.curves, events: &run.events, program: &program };
        let look = self.look.look();
        let figures = run_figures(&shown, &look.theme());
        let written = write_figures(&self.folder, &look.files(&figures.iter().collect::<Vec<&Figure>>()))?;
        print(&written.iter().map(|path| format!("{}\n", path.display())).collect::<String>())
    }

    /// Another version may mean something else by the same files.
    fn note_version(&self, version: &str) {
        let (folder, this) = (self.folder.display(), env!("CARGO_PKG_VERSION"));
        if version != this {
            complain(&format!(
                "note: `{folder}` was written by cenersim {version} and is drawn by {this}; run its command again to have both of one version"
            ));
        }
    }
}
