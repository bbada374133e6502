//! PDF: an SVG figure as one page of vectors for journals, its letters as outlines of the embedded typeface. Left out: text that
//! can be selected, gradients, patterns, clips and pictures, of which our figures have none.
//!
//! A page has the width that its shape has in print (a column 88 mm) and the proportions of the figure. Nothing in the file depends
//! on the time or the machine, so the same figure is the same file. The parts are those of PDF 1.4 (ISO 32000-1, 7.5 and 8.5).

use super::{Figure, Shape, text};
use flate2::{Compression, write::ZlibEncoder};
use resvg::usvg::{
    Fill, FillRule, Group, LineCap, LineJoin, Node, Paint, PaintOrder, Path, Stroke, Tree,
    tiny_skia_path::{PathSegment, Point, Transform},
};
use std::{
    collections::BTreeMap,
    fmt::{Display, Write as _},
    io::Write as _,
};

/// Points in a millimeter and in an inch.
const MILLIMETER: f64 = 72.0 / 25.4;
const INCH: f64 = 72.0;
/// Thousandths, in which opacities are counted.
const OPAQUE: u16 = 1000;

impl Shape {
    /// Width of a printed page (pt): slides have their usual size.
    const fn points(self) -> f64 {
        match self {
            Self::Wide => 40.0 / 3.0 * INCH,
            Self::Standard => 10.0 * INCH,
            Self::Half => 20.0 / 3.0 * INCH,
            Self::Column => 88.0 * MILLIMETER,
        }
    }
}

/// The figure as a PDF file of one page, as wide as its shape is in print.
///
/// # Panics
/// If the figure is no SVG: a mistake in the code.
pub fn pdf(figure: &Figure, shape: Shape) -> Vec<u8> {
    let tree = Tree::from_str(&figure.svg, &text::options()).expect("figures are valid SVG");
    let size = tree.size();
    let scale = shape.points() / f64::from(size.width());
    let (width, height) = (shape.points(), f64::from(size.height()) * scale);
    let mut content = Content::default();
    // PDF counts from the lower left corner.
    content.say(format_args!("{scale:.6} 0 0 {:.6} 0 {height:.3} cm 1 j", -scale));
    content.group(tree.root(), 1.0);
    file(&content, (width, height), &figure.title)
}

/// What is painted, and the opacities that it asks for.
#[derive(Default)]
struct Content {
    operators: String,
    /// Names of opacities of fill and line (thousandths).
    opacities: BTreeMap<[u16; 2], usize>,
}

impl Content {
    fn say(&mut self, operators: impl Display) {
        let _ = writeln!(self.operators, "{operators}");
    }

