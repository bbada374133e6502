//! A movement as a film: animated PNG and GIF of the same frames, with one palette, of which each frame holds what changed.
//! Left out: sound and speed control; browsers and slides repeat the film for ever.
//!
//! The bytes depend on the movement alone: frames are drawn one by one, in any order, and the palette is that of the theme.

use super::{Movement, stage};
use crate::{
    text,
    theme::{Color, Theme},
};
use cenersim_model::treatment::Drug;
use gif::{DisposalMethod, Encoder, Frame, Repeat};
use rayon::prelude::*;
use resvg::{tiny_skia, usvg};
use std::collections::BTreeMap;

/// Hundredths of a second for which a frame is shown, and the last one.
const DELAY: u16 = 12;
const LAST: u16 = 200;
/// Mixtures of each color with the background, for smooth edges.
const MIXTURES: usize = 7;
/// Place of the color in the palette that leaves what was there.
const SAME: u8 = 255;

/// The two files of a film.
#[derive(Clone, Debug, PartialEq)]
pub struct Film {
    /// Animated PNG.
    pub apng: Vec<u8>,
    /// GIF89a.
    pub gif: Vec<u8>,
}

/// The film in this size (pixels), at least 16 of each.
///
/// # Panics
/// Never for a movement that exists: it has frames, and memory takes its files.
pub fn film(movement: &Movement, theme: &Theme, width: u16, height: u16) -> Film {
    let (width, height) = (width.max(16), height.max(16));
    let palette = Palette::new(movement, theme);
    let frames: Vec<Vec<u8>> = (0..movement.days.len())
        .into_par_iter()
        .map(|at| palette.indexed(&pixels(movement, at, theme, width, height)))
        .collect();
    let changes = changes(&frames, width);
    Film {
        apng: apng(&palette, &changes, width, height).expect("pixels in memory can be encoded"),
        gif: gif(&palette, &changes, width, height).expect("pixels in memory can be encoded"),
    }
}

/// One frame, drawn.
fn pixels(movement: &Movement, at: usize, theme: &Theme, width: u16, height: u16) -> tiny_skia::Pixmap {
    let svg = stage::drawn(movement, at, theme, false);
    let tree = usvg::Tree::from_str(&svg, &text::options()).expect("figures are valid SVG");
    let mut pixels = tiny_skia::Pixmap::new(width.into(), height.into()).expect("the size is not zero");
    let scale = (f32::from(width) / tree.size().width(), f32::from(height) / tree.size().height());
    resvg::render(&tree, tiny_skia::Transform::from_scale(scale.0, scale.1), &mut pixels.as_mut());
    pixels
}

/// Colors of the stage and their mixtures with the background.
struct Palette(Vec<Color>);

impl Palette {
    fn new(movement: &Movement, theme: &Theme) -> Self {
        let drugs = movement.doses.iter().flatten().map(|dose| dose.drug);
        let drugs: std::collections::BTreeSet<Drug> = drugs.collect();
        let plain = [theme.ink, theme.muted, theme.grid].into_iter();
        let inks = plain
            .chain((0..stage::CLASSES).map(stage::color))
            .chain(drugs.into_iter().map(|drug| theme.drug(drug).color));
        let mut colors = vec![theme.background];
        for ink in inks {
            colors.extend((0..MIXTURES).map(|step| ink.mixed(theme.background, step as f64 / MIXTURES as f64)));
        }
        colors.truncate(usize::from(SAME));
        Self(colors)
    }

    /// The nearest color of each pixel. Most pixels are as the one before.
    fn indexed(&self, pixels: &tiny_skia::Pixmap) -> Vec<u8> {
        let mut known: BTreeMap<[u8; 3], u8> = BTreeMap::new();
        let mut before = ([0; 3], self.nearest([0; 3]));
        let place = |pixel: &tiny_skia::PremultipliedColorU8| {
            let rgb = [pixel.red(), pixel.green(), pixel.blue()];
            if rgb != before.0 {
                before = (rgb, *known.entry(rgb).or_insert_with(|| self.nearest(rgb)));
            }
            before.1
        };
        pixels.pixels().iter().map(place).collect()
    }

