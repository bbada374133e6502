//! `cenersim plot`: draws the figures of written results again, without simulating.
//!
//! # Use
//!
//! ```text
//! cenersim plot output/arm_b --theme dark             a run: from curves.csv, events.csv and figures.cbor
//! cenersim plot output/arm_b --animate --beside output/arm_b_without_cenersen    a film of two runs as well
//! cenersim plot output/compare_arm_a_arm_b --width 3840 --height 2160    any other result: from figures.cbor
//! ```
//!
//! Figures in `figures/` are replaced and nothing else of the folder; the report keeps those that it was written
//! with. Files are checked against the hashes of the provenance first. A result of another version of the program
//! is drawn with a note.

use super::{Failure, animation::Animation, complain, look::Look, print};
use cenersim::{
    plot::{Figure, Theme},
    report::{FigureData, Made, read_figure_data, read_run_keeping, write_figures},
    scenario::Scenario,
    study::{Beside, Drawn, Shown, curves_to_draw, run_figures},
};
use std::path::{Path, PathBuf};

/// Draw the figures of a results folder again, without simulating.
#[derive(clap::Args)]
pub struct Plot {
    /// Folder of one result: of a run, a comparison, a trial, a calibration, a sensitivity analysis, a qualification or the design of a
    /// next trial.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    #[command(flatten)]
    pub animation: Animation,
    #[command(flatten)]
    pub look: Look,
}

impl Plot {
    pub fn execute(&self) -> Result<(), Failure> {
        let figures = stored_figures(&self.folder, &self.look.look().theme())?;
        let mut files = self.look.look().files(&figures.iter().collect::<Vec<&Figure>>());
        files.extend(self.animation.files(&self.folder, &self.look)?);
        let written = write_figures(&self.folder, &files)?;
        print(&written.iter().map(|path| format!("{}\n", path.display())).collect::<String>())
    }
}

/// The figures of a written result, drawn again; a result of another version is noted.
pub fn stored_figures(folder: &Path, theme: &Theme) -> Result<Vec<Figure>, Failure> {
    match read_figure_data(folder)? {
        Some(data) => of_result(folder, &data, theme),
        None => of_run(folder, theme),
    }
}

/// From `figures.cbor` alone.
fn of_result(folder: &Path, data: &FigureData, theme: &Theme) -> Result<Vec<Figure>, Failure> {
    let FigureData { bytes, version, commit } = data;
    note_version(folder, version);
    let drawn = Drawn::from_bytes(bytes)?;
    Ok(drawn.figures(&Made::program_of(version, commit), theme))
}

/// From `curves.csv`, `events.csv` and what stands beside them; the curves of at most 256 replicates are kept.
fn of_run(folder: &Path, theme: &Theme) -> Result<Vec<Figure>, Failure> {
    let run = read_run_keeping(folder, curves_to_draw)?;
    note_version(folder, &run.provenance.version);
    let scenario = Scenario::parse(&run.provenance.scenario, &run.scenario_text)?;
    let Some(arm) = scenario.arms.first() else { return Ok(Vec::new()) };
    let program = Made::program_of(&run.provenance.version, &run.provenance.commit);
    let beside = Beside::from_bytes(&run.figure_data)?;
    let (curves, events) = (&run.curves[..], &run.events[..]);
    let shown = Shown { scenario: &scenario, arm, curves, events, beside: Some(&beside), program: &program };
    Ok(run_figures(&shown, theme))
}

/// Another version may mean something else by the same files.
fn note_version(folder: &Path, version: &str) {
    let (folder, this) = (folder.display(), env!("CARGO_PKG_VERSION"));
    if version != this {
        complain(&format!(
            "note: `{folder}` was written by cenersim {version} and is drawn by {this}; run its command again to have both of one version"
        ));
    }
}
