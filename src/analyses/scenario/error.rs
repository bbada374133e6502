//! What is wrong with a scenario, where, and the way out, in one sentence.
//!
//! ```text
//! file:line:column: what was found: what was expected; did you mean ...?
//! ```
//!
//! # Examples
//!
//! ```text
//! error: missing key `sex`: expected it here or in the file this one extends
//!  --> mine.toml:4:1
//!   |
//! 4 | [patient]
//!   | ^^^^^^^^^
//!
//! error: found `wild`: expected `wild_type`, `mutant` or `null`; did you mean `wild_type`?
//!  --> --set:1:14
//!   |
//! 1 | patient.tp53=wild
//!   |              ^^^^
//! ```
//!
//! On a terminal the parts have colors, unless `NO_COLOR` is set.

use super::{drugs, source::Origin};
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use cenersim_model::{parameters::drugs::shipped_names, quantity::nearest};
use cenersim_text::listed;
use serde::de::{self, Unexpected};
use std::fmt;

/// The first fault found in a scenario.
/// It says what was found, what was expected, and where it stands; a likely slip is named (`did you mean`).
#[derive(Clone, Debug, PartialEq)]
pub struct ScenarioError {
    /// One sentence: what was found, what was expected, and the way out.
    message: String,
    /// Boxed to keep results small.
    origin: Option<Box<Origin>>,
}

impl ScenarioError {
    /// A fault of the whole file, or of none.
    pub(super) fn of(message: impl Into<String>) -> Self {
        Self { message: shortened(message.into()), origin: None }
    }

    /// A fault of a piece of a text.
    pub(super) fn at(message: impl Into<String>, origin: Origin) -> Self {
        Self { message: shortened(message.into()), origin: Some(Box::new(origin)) }
    }

    /// The same fault, located here unless it has a place already.
    pub(super) fn or_at(mut self, origin: &Origin) -> Self {
        self.origin.get_or_insert_with(|| Box::new(origin.clone()));
        self
    }

    /// The sentence without its place.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The file as named, line and column, both from 1.
    pub fn place(&self) -> Option<(&str, usize, usize)> {
        let origin = self.origin.as_ref()?;
        let (line, column) = origin.source.place(origin.span.start);
        Some((&origin.source.name, line, column))
    }