    fn nearest(&self, [red, green, blue]: [u8; 3]) -> u8 {
        let far = |color: &Color| {
            let part = |a: u8, b: u8| (i32::from(a) - i32::from(b)).pow(2);
            3 * part(color.0, red) + 6 * part(color.1, green) + part(color.2, blue)
        };
        let nearest = self.0.iter().enumerate().min_by_key(|(_, color)| far(color));
        nearest.map_or(0, |(place, _)| place as u8)
    }

    /// Red, green and blue of all 256 places.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.0.iter().flat_map(|color| [color.0, color.1, color.2]).collect();
        bytes.resize(3 * 256, 0);
        bytes
    }
}

/// What is new in a frame: the smallest rectangle that holds it, with [`SAME`] where nothing changed.
struct Change {
    at: [u16; 2],
    size: [u16; 2],
    pixels: Vec<u8>,
    delay: u16,
}

/// The first frame is whole.
fn changes(frames: &[Vec<u8>], width: u16) -> Vec<Change> {
    let delay = |frame: usize| if frame + 1 == frames.len() { LAST } else { DELAY };
    let height = (frames[0].len() / usize::from(width)) as u16;
    let first = Change { at: [0, 0], size: [width, height], pixels: frames[0].clone(), delay: delay(0) };
    let later = frames.windows(2).zip(1..).map(|(pair, frame)| change(&pair[0], &pair[1], width, delay(frame)));
    [first].into_iter().chain(later).collect()
}

fn change(before: &[u8], after: &[u8], width: u16, delay: u16) -> Change {
    let wide = usize::from(width);
    let changed = || (0..after.len()).filter(|place| before[*place] != after[*place]);
    let rows = changed().map(|place| place / wide);
    let columns = || changed().map(|place| place % wide);
    let (top, bottom) = rows.fold((usize::MAX, 0), |(low, high), row| (low.min(row), high.max(row)));
    let (left, right) = (columns().min().unwrap_or(0), columns().max().unwrap_or(0));
    let (top, bottom) = if top == usize::MAX { (0, 0) } else { (top, bottom) };
    let place = |(row, column): (usize, usize)| row * wide + column;
    let inside = (top..=bottom).flat_map(|row| (left..=right).map(move |column| (row, column)));
    let pixels =
        inside.map(place).map(|place| if before[place] == after[place] { SAME } else { after[place] }).collect();
    Change {
        at: [left as u16, top as u16],
        size: [(right - left + 1) as u16, (bottom - top + 1) as u16],
        pixels,
        delay,
    }
}

/// One palette for all frames, played for ever.
fn gif(palette: &Palette, changes: &[Change], width: u16, height: u16) -> Result<Vec<u8>, gif::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height, &palette.bytes())?;
    encoder.set_repeat(Repeat::Infinite)?;
    for Change { at: [left, top], size: [width, height], pixels, delay } in changes {
        encoder.write_frame(&Frame {
            left: *left,
            top: *top,
            width: *width,
            height: *height,
            delay: *delay,
            dispose: DisposalMethod::Keep,
            transparent: Some(SAME),
            buffer: pixels.into(),
            ..Frame::default()
        })?;
    }
    drop(encoder);
    Ok(bytes)
}

/// The same frames laid over each other.
fn apng(palette: &Palette, changes: &[Change], width: u16, height: u16) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width.into(), height.into());
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(palette.bytes());
    encoder.set_trns([vec![255; usize::from(SAME)], vec![0]].concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_animated(changes.len() as u32, 0)?;
    encoder.set_blend_op(png::BlendOp::Over)?;
    let mut writer = encoder.write_header()?;
    for Change { at: [left, top], size: [width, height], pixels, delay } in changes {
        // Size and place are checked one by one, each with the other as it was.
        writer.set_frame_position(0, 0)?;
        writer.set_frame_dimension(u32::from(*width), u32::from(*height))?;
        writer.set_frame_position(u32::from(*left), u32::from(*top))?;
        writer.set_frame_delay(*delay, 100)?;
        writer.write_image_data(pixels)?;
    }
    writer.finish()?;
    Ok(bytes)
}
