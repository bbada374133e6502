//! Text: the embedded font, the width of a text in it, and line breaks. Left out: languages without spaces between
//! words, and letters beyond Latin and Greek (the font does not have them).
//!
//! The typeface is Inter; its two faces are embedded in the program, and widths are computed with its kerning, so that
//! what fits here fits wherever the figure is drawn with that face.

use super::theme::Color;
use resvg::usvg::{self, fontdb::Database};
use rustybuzz::{Face, UnicodeBuffer};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

/// What an SVG asks for: the embedded face, or what a viewer without it has.
pub const FAMILY: &str = "Inter, Helvetica, Arial, sans-serif";

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");
const SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");

/// Thickness of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Weight 400.
    Regular,
    /// Weight 600, for titles and names.
    SemiBold,
}

impl Weight {
    /// The CSS number.
    pub const fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::SemiBold => 600,
        }
    }
}

/// The end of the text, or its middle, that stands at the given place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// It is centered there.
    Middle,
    /// It ends there.
    End,
}

impl Anchor {
    /// The value of `text-anchor` in SVG.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Font size (px).
    pub size: f64,
    /// Thickness of the letters.
    pub weight: Weight,
    /// Color of the letters.
    pub color: Color,
    /// Which of its points is placed.
    pub anchor: Anchor,
}

impl Style {
    /// Regular, from the given place on.
    pub const fn new(size: f64, color: Color) -> Self {
        Self { size, weight: Weight::Regular, color, anchor: Anchor::Start }
    }

    /// The same in semi-bold.
    pub const fn semi_bold(self) -> Self {
        Self { weight: Weight::SemiBold, ..self }
    }

    /// The same at another anchor.
    pub const fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// The embedded faces, and nothing from the system.
pub fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    FONTS.get_or_init(embedded_fonts).clone()
}

fn embedded_fonts() -> Arc<Database> {
    let mut database = Database::new();
    for face in [REGULAR, SEMI_BOLD] {
        database.load_font_data(face.to_vec());
    }
    database.set_sans_serif_family("Inter");
    Arc::new(database)
}

/// Letters of a text that the embedded font lacks, each once: nothing would stand in their place.
pub fn missing_letters(text: &str) -> Vec<char> {
    let fonts = fonts();
    let Some(face) = fonts.faces().next() else { return Vec::new() };
    let missing = fonts.with_face_data(face.id, |data, index| {
        let face = ttf_parser::Face::parse(data, index).ok()?;
        let lacks = |letter: &char| !letter.is_whitespace() && face.glyph_index(*letter).is_none();
        Some(text.chars().filter(lacks).collect::<BTreeSet<char>>())
    });
    missing.flatten().unwrap_or_default().into_iter().collect()
}

/// How SVG is read: with the embedded font only.
pub fn options() -> usvg::Options<'static> {
    usvg::Options { font_family: "Inter".into(), fontdb: fonts(), ..usvg::Options::default() }
}

/// Width of a text (px), with kerning, as it is drawn.
/// Of one line; nothing is wrapped.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    f64::from(units(text, weight)) * size / f64::from(face(weight).units_per_em())
}

/// Texts whose widths are remembered, for each thread and weight: more than the figures of a result have.
const REMEMBERED: usize = 10_000;

/// Width in units of the face. Lines are broken word by word and figures share their words: each text is measured once.
fn units(text: &str, weight: Weight) -> i32 {
    thread_local! {
        static KNOWN: [RefCell<BTreeMap<String, i32>>; 2] = Default::default();
    }
    KNOWN.with(|known| {
        let mut known = known[weight as usize].borrow_mut();
        if let Some(units) = known.get(text) {
            return *units;
        }
        if known.len() >= REMEMBERED {
            known.clear();
        }
        let units = measured(text, weight);
        known.insert(text.into(), units);
        units
    })
}

