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
    encoded(pixels).expect("pixels in memory can be encoded")
}

/// Encoded fast: large areas of one color become small files at every level.
fn encoded(pixels: tiny_skia::Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut data = Vec::new();
    let mut encoder = png::Encoder::new(&mut data, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels.take_demultiplied())?;
    writer.finish()?;
    Ok(data)
}
