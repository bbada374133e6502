//! A way of giving a drug as a sentence, such as "100 mg/m2 over 24 h x 7": a short form of the table, with the same meaning
//! and the same faults, each at the words that it speaks of.
//! Left out: bands of ages and amounts in whole vials, which a table says.
//!
//! A sentence becomes its table before anything reads it: an amount, and then in any order `over` a time, `every` so many
//! hours, `x` a number of days or `days` with a list, `start` after a time, `maximum` an amount, and a route.
//!
//! ```text
//! "3 g/m2 over 3 h every 12 h days 1,3,5"      dose, infusion, every, days
//! "100 mg/m2 over 24 h x 7"                    dose, infusion, days 1-7
//! "12 mg/m2 days 1-3"                          a bolus of 5 min on each day
//! "0.1 mg/kg/h over 7 d"                       rate, duration
//! "20 mg subcutaneously every 12 h x 10"       dose, route, every, days
//! ```

use super::{
    ScenarioError,
    drugs::{names, tables},
    source::Origin,
    tree::{Content, Member, Node, Table},
};
use cenersim_model::quantity::{Dimension, Quantity};
use std::{collections::BTreeSet, ops::Range};

/// What an injection takes where a sentence does not say how long it runs: a bolus.
const BOLUS: &str = "5 min";

/// Pattern of a sentence for editors: it begins with an amount.
pub(super) const PATTERN: &str = r"^\s*[0-9.]";

/// Words that begin a part of a sentence, and the keys that they stand for.
const PARTS: [(&str, &str); 8] = [
    ("over", "over"),
    ("every", "every"),
    ("x", "x"),
    ("\u{D7}", "x"),
    ("day", "days"),
    ("days", "days"),
    ("start", "start"),
    ("maximum", "maximum"),
];

/// Words for a route.
const ROUTES: [(&str, &str); 6] = [
    ("intravenous", "intravenous"),
    ("intravenously", "intravenous"),
    ("subcutaneous", "subcutaneous"),
    ("subcutaneously", "subcutaneous"),
    ("oral", "oral"),
    ("orally", "oral"),
];

/// Replaces every sentence of a document by its table.
///
/// # Errors
/// The first word that cannot be read, at its place in the sentence.
pub(super) fn expand(document: &mut Node) -> Result<(), ScenarioError> {
    let names = names(document);
    let Some(arm) = document.as_table_mut().and_then(|table| table.get_mut("arm")) else { return Ok(()) };
    tables(&mut arm.value).into_iter().try_for_each(|arm| {
        if let Some(courses) = arm.get_mut("course") {
            tables(&mut courses.value).into_iter().try_for_each(|course| drugs(course, &names))?;
        }
        drugs(arm, &names)
    })
}

/// Of an arm or a course: the sentence of each drug, or each sentence of its list.
fn drugs(table: &mut Table, names: &BTreeSet<String>) -> Result<(), ScenarioError> {
    let given = table.iter_mut().filter(|(key, _)| names.contains(*key));
    given.map(|(_, member)| &mut member.value).try_for_each(|value| match &mut value.content {
        Content::List(items) => items.iter_mut().try_for_each(one),
        _ => one(value),
    })
}

/// The table in place of a sentence.
fn one(node: &mut Node) -> Result<(), ScenarioError> {
    if let Content::Text(text) = &node.content {
        let sentence = Sentence { text, origin: &node.origin };
        node.content = Content::Table(sentence.table()?);
    }
    Ok(())
}

/// A text and where it was written.
struct Sentence<'a> {
    /// The sentence, such as `12 mg/m2 over 15 min days 1-3`.
    text: &'a str,
    /// Where it stands in the file.
    origin: &'a Origin,
}

/// A part of a sentence: the key it stands for, its word, and what follows the word.
struct Part {
    /// The key of the table.
    key: &'static str,
    /// Place of the word in the text (bytes).
    word: Range<usize>,
    /// Place of what follows it, up to the next word (bytes).
    value: Range<usize>,
}

