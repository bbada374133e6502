//! `cenersim plot`: draws the figures of written results again, without simulating.

use super::Failure;
use std::path::PathBuf;

/// Draw the figures of a results folder again, without simulating.
#[derive(clap::Args)]
pub struct Plot {
    /// Folder of one scenario's results.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    #[arg(long, value_enum, default_value = "light")]
    pub theme: ThemeName,
    /// Width of the figures [px].
    #[arg(long, value_name = "PX", default_value_t = 1920, value_parser = clap::value_parser!(u32).range(320..=16_384))]
    pub width: u32,
    /// Height of the figures [px].
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
        if !self.folder.is_dir() {
            let message = format!("`{}` is no folder: expected the results of `cenersim run`", self.folder.display());
            return Err(Failure::input(message));
        }
        let (theme, width, height) = (self.theme, self.width, self.height);
        super::print(&format!("{}: {theme:?}, {width} x {height} px\n", self.folder.display()))
    }
}
