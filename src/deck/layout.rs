//! Slides laid out on a template: what does not fit on one slide goes on to another, and letters are as large as they can be. Left out:
//! the XML of shapes (see [`shapes`](crate::shapes)) and the archive.

use crate::{
    columns,
    fit::{Letters, divided, largest, width},
    shapes,
    slide::{Body, Grid, Slide},
    template::{Frame, Layout, Place, Template},
};
use cenersim_plot::{Figure, text::Weight};

/// A slide as XML, before it has a number.
pub struct Laid<'a> {
    /// What it stands on.
    pub layout: &'a Layout,
    /// All shapes but the foot.
    pub shapes: String,
    /// The picture, if it has one; its references are `rIdPixels` and `rIdVectors`.
    pub figure: Option<&'a Figure>,
    /// Paragraphs of the notes.
    pub notes: Vec<String>,
}

/// Letters of running text in parts of the layout's size, the largest first, but none smaller than can be read from afar.
const SHRUNK: [f64; 6] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5];
/// The smallest letters of running text (pt).
const SMALLEST: f64 = 13.0;
/// The smallest letters of a title (pt).
const SMALLEST_TITLE: f64 = 12.0;
/// Indentation of points in the text of a template (pt), assumed to be no more.
const INDENTED: f64 = 30.0;

/// The slides that one slide of the outline becomes.
pub fn laid<'a>(slide: &'a Slide, template: &'a Template) -> Vec<Laid<'a>> {
    match &slide.body {
        Body::Opening(lines) => vec![opening(slide, lines, template)],
        Body::Text(paragraphs) => text(slide, paragraphs, template),
        Body::Figure(figure) => vec![picture(slide, figure, template)],
        Body::Table(grid) => table(slide, grid, template),
    }
}

/// Room for text within a place (pt).
fn inside(place: &Place, indented: f64) -> [f64; 2] {
    [place.frame.width - place.insets[0] - indented, place.frame.height - place.insets[1]]
}

/// The title in its place, with smaller letters where it needs them.
fn titled(title: &str, place: Option<&Place>) -> String {
    let Some(place) = place else { return String::new() };
    let sizes = SHRUNK.map(|part| Letters {
        size: (place.size * part).max(SMALLEST_TITLE),
        weight: Weight::SemiBold,
        gap: 0.0,
    });
    let texts = [title.to_owned()];
    let letters = largest(&sizes, &texts, inside(place, 0.0)).unwrap_or(sizes[SHRUNK.len() - 1]);
    let size = (letters.size != place.size).then_some(letters.size);
    shapes::placed(2, "Title", place, &shapes::paragraphs(&texts, size))
}

/// The foot of a slide on one line.
pub fn footed(text: &str, place: &Place) -> String {
    let [room, _] = inside(place, 0.0);
    let needed = width(text, place.size, Weight::Regular);
    let size = place.size * (room / needed).min(1.0);
    shapes::placed(90, "Footer", place, &shapes::foot(text, size, place))
}

fn opening<'a>(slide: &Slide, lines: &[String], template: &'a Template) -> Laid<'a> {
    let layout = &template.opening;
    let body = layout.body().map_or_else(String::new, |place| fitted("Subtitle", lines, place, 0.0));
    let shapes = titled(&slide.title, layout.title()) + &body;
    Laid { layout, shapes, figure: None, notes: slide.notes.clone() }
}

/// These paragraphs in their place, in the largest letters with which they fit.
fn fitted(name: &str, paragraphs: &[String], place: &Place, indented: f64) -> String {
    let sizes = letters(place);
    let found = largest(&sizes, paragraphs, inside(place, indented)).unwrap_or(sizes[SHRUNK.len() - 1]);
    let size = (found.size != place.size).then_some(found.size);
    shapes::placed(3, name, place, &shapes::paragraphs(paragraphs, size))
}

/// What running text may look like in a place.
fn letters(place: &Place) -> [Letters; 6] {
    SHRUNK.map(|part| Letters { size: (place.size * part).max(SMALLEST), weight: Weight::Regular, gap: 0.7 })
}

/// Paragraphs on as many slides as they need.
fn text<'a>(slide: &Slide, paragraphs: &[String], template: &'a Template) -> Vec<Laid<'a>> {
    let layout = &template.content;
    let Some(place) = layout.body() else { return Vec::new() };
    let room = inside(place, INDENTED);
    let sizes = letters(place);
    let pages = match largest(&sizes, paragraphs, room) {
        Some(_) => vec![paragraphs.to_vec()],
        None => divided(paragraphs, sizes[SHRUNK.len() - 1], room),
    };
    let of = pages.len();
    let page = |(index, page): (usize, &Vec<String>)| {
        let title = numbered(&slide.title, index, of);
        let shapes = titled(&title, layout.title()) + &fitted("Text", page, place, INDENTED);
        Laid { layout, shapes, figure: None, notes: slide.notes.clone() }
    };
    pages.iter().enumerate().map(page).collect()
}

/// The title of one of several slides.
fn numbered(title: &str, index: usize, of: usize) -> String {
    if of > 1 { format!("{title} ({} of {of})", index + 1) } else { title.to_owned() }
}

/// A figure as large as it can be, in the middle of its room.
fn picture<'a>(slide: &Slide, figure: &'a Figure, template: &'a Template) -> Laid<'a> {
    let (layout, room) = (&template.headed, template.room);
    let (width, height) = figure.size();
    let scale = (room.width / width).min(room.height / height);
    let (width, height) = (width * scale, height * scale);
    let frame =
        Frame { x: room.x + 0.5 * (room.width - width), y: room.y + 0.5 * (room.height - height), width, height };
    let picture = shapes::picture(3, &figure.name, &figure.alt, &frame, ["rIdPixels", "rIdVectors"]);
    let shapes = titled(&slide.title, layout.title()) + &picture;
    Laid { layout, shapes, figure: Some(figure), notes: slide.notes.clone() }
}

fn table<'a>(slide: &Slide, grid: &Grid, template: &'a Template) -> Vec<Laid<'a>> {
    let (layout, room) = (&template.headed, template.room);
    let (pages, left_out) = columns::pages(grid, [room.width, room.height]);
    let of = pages.len();
    let page = |(index, page): (usize, &columns::Page)| {
        let title = numbered(&slide.title, index, of);
        let table = shapes::table(3, &slide.title, &title, &room, grid, page);
        let mut notes = slide.notes.clone();
        if left_out > 0 {
            notes.insert(0, format!("{left_out} further rows of this table are in the report."));
        }
        let shapes = titled(&title, layout.title()) + &table;
        Laid { layout, shapes, figure: None, notes }
    };
    pages.iter().enumerate().map(page).collect()
}
