//! How figures look: theme, shape, size and font size.
//!
//! # What scales
//!
//! A figure is drawn as SVG on a page of the shape whatever the size; `--width` and `--height` are the pixels of
//! the PNG, in which the page stands in the middle, and by default those of the shape. `--font-scale` changes the letters and lets the layout follow,
//! for small screens or far rows.

use cenersim::{plot, report};

/// Look of the figures.
#[derive(Clone, clap::Args)]
pub struct Look {
    #[arg(long, value_enum, default_value = "light")]
    pub theme: ThemeName,
    /// Files of each figure: SVG alone, SVG and PNG, or PDF as well, as wide as the shape is in print.
    #[arg(long, value_enum, default_value = "png")]
    pub format: FormatName,
    /// What the figures are for: a slide of 16:9 or 4:3, half of a slide, or a journal's column of 88 mm.
    #[arg(long, value_enum, default_value = "wide")]
    pub shape: ShapeName,
    /// Width of the figures (px); by default that of the shape, 1920 for a wide slide.
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(320..=16_384))]
    pub width: Option<u32>,
    /// Height of the figures (px); by default that of the shape, 1080 for a wide slide.
    #[arg(long, value_name = "PX", value_parser = clap::value_parser!(u32).range(180..=16_384))]
    pub height: Option<u32>,
    /// Texts of the figures larger or smaller, 0.8 to 1.3.
    #[arg(long, value_name = "FACTOR", default_value_t = 1.0, value_parser = font_scale)]
    pub font_scale: f64,
}

/// Colors of the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ThemeName {
    Light,
    Dark,
    Print,
}

/// Files of each figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum FormatName {
    Svg,
    Png,
    Pdf,
}

/// What the figures are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ShapeName {
    Wide,
    Standard,
    Half,
    Column,
}

impl ShapeName {
    const fn shape(self) -> plot::Shape {
        match self {
            Self::Wide => plot::Shape::Wide,
            Self::Standard => plot::Shape::Standard,
            Self::Half => plot::Shape::Half,
            Self::Column => plot::Shape::Column,
        }
    }
}

impl FormatName {
    const fn format(self) -> report::Format {
        match self {
            Self::Svg => report::Format::Svg,
            Self::Png => report::Format::Png,
            Self::Pdf => report::Format::Pdf,
        }
    }
}

impl Look {
    /// The same as a report takes it.
    pub fn look(&self) -> report::Look {
        let Self { theme, format, shape, width, height, font_scale } = *self;
        let ((dark, print), shape) = ((theme == ThemeName::Dark, theme == ThemeName::Print), shape.shape());
        let format = format.format();
        let (wide, high) = shape.pixels();
        let (width, height) = (width.unwrap_or(wide), height.unwrap_or(high));
        report::Look { dark, print, shape, width, height, font_scale, format }
    }
}

/// 0.8 to 1.3.
fn font_scale(text: &str) -> Result<f64, String> {
    let factor: Option<f64> = text.parse().ok().filter(|factor| (0.8..=1.3).contains(factor));
    factor.ok_or_else(|| format!("`{text}` is no font scale: expected a number from 0.8 to 1.3"))
}