    /// The sentence with the piece of the file it speaks of; colored for a terminal.
    pub fn render(&self, colored: bool) -> String {
        let title = Level::ERROR.primary_title(self.message.as_str());
        let renderer = if colored { Renderer::styled() } else { Renderer::plain() };
        let Some(origin) = &self.origin else {
            return renderer.render(&[annotate_snippets::Group::with_title(title)]);
        };
        let marked = AnnotationKind::Primary.span(origin.span.clone());
        let snippet = Snippet::source(origin.source.text.as_str()).path(origin.source.name.as_str()).annotation(marked);
        renderer.render(&[title.element(snippet)])
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place() {
            Some((file, line, column)) => write!(f, "{file}:{line}:{column}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for ScenarioError {}

impl de::Error for ScenarioError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::of(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::of(format!("found {}: expected {}", named(found), plain(expected)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(found: &str, expected: &'static [&'static str]) -> Self {
        Self::of(format!("found `{found}`: expected {}{}", choice(expected), hint(found, expected)))
    }

    fn unknown_field(found: &str, expected: &'static [&'static str]) -> Self {
        if expected.contains(&drugs::OF_AN_ARM) {
            return Self::of(unknown_of_an_arm(found, expected));
        }
        if VERSION_KEYS.contains(&found) {
            return Self::of(no_version(found));
        }
        let hint = hint(found, expected);
        let known = if hint.is_empty() { format!(": expected {}", choice(expected)) } else { String::new() };
        Self::of(format!("unknown key `{found}`{known}{hint}"))
    }

    fn missing_field(field: &'static str) -> Self {
        Self::of(format!("missing key `{field}`: expected it here or in the file this one extends"))
    }
}

/// What files of other programs call the version of their format.
const VERSION_KEYS: [&str; 5] = ["version", "format", "format_version", "schema_version", "cenersim_version"];

/// A scenario is read by its keys alone, so that a file of another version is told by the first key that this one lacks.
fn no_version(found: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "unknown key `{found}`: scenarios carry no version, expected only keys that cenersim {version} knows (`cenersim schema`); \
         leave it out"
    )
}

/// What an arm has that is neither a key nor a known drug; the way out is a table.
fn unknown_of_an_arm(found: &str, expected: &[&str]) -> String {
    let keys = expected.iter().copied().filter(|key| *key != drugs::OF_AN_ARM).collect::<Vec<_>>();
    let hint = slip(found, &[keys.clone(), shipped_names()].concat());
    let known = format!("`{}`, {}", keys.join("`, `"), drugs::unknown(found));
    format!("unknown drug or key `{found}`: expected {known}{hint}")
}

/// Digits in a row, and letters in a row, that a message repeats in full.
const MOST_DIGITS: usize = 32;
/// Letters in a row.
const MOST_LETTERS: usize = 400;

/// A sentence stays one when a number of 300 digits or a word of 10,000 letters is to blame: the middle is left out.
fn shortened(message: String) -> String {
    let ends = |run: &str, most: usize| -> String {
        let letters: Vec<char> = run.chars().collect();
        let part = |range: std::ops::Range<usize>| letters[range].iter().collect::<String>();
        match letters.len() {
            all if all > most => format!("{}...{}", part(0..most / 2), part(all - most / 4..all)),
            _ => run.to_owned(),
        }
    };
    if message.len() <= MOST_DIGITS {
        return message;
    }
    let (mut text, mut digits) = (String::new(), String::new());
    for letter in message.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        text.push_str(&ends(&std::mem::take(&mut digits), MOST_DIGITS));
        text.push(letter);
    }
    text.push_str(&ends(&digits, MOST_DIGITS));
    text.split(' ').map(|word| ends(word, MOST_LETTERS)).collect::<Vec<_>>().join(" ")
}

/// The nearest word by spelling, if one is near.
fn hint(found: &str, expected: &[&str]) -> String {
    nearest(found, expected.iter().copied()).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// Names of drugs are alike: only one that differs by a slip of the hand is meant.
fn slip(found: &str, expected: &[&str]) -> String {
    let near = expected.iter().find(|word| strsim::osa_distance(&found.to_lowercase(), word) <= 2);
    near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// `` `a`, `b` or `c` ``.
fn choice(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    listed(&quoted, "or")
}

/// What was found, as it is written.
fn named(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("`{value}`"),
        Unexpected::Unsigned(value) => format!("`{value}`"),
        Unexpected::Signed(value) => format!("`{value}`"),
        Unexpected::Float(value) => format!("`{value}`"),
        Unexpected::Str(value) => format!("`{value}`"),
        Unexpected::Map => "a table".into(),
        Unexpected::Seq => "a list".into(),
        other => other.to_string(),
    }
}

/// The words of the library in the words of the field.
fn plain(expected: &dyn de::Expected) -> String {
    let words = expected.to_string();
    match words.as_str() {
        "u32" | "u64" => "a whole number of 0 or more".into(),
        "a string" => "text in quotes".into(),
        "a boolean" => "`true` or `false`".into(),
        "a sequence" => "a list".into(),
        table if table.starts_with("struct ") => "a table".into(),
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_300_digits_is_no_message_of_300_digits() {
        let message = ScenarioError::of(format!("`{}` cells is not a leukemia", "1".repeat(300))).message;
        assert_eq!(message, "`1111111111111111...11111111` cells is not a leukemia");
        let word = ScenarioError::of(format!("unknown key `{}`: expected", "k".repeat(30_000))).message;
        assert!(word.len() < 500 && word.starts_with("unknown key `kkk") && word.ends_with("kkk`: expected"), "{word}");
    }

    #[test]
    fn a_version_in_a_scenario_is_told_with_the_one_that_reads_it() {
        for key in VERSION_KEYS {
            let message = <ScenarioError as de::Error>::unknown_field(key, &["title", "design"]).message;
            let this = concat!("expected only keys that cenersim ", env!("CARGO_PKG_VERSION"), " knows");
            let start = format!("unknown key `{key}`: scenarios carry no version, ");
            assert!(message.starts_with(&start) && message.contains(this), "{message}");
            assert!(message.ends_with("leave it out") && !message.contains("did you mean"), "{message}");
        }
    }

    #[test]
    fn what_a_reader_needs_is_left_as_it_is() {
        let message = "`1234567890.123456789 mg/m2` in `/tmp/a/long/path/to/a/file.toml`: expected 10080";
        assert_eq!(shortened(message.into()), message);
    }
}
