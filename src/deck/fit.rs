//! Room for text: how many lines a text takes, the largest letters with which it fits, and where it goes on to another slide.
//! Lengths are points (1/72 in). Left out: hyphenation, and the kerning between words.
//!
//! Widths are those of the embedded typeface, Inter, with some to spare (see [`spare`]).

use cenersim_plot::text::{self, Weight};

/// Distance of the lines of a text in parts of its size: that of Arial and Liberation Sans is 1.15.
pub const LINE: f64 = 1.2;
/// By how much a typeface may be wider than the embedded one of about this weight. Measured on English text with numbers: Arial 0.94
/// and in bold 0.98 of it, Verdana and DejaVu Sans, the widest that are common, 1.07 and 1.18.
const fn spare(weight: Weight) -> f64 {
    match weight {
        Weight::Regular => 1.1,
        Weight::SemiBold => 1.2,
    }
}

/// Width of a text (pt) of letters of this size, with some to spare.
pub fn width(text: &str, size: f64, weight: Weight) -> f64 {
    spare(weight) * text::width(text, size, weight)
}

/// Width of its longest word (pt).
pub fn longest_word(text: &str, size: f64, weight: Weight) -> f64 {
    text.split_whitespace().map(|word| width(word, size, weight)).fold(0.0, f64::max)
}

/// Lines that a paragraph takes in this width (pt); words that are wider than a line go on in the next.
pub fn lines(text: &str, size: f64, weight: Weight, room: f64) -> usize {
    let space = width(" ", size, weight);
    let (mut lines, mut used) = (1, 0.0);
    for word in text.split_whitespace().map(|word| width(word, size, weight)) {
        if used > 0.0 && used + space + word > room {
            lines += 1;
            used = 0.0;
        }
        used += word + if used > 0.0 { space } else { 0.0 };
        let further = (used / room.max(1.0)).ceil() as usize;
        if further > 1 {
            lines += further - 1;
            used -= (further - 1) as f64 * room;
        }
    }
    lines
}

/// Letters of a text block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Letters {
    /// Size (pt).
    pub size: f64,
    /// Thickness.
    pub weight: Weight,
    /// After each paragraph, in parts of the size.
    pub gap: f64,
}

impl Letters {
    /// Height of a paragraph with the gap after it (pt).
    fn height(&self, paragraph: &str, room: f64) -> f64 {
        self.size * (lines(paragraph, self.size, self.weight, room) as f64 * LINE + self.gap)
    }

    /// Height of paragraphs one under another (pt).
    pub fn height_of(&self, paragraphs: &[String], room: f64) -> f64 {
        paragraphs.iter().map(|paragraph| self.height(paragraph, room)).sum()
    }
}

/// The largest of these letters, which are ordered from large to small, with which all paragraphs fit into a room of this width and
/// height (pt); none if they fit with none.
pub fn largest(of: &[Letters], paragraphs: &[String], [width, height]: [f64; 2]) -> Option<Letters> {
    of.iter().find(|letters| letters.height_of(paragraphs, width) <= height).copied()
}

/// Paragraphs divided among slides, as many on each as fit with these letters; one that is higher than a slide is divided at
/// the end of a sentence or, failing that, of a word.
pub fn divided(paragraphs: &[String], letters: Letters, [width, height]: [f64; 2]) -> Vec<Vec<String>> {
    let mut slides: Vec<Vec<String>> = vec![Vec::new()];
    let mut left: Vec<String> = paragraphs.iter().rev().cloned().collect();
    let mut used = 0.0;
    while let Some(paragraph) = left.pop() {
        let needed = letters.height(&paragraph, width);
        let last = slides.last_mut().expect("there is a slide");
        if used + needed <= height {
            last.push(paragraph);
            used += needed;
        } else if last.is_empty() {
            let fits = |part: &str| letters.height(part, width) <= height;
            let (first, rest) = cut(&paragraph, fits);
            last.push(first);
            left.extend(rest);
            used = height;
        } else {
            left.push(paragraph);
            slides.push(Vec::new());
            used = 0.0;
        }
    }
    slides.retain(|slide| !slide.is_empty());
    slides
}

/// The longest beginning that fits, at the end of a sentence or of a word, and the rest.
fn cut(paragraph: &str, fits: impl Fn(&str) -> bool) -> (String, Option<String>) {
    let ends = |end: &str| -> Vec<usize> { paragraph.match_indices(end).map(|(at, found)| at + found.len()).collect() };
    let at =
        [ends(". "), ends(" ")].into_iter().find_map(|ends| ends.into_iter().rev().find(|at| fits(&paragraph[..*at])));
    match at {
        Some(at) => (paragraph[..at].trim_end().to_owned(), Some(paragraph[at..].to_owned())),
        None => (paragraph.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTERS: Letters = Letters { size: 20.0, weight: Weight::Regular, gap: 0.5 };

    #[test]
    fn a_text_takes_more_lines_in_less_room_and_a_long_word_goes_on() {
        let text = "several words that need more than one line";
        let taken = [1000.0, 200.0, 100.0].map(|room| lines(text, 20.0, Weight::Regular, room));
        assert!(taken[0] == 1 && taken[0] < taken[1] && taken[1] < taken[2], "{taken:?}");
        let word = "x".repeat(40);
        let needed = (width(&word, 20.0, Weight::Regular) / 100.0).ceil() as usize;
        assert_eq!(lines(&word, 20.0, Weight::Regular, 100.0), needed);
        assert_eq!(lines("", 20.0, Weight::Regular, 100.0), 1);
    }

    #[test]
    fn every_word_of_divided_paragraphs_is_on_one_slide_and_every_slide_fits() {
        let paragraph = |n: usize| format!("{} End {n}.", "Some words of a sentence that is long enough. ".repeat(n));
        let paragraphs: Vec<String> = (1..30).map(paragraph).collect();
        let room = [400.0, 300.0];
        let slides = divided(&paragraphs, LETTERS, room);
        assert!(slides.len() > 3 && slides.iter().all(|slide| LETTERS.height_of(slide, room[0]) <= room[1]));
        let words = |texts: &[String]| texts.join(" ").split_whitespace().map(String::from).collect::<Vec<_>>();
        assert_eq!(words(&slides.concat()), words(&paragraphs));
    }

    #[test]
    fn the_largest_letters_that_fit_are_chosen() {
        let sizes = [30.0, 20.0, 10.0].map(|size| Letters { size, ..LETTERS });
        let texts = ["word ".repeat(30)];
        let found = |height| largest(&sizes, &texts, [400.0, height]).map(|letters| letters.size);
        assert_eq!([found(2000.0), found(1.0)], [Some(30.0), None]);
        let needed = sizes[1].height_of(&texts, 400.0);
        assert_eq!(found(needed), Some(20.0));
    }
}
