//! `cenersim plot`: draws the figures of written results again, without simulating.

use super::{
    Failure,
    figures::{Shown, drawn, failure, program},
    print,
};
use cenersim::{
    plot::Theme,
    report::{read_run, write_figures},
    scenario::Scenario,
};
use std::path::PathBuf;

/// Draw the figures of a results folder again, without simulating.
#[derive(clap::Args)]
pub struct Plot {
    /// Folder of one scenario's results.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    #[arg(long, value_enum, default_value = "light")]
    pub theme: ThemeName,
    /// Width of the figures (px).
    #[arg(long, value_name = "PX", default_value_t = 1920, value_parser = clap::value_parser!(u32).range(320..=16_384))]
    pub width: u32,
    /// Height of the figures (px).
    #[arg(long, value_name = "PX", default_value_t = 1080, value_parser = clap::value_parser!(u32).range(180..=16_384))]
    pub height: u32,
}

/// Colors of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeName {
    Light,
    Dark,
}

impl Plot {
    pub fn execute(&self) -> Result<(), Failure> {
        let run = read_run(&self.folder).map_err(failure)?;
        let scenario = Scenario::parse(&run.provenance.scenario, &run.scenario_text)?;
        let Some(arm) = scenario.arms.first() else { return Ok(()) };
        let theme = match self.theme {
            ThemeName::Light => Theme::light(),
            ThemeName::Dark => Theme::dark(),
        };
        let version = program(&run.provenance.version, &run.provenance.commit);
        let shown = Shown { scenario: &scenario, arm, curves: &run.curves, events: &run.events, version: &version };
        let figures = drawn(&shown, &theme, self.width, self.height);
        let written = write_figures(&self.folder, &figures).map_err(failure)?;
        print(&written.iter().map(|path| format!("{}\n", path.display())).collect::<String>())
    }
}