fn measured(text: &str, weight: Weight) -> i32 {
    let mut buffer = UnicodeBuffer::new();
    letters(text).for_each(|letter| buffer.add(letter, 0));
    rustybuzz::shape(face(weight), &[], buffer).glyph_positions().iter().map(|glyph| glyph.x_advance).sum()
}

/// Parsed once.
fn face(weight: Weight) -> &'static Face<'static> {
    static FACES: [OnceLock<Face>; 2] = [const { OnceLock::new() }; 2];
    let (cell, data) = match weight {
        Weight::Regular => (&FACES[0], REGULAR),
        Weight::SemiBold => (&FACES[1], SEMI_BOLD),
    };
    cell.get_or_init(|| Face::from_slice(data, 0).expect("the embedded faces can be read"))
}

/// Text for XML: markup escaped, characters that XML forbids removed.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in letters(text) {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
    out
}

/// What of a text is drawn: white space as spaces, nothing that XML forbids.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let allowed = |c: &char| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(allowed)
}

/// Breaks a text into lines no wider than `limit` (px), at most `lines`; what does not fit ends in an ellipsis.
pub fn wrapped(text: &str, style: &Style, limit: f64, lines: usize) -> Vec<String> {
    let fits = |line: &str| width(line, style.size, style.weight) <= limit;
    let mut out: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = out.last_mut().expect("there is always a line");
        let longer = if last.is_empty() { word.to_string() } else { format!("{last} {word}") };
        if fits(&longer) || last.is_empty() { *last = longer } else { out.push(word.to_string()) }
    }
    if out.len() > lines {
        out.truncate(lines);
        out.last_mut().expect("at least one line").push('…');
    }
    out.into_iter().map(|line| shortened(line, fits)).collect()
}

/// The number of a numbered name: `Arm 3` of `Arm 3: cenersen alone`.
pub fn number_of(name: &str) -> Option<&str> {
    let (number, _) = name.split_once(": ")?;
    number.strip_prefix("Arm ")?.parse::<u32>().ok().map(|_| number)
}

/// Room for a name (px), at most so much: of a numbered name that is wider, that of its number.
pub fn room(name: &str, style: &Style, most: f64) -> f64 {
    let width = |text: &str| width(text, style.size, style.weight);
    match number_of(name) {
        Some(number) if width(name) > most => width(number),
        _ => width(name).min(most),
    }
}

/// Breaks a name into lines no wider than `limit` (px), at most `lines`; of a numbered name that does not fit, only the number
/// is left, and of another the middle is left out: names of arms often differ only in their last word.
pub fn condensed(name: &str, style: &Style, limit: f64, lines: usize) -> Vec<String> {
    let letters: Vec<char> = name.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    let cut = |n: usize| match n < letters.len() {
        true => [&letters[..n.div_ceil(2)], &['…'], &letters[letters.len() - n / 2..]].concat().into_iter().collect(),
        false => letters.iter().collect::<String>(),
    };
    let fits = |n: usize| wrapped(&cut(n), style, limit, lines).join(" ") == cut(n);
    if fits(letters.len()) {
        return wrapped(&cut(letters.len()), style, limit, lines);
    }
    if let Some(number) = number_of(name) {
        return condensed(number, style, limit, lines);
    }
    let (mut fitting, mut too_long) = (0, letters.len());
    while too_long - fitting > 1 {
        let middle = (fitting + too_long) / 2;
        if fits(middle) { fitting = middle } else { too_long = middle }
    }
    wrapped(&cut(fitting), style, limit, lines)
}