    /// All that is in a group, in its order; texts as outlines.
    fn group(&mut self, group: &Group, opacity: f32) {
        let opacity = opacity * group.opacity().get();
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group, opacity),
                Node::Path(path) if path.is_visible() => self.path(path, opacity),
                Node::Text(text) => self.group(text.flattened(), opacity),
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }

    /// Fill and line, the one above that the figure has above.
    fn path(&mut self, path: &Path, opacity: f32) {
        let fill = path.fill().filter(|fill| fill.opacity().get() > 0.0);
        match path.paint_order() {
            PaintOrder::FillAndStroke => {
                self.fill(fill, path, opacity);
                self.stroke(path.stroke(), path, opacity);
            }
            PaintOrder::StrokeAndFill => {
                self.stroke(path.stroke(), path, opacity);
                self.fill(fill, path, opacity);
            }
        }
    }

    fn fill(&mut self, fill: Option<&Fill>, path: &Path, opacity: f32) {
        let Some((fill, color)) = fill.and_then(|fill| Some((fill, color(fill.paint())?))) else { return };
        self.opacity([opacity * fill.opacity().get(), 1.0]);
        self.say(format_args!("{color} rg"));
        self.segments(path);
        self.say(if fill.rule() == FillRule::EvenOdd { "f* Q" } else { "f Q" });
    }

    fn stroke(&mut self, stroke: Option<&Stroke>, path: &Path, opacity: f32) {
        let Some((stroke, color)) = stroke.and_then(|stroke| Some((stroke, color(stroke.paint())?))) else { return };
        self.opacity([1.0, opacity * stroke.opacity().get()]);
        let scale = length_scale(path.abs_transform());
        let dashes: Vec<String> =
            stroke.dasharray().unwrap_or_default().iter().map(|length| number(length * scale)).collect();
        let cap = match stroke.linecap() {
            LineCap::Butt => 0,
            LineCap::Round => 1,
            LineCap::Square => 2,
        };
        let join = match stroke.linejoin() {
            LineJoin::Miter | LineJoin::MiterClip => 0,
            LineJoin::Round => 1,
            LineJoin::Bevel => 2,
        };
        let (width, dashes) = (number(stroke.width().get() * scale), dashes.join(" "));
        let offset = number(stroke.dashoffset() * scale);
        self.say(format_args!("{color} RG {width} w {cap} J {join} j [{dashes}] {offset} d"));
        self.segments(path);
        self.say("S Q");
    }

    /// Begins what one path paints with the opacities of its fill and its line.
    fn opacity(&mut self, shares: [f32; 2]) {
        let thousandths = shares.map(|share| (share * f32::from(OPAQUE)).round() as u16);
        let next = self.opacities.len();
        let name = *self.opacities.entry(thousandths).or_insert(next);
        self.say(format_args!("q /G{name} gs"));
    }

    /// The outline on the page (px).
    fn segments(&mut self, path: &Path) {
        let transform = path.abs_transform();
        let mut last = Point::zero();
        for segment in path.data().segments() {
            match segment {
                PathSegment::MoveTo(to) => self.say(format_args!("{} m", place(transform, to))),
                PathSegment::LineTo(to) => self.say(format_args!("{} l", place(transform, to))),
                PathSegment::QuadTo(by, to) => self.curve(transform, cubic(last, by, to), to),
                PathSegment::CubicTo(first, second, to) => self.curve(transform, [first, second], to),
                PathSegment::Close => self.say("h"),
            }
            last = end(segment).unwrap_or(last);
        }
    }

    fn curve(&mut self, transform: Transform, by: [Point; 2], to: Point) {
        let [first, second, to] = [by[0], by[1], to].map(|point| place(transform, point));
        self.say(format_args!("{first} {second} {to} c"));
    }
}

/// Where a segment ends.
const fn end(segment: PathSegment) -> Option<Point> {
    match segment {
        PathSegment::MoveTo(to)
        | PathSegment::LineTo(to)
        | PathSegment::QuadTo(_, to)
        | PathSegment::CubicTo(_, _, to) => Some(to),
        PathSegment::Close => None,
    }
}

/// The control points of a quadratic curve as those of a cubic one.
fn cubic(from: Point, by: Point, to: Point) -> [Point; 2] {
    let toward = |end: Point| Point::from_xy(end.x + (by.x - end.x) * 2.0 / 3.0, end.y + (by.y - end.y) * 2.0 / 3.0);
    [toward(from), toward(to)]
}

/// A point on the page.
fn place(transform: Transform, point: Point) -> String {
    let mut point = [point];
    transform.map_points(&mut point);
    format!("{} {}", number(point[0].x), number(point[0].y))
}

/// By how much lengths grow on the page; figures scale both directions alike.
fn length_scale(transform: Transform) -> f32 {
    libm::sqrtf((transform.sx * transform.sy - transform.kx * transform.ky).abs())
}

/// To a hundredth of a pixel.
fn number(value: f32) -> String {
    let value = format!("{value:.2}");
    value.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Red, green and blue from 0 to 1; none for what is no plain color.
fn color(paint: &Paint) -> Option<String> {
    let Paint::Color(color) = paint else { return None };
    let part = |part: u8| format!("{:.4}", f32::from(part) / 255.0);
    Some(format!("{} {} {}", part(color.red), part(color.green), part(color.blue)))
}

/// Objects, their places, and where they are listed.
fn file(content: &Content, (width, height): (f64, f64), title: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let stream = compressed(content.operators.as_bytes());
    let states = content.opacities.iter().map(|([fill, line], name)| {
        let share = |thousandths: u16| f64::from(thousandths) / f64::from(OPAQUE);
        format!("/G{name} << /ca {} /CA {} >>", share(*fill), share(*line))
    });
    let states: Vec<String> = states.collect();
    let page = format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.3} {height:.3}] /Contents 4 0 R /Resources << /ExtGState << {} >> >> >>",
        states.join(" ")
    );
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        page.into_bytes(),
        [format!("<< /Length {} /Filter /FlateDecode >>\nstream\n", stream.len()).as_bytes(), &stream, b"\nendstream"]
            .concat(),
        format!("<< /Title {} /Producer (cenersim) >>", hexadecimal(title)).into_bytes(),
    ];
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{} 0 obj\n", index + 1).as_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let (table, size) = (out.len(), objects.len() + 1);
    let listed = places.concat();
    let trailer = format!(
        "xref\n0 {size}\n0000000000 65535 f \n{listed}trailer\n<< /Size {size} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    out.extend(trailer.as_bytes());
    out
}