impl Sentence<'_> {
    /// Where a piece of the text was written; all of it if it was written with escapes.
    fn place(&self, piece: &Range<usize>) -> Origin {
        let Origin { source, span } = self.origin;
        let written = source.text.get(span.clone()).unwrap_or_default();
        let begin = written.find(self.text).filter(|begin| written.len() - self.text.len() <= 2 * begin);
        begin.map_or_else(
            || self.origin.clone(),
            |begin| source.origin(span.start + begin + piece.start..span.start + begin + piece.end),
        )
    }

    /// A fault at a piece of the sentence.
    fn fault(&self, piece: &Range<usize>, message: impl Into<String>) -> ScenarioError {
        ScenarioError::at(message, self.place(piece))
    }

    /// An amount per time is a `rate` with a `duration`, any other a `dose` with an `infusion`, by default a bolus of 5
    /// min.
    fn table(&self) -> Result<Table, ScenarioError> {
        let (amount, parts) = self.parts()?;
        let mut table = Table::new();
        let is_rate = self.quantity(&amount)?.is_some_and(|amount| amount.dimension().time < 0);
        let (given, length) = if is_rate { ("rate", "duration") } else { ("dose", "infusion") };
        self.put(&mut table, given, &amount, self.text[amount.clone()].trim().to_owned())?;
        for Part { key, word, value } in &parts {
            let text = self.text[value.clone()].trim();
            let (key, text) = match *key {
                "over" => (length, text.to_owned()),
                "x" => ("days", self.days(word, value)?),
                "route" => ("route", route(&self.text[word.clone()]).unwrap_or_default().to_owned()),
                key => (key, text.to_owned()),
            };
            if matches!(key, "every" | "start" | "maximum") || key == length {
                self.quantity(value)?;
            }
            self.put(&mut table, key, if key == "route" { word } else { value }, text)?;
        }
        if !is_rate && !table.contains_key(length) {
            self.put(&mut table, length, &(0..self.text.len()), BOLUS.to_owned())?;
        }
        Ok(table)
    }

    /// Each key once.
    fn put(&self, table: &mut Table, key: &str, piece: &Range<usize>, text: String) -> Result<(), ScenarioError> {
        if table.contains_key(key) {
            return Err(self.fault(&self.trimmed(piece), format!("this says `{key}` a second time: expected it once")));
        }
        let place = self.place(&self.trimmed(piece));
        let value = Node { content: Content::Text(text), origin: place.clone() };
        table.insert(key.to_owned(), Member { key: place, value });
        Ok(())
    }

    /// The amount, and the parts that follow it.
    fn parts(&self) -> Result<(Range<usize>, Vec<Part>), ScenarioError> {
        let mut parts: Vec<Part> = Vec::new();
        for word in self.words(&(0..self.text.len())) {
            if let Some((key, length)) = begins(&self.text[word.clone()]) {
                let word = word.start..word.start + length;
                parts.push(Part { key, value: word.end..self.text.len(), word });
            }
        }
        let ends: Vec<usize> = parts.iter().map(|part| part.word.start).collect();
        for (part, end) in parts.iter_mut().zip(ends.iter().skip(1)) {
            part.value.end = *end;
        }
        let amount = 0..ends.first().copied().unwrap_or(self.text.len());
        if self.trimmed(&amount).is_empty() {
            return Err(self.fault(
                &(0..self.text.len()),
                "no amount stands first: expected one such as \"12 mg/m2 over 15 min days 1-3\"",
            ));
        }
        parts.iter().try_for_each(|part| self.check(part))?;
        Ok((amount, parts))
    }

    /// Something follows every word but a route.
    fn check(&self, part: &Part) -> Result<(), ScenarioError> {
        let (word, value) = (&self.text[part.word.clone()], self.trimmed(&part.value));
        if part.key == "route" && !value.is_empty() {
            return Err(self.unknown(&value));
        }
        if part.key != "route" && value.is_empty() {
            let such = match part.key {
                "x" => "x 7",
                "days" => "days 1-3,5",
                "maximum" => "maximum 24 mg",
                _ => "over 24 h",
            };
            return Err(self.fault(&part.word, format!("nothing follows `{word}`: expected more, such as \"{such}\"")));
        }
        Ok(())
    }

    /// Days of `x 7`.
    /// `1-7`, the days of the course.
    fn days(&self, word: &Range<usize>, value: &Range<usize>) -> Result<String, ScenarioError> {
        let text = self.text[value.clone()].trim();
        match text.parse::<u32>() {
            Ok(days) if days >= 1 => Ok(format!("1-{days}")),
            _ => Err(self.fault(
                &(word.start..self.trimmed(value).end),
                format!("`{text}` is no number of days: expected one such as \"x 7\", or \"days 1,3,5\""),
            )),
        }
    }

    /// What a piece says, if it is a quantity; a fault if only its first words are one.
    fn quantity(&self, piece: &Range<usize>) -> Result<Option<Quantity>, ScenarioError> {
        let reads = |end: usize| self.text[piece.start..end].trim().parse::<Quantity>().ok();
        if let Some(whole) = reads(piece.end) {
            return Ok(Some(whole));
        }
        let words = self.words(piece);
        let has_unit = |quantity: Quantity| quantity.dimension() != Dimension::NONE;
        let read = (1..words.len()).rev().find(|count| reads(words[count - 1].end).is_some_and(has_unit));
        read.map_or(Ok(None), |count| Err(self.unknown(&(words[count].start..words[words.len() - 1].end))))
    }

    /// Says which words are known.
    fn unknown(&self, piece: &Range<usize>) -> ScenarioError {
        let found = &self.text[piece.clone()];
        self.fault(
            piece,
            format!(
                "`{found}` is not understood here: expected `over`, `every`, `x`, `days`, `start`, `maximum`, `intravenous`, \
                 `subcutaneous` or `oral`"
            ),
        )
    }

    /// Words of a piece.
    fn words(&self, piece: &Range<usize>) -> Vec<Range<usize>> {
        let mut words = Vec::<Range<usize>>::new();
        for (offset, letter) in self.text[piece.clone()].char_indices().filter(|(_, letter)| !letter.is_whitespace()) {
            let (start, end) = (piece.start + offset, piece.start + offset + letter.len_utf8());
            match words.last_mut().filter(|word| word.end == start) {
                Some(word) => word.end = end,
                None => words.push(start..end),
            }
        }
        words
    }

    /// A piece without the spaces around it.
    fn trimmed(&self, piece: &Range<usize>) -> Range<usize> {
        let words = self.words(piece);
        let start = words.first().map_or(piece.start, |word| word.start);
        start..words.last().map_or(start, |word| word.end)
    }
}

/// The key of a word that begins a part, and its length; a number may stand close to an x.
fn begins(word: &str) -> Option<(&'static str, usize)> {
    let lower = word.to_lowercase();
    if route(&lower).is_some() {
        return Some(("route", word.len()));
    }
    let whole = PARTS.iter().find(|(name, _)| *name == lower).map(|(_, key)| (*key, word.len()));
    let close = || {
        let sign = word.chars().next().filter(|sign| matches!(sign, 'x' | 'X' | '\u{D7}'))?;
        let digits = &word[sign.len_utf8()..];
        (!digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit())).then_some(("x", sign.len_utf8()))
    };
    whole.or_else(close)
}

/// The key of a word for a route; none if it is no such word.
fn route(word: &str) -> Option<&'static str> {
    ROUTES.iter().find(|(name, _)| *name == word.to_lowercase()).map(|(_, route)| *route)
}

#[cfg(test)]
mod tests;