/// The line, cut before an ellipsis until it fits.
fn shortened(line: String, fits: impl Fn(&str) -> bool) -> String {
    if fits(&line) {
        return line;
    }
    let letters: Vec<char> = line.trim_end_matches('…').chars().collect();
    let cut = |n: usize| letters[..n].iter().collect::<String>().trim_end().to_string() + "…";
    // The longest cut that fits, by bisection: widths grow with the number of letters.
    let (mut fitting, mut too_long) = (0, letters.len() + 1);
    while too_long - fitting > 1 {
        let middle = (fitting + too_long) / 2;
        if fits(&cut(middle)) { fitting = middle } else { too_long = middle }
    }
    cut(fitting)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_two_embedded_faces_are_there() {
        let weights: Vec<u16> = fonts().faces().map(|face| face.weight.0).collect();
        assert_eq!(weights, [400, 600]);
        assert!(fonts().faces().all(|face| face.families.iter().any(|(name, _)| name == "Inter")));
    }

    /// Width of a text as the library says that draws it.
    fn drawn(text: &str, weight: Weight) -> f64 {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'><text xml:space='preserve' font-family='Inter' \
             font-size='100' font-weight='{}'>{}</text></svg>",
            weight.number(),
            escaped(text)
        );
        let tree = usvg::Tree::from_str(&svg, &options()).expect("this is SVG");
        f64::from(tree.root().bounding_box().width())
    }

    #[test]
    fn a_text_is_as_wide_as_it_is_drawn() {
        let texts = [
            "platelets",
            "AVATAR To. 1/2",
            "10⁻³ × 200 mg/m²",
            "efficient fjord, 3 < 4 & \"5\"",
            "−0.5 µmol/L, α β",
            "a  b",
        ];
        for (text, weight) in texts.iter().flat_map(|text| [(text, Weight::Regular), (text, Weight::SemiBold)]) {
            let (measured, drawn) = (width(text, 100.0, weight), drawn(text, weight));
            assert!((measured - drawn).abs() < 1e-3 * drawn, "`{text}`: {measured} instead of {drawn}");
        }
    }

    #[test]
    fn a_text_twice_as_large_is_twice_as_wide_and_semi_bold_is_wider() {
        let regular = width("platelets", 20.0, Weight::Regular);
        assert!((width("platelets", 40.0, Weight::Regular) / regular - 2.0).abs() < 1e-9);
        assert!(width("platelets", 20.0, Weight::SemiBold) > regular);
    }

    #[test]
    fn every_line_fits_and_what_does_not_fit_is_cut() {
        let style = Style::new(30.0, Color(0, 0, 0));
        for text in ["", "short", "several words that need more than one line of text", &"x".repeat(500), "a < b & c"] {
            let lines = wrapped(text, &style, 200.0, 2);
            assert!(lines.len() <= 2);
            assert!(lines.iter().all(|line| width(line, 30.0, Weight::Regular) <= 200.0), "{lines:?}");
        }
        assert!(wrapped(&"x".repeat(500), &style, 200.0, 2)[0].ends_with('…'));
    }

    #[test]
    fn of_a_long_name_the_middle_is_left_out_and_the_ends_are_kept() {
        let style = Style::new(30.0, Color(0, 0, 0));
        for limit in [100.0, 200.0, 400.0] {
            for lines in 1..=3 {
                let name = "Cenersen with idarubicin and high-dose cytarabine, started on day 2, in arm number X7";
                let found = condensed(name, &style, limit, lines);
                assert!((1..=lines).contains(&found.len()), "{found:?}");
                assert!(found.iter().all(|line| width(line, 30.0, Weight::Regular) <= limit), "{found:?}");
                assert!(found.join(" ").starts_with('C') && found.join(" ").ends_with('7'), "{found:?}");
            }
        }
        assert_eq!(condensed("Arm 12: cenersen with idarubicin", &style, 200.0, 1), ["Arm 12"]);
        assert_eq!(condensed("arm B", &style, 200.0, 1), ["arm B"]);
        assert_eq!(condensed("", &style, 200.0, 1), [""]);
    }

    #[test]
    fn markup_is_escaped_and_characters_that_xml_forbids_are_left_out() {
        assert_eq!(escaped("a<b & \"c\"\u{0}\n"), "a&lt;b &amp; &quot;c&quot; ");
    }
}