/// As `FlateDecode` reads it.
fn compressed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes every byte")
}

/// A text as UTF-16 in hexadecimal digits, which needs no escapes.
fn hexadecimal(text: &str) -> String {
    let digits: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("<FEFF{digits}>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Section;
    use flate2::read::ZlibDecoder;
    use std::io::Read as _;

    fn figure(body: &str) -> Figure {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1920\" height=\"1600\" font-family=\"Inter\">{body}</svg>"
        );
        Figure { name: "one".into(), section: Section::Cells, title: "10⁹ cells".into(), alt: String::new(), svg }
    }

    /// Operators of the page, inflated.
    fn operators(pdf: &[u8]) -> String {
        let find = |what: &[u8]| pdf.windows(what.len()).position(|window| window == what).unwrap();
        let stream = &pdf[find(b"stream\n") + 7..find(b"\nendstream")];
        let mut text = String::new();
        ZlibDecoder::new(stream).read_to_string(&mut text).unwrap();
        text
    }

    // 88 mm are 249.449 pt.
    #[test]
    fn a_column_is_88_mm_wide_and_as_high_as_its_figure_asks() {
        let pdf = pdf(&figure(""), Shape::Column);
        assert!(String::from_utf8_lossy(&pdf).contains("/MediaBox [0 0 249.449 207.874]"));
    }

    #[test]
    fn paths_have_their_place_color_dash_and_opacity() {
        let body = "<g transform=\"scale(0.5)\"><path d=\"M20 40 L200 60\" stroke=\"#FF0000\" stroke-width=\"8\" \
                    stroke-dasharray=\"20 12\"/></g><rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" fill=\"#0000FF\" fill-opacity=\"0.25\"/>";
        let pdf = pdf(&figure(body), Shape::Wide);
        let found = operators(&pdf);
        assert!(found.contains("1.0000 0.0000 0.0000 RG 4 w 0 J 0 j [10 6] 0 d\n10 20 m\n100 30 l\nS Q"), "{found}");
        assert!(found.contains("0.0000 0.0000 1.0000 rg\n1 2 m\n4 2 l\n4 6 l\n1 6 l\nh\nf Q"), "{found}");
        assert!(String::from_utf8_lossy(&pdf).contains("/ca 0.25 /CA 1"));
    }

    #[test]
    fn letters_are_outlines_and_the_title_is_kept() {
        let body = "<text x=\"100\" y=\"100\" font-size=\"40\">o</text>";
        let pdf = pdf(&figure(body), Shape::Wide);
        let found = operators(&pdf);
        // Both rims of the letter are closed curves.
        assert_eq!((found.matches(" m\n").count(), found.matches("h\n").count()), (2, 2), "{found}");
        assert!(found.matches(" c\n").count() >= 8, "{found}");
        assert!(String::from_utf8_lossy(&pdf).contains("<FEFF003100302079002000630065006C006C0073>"));
    }

    #[test]
    fn objects_are_where_the_table_says() {
        let pdf = pdf(&figure("<rect width=\"9\" height=\"9\"/>"), Shape::Half);
        let tail = String::from_utf8_lossy(&pdf[pdf.len() - 30..]).into_owned();
        let table: usize = tail.lines().rev().nth(1).unwrap().parse().unwrap();
        let entries: Vec<&[u8]> = pdf[table..].split(|byte| *byte == b'\n').skip(3).take(5).collect();
        for (number, entry) in (1..).zip(entries) {
            let at: usize = std::str::from_utf8(&entry[..10]).unwrap().parse().unwrap();
            assert!(pdf[at..].starts_with(format!("{number} 0 obj").as_bytes()), "object {number}");
        }
    }
}
