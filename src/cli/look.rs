//! How figures look: theme, size and font size.
//!
//! # What scales
//!
//! A figure is drawn as SVG on a page of 1920 x 1080 whatever the size; `--width` and `--height` are the pixels of
//! the PNG, in which the page stands in the middle. `--font-scale` changes the letters and lets the layout follow,
//! for small screens or far rows.

use cenersim::report;

/// Look of the figures.
#[derive(Clone, clap::Args)]
pub struct Look {
    #[arg(long, value_enum, default_value = "light")]
    pub theme: ThemeName,
    /// Width of the figures (px).
    #[arg(long, value_name = "PX", default_value_t = 1920, value_parser = clap::value_parser!(u32).range(320..=16_384))]
    pub width: u32,
    /// Height of the figures (px).
    #[arg(long, value_name = "PX", default_value_t = 1080, value_parser = clap::value_parser!(u32).range(180..=16_384))]
    pub height: u32,
    /// Texts of the figures larger or smaller, 0.8 to 1.3.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = font_scale)]
    pub font_scale: f64,
}

/// Colors of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeName {
    Light,
    Dark,
}

impl Look {
    /// The same as a report takes it.
    pub fn look(&self) -> report::Look {
        let Self { theme, width, height, font_scale } = *self;
        report::Look { dark: theme == ThemeName::Dark, width, height, font_scale }
    }
}

/// 0.8 to 1.3.
fn font_scale(text: &str) -> Result<f64, String> {
    let factor: Option<f64> = text.parse().ok().filter(|factor| (0.8..=1.3).contains(factor));
    factor.ok_or_else(|| format!("`{text}` is no font scale: expected a number from 0.8 to 1.3"))
}
