//! PNG: an SVG figure as pixels, with the embedded font and no other. Left out: other pixel formats.

use super::{Figure, text};
use resvg::{tiny_skia, usvg};

/// The figure as a PNG file of the given size (pixels), centered where the proportions differ. A size of zero counts as
/// one pixel.
pub fn png(figure: &Figure, width: u32, height: u32) -> Vec<u8> {
    let tree = usvg::Tree::from_str(&figure.svg, &text::options()).expect("figures are valid SVG");
    let mut pixels = tiny_skia::Pixmap::new(width.max(1), height.max(1)).expect("the size is not zero");
    let (across, down) = (width as f32 / tree.size().width(), height as f32 / tree.size().height());
    let scale = across.min(down);
    let margin = |room: u32, size: f32| (room as f32 - size * scale) / 2.0;
    let (x, y) = (margin(width, tree.size().width()), margin(height, tree.size().height()));
    let transform = tiny_skia::Transform::from_scale(scale, scale).post_translate(x, y);
    resvg::render(&tree, transform, &mut pixels.as_mut());
    pixels.encode_png().expect("pixels in memory can be encoded")
}
